#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A file larger than memory: splitdata beside cp in a control group of 256 MB, nothing of the input in the cache; and
the input mapped beside the input read, in all the memory there is. Interleaved; minimum, median and maximum; outputs
compared.

usage: bounded.py [--scale S] [--rounds N] [--write FILE] BENCH_INPUT     (S 1: 1 GB, the default)

A control group takes the right to make one: else the memory of the system is not limited, --memory 192M takes the place of
the group, and the table says so.
"""
import argparse
import contextlib
import filecmp
import os
import statistics
import subprocess
import sys
import time

import run as bench

LIMIT = 256 << 20


class Group:
    """A control group with LIMIT bytes of memory, version 2 or 1; without one, `procs` is None."""

    def __init__(self):
        self.path = self.procs = None
        for top, limit in (("/sys/fs/cgroup", "memory.max"), ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")):
            path = os.path.join(top, f"splitdata-bench-{os.getpid()}")
            with contextlib.suppress(OSError):
                os.mkdir(path)
                self.path = path
                with open(os.path.join(path, limit), "r+", encoding="ascii") as file:
                    file.write(str(LIMIT))
                self.procs = os.path.join(path, "cgroup.procs")
                return
            self.close()

    def enter(self):
        if self.procs is not None:
            with open(self.procs, "w", encoding="ascii") as file:
                file.write(str(os.getpid()))

    def close(self):
        if self.path is not None:
            with contextlib.suppress(OSError):
                os.rmdir(self.path)
        self.path = None


def forget(path):
    """Takes a file out of the system's cache."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fdatasync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def once(command, enter, peak):
    """Wall seconds and CPU seconds of a run; its most private memory goes to `peak`."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=bench.WORK, stdout=subprocess.DEVNULL, preexec_fn=enter)
    peak[0] = max(peak[0], bench.most_private_memory(child))
    wall = time.perf_counter() - start
    if child.returncode != 0:
        sys.exit("failed: %s" % " ".join(command))
    return wall


def compare(title, commands, rounds, source, cold, enter, rows):
    walls = {name: [] for name, _ in commands}
    peaks = {name: [0.0] for name, _ in commands}
    for _ in range(rounds):
        for name, command in commands:
            bench.fresh(os.path.join(bench.WORK, "out"))
            os.sync()
            if cold:
                forget(source)
            bench.touch_memory_for(command)
            walls[name].append(once(command, enter, peaks[name]))
    for name, _ in commands:
        rows.append("| %s | %s | %.2f | %.2f | %.2f | %.2f | %.0f |" % (
            title, name, statistics.median(walls[name]), *bench.spread(walls[name], walls[commands[0][0]]),
            peaks[name][0]))
        print(rows[-1], flush=True)


def verify(source):
    """The outputs in out/ are those of a run that nothing binds."""
    usual = os.path.join(bench.WORK, "usual")
    bench.fresh(usual)
    subprocess.run([bench.PROGRAM, "-q", "--no-sync", "-s", "101", "-O", usual, source], check=True)
    for name in os.listdir(usual):
        if not filecmp.cmp(os.path.join(usual, name), os.path.join(bench.WORK, "out", name), shallow=False):
            sys.exit("other bytes in %s" % name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write")
    parser.add_argument("bench_input")
    wanted = parser.parse_args()
    os.makedirs(bench.WORK, exist_ok=True)
    source = bench.make_input("a", wanted.scale)
    through = os.path.abspath(wanted.bench_input)
    rows, group = [], Group()
    where = "a control group of 256 MB" if group.procs else "no control group, --memory 192M"
    bound = [] if group.procs else ["--memory", "192M"]
    split = [bench.PROGRAM, "-q", "--no-sync", "-f", "-s", "101", "-O", "out"]
    try:
        compare("cold, " + where, [("cp", ["cp", "--reflink=never", source, "out/x"]),
                                   ("splitdata", [*split, *bound, source]),
                                   ("one thread", [*split, *bound, "-j", "1", source]),
                                   ("--order input", [*split, *bound, "--order", "input", source])],
                wanted.rounds, source, True, group.enter, rows)
        compare("cold, " + where, [("splitdata again", [*split, *bound, source])], 1, source, True, group.enter, [])
        verify(source)
    finally:
        group.close()
    bench.from_disk(source)
    compare("warm, all memory", [("cp", ["cp", "--reflink=never", source, "out/x"]),
                                 ("mapped", [through, "map", "0", source, "out"]),
                                 ("read", [through, "read", "0", source, "out"]),
                                 ("mapped, 192 MB", [through, "map", str(192 << 20), source, "out"]),
                                 ("read, 192 MB", [through, "read", str(192 << 20), source, "out"])],
            wanted.rounds, source, False, None, rows)
    verify(source)
    if wanted.write:
        table = ["%s, %d bytes. `tests/bench/bounded.py --scale %g --rounds %d`; ratios within a round." % (
            bench.machine(), os.path.getsize(source), wanted.scale,
            wanted.rounds), "", "| memory | command | wall s | ratio: min | median | max | private MB |",
            "|---|---|---|---|---|---|---|", *rows, ""]
        with open(wanted.write, encoding="utf-8") as file:
            text = file.read()
        begin, end = text.index("<!-- bounded: begin -->"), text.index("<!-- bounded: end -->")
        with open(wanted.write, "w", encoding="utf-8") as file:
            file.write(text[:begin] + "<!-- bounded: begin -->\n" + "\n".join(table) + "\n" + text[end:])


if __name__ == "__main__":
    main()
