#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A split in steps on many machines (splitdata shard) makes the bytes of the same split on one, whatever the ranges: of one
byte, of random lengths, larger than the data; across quoted line breaks, CR LF, files and gzip files. What one machine
refuses the steps refuse, in the same file and line. Tasks run in random order, and some twice.

usage: distributed.py [--rounds N] [--seed S]
"""
import argparse
import gzip
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
CORPUS = ROOT.parent / "shared" / "corpus"

# Options that say how files are read, or name the key columns, are for the scan; the others are for the plan.
WAYS = [
    [["-s", "1"], []], [["-s", "2", "--order", "input"], []], [["--no-shuffle", "--parts", "a=1/3,b=*"], []],
    [["-s", "3", "--parts", "a=50%,b=*,c=20%", "--order", "input"], []],
    [["--like", "splitdata", "-s", "4"], []], [["--like", "splitdata", "-s", "5", "--order", "input"], []],
    [["--like", "splitdata", "-s", "18446744073709551615", "--train-size", "30%", "--test-size", "30%"], []],
    [["--like", "torch", "-s", "5"], []], [["--like", "polars", "-s", "5"], []],
    [["-s", "6", "--folds", "3"], []], [["-s", "7", "--repeats", "2", "--test-size", "20%"], []],
    [["-s", "8", "--sample", "50%"], []],
]
KEYED = [
    [["-s", "1", "--rare", "train"], ["--stratify", "class"]], [["-s", "2"], ["--group", "group"]],
    [["-s", "3", "--order", "input"], ["--group", "group"]], [["-s", "3"], ["--hash", "id,group"]],
    [["-s", "4", "--folds", "2"], ["--group", "group"]], [["--ratio", "0.7"], ["--time", "when"]],
    [["-s", "5", "--folds", "2"], ["--stratify", "class"]], [["-s", "5", "--folds", "2"], ["--stratify", "class", "--group", "group"]],
    [["-s", "6", "--missing", "drop", "--rare", "train"], ["--stratify", "odd"]],
    [["-s", "7", "--column-type", "class=text"], ["--stratify", "class"]],
    [[], ["--predefined", "class"]],
]


def run(*words, **more):
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, errors="replace", **more)


def table(rng, records, end, last=True, header=True, quotes=True):
    """Records with line breaks, quotes and delimiters inside."""
    rows = ["id,class,group,when,odd,text"] if header else []
    for i in range(records):
        text = rng.choice(["word", "", "two words", 'five "inch', "x" * rng.randrange(60)])
        if quotes and rng.random() < 0.5:
            text = '"' + rng.choice(["a\nb", "a\r\nb", 'say ""x""\n', ",,\n,", "\r", '""', "a,\"\"b\n1,2,3,4,5,6"]) + '"'
        rows.append("%d,%d,g%d,2024-01-%02d,%s,%s" % (i, i % 3, i // 3, i % 28 + 1, rng.choice(["", "NA", "p", "q"]), text))
        if rng.random() < 0.05:
            rows.append("")
    return (end.join(rows) + (end if last else "")).encode()


def damaged(rng, data):
    """A few bytes are something else."""
    data = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data))
        data[at:at + rng.randrange(2)] = rng.choice([b'"', b"\n", b"\r", b",", b'""', b"\\", b";", b"x"])
    return bytes(data)


def ranges(rng, total):
    """Ranges that have each byte once."""
    kind = rng.randrange(4) if total > 0 else 1
    if kind == 0 and total <= 400:
        return [(i, i + 1) for i in range(total)]
    if kind == 1:
        return [(0, total + rng.randrange(1000))]
    cuts = sorted({0, *(rng.randrange(total) for _ in range(rng.randrange(1, 3 if kind == 2 else 30)))})
    return list(zip(cuts, cuts[1:] + [total]))


def place(message):
    """The file and line of an error."""
    found = re.match(r"splitdata: (.*?):(\d+): ", message)
    return found.groups() if found else None


def steps(rng, work, files, reading, planning, keys):
    """Runs the steps; returns the outcome of the one that fails, or None."""
    total = sum(f.stat().st_size for f in files)
    parts = ranges(rng, total)
    summaries = [work / f"{i}.summary" for i in range(len(parts))]
    order = list(range(len(parts))) + rng.sample(range(len(parts)), min(3, len(parts)))
    rng.shuffle(order)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda i: run("shard", "scan", "--no-sync", *reading, *keys, "--range", "%d:%d" % parts[i],
                                           "-o", summaries[i], *files), order))
    for result in done:
        if result.returncode:
            return result
    rng.shuffle(summaries)
    result = run("shard", "plan", "--no-sync", *planning, "-o", work / "plan", *summaries)
    if result.returncode:
        return result
    exchanged = "joined by splitdata" in result.stdout
    rng.shuffle(order)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda i: run("shard", "apply", "--no-sync", work / "plan", "--number", i, "-O", work / "pieces"), order))
    for result in done:
        assert result.returncode == 0, result.stderr
    names = {re.sub(r"-\d+-of-\d+(\.piece)?$", "", p.name) for p in (work / "pieces").iterdir()}
    (work / "got").mkdir()
    for name in sorted(names):
        pieces = sorted((work / "pieces").glob(glob_escape(name) + "-[0-9]*-of-[0-9]*"))
        assert len(pieces) == len(parts), (name, len(pieces))
        if not exchanged:
            (work / "got" / name).write_bytes(b"".join(p.read_bytes() for p in pieces))
            continue
        rng.shuffle(pieces)
        shares = rng.choice([1, 1, 2, 5])
        for share in range(shares):
            result = run("shard", "join", "--no-sync", "--share", f"{share}/{shares}", "-o", work / f"{name}.{share}", work / "plan", *pieces)
            assert result.returncode == 0, result.stderr
        (work / "got" / name).write_bytes(b"".join((work / f"{name}.{s}").read_bytes() for s in range(shares)))
    return None


def glob_escape(name):
    return re.sub(r"([\[*?])", r"[\1]", name)


def compare(rng, work, files, reading, planning, keys, told):
    """Returns what differs, or None; counts in `told`."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    name = "{part}"
    if "--folds" in planning or "--predefined" in keys:
        name = "fold{fold}." + name
    if "--repeats" in planning:
        name = "repeat{repeat}." + name
    one = run(*reading, *planning, *keys, "-q", "--gzip=0", "--no-sync", "--name", name, "-O", work / "one", *files)
    failed = steps(rng, work, files, reading, planning, keys)
    if one.returncode == 0 and failed is None:
        told["same"] += 1
        made, got = ({p.name: p.read_bytes() for p in (work / d).iterdir()} for d in ("one", "got"))
        if made != got:
            return f"bytes differ: {sorted(made)} {sorted(got)} {[k for k in made if made[k] != got.get(k)]}"
        return None
    if one.returncode == 0:
        # What the steps cannot know, and say.
        if "follow another separator" in failed.stderr:
            told["refused by the steps alone"] += 1
            return None
        return "only the steps refuse: " + failed.stderr
    if failed is None:
        return "only one machine refuses: " + one.stderr
    told["refused"] += 1
    if "no such column" in failed.stderr:  # a scan finds its columns before any record is refused
        return None
    if one.returncode != failed.returncode or (place(one.stderr) and place(one.stderr) != place(failed.stderr)):
        return "other refusals: " + one.stderr + failed.stderr
    return None


