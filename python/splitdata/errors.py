"""The errors of the library: one class for each exit status of the command."""

from typing import Any


class Error(Exception):
    """Something failed; the message is the one line that the command prints.

    file: the input or manifest; line: that of the input, from 1; status: the exit status of the command.
    """

    status = 4

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.file, self.line), dict(self.__dict__)


class NotVerified(Error):
    """The question was answered, and the answer is no: the files differ from the manifest."""

    status = 1
    verification: Any = None  # of verify: what was found


class UsageError(Error, ValueError):
    """The arguments are invalid or contradict each other."""

    status = 2


class DataError(Error, ValueError):
    """The data cannot be read, or do not allow the request."""

    status = 3


class OutputError(Error, OSError):
    """A file, the space or the memory failed; errno is that of the failed call, or None."""

    status = 4


def made(status: int, message: str, file: str | None, line: int | None, errno: int) -> Error:
    """The exception of a status."""
    for kind in (NotVerified, UsageError, DataError):
        if kind.status == status:
            return kind(message, file, line)
    error = OutputError(message, file, line)
    error.errno = errno or None
    return error
