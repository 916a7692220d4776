# SPDX-License-Identifier: MIT
"""The golden cases of every recipe, by indices(): the rows that the real frameworks once gave."""

import importlib.util
from pathlib import Path

import pytest

import splitdata
from splitdata import _core
from splitdata.arrays import Indices

ROOT = Path(__file__).resolve().parent.parent.parent
spec = importlib.util.spec_from_file_location("golden", ROOT / "tests" / "golden" / "run.py")
golden = importlib.util.module_from_spec(spec)
spec.loader.exec_module(golden)
MOST_ROWS = 100000


def plan(like, case):
    words = [*like, *(word for word in golden.words_of(case) if word not in ("-q", "--no-sync"))]
    at = words.index("--emit")
    return _core.Plan(case["n"], (), [word.encode() for word in words[:at] + words[at + 2:]], None)


@pytest.mark.parametrize("path", sorted((ROOT / "tests/golden/recipes").glob("*.jsonl")), ids=lambda path: path.stem)
def test_recipe(path):
    compared = 0
    for like, case in golden.cases(path, ["--like", path.stem]):
        expect = case["expect"]
        if "csv" in case or case.get("n", 0) > MOST_ROWS or case.get("files") or "n_train" in expect or "--sample" in \
                case.get("words", []):
            continue  # keys of a file, and the seeds of its lines
        try:
            made = plan(like, case)
            sets = []
            while (parts := made.next(Indices, None)) is not None:
                sets.append(dict(zip(made.names, (part.tolist() for part in parts), strict=True)))
        except splitdata.Error:
            assert "error" in expect, case["id"]
            continue
        assert "error" not in expect, case["id"]
        if "folds_test" in expect:
            pairs = [(rows, got["test"]) for rows, got in zip(expect["folds_test"], sets, strict=True)]
        else:
            folds = expect.get("folds", [expect])
            if any(name.startswith("fold1.") for name in folds[0]):
                sets = [{f"fold{number}.{part}": rows for number, got in enumerate(sets[at:at + made.folds], 1)
                         for part, rows in got.items()} for at in range(0, len(sets), made.folds)]
            pairs = [(rows, got[part]) for fold, got in zip(folds, sets, strict=True) for part, rows in fold.items()
                     if part != "n_rows"]
        for rows, got in pairs:
            if case.get("sets"):
                rows, got = sorted(rows), sorted(got)
            assert golden.same(rows, got), (case["id"], like)
        compared += 1
    if compared == 0:
        pytest.skip("every case has keys of a file")
