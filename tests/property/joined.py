#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Several files are split as if they were joined: a random table, cut at record borders into 1 to 50 files.

Some of the files are gzip, some lack the last line end, some have a byte order mark, some have nothing but a header,
some are empty. Outputs, split id and notes are compared with those of the joined file, for all ways, what is emitted,
threads, memory and scanners.

usage: joined.py [--rounds N] [--seed S] [--rows N]      SPLITDATA_THIN=3 in the environment: every third of the splits
"""
import argparse
import csv
import gzip
import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)
MARK = b"\xef\xbb\xbf"

WAYS = [
    ["-s", "7"],
    ["-s", "7", "--order", "input"],
    ["--no-shuffle"],
    ["--no-shuffle", "--train-size", "20", "--test-size", "10"],
    ["-s", "7", "--parts", "a=0.5,b=0.25,c=0.25"],
    ["-s", "7", "--sample", "0.5"],
    ["-s", "7", "--stratify", "class"],
    ["-s", "7", "--group", "group"],
    ["-s", "7", "--stratify", "class", "--group", "group"],
    ["-s", "7", "--folds", "3"],
    ["-s", "7", "--repeats", "2"],
    ["--hash", "group"],
    ["--hash", "group", "--order", "input"],
    ["--time", "day"],
    ["--predefined", "kind", "--map", "x=train,y=test"],
    ["-s", "7", "--duplicates", "drop"],
    ["-s", "7", "--like", "numpy"],
]
PLAIN = [["-s", "7"], ["-s", "7", "--order", "input"], ["--no-shuffle"], ["-s", "7", "--folds", "3"]]
EMITS = [[], [], [], ["--emit", "indices"], ["--emit", "column"], ["-z"], ["--line-ends", "lf"]]
HOWS = [[], ["-j", "1"], ["-j", "3"], ["-m", "1M"], ["--spill"]]


def table(rng, header, count):
    """Header (or nothing), records without line terminators, and the line terminator."""
    end = rng.choice(["\n", "\n", "\r\n", "\r"]).encode()
    rows = []
    for i in range(count or rng.choice([20, 60, 200, 1500, 20000])):
        text = rng.choice(["", "word", "a b", '"a, b"', '"say ""no"""', '"two\nlines"', "é☕", "x" * rng.randrange(60)])
        day = "2024-%02d-%02d" % (rng.randrange(12) + 1, rng.randrange(28) + 1)
        rows.append(("%d,%s,g%d,%s,%s,%s" % (i, rng.choice("ABC"), rng.randrange(9), rng.choice("xy"), day,
                                             text)).encode())
    return (b"n,class,group,kind,day,text" if header else b""), rows, end


def cut(rng, rows):
    borders = sorted(rng.randrange(len(rows) + 1) for _ in range(rng.choice([0, 1, 2, 7, 49])))
    return [rows[a:b] for a, b in zip([0, *borders], [*borders, len(rows)])]


def body(header, rows, end, last_end):
    lines = ([header] if header else []) + rows
    return end.join(lines) + (end if lines and last_end else b"")


def write_files(rng, folder, header, runs, end, last_end, mark):
    """Writes the files; returns their paths in order."""
    paths = []
    last = max((i for i, rows in enumerate(runs) if rows), default=0)
    for i, rows in enumerate(runs):
        lacks = rng.random() < 0.3 and rows and end != b"\r"
        data = body(header, rows, end, not lacks if i != last else last_end)
        if (i == 0 and mark) or (i != 0 and rng.random() < 0.2 and data):
            data = MARK + data
        path = folder / ("%03d.csv" % i)
        if rng.random() < 0.25:
            path = path.with_suffix(".csv.gz")
            data = gzip.compress(data)
        path.write_bytes(data)
        paths.append(path)
        if rng.random() < 0.1 and i != 0:
            (folder / ("%03d-.csv" % i)).write_bytes(b"")
    return paths


def numbers_by_file(paths, header):
    """The number of records of each file, by another reader."""
    counts = []
    for path in paths:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        counts.append(max(0, len(rows) - (1 if header else 0)))
    return counts


