#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What each recipe of --like costs, beside the split of scikit-learn of the same file, in turn in one run: processor
time, user and system, the least of all rounds on both sides.

usage: recipes.py [--scale S] [--rounds N] [--write FILE] [RECIPE...]

--scale 1 uses files of 1 GB, the default 0.25 a quarter of that: (a) of run.py, and (k), with classes, for --stratify.
The program is $SPLITDATA, or build/splitdata. A recipe that --like help lists, and that has no row in OPTIONS, is measured
with a seed and no option more; the run fails if one is above its goal.
"""
import argparse
import os
import subprocess
import sys

from run import PROGRAM, WORK, fresh, make_input

PLAIN, KEYS, OTHER = 1.2, 1.5, 5.0
SEED = ["-s", "101"]
FOLDS = [*SEED, "--folds", "5"]
STRATA = [*SEED, "--stratify", "class"]
BUCKETS = ["--hash", "c0"]
UNIT = ["-s", "0.101"]  # databases take seeds from -1 to 1
# The options of a recipe, where a seed alone does not suit it, and its goal: each row is measured.
OPTIONS = {
    "iterstrat": [], "tfds": [(["--no-shuffle"], PLAIN)], "sklearn-twice": [([*SEED, "--parts", "train=0.7,val=0.1,test=0.2"], PLAIN)],
    "flwr": [([*SEED, "--parts", "a=1/4,b=1/4,c=1/4,d=1/4"], PLAIN)],
    **{name: [(FOLDS, OTHER), ([*STRATA, "--folds", "5"], OTHER)] for name in ("xgboost", "lightgbm", "catboost")},
    **{name: [(SEED, PLAIN), (FOLDS, OTHER)] for name in ("h2o", "surprise", "lenskit", "mljar", "smile", "modelr")},
    **{name: [(SEED, PLAIN), (STRATA, OTHER)] for name in
       ("huggingface", "sklearn@0.24", "autogluon", "pycaret", "orange", "dplyr", "recommenders", "catools", "octave-cvpartition")},
    "sklearn": [(STRATA, OTHER)], "caret": [(STRATA, OTHER)], "rsample": [(SEED, PLAIN), (FOLDS, OTHER), (STRATA, OTHER)],
    "weka": [(SEED, PLAIN), ([*STRATA, "--folds", "5"], OTHER)], "glmnet": [(FOLDS, OTHER)],
    "spark": [(SEED, OTHER), (STRATA, OTHER), (FOLDS, OTHER)], "tensorflow": [(SEED, PLAIN), (BUCKETS, KEYS)],
    **{name: [(BUCKETS, KEYS)] for name in ("sha256", "md5", "xxh64", "bigquery", "clickhouse", "spark-hash", "spark-xxhash64")},
    "geron": [(["--hash", "id"], KEYS)],
    **{name: [(UNIT, PLAIN)] for name in ("duckdb-random", "postgres")},
    **{name: [(UNIT, OTHER)] for name in ("duckdb-order", "postgres-order")},
    "mysql-order": [],  # two records of so many have one number, which is refused
    **{name: [(SEED, OTHER)] for name in ("jax", "jax@0.4")},  # these sort all rows
}


def listed():
    text = subprocess.run([PROGRAM, "--like", "help"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in text.splitlines() if line and not line.startswith(" ")]


def with_identifiers(path):
    """The same records with a column of integers in front."""
    numbered = path.replace("/a-", "/id-")
    if not os.path.exists(numbered):
        with open(path, "rb") as source, open(numbered + ".new", "wb") as out:
            out.write(b"id," + next(source))
            for number, line in enumerate(source):
                out.write(b"%d,%s" % (number, line))
        os.rename(numbered + ".new", numbered)
    return numbered


def cost(options, path):
    """Processor seconds of one run; no wait for the disk, which costs none."""
    fresh(os.path.join(WORK, "out"))
    with subprocess.Popen([PROGRAM, "-q", "--no-sync", "-O", "out", *options, path], cwd=WORK) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = status
    if status != 0:
        raise SystemExit(f"failed: {' '.join(options)}")
    return usage.ru_utime + usage.ru_stime


def write_table(path, rows):
    """A line for each goal, and one for the recipes that are above it."""
    begin, end = "<!-- speed -->\n", "<!-- /speed -->"
    lines = ["| goal | share of the time of `sklearn` |", "|---|---|"]
    for goal in (PLAIN, KEYS, OTHER):
        for reached in (True, False):
            own = sorted((share, name) for wanted, share, name in rows if wanted == goal and (share <= goal) == reached)
            if own:
                text = ", ".join(f"`{name}` {share:.2f}" for share, name in own)
                lines.append(f"| at most {goal}{'' if reached else ', not reached'} | {text} |")
    with open(path, encoding="utf-8") as page:
        head, rest = page.read().split(begin)
    with open(path, "w", encoding="utf-8") as page:
        page.write(head + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=0.25)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write")
    parser.add_argument("recipes", nargs="*")
    wanted = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    a, k = make_input("a", wanted.scale), make_input("k", wanted.scale)
    rows = []
    for recipe in wanted.recipes or listed():
        for options, goal in OPTIONS.get(recipe, [(SEED, PLAIN)]):
            path = k if "class" in options else with_identifiers(a) if "id" in options else a
            turns = [(cost(SEED, path), cost(["--like", recipe, *options], path)) for _ in range(wanted.rounds)]
            base, own = map(min, zip(*turns))
            more = " ".join(options[2:] if options[0] == "-s" else options)
            rows.append((goal, own / base, f"{recipe} {more}".rstrip()))
            print(f"{rows[-1][2]}: {own / base:.2f}, at most {goal}", "ABOVE" if own > goal * base else "", flush=True)
    fresh(os.path.join(WORK, "out"))
    above = [name for goal, share, name in rows if share > goal]
    if wanted.write:
        write_table(wanted.write, rows)
    if above:
        print("above their goals:", ", ".join(above))
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
