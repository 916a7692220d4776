"""split, verify and replay: the commands as functions."""

import json
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from splitdata import _core
from splitdata.errors import NotVerified, UsageError
from splitdata.report import Report, Verification
from splitdata.words import option_words, path_words

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from splitdata.options import Options, ReplayOptions, VerifyOptions

Path: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes]
Progress: TypeAlias = bool | Callable[[str, int, int], object] | None


def split(file: Path | Iterable[Path], /, *, progress: Progress = None, **options: "Unpack[Options]") -> Report:
    """Splits a file, a folder, or several files as one; returns the report.

    Every option of the command has its own name here, with _ for -: splitdata --help=all lists them, and
    splitdata.options.Options has their types. progress=True shows a bar; a function is called as
    progress(stage, done, total) with bytes.
    """
    if str(file)[-8:].endswith(("parquet", "feather", "arrow")) or os.path.isdir(str(file)):
        from splitdata.arrow import is_arrow, split_arrow

        if is_arrow(file):
            return split_arrow(file, dict(options), lambda words: _told(_core.split, words, progress))
    words = option_words(dict(options)) + [b"--"] + path_words(file)
    return Report(json.loads(_told(_core.split, words, progress)), words)


def replay(manifest: Path, file: Path | Iterable[Path] | None = None, /, *, progress: Progress = None,
           **options: "Unpack[ReplayOptions]") -> Report:
    """Makes the split of a manifest again; NotVerified if the input or the parts are not those of the manifest."""
    words = option_words(dict(options)) + [b"--", os.fsencode(manifest)]
    words += path_words(file) if file is not None else []
    return Report(json.loads(_told(_core.replay, words, progress)), words)


def verify(manifest: Path, file: Path | Iterable[Path] | None = None, /, *, progress: Progress = None,
           **options: "Unpack[VerifyOptions]") -> Verification:
    """Compares a split with its manifest; raises NotVerified, whose `verification` has the findings, if it
    does not hold."""
    words = option_words(dict(options)) + [b"--", os.fsencode(manifest)]
    words += path_words(file) if file is not None else []
    result = Verification(json.loads(_told(_core.verify, words, progress)))
    if not result.holds:
        raise _not_verified(result)
    return result


def code(file: Path, /, **options: "Unpack[Options]") -> str:
    """The lines of Python, R or another language whose result this split equals; nothing is read or written."""
    return _core.code([*option_words(dict(options)), b"--", os.fsencode(file)])


def _not_verified(result: Verification) -> NotVerified:
    wrong = [finding for finding in result.findings if finding["verdict"] in ("changed", "missing")]
    first = wrong[0] if wrong else {}
    what = " ".join(str(first[key]) for key in ("name", "path", "verdict") if first.get(key))
    error = NotVerified(f"{result.manifest}: not verified: {what or 'the split differs'}"
                        + (f": {first['detail']}" if first.get("detail") else "")
                        + (f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""),
                        result.manifest, first.get("line"))
    error.verification = result
    return error


def _told(call: Callable[[list[bytes], Any], str], words: list[bytes], progress: Progress) -> str:
    if not progress:
        return call(words, None)
    from splitdata.progress import STAGES, Bar

    if callable(progress):
        given = progress
        return call(words, lambda stage, done, total: given(STAGES[stage], done, total))
    if progress is not True:
        raise UsageError(f"progress={progress!r}: not True, False or a function of stage, done and total")
    with Bar() as bar:
        return call(words, bar)
