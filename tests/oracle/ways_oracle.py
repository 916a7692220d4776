#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the ways to split of the program with the scikit-learn and pandas that run this script.

usage: ways_oracle.py [PROGRAM [AREA ...]]

Each case is one file and one split. pandas.read_csv reads the file with its defaults, scikit-learn
splits it, and the program's row numbers (--emit indices) must be the same ones in the same order;
every few cases the records themselves, byte for byte. Where scikit-learn raises, the program must
end with status 3. Files are real ones (../shared/data beside the project, where it exists) and
generated ones from fixed seeds. The last line is "N passed, N failed".
"""
import os
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import model_selection as ms

import ways_files as files

warnings.simplefilter("ignore")
ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
SHARES = ["0.8", "0.5", "0.75", "0.7", "2/3", "60%", "0.29", "0.9", "0.1"]


def number(text):
    """A size as scikit-learn takes it."""
    if text.endswith("%"):
        return int(text[:-1]) / 100
    if "/" in text:
        a, b = text.split("/")
        return int(a) / int(b)
    return float(text) if "." in text else int(text)


class Oracle:
    def __init__(self, program, top):
        self.program, self.top = program, Path(top)
        self.passed = self.failed = self.cases = self.refused = 0
        self.areas = {}

    def run(self, words, path, emit):
        out = self.top / f"out{self.cases}"
        done = subprocess.run([self.program, *words, "-q", "--no-sync", "--emit", emit, "-O", str(out), str(path)],
                              capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=300)
        found = {}
        if out.is_dir():
            for file in out.iterdir():
                found[file.name[len(Path(path).stem) + 1:].rsplit(".", 1)[0]] = file.read_bytes()
                file.unlink()
            out.rmdir()
        return done, found

    def compare(self, area, what, words, path, expected, records=None):
        """`expected` gives {output: row numbers}, or raises ValueError. `records` are the header and
        the records' bytes, to be compared now and then."""
        self.cases += 1
        shown = f"{area}: {what}: splitdata {' '.join(words)} {Path(path).name}"
        try:
            wanted, reason = expected(), None
        except (ValueError, TypeError) as error:
            wanted, reason = None, str(error).splitlines()[0][:150]
        done, got = self.run(words, path, "indices")
        trouble = self.judge(done, got, wanted, reason)
        if trouble is None and wanted is not None and records is not None and self.cases % 4 == 0:
            trouble = self.judge_bytes(words, path, wanted, records)
        tally = self.areas.setdefault(area, [0, 0])
        if trouble is None:
            self.passed += 1
            self.refused += wanted is None
            tally[0] += 1
        else:
            self.failed += 1
            tally[1] += 1
            kept = ""
            if str(path).startswith(str(self.top)) and os.environ.get("WAYS_KEEP"):
                kept = Path(os.environ["WAYS_KEEP"]) / f"case{self.cases}.csv"
                kept.write_bytes(Path(path).read_bytes())
            print(f"MISMATCH {shown} {kept}\n  {trouble}")

    @staticmethod
    def judge(done, got, wanted, reason):
        said = done.stderr.decode("utf-8", "backslashreplace").strip()
        if wanted is None:
            return None if done.returncode == 3 and not got and said else \
                f"scikit-learn raises ({reason}); status {done.returncode}: {said}"
        if done.returncode != 0:
            return f"scikit-learn splits; status {done.returncode}: {said}"
        if set(got) != set(wanted):
            return f"outputs {sorted(got)[:6]}, expected {sorted(wanted)[:6]}"
        for name, rows in wanted.items():
            mine = np.array(got[name].split(), dtype=np.int64)
            rows = np.asarray(rows)
            if len(mine) != len(rows):
                return f"{name}: {len(mine)} rows, expected {len(rows)}"
            if not np.array_equal(mine, rows):
                at = int(np.argmax(mine != rows))
                same = "the same rows in another order" if sorted(mine) == sorted(rows) else "other rows"
                return f"{name}: {same}, first at place {at}: {mine[at]}, expected {rows[at]}"
        return None

    def judge_bytes(self, words, path, wanted, records):
        header, lines = records
        done, got = self.run(words, path, "rows")
        if done.returncode != 0:
            return f"--emit rows: status {done.returncode}: {done.stderr.decode()}"
        for name, rows in wanted.items():
            if got.get(name) != header + b"".join(lines[int(i)] for i in rows):
                return f"--emit rows: {name}: other bytes"
        return None

    def close(self):
        for area, (passed, failed) in self.areas.items():
            print(f"  {area:28} {passed:5} passed {failed:5} failed")
        print(f"  ({self.refused} of the cases were refused by both)")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0


