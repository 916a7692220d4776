#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A piped or compressed input is indexed while it arrives: outputs, summary and error equal those of the plain file,
whatever is at the boundary of two pieces of the input (every 256 KiB), with every scanner and several numbers of
threads.

usage: arriving.py [--all]     (all: every combination; else each input meets some of them, in turn)
SPLITDATA_THIN=3 in the environment: every third of these runs.
"""
import contextlib
import gzip
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)
SCANNERS = subprocess.run([PROGRAM, "--version"], capture_output=True, check=True, text=True).stdout.split(
    "scanners: ")[1].splitlines()[0].split()

PIECE = 256 * 1024
SOURCES = ["gzip", "members", "pipe"]
THREADS = [["-j", "1"], ["-j", "2"], ["-j", "5"]]
WAYS = [["-s", "1"], ["-s", "2", "--order", "input"], ["--no-shuffle"], ["-s", "3", "--emit", "indices"],
        ["-s", "4", "-m", "32M", "--manifest"], ["-s", "5", "--spill"], ["-s", "6", "--spill", "--order", "input"],
        ["-s", "7", "--folds", "3"], ["-s", "8", "--emit", "column"]]


def plain(i):
    return b"%d,some words,%d" % (i, i * i)


def quoted(i):
    return b'%d,"said ""%d"",\r\n\n, and went",%s' % (i, i, b'""' * (i % 3))


def usual(make=plain, end=b"\n", size=3 * PIECE + 500):
    """A header and records up to about `size` bytes."""
    rows, length = [b"a,b,c"], 0
    while length < size:
        rows.append(make(len(rows)))
        length += len(rows[-1]) + len(end)
    return end.join(rows) + end


def put(text, what, near):
    """Inserts `what` before the first line that begins at `near` or later."""
    at = text.index(b"\n", near) + 1
    return text[:at] + what + text[at:]


def at_border(before, after, make=plain):
    """The second piece ends between the two; each begins or ends in the middle of a record."""
    text = usual(make)[:2 * PIECE - len(before) - 1]
    text = text[:text.rindex(b"\n") + 1]
    fill = 2 * PIECE - len(before) - len(text) - len(b"0,,\n")
    return text + b"0," + b"x" * fill + b",\n" + before + after + usual(make).split(b"\n", 1)[1]


def mixed(seed):
    """Random fields, quotes, line breaks and blank lines."""
    rng = random.Random(seed)
    fields = [b"", b"one", b" two ", b'"a,b"', b'"x\ny"', b'"""q"""', b'"\r\n"', "☕".encode(), b"\0", b"7;8"]
    ends = [b"\n", b"\n", b"\r\n", b"\r\r\n", b"\n \n", b"\r\n\r\n"]
    text = bytearray(b"a,b,c\n")
    while len(text) < 3 * PIECE:
        text += b",".join((b"%d" % len(text), rng.choice(fields), rng.choice(fields))) + rng.choice(ends)
    return bytes(text)


# All others are split.
REFUSED = {"header alone", "one byte", "mark alone", "blank lines alone", "empty", "ragged", "ragged at a border",
           "ragged last", "text after a quote", "quote never closed", "other separator", "utf-16", "zip",
           "another separator", "json"}


def inputs():
    """{name: (bytes, words)}"""
    found = {
        "plain": usual(),
        "quoted": usual(quoted),
        "crlf": usual(end=b"\r\n"),
        "lone cr": usual(end=b"\r"),
        "no last end": usual()[:-1],
        "no last end, crlf": usual(end=b"\r\n")[:-2],
        "mark": b"\xef\xbb\xbf" + usual(),
        "small": b"a,b,c\n1,2,3\n4,5,6\n",
        "header alone": b"a,b,c\n",
        "one byte": b"x",
        "mark alone": b"\xef\xbb\xbf",
        "blank lines alone": b"\n \n" * PIECE,
        "empty": b"",
        "blank first": b"\r\n \n" + usual(),
        "blank line": put(usual(), b"\n", 2 * PIECE),
        "blank lines at a border": at_border(b"\n \n", b"\t\n\r\n"),
        "cr | lf at a border": at_border(b"1,2,3\r", b"\n"),
        "cr | cr lf at a border": at_border(b"1,2,3\r", b"\r\n"),
        "cr | record at a border": at_border(b"1,2,3\r", b"4,5,6\n"),
        "quote | quote at a border": at_border(b'1,"2"', b'"2",3\n'),
        "quoted end at a border": at_border(b'1,"2\n', b'2",3\n'),
        "closing quote at a border": at_border(b'1,"2', b'",3\n'),
        "long record": put(usual(), b'1,"' + b"x\n" * PIECE + b'",3\n', PIECE),
        "ragged": put(usual(quoted), b"1,2\n", 2 * PIECE + 900),
        "ragged at a border": at_border(b"1,", b"2\n"),
        "ragged last": usual() + b"1,2",
        "text after a quote": put(usual(), b'1,"2"x"\n,3\n', PIECE + 77),
        "lengths": put(usual(), b'1,5" disk,3\n', PIECE + 77),
        "quote never closed": put(usual(), b'1,"2,3\n', 2 * PIECE),
        "other separator": put(usual(), b'1;"2,3\n";4,5,6\n', PIECE),
        "nul": put(usual(), b"\0,\0,\0\n", PIECE),
        "utf-16": "a,b\n1,2\n".encode("utf-16"),
        "zip": b"PK\3\4" + usual(),
        "another separator": usual().replace(b",", b";"),
        "json": b'{"a": 1}\n' * 40000,
    }
    found = {name: (text, []) for name, text in found.items()}
    found["no header"] = (usual(), ["--no-header"])
    found["lines"] = (usual(end=b"\r\n") + b"\n\n" + b"long" * PIECE, ["--format", "lines"])
    found["ragged kept"] = (put(usual(), b"1,2\n,\n", PIECE), ["--ragged", "keep"])
    found["nothing quotes"] = (put(usual(), b'1,"2,3\n', PIECE), ["--quote", "none"])
    found["tabs"] = (usual().replace(b",", b"\t"), ["-d", "tab"])
    for seed in range(4):
        found[f"mixed {seed}"] = (mixed(seed), ["-d", ","])
    return found


def members(text):
    """gzip of many members, the first of 2 bytes and an empty one."""
    rng = random.Random(len(text))
    cuts = [0, 2, 2, *sorted(rng.randrange(2, len(text) + 3) for _ in range(40)), len(text) + 3]
    return b"".join(gzip.compress(text[a:b], 1) for a, b in zip(cuts, cuts[1:]))


def split(top, source, words):
    """Status, message, the input and the split in --json, and the outputs' bytes."""
    path = {"file": "in.csv", "pipe": "in.csv", "gzip": "packed.csv.gz", "members": "members.csv.gz"}[source]
    with tempfile.TemporaryDirectory(dir=top) as out, contextlib.ExitStack() as feeding:
        stdin = subprocess.DEVNULL
        if source == "pipe":
            data = feeding.enter_context(open(top / path, "rb"))
            feeder = feeding.enter_context(subprocess.Popen(["cat"], stdin=data, stdout=subprocess.PIPE))
            stdin = feeder.stdout
        done = subprocess.run([PROGRAM, "--json", "--no-sync", "--gzip=0", "-O", out, *words,
                               "-" if source == "pipe" else path], cwd=top, stdin=stdin,
                              capture_output=True, timeout=300, check=False)
        if source == "pipe":
            stdin.close()
        message = done.stderr.decode().replace("standard input", "IN").replace(path, "IN")
        if source in ("gzip", "members"):  # a command that is named begins with gzip there
            message = re.sub(r"gzip -dc IN \| (.*) > OUT", r"\1 IN > OUT", message)
            message = re.sub(r"gzip -dc IN > FILE; (.*)FILE", r"\1IN", message)
        report = json.loads(done.stdout) if done.returncode == 0 else {}
        summary = [report.get(key) for key in ("split_id", "left_out")]
        summary += [report.get("input", {}).get(key) for key in ("rows", "columns", "bytes", "blank_lines", "header")]
        outputs = {file.stem.split(".", 1)[1]: file.read_bytes() for file in Path(out).iterdir()
                   if file.suffix != ".json"}
        return done.returncode, message, summary, outputs


