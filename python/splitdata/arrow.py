"""Parquet, Feather and Arrow files: split as the CSV of the same table would be, rows and types unchanged.

The library decides by a temporary table of the key columns; then the rows are moved, a row group at a time, to the
blocks of their parts, and each block is put in order. Memory: a row group, a block, and 16 bytes a row.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from splitdata.errors import DataError, OutputError, UsageError
from splitdata.report import Report
from splitdata.words import option_words

SUFFIXES = (".parquet", ".feather", ".arrow")
# About the text of a file, or of outputs that are text.
_OF_TEXT = ("delimiter", "quote", "no_header", "header", "skip_lines", "comment", "escape", "format", "ragged", "line_ends",
            "no_output_header", "query_files", "gzip", "gzip_library", "scanner", "max_inflate", "digest", "manifest", "report",
            "emit", "shards", "duplicates", "ignore", "if_changed", "output", "name")
_KEYS = ("stratify", "group", "time", "hash", "predefined", "column_type")
BLOCK = 64 << 20  # bytes of a block, in memory


def is_arrow(path: Any) -> bool:
    """Whether the path is of such a file, or of a folder of Parquet files."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False
    text = os.fsdecode(path)
    return text.endswith(SUFFIXES) or (os.path.isdir(text) and bool(_parquet_files(text)))


def _parquet_files(folder: str) -> list[str]:
    return sorted(str(path) for path in Path(folder).iterdir() if path.suffix == ".parquet" and not path.name.startswith("."))


class _Table:
    """The groups of rows of a file, or of the files of a folder, one after another."""

    def __init__(self, path: str) -> None:
        try:
            import numpy
            import pyarrow
            import pyarrow.csv
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError(f"{path}: pyarrow reads such files, and it is not installed (pip install pyarrow numpy)",
                             path) from error
        self.arrow, self.numpy = pyarrow, numpy
        self.paths = _parquet_files(path) if os.path.isdir(path) else [path]
        self.suffix = Path(self.paths[0]).suffix
        self.schema: Any = None
        self.rows = self.bytes = 0
        self.codec = "snappy"
        for one in self.paths:
            try:
                self._look(one)
            except (OSError, pyarrow.ArrowException) as error:
                raise DataError(f"{one}: {error}", one) from error
        if self.rows == 0:
            raise DataError(f"{path}: there are no rows to be split", path)

    def _look(self, path: str) -> None:
        if self.suffix == ".parquet":
            file = self.arrow.parquet.ParquetFile(path)
            schema, rows = file.schema_arrow, file.metadata.num_rows
            for group in range(file.metadata.num_row_groups):
                self.bytes += file.metadata.row_group(group).total_byte_size
                if schema.names:
                    self.codec = file.metadata.row_group(group).column(0).compression
        else:
            with self.arrow.memory_map(path) as source:
                reader = self.arrow.ipc.open_file(source)
                schema = reader.schema
                rows = sum(reader.get_batch(i).num_rows for i in range(reader.num_record_batches))
                self.bytes += os.path.getsize(path)
        if self.schema is not None and not schema.equals(self.schema, check_metadata=False):
            raise DataError(f"{path}: its columns or types are not those of {self.paths[0]}", path)
        self.schema = schema if self.schema is None else self.schema
        self.rows += rows

    def groups(self, columns: list[str] | None = None) -> Iterator[Any]:
        """Tables, a row group or a batch each."""
        for path in self.paths:
            if self.suffix == ".parquet":
                file = self.arrow.parquet.ParquetFile(path)
                for group in range(file.metadata.num_row_groups):
                    yield file.read_row_group(group, columns=columns)
                continue
            with self.arrow.memory_map(path) as source:
                reader = self.arrow.ipc.open_file(source)
                for batch in range(reader.num_record_batches):
                    table = self.arrow.Table.from_batches([reader.get_batch(batch)])
                    yield table if columns is None else table.select(columns)

    def writer(self, path: str) -> Any:
        if self.suffix == ".parquet":
            return self.arrow.parquet.ParquetWriter(path, self.schema, compression=self.codec)
        options = self.arrow.ipc.IpcWriteOptions(compression="lz4" if self.suffix == ".feather" else None,
                                                 emit_dictionary_deltas=True)
        return self.arrow.ipc.new_file(path, self.schema, options=options)


# --- keys -----------------------------------------------------------------------------------------


def _named(options: Mapping[str, Any], names: list[str]) -> set[str]:
    """The columns that the options name."""
    found: set[str] = set()
    for option in _KEYS:
        value = options.get(option)
        if value is None:
            continue
        items = [value] if isinstance(value, str) else list(value)
        for item in [*items, *(part for text in items for part in str(text).split(","))]:
            text = str(item)
            if text.startswith("#") and text.partition(":")[0][1:].isdigit():
                number = int(text.partition(":")[0][1:])
                found.update(names[number - 1:number] if number else ())
            found.update({text, text.rpartition(":")[0]} & set(names))
    return found