def by_file(text, counts):
    """Row numbers of the joined file as FILE_NUMBER ROW."""
    starts = list(itertools.accumulate(counts, initial=0))
    lines = []
    for row in map(int, text.split()):
        file = max(i for i in range(len(counts)) if starts[i] <= row and counts[i])
        lines.append("%d %d\n" % (file, row - starts[file]))
    return "".join(lines).encode()


def run(words, outputs, kept):
    """The results of a split: status, files by name, and what --json says of records and notes. The folder of the
    outputs, which notes name, becomes `kept`."""
    outputs.mkdir()
    name = "m" + (".r{repeat}" if "--repeats" in words else "") + (".f{fold}" if "--folds" in words else "")
    plain = [] if "-z" in words else ["--gzip=0"]
    done = subprocess.run([PROGRAM, "--json", "--no-sync", "--name", str(outputs / (name + ".{part}.csv")), *plain,
                           *words],
                          capture_output=True, stdin=subprocess.DEVNULL, check=False)
    files = {path.name: path.read_bytes() for path in sorted(outputs.iterdir())}
    outputs.rename(kept)
    told = json.loads(done.stdout) if done.returncode == 0 else {}
    notes = [re.sub(r"(\bline \d+|(\blines )?\d+(?=[,)]| of))( of [^ ,()]+)?", "line N", note) for note in told.get("warnings", [])
             if not note.startswith("empty among the inputs: ")]
    error = re.sub(r"^splitdata: \S+: ", "", done.stderr.decode())
    return done.returncode, files, told.get("split_id"), told.get("rows"), notes, error if done.returncode else ""


def one_round(rng, folder, thin, count):
    header_wanted = rng.random() < 0.8
    header, rows, end = table(rng, header_wanted, count)
    last_end, mark = rng.random() < 0.8, rng.random() < 0.2
    joined = folder / "joined.csv"
    joined.write_bytes((MARK if mark else b"") + body(header, rows, end, last_end))
    parts = folder / "parts"
    parts.mkdir()
    write_files(rng, parts, header, cut(rng, rows), end, last_end, mark)
    extra = [] if header_wanted else ["--no-header"]
    ways = WAYS if header_wanted else PLAIN
    failed = 0
    splits = [(way, rng.choice(EMITS), rng.choice(HOWS)) for way in ways]
    for number, (way, emit, how) in enumerate(splits):
        if number % THIN != thin % THIN:
            continue
        if emit and emit[0] == "--emit" and emit[1] == "column":
            if "--folds" in way or "--repeats" in way or "--parts" in way:
                emit = []
        words = [*way, *emit, *how, *extra]
        a = run([*words, str(joined)], folder / "out", folder / f"joined{number}")
        b = run([*words, str(parts)], folder / "out", folder / f"files{number}")
        if emit == ["--emit", "indices"] and a == b:
            emit = ["--emit", "indices=file"]
            c = run([*way, *emit, *how, *extra, str(parts)], folder / "out", folder / f"numbers{number}")
            counts = numbers_by_file(sorted(parts.iterdir()), header_wanted)
            a = ({name: by_file(text, counts) for name, text in a[1].items()},)
            b = (c[1],)
            words = [*way, *emit, *how, *extra]
        if a != b:
            failed += 1
            print("FAIL", " ".join(words), "in", parts)
            for what, x, y in zip(("status", "files", "split id", "rows", "notes", "error"), a, b):
                if x != y:
                    print("  ", what, repr(x)[:600], "\n   of the files:", repr(y)[:600])
    return len(splits), failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--rows", type=int, help="of each table; random unless given")
    arguments = parser.parse_args()
    splits = failed = 0
    for number in range(arguments.rounds):
        rng = random.Random(f"{arguments.seed} {number}")
        folder = Path(tempfile.mkdtemp(prefix="splitdata-joined-"))
        counted, bad = one_round(rng, folder, number, arguments.rows)
        splits += counted
        failed += bad
        if bad:
            print("  seed", arguments.seed, "round", number)
            if failed > 5:
                break
        else:
            subprocess.run(["rm", "-rf", str(folder)], check=True)
    print(f"joined: {splits} splits of several files and of the joined one, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
