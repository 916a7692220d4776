#!/usr/bin/env python3
"""Splits that a script makes with NumPy alone, beside those of the program with --like numpy:

    order = numpy.random.RandomState(seed).permutation(n); k = int(ratio * n)
    train, test = order[:k], order[k:]

and with --like numpy-mask:

    mask = numpy.random.RandomState(seed).rand(n) < ratio
    train, test = df[mask], df[~mask]

usage: numpy_oracle.py PROGRAM          compares random splits
       numpy_oracle.py --golden NAME    prints the cases of tests/golden/recipes/NAME.jsonl
"""
import hashlib
import json
import random
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np

SEEDS = (0, 1, 42, 101, 2**32 - 1)
SHORT = 60  # numbers; a longer list is given by its digest


def train_and_test(order, train, test):
    """The code of the day, as a person writes it for these sizes (text; None: not given)."""
    n = len(order)
    if train is None:
        return {"train": order[:n - int(test)], "test": order[n - int(test):]}
    k = int(float(train) * n) if "." in train else int(train)
    if test is None:
        return {"train": order[:k], "test": order[k:]}
    m = int(float(test) * n) if "." in test else int(test)
    return {"train": order[:k], "test": order[k:k + m]}


def names_and_sums(text):
    """The names of --parts, and the sums of the shares before the second one and so on, as a person
    writes them."""
    names, shares = zip(*(part.split("=") for part in text.split(",")))
    return names, [float(sum(map(Fraction, shares[:i]))) for i in range(1, len(shares))]


def named_parts(order, text):
    names, sums = names_and_sums(text)
    return dict(zip(names, np.split(order, [int(c * len(order)) for c in sums])))


def masked_parts(draws, case):
    if "parts" not in case:
        mask = draws < float(case["train_size"])
        return {"train": np.flatnonzero(mask), "test": np.flatnonzero(~mask)}
    names, sums = names_and_sums(case["parts"])
    limits = [0.0, *sums, 1.0]
    return {name: np.flatnonzero((draws >= limits[i]) & (draws < limits[i + 1]))
            for i, name in enumerate(names)}


def expected_of_mask(case):
    generator, rounds = np.random.RandomState(case["seed"]), []
    for _ in range(case.get("repeats", 1)):
        parts = masked_parts(generator.rand(case["n"]), case)
        if not all(len(rows) for rows in parts.values()):
            return None
        rounds.append({name: rows.tolist() for name, rows in parts.items()})
    return rounds


def expected_of_order(case):
    """The rows of each part, round after round; None where a part would be empty."""
    generator, n, rounds = None, case["n"], []
    if case.get("shuffle", True):
        generator = np.random.RandomState(case["seed"])
    for _ in range(case.get("repeats", 1)):
        order = generator.permutation(n) if generator else np.arange(n)
        parts = named_parts(order, case["parts"]) if "parts" in case else \
            train_and_test(order, case["train_size"], case["test_size"])
        if not all(len(rows) for rows in parts.values()):
            return None
        rounds.append({name: rows.tolist() for name, rows in parts.items()})
    return rounds


# --- golden cases ---------------------------------------------------------------------------------


def shown(rows):
    if len(rows) <= SHORT:
        return rows
    digest = hashlib.sha256(struct.pack(f"<{len(rows)}q", *rows)).hexdigest()
    return {"n": len(rows), "first10": rows[:10], "last10": rows[-10:], "sha256_i64le": digest}


EXPECTED = {"numpy": expected_of_order, "numpy-mask": expected_of_mask}


def mask_cases():
    for n, seeds in ((10, SEEDS), (17, (0, 42)), (100, SEEDS), (1000, (1, 101)), (100000, SEEDS)):
        for seed in seeds:
            for ratio in ("0.7", "0.8", "0.1"):
                yield {"n": n, "seed": seed, "train_size": ratio, "test_size": None}
    # Draws as limits: part of train if less, of test if equal.
    for seed in SEEDS:
        draws = np.random.RandomState(seed).rand(20)
        for ratio in (draws[3], np.nextafter(draws[3], 1), draws[7]):
            if 0.01 < ratio:
                yield {"n": 20, "seed": seed, "train_size": f"{ratio:.17f}".rstrip("0"), "test_size": None}
    for n, parts in ((10, "train=0.7,val=0.15,test=0.15"), (1000, "train=0.7,val=0.15,test=0.15"),
                     (100, "a=0.1,b=0.2,c=0.7"), (100000, "train=0.8,val=0.1,test=0.1"),
                     (3000, "a=0.1,b=0.2,c=0.3,d=0.4")):
        yield {"n": n, "seed": 42, "parts": parts}
    for n in (10, 1000):
        yield {"n": n, "seed": 101, "train_size": "0.8", "test_size": None, "repeats": 3}


