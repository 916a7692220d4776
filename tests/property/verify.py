#!/usr/bin/env python3
"""verify finds each of many random corruptions, and names the right thing.

Splits with several strategies and a manifest, then makes one change: flips a byte of the input or of a
part, moves or removes a row, adds bytes or cuts them off, swaps two files, removes a file, or changes an
option, the seed, a digest or a number of the manifest. verify must fail, and report only that change. For
a changed input it must report the first different byte, its record and its line: always if the plan
depends only on the number of records and the parts contain all of them, often if columns decide, else a
range that contains the byte. The split id equals that of the program in docs/reproducibility.md, for any
form of output. Finally, whatever is done to the manifest's text, verify and replay end with a status and
one line: they never crash, never hang, and write nowhere else.

usage: verify.py [--rounds N]      SPLITDATA_THIN=3 in the environment: a third of them
"""
import bisect
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)

sys.path[:0] = [str(ROOT / "tests" / "docs"), str(ROOT / "tests" / "golden" / "manifests")]
import schema  # noqa: E402
from run_examples import programs  # noqa: E402

# The specification contains a second implementation of the split id.
_specification = {"__name__": "specification"}
exec(programs(ROOT / "docs" / "reproducibility.md")["split_id.py"], _specification)
split_id = _specification["split_id"]

WAYS = [
    ["-s", "101"],
    ["-s", "7", "--parts", "a=0.5,b=0.2,c=*"],
    ["-s", "7", "--folds", "3"],
    ["-s", "7", "--stratify", "kind", "--repeats", "2", "--test-size", "0.3"],
    ["-s", "7", "--group", "kind"],
    ["--hash", "name", "-s", "9"],
    ["-s", "3", "--emit", "indices", "--order", "input"],
    ["-s", "3", "--emit", "column"],
    ["--no-shuffle", "--train-size", "100", "--test-size", "30"],
    ["--time", "day", "--test-size", "0.25"],
    ["-s", "4", "-z", "--sample", "0.9"],
    ["-s", "101", "--like", "numpy", "--parts", "a=0.29,b=0.5,c=0.21"],
]


# The ways whose parts hold every record, and whose plan reads no column.
EXACT = [*WAYS[:3], WAYS[-1], ["-s", "3", "--emit", "column"]]


def make_input(path, rng):
    rows = ["name,kind,day,text"]
    for i in range(rng.randrange(150, 260)):
        text = f'"a, {i}\nb"' if rng.randrange(9) == 0 else "x" * rng.randrange(20)
        kind = i % 20 if i < 40 else rng.randrange(20)  # none has one record alone
        rows.append(f"n{i},{'pqrst'[kind % 5]}{'uvwx'[kind // 5]},{rng.randrange(10**6)},{text}")
    path.write_text("\n".join(rows) + "\n")
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)
    return starts[1:-1]  # of the records


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, timeout=60, check=False)


def verify(manifest):
    done = run("verify", "--json", str(manifest))
    if done.returncode not in (0, 1):
        raise AssertionError(f"status {done.returncode}: {done.stderr.decode()}")
    result = json.loads(done.stdout)
    if result["holds"] != (done.returncode == 0):
        raise AssertionError("status and holds disagree")
    return result


def blame(result):
    """The things reported as different: "input", "split", or a file's name."""
    return {f["path"].split("/")[-1] if f["subject"] == "part" else f["subject"]
            for f in result["findings"] if f["verdict"] in ("changed", "missing")}


def unpacked(data):
    """The content of a gzip file; None if it is damaged. Not every bit of one matters."""
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


