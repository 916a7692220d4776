#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every generator beside NumPy's in one interleaved run: nanoseconds of the processor for an item of
permutation(10^7) and for a raw draw; median, minimum and maximum.

usage: bench_random.py BENCH_PROGRAM [--rounds N] [--write FILE]

NumPy's generators are compared with themselves, the others with NumPy's legacy one, which is MT19937
too. NumPy's items have 64 bits; its raw draws are timed without storing them (random_raw(n,
output=False)), ours always store. NumPy's and Python's orders are compared while measuring.
--write puts the table into FILE between its markers.
"""
import argparse
import random
import statistics
import subprocess
import sys
import time

import run

try:
    import numpy
except ImportError:
    print("bench_random.py: this Python has no NumPy (make check-oracle makes one that has)")
    sys.exit(0)

COUNT = 10_000_000
MEMORY = 32 * COUNT  # bytes, more than one permutation takes
BEGIN, END = "<!-- generators: begin -->\n", "<!-- generators: end -->"
NUMPY_RAW = "NumPy's raw"
KINDS = {"numpy-pcg64": numpy.random.PCG64, "numpy-pcg64dxsm": numpy.random.PCG64DXSM,
         "numpy-philox": numpy.random.Philox, "numpy-sfc64": numpy.random.SFC64,
         "numpy-mt19937": numpy.random.MT19937}


def timed(function):
    start = time.process_time()
    result = function()
    return (time.process_time() - start) / COUNT * 1e9, result


def check(order):
    order = numpy.asarray(order, dtype=numpy.uint64)
    return int((numpy.arange(1, len(order) + 1, dtype=numpy.uint64) * order).sum())


def measure_numpy(times, checks):
    for name, kind in {"numpy": numpy.random.MT19937, **KINDS}.items():
        rng = numpy.random.RandomState(101) if name == "numpy" else numpy.random.Generator(kind(101))
        bits = kind(101)
        run.touch_memory(MEMORY)
        taken, order = timed(lambda: rng.permutation(COUNT))
        times.setdefault((name, "NumPy's permutation"), []).append(taken)
        times.setdefault((name, NUMPY_RAW), []).append(
            timed(lambda: bits.random_raw(COUNT, output=False))[0])
        checks[name] = check(order)


def measure_ours(program, times, checks):
    """The names of our generators, or None when an order is not the framework's."""
    run.touch_memory(MEMORY)
    out = subprocess.run([program, str(COUNT)], capture_output=True, text=True, check=True).stdout
    names = []
    for line in out.splitlines():
        name, what, value, *sums = line.split()
        times.setdefault((name, what), []).append(float(value))
        if sums and name in checks and int(sums[0]) != checks[name]:
            print(f"{name}: ANOTHER ORDER than the framework's")
            return None
        if name not in names:
            names.append(name)
    return names


def table(names, times):
    def median(name, what):
        return statistics.median(times[name, what]) if (name, what) in times else None

    def shown(name, what, digits):
        values = times[name, what]
        return "%.*f (%.*f-%.*f)" % (digits, statistics.median(values), digits, min(values), digits, max(values))

    lines = ["| generator | permutation, 32 bits | 64 bits | NumPy's | | raw | NumPy's | |",
             "|---|---|---|---|---|---|---|---|"]
    for name in names:
        peer = name if name in KINDS else "numpy"
        narrow, order = median(name, "permutation32"), median(peer, "NumPy's permutation")
        cells = "– | – | – | –"
        if narrow:
            cells = " | ".join([shown(name, "permutation32", 1), shown(name, "permutation64", 1),
                                shown(peer, "NumPy's permutation", 1), f"{order / narrow:.1f} x"])
        raw = median(peer, NUMPY_RAW) / median(name, "raw")
        lines.append(f"| {name} | {cells} | {shown(name, 'raw', 2)} | {shown(peer, NUMPY_RAW, 2)} | {raw:.1f} x |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write")
    arguments = parser.parse_args()
    times, checks = {}, {}
    python = random.Random(101)
    order = list(range(COUNT))
    python.shuffle(order)
    checks["python"] = check(order)
    for _ in range(arguments.rounds):
        measure_numpy(times, checks)
        names = measure_ours(arguments.program, times, checks)
        if names is None:
            return 1
    text = table(names, times)
    print(f"NumPy {numpy.__version__}, median (minimum-maximum) of {arguments.rounds}\n\n{text}", end="")
    if arguments.write:
        with open(arguments.write, encoding="utf-8") as page:
            before, rest = page.read().split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        with open(arguments.write, "w", encoding="utf-8") as page:
            page.write(before + BEGIN + text + END + after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
