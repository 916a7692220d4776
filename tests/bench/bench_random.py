#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench_random beside NumPy, Python and PyTorch in one interleaved run; medians and ratios.

usage: bench_random.py BENCH_PROGRAM [ROUNDS]

NumPy's raw draws are timed without storing them (random_raw(n, output=False)) where it can do that,
ours always store. Orders are compared while measuring.
"""
import random
import statistics
import subprocess
import sys
import time

COUNT = 10_000_000


def check(order):
    import numpy
    order = numpy.asarray(order, dtype=numpy.uint64)
    return int((numpy.arange(1, len(order) + 1, dtype=numpy.uint64) * order).sum())


def timed(function):
    start = time.perf_counter()
    result = function()
    return (time.perf_counter() - start) / COUNT * 1e9, result


def numpy_peers():
    try:
        import numpy
    except ImportError:
        return
    def permutation(rng):
        return lambda: rng.permutation(COUNT)
    words = numpy.random.MT19937(101)  # what RandomState draws from
    yield ("numpy", permutation(numpy.random.RandomState(101)),
           lambda: words.random_raw(COUNT, output=False))
    kinds = {"pcg64": numpy.random.PCG64, "pcg64dxsm": numpy.random.PCG64DXSM,
             "philox": numpy.random.Philox, "sfc64": numpy.random.SFC64,
             "mt19937": numpy.random.MT19937}
    for name, kind in kinds.items():
        bits = kind(101)
        yield ("numpy-" + name, permutation(numpy.random.Generator(kind(101))),
               lambda bits=bits: bits.random_raw(COUNT, output=False))


def torch_peer():
    try:
        import torch
    except ImportError:
        return
    generator = torch.Generator().manual_seed(101)
    yield "torch", lambda: torch.randperm(COUNT, generator=generator).numpy(), None


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    times = {}
    for _ in range(rounds):
        for peers in (numpy_peers, torch_peer):
            for name, permute, raw in peers():
                seconds, order = timed(permute)
                times.setdefault((name, "permutation", "peer"), []).append(seconds)
                if raw is not None:
                    times.setdefault((name, "raw", "peer"), []).append(timed(raw)[0])
                out = subprocess.run([program, str(COUNT), name], capture_output=True, text=True,
                                     check=True).stdout
                for line in out.splitlines():
                    _, what, value, *sums = line.split()
                    times.setdefault((name, what, "ours"), []).append(float(value))
                    if sums and int(sums[0]) != check(order):
                        print(f"{name}: ANOTHER ORDER than the framework's")
                        return 1
    print(f"{'generator':18}{'':14}{'ours ns':>9}{'peer ns':>9}{'ratio':>8}")
    for name, what, who in list(times):
        if who != "peer":
            continue
        peer = statistics.median(times[name, what, "peer"])
        ours = statistics.median(times[name, what, "ours"])
        print(f"{name:18}{what:14}{ours:9.2f}{peer:9.2f}{peer / ours:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
