#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speed and size of compressed outputs for every level, and speed of compressed inputs, in one table.

usage: gzip_levels.py [--megabytes N] [--rounds N] [--write FILE]

Everything that is timed is a whole split, or pigz with as many threads. The records are those of run.py, but no two
are the same, so that no compressor finds them again. Every output is read back by gzip and its content compared with
that of the others while measuring. Compressed inputs are four times as large.
"""
import argparse
import os
import random
import statistics
import subprocess
import sys

import run

LIBRARIES = [line.split(": ")[1].split()
             for line in subprocess.run([run.PROGRAM, "-V"], capture_output=True, text=True,
                                        check=True).stdout.splitlines()
             if line.startswith("gzip libraries: ")][0]


def shell(text, *words):
    done = subprocess.run(["sh", "-c", text, "sh", *words], cwd=run.WORK, capture_output=True, text=True,
                          check=True)
    return done.stdout.strip()


def make_input(name, size):
    path = os.path.join(run.WORK, "%s-distinct-%d.csv" % (name, size))
    _, header, record, _, _ = run.INPUTS[name]
    if not os.path.exists(path):
        rng, written = random.Random(1), 0
        with open(path + ".new", "w") as out:
            out.write(header + "\n")
            while written < size:
                written += out.write(record(rng))
        os.rename(path + ".new", path)
    return path


def compressors(path):
    """Commands by name; what they write is out/*.gz."""
    yield "pigz", "6", ["sh", "-c", 'pigz -c "$1" > out/x.gz', "sh", path]
    for level in range(1, 10):
        yield "splitdata", str(level), run.split(path, "--no-sync", "-z%d" % level)
    for level in (1, 6):
        yield "zlib alone", str(level), run.split(path, "--no-sync", "-z%d" % level,
                                                  "--gzip-library", "zlib")


def measure(commands, rounds, after=None):
    """Wall seconds (median, minimum, maximum), median CPU seconds and the result of `after`, by (name, level); the
    commands are interleaved."""
    found = {}
    for number in range(rounds):
        for name, level, command in commands:
            wall, cpu = run.once(command)
            row = found.setdefault((name, level), ([], [], after(name) if after else 0))
            row[0].append(wall)
            row[1].append(cpu)
        print("round", number + 1, file=sys.stderr)
    return {key: ((statistics.median(walls), min(walls), max(walls)), statistics.median(cpus), size)
            for key, (walls, cpus, size) in found.items()}


def outputs(name, path, rounds):
    expected = ""

    def check(who):
        nonlocal expected
        if who != "pigz":
            got = shell("for part in train test; do gzip -dc out/*.$part.csv.gz | cksum; done")
            expected = expected or got
            if got != expected:
                sys.exit("%s: the outputs hold other bytes" % who)
        return int(shell("cat out/*.gz | wc -c"))

    commands = list(compressors(path))
    size = os.path.getsize(path)
    base = None
    for (who, level), (wall, cpu, packed) in measure(commands, rounds, check).items():
        base = base or (wall[0], cpu, packed)
        yield "| (%s) | %s | %s | %.2f (%.2f-%.2f) | %.2f | %.1f | %.1f | %.2f | %+.1f %% |" % (
            name, who, level, *wall, cpu, base[0] / wall[0], base[1] / cpu, size / packed,
            100 * (packed / base[2] - 1))


def inputs(name, path, rounds):
    packed = path + ".gz"
    if not os.path.exists(packed):
        shell('gzip -c "$1" > "$1.gz"', path)
    commands = [("gzip -dc", "", ["sh", "-c", 'gzip -dc "$1" > out/x', "sh", packed])]
    commands += [("splitdata, " + library, "", run.split(packed, "--no-sync", "--gzip=0", "--gzip-library", library))
                 for library in reversed(LIBRARIES) if library != "libdeflate"]
    base = None
    for (who, _), (wall, cpu, _) in measure(commands, rounds).items():
        base = base or (wall[0], cpu)
        yield "| (%s) | %s | %.2f (%.2f-%.2f) | %.2f | %.1f | %.1f |" % (
            name, who, *wall, cpu, base[0] / wall[0], base[1] / cpu)


def main():
    if not run.installed("pigz"):
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write")
    arguments = parser.parse_args()
    os.makedirs(run.WORK, exist_ok=True)
    paths = {name: make_input(name, arguments.megabytes * 1000000) for name in "ab"}
    larger = {name: make_input(name, arguments.megabytes * 4000000) for name in "ab"}
    lines = ["%s; built with %s. `tests/bench/gzip_levels.py --megabytes %d --rounds %d`." % (
        run.machine(), ", ".join(LIBRARIES), arguments.megabytes, arguments.rounds), "",
             "| input | program | level | wall s (min-max) | CPU s | speed / pigz | by CPU | compression | "
             "size / pigz |",
             "|---|---|---|---|---|---|---|---|---|"]
    for name, path in paths.items():
        lines += outputs(name, path, arguments.rounds)
    lines += ["", "| compressed input | program | wall s (min-max) | CPU s | speed / gzip | by CPU |",
              "|---|---|---|---|---|---|"]
    for name, path in larger.items():
        lines += inputs(name, path, arguments.rounds)
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.write:
        begin, end = "<!-- gzip: begin -->", "<!-- gzip: end -->"
        with open(arguments.write) as page:
            head, rest = page.read().split(begin, 1)
        tail = rest.split(end, 1)[1]
        with open(arguments.write, "w") as page:
            page.write(head + begin + "\n" + text + "\n" + end + tail)


if __name__ == "__main__":
    main()
