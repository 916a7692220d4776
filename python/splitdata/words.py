"""Keyword arguments become the words of the command, which its own table of options reads.

    seed=101                     --seed=101
    stratify=["a", "b"]          --stratify=a,b
    parts={"train": 0.7, ...}    --parts=train=0.7,...
    output={"train": "t.csv"}    --output=train=t.csv
    column_type={"a": "text"}    --column-type=a=text
    gzip=True, gzip=9            --gzip, --gzip=9
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from splitdata.errors import UsageError

# What the terminal alone is told, or what is a function of its own here.
OF_THE_COMMAND = {
    "help": "help(splitdata.split) shows the options",
    "version": "it is splitdata.__version__",
    "quiet": "nothing is printed",
    "json": "the report has to_dict()",
    "print_code": "splitdata.code(FILE, ...) returns the lines",
    "inputs_from": "a list of paths is a list of inputs",
    "null": "a list of paths is a list of inputs",
}
# Options that are given once for each item.
_EACH = ("output", "column_type")


def _text(value: Any) -> bytes:
    if isinstance(value, os.PathLike):
        return os.fsencode(value)
    if isinstance(value, bytes):
        return value
    return os.fsencode(str(value))


def _pairs(value: Mapping[Any, Any]) -> list[bytes]:
    return [_text(key) + b"=" + _text(item) for key, item in value.items()]


def _values(value: Any) -> list[bytes]:
    """The items of a list or mapping; of anything else, itself."""
    if isinstance(value, Mapping):
        return _pairs(value)
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, os.PathLike)):
        return [_text(item) for item in value]
    return [_text(value)]


def option_words(options: Mapping[str, Any]) -> list[bytes]:
    """The words of the options; None and False: not given."""
    words = []
    for name, value in options.items():
        if name in OF_THE_COMMAND:
            raise UsageError(f"{name}: that is an option of the command alone ({OF_THE_COMMAND[name]})")
        word = b"--" + os.fsencode(name.replace("_", "-"))
        if value is None or value is False:
            continue
        if value is True:
            words.append(word)
        elif name in _EACH:
            words += [word + b"=" + item for item in _values(value)]
        else:
            words.append(word + b"=" + b",".join(_values(value)))
    return words


def path_words(paths: Any) -> list[bytes]:
    """One path or several."""
    if isinstance(paths, Iterable) and not isinstance(paths, (str, bytes, os.PathLike)):
        return [os.fsencode(path) for path in paths]
    return [os.fsencode(paths)]