def _write_keys(table: _Table, options: Mapping[str, Any], path: str) -> None:
    """The table as CSV, in which only the columns are filled that the options name, and a number that makes all rows
    different, as no note may take them for equal ones."""
    arrow, names = table.arrow, table.schema.names
    wanted = [name for name in names if name in _named(options, names)]
    for name in wanted:
        if arrow.types.is_nested(table.schema.field(name).type):
            raise DataError(f"column {name}: is of type {table.schema.field(name).type}, which is no key")
    number, begin = "row number", 0
    while number in names:
        number += "_"

    def plain_type(name: str) -> Any:
        kind = table.schema.field(name).type if name in wanted else arrow.string()
        return kind.value_type if arrow.types.is_dictionary(kind) else kind

    plain = arrow.schema([*((name, plain_type(name)) for name in names), (number, arrow.int64())])
    with arrow.csv.CSVWriter(path, plain) as writer:
        for group in table.groups(wanted):
            empty = arrow.nulls(group.num_rows, arrow.string())
            columns = [*(group.column(name) if name in wanted else empty for name in names),
                       arrow.array(range(begin, begin + group.num_rows), arrow.int64())]
            begin += group.num_rows
            writer.write_table(arrow.Table.from_arrays([column.cast(field.type) for column, field in
                                                        zip(columns, plain, strict=True)], schema=plain))


# --- rows -----------------------------------------------------------------------------------------


class _Block:
    """Rows of a part that lie together in it: a stream of Arrow in a temporary file, with their places."""

    def __init__(self, table: _Table, path: str) -> None:
        self.arrow, self.path = table.arrow, path
        self.schema = table.schema.append(table.arrow.field("place", table.arrow.int64()))
        self.sink = self.arrow.OSFile(path, "wb")
        self.stream = self.arrow.ipc.new_stream(self.sink, self.schema)

    def add(self, rows: Any, places: Any) -> None:
        self.stream.write_table(self.arrow.Table.from_arrays([*rows.columns, self.arrow.chunked_array([places])],
                                                             schema=self.schema))

    def in_order(self, numpy: Any) -> Any:
        self.stream.close()
        self.sink.close()
        with self.arrow.OSFile(self.path) as source:
            rows = self.arrow.ipc.open_stream(source).read_all()
        os.unlink(self.path)
        last = rows.num_columns - 1
        order = numpy.argsort(rows.column(last).to_numpy())
        return rows.remove_column(last).unify_dictionaries().combine_chunks().take(self.arrow.array(order))


def _move(table: _Table, parts: list[tuple[str, Any]], folder: str) -> None:
    """Writes each part, of the row numbers that it has in order, under its path."""
    numpy = table.numpy
    size = max(1, BLOCK * table.rows // max(table.bytes, 1))  # rows of a block
    place = numpy.full(table.rows, -1, dtype="int64")  # block << 32 | place in it
    blocks: list[list[_Block]] = []
    count = 0
    for _, rows in parts:
        at = numpy.arange(len(rows), dtype="int64")
        place[rows] = (count + at // size) << 32 | at % size
        blocks.append([_Block(table, os.path.join(folder, f"block{count + i}")) for i in range(-(-len(rows) // size))])
        count += len(blocks[-1])
    every = [block for some in blocks for block in some]
    begin = 0
    for group in table.groups():
        places = place[begin:begin + group.num_rows]
        begin += group.num_rows
        for number in numpy.unique(places >> 32):
            if number >= 0:
                here = numpy.flatnonzero(places >> 32 == number)
                every[number].add(group.take(table.arrow.array(here)),
                                  table.arrow.array(places[here] & 0xFFFFFFFF))
    for (path, _), some in zip(parts, blocks, strict=True):
        with table.writer(path) as writer:
            for block in some:
                writer.write_table(block.in_order(numpy))


# --- all of it ------------------------------------------------------------------------------------


def split_arrow(path: Any, options: dict[str, Any], told: Callable[[list[bytes]], str]) -> Report:
    """told(words) calls the library."""
    path = os.fsdecode(path)
    for option in _OF_TEXT:
        if options.get(option) not in (None, False):
            raise UsageError(f"{option}: is not for {'folders of Parquet' if os.path.isdir(path) else Path(path).suffix} "
                             f"files (of a CSV of the same table it is)", path)
    table = _Table(path)
    output = os.fsdecode(options.pop("output_dir", None) or os.path.dirname(path.rstrip("/")) or ".")
    force, dry = options.pop("force", False), options.get("dry_run", False)
    stem = Path(path).name if os.path.isdir(path) else Path(path).stem
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=options.get("tmpdir")))
        keys = os.path.join(folder, stem + ".csv")
        _write_keys(table, options, keys)
        words = option_words({**options, "emit": "indices", "output_dir": folder, "format": "csv", "header": True})
        report = json.loads(told([*words, b"--", os.fsencode(keys)]))
        sets: dict[tuple[int, int], list[tuple[str, Any]]] = {}
        targets: list[tuple[str, str]] = []
        for part in report["parts"]:
            indices = part["path"]
            target = os.path.join(output, os.path.basename(indices).removesuffix(".idx") + table.suffix)
            part["path"] = target
            part.pop("sha256", None)
            if not force and os.path.lexists(target):
                raise OutputError(f"{target}: exists (force=True replaces it, as --force does)", target)
            if dry:
                continue
            rows = table.numpy.fromfile(indices, dtype="int64", sep="\n")
            sets.setdefault((part.get("repeat") or 0, part.get("fold") or 0), []).append((target + ".part", rows))
            targets.append((target + ".part", target))
        report["input"].update(path=path, columns=len(table.schema.names), bytes=sum(map(os.path.getsize, table.paths)))
        if sets:
            os.makedirs(output, exist_ok=True)
        try:
            for parts in sets.values():
                _move(table, parts, folder)
            for part, (written, _) in zip(report["parts"], targets, strict=False):
                part["bytes"] = os.path.getsize(written)
            for written, target in targets:
                os.replace(written, target)
        except OSError as error:
            raise OutputError(f"{output}: {error}", output) from error
        finally:
            for written, _ in targets:
                if os.path.lexists(written):
                    os.unlink(written)
    return Report(report)