def combinations(number, everything):
    for way, words in enumerate(WAYS):
        if not everything and way != 0 and (way + number) % 4 != 0:
            continue
        for i, combination in enumerate(itertools.product(SOURCES, THREADS, SCANNERS)):
            if everything or i % 13 == (number + way) % 13:
                yield words, combination


def check_input(pool, top, number, everything, name, text, options):
    """The number of splits, and the problems found."""
    (top / "in.csv").write_bytes(text)
    (top / "packed.csv.gz").write_bytes(gzip.compress(text, 1))
    (top / "members.csv.gz").write_bytes(members(text))
    expected, jobs, failures = {}, [], []
    for way, (source, threads, scanner) in list(combinations(number, everything))[number % THIN::THIN]:
        if "column" in way and "lines" in options:
            continue
        words = [*way, *options]
        oracle = ["--scanner", "libcsv"] if scanner == "libcsv" else []  # its verdicts differ
        key = (*words, *oracle)
        if key not in expected:
            expected[key] = pool.submit(split, top, "file", key)
        words += [*threads, "--scanner", scanner]
        jobs.append((key, source, words, pool.submit(split, top, source, words)))
    for key, source, words, job in jobs:
        if job.result() != expected[key].result():
            failures.append(f"{name}, {source}, {words}: {job.result()[:3]} instead of "
                            f"{expected[key].result()[:3]}, or other bytes")
    for key, job in expected.items():
        if "libcsv" not in key and job.result()[0] != (3 if name in REFUSED else 0):
            failures.append(f"{name}, {key}: {job.result()[:3]}")
    return len(jobs), failures


def main():
    failures, runs = [], 0
    everything = "--all" in sys.argv
    pool = ThreadPoolExecutor(os.cpu_count())
    for number, (name, (text, options)) in enumerate(inputs().items()):
        with tempfile.TemporaryDirectory(prefix="splitdata-arriving-") as top:
            done, wrong = check_input(pool, Path(top), number, everything, name, text, options)
            runs += done
            failures += wrong
    for failure in failures[:10]:
        print(failure)
    print(f"arriving: {runs} splits of inputs that arrive, {len(failures)} not as from the file")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
