#!/usr/bin/env python3
"""Inputs that are too large for every day: more than 10 GB, 10^9 records, a record of more than 1 GB, 20 million groups,
a folder of 10,000 files of 1 MB.

usage: run.py [bytes] [records] [record] [groups] [files]

Takes some minutes, 26 GB of disk in TMPDIR and, for 10^9 records, 10 GB of memory. Every byte of the outputs is
looked at.
"""
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
PIECE = 1 << 24


class Failure(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Failure(message)


def split(top, *words, file="data.csv", descriptors=None):
    """The two parts that a split of a file, or folder, of `top` makes; with at most so many open descriptors."""
    def limit():
        if descriptors is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

    done = subprocess.run([PROGRAM, "-q", "-f", "--no-sync", "-s", "101", *words, file], cwd=top,
                          capture_output=True, check=False, preexec_fn=limit)
    require(done.returncode == 0, f"status {done.returncode}: {done.stderr.decode()}")
    return top / "data.train.csv", top / "data.test.csv"


def pieces(path):
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def count_numbered(seen, parts, length, filler, digits):
    """Counts the records of parts, which are numbered; all have the same length."""
    for path in parts:
        with path.open("rb") as file:
            require(file.readline() == b"id,text\n", f"{path.name}: the header")
            while piece := file.read(100_000 * length):
                for at in range(0, len(piece), length):
                    require(piece.startswith(filler, at + digits), f"{path.name}: a record is not whole")
                    seen[int(piece[at:at + digits])] += 1
    require(seen.count(1) == len(seen), "a record is missing, or there twice")


def folder_of_10000_files(top):
    """Each of 100 million records, of 10,000 files of which every third lacks the last line end, is in one part."""
    filler, files, rows, digits = b"," + b"0123456789" * 9 + b"\n", int(os.environ.get("FILES", "10000")), 10_000, 9
    (top / "data").mkdir()
    for number in range(files):
        records = b"".join(b"%09d%b" % (i, filler) for i in range(number * rows, (number + 1) * rows))
        if number % 3 == 0 and number + 1 < files:
            records = records[:-1]
        (top / "data" / f"{number:05}.csv").write_bytes(b"id,text\n" + records)
    for words in (), ("--order", "input"):
        parts = split(top, "-r", "0.8", *words, file="data", descriptors=1024)
        count_numbered(bytearray(files * rows), parts, digits + len(filler), filler, digits)
    return f"{files} files, {files * rows} records, shuffled and in order"


def more_than_10_gb(top):
    """Each of 105 million records is in one part, whole: they are numbered."""
    filler, count, digits = b"," + b"0123456789" * 9 + b"\n", 105_000_000, 9
    length = digits + len(filler)
    with (top / "data.csv").open("wb") as file:
        file.write(b"id,text\n")
        for begin in range(0, count, 100_000):
            file.write(b"".join(b"%09d%b" % (i, filler) for i in range(begin, begin + 100_000)))
    size = (top / "data.csv").stat().st_size
    require(size > 10 * 10**9, "the input is too small")
    parts = split(top, "-r", "0.8")
    for path, share in zip(parts, (0.8, 0.2)):
        require(path.stat().st_size == 8 + round(share * count) * length, f"{path.name}: the size")
    count_numbered(bytearray(count), parts, length, filler, digits)
    return f"{size} bytes, {count} records"


def records_by_the_billion(top):
    """10^9 records of one digit: each digit is there as often as in the input."""
    count = 10**9
    block = b"".join(b"%d\n" % (i % 10) for i in range(10_000_000))
    with (top / "data.csv").open("wb") as file:
        for _ in range(count // 10_000_000):
            file.write(block)
    digits = [0] * 10
    for path, share in zip(split(top, "--no-header", "-r", "0.8"), (0.8, 0.2)):
        require(path.stat().st_size == 2 * round(share * count), f"{path.name}: the size")
        for piece in pieces(path):
            require(piece[1::2].count(b"\n") == len(piece) // 2, f"{path.name}: a record is not whole")
            for digit in range(10):
                digits[digit] += piece.count(b"%d" % digit)
    require(digits == [count // 10] * 10, f"digits: {digits}")
    return f"{count} records"


def record_of_more_than_1_gb(top):
    """A field with a billion bytes and line breaks, between short records."""
    line, lines = b"a line, and \"\"quotes\"\" in it\n", 40_000_000
    short = [b"%d,short\n" % i for i in range(9)]
    with (top / "data.csv").open("wb") as file:
        file.write(b"id,text\n" + b"".join(short) + b"9,\"")
        for _ in range(lines // 1_000_000):
            file.write(line * 1_000_000)
        file.write(b"\"\n")
    long_size = 5 + lines * len(line)
    require(long_size > 10**9, "the record is too short")
    found, kept = [], b"".join(short)
    for path in split(top, "-r", "0.8"):
        data = path.read_bytes()
        require(data.startswith(b"id,text\n"), f"{path.name}: the header")
        at = data.find(b"9,\"")
        if at >= 0:
            require(data.count(line, at, at + long_size) == lines, f"{path.name}: the record is not whole")
            data = data[:at] + data[at + long_size:]
        found += data.splitlines(keepends=True)[1:]
    require(b"".join(sorted(found)) == kept, "a short record is missing")
    return f"a record of {long_size} bytes"


def private_memory(command, top):
    """The most memory of its own, in bytes, that a command was seen to have."""
    most = 0
    with subprocess.Popen(command, cwd=top, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            with contextlib.suppress(OSError, StopIteration):
                with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                    line = next(line for line in status if line.startswith("RssAnon"))
                    most = max(most, int(line.split()[1]) * 1024)
            time.sleep(0.005)
        require(process.returncode == 0, f"{command}: {process.stderr.read().decode()}")
    return most


def many_groups(top):
    """Groups of one record: their tables take at most 1 GB together with all else."""
    count, said = 20_000_000, []
    with (top / "data.csv").open("wb") as file:
        file.write(b"group,class\n")
        for begin in range(0, count, 100_000):
            file.write(b"".join(b"u%08d,%d\n" % (i * 7919 % count, i % 10) for i in range(begin, begin + 100_000)))
    for words in (["--group", "group"], ["--group", "group", "--stratify", "class"],
                  ["--group", "group", "--folds", "5", "--emit", "column"]):
        most = private_memory([PROGRAM, "-q", "-f", "--no-sync", "-s", "101", *words, "data.csv"], top)
        require(100 << 20 < most <= 10**9, f"{words}: {most} bytes of private memory")
        said.append(f"{most >> 20} MiB")
    return f"{count} groups in {' '.join(said)}"


CASES = {"bytes": more_than_10_gb, "records": records_by_the_billion, "record": record_of_more_than_1_gb,
         "groups": many_groups, "files": folder_of_10000_files}


def main():
    failed = 0
    names = sys.argv[1:] or list(CASES)
    for name in names:
        with tempfile.TemporaryDirectory(prefix="splitdata-large-") as top:
            try:
                print(f"large: {CASES[name](Path(top))}: passed", flush=True)
            except Failure as failure:
                failed += 1
                print(f"large: {name}: FAILED: {failure}", flush=True)
    print(f"large: {len(names) - failed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
