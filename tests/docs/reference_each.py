#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares `--rare each` with the Python of docs/reproducibility.md, for random tables.

usage: reference_each.py [TABLES]"""
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from reference_split import draws
from run_examples import PROGRAM, ROOT, programs


def table(rng):
    """Labels of a few classes, most of them small, and the sizes of two to four parts."""
    parts, classes = rng.choice([2, 2, 3, 4]), rng.randrange(1, 7)
    counts = [rng.choice([parts, parts + 1, rng.randrange(parts, 40)]) for _ in range(classes)]
    counts[0] += rng.choice([0, 0, 60])
    labels = [f"c{c}" for c, count in enumerate(counts) for _ in range(count)]
    rng.shuffle(labels)
    sizes, left = [], len(labels) - parts * classes
    for _ in range(parts - 1):
        sizes.append(classes + rng.randrange(left + 1) // rng.choice([1, 3, 10]))
        left -= sizes[-1] - classes
    rng.shuffle(sizes)
    return labels, [len(labels) - sum(sizes), *sizes]


def of_program(directory, labels, sizes, seed, repeats):
    (directory / "in.csv").write_text("y\n" + "\n".join(labels) + "\n", encoding="utf-8")
    parts = ",".join(f"p{i}={size}" for i, size in enumerate(sizes))
    words = ["-q", "-f", "--no-sync", "-s", seed, "--stratify", "y", "--rare", "each", "--parts", parts,
             "--repeats", str(repeats), "--emit", "indices", "--name", "r{repeat}.{part}", "in.csv"]
    subprocess.run([PROGRAM, *words], cwd=directory, check=True, timeout=60)
    return [[list(map(int, (directory / f"r{r + 1}.p{p}").read_text(encoding="utf-8").split()))
             for p in range(len(sizes))] for r in range(repeats)]


def main(tables="150"):
    rules = {"__name__": "each"}
    exec(programs(ROOT / "docs" / "reproducibility.md")["each.py"], rules)  # pylint: disable=exec-used
    rng, given = random.Random(18), 0
    with tempfile.TemporaryDirectory() as directory:
        for number in range(int(tables)):
            labels, sizes = table(rng)
            seed, repeats = str(rng.randrange(2**32)), rng.choice([1, 3])
            classes = [[i for i, label in enumerate(labels) if label == name] for name in sorted(set(labels))]
            words, expected = draws(seed), []
            for _ in range(repeats):
                given += any(0 in taken for taken in rules["numbers"](classes, sizes, draws(seed)).values())
                parts, words = rules["each"](classes, sizes, words)
                expected.append(parts)
            got = of_program(Path(directory), labels, sizes, seed, repeats)
            if got != expected:
                sys.exit(f"FAIL table {number}: seed {seed}, sizes {sizes}, {' '.join(labels)}")
    if not 0 < given:
        sys.exit("FAIL: no table had a class that a part lacks")
    print(f"rare each: {tables} tables, as docs/reproducibility.md has it")


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    main(*sys.argv[1:])