class Case:
    def __init__(self, directory, rng):
        self.rng = rng
        self.directory = directory
        self.input = directory / "data.csv"
        self.manifest = directory / "data.split.json"
        self.starts = make_input(self.input, rng)
        self.before = self.input.read_bytes()
        self.packed = rng.randrange(4) == 0  # a compressed input, and outputs that are not
        if self.packed:
            plain, self.input = self.input, directory / "data.csv.gz"
            self.input.write_bytes(gzip.compress(plain.read_bytes()))
            plain.unlink()
        way = rng.choice(WAYS)
        self.exact = way in EXACT
        plain = ["--gzip=0"] if self.packed and "-z" not in way else []
        done = run("-q", "--manifest", *plain, *way, str(self.input))
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode())
        self.files = sorted({p["path"] for p in json.loads(self.manifest.read_text())["parts"]})
        self.plain = not self.files[0].endswith(".gz")
        if not verify(self.manifest)["holds"]:
            raise AssertionError("a fresh split does not verify")
        if schema.faults(self.manifest.read_bytes()):
            raise AssertionError(f"against the schema: {schema.faults(self.manifest.read_bytes())}")

    def inside(self, data):
        """The uncompressed input."""
        return gzip.decompress(data) if self.packed else data

    def write_input(self, data):
        self.input.write_bytes(gzip.compress(data) if self.packed else data)

    def part(self):
        return self.directory / self.rng.choice(self.files)

    def document(self, change):
        document = json.loads(self.manifest.read_text())
        change(document)
        self.manifest.write_text(json.dumps(document, indent=2))

    # Each makes one change and returns the thing to be reported, and possibly a byte and a test.

    def flip_input(self):
        if self.packed and self.rng.randrange(2) == 0:
            return self.damage(self.input), None
        data = bytearray(self.inside(self.input.read_bytes()))
        at = self.rng.randrange(len(data))
        data[at] ^= 1 << self.rng.randrange(8)
        self.write_input(bytes(data))
        return {"input"}, at

    def edit_input(self):
        """Changes to records and header as by an editor or a faulty program."""
        lines = self.before.split(b"\n")
        at = self.rng.randrange(1, len(lines) - 1)
        kind = self.rng.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, self.rng.choice([lines[at], b"new,p,1,x", b""]))
        elif kind == 2:
            lines.insert(self.rng.randrange(1, len(lines) - 1), lines.pop(at))
        elif kind == 3:
            lines[0] = self.rng.choice([b"Name,kind,day,text", b"name,kind,day,texts", b"\xef\xbb\xbf" + lines[0]])
        elif kind == 4:
            for _ in range(3):
                lines[self.rng.randrange(1, len(lines) - 1)] += self.rng.choice([b" ", b"!", b"\r"])
        elif kind == 5:
            lines[at] = lines[at].replace(b"n", b"nn")
        else:
            lines = [b"quite", b"another", b"file"] + lines[:at]
        after = b"\n".join(lines)
        if after == self.before:
            return self.flip_input()
        self.write_input(after)
        return {"input"}, len(os.path.commonprefix([self.before, after]))

    def damage(self, path):
        """Flips a bit of a compressed file so that it matters."""
        data = path.read_bytes()
        while True:
            # Bytes 3 to 9 of a gzip header say nothing about the data.
            at = self.rng.randrange(10, len(data))
            broken = bytearray(data)
            broken[at] ^= 1 << self.rng.randrange(8)
            if unpacked(broken) != unpacked(data):
                path.write_bytes(broken)
                return {"input" if path == self.input else path.name}

    def flip_part(self):
        path = self.part()
        if not self.plain:
            return self.damage(path), None
        data = bytearray(path.read_bytes())
        at = self.rng.randrange(len(data))
        data[at] ^= 1 << self.rng.randrange(8)
        path.write_bytes(data)
        return {path.name}, at

    def move_row(self):
        path = self.part()
        lines = path.read_bytes().split(b"\n")
        if not self.plain or len(lines) < 4:
            return self.flip_part()
        a, b = self.rng.sample(range(len(lines) - 1), 2)
        if lines[a] == lines[b]:
            return self.flip_part()
        lines.insert(b, lines.pop(a))
        path.write_bytes(b"\n".join(lines))
        return {path.name}, None

    def remove_row(self):
        path = self.part()
        if not self.plain:
            return self.flip_part()
        lines = path.read_bytes().split(b"\n")
        del lines[self.rng.randrange(len(lines) - 1)]
        path.write_bytes(b"\n".join(lines))
        return {path.name}, None

    def add_bytes(self):
        path = self.rng.choice([self.input, self.part()])
        if path.suffix == ".gz":
            return self.flip_part()
        size = path.stat().st_size
        with path.open("ab") as file:
            file.write(b"more,of,the,same\n")
        return {"input" if path == self.input else path.name}, size

    def cut(self):
        path = self.rng.choice([self.input, self.part()])
        if path.suffix == ".gz":
            return self.flip_part()
        size = self.rng.randrange(path.stat().st_size)
        os.truncate(path, size)
        return {"input" if path == self.input else path.name}, size

    def swap(self):
        if len(self.files) < 2:
            return self.flip_part()
        a, b = (self.directory / f for f in self.rng.sample(self.files, 2))
        if a.read_bytes() == b.read_bytes():
            return self.flip_part()
        a.rename(self.directory / "x")
        b.rename(a)
        (self.directory / "x").rename(b)
        return {a.name, b.name}, None

    def remove(self):
        path = self.rng.choice([self.input, self.part()])
        path.unlink()
        return {"input" if path == self.input else path.name}, None

    def change_option(self):
        def change(document):
            options = document["options"]
            kind = self.rng.randrange(5)
            if kind == 4:
                options["name"] = "another-{stem}-{repeat}-{fold}-{part}{ext}"
            elif kind == 0 and document["seed"] is not None:
                document["seed"] = str(int(document["seed"]) + 1 + self.rng.randrange(1000))
            elif kind == 1 and "order" not in options and "hash" not in options:
                options["order"] = "input"
                if {"folds", "group", "time"} & set(options) or document["seed"] is None \
                        or options.get("emit") == "column":
                    options["sample"] = "0.5"
            elif kind == 2:
                document["input"]["dialect"]["header"] = False
            else:
                options["sample"] = "0.31"
        self.document(change)
        return {"split"}, None

    def change_digest(self):
        def change(document):
            part = self.rng.choice(document["parts"])
            last = part["sha256"][-1]
            part["sha256"] = part["sha256"][:-1] + ("0" if last != "0" else "1")
            blamed.update({part["path"], "split"})
        blamed = set()
        self.document(change)
        return blamed, None

    def change_number(self):
        def change(document):
            kind = self.rng.randrange(7)
            if kind == 0:
                document["input"]["records"] += 1
            elif kind == 4:
                document["recipe"] = "torch"
            elif kind == 5:
                document["strategy"] = "at random"
            elif kind == 6:
                self.rng.choice(document["parts"])["size"] = "0.123"
            elif kind == 1:
                document["left_out"] += 1
            elif kind == 2:
                self.rng.choice(document["parts"])["records"] += 1
            else:
                groups = document["split_id"]
                document["split_id"] = groups[:-1] + ("0" if groups[-1] != "0" else "1")
        self.document(change)
        return {"split"}, None


