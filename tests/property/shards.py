#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shards of a part, joined without the later headers, are the file that is written without --shards, byte for byte,
in any way to split, with any engine, threads, memory and source; their numbers are those of the rule, which is written
here once more: numpy.array_split's for a number, one loop over the records for a size. The split id is the same, and so
are the records and bytes of each shard in --json and in the manifest, which verify confirms.

usage: shards.py [--all]     (all: every combination; else each input and way meets some of them, in turn)
SPLITDATA_THIN=3 in the environment: every third of these runs.
"""
import gzip
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)


def table(records, end=b"\n", last=True, header=b"id,class,group,when,text"):
    """Records of 30 to 3,000 bytes, some with line breaks inside."""
    rng = random.Random(records)
    rows = [header] if header else []
    for i in range(records):
        text = b"word " * (rng.choice([1, 2, 3, 600]) if i % 50 == 7 else rng.randrange(1, 5))
        if i % 9 == 4:
            text = b'"two\nlines, ""quoted"""' + b" " * (i % 3)
        rows.append(b"%d,c%d,g%d,2024-01-%02dT%02d:00:%02d,%s" %
                    (i, i % 4, i % 17, i // 60 % 28 + 1, i % 24, i % 60, text.strip()))
    return end.join(rows) + (end if last else b"")


def short(records):
    """So many and so short that they are kept in the shuffled items."""
    return b"id,y\n" + b"".join(b"%d,%d\n" % (i * 7919 % 100003, i % 10) for i in range(records))


# {name: (bytes, words, whether there are columns to split by)}
INPUTS = {
    "plain": (table(700), [], True),
    "no last end": (table(301, last=False), [], True),
    "few": (table(16, last=False), [], True),
    "few crlf": (table(18, end=b"\r\n", last=False), [], True),
    "crlf": (table(300, end=b"\r\n", last=False), [], True),
    "mark": (b"\xef\xbb\xbf" + table(200), [], True),
    "two headers": (table(200, header=b"id,class,group,when,text\nint,str,str,date,str"), ["--header=2"], True),
    "no header": (table(200, header=b""), ["--no-header"], False),
    "lines": (table(300, last=False).replace(b'"', b"'"), ["--format", "lines"], False),
    "short": (short(400000), [], False),
    "other ends": (table(300, end=b"\r\n", last=False), ["--line-ends", "lf"], True),
}

BY_ROWS = [["-s", "1"], ["-s", "2", "--parts", "a=60%,b=*,c=10%"], ["--no-shuffle"], ["-s", "3", "--order", "input"],
           ["-s", "4", "--folds", "3"], ["-s", "5", "--repeats", "2", "--only", "test"], ["-s", "6", "--sample", "60%"],
           ["-s", "7", "--like", "numpy-mask"]]
BY_KEYS = [["-s", "1", "--stratify", "class"], ["-s", "2", "--group", "group"], ["--time", "when", "--gap", "1"],
           ["-s", "3", "--hash", "id"], ["--time", "when", "--folds", "3"], ["-s", "4", "--stratify", "class", "--folds", "2"],
           ["--predefined", "class", "--map", "c0=x,c1=x,c2=y,c3=x"]]
EMITS = [[], ["--emit", "indices"], ["--no-output-header"]]
FORMS = [["--gzip=0"], ["-z1"]]
MEMORY = [[], ["--spill"], ["-m", "32M", "-j", "2"], ["-j", "3"], ["-j", "1", "--scanner", "portable"]]
SOURCES = ["file", "gzip", "pipe"]
SHARDS = ["1", "2", "7", "1K", "4K", "64K", "1G"]


def plain(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def split(top, words, source, out):
    """The report, and the outputs' bytes before compression by name."""
    name = {"file": "in.csv", "gzip": "packed.csv.gz", "pipe": "-"}[source]
    stdin = open(top / "in.csv", "rb") if source == "pipe" else subprocess.DEVNULL
    done = subprocess.run([PROGRAM, "--json", "--no-sync", "-O", out, *words, name], cwd=top, stdin=stdin,
                          capture_output=True, timeout=300, check=False)
    if source == "pipe":
        stdin.close()
    if done.returncode != 0:
        return done.stderr.decode(), None
    return json.loads(done.stdout), {path.name: plain(path) for path in Path(out).iterdir() if path.suffix != ".json"}


def sizes_of(rows, asked):
    """The sizes of the shards of a part whose records have these lengths, the header's first."""
    header, lengths = rows[0], rows[1:]
    if asked.isdigit():
        count = int(asked)
        return [len(lengths) // count + (i < len(lengths) % count) for i in range(count)]
    most = int(asked[:-1]) << {"K": 10, "M": 20, "G": 30}[asked[-1]]
    sizes, used = [], most + 1
    for length in lengths:
        if not sizes or used + length > most:
            sizes.append(0)
            used = header
        sizes[-1] += 1
        used += length
    return sizes or [0]


def lengths_of(whole, header, rows, text):
    """The length of the header and of each record of an output; none has a quote with a line end but `text`."""
    body, lengths, quoted, begin = whole[header:], [header], False, 0
    for at, byte in enumerate(body):
        quoted ^= byte == 0x22 and text
        if byte == 0x0a and not quoted:
            lengths.append(at + 1 - begin)
            begin = at + 1
    if begin < len(body):
        lengths.append(len(body) - begin)
    assert len(lengths) == rows + 1, (len(lengths), rows)
    return lengths


def header_of(whole, words):
    if "indices" in words or "--no-output-header" in words or "--no-header" in words or "lines" in words:
        return 3 if whole.startswith(b"\xef\xbb\xbf") and "indices" not in words else 0
    count = 2 if "--header=2" in words else 1
    at = 0
    for _ in range(count):
        at = whole.index(b"\n", at) + 1
    return at


def check(top, words, one, files_words, source, shards):
    """A problem, or None. `one`: the undivided split."""
    report, whole = one
    if whole is None:
        return f"not split: {report}"
    with tempfile.TemporaryDirectory(dir=top) as out:
        made, files = split(top, [*words, *files_words, "--shards", shards, "--manifest"], source, out)
        least = min(part["rows"] for part in report["parts"] if part["path"] is not None)
        if files is None:
            refused = shards.isdigit() and int(shards) > least and "no shard is empty" in made
            return None if refused else f"not split: {made}"
        if shards.isdigit() and int(shards) > least:
            return "more shards than records are not refused"
        if made["split_id"] != report["split_id"]:
            return f"split id {made['split_id']}, not {report['split_id']}"
        named = set()
        for part, undivided in zip(made["parts"], report["parts"]):
            if part["path"] is None:
                continue
            expected = whole[Path(undivided["path"]).name.removesuffix(".gz")]
            header = header_of(expected, words)
            pieces = [files[Path(shard["path"]).name] for shard in part["shards"]]
            named |= {Path(shard["path"]).name for shard in part["shards"]}
            if any(not piece.startswith(expected[:header]) for piece in pieces):
                return f"{part['path']}: a shard without the header"
            if pieces[0] + b"".join(piece[header:] for piece in pieces[1:]) != expected:
                return f"{part['path']}: joined they are not the one file"
            if [shard["bytes"] for shard in part["shards"]] != [len(piece) for piece in pieces]:
                return f"{part['path']}: other bytes in the report"
            sizes = sizes_of(lengths_of(expected, header, part["rows"], "lines" not in words), shards)
            if [shard["rows"] for shard in part["shards"]] != sizes:
                return f"{part['path']}: {[shard['rows'] for shard in part['shards']]} records, not {sizes}"
        if named != set(files):
            return f"other files: {sorted(set(files) ^ named)}"
        if source == "file":
            done = subprocess.run([PROGRAM, "verify", "-q", made["manifest"]], cwd=top, timeout=300, check=False)
            if done.returncode != 0:
                return "its manifest does not hold"
    return None


def combinations(number, everything):
    for i, combination in enumerate(itertools.product(FORMS, MEMORY, SOURCES, SHARDS)):
        if everything or i % 17 == number % 17:
            yield combination


def run_input(pool, top, number, name, everything):
    data, options, keys = INPUTS[name]
    (top / "in.csv").write_bytes(data)
    (top / "packed.csv.gz").write_bytes(gzip.compress(data, 1))
    jobs = []
    for way, base in enumerate(itertools.product(BY_ROWS + (BY_KEYS if keys else []), EMITS)):
        words = [*options, *base[0], *base[1]]
        if ("--no-output-header" in words and ("--no-header" in words or "lines" in words)) or \
                ("indices" in words and "--line-ends" in words):
            continue
        if not everything and name == "short" and way % 3 != number % 3:
            continue
        with tempfile.TemporaryDirectory(dir=top) as out:
            one = split(top, [*words, "--gzip=0"], "file", out)
        if one[1] is not None:
            for part in one[0]["parts"]:
                assert part["path"] is None or Path(part["path"]).name in one[1]
        runs = list(combinations(number + way, everything))
        for form, memory, source, shards in runs[way % THIN::THIN]:
            files_words = [*form, *memory]
            if name == "short" and shards in ("1K",):  # thousands of files
                continue
            kept = one
            if source != "file" and one[1] is not None:
                kept = (one[0], one[1])
            jobs.append((words, files_words, source, shards,
                         pool.submit(check, top, words, kept, files_words, source, shards)))
    return [(*job[:4], job[4].result()) for job in jobs]


def main():
    everything = "--all" in sys.argv
    failures, runs = [], 0
    pool = ThreadPoolExecutor(os.cpu_count())
    for number, name in enumerate(INPUTS):
        with tempfile.TemporaryDirectory(prefix="splitdata-shards-") as top:
            for words, files_words, source, shards, problem in run_input(pool, Path(top), number, name, everything):
                runs += 1
                if problem is not None:
                    failures.append(f"{name}, {source}, {words} {files_words} --shards {shards}: {problem}")
    for failure in failures[:10]:
        print(failure)
    print(f"shards: {runs} splits into shards, {len(failures)} not as into one file")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
