#!/usr/bin/env python3
"""Every system call of some runs fails in turn, with several errors: strace injects them.

A run whose k-th call fails must end with a message, a status that is not 0, and nothing left behind; or
with the complete result, where the call was one that can be done without. Interrupted calls (EINTR)
and short reads and writes must not matter at all.

usage: syscalls.py [--all]      --all: more runs, all errors
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import PROGRAM, Failure, Place, expected_outputs, make_csv, require

# What may fail how. Of calls that several parts of a run make, each place is reached by its number.
ERRORS = {
    "openat": ["EMFILE", "EACCES", "ENOSPC"],
    "read": ["EIO"],
    "pread64": ["EIO"],
    "write": ["EIO", "ENOSPC"],
    "pwrite64": ["EIO", "ENOSPC", "EDQUOT"],
    "fallocate": ["ENOSPC", "EOPNOTSUPP"],
    "fsync": ["EIO", "ENOSPC"],
    "close": ["EIO", "ENOSPC"],
    "linkat": ["EIO", "ENOSPC", "EPERM"],
    "renameat2": ["EIO", "EINVAL", "ENOSYS"],
    "renameat": ["EIO"],
    "unlinkat": ["EIO"],
    "mkdir": ["EACCES", "ENOSPC"],
    "newfstatat": ["EIO"],
    "fstat": ["EIO"],
    "mmap": ["ENOMEM"],
    "fcntl": ["EMFILE"],
    "poll": ["ENOMEM"],
    "clone3": ["EAGAIN"],
}
INTERRUPTED = ["read", "pread64", "write", "pwrite64", "openat", "close", "poll", "fsync", "fallocate"]
QUIET = ("-q", "-s", "101", "-j", "1")
RUNS = {
    "plain": QUIET,
    "gzip": (*QUIET, "-z"),
    "directory": (*QUIET, "-O", "new/deep"),
    "force": (*QUIET, "-f"),
}
MORE_RUNS = {
    "column": (*QUIET, "--emit", "column"),
    "repeats": (*QUIET, "--repeats", "2"),
    "threads": ("-q", "-s", "101", "-j", "3"),
    "no-sync": (*QUIET, "--no-sync"),
}
DATA = make_csv(60)
OLD = {"data.train.csv": b"old train\n", "data.test.csv": b"old test\n"}


def traced(directory, words, *options):
    log = directory.parent / "trace"
    # Loading the program is no matter of ours: faults begin with its first own call.
    done = subprocess.run(["strace", "-f", "-o", str(log), *options, PROGRAM, *words, "data.csv"],
                          cwd=directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          check=False)
    return done.returncode, done.stderr.decode(errors="replace"), log.read_text(errors="replace")


def count_calls(words, force):
    """How often each call is made, and how many of these before the program's own work begins."""
    with new_place(force) as place:
        status, err, log = traced(place.path, words)
        require(status == 0, f"the undisturbed run: {err}")
    calls, before, started = {}, {}, False
    for line in log.splitlines():
        found = re.match(r"\d+ +(\w+)\(", line)
        if not found:
            continue
        # The first thing that the program does is to look at its standard streams.
        if "F_GETFD" in line and not started:
            started = True
        name = found[1]
        calls[name] = calls.get(name, 0) + 1
        if not started:
            before[name] = calls[name]
    require(started, "the start of the program was not found in the trace")
    return calls, before


class NewPlace:
    def __init__(self, force):
        self.force = force

    def __enter__(self):
        self.top = tempfile.mkdtemp(prefix="splitdata-syscalls-")
        directory = Path(self.top) / "work"
        directory.mkdir()
        if self.force:
            for name, data in OLD.items():
                (directory / name).write_bytes(data)
        return Place(directory, DATA)

    def __exit__(self, *_):
        shutil.rmtree(self.top)


def new_place(force):
    return NewPlace(force)


def one_fault(label, words, force, good, call, number, how):
    """Returns a problem, or None."""
    with new_place(force) as place:
        status, err, log = traced(place.path, words, "-e", f"inject={call}:{how}:when={number}")
        what = f"{label}: {call} number {number}: {how}"
        if "(INJECTED)" not in log:
            return None
        now = place.seen()
        made = {n: d for n, d in now.items() if d is not None and (n not in place.before or force)
                and n != "data.csv"}
        if now.get("data.csv") != DATA:
            return f"{what}: the input was changed"
        if status == 0 and call == "unlinkat" and force:
            # What was replaced cannot be removed, and nothing can be done about it.
            made = {n: d for n, d in made.items() if d not in OLD.values()}
        if status == 0:
            return None if made == good else f"{what}: status 0, and other outputs: {sorted(made)}"
        if status not in (3, 4):
            return f"{what}: status {status}: {err}"
        if len(err.splitlines()) != 1 or not err.startswith("splitdata: "):
            return f"{what}: said {err!r}"
        if now != place.before:
            return f"{what}: status {status}, left {sorted(set(now) - set(place.before))}"
        return None


def faults_of(label, words, errors):
    force = "-f" in words
    good = {name: data for name, data in expected_outputs(DATA, *words, "data.csv").items()
            if data is not None}
    calls, before = count_calls(words, force)
    for call, names in errors.items():
        for number in range(before.get(call, 0) + 1, calls.get(call, 0) + 1):
            for name in names:
                yield label, words, force, good, call, number, f"error={name}"
    for call in INTERRUPTED:
        for number in range(before.get(call, 0) + 1, calls.get(call, 0) + 1):
            if call not in ("close", "fsync", "fallocate", "openat"):
                yield label, words, force, good, call, number, "error=EINTR"


def main():
    if shutil.which("strace") is None:
        print("syscalls: strace is missing")
        return 1
    everything = "--all" in sys.argv
    runs = {**RUNS, **MORE_RUNS} if everything else RUNS
    errors = ERRORS if everything else {call: names[:2] for call, names in ERRORS.items()}
    faults = []
    try:
        for label, words in runs.items():
            faults += list(faults_of(label, words, errors))
    except Failure as failure:
        print(f"FAIL {failure}")
        return 1
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [p for p in pool.map(lambda fault: one_fault(*fault), faults) if p]
    for problem in problems:
        print(f"FAIL {problem}")
    print(f"syscalls: {len(faults) - len(problems)} faults passed, {len(problems)} failed")
    return 1 if problems or not faults else 0


if __name__ == "__main__":
    sys.exit(main())
