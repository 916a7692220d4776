"""python -m splitdata: the command, for .parquet, .feather and .arrow files, too."""

import json
import os
import sys
import sysconfig
from typing import Any, NoReturn

from splitdata._core import split as core_split
from splitdata.arrow import is_arrow, split_arrow
from splitdata.errors import Error, UsageError
from splitdata.options import Options
from splitdata.report import Report

_SHORT = {"s": "seed", "r": "ratio", "O": "output_dir", "f": "force", "n": "dry_run", "q": "quiet", "j": "threads",
          "m": "memory", "d": "delimiter", "o": "output", "z": "gzip"}
_FLAGS = ("quiet", "json")


def _kind(name: str) -> str:
    """"flag", "value" or, where the value may be missing, "either"."""
    if name in _FLAGS:
        return "flag"
    hint = Options.__annotations__.get(name)
    if hint is None:
        raise UsageError(f"--{name.replace('_', '-')}: there is no such option for these files")
    if hint is bool:
        return "flag"
    return "either" if bool in getattr(hint, "__args__", ()) else "value"


def read_words(words: list[str]) -> tuple[list[str], dict[str, Any]]:
    """The inputs and the options of a command line."""
    inputs: list[str] = []
    options: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        if word == "--":
            inputs += rest
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            _take(options, name.replace("-", "_"), value if equals else None, rest)
        elif word.startswith("-") and len(word) > 1:
            name = _SHORT.get(word[1], word[1])
            if _kind(name) == "flag" and len(word) > 2:  # -qf
                words_left = [word[:2], "-" + word[2:]]
                more, found = read_words(words_left)
                inputs += more
                options.update(found)
            else:
                _take(options, name, word[2:] or None, rest)
        else:
            inputs.append(word)
    return inputs, options


def _take(options: dict[str, Any], name: str, value: str | None, rest: Any) -> None:
    kind = _kind(name)
    if value is None and kind == "value":
        value = next(rest, None)
        if value is None:
            raise UsageError(f"--{name.replace('_', '-')}: needs a value")
    if name == "column_type":
        column, _, of = str(value).rpartition("=")
        options.setdefault(name, {})[column] = of
    else:
        options[name] = True if value is None else value


def _tell(report: Report, options: dict[str, Any]) -> None:
    if options.get("json"):
        print(json.dumps(report.to_dict()))
    elif not options.get("quiet"):
        width = max(len(part.name) for part in report.parts)
        for part in report.parts:
            fold = f"fold {part.fold} " if part.fold else ""
            print(f"{fold}{part.name:<{width}}  {part.rows:>12,}  {100 * part.share:6.2f} %  {part.path}", file=sys.stderr)
        for warning in report.warnings[:4]:
            print(f"note: {warning}", file=sys.stderr)
        print(f"{report.strategy or 'by rows'}" + (f", seed {report.seed}" if report.seed else ""), file=sys.stderr)


def _command(words: list[str]) -> NoReturn:
    command = os.path.join(sysconfig.get_path("scripts"), "splitdata")
    try:
        os.execv(command, ["splitdata", *words])
    except OSError as error:
        sys.exit(f"splitdata: {command}: {error.strerror}")


def main(words: list[str]) -> int:
    if not any(is_arrow(word) for word in words):
        _command(words)
    try:
        inputs, options = read_words(words)
        if len(inputs) != 1 or not is_arrow(inputs[0]):
            raise UsageError("one .parquet, .feather or .arrow file, or a folder of Parquet files, is split at a time")
        report = split_arrow(inputs[0], {name: value for name, value in options.items() if name not in _FLAGS},
                             lambda words: core_split(words, None))
        _tell(report, options)
    except Error as error:
        print(f"splitdata: {error}", file=sys.stderr)
        return error.status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
