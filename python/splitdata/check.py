"""check: whether a split can be trusted, whichever program made it."""

import html
import json
import os
import tempfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypedDict

from splitdata import _core
from splitdata.errors import UsageError
from splitdata.report import _Told
from splitdata.words import option_words

if TYPE_CHECKING:
    from typing_extensions import Unpack

_OF_THE_COMMAND = ("fail_on", "sarif", "force")


class CheckOptions(TypedDict, total=False):
    target: str
    group: str | Iterable[str]
    time: str
    time_format: str
    ignore: str | Iterable[str]
    near: str | float
    part_column: str
    write_clean: str | os.PathLike[str]
    format: str
    header: bool
    no_header: bool
    delimiter: str
    quote: str
    ragged: str
    skip_lines: int
    comment: str
    escape: str
    threads: int
    memory: str | int
    tmpdir: str | os.PathLike[str]
    max_inflate: str | int


class Checked(_Told):
    """What a check found; str() of it has the lines of the report, page its page of HTML."""

    def __init__(self, told: dict[str, Any], text: str, page: str) -> None:
        super().__init__(told)
        self._text, self.page = text, page

    @property
    def results(self) -> list[dict[str, Any]]:
        """All results: id, check, state (ok, finding, not asked, could not), message ..."""
        return list(self._told["results"])

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The results that are findings, the gravest first."""
        order = {"error": 0, "warning": 1, "note": 2}
        return sorted((result for result in self.results if result["state"] == "finding"),
                      key=lambda result: order[result["severity"]])

    @property
    def errors(self) -> int:
        return int(self._told["errors"])

    @property
    def warnings(self) -> int:
        return int(self._told["warnings"])

    @property
    def notes(self) -> int:
        return int(self._told["notes"])

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        parts = ", ".join(f"{part['name']} {part['records']}" for part in self._told["parts"])
        return f"<splitdata.Checked {parts}: {self.errors} errors, {self.warnings} warnings, {self.notes} notes>"

    def _repr_html_(self) -> str:
        return (f'<iframe sandbox title="Split report" srcdoc="{html.escape(self.page)}" '
                'style="width:100%;height:40rem;border:0"></iframe>')


def check(train: Any, /, *parts: Any, **options: "Unpack[CheckOptions]") -> Checked:
    """Looks at the parts of a split for what makes a measurement on them worthless: records on two sides, groups, time,
    columns that give the answer away, classes and distributions that differ.

    Parts are paths, or frames of pandas, polars or pyarrow. One path alone is a manifest or, with part_column, a file
    with all parts. Options are those of splitdata check, with _ for -.
    """
    for name in _OF_THE_COMMAND:
        if name in options:
            raise UsageError(f"{name}: that is an option of the command alone")
    with tempfile.TemporaryDirectory(prefix="splitdata-") as folder:
        paths = [_path(part, i, folder) for i, part in enumerate((train, *parts))]
        told, text, page = _core.check([*option_words(dict(options)), b"--", *paths], None)
    inside = folder + os.sep
    return Checked(json.loads(told.replace(inside, "")), text.replace(inside, ""), page.replace(inside, ""))


def _path(part: Any, number: int, folder: str) -> bytes:
    """The path of a part; a frame is written as CSV, under a name that messages may show."""
    if isinstance(part, (str, bytes, os.PathLike)):
        return os.fsencode(part)
    path = os.path.join(folder, ("train", "test")[number] if number < 2 else f"part{number + 1}")
    if hasattr(part, "write_csv"):  # polars
        part.write_csv(path)
    elif hasattr(part, "to_csv"):  # pandas
        part.to_csv(path, index=False)
    elif hasattr(part, "to_batches"):  # pyarrow
        from pyarrow import csv

        csv.write_csv(part, path)
    else:
        raise UsageError(f"part {number + 1}: {type(part).__name__} is neither a path nor a frame of pandas, polars or "
                         "pyarrow")
    return os.fsencode(path)
