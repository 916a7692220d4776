#!/usr/bin/env python3
"""Properties of any input and any split, tested on random ones with fixed seeds:

the records of the outputs are the input's, each as often; sizes are exact; the same seed gives the same
bytes with every recipe, any number of threads, any scanner, any memory, from a file, a pipe or gzip; compressed outputs hold
what plain ones do; row numbers and the new column say the same as the rows; the digests of a manifest
are those of the bytes, however they came and went.

usage: run.py [--rounds N]      SPLITDATA_THIN=3 in the environment: every third of them
"""
import gzip
import hashlib
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from math import floor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)


class Failure(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Failure(message)


def random_field(rng, delimiter):
    kind = rng.randrange(10)
    word = "".join(rng.choice("abcdé☕ 0123456789.-") for _ in range(rng.randrange(8)))
    if kind < 6:
        return word
    inside = "".join(rng.choice(["a", "b", '""', delimiter, "\n", "\r\n", "\r", " ", "☕", ";"])
                     for _ in range(rng.randrange(12)))
    return f'"{inside}"'


def random_input(rng):
    """A file, and the records (content, line terminator) that splitdata must find in it."""
    delimiter = rng.choice([",", ",", ",", "\t", ";"])
    columns = rng.randrange(2, 6)
    count = rng.choice([2, 3, 5, 10, 37, 100, 400])
    usual_end = rng.choice(["\n", "\r\n", "\r", "\r\r\n"])
    mark = b"\xef\xbb\xbf" if rng.randrange(4) == 0 else b""
    header = delimiter.join(f"c{i}" for i in range(columns))
    out = [mark, (header + usual_end).encode()]
    records = []
    long_one = rng.randrange(count) if rng.randrange(6) == 0 else -1
    for i in range(count):
        if rng.randrange(20) == 0:
            out.append(("  " if rng.randrange(2) else "").encode() + usual_end.encode())  # blank
        fields = [str(i)] + [random_field(rng, delimiter) for _ in range(columns - 1)]
        if i == long_one:
            fields[-1] = '"' + "x\n" * rng.randrange(300000) + '"'
        end = usual_end if rng.randrange(5) else rng.choice(["\n", "\r\n"])
        records.append((delimiter.join(fields).encode(), end.encode()))
    endless = rng.randrange(2) == 1  # the last record lacks its line terminator
    if endless:
        records[-1] = (records[-1][0], b"")
    body, written = [], []
    for content, end in records:
        body.append(content + end)
        written.append(content + (end or usual_end.encode()))
    head = b"".join(out[:2])
    blanks = [piece for piece in out[2:]]
    # Blank lines go between records, where a lone CR cannot join the next line's LF.
    text = bytearray(head)
    for i, piece in enumerate(body):
        if i < len(blanks):
            text += b" \n"
        text += piece
    return bytes(text), head, Written(written, endless), delimiter


class Written(list):
    """The records, each with its line terminator; whether the last one lacks it if nothing follows."""

    def __init__(self, records, endless):
        super().__init__(records)
        self.endless = endless


def run(directory, words, stdin=None):
    done = subprocess.run([PROGRAM, *words], cwd=directory, input=stdin, capture_output=True,
                          timeout=300, check=False)
    require(done.returncode == 0, f"{words}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


class Outputs:
    """The outputs of one run in a directory of their own, by part."""

    def __init__(self, top, label, words, parts, source, stdin=None):
        self.directory = Path(top) / label
        run(top, [*words, "-q", "-O", label, source], stdin)
        self.files = {p.name: p.read_bytes() for p in self.directory.iterdir()}
        require(len(self.files) == parts, f"{label}: {sorted(self.files)}")

    def plain(self):
        return {part_of(name): gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
                for name, data in self.files.items()}


def part_of(name):
    return name.split(".")[1]


def records_of(output, head):
    """The body of an output, which must start with the header."""
    require(output.startswith(head), "an output does not start with the header")
    return output[len(head):]


def choose_split(rng, n):
    """Words for a split of n records, and the sizes it must have, by part."""
    kind = rng.randrange(4)
    if kind == 0:
        share = rng.choice(["0.8", "0.5", "0.29", "3/7", "66%"])
        value = {"0.8": 0.8, "0.5": 0.5, "0.29": 0.29, "3/7": 3 / 7, "66%": 0.66}[share]
        train = floor(value * n)
        return ["-r", share], {"train": train, "test": n - train}
    if kind == 1:
        test = rng.randrange(1, n)
        return ["--test-size", str(test)], {"train": n - test, "test": test}
    if kind == 2:
        a = rng.randrange(1, n)
        return ["--parts", f"a={a},b=*"], {"a": a, "b": n - a}
    one, two = floor(0.5 * n), floor(0.75 * n)
    return (["--parts", "x=0.5,y=0.25,z=0.25"], {"x": one, "y": two - one, "z": n - two})


def check_round(number):
    rng = random.Random(number)
    text, head, written, delimiter = random_input(rng)
    n = len(written)
    words, sizes = choose_split(rng, n)
    if min(sizes.values()) == 0:
        words, sizes = ["--parts", "a=1,b=*"], {"a": 1, "b": n - 1}
    seed = str(rng.choice([0, 1, 101, 4294967295, rng.randrange(2**32)]))
    order = rng.choice([[], [], ["--order", "input"], ["--no-shuffle"]])
    words += order if order == ["--no-shuffle"] else [*order, "-s", seed]
    words += ["-d", delimiter]
    words += ["--like", "numpy"] if number % 3 == 1 else []
    parts = len(sizes)
    with tempfile.TemporaryDirectory(prefix="splitdata-property-") as top:
        (Path(top) / "in.csv").write_bytes(text)
        usual = Outputs(top, "usual", words, parts, "in.csv").plain()
        check_content(usual, head, written, sizes)
        same = {
            "threads": (["-j", str(rng.choice([1, 2, 3, 5, 16]))], "in.csv", None),
            "pipe": ([], "-", text),
            "gzip-pipe": (["--gzip=0"], "-", gzip.compress(text, 1)),
            "compressed": ([f"-z{rng.randrange(1, 10)}"], "in.csv", None),
            "gzip-library": (["-z", "--gzip-library", rng.choice(LIBRARIES)], "-",
                             gzip.compress(text, 6)),
            "scanner": (["--scanner", rng.choice(SCANNERS)], "in.csv", None),
            "memory": (["-m", rng.choice(["32M", "64M", "1G"])], "in.csv", None),
            "spill": (["--spill", "-j", str(rng.choice([1, 2, 5]))], "in.csv", None),
            "spilled-pipe": (["--spill", "--tmpdir", "."], "-", text),
            "again": ([], "in.csv", None),
        }
        for label, (extra, source, stdin) in same.items():
            got = Outputs(top, label, words + extra, parts, source, stdin).plain()
            require(got == usual, f"{label} ({extra}) gives other bytes")
        check_numbers(Outputs(top, "numbers", [*words, "--emit", "indices"], parts, "in.csv").plain(),
                      usual, head, written)
        check_column(top, words, usual, head, written)


def check_content(outputs, head, written, sizes):
    got = Counter()
    for part, output in outputs.items():
        body = records_of(output, head)
        found = take_records(body, written)
        require(len(found) == sizes[part], f"{part}: {len(found)} records, not {sizes[part]}")
        got.update(found)
    require(got == Counter(range(len(written))), "records are missing, or there twice")


def take_records(body, written):
    """The numbers of the records in a body; each record starts with its number."""
    found, at = [], 0
    while at < len(body):
        end = at
        while end < len(body) and body[end:end + 1].isdigit():
            end += 1
        require(end > at, f"no record starts at byte {at}")
        number = int(body[at:end])
        record = written[number]
        bare = record.rstrip(b"\r\n")
        if written.endless and number == len(written) - 1 and len(body) <= at + len(record):
            record = bare
        piece = body[at:at + len(record)]
        require(piece == record, f"record {number} is not whole")
        found.append(number)
        at += len(piece)
    return found


def check_numbers(numbers, usual, head, written):
    for part, output in numbers.items():
        found = [int(line) for line in output.split()]
        rows = take_records(usual[part][len(head):], written)
        require(found == rows, f"{part}: the row numbers are not those of the rows")


def check_column(top, words, usual, head, written):
    words = [w for w in words]
    output = Outputs(top, "column", [*words, "--emit", "column"], 1, "in.csv").plain()["split"]
    where = {}
    for part, rows in usual.items():
        for number in take_records(rows[len(head):], written):
            where[number] = part.encode()
    delimiter = words[words.index("-d") + 1].encode()
    expected = bytearray()
    for number, record in enumerate(written):
        content = record.rstrip(b"\r\n")
        end = record[len(content):]
        expected += content + delimiter + where[number] + end
    line = head.rstrip(b"\r\n")
    full = line + delimiter + b"split" + head[len(line):] + bytes(expected)
    require(output in (full, full.rstrip(b"\r\n")), "the new column is not what the parts are")


def sha256(data):
    return hashlib.sha256(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).hexdigest()


def check_digests():
    """For an input of many blocks, the manifest is the same with any number of threads, and correct."""
    rng = random.Random(5)
    text = "a,b\n" + "".join(f"{i},{rng.randrange(10**rng.randrange(1, 200))}\n" for i in range(50000))
    text = text.encode()
    ways = [["-s", "1"], ["-s", "1", "--folds", "2"], ["-s", "1", "-z"], ["--hash", "b"], ["--hash", "b", "-z1"],
            ["-s", "1", "--spill"], ["--no-shuffle", "--parts", "x=0.1,y=0.2,z=0.7"]]
    inputs = [("in.csv", None), ("-", text), ("-", gzip.compress(text, 1))]
    for way, (source, stdin) in itertools.product(ways, inputs):
        manifests = set()
        for threads in ["1", "2", "9"]:
            with tempfile.TemporaryDirectory(prefix="splitdata-property-") as top:
                (Path(top) / "in.csv").write_bytes(text)
                run(top, [*way, "-q", "-j", threads, "--manifest=out/m.json", "-O", "out", source], stdin)
                manifest = (Path(top) / "out" / "m.json").read_text()
                manifests.add(manifest)
                manifest = json.loads(manifest)
                require(manifest["input"]["sha256"] == sha256(text), f"{way}, {threads}: the input's digest")
                for part in manifest["parts"]:
                    found = (Path(top) / "out" / part["path"]).read_bytes()
                    require(part["sha256"] == sha256(found), f"{way}, {threads}: the digest of {part['path']}")
        require(len(manifests) == 1, f"{way}: the manifest depends on the number of threads")


def check_recipes():
    """Of so many records that threads follow the shuffle: for each recipe the same rows from every engine,
    and those of no two recipes."""
    count = 300000
    digits = [b"%d\n" % i for i in range(count)]
    found = set()
    with tempfile.TemporaryDirectory(prefix="splitdata-property-") as top:
        (Path(top) / "in.txt").write_bytes(b"".join(digits))
        for like, parts in itertools.product(LARGE_RECIPES, (["-r", "0.7"], ["--parts", "a=0.2,b=0.5,c=0.3"])):
            words = ["--like", like, "-s", "101", *parts]
            n = len(parts[1].split(",")) if "=" in parts[1] else 2
            label = "-".join([like, str(n)])
            usual = Outputs(top, label, [*words, "-j", "1"], n, "in.txt").plain()
            found.add(tuple(sorted(usual.items())))
            in_order = {part: b"".join(sorted(rows.splitlines(True), key=int)) for part, rows in usual.items()}
            for extra in (["-j", "4"], ["-m", "32M"], ["--spill"], ["--emit", "indices"]):
                got = Outputs(top, label + "".join(extra), [*words, *extra], n, "in.txt").plain()
                require(got == usual, f"{words}: {extra} gives other rows")
            for extra in (["-j", "4"], ["-j", "1"], ["-z"], ["-m", "32M"]):
                got = Outputs(top, label + "-in-order" + "".join(extra), [*words, "--order", "input", *extra], n,
                              "in.txt").plain()
                require(got == in_order, f"{words}: --order input {extra} gives other rows")
    require(len(found) == 2 * len(LARGE_RECIPES), "two recipes give the same split")


def check_all_recipes():
    """Of each recipe that splits by rows: the same rows from every engine."""
    count, seen = 20000, 0
    usual_ways = (["-r", "0.75"], ["--parts", "a=0.25,b=0.5,c=0.25"])
    with tempfile.TemporaryDirectory(prefix="splitdata-property-") as top:
        (Path(top) / "in.txt").write_bytes(b"".join(b"%d\n" % i for i in range(count)))

        def splits(words):
            return subprocess.run([PROGRAM, "-n", "-q", *words, "in.txt"], cwd=top, capture_output=True,
                                  check=False).returncode == 0

        for like, parts in itertools.product(RECIPES, usual_ways):
            seed = ["--no-shuffle"] if like == "tfds" else ["-s", "0.5" if like in SETSEED else "101"]
            words = ["--like", like, *seed, *parts]
            n = 3 if "=" in parts[1] else 2
            label = "-".join([like, str(n)])
            if not splits(words):
                continue  # its call makes no such split
            seen += 1
            usual = Outputs(top, label, [*words, "-j", "1"], n, "in.txt").plain()
            for extra in (["-j", "4", "-m", "32M"], ["--spill"], ["--emit", "indices"]):
                got = Outputs(top, label + "".join(extra), [*words, *extra], n, "in.txt").plain()
                require(got == usual, f"{words}: {extra} gives other rows")
            if splits([*words, "--order", "input"]):
                in_order = {part: b"".join(sorted(rows.splitlines(True), key=int)) for part, rows in usual.items()}
                got = Outputs(top, label + "-in-order", [*words, "--order", "input"], n, "in.txt").plain()
                require(got == in_order, f"{words}: --order input gives other rows")
    require(seen >= 50, f"only {seen} splits by recipes were made")


def listed(what):
    """The capabilities printed by --version."""
    done = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        if line.startswith(what + ": "):
            return line.split(": ")[1].split()
    raise SystemExit("--version names no " + what)


def guarded(number):
    try:
        if number == -2:
            check_all_recipes()
        elif number == -1:
            check_recipes()
        elif number == 0:
            check_digests()
        else:
            check_round(number)
        return None
    except Failure as failure:
        return f"FAIL round {number}: {failure}"


SCANNERS = listed("scanners")
LIBRARIES = listed("gzip libraries")
RECIPES = [line.split()[0] for line in subprocess.run([PROGRAM, "--like", "help"], capture_output=True, text=True,
                                                      check=True).stdout.splitlines() if not line.startswith(" ")]
LARGE_RECIPES = ["sklearn", "numpy", "numpy-mask"]
SETSEED = ["postgres", "postgres-order", "duckdb-random", "duckdb-order"]  # whose seeds are from -1 to 1

if __name__ == "__main__":
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 60
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        numbers = [-2, -1, *range(0, rounds + 1, THIN)]
        failures = [text for text in pool.map(guarded, numbers) if text]
    for text in failures:
        print(text)
    print(f"property: {len(numbers) - len(failures)} rounds passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)