def order_cases():
    for n, seeds in ((10, SEEDS), (17, (0, 42)), (100, SEEDS), (1000, (1, 101)), (99999, (42,)),
                     (100000, SEEDS)):
        for seed in seeds:
            for ratio in ("0.7", "0.8", "0.1"):
                yield {"n": n, "seed": seed, "train_size": ratio, "test_size": None}
    # Products of doubles that fall short of a whole number, or reach it.
    for n, ratio in ((100, "0.29"), (10, "0.29"), (100, "0.57"), (100, "0.58"), (1000, "0.009"),
                     (10, "0.3"), (3, "0.9999999999999999"), (49, "0.02040816326530612"), (2, "0.5"),
                     (2, "0.1"), (3, "0.3333333333333333"), (10, "0.05"), (400, "0.29")):
        yield {"n": n, "seed": 101, "train_size": ratio, "test_size": None}
    for train, test in (("7", None), (None, "3"), ("4", "3"), ("0.5", "0.25"), ("0.29", "0.57"),
                        ("0.5", "2"), ("99", None), (None, "1")):
        yield {"n": 100, "seed": 42, "train_size": train, "test_size": test}
    for n, parts in ((10, "train=0.7,val=0.15,test=0.15"), (1000, "train=0.7,val=0.15,test=0.15"),
                     (100, "a=0.1,b=0.2,c=0.7"), (100, "a=0.29,b=0.28,c=0.43"),
                     (99999, "train=0.8,val=0.1,test=0.1")):
        yield {"n": n, "seed": 42, "parts": parts}
    for n in (10, 1000):
        yield {"n": n, "seed": 101, "train_size": "0.8", "test_size": None, "repeats": 3}
        yield {"n": n, "train_size": "0.7", "test_size": None, "shuffle": False}


def print_golden(name):
    cases = {"numpy": order_cases, "numpy-mask": mask_cases}[name]
    for number, case in enumerate(cases(), 1):
        rounds = EXPECTED[name](case)
        if rounds is None:
            expect = {"error": "a part would be empty"}
        else:
            rounds = [{name: shown(rows) for name, rows in parts.items()} for parts in rounds]
            expect = {"folds": rounds} if len(rounds) > 1 else rounds[0]
        print(json.dumps({"id": f"{name}/{number:03}", **case, "expect": expect},
                         separators=(",", ":")))


# --- beside the program ---------------------------------------------------------------------------


def any_case(source, name):
    n = source.choice((2, 3, 10, 100, 1000, source.randrange(2, 5000), source.randrange(2, 300000)))
    case = {"n": n, "seed": source.choice((*SEEDS, source.randrange(2**32))),
            "repeats": source.choice((1, 1, 1, 2))}
    kind = source.randrange(4)
    if kind == 0:
        first, second = source.randrange(1, 98), source.randrange(1, 50)
        second = min(second, 99 - first)
        return case | {"parts": f"a={first / 100},b={second / 100},c={(100 - first - second) / 100}"}
    digits = source.choice((1, 2, 3, 17))
    ratio = f"{min(max(source.random(), 0.001), 0.999):.{digits}f}"
    if float(ratio) in (0, 1):
        ratio = "0.5"
    if kind == 1 and name == "numpy":
        return case | {"train_size": None, "test_size": str(source.randrange(1, n))}
    return case | {"train_size": ratio, "test_size": None}


def run(program, name, case):
    """None, or what is wrong."""
    rounds = EXPECTED[name](case)
    words = ["--seed", str(case["seed"])]
    words += ["--repeats", str(case["repeats"])] if case["repeats"] > 1 else []
    for key, option in (("parts", "--parts"), ("train_size", "--train-size"), ("test_size", "--test-size")):
        words += [option, case[key]] if case.get(key) else []
    with tempfile.TemporaryDirectory(prefix="splitdata-numpy-") as top:
        place = Path(top)
        (place / "in.txt").write_bytes(b"x\n" * case["n"])
        done = subprocess.run([program, "--like", name, "-q", "--no-sync", "--emit", "indices", *words,
                               "in.txt"], cwd=top, capture_output=True, timeout=600, check=False)
        if rounds is None:
            return None if done.returncode == 3 else f"status {done.returncode}, not 3"
        if done.returncode != 0:
            return done.stderr.decode()
        for number, parts in enumerate(rounds, 1):
            stem = "in." if len(rounds) == 1 else f"in.repeat{number}."
            for part, rows in parts.items():
                got = [int(line) for line in (place / f"{stem}{part}.idx").read_text().split()]
                if got != rows:
                    return f"{stem}{part}: {got[:10]}, not {rows[:10]}"
    return None


def main():
    if sys.argv[1] == "--golden":
        print_golden(sys.argv[2])
        return 0
    source = random.Random(16)
    cases = [(name, any_case(source, name)) for name in EXPECTED for _ in range(150)]
    program = str(Path(sys.argv[1]).resolve())
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = pool.map(lambda case: run(program, *case), cases)
        problems = [(case, problem) for case, problem in zip(cases, found) if problem]
    for (name, case), problem in problems:
        print(f"FAIL {name} {case}: {problem}")
    print(f"numpy {np.__version__}: {len(cases) - len(problems)} splits passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
