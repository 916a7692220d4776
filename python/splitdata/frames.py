"""The parts of a report as frames of pandas or polars.

A reader guesses the types of a part from its rows, and other parts may get others. So all parts of a set are read
as one text, and cut where the report says that they end.
"""

import csv
import gzip
import io
from importlib import import_module
from typing import Any

from splitdata.errors import DataError, UsageError
from splitdata.report import Part, Report


def frames(report: Report, library: str, options: dict[str, Any]) -> Any:
    if library not in ("pandas", "polars"):
        raise UsageError(f"frames({library!r}): not pandas or polars")
    module = import_module(library)
    parts = report.parts
    sets: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        sets.setdefault((part.repeat, part.fold), []).append(part)
    read = [_read_set(report, module, library, some, dict(options)) for some in sets.values()]
    return read if parts[0].fold or parts[0].repeat else read[0]


def _text(path: str) -> bytes:
    with open(path, "rb") as file:
        data = file.read()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def _header_length(text: bytes, separator: str) -> int:
    """The bytes of the first record."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader((line.decode("latin-1") for line in lines), delimiter=separator)
    next(reader, None)
    return sum(map(len, lines[:reader.line_num]))


def _read_set(report: Report, module: Any, library: str, parts: list[Part], options: dict[str, Any]) -> dict[str, Any]:
    for part in parts:
        if part.path is None or part.path == "-" or "*" in part.path:
            raise DataError(f"part {part.name}: has no file of its own that could be read")
    paths = [str(part.path) for part in parts]
    if paths[0].endswith((".parquet", ".feather", ".arrow")):  # these say themselves what their types are
        name = "parquet" if paths[0].endswith(".parquet") else "feather" if library == "pandas" else "ipc"
        return {part.name: getattr(module, "read_" + name)(part.path, **options) for part in parts}
    json = any(paths[0].removesuffix(".gz").endswith(suffix) for suffix in (".jsonl", ".ndjson"))
    separator_name = "sep" if library == "pandas" else "separator"
    if not json and any(paths[0].removesuffix(".gz").endswith(suffix) for suffix in (".tsv", ".tab")):
        options.setdefault(separator_name, "\t")
    header = bool(report.to_dict()["input"]["header"]) and not json
    text = bytearray()
    for path in paths:
        more = _text(path)
        skip = _header_length(more, options.get(separator_name, ",")) if header and text else 0
        if text and not text.endswith(b"\n"):
            text += b"\n"
        text += more[skip:]
    if json:
        frame = module.read_json(io.BytesIO(text), lines=True, **options) if library == "pandas" else \
            module.read_ndjson(io.BytesIO(text), **options)
    elif library == "pandas":
        options.setdefault("header", 0 if header else None)
        options.setdefault("low_memory", False)
        frame = module.read_csv(io.BytesIO(text), **options)
    else:
        options.setdefault("has_header", header)
        options.setdefault("infer_schema_length", None)
        frame = module.read_csv(io.BytesIO(text), **options)
    if len(frame) != sum(part.rows for part in parts):
        raise DataError(f"{library} finds {len(frame)} rows in the parts, and the split "
                        f"{sum(part.rows for part in parts)}: give frames() the options by which it reads them")
    cut, begin = {}, 0
    for part in parts:
        piece = frame[begin:begin + part.rows]
        cut[part.name] = piece.reset_index(drop=True) if library == "pandas" else piece
        begin += part.rows
    return cut