# --- what scikit-learn says, by output -------------------------------------------------------------


def holdout(pair):
    return {"train": pair[0], "test": pair[1]}


def repeats(splits):
    return {f"repeat{r}.{part}": rows for r, pair in enumerate(splits, 1) for part, rows in zip(("train", "test"), pair)}


def folds(splits):
    return {f"fold{f}.{part}": rows for f, pair in enumerate(splits, 1) for part, rows in zip(("train", "test"), pair)}


def repeated_folds(splits, k):
    return {f"repeat{i // k + 1}.fold{i % k + 1}.{part}": rows
            for i, pair in enumerate(splits) for part, rows in zip(("train", "test"), pair)}


def chosen(rows, named):
    """Row numbers of a sample, as those of the whole file."""
    rows = np.asarray(rows)
    return {name: rows[np.asarray(places)] for name, places in named.items()}


def stratified(df, y, seed, sizes):
    return holdout(ms.train_test_split(np.arange(len(df)), stratify=y, random_state=seed, **sizes))


def sizes_words(rng, n):
    """Sizes as options and as scikit-learn's arguments."""
    form = rng.randrange(5)
    share = rng.choice(SHARES)
    if form == 0:
        return ["-r", share], {"train_size": number(share)}
    if form == 1:
        return ["--train-size", share], {"train_size": number(share)}
    if form == 2:
        return ["--test-size", share], {"test_size": number(share)}
    if form == 3:
        count = str(rng.randrange(1, n))
        side = rng.choice(["train", "test"])
        return [f"--{side}-size", count], {f"{side}_size": int(count)}
    a = rng.randrange(1, n)
    b = rng.randrange(1, n - a + 1)
    if rng.random() < 0.5:
        return ["--train-size", str(a), "--test-size", str(b)], {"train_size": a, "test_size": b}
    return ["--train-size", "0.5", "--test-size", "0.3"], {"train_size": 0.5, "test_size": 0.3}


# --- generated files -------------------------------------------------------------------------------