def inputs(rng, folder):
    """Files, and how they are read; and whether they have the key columns."""
    kind = rng.randrange(10)
    end = rng.choice(["\n", "\r\n", "\r"])
    data = table(rng, rng.choice([6, 20, 60]), end, rng.random() < 0.6, quotes=rng.random() < 0.8)
    if kind == 0:
        data = b"\xef\xbb\xbf" + data
    reading, keyed = [], True
    if kind == 1:
        data = damaged(rng, data)
    if kind == 2:
        reading, keyed = ["--no-header"], False
        data = table(rng, 20, end, header=False)
    if kind == 3:
        reading, keyed = ["--format", "lines"], False
    if kind == 4:
        reading = ["--comment", "#"]
        data = data.replace(b"\n3,", b'\n# it"s\n3,').replace(b"\r4,", b"\r#\r\r4,")
    if kind == 5:
        reading = ["--escape", "\\"]
        data = data.replace(b"word", b'w\\"\\\nd').replace(b"two words", b'"a\\"b\n"')
    if kind == 6:
        shutil.copy(rng.choice([ROOT / "samples" / n for n in ("iris.csv", "messages.csv", "weather.tsv", "events.jsonl")]), folder)
        return list(folder.iterdir()), [], False
    if kind < 7:
        (folder / "data.csv").write_bytes(data)
        return [folder / "data.csv"], reading, keyed
    files = []
    for i in range(rng.randrange(1, 4)):
        text = table(rng, rng.choice([0, 1, 9, 30]), end, rng.random() < 0.5)
        path = folder / f"{i}.csv"
        if kind == 9 and rng.random() < 0.5:
            path = folder / f"{i}.csv.gz"
            text = gzip.compress(text)
        path.write_bytes(text)
        files.append(path)
    return files, reading, keyed


def corpus():
    return sorted(p for p in CORPUS.rglob("*.csv") if p.stat().st_size < 20000) if CORPUS.is_dir() else []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", action="store_true", help="each file of ../shared/corpus, too")
    asked = parser.parse_args()
    told = {"same": 0, "refused": 0, "refused by the steps alone": 0}
    faults = 0
    with tempfile.TemporaryDirectory() as place_:
        place_ = Path(place_)
        tasks = [None] * asked.rounds + (corpus() if asked.corpus else [])
        for number, path in enumerate(tasks):
            rng = random.Random(asked.seed * 1000003 + number)
            folder = place_ / "in"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            files, reading, keyed = ([path], [], False) if path else inputs(rng, folder)
            planning, keys = rng.choice(WAYS + (2 * KEYED if keyed else []))
            fault = compare(rng, place_ / "work", files, reading, planning, keys, told)
            if fault:
                faults += 1
                print(f"round {number} ({path or [f.name for f in files]} {reading} {planning} {keys}): {fault}")
    print(f"distributed: {told}, {faults} faults")
    return faults != 0 or told["same"] == 0


if __name__ == "__main__":
    sys.exit(main())
