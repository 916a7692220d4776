#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares the strategies and the numbering of keys with the installed scikit-learn and pandas on
random data.

usage: strategy_oracle.py DRIVER [CASES [SEED]]

DRIVER is tests/oracle/strategy_driver.c, linked with the static library. Prints "N passed, N failed".
"""

import io
import math
import random
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn import model_selection as ms

warnings.simplefilter("ignore")


def escape(cell):
    return "".join("%%%02X" % ord(c) if c in "%\t\n" else c for c in cell)


def column(rng, n):
    """Cells as they are in a file, for n rows."""
    kind = rng.randrange(9)
    k = rng.choice([1, 2, 3, 5, 9, 30])
    if kind == 0:
        pool = [str(rng.randrange(-20, 200)) for _ in range(k)]
    elif kind == 1:
        pool = [rng.choice(["%d", "%02d", "+%d", " %d", "%d "]) % rng.randrange(12) for _ in range(k)]
    elif kind == 2:
        pool = [rng.choice(["%d", "%.1f", "%.2f", "%e", "-%.1f", "%d."]) % (rng.randrange(40) / 4) for _ in range(k)]
    elif kind == 3:
        pool = [rng.choice(["True", "False", "true", "FALSE"]) for _ in range(k)]
    elif kind == 4:
        pool = ["".join(rng.choice("abzAZ09 é界😀%") for _ in range(rng.randrange(1, 6))) for _ in range(k)]
        pool = [p for p in pool if p.strip(" ")] or ["x"]
    elif kind == 5:
        pool = [str(rng.choice([1, 2, 10, 2**63 - 1, 2**63, 2**64 - 1])) for _ in range(k)]
    elif kind == 6:
        pool = [str(rng.choice([1, -3, 2**63, -2**63, 2**64, -2**70, 10**30, 0])) for _ in range(k)]
    elif kind == 7:
        pool = [repr(rng.choice([rng.random(), rng.random() * 1e300, rng.random() * 1e-300, 1e16, 1e-5])) for _ in range(k)]
    else:
        pool = [str(rng.randrange(5)) for _ in range(k)] + [rng.choice(["x", "1.5", "", "NA", "inf", "1e400", "True"])]
    return [rng.choice(pool) for _ in range(n)]


def frame(columns):
    text = ",".join("c%d" % i for i in range(len(columns))) + ",z\n"
    for row in zip(*columns):
        text += ",".join(row) + ",1\n"
    return pd.read_csv(io.StringIO(text)).iloc[:, :-1]


def stratum(columns):
    """y as scikit-learn sees it."""
    df = frame(columns)
    return df["c0"] if len(columns) == 1 else df


def rows(name, indices):
    return " ".join([name] + [str(i) for i in indices]) + "\n"


def classes(y):
    """The class of each row as StratifiedShuffleSplit numbers it."""
    from sklearn.utils import check_array

    y = check_array(y, input_name="y", ensure_2d=False, dtype=None)
    if y.ndim == 2:
        y = np.array([" ".join(row.astype("str")) for row in y])
    return np.unique(y, return_inverse=True)[1]


def size(rng, n):
    if rng.random() < 0.3:
        return rng.randrange(1, max(2, n // 2))
    return rng.choice([0.1, 0.2, 0.25, 0.3, 0.33, 0.5, 0.75, 0.8])


def integer_labels(rng, n, k):
    return [str(rng.randrange(k)) for _ in range(n)]


def make(rng):
    """One case: its lines, and a function for the lines that scikit-learn's result is."""
    what = rng.choice(["classes", "classes", "bins", "stratified", "columns", "grouped", "kfold",
                       "stratified kfold", "group kfold", "stratified group kfold", "time", "each group"])
    n = rng.choice([3, 10, 60, 200, 1000])
    seed = rng.randrange(2**32)
    X = np.zeros(n)
    lines, Y, G = [], None, None
    shuffle = rng.random() < 0.7
    state = seed if shuffle else None
    if what == "classes":
        Y = [column(rng, n) for _ in range(rng.choice([1, 1, 2, 3]))]
        return ["classes", "pandas 3"], Y, None, lambda: rows("classes", classes(stratum(Y)))
    if what == "bins":
        count, quantiles = rng.choice([1, 2, 3, 4, 5, 7, 10, 20]), rng.random() < 0.6
        pool = rng.choice([
            lambda: "%.2f" % rng.gauss(0, 10), lambda: str(rng.randrange(10)), lambda: repr(rng.lognormvariate(0, 3))])
        Y = [[pool() for _ in range(n)]]

        def bins():
            x = stratum(Y)
            cut = pd.qcut(x, count, labels=False, duplicates="drop") if quantiles else pd.cut(x, count, labels=False)
            return rows("classes", np.unique(cut, return_inverse=True)[1])
        return ["classes", "pandas 3", "bins %s%d" % ("q" if quantiles else "w", count)], Y, None, bins
    if what in ("stratified", "columns", "stratified kfold", "stratified group kfold"):
        Y = [column(rng, n) for _ in range(1 + (what == "columns"))]
        if rng.random() < 0.7 or what.endswith("kfold"):
            Y = [integer_labels(rng, n, rng.choice([1, 2, 3, 7, 20])) for _ in Y]
    if what in ("grouped", "group kfold", "stratified group kfold", "each group"):
        G = integer_labels(rng, n, rng.choice([2, 5, 30, 300]))
    y = lambda: stratum(Y)
    g = lambda: stratum([G])
    folds = rng.choice([2, 3, 5, 10])
    if what in ("stratified", "columns", "grouped"):
        test = size(rng, n)
        repeats = rng.choice([1, 2, 3])
        cls = ms.GroupShuffleSplit if what == "grouped" else ms.StratifiedShuffleSplit
        lines = ["holdout", "seed %d" % seed, "test %s" % test, "repeats %d" % repeats, "pandas 3"]

        def holdout():
            splitter = cls(repeats, test_size=test, random_state=seed)
            args = (X, None, g()) if G else (X, y())
            return "".join(rows("train", a) + rows("test", b) for a, b in splitter.split(*args))
        return lines, Y, G, holdout
    if what == "time":
        test, top, gap = rng.choice([None, 1, 5]), rng.choice([None, 1, 20]), rng.choice([0, 0, 1, 4])
        lines = ["time-folds", "n %d" % n, "folds %d" % folds, "test-size %d" % (test or 0),
                 "max-train %d" % (top or 0), "gap %d" % gap]

        def time():
            s = ms.TimeSeriesSplit(folds, test_size=test, max_train_size=top, gap=gap)
            return "".join("ranges %d %d %d %d\n" % (a[0], a[-1] + 1, b[0], b[-1] + 1) for a, b in s.split(X))
        return lines, None, None, time
    if what == "each group":
        return (["leave-one-group-out"], None, G, lambda: "".join(
            rows("test", b) for _, b in ms.LeaveOneGroupOut().split(X, None, g())))
    cls, args = {
        "kfold": (ms.KFold, lambda: (X,)),
        "stratified kfold": (ms.StratifiedKFold, lambda: (X, y())),
        "group kfold": (ms.GroupKFold, lambda: (X, None, g())),
        "stratified group kfold": (ms.StratifiedGroupKFold, lambda: (X, y(), g())),
    }[what]
    lines = ["folds", "n %d" % n, "folds %d" % folds, "pandas 3"] + (["seed %d" % seed] if shuffle else [])
    return lines, Y, G, lambda: "".join(
        rows("test", b) for _, b in cls(folds, shuffle=shuffle, random_state=state).split(*args()))


def main():
    driver = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    cases = [make(rng) for _ in range(count)]
    text = ""
    for i, (lines, Y, G, _) in enumerate(cases):
        text += "case %d %s\n" % (i, lines[0])
        for c in Y or []:
            text += "y " + "\t".join(map(escape, c)) + "\n"
        if G:
            text += "g " + "\t".join(map(escape, G)) + "\n"
        text += "\n".join(lines[1:] + ["end\n"])
    answer = subprocess.run([driver], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    answers = answer.split("end\n")
    passed = failed = refused = 0
    for i, (lines, Y, G, expect) in enumerate(cases):
        try:
            want = expect()
        except (ValueError, TypeError) as refusal:
            want = "error"
            refused += 1
            reason = str(refusal)
        got = answers[i]
        if got == want or (want == "error" and got.startswith("error\n")):
            passed += 1
            continue
        failed += 1
        if failed <= 10:
            print("case %d differs: %s" % (i, " | ".join(lines)))
            print("  y %s g %s" % ([sorted(set(c))[:12] for c in Y or []], sorted(set(G or []))[:12]))
            print("  want %.200s %s\n  got  %.200s" % (want, reason if want == "error" else "", got))
    print("%d of them refused by both" % refused)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
