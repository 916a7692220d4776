# SPDX-License-Identifier: MIT
"""Calls each kind of function of the package many times and looks at what is left: blocks of Python's memory,
references to what was given, the process's memory, its open files.

usage: tests/python/leaks.py [CALLS]      100,000 of each kind, unless said; ends with "leaks: N kinds, none"
"""

import gc
import os
import sys
import tempfile
from array import array
from pathlib import Path

import splitdata

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
PAGE = os.sysconf("SC_PAGESIZE")
rows = array("q", range(40))
labels = array("q", [0, 1] * 20)
texts = ["a", "b"] * 20
target = array("d", bytes(8 * 40))
directory = tempfile.TemporaryDirectory()
data = Path(directory.name) / "data.csv"
data.write_text("x,y\n" + "".join(f"{i},{i % 2}\n" for i in range(40)))
manifest = splitdata.split(data, seed=1, manifest=True).manifest
generator = splitdata.random.generator("numpy", 101)


def fails(function, *arguments, **options):
    try:
        function(*arguments, **options)
    except (ValueError, TypeError, OSError, splitdata.Error):
        return
    raise AssertionError(f"{function} has not failed")


def views():
    block = splitdata.indices(40, seed=1)["train"]
    memoryview(block).release()
    block.__arrow_c_schema__()
    block.__arrow_c_array__()
    block.tolist()


# What is done, and how much less often than the others: a split writes files.
KINDS = {
    "train_test_split": (lambda: splitdata.train_test_split(rows, labels, random_state=1), 1),
    "stratify": (lambda: splitdata.train_test_split(rows, random_state=1, stratify=labels), 1),
    "stratify by texts": (lambda: splitdata.train_test_split(rows, random_state=1, stratify=texts), 1),
    "folds": (lambda: list(splitdata.StratifiedKFold(2, shuffle=True, random_state=1).split(rows, labels)), 1),
    "folds left early": (lambda: next(splitdata.KFold(4).split(rows)), 1),
    "indices": (views, 1),
    "refused": (lambda: fails(splitdata.train_test_split, rows, test_size=41), 1),
    "refused by the library": (lambda: fails(splitdata.indices, 40, seed="x", ratio=7), 1),
    "generator": (lambda: splitdata.random.generator("numpy", 7), 1),
    "numbers": (lambda: generator.random(size=20), 1),
    "numbers into memory": (lambda: generator.random(out=target), 1),
    "numbers refused": (lambda: fails(generator.integers, 5, 1), 1),
    "code": (lambda: splitdata.code(data, seed=1), 1),
    "split": (lambda: splitdata.split(data, seed=1, force=True), 20),
    "split refused": (lambda: fails(splitdata.split, data, seed=1, stratify="z"), 5),
    "verify": (lambda: splitdata.verify(manifest), 20),
}


def state():
    gc.collect()
    given = [sys.getrefcount(thing) for thing in (rows, labels, texts, target, data, generator)]
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
    return sys.getallocatedblocks(), given, resident, len(os.listdir("/proc/self/fd"))


faults = 0
for name, (function, seldom) in KINDS.items():
    calls = max(CALLS // seldom, 10)
    for _ in range(calls // 10 + 300):  # what is kept for later calls is there then
        function()
    before = state()
    for _ in range(calls):
        function()
    after = state()
    blocks, resident = after[0] - before[0], after[2] - before[2]
    bad = blocks > calls // 100 + 200 or after[1] != before[1] or resident > 16 * calls + (1 << 20) or \
        after[3] != before[3]
    faults += bad
    print(f"{'LEAK' if bad else 'ok  '} {name}: {calls} calls, {blocks} blocks, {resident >> 10} KiB")
print(f"leaks: {len(KINDS)} kinds, {faults or 'none'}")
sys.exit(faults != 0)
