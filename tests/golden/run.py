#!/usr/bin/env python3
"""Golden results of the real frameworks through the program: recipes/NAME.jsonl for each NAME that --like
help lists (one without vectors fails), and csv_end_to_end.jsonl (read_csv and train_test_split). A case is
a line of JSON; row numbers count from 0; a long list is given by its length, ends and the SHA-256 of its
numbers as little-endian 64-bit integers.

A case of recipes/ says n, or csv, the text of the file; seed (none: nothing is drawn); words, the options
besides, or train_size, test_size and parts; like, what --like takes where that is more than the recipe's name;
files, others by their names, with their text;
and expect: the rows of each part by its name, folds (a list of such, of --repeats), folds_test (the rows of
the test part of each fold) or error. With sets, the order inside a part does not count. recipe_import.py makes
cases of this form out of results in other forms.

sklearn.jsonl (sizes, train_test_split, ShuffleSplit), of which sklearn@1.6.jsonl is a part, and csv_end_to_end.jsonl were made by scikit-learn
1.2.1 (NumPy 1.24.2, pandas 1.5.3), numpy.jsonl and numpy-mask.jsonl by NumPy 2.4.6 (numpy_oracle.py --golden
NAME in tests/oracle).

Left out: numbers that pandas 3 reads differently (0.30000000000000004 was 0.3), and cases that the command
line cannot express. "refused" marks a file that pandas reads by guessing and the program must refuse.

SPLITDATA_THIN=3 in the environment: every third case."""
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ.get("SPLITDATA", str(HERE.parent.parent / "build" / "splitdata"))
ENOUGH = 50  # vectors of a recipe
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)


def cases(path, like):
    """Each case with what the command line says of its framework."""
    with sys.stdin if path == "-" else open(path, encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    return [(["--like", case["like"]] if "like" in case else like, case) for case in read]


def cases_of_recipes():
    """The cases of every recipe, and what is wrong with how many there are."""
    listed = subprocess.run([PROGRAM, "--like", "help"], capture_output=True, check=True, text=True)
    names = [line.split()[0] for line in listed.stdout.splitlines() if line[0] != " "]
    found, problems = [], []
    for name in names:
        path = HERE / "recipes" / f"{name}.jsonl"
        own = cases(path, ["--like", name]) if path.exists() else []
        if len(own) < ENOUGH:
            problems.append(f"recipe {name}: {path.relative_to(HERE)} has {len(own)} vectors, fewer than {ENOUGH}")
        found += own
    for path in sorted((HERE / "recipes").glob("*.jsonl")):
        if path.stem not in names:
            problems.append(f"{path.relative_to(HERE)}: there is no recipe {path.stem}")
    return found, problems


def words_of(case):
    words = ["-q", "--emit", "indices", "--no-sync"]
    if "words" in case:
        return words + (["--seed", str(case["seed"])] if "seed" in case else []) + case["words"]
    if case.get("shuffle", True):
        words += ["--seed", str(case.get("seed", 0))]
    else:
        words += ["--no-shuffle"]
    if "parts" in case:
        return words + ["--parts", case["parts"]]
    train, test = case["train_size"], case["test_size"]
    if train is None and test is None:
        test = "0.25"  # scikit-learn's default
    words += ["--train-size", train] if train is not None else []
    words += ["--test-size", test] if test is not None else []
    words += ["--repeats", str(case["repeats"])] if "repeats" in case else []
    return words


def input_of(case):
    """The input, and words that say how it is to be read."""
    if "csv" not in case:
        return b"x\n" * case["n"], ["--format", "lines"]
    words = ["--ragged", "keep"]
    reading = case.get("read_csv", {})
    words += ["-d", reading["sep"]] if "sep" in reading else []
    words += ["--no-header"] if "header" in reading else []
    words += ["--stratify", case["stratify"]] if case.get("stratify") else []
    words += ["--column-type", case["column_type"]] if "column_type" in case else []
    return case["csv"].encode(), words


def numbers(path):
    return [int(line) for line in path.read_text().split()]


def same(expected, got):
    if isinstance(expected, list):
        return got == expected
    digest = hashlib.sha256(struct.pack(f"<{len(got)}q", *got)).hexdigest()
    return (len(got) == expected["n"] and got[:10] == expected["first10"] and
            got[-10:] == expected["last10"] and digest == expected["sha256_i64le"])


def compare(directory, case):
    expect = case["expect"]
    if "folds_test" in expect:
        expect = {f"fold{i}.test": rows for i, rows in enumerate(expect["folds_test"], 1)}
    if "n_train" in expect:
        lengths = [len(numbers(directory / f"in.{part}.idx")) for part in ("train", "test")]
        return None if lengths == [expect["n_train"], expect["n_test"]] else f"sizes {lengths}"
    rounds = [("in.", expect)] if "folds" not in expect else \
        [(f"in.repeat{i}.", fold) for i, fold in enumerate(expect["folds"], 1)]
    for stem, fold in rounds:
        for part, rows in ((part, rows) for part, rows in fold.items() if part != "n_rows"):
            got = numbers(directory / f"{stem}{part}.idx")
            if case.get("sets"):
                rows, got = sorted(rows), sorted(got)
            if not same(rows, got):
                return f"{stem}{part}: {got[:20]}, not {str(rows)[:100]}"
    return None


def run(like_and_case):
    like, case = like_and_case
    label = " ".join([*like, case["id"]])
    data, words = input_of(case)
    with tempfile.TemporaryDirectory(prefix="splitdata-golden-") as top:
        directory = Path(top)
        (directory / "in.csv").write_bytes(data)
        for name, text in case.get("files", {}).items():
            (directory / name).write_text(text)
        done = subprocess.run([PROGRAM, *like, *words_of(case), *words, "in.csv"], cwd=top,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
        message = done.stderr.decode()
        if "error" in case["expect"]:
            fits = done.returncode in (2, 3) and len(message.splitlines()) == 1
            return None if fits else f"{label}: status {done.returncode}, not an error: {message}"
        if "refused" in case["expect"]:
            fits = done.returncode == 3 and case["expect"]["refused"] in message
            return None if fits else f"{label}: status {done.returncode}, not refused: {message}"
        if done.returncode != 0:
            return f"{label}: status {done.returncode}: {message}"
        problem = compare(directory, case)
        return problem and f"{label}: {problem}"


def compare_cases(recipe, path):
    """run.py RECIPE FILE: the cases of a file, or of what is piped in (-)."""
    every = cases(path, ["--like", recipe])
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(run, every) if problem]
    return tell(recipe, [case for _, case in every], problems)


def tell(recipe, every, problems):
    """Shows the outcome of random cases; the status of it."""
    for problem in problems[:20]:
        print(f"FAIL {problem}")
    refused = sum("error" in case["expect"] for case in every)
    print(f"{recipe}: {len(every) - len(problems)} cases passed ({refused} refused by both), {len(problems)} failed")
    return 1 if problems or not every else 0


def main():
    if len(sys.argv) > 2:
        return compare_cases(sys.argv[1], sys.argv[2])
    every, missing = cases_of_recipes()
    every = (every + cases(HERE / "csv_end_to_end.jsonl", []))[::THIN]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(run, every) if problem]
    for problem in missing + problems:
        print(f"FAIL {problem}")
    print(f"golden: {len(every) - len(problems)} cases passed, {len(problems)} failed")
    return 1 if missing or problems else 0


if __name__ == "__main__":
    sys.exit(main())
