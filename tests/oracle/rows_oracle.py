#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares --missing, --na-values, --duplicates and --ignore with pandas and scikit-learn.

usage: rows_oracle.py [PROGRAM]

Random tables from fixed seeds, with values that are missing or look so, and with equal records: equal
in all bytes, or only as values (in quotes or not), or but for one column. pandas says which records
remain (dropna, drop_duplicates) and which texts are missing (na_values, keep_default_na); the
records that remain are a file of their own, which pandas reads and scikit-learn splits. Row numbers
must be the same, and so must the numbers of records left out or found in both parts.
"""
import json
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import model_selection as ms

from ways_oracle import Oracle, chosen, folds, holdout, repeats

warnings.simplefilter("ignore")
TABLES = 40
MARKERS = ["", "NA", "nan", "null", "None", "n/a", "-", "?"]
LAST = "\U0010ffff"  # sorts after any other text


class Table:
    """id,c,g,v: c and g are keys; a part of the records is there several times."""

    def __init__(self, oracle, number):
        self.rng = rng = random.Random(f"rows {number}")
        self.seed = rng.randrange(2**32)
        n = rng.choice([8, 30, 30, 100, 300])
        self.numbers = rng.random() < 0.4
        self.gaps = rng.choice([0.0, 0.1, 0.3])
        classes = [str(v) for v in rng.sample(range(100), 3)] if self.numbers else rng.sample(
            ["a", "b", "B", "é", "a,b", 'x"y', "NAN", " NA"], 3)
        groups = [f"g{i}" for i in range(rng.choice([3, 8, max(3, n // 3)]))]
        rows = [[str(i), self.cell(classes), self.cell(groups), rng.choice("xyz")] for i in range(n)]
        again = rng.choice([0, n // 3, 2 * n])
        for row in rng.choices(rows, k=again):
            twin = list(row)
            if rng.random() < 0.4:
                twin[0] = str(rng.randrange(n, 2 * n))
            if rng.random() < 0.2:
                twin[2] = rng.choice(groups)
            rows.append(twin)
        rng.shuffle(rows)
        self.lines = [",".join(self.field(cell) for cell in row) for row in rows]
        self.ends = [rng.choice(["\n", "\r\n"]) if number % 3 == 0 else "\n" for _ in rows]
        if rng.random() < 0.3:
            self.ends[-1] = ""
        self.path = oracle.top / f"rows{number}.csv"
        self.path.write_text(self.file(range(len(rows))), newline="")

    def cell(self, values):
        return self.rng.choice(MARKERS) if self.rng.random() < self.gaps else self.rng.choice(values)

    def field(self, cell):
        quoted = any(c in cell for c in ',"\n') or self.rng.random() < 0.05
        return '"' + cell.replace('"', '""') + '"' if quoted else cell

    def file(self, kept):
        return "id,c,g,v\n" + "".join(self.lines[i] + self.ends[i] for i in kept)

    def read(self, kept, **how):
        path = self.path.with_suffix(".left")
        path.write_text(self.file(kept), newline="")
        return pd.read_csv(path, **how)

    def texts(self):
        return pd.read_csv(self.path, dtype=str, keep_default_na=False)


def na_of(table):
    """Options, and what read_csv is told."""
    form = table.rng.randrange(4)
    if form == 0:
        return ["--na-values", "-,?"], {"keep_default_na": False, "na_values": ["", "-", "?"]}
    if form == 1:
        return ["--na-values", ""], {"keep_default_na": False, "na_values": [""]}
    return [], {}


def same_values(table, ignored):
    """By record: the number of its value, as they appear; `ignored` is a list of columns or None."""
    if ignored is None:
        return pd.factorize(np.array(table.lines, dtype=object))[0]
    df = table.texts().drop(columns=ignored)
    return df.groupby(list(df.columns), sort=False, dropna=False).ngroup().to_numpy()


def joined(groups, equal):
    """Groups in the order of their numbers, each joined with those that share a value of `equal`."""
    root = list(range(int(max(groups)) + 1))

    def find(g):
        while root[g] != g:
            g = root[g]
        return g

    first = {}
    for g, e in zip(groups, equal):
        a, b = find(g), find(first.setdefault(e, g))
        root[max(a, b)] = min(a, b)
    return np.array([find(g) for g in groups])


def sorted_codes(series):
    """Numbers of the values in order, no value last."""
    codes, values = pd.factorize(series, sort=True)
    return np.where(codes < 0, len(values), codes)


def compare_missing(oracle, table):
    words, how = na_of(table)
    seed = ["-s", str(table.seed)]
    df = pd.read_csv(table.path, **how)
    for columns in (["c"], ["g"], ["c", "g"]):
        kept = np.flatnonzero(df[columns].notna().all(axis=1).to_numpy())
        option = "--stratify" if columns[0] == "c" else "--group"

        def expected():
            if len(kept) == 0:
                raise ValueError("nothing is left")
            left = table.read(kept, **how)
            if option == "--stratify":
                y = left[columns[0]] if len(columns) == 1 else left[columns]
                pair = ms.train_test_split(np.arange(len(left)), stratify=y, train_size=0.6, random_state=table.seed)
            else:
                pair = next(ms.GroupShuffleSplit(1, train_size=0.6, random_state=table.seed)
                            .split(left, groups=left["g"]))
            return chosen(kept, holdout(pair))

        oracle.compare(f"{option} --missing drop", ",".join(columns),
                       [*seed, *words, "-r", "0.6", option, ",".join(columns), "--missing", "drop"], table.path, expected)
    codes = sorted_codes(df["c"])
    groups = sorted_codes(df["g"])
    oracle.compare("--missing class", "stratify",
                   [*seed, *words, "-r", "0.6", "--stratify", "c", "--missing", "class"], table.path,
                   lambda: holdout(ms.train_test_split(np.arange(len(df)), stratify=codes, train_size=0.6,
                                                       random_state=table.seed)))
    oracle.compare("--missing class", "group folds",
                   [*seed, *words, "--folds", "3", "--group", "g", "--missing", "class"], table.path,
                   lambda: folds(ms.GroupKFold(3, shuffle=True, random_state=table.seed).split(df, groups=groups)))
    plain = table.read(range(len(df)), keep_default_na=False)
    oracle.compare("--na-values none", "",
                   [*seed, "-r", "0.6", "--group", "g", "--na-values", "none"], table.path,
                   lambda: holdout(next(ms.GroupShuffleSplit(1, train_size=0.6, random_state=table.seed)
                                        .split(plain, groups=plain["g"]))))


def compare_drop(oracle, table, ignored, more):
    seed = ["-s", str(table.seed)]
    equal = pd.Series(same_values(table, ignored))
    kept = equal.drop_duplicates().index.to_numpy()
    words = [*seed, "--duplicates", "drop", *more]
    oracle.compare("--duplicates drop", "", [*words, "-r", "0.6"], table.path,
                   lambda: chosen(kept, holdout(ms.train_test_split(np.arange(len(kept)), train_size=0.6,
                                                                    random_state=table.seed))))
    oracle.compare("--duplicates drop", "in order", [*words[2:], "--no-shuffle", "-r", "0.6"], table.path,
                   lambda: chosen(kept, holdout(ms.train_test_split(np.arange(len(kept)), train_size=0.6,
                                                                    shuffle=False))))
    oracle.compare("--duplicates drop", "repeats", [*words, "--repeats", "2", "-r", "0.6"], table.path,
                   lambda: chosen(kept, repeats(ms.ShuffleSplit(2, train_size=0.6, random_state=table.seed)
                                                .split(kept))))
    size = max(2, len(kept) // 2)
    sample = pd.Series(kept).sample(n=size, random_state=table.seed).sort_index().to_numpy()
    oracle.compare("--duplicates drop", "a sample", [*words, "--sample", str(size), "--folds", "2"], table.path,
                   lambda: chosen(sample, folds(ms.KFold(2, shuffle=True, random_state=table.seed).split(sample))))


def compare_together(oracle, table, ignored, more):
    seed = ["-s", str(table.seed)]
    equal = same_values(table, ignored)
    df = pd.read_csv(table.path, keep_default_na=False)
    y = sorted_codes(df["c"])
    together = joined(sorted_codes(df["g"]), equal)
    words = [*seed, "--duplicates", "together", "--na-values", "none", *more]
    shuffled = {"shuffle": True, "random_state": table.seed}
    alone = [word for word in words if word not in ("--na-values", "none")]
    for label, given, groups in (("", alone, equal), (" --group", [*words, "--group", "g"], together)):
        area = "--duplicates together" + label
        oracle.compare(area, "", [*given, "-r", "0.6"], table.path,
                       lambda: holdout(next(ms.GroupShuffleSplit(1, train_size=0.6, random_state=table.seed)
                                            .split(df, groups=groups))))
        oracle.compare(area, "repeats", [*given, "-r", "0.6", "--repeats", "2"], table.path,
                       lambda: repeats(ms.GroupShuffleSplit(2, train_size=0.6, random_state=table.seed)
                                       .split(df, groups=groups)))
        oracle.compare(area, "folds", [*given, "--folds", "3"], table.path,
                       lambda: folds(ms.GroupKFold(3, **shuffled).split(df, groups=groups)))
    oracle.compare("--duplicates together", "strata", [*words, "--folds", "2", "--stratify", "c"], table.path,
                   lambda: folds(ms.StratifiedGroupKFold(2, **shuffled).split(df, y, groups=equal)))


def compare_note(oracle, table, ignored, more):
    """The counts of --duplicates note."""
    equal = same_values(table, ignored)
    n = len(equal)
    shuffled = {"shuffle": True, "random_state": table.seed}
    for words, splits in (
            (["-r", "0.6"], lambda: [ms.train_test_split(np.arange(n), train_size=0.6, random_state=table.seed)]),
            (["-r", "0.6", "--order", "input"],
             lambda: [ms.train_test_split(np.arange(n), train_size=0.6, random_state=table.seed)]),
            (["--repeats", "2", "-r", "0.6"],
             lambda: ms.ShuffleSplit(2, train_size=0.6, random_state=table.seed).split(equal)),
            (["--folds", "3"], lambda: ms.KFold(3, **shuffled).split(equal)),
            (["--folds", "3", "--emit", "column"], lambda: ms.KFold(3, **shuffled).split(equal))):
        words = ["-s", str(table.seed), "--duplicates", "note", *more, *words]
        wanted = [0, 0]
        for train, test in splits():
            wanted[0] += len(test)
            wanted[1] += int(np.isin(equal[test], equal[train]).sum())
        out = oracle.top / "noted"
        done = subprocess.run([oracle.program, *words, "--json", "-q", "-f", "-O", str(out), str(table.path)],
                              capture_output=True, check=False, timeout=60)
        got = json.loads(done.stdout)["duplicates"] if done.returncode == 0 else done.stderr.decode()
        tally = oracle.areas.setdefault("--duplicates note", [0, 0])
        right = got == {"rows": wanted[0], "in_first_part": wanted[1]}
        tally[not right] += 1
        oracle.passed += right
        oracle.failed += not right
        if not right:
            print(f"MISMATCH {' '.join(words)} {table.path.name}\n  {got}, expected {wanted}")


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else "build/splitdata").resolve())
    with tempfile.TemporaryDirectory() as top:
        oracle = Oracle(program, top)
        for number in range(TABLES):
            table = Table(oracle, number)
            compare_missing(oracle, table)
            ignored = table.rng.choice([None, None, ["id"], ["v", "id"], ["g"]])
            more = [] if ignored is None else ["--ignore", ",".join(ignored)]
            table.rng.choice([compare_drop, compare_together])(oracle, table, ignored, more)
            compare_note(oracle, table, ignored, more)
        return oracle.close()


if __name__ == "__main__":
    sys.exit(main())