class Made:
    """One generated file: id, two columns of labels, groups, folds, a time."""

    def __init__(self, oracle, seed, kinds=None, missing=False, n=None):
        self.rng = rng = random.Random(seed)
        self.n = n = n or rng.choice([8, 12, 20, 33, 50, 75, 90, 100, 137, 250, 400])
        kinds = kinds or files.KINDS
        self.kind, y = files.column(rng, n, kinds)
        self.other_kind, z = files.column(rng, n, kinds, most=4)
        if rng.random() < 0.12:
            y[rng.randrange(n)] = rng.choice(["7", "z", "0.5"])  # often a class of one
        if missing:
            y[rng.randrange(n)] = rng.choice(files.MISSING)
        groups = files.group_column(rng, n)
        self.k = k = rng.choice([2, 3, 4, 5, 7, 10])
        fold = [str(rng.choice([-1, *range(k)])) for _ in range(n)]
        when = sorted(rng.sample(range(10 * n), n))
        if rng.random() < 0.5:
            rng.shuffle(when)
        if rng.random() < 0.4:
            when = [v // rng.choice([5, 20]) for v in when]
        self.columns = {"id": [str(i) for i in range(n)], "y": y, "z": z, "g": groups, "fold": fold,
                        "when": [str(v) for v in when]}
        self.records = files.rows_of(rng, self.columns.values(), self.columns, rng.choice(["\n", "\r\n"]))
        self.path = oracle.top / "made.csv"
        self.path.write_bytes(self.records[0] + b"".join(self.records[1]))
        self.df = pd.read_csv(self.path)
        assert len(self.df) == n, (len(self.df), n)
        self.seed = rng.choice([0, 1, 7, 42, 101, 2**32 - 1, rng.randrange(2**32)])

    def words(self, *more):
        return ["-s", str(self.seed), *map(str, more)]


def area_stratify(oracle):
    for i in range(260):
        made = Made(oracle, f"stratify {i}", missing=i % 20 == 19)
        words, sizes = sizes_words(made.rng, made.n)
        df = made.df
        oracle.compare("--stratify", made.kind, made.words(*words, "--stratify", "y"), made.path,
                       lambda: stratified(df, df["y"], made.seed, sizes), made.records)
    for i in range(40):  # every kind, and sizes that fit
        kind = files.KINDS[i % len(files.KINDS)]
        made = Made(oracle, f"stratify kind {i}", kinds=[kind], n=made.rng.choice([100, 200, 300]))
        df = made.df
        oracle.compare("--stratify", made.kind, made.words("-r", "0.7", "--stratify", "y"), made.path,
                       lambda: stratified(df, df["y"], made.seed, {"train_size": 0.7}), made.records)


def area_stratify_two(oracle):
    for i in range(120):
        made = Made(oracle, f"two {i}", missing=i % 20 == 19, n=random.Random(i).choice([60, 100, 250, 400]))
        words, sizes = sizes_words(made.rng, made.n)
        df = made.df
        oracle.compare("--stratify A,B", f"{made.kind}, {made.other_kind}",
                       made.words(*words, "--stratify", "y,z"), made.path,
                       lambda: stratified(df, df[["y", "z"]], made.seed, sizes), made.records)


def area_column_type(oracle):
    types = [("text", str, files.KINDS), ("float", "float64", [files.integers, files.floats, files.negative]),
             ("integer", "int64", [files.integers, files.negative]), ("boolean", bool, [files.booleans])]
    for i in range(60):
        name, dtype, kinds = types[i % 4]
        made = Made(oracle, f"type {i}", kinds=kinds, n=[100, 200][i % 2])

        def typed(columns):
            df = pd.read_csv(made.path, dtype={"y": dtype})
            return stratified(df, df[columns], made.seed, {"train_size": 0.75})

        words = made.words("-r", "0.75", "--column-type", f"y={name}", "--stratify")
        oracle.compare("--column-type", f"{made.kind} as {name}", [*words, "y"], made.path, lambda: typed("y"),
                       made.records)
        oracle.compare("--column-type", f"{made.kind} as {name}, two columns", [*words, "z,y"], made.path,
                       lambda: typed(["z", "y"]), made.records)


def area_bins(oracle):
    for i in range(60):
        made = Made(oracle, f"bins {i}", kinds=[files.floats, files.integers, files.negative, files.whole_floats],
                    n=[60, 150, 300][i % 3])
        q = made.rng.choice([1, 2, 3, 4, 5, 10])
        df = made.df
        form = made.rng.choice("qw")
        oracle.compare("bins", made.kind, made.words("-r", "0.8", "--stratify", f"y:{form}{q}"), made.path,
                       lambda: stratified(df, binned(df["y"], form, q), made.seed, {"train_size": 0.8}), made.records)
        oracle.compare("bins", f"{made.kind} beside a column",
                       made.words("-r", "0.8", "--stratify", f"y:{form}{q},z"), made.path,
                       lambda: stratified(df, df.assign(y=binned(df["y"], form, q))[["y", "z"]], made.seed,
                                          {"train_size": 0.8}), made.records)


def binned(values, form, q):
    if form == "q":
        return pd.qcut(values, q, labels=False, duplicates="drop")
    return pd.cut(values, q, labels=False)


def area_group(oracle):
    for i in range(120):
        made = Made(oracle, f"group {i}")
        groups = made.df["g"].nunique()
        if groups < 2:
            continue
        words, sizes = sizes_words(made.rng, groups)
        oracle.compare("--group", "", made.words(*words, "--group", "g"), made.path,
                       lambda: holdout(next(ms.GroupShuffleSplit(1, random_state=made.seed, **sizes)
                                            .split(made.df, groups=made.df["g"]))), made.records)
        if i % 2:
            oracle.compare("--group --repeats", "", made.words(*words, "--group", "g", "--repeats", 3), made.path,
                           lambda: repeats(ms.GroupShuffleSplit(3, random_state=made.seed, **sizes)
                                           .split(made.df, groups=made.df["g"])), made.records)
    for i in range(40):  # groups of any kind of value, also missing ones
        made = Made(oracle, f"group kind {i}", missing=i % 10 == 9)
        oracle.compare("--group", made.kind, made.words("-r", "0.5", "--group", "y"), made.path,
                       lambda: holdout(next(ms.GroupShuffleSplit(1, random_state=made.seed, train_size=0.5)
                                            .split(made.df, groups=made.df["y"]))), made.records)


def area_folds(oracle):
    for i in range(140):
        made = Made(oracle, f"folds {i}", kinds=files.CLASS_KINDS if i % 8 else files.KINDS, missing=i % 30 == 29)
        k, df = made.k, made.df
        shuffles = [(made.words(), {"shuffle": True, "random_state": made.seed}), (["--no-shuffle"], {})]
        for words, how in shuffles:
            words = [*words, "--folds", str(k)]
            oracle.compare("--folds", "", words, made.path,
                           lambda: folds(ms.KFold(k, **how).split(df)), made.records)
            oracle.compare("--folds --stratify", made.kind, [*words, "--stratify", "y"], made.path,
                           lambda: folds(ms.StratifiedKFold(k, **how).split(df, df["y"])), made.records)
            oracle.compare("--folds --group", "", [*words, "--group", "g"], made.path,
                           lambda: folds(ms.GroupKFold(k, **how).split(df, groups=df["g"])), made.records)
            oracle.compare("--folds --stratify --group", made.kind, [*words, "--stratify", "y", "--group", "g"],
                           made.path, lambda: folds(ms.StratifiedGroupKFold(k, **how)
                                                    .split(df, df["y"], groups=df["g"])), made.records)


def area_odd_groups(oracle):
    """Groups of numbers, some missing or infinite, which StratifiedGroupKFold alone does not check."""
    for i in range(80):
        made = Made(oracle, f"odd groups {i}", kinds=files.CLASS_KINDS)
        rng, odd = made.rng, [*files.MISSING, "inf", "-inf", "inf"]
        names = [rng.choice([str, repr])(v) for v in rng.sample(range(100), rng.choice([3, 8, 20]))]
        made.columns["g"] = [rng.choice(odd if rng.random() < 0.2 else names) for _ in range(made.n)]
        made.records = files.rows_of(rng, made.columns.values(), made.columns)
        made.path.write_bytes(made.records[0] + b"".join(made.records[1]))
        df = pd.read_csv(made.path)
        for words, how in [(made.words(), {"shuffle": True, "random_state": made.seed}), (["--no-shuffle"], {})]:
            words = [*words, "--folds", str(made.k), "--group", "g"]
            oracle.compare("--folds --stratify --group: odd", made.kind, [*words, "--stratify", "y"], made.path,
                           lambda how=how: folds(ms.StratifiedGroupKFold(made.k, **how)
                                                 .split(df, df["y"], groups=df["g"])), made.records)
            oracle.compare("--folds --group: odd", "", words, made.path,
                           lambda how=how: folds(ms.GroupKFold(made.k, **how).split(df, groups=df["g"])), made.records)


def area_repeats(oracle):
    for i in range(50):
        made = Made(oracle, f"repeats {i}", kinds=files.CLASS_KINDS)
        r, k, df = made.rng.choice([1, 2, 4]), made.k, made.df
        words, sizes = sizes_words(made.rng, made.n)
        words = made.words(*words, "--repeats", r)
        oracle.compare("--repeats", "", words, made.path,
                       lambda: repeats(ms.ShuffleSplit(r, random_state=made.seed, **sizes).split(df)), made.records)
        oracle.compare("--repeats --stratify", made.kind, [*words, "--stratify", "y"], made.path,
                       lambda: repeats(ms.StratifiedShuffleSplit(r, random_state=made.seed, **sizes)
                                       .split(df, df["y"])), made.records)
        oracle.compare("--repeats --stratify A,B", made.kind, [*words, "--stratify", "y,z"], made.path,
                       lambda: repeats(ms.StratifiedShuffleSplit(r, random_state=made.seed, **sizes)
                                       .split(df, df[["y", "z"]])), made.records)
        words = made.words("--folds", k, "--repeats", r)
        oracle.compare("--repeats --folds", "", words, made.path,
                       lambda: repeated_folds(ms.RepeatedKFold(n_splits=k, n_repeats=r, random_state=made.seed)
                                              .split(df), k), made.records)
        oracle.compare("--repeats --folds --stratify", made.kind, [*words, "--stratify", "y"], made.path,
                       lambda: repeated_folds(ms.RepeatedStratifiedKFold(n_splits=k, n_repeats=r,
                                                                         random_state=made.seed)
                                              .split(df, df["y"]), k), made.records)


def area_each_group(oracle):
    for i in range(30):
        made = Made(oracle, f"each group {i}", n=[12, 33, 75][i % 3])
        oracle.compare("--leave-one-group-out", "", ["--group", "g", "--leave-one-group-out"], made.path,
                       lambda: folds(ms.LeaveOneGroupOut().split(made.df, groups=made.df["g"])), made.records)
        oracle.compare("--leave-one-group-out", made.kind, ["--group", "y", "--leave-one-group-out"], made.path,
                       lambda: folds(ms.LeaveOneGroupOut().split(made.df, groups=made.df["y"])), made.records)


def time_series(df, column, k, test=None, gap=0, sliding=False, most=None):
    """TimeSeriesSplit of the rows in order of time, as rows of the file in its order."""
    order = np.argsort(df[column].to_numpy(), kind="stable")
    n = len(df)
    if sliding and most is None:
        most = n - k * (test or n // (k + 1)) - gap
    splits = ms.TimeSeriesSplit(k, test_size=test, gap=gap, max_train_size=most).split(order)
    return folds((np.sort(order[a]), np.sort(order[b])) for a, b in splits)


def area_time(oracle):
    for i in range(100):
        made = Made(oracle, f"time {i}")
        k, rng, words = made.k, made.rng, []
        test = rng.randrange(1, max(2, made.n // k)) if rng.random() < 0.5 else None
        gap = rng.choice([0, 0, 1, 2, 5])
        sliding = rng.random() < 0.4
        most = rng.randrange(1, made.n) if sliding and rng.random() < 0.5 else None
        words += ["--test-size", str(test)] if test else []
        words += ["--gap", str(gap)] if gap or rng.random() < 0.3 else []
        words += ["--window", "sliding"] if sliding else []
        words += ["--train-size", str(most)] if most else []
        oracle.compare("--time --folds", "", ["--time", "when", "--folds", str(k), *words], made.path,
                       lambda: time_series(made.df, "when", k, test, gap, sliding, most), made.records)


def area_predefined(oracle):
    for i in range(50):
        made = Made(oracle, f"predefined {i}")
        oracle.compare("--predefined", "", ["--predefined", "fold"], made.path,
                       lambda: folds(ms.PredefinedSplit(made.df["fold"]).split()), made.records)
    for i in range(10):
        made = Made(oracle, f"predefined kinds {i}", kinds=[files.negative, files.integers, files.written_integers])
        oracle.compare("--predefined", made.kind, ["--predefined", "y"], made.path,
                       lambda: folds(ms.PredefinedSplit(made.df["y"]).split()), made.records)
    for spelling in ("-1", "-1.0", "-01", " -1", "-1.", "-1e0"):
        path = oracle.top / "spelled.csv"
        path.write_text(f"id,fold\n0,{spelling}\n1,0\n2,1\n3,0\n")
        oracle.compare("--predefined", f"never tested: '{spelling}'", ["--predefined", "fold"], path,
                       lambda path=path: folds(ms.PredefinedSplit(pd.read_csv(path)["fold"]).split()))


def area_sample(oracle):
    for i in range(60):
        made = Made(oracle, f"sample {i}", kinds=files.CLASS_KINDS, n=[50, 100, 137, 400][i % 4])
        rng, k = made.rng, made.k
        if rng.random() < 0.5:
            text = str(rng.randrange(made.n // 2, made.n + 1))
            sample = made.df.sample(n=int(text), random_state=made.seed)
        else:
            text = rng.choice(["0.5", "0.75", "2/3", "90%", "0.55"])
            sample = made.df.sample(frac=number(text), random_state=made.seed)
        sample = sample.sort_index()
        rows = sample.index.to_numpy()
        words = made.words("--sample", text)
        shuffled = {"shuffle": True, "random_state": made.seed}
        cases = [
            (["-r", "0.8"], lambda: holdout(ms.train_test_split(np.arange(len(rows)), train_size=0.8,
                                                                random_state=made.seed))),
            (["-r", "0.8", "--stratify", "y"], lambda: stratified(sample, sample["y"], made.seed,
                                                                  {"train_size": 0.8})),
            (["-r", "0.5", "--group", "g"], lambda: holdout(next(
                ms.GroupShuffleSplit(1, train_size=0.5, random_state=made.seed).split(sample, groups=sample["g"])))),
            (["--folds", str(k)], lambda: folds(ms.KFold(k, **shuffled).split(sample))),
            (["--folds", str(k), "--stratify", "y", "--group", "g"], lambda: folds(
                ms.StratifiedGroupKFold(k, **shuffled).split(sample, sample["y"], groups=sample["g"]))),
            (["--time", "when", "--folds", str(k)], lambda: time_series(sample, "when", k)),
            (["--predefined", "fold"], lambda: folds(ms.PredefinedSplit(sample["fold"]).split())),
            (["-r", "0.8", "--repeats", "2"], lambda: repeats(
                ms.ShuffleSplit(2, train_size=0.8, random_state=made.seed).split(sample))),
        ]
        for more, expected in rng.sample(cases, 4):
            oracle.compare("--sample", made.kind, [*words, *more], made.path,
                           lambda expected=expected: chosen(rows, expected()), made.records)


# --- real files ------------------------------------------------------------------------------------


def area_real(oracle):
    if not DATA.is_dir():
        print("ways_oracle.py: real files are skipped, for ../shared/data is not there")
        return
    real_congress(oracle)
    real_housing(oracle)
    real_penguins(oracle)
    real_titanic(oracle)


def real(name):
    path = DATA / name
    lines = path.read_bytes().splitlines(keepends=True)
    df = pd.read_csv(path)
    records = (lines[0], lines[1:]) if len(lines) == len(df) + 1 else None
    return path, df, records


def check_all(oracle, name, df, records, cases):
    for words, expected in cases:
        oracle.compare(name.name, "", words, name, expected, records)


def real_congress(oracle):
    path, df, records = real("congress-terms.csv")
    groups = df["bioguide"]
    shuffled = {"shuffle": True, "random_state": 101}
    sgk = ms.StratifiedGroupKFold
    check_all(oracle, path, df, records, [
        (["-s", "101", "--stratify", "party"], lambda: stratified(df, df["party"], 101, {"train_size": 0.8})),
        (["-s", "101", "--stratify", "chamber"], lambda: stratified(df, df["chamber"], 101, {"train_size": 0.8})),
        (["-s", "101", "--stratify", "chamber,incumbent"],
         lambda: stratified(df, df[["chamber", "incumbent"]], 101, {"train_size": 0.8})),
        (["-s", "101", "--stratify", "congress,chamber"],
         lambda: stratified(df, df[["congress", "chamber"]], 101, {"train_size": 0.8})),
        (["-s", "101", "--stratify", "age:q10"],
         lambda: stratified(df, binned(df["age"], "q", 10), 101, {"train_size": 0.8})),
        (["-s", "101", "--group", "bioguide"], lambda: holdout(next(
            ms.GroupShuffleSplit(1, train_size=0.8, random_state=101).split(df, groups=groups)))),
        (["-s", "101", "--group", "bioguide", "--test-size", "300"], lambda: holdout(next(
            ms.GroupShuffleSplit(1, test_size=300, random_state=101).split(df, groups=groups)))),
        (["-s", "101", "--group", "bioguide", "--folds", "5"],
         lambda: folds(ms.GroupKFold(5, **shuffled).split(df, groups=groups))),
        (["--no-shuffle", "--group", "bioguide", "--folds", "5"],
         lambda: folds(ms.GroupKFold(5).split(df, groups=groups))),
        (["-s", "101", "--group", "state", "--folds", "10"],
         lambda: folds(ms.GroupKFold(10, **shuffled).split(df, groups=df["state"]))),
        (["-s", "101", "--stratify", "chamber", "--folds", "5"],
         lambda: folds(ms.StratifiedKFold(5, **shuffled).split(df, df["chamber"]))),
        (["-s", "101", "--stratify", "chamber", "--group", "bioguide", "--folds", "3"],
         lambda: folds(sgk(3, **shuffled).split(df, df["chamber"], groups=groups))),
        (["--no-shuffle", "--stratify", "party", "--group", "bioguide", "--folds", "3"],
         lambda: folds(sgk(3).split(df, df["party"], groups=groups))),
        (["-s", "7", "--stratify", "party", "--group", "state", "--folds", "4"],
         lambda: folds(sgk(4, shuffle=True, random_state=7).split(df, df["party"], groups=df["state"]))),
        (["--group", "state", "--leave-one-group-out"],
         lambda: folds(ms.LeaveOneGroupOut().split(df, groups=df["state"]))),
        (["--group", "congress", "--leave-one-group-out"],
         lambda: folds(ms.LeaveOneGroupOut().split(df, groups=df["congress"]))),
        (["--time", "termstart", "--folds", "5"], lambda: time_series(df, "termstart", 5)),
        (["--time", "termstart", "--folds", "5", "--gap", "100", "--test-size", "1000", "--window", "sliding"],
         lambda: time_series(df, "termstart", 5, 1000, 100, True)),
        (["--predefined", "congress"], lambda: folds(ms.PredefinedSplit(df["congress"]).split())),
        (["-s", "5", "--sample", "2000", "--stratify", "chamber"], lambda: sampled(df, 5, "chamber")),
        (["-s", "5", "--folds", "4", "--repeats", "3"], lambda: repeated_folds(
            ms.RepeatedKFold(n_splits=4, n_repeats=3, random_state=5).split(df), 4)),
    ])


def sampled(df, seed, column):
    sample = df.sample(n=2000, random_state=seed).sort_index()
    return chosen(sample.index.to_numpy(), stratified(sample, sample[column], seed, {"train_size": 0.8}))


def real_housing(oracle):
    path, df, records = real("housing.csv")
    income = df["median_income"]
    cases = [
        (["-s", "42", "--stratify", f"median_income:{form}{q}"],
         lambda form=form, q=q: stratified(df, binned(income, form, q), 42, {"train_size": 0.8}))
        for form in "qw" for q in (2, 3, 5)
    ] + [
        (["-s", "42", "--stratify", "median_income:q10"],
         lambda: stratified(df, binned(income, "q", 10), 42, {"train_size": 0.8})),
        (["-s", "42", "--stratify", "median_income:w10"],
         lambda: stratified(df, binned(income, "w", 10), 42, {"train_size": 0.8})),
        (["-s", "42", "--stratify", "ocean_proximity", "--test-size", "0.2"],
         lambda: stratified(df, df["ocean_proximity"], 42, {"test_size": 0.2})),
        (["-s", "42", "--stratify", "housing_median_age", "--test-size", "0.2"],
         lambda: stratified(df, df["housing_median_age"], 42, {"test_size": 0.2})),
        (["-s", "42", "--stratify", "total_bedrooms"],
         lambda: stratified(df, df["total_bedrooms"], 42, {"train_size": 0.8})),
        (["-s", "42", "--stratify", "median_income:q4,ocean_proximity", "--test-size", "4000"],
         lambda: stratified(df, df.assign(median_income=binned(income, "q", 4))[["median_income", "ocean_proximity"]],
                            42, {"test_size": 4000})),
        (["-s", "42", "--stratify", "housing_median_age", "--folds", "5"],
         lambda: folds(ms.StratifiedKFold(5, shuffle=True, random_state=42).split(df, df["housing_median_age"]))),
        (["-s", "42", "--stratify", "median_income", "--folds", "5"],
         lambda: folds(ms.StratifiedKFold(5, shuffle=True, random_state=42).split(df, df["median_income"]))),
        (["-s", "42", "--stratify", "median_income:q5", "--folds", "5"],
         lambda: folds(ms.StratifiedKFold(5, shuffle=True, random_state=42).split(df, binned(income, "q", 5)))),
        (["-s", "42", "--stratify", "longitude,latitude"],
         lambda: stratified(df, df[["longitude", "latitude"]], 42, {"train_size": 0.8})),
        (["-s", "42", "--group", "longitude"], lambda: holdout(next(
            ms.GroupShuffleSplit(1, train_size=0.8, random_state=42).split(df, groups=df["longitude"])))),
    ]
    check_all(oracle, path, df, records, cases)


def real_penguins(oracle):
    path, df, records = real("penguins_raw.csv")
    who = df["Individual ID"]
    shuffled = {"shuffle": True, "random_state": 3}
    check_all(oracle, path, df, records, [
        (["-s", "3", "--group", "Individual ID"], lambda: holdout(next(
            ms.GroupShuffleSplit(1, train_size=0.8, random_state=3).split(df, groups=who)))),
        (["-s", "3", "--group", "Individual ID", "--folds", "5"],
         lambda: folds(ms.GroupKFold(5, **shuffled).split(df, groups=who))),
        (["--no-shuffle", "--group", "Individual ID", "--folds", "5"],
         lambda: folds(ms.GroupKFold(5).split(df, groups=who))),
        (["-s", "3", "--group", "Individual ID", "--stratify", "Species", "--folds", "5"],
         lambda: folds(ms.StratifiedGroupKFold(5, **shuffled).split(df, df["Species"], groups=who))),
        (["-s", "3", "--stratify", "Species,Island"],
         lambda: stratified(df, df[["Species", "Island"]], 3, {"train_size": 0.8})),
        (["-s", "3", "--stratify", "Sex"], lambda: stratified(df, df["Sex"], 3, {"train_size": 0.8})),
        (["-s", "3", "--stratify", "Body Mass (g)"],
         lambda: stratified(df, df["Body Mass (g)"], 3, {"train_size": 0.8})),
        (["-s", "3", "--stratify", "Stage"], lambda: stratified(df, df["Stage"], 3, {"train_size": 0.8})),
        (["--time", "Date Egg", "--folds", "4"], lambda: time_series(df, "Date Egg", 4)),
        (["--group", "Island", "--leave-one-group-out"],
         lambda: folds(ms.LeaveOneGroupOut().split(df, groups=df["Island"]))),
    ])


def real_titanic(oracle):
    path, df, records = real("titanic.csv")
    cases = [
        (["-s", str(seed), "--stratify", column], lambda seed=seed, column=column: stratified(
            df, df[column.split(",")] if "," in column else df[column], seed, {"train_size": 0.8}))
        for seed in (0, 101) for column in ("Survived", "Pclass", "Sex", "Pclass,Sex", "Survived,Sex,Pclass", "Embarked",
                                            "SibSp", "Parch", "Age", "Name", "SibSp,Parch")
    ] + [
        (["-s", "0", "--stratify", column, "--folds", "5"], lambda column=column: folds(
            ms.StratifiedKFold(5, shuffle=True, random_state=0).split(df, df[column])))
        for column in ("Survived", "Pclass", "Sex", "SibSp", "Fare", "Ticket", "Embarked")
    ] + [
        (["-s", "0", "--group", column], lambda column=column: holdout(next(
            ms.GroupShuffleSplit(1, train_size=0.8, random_state=0).split(df, groups=df[column]))))
        for column in ("Ticket", "Fare", "Cabin", "Pclass", "Embarked")
    ]
    check_all(oracle, path, df, records, cases)


AREAS = {
    "stratify": area_stratify, "two": area_stratify_two, "types": area_column_type, "bins": area_bins,
    "group": area_group, "folds": area_folds, "odd-groups": area_odd_groups,
    "repeats": area_repeats, "each-group": area_each_group,
    "time": area_time, "predefined": area_predefined, "sample": area_sample, "real": area_real,
}


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
    names = sys.argv[2:] or list(AREAS)
    with tempfile.TemporaryDirectory(prefix="splitdata-ways-") as top:
        oracle = Oracle(os.path.abspath(program), top)
        for name in names:
            AREAS[name](oracle)
        return oracle.close()


if __name__ == "__main__":
    sys.exit(main())
