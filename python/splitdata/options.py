"""The types of the options; splitdata --help=all says what each does."""

import os
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

Path: TypeAlias = str | bytes | os.PathLike[str] | os.PathLike[bytes]
Columns: TypeAlias = str | Sequence[str]
Size: TypeAlias = int | float | str
Text: TypeAlias = str | int | float


class VerifyOptions(TypedDict, total=False):
    ignore_missing: bool
    threads: int
    max_inflate: int | str


class ReplayOptions(TypedDict, total=False):
    output_dir: Path
    force: bool
    if_changed: bool
    manifest: bool | Path
    no_sync: bool
    threads: int
    dry_run: bool
    max_inflate: int | str


class Options(ReplayOptions, total=False):
    seed: int | str | Sequence[int]
    ratio: float | str
    train_size: Size
    test_size: Size
    parts: str | Mapping[str, Size]
    only: str
    repeats: int
    sample: Size
    stratify: Columns
    rare: str
    group: Columns
    group_unit: str
    folds: int
    leave_one_group_out: bool
    time: str
    time_format: str
    cutoff: Text | Sequence[Text]
    gap: Text
    window: str
    straddle: str
    hash: Columns
    predefined: str
    map: str | Mapping[str, str]
    column_type: Mapping[str, str]
    missing: str
    na_values: str | Sequence[str]
    duplicates: str
    ignore: Columns
    like: str
    no_shuffle: bool
    order: str
    emit: str
    delimiter: str
    quote: str
    no_header: bool
    header: bool | int
    skip_lines: int
    comment: str
    escape: str
    format: str
    ragged: str
    line_ends: str
    no_output_header: bool
    query_files: bool
    digest: str
    report: bool | Path
    name: str
    shards: int | str
    output: Mapping[str, Path]
    gzip: bool | int
    memory: int | str
    tmpdir: Path
    spill: bool
    scanner: str
    gzip_library: str
