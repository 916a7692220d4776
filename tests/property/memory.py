#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No memory limit changes a byte: files of some megabytes, split by every strategy with the default memory, within
limits, and with --spill, where every array is a file and records pass through buckets of one block; with several
numbers of threads, from a file, a pipe and gzip, to plain and compressed outputs.

usage: memory.py [--all]     (all: every combination; else each way meets some of them, in turn)
SPLITDATA_THIN=3 in the environment: every third of these runs.
"""
import gzip
import hashlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)

WAYS = {
    "rows": ["-s", "1"],
    "parts": ["-s", "2", "--parts", "a=0.5,b=0.3,c=*"],
    "left out": ["-s", "3", "--train-size", "0.3", "--test-size", "1000"],
    "sample": ["-s", "4", "--sample", "0.5"],
    "repeats": ["-s", "5", "--repeats", "2"],
    "strata": ["-s", "6", "--stratify", "class"],
    "two strata": ["-s", "7", "--stratify", "class,group", "--rare", "merge"],
    "groups": ["-s", "8", "--group", "group"],
    "strata and groups": ["-s", "9", "--stratify", "class", "--group", "group"],
    "folds": ["-s", "10", "--folds", "3"],
    "strata folds": ["-s", "11", "--folds", "3", "--stratify", "class"],
    "group folds": ["--no-shuffle", "--folds", "3", "--group", "group"],
    "both folds": ["-s", "12", "--folds", "3", "--stratify", "class", "--group", "group"],
    "time": ["--time", "when"],
    "time folds": ["--time", "when", "--folds", "3"],
    "hash": ["--hash", "group"],
    "input order": ["-s", "13", "--order", "input"],
    "no shuffle": ["--no-shuffle"],
    "row numbers": ["-s", "14", "--emit", "indices"],
    "column": ["-s", "15", "--emit", "column"],
    "manifest": ["-s", "17", "--manifest"],
}
MEMORIES = [["--spill"], ["-m", "32M"], ["-m", "64M"], ["-m", "1G"]]
THREADS = [["-j", "1"], ["-j", "2"], ["-j", "3"], ["-j", "5"], ["-j", "16"]]
SOURCES = ["file", "pipe", "gzip"]
LEVELS = [["--gzip=0"], ["-z1"]]


def make_input(kind):
    """usual: records of some 40 bytes; narrow: of 20; long: one of 17 MiB, more than a packed length can hold, and some
    of a megabyte. Every second one lacks its last line terminator."""
    rng = random.Random(kind)
    count = {"usual": 50000, "narrow": 90000, "long": 3000}[kind]
    lengths = [rng.randrange(40) if kind != "narrow" else 0 for _ in range(count)]
    if kind == "long":
        lengths[rng.randrange(count)] = 17 << 20
        for _ in range(3):
            lengths[rng.randrange(count)] = rng.randrange(1 << 20)
    rows = ["class,group,when,text"] + ["%s,g%d,%d,%s" % (rng.choice("abc"), rng.randrange(2000),
                                                           rng.randrange(10**6), "x" * length) for length in lengths]
    return ("\n".join(rows) + ("" if kind == "usual" else "\n")).encode()


def split(top, words, source, data):
    """The digests of all outputs by name, before compression; an error is a text."""
    with tempfile.TemporaryDirectory(dir=top) as out:
        name = {"file": "in.csv", "gzip": "in.csv.gz", "pipe": "-"}[source]
        done = subprocess.run([PROGRAM, "-q", "--no-sync", "-O", out, *words, name], cwd=top,
                              input=data if source == "pipe" else None, capture_output=True, timeout=600, check=False)
        if done.returncode != 0:
            return done.stderr.decode()
        found = {}
        for path in Path(out).iterdir():
            if path.name.endswith(".json"):
                continue
            content = path.read_bytes()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            found[path.name.split(".", 1)[1].removesuffix(".gz")] = hashlib.sha256(content).hexdigest()
        return found


def combinations(number, kind, everything):
    all_of_them = list(itertools.product(MEMORIES, THREADS, SOURCES, LEVELS))
    if everything:
        return all_of_them
    spilled = [c for c in all_of_them if c[0] == ["--spill"]]
    chosen = [spilled[(number * 7 + i * 5) % len(spilled)] for i in range(2)]
    chosen += [all_of_them[number * 11 % len(all_of_them)]]
    return chosen if kind != "long" else [chosen[number // 3 % 3]]  # that file is ten times as large


def main():
    failures, runs = [], 0
    everything = "--all" in sys.argv
    pool = ThreadPoolExecutor(os.cpu_count())
    for kind in ("usual", "narrow", "long"):
        with tempfile.TemporaryDirectory(prefix="splitdata-memory-") as top:
            data = make_input(kind)
            (Path(top) / "in.csv").write_bytes(data)
            (Path(top) / "in.csv.gz").write_bytes(gzip.compress(data, 1))
            jobs = []
            for number, (way, words) in enumerate(WAYS.items()):
                chosen = combinations(number, kind, everything)[number % THIN::THIN]
                usual = pool.submit(split, top, words, "file", data) if chosen else None
                for memory, threads, source, level in chosen:
                    if way == "column" and source == "pipe" and level == ["--gzip=0"]:
                        level = []
                    options = [*words, *memory, *threads, *level]
                    jobs.append((usual, options, source, pool.submit(split, top, options, source, data)))
            for usual, options, source, job in jobs:
                runs += 1
                if job.result() != usual.result() or not isinstance(usual.result(), dict):
                    failures.append(f"{kind} {source} {options}: {job.result()} instead of {usual.result()}")
    for failure in failures[:10]:
        print(failure)
    print(f"memory: {runs} splits within bounds, {len(failures)} with other bytes")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
