# SPDX-License-Identifier: MIT
"""Parquet, Feather and Arrow files have the rows that the CSV of the same table has, and their types."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

import splitdata
from splitdata import arrow

ROWS = 1000
draws = np.random.default_rng(1)
TABLE = pa.table({
    "id": pa.array(range(ROWS), pa.int32()),
    "class": pa.array(draws.choice(["b", "a", None, "c"], ROWS, p=[0.4, 0.3, 0, 0.3])).dictionary_encode(),
    "group": pa.array(draws.integers(0, 90, ROWS), pa.uint8()),
    "price": pa.array(draws.normal(size=ROWS), mask=draws.random(ROWS) < 0.1),
    "nested": pa.array([[{"a": i, "b": None}] * (i % 3) for i in range(ROWS)]),
    "when": pa.array(draws.integers(0, 2**50, ROWS), pa.timestamp("us", "Europe/Berlin")),
}).replace_schema_metadata({b"about": b"a test"})
FLAT = TABLE.drop_columns(["nested"])


def write(table, path):
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path, row_group_size=170)
    else:
        pyarrow.feather.write_feather(table, path, chunksize=170)


def read(path):
    return (pyarrow.parquet if str(path).endswith(".parquet") else pyarrow.feather).read_table(path)


@pytest.mark.parametrize(("suffix", "block"), [(".parquet", 1 << 10), (".parquet", 64 << 20), (".feather", 1 << 10),
                                               (".arrow", 64 << 20)])
@pytest.mark.parametrize("options", [{"ratio": 0.8}, {"stratify": "class"}, {"group": "group"}, {"stratify": "#2"},
                                     {"stratify": "price:q4", "missing": "drop"}, {"parts": "a=0.5,b=0.2,c=*"},
                                     {"order": "input", "sample": 300}, {"hash": "id"}, {"repeats": 2}, {"folds": 3}])
def test_the_rows_of_the_csv(tmp_path, monkeypatch, suffix, options, block):
    monkeypatch.setattr(arrow, "BLOCK", block)
    write(TABLE, tmp_path / ("t" + suffix))
    pyarrow.csv.write_csv(FLAT.set_column(1, "class", FLAT["class"].cast("string")), tmp_path / "t.csv")
    options = options if "hash" in options else {"seed": 101, **options}
    report = splitdata.split(tmp_path / ("t" + suffix), output_dir=tmp_path / "arrow", **options)
    text = splitdata.split(tmp_path / "t.csv", output_dir=tmp_path / "csv", **options)
    assert len(report.parts) == len(text.parts)
    for part, other in zip(report.parts, text.parts, strict=True):
        assert part._replace(path=None) == other._replace(path=None)
        assert Path(part.path).name == Path(other.path).with_suffix(suffix).name
        rows = read(part.path)
        ids = rows["id"].to_numpy()
        assert ids.tolist() == pyarrow.csv.read_csv(other.path)["id"].to_pylist()
        assert rows.schema.equals(read(tmp_path / ("t" + suffix)).schema, check_metadata=True)
        assert rows.to_pylist() == TABLE.take(pa.array(ids)).to_pylist()
    assert not [path for path in (tmp_path / "arrow").iterdir() if path.suffix != suffix]


def test_a_folder(tmp_path):
    for number, begin in enumerate(range(0, ROWS, 300)):
        (tmp_path / "f").mkdir(exist_ok=True)
        write(TABLE.slice(begin, 300), tmp_path / "f" / f"{number}.parquet")
    write(TABLE, tmp_path / "f.parquet")
    one = splitdata.split(tmp_path / "f.parquet", seed=1, output_dir=tmp_path / "one")
    many = splitdata.split(tmp_path / "f", seed=1, output_dir=tmp_path / "many")
    for part in "train", "test":
        assert read(one[part].path).equals(read(many[part].path))
    write(FLAT, tmp_path / "f" / "9.parquet")
    with pytest.raises(splitdata.DataError, match=r"9\.parquet: its columns or types are not those of .*0\.parquet"):
        splitdata.split(tmp_path / "f", seed=1, output_dir=tmp_path / "more")


def test_what_is_refused(tmp_path):
    path = tmp_path / "t.parquet"
    write(TABLE, path)
    with pytest.raises(splitdata.UsageError, match="^gzip: is not for .parquet files"):
        splitdata.split(path, gzip=True)
    with pytest.raises(splitdata.DataError, match="column nested: is of type list"):
        splitdata.split(path, stratify="nested")
    with pytest.raises(splitdata.Error, match="clas.*class"):
        splitdata.split(path, stratify="clas")
    assert splitdata.split(path, seed=1, dry_run=True).rows == ROWS and len(os.listdir(tmp_path)) == 1
    report = splitdata.split(path, seed=1)
    assert report.warnings == []
    assert [part["bytes"] for part in report.to_dict()["parts"]] == [os.path.getsize(part.path) for part in report.parts]
    assert report.to_dict()["input"]["columns"] == 6 and report.to_dict()["input"]["bytes"] == os.path.getsize(path)
    with pytest.raises(splitdata.OutputError, match=r"t.train.parquet: exists \(force=True"):
        splitdata.split(path, seed=1)
    splitdata.split(path, seed=1, force=True)
    (tmp_path / "bad.parquet").write_text("no such file")
    with pytest.raises(splitdata.DataError, match="bad.parquet"):
        splitdata.split(tmp_path / "bad.parquet")
    write(TABLE.slice(0, 0), tmp_path / "none.parquet")
    with pytest.raises(splitdata.DataError, match="there are no rows"):
        splitdata.split(tmp_path / "none.parquet")


def test_without_pyarrow(tmp_path):
    write(TABLE, tmp_path / "t.parquet")
    code = ("import sys; sys.modules['pyarrow'] = None\nimport splitdata\n"
            "try:\n    splitdata.split(sys.argv[1])\nexcept splitdata.UsageError as error:\n    print(error)")
    told = subprocess.run([sys.executable, "-c", code, tmp_path / "t.parquet"], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("t.parquet: pyarrow reads such files, and it is not installed (pip install pyarrow numpy)\n")


def test_frames(tmp_path):
    for suffix in ".parquet", ".feather":
        write(TABLE, tmp_path / ("t" + suffix))
        report = splitdata.split(tmp_path / ("t" + suffix), seed=1)
        for library in "pandas", "polars":
            frames = report.frames(library)
            assert {name: len(frame) for name, frame in frames.items()} == {"train": 800, "test": 200}
            assert list(frames["test"]["id"]) == read(report["test"].path)["id"].to_pylist()


def command(*words):
    return subprocess.run([sys.executable, "-m", "splitdata", *map(str, words)], capture_output=True, text=True, check=False)


def test_the_command(tmp_path):
    write(TABLE, tmp_path / "t.parquet")
    report = splitdata.split(tmp_path / "t.parquet", seed=101, ratio=0.7, stratify="class", column_type={"class": "text"},
                             output_dir=tmp_path / "a")
    told = command("-s", "101", "-r0.7", "--stratify", "class", "--column-type=class=text", "-O", tmp_path / "b",
                   tmp_path / "t.parquet")
    assert told.returncode == 0 and told.stdout == "" and "train" in told.stderr and "700" in told.stderr
    assert read(tmp_path / "b" / "t.test.parquet").equals(read(report["test"].path))
    told = command("-s101", "-qf", "--json", "-O", tmp_path / "b", "--", tmp_path / "t.parquet")
    assert told.returncode == 0 and '"rows": 800' in told.stdout and told.stderr == ""
    for words, status, line in ((("-z",), 2, "gzip: is not for .parquet files"), (("-s",), 2, "--seed: needs a value"),
                                (("--no-such=1",), 2, "--no-such: there is no such option for these files"),
                                (("-q", "other"), 2, "one .parquet, .feather or .arrow file"),
                                (("--group", "grup"), 3, "grup")):
        told = command(tmp_path / "t.parquet", *words)
        assert told.returncode == status and told.stderr.startswith("splitdata: ") and line in told.stderr, told
        assert told.stderr.count("\n") == 1
