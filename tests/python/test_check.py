# SPDX-License-Identifier: MIT
"""check is the command, for paths and for frames."""

import json
import subprocess
import sys
from pathlib import Path

import pandas
import polars
import pyarrow
import pytest

import splitdata

ROOT = Path(__file__).resolve().parent.parent.parent
IRIS = ROOT / "samples" / "iris.csv"
COMMAND = Path(sys.executable).with_name("splitdata")


@pytest.fixture
def split(tmp_path):
    return splitdata.split(IRIS, seed=101, stratify="species", output_dir=tmp_path, manifest=True)


def test_the_same_as_the_command(split):
    paths = [part.path for part in split.parts]
    told = subprocess.run([COMMAND, "check", "--json", "--target", "species", "--near", "0.9", *paths],
                          capture_output=True, text=True, check=False).stdout
    checked = splitdata.check(*paths, target="species", near=0.9)
    assert checked.to_dict() == json.loads(told)
    assert {result["id"] for result in checked.results} >= {"S01", "L01", "L03", "P01"}
    page = subprocess.run([COMMAND, "report", "-q", "--html", "-", "--target", "species", "--near", "0.9", *paths],
                          capture_output=True, text=True, check=False).stdout
    assert checked.page == page
    assert str(checked).endswith("what each check cannot see.\n") and "120" in repr(checked)


@pytest.mark.parametrize("library", [pandas, polars, pyarrow])
def test_frames(split, library):
    frames = split.frames("polars" if library is polars else "pandas")
    if library is pyarrow:
        frames = {name: pyarrow.Table.from_pandas(frame, preserve_index=False) for name, frame in frames.items()}
    checked = splitdata.check(frames["train"], frames["test"], target="species")
    paths = splitdata.check(split["train"].path, split["test"].path, target="species")
    assert [(result["id"], result["state"]) for result in checked.results] == [
        (result["id"], result["state"]) for result in paths.results]
    assert [part["name"] for part in checked.to_dict()["parts"]] == ["train", "test"]
    leaked = splitdata.check(frames["train"], frames["test"], frames["train"])
    assert leaked.findings[0]["id"] == "L01" and leaked.errors >= 1
    assert leaked.findings[0]["part"] == "part3" and "/" not in leaked.findings[0]["message"]


def test_manifest_and_one_file(split, tmp_path):
    checked = splitdata.check(split.manifest)
    assert "splitdata verify" in checked.page and checked.errors == 0
    frame = pandas.read_csv(IRIS)
    frame["part"] = ["train"] * 100 + ["test"] * 50
    one = splitdata.check(frame, part_column="part", target="species", ignore=["sepal_width", "sepal_length"])
    assert one.findings[0]["id"] == "C01" and one.findings[0]["part"] == "test"
    assert one.findings[0]["evidence"][0]["line"] == 102


def test_notebook():
    frame = pandas.DataFrame({"<b>&\"": [1, 2, 3], "y": ["<script>", "b", "c"]})
    shown = splitdata.check(frame, frame, target="y")._repr_html_()
    assert shown.startswith("<iframe sandbox") and "<script>" not in shown and "<b>" not in shown


def test_refused(tmp_path):
    frame = pandas.DataFrame({"a": [1, 2]})
    with pytest.raises(splitdata.UsageError, match="neither a path nor a frame"):
        splitdata.check(frame, [1, 2])
    with pytest.raises(splitdata.UsageError, match="of the command alone"):
        splitdata.check(frame, frame, fail_on="note")
    with pytest.raises(splitdata.UsageError, match="of the command alone"):
        splitdata.check(frame, frame, quiet=True)
    with pytest.raises(splitdata.DataError, match="no such column"):
        splitdata.check(frame, frame, target="b")
    with pytest.raises(splitdata.UsageError, match="must be a manifest"):
        splitdata.check(IRIS)
    with pytest.raises(splitdata.OutputError, match="cannot be opened"):
        splitdata.check(tmp_path / "none.csv", IRIS)
