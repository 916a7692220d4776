#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speed compared with an earlier build, in turn in one run, and with what two copies of that one differ.

usage: earlier.py PROGRAM [--scale S] [--rounds N] [--only WORD] [--write FILE]

PROGRAM is the earlier build; the new one is $SPLITDATA, or build/splitdata. Inputs, sizes and the way of measuring are
those of run.py. Ratios are of runs in the same round; those of two copies are the noise of this machine.
"""
import argparse
import os
import random
import shutil
import statistics
import subprocess

from run import PROGRAM, WORK, fresh, machine, make_input, once, spread

DRAWN = ["-s", "101"]
SCENARIOS = [(f"({name}) {title}", name, words) for title, words in (
    ("shuffled", DRAWN), ("--order input", [*DRAWN, "--order", "input"]), ("--no-shuffle", ["--no-shuffle"]))
    for name in "abcd"]
SCENARIOS += [
    ("(a) --manifest", "a", [*DRAWN, "--manifest"]),
    ("(a) -j 1", "a", [*DRAWN, "-j", "1"]),
    ("(a) -m 64M", "a", [*DRAWN, "-m", "64M"]),
    ("(a) -z1", "a", [*DRAWN, "-z1"]),
    ("(a) from gzip", "a.gz", [*DRAWN, "--gzip=0"]),
    ("(k) --stratify class", "k", [*DRAWN, "--stratify", "class"]),
    ("(k) --group group", "k", [*DRAWN, "--group", "group"]),
    ("(k) --stratify, --group", "k", [*DRAWN, "--stratify", "class", "--group", "group"]),
    ("(k) --hash group", "k", ["--hash", "group"]),
    ("(k) --folds 5", "k", [*DRAWN, "--folds", "5"]),
    ("ten records", "start", DRAWN),
]


def input_of(name, scale):
    if name == "start":
        path = os.path.join(WORK, "ten.csv")
        with open(path, "w", encoding="ascii") as out:
            out.write("a,b\n" + "".join("%d,x\n" % i for i in range(10)))
        return path
    path = make_input(name[0], scale)
    if not name.endswith(".gz"):
        return path
    if not os.path.exists(path + ".gz"):
        subprocess.run(["sh", "-c", 'gzip -1 -c "$1" > "$1.gz"', "sh", path], check=True)
    return path + ".gz"


def measure(programs, words, path, rounds):
    """Seconds of each program, by rounds: each has another random order."""
    walls = [[] for _ in programs]
    for turn in range(rounds + 1):
        for i in random.Random(turn).sample(range(len(programs)), len(programs)):
            wall, _ = once([programs[i], "-q", "--no-sync", "-O", "out", *words, path])
            if turn > 0:  # the first round only warms up
                walls[i].append(wall)
    return walls


def table(results):
    lines = ["| command | wall s | new / earlier: min | median | max | two copies: min | median | max |",
             "|---|---|---|---|---|---|---|---|"]
    return "\n".join(lines + ["| %s | %.3f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |" % row for row in results]) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--scale", type=float, default=0.3)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="")
    parser.add_argument("--write")
    arguments = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    earlier = os.path.abspath(arguments.program)
    copy = shutil.copy(earlier, os.path.join(WORK, "earlier"))
    results = []
    for title, name, words in SCENARIOS:
        if arguments.only not in title:
            continue
        old, again, new = measure([earlier, copy, PROGRAM], words, input_of(name, arguments.scale), arguments.rounds)
        results.append((title, statistics.median(new), *spread(new, old), *spread(again, old)))
        print("%-26s %8.3f s  new / earlier %5.2f %5.2f %5.2f  two copies %5.2f %5.2f %5.2f" % results[-1], flush=True)
    fresh(os.path.join(WORK, "out"))
    os.remove(copy)
    if arguments.write:
        begin, end = "<!-- earlier: begin -->", "<!-- earlier: end -->"
        with open(arguments.write, encoding="utf-8") as page:
            head, rest = page.read().split(begin, 1)
        body = "\n%s. `tests/bench/earlier.py --scale %g --rounds %d`.\n\n%s\n" % (
            machine(), arguments.scale, arguments.rounds, table(results))
        with open(arguments.write, "w", encoding="utf-8") as page:
            page.write(head + begin + body + end + rest.split(end, 1)[1])


if __name__ == "__main__":
    main()