CORRUPTIONS = ["flip_input", "edit_input", "flip_part", "move_row", "remove_row", "add_bytes", "cut", "swap",
               "remove", "change_option", "change_digest", "change_number"]


def says_where(result, at):
    """Whether the detail names the changed byte, or a range that contains it."""
    text = " ".join(f.get("detail", "") for f in result["findings"]
                    if f["verdict"] == "changed")
    between = re.search(r"between byte (\d+) and byte (\d+)", text)
    if between:
        return int(between[1]) <= at <= int(between[2])
    first = re.search(r"within its first (\d+) bytes", text)
    if first:
        return at <= int(first[1])
    exact = re.search(r"(?:differs at|changed at|ends at|after) byte (\d+)", text)
    return bool(exact) and int(exact[1]) == at


def finds_byte(case, result, at):
    """Whether the input's finding has the correct byte, record and line. None: it has no byte and need not
    have one."""
    finding = result["findings"][0]
    if "byte" not in finding:
        return False if case.exact else None
    if finding["byte"] != at:
        return False
    if at == len(case.before):  # it goes on
        return "record" not in finding
    return (finding["record"] == bisect.bisect_right(case.starts, at)
            and finding["line"] == 1 + case.before.count(b"\n", 0, at))


located = []  # for each changed input: whether its byte was found


def corrupt(seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="splitdata-verify-") as top:
        case = Case(Path(top), rng)
        name = CORRUPTIONS[seed % len(CORRUPTIONS)]
        wanted, at = getattr(case, name)()
        result = verify(case.manifest)
        got = blame(result)
        if got != wanted or result["holds"]:
            return f"seed {seed}, {name}: blamed {sorted(got)}, not {sorted(wanted)}\n{result}"
        if at is not None and not says_where(result, at):
            return f"seed {seed}, {name}: byte {at} is not where it says\n{result}"
        if at is not None and "input" in wanted:
            found = finds_byte(case, result, at)
            if found is False:
                return f"seed {seed}, {name}: byte {at} of the input is not found\n{result}"
            located.append(bool(found))
    return None


def identify(seed):
    """Compares the id of a split with its second implementation, and with that of other forms of output."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="splitdata-verify-") as top:
        path = Path(top) / "data.csv"
        starts = make_input(path, rng)
        way = [w for w in WAYS[seed % len(WAYS)] if w not in ("--emit", "indices", "column")]
        done = run("-q", "--json", *way, "--gzip=0", "--emit", "indices", str(path))
        report = json.loads(done.stdout)
        parts = [(p.get("repeat", 0), p.get("fold", 0), p["name"],
                  [starts[int(row)] for row in Path(p["path"]).read_text().split()])
                 for p in report["parts"]]
        wanted = split_id(parts)
        ids = {report["split_id"]}
        packed = Path(top) / "other.csv.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        for words in ([str(path), "-j", "1"], [str(packed), "-j", "4"], [str(path), "--spill"],
                      *([[str(path), "--emit", "column"]] if "--repeats" not in way else [])):
            ids.add(json.loads(run("-n", "--json", *way, *words).stdout)["split_id"])
        if ids != {wanted}:
            return f"identify {seed}: {way}: {ids}, not {wanted}"
    return None


def mangle(text, rng):
    """A manifest that was tampered with."""
    kind = rng.randrange(8)
    at = rng.randrange(len(text))
    if kind == 0:
        return text[:at] + rng.choice(['"', "{", "[", "]", ",", ":", "\\", "\0", "\x7f", "9"]) + text[at:]
    if kind == 1:
        return text[:at]
    if kind == 2:
        end = min(len(text), at + rng.randrange(1, 200))
        return text[:at] + text[end:]
    if kind == 3:
        return "[" * rng.choice([10, 5000, 100000]) + text
    if kind == 4:
        number = rng.choice(["-1", "1e400", "18446744073709551616", "9223372036854775808", "0.5", "null",
                             '"99999999999999999999999"', "true", "{}", "[]", '"\\u0000"'])
        return re.sub(r"\b\d+\b(?=,?\n)", lambda m: number if rng.randrange(4) == 0 else m[0], text)
    if kind == 5:
        path = rng.choice(["/etc/passwd", "../../../../../../../../etc/passwd", "a/../../x", "", ".", "..",
                           "x//y", "/dev/zero", "\x01"])
        return re.sub(r'"path": "[^"]*"', lambda m: f'"path": {json.dumps(path)}', text, count=rng.randrange(1, 3))
    if kind == 6:
        return text.replace('"options": {', '"options": {"name": "../{part}", "name": "x", ', 1)
    words = re.findall(r'"[a-z_0-9]+"', text)
    return text.replace(rng.choice(words), rng.choice(words + ["null", "7"]), 1)


def torture(seed):
    rng = random.Random(-seed)
    with tempfile.TemporaryDirectory(prefix="splitdata-verify-") as top:
        directory = Path(top)
        case = Case(directory, rng)
        text = mangle(case.manifest.read_text(), rng)
        case.manifest.write_text(text)
        if rng.randrange(2) == 0:  # then the original input is reconstructed from the parts
            case.edit_input()
        before = {p.name: p.read_bytes() for p in directory.iterdir()}
        for words in (["verify", "-q", str(case.manifest)],
                      ["replay", "-q", str(case.manifest), "-O", str(directory / "again")]):
            done = run(*words)
            if done.returncode not in (0, 1, 2, 3, 4) or done.stderr.count(b"\n") > 1:
                return f"torture {seed}: {words[0]}: status {done.returncode}\n{done.stderr!r}\n{text[:2000]}"
        shutil.rmtree(directory / "again", ignore_errors=True)
        if {p.name: p.read_bytes() for p in directory.iterdir()} != before:
            return f"torture {seed}: a file appeared or changed outside of the output directory"
    return None


def main():
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 1000
    rounds //= THIN
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        faults = [f for f in pool.map(corrupt, range(rounds)) if f]
        faults += [f for f in pool.map(identify, range(rounds // 10)) if f]
        faults += [f for f in pool.map(torture, range(rounds // 2)) if f]
    if rounds >= 100 and not sum(located) > len(located) / 2:
        faults.append("the byte is seldom found")
    for fault in faults[:10]:
        print("FAIL", fault)
    print(f"verify: {sum(located)} of {len(located)} changed inputs to the byte, the others to a range")
    print(f"verify: {rounds} corruptions and {rounds // 2} broken manifests, {len(faults)} failed{schema.KNOWN}")
    return 1 if faults or not rounds else 0


if __name__ == "__main__":
    sys.exit(main())
