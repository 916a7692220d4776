#!/usr/bin/env python3
"""Compares the program with the pandas and scikit-learn that run this script, record by record: on
samples/, on the real files of ../shared/data where they are, and on generated files with fixed seeds.
Where ../shared/corpus is, its verdicts on hundreds of small files are checked, too.

usage: split_oracle.py PROGRAM
"""
import gzip
import hashlib
import io
import json
import random
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import ShuffleSplit, train_test_split

warnings.simplefilter("ignore")
ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
PROGRAM = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "splitdata").resolve())


class Tally:
    passed = failed = 0

    def count(self, what, problem):
        if problem is None:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {what}: {problem}")


def read(data, delimiter=",", **more):
    """A file as pandas reads it, each cell as its text; or its lines."""
    if more.pop("lines", False):
        return pd.DataFrame({"line": data.decode().splitlines()})
    more.setdefault("encoding", "utf-8")
    return pd.read_csv(io.BytesIO(data), sep=delimiter, dtype=str, keep_default_na=False,
                       na_filter=False, **more)


def run(directory, *words, stdin=None):
    return subprocess.run([PROGRAM, *words], cwd=directory, input=stdin, capture_output=True,
                          timeout=600, check=False)


def outputs(directory, words, source, parts):
    """The outputs of a run, by part, uncompressed; or the message of a failure."""
    with tempfile.TemporaryDirectory(dir=directory) as out:
        done = run(directory, *words, "-q", "-O", out, source)
        if done.returncode != 0:
            return None, f"status {done.returncode}: {done.stderr.decode(errors='replace')}"
        found = {}
        for part in parts:
            names = [p for p in Path(out).iterdir() if f".{part}." in p.name]
            if len(names) != 1:
                return None, f"{part}: {names}"
            data = names[0].read_bytes()
            found[part] = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        return found, None


def different(expected, got):
    """Where two frames differ; None when they do not."""
    if list(expected.columns) != list(got.columns):
        return f"columns {list(got.columns)}, not {list(expected.columns)}"
    if len(expected) != len(got):
        return f"{len(got)} records, not {len(expected)}"
    left, right = expected.to_numpy(dtype=object), got.to_numpy(dtype=object)
    for i in range(len(left)):
        if list(left[i]) != list(right[i]):
            return f"record {i}: {list(right[i])}, not {list(left[i])}"
    return None


# --- splits of files that pandas reads ---------------------------------------------------------------

SPLITS = [
    (["-r", "0.8"], {"train_size": 0.8}),
    (["--test-size", "0.25"], {"test_size": 0.25}),
    (["--train-size", "0.3", "--test-size", "0.5"], {"train_size": 0.3, "test_size": 0.5}),
    (["--test-size", "1"], {"test_size": 1}),
    (["-r", "1/3"], {"train_size": 1 / 3}),
]


def compare_split(directory, name, data, seed, split, words=(), reading=None, trimmed=False):
    """One split of one file; None when every record of both parts is where scikit-learn puts it."""
    options, arguments = split
    reading = reading or {}
    frame = read(data, **reading)
    random_state = seed if isinstance(seed, int) else np.random.RandomState(seed)
    try:
        train, test = train_test_split(frame, random_state=random_state, **arguments)
    except ValueError as reason:
        done = run(directory, *words, *options, "-s", "1", "-q", "-n", name)
        return None if done.returncode in (2, 3) else f"scikit-learn says {reason}"
    text = str(seed) if isinstance(seed, int) else ",".join(map(str, seed))
    got, problem = outputs(directory, [*words, *options, "-s", text], name, ("train", "test"))
    if problem:
        return problem
    for part, expected in (("train", train), ("test", test)):
        problem = different(expected, read(got[part], **reading))
        if problem:
            return f"{part}: {problem}"
    return None


def check_files(tally):
    """samples/ and the real files."""
    files = [(ROOT / "samples" / "iris.csv", [], {}),
             (ROOT / "samples" / "messages.csv", [], {}),
             (ROOT / "samples" / "weather.tsv", [], {"delimiter": "\t"}),
             (ROOT / "samples" / "orders.csv.gz", [], {}),
             (ROOT / "samples" / "events.jsonl", [], {"lines": True})]
    data = SHARED / "data"
    if data.is_dir():
        for name in ("housing", "titanic", "oecd_bli_2015", "penguins_raw", "tweets", "congress-terms"):
            files.append((data / f"{name}.csv", [], {}))
        files.append((data / "gdp_per_capita.csv", ["-d", "tab", "--ragged", "keep"],
                      {"delimiter": "\t", "encoding": "latin1"}))
    else:
        print(f"note: {data} is not there: its files are not compared")
    with tempfile.TemporaryDirectory() as directory:
        for path, words, reading in files:
            raw = path.read_bytes()
            plain = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
            for i, split in enumerate(SPLITS):
                for seed in (101, 4294967295 - i, [1, 2, i]):
                    problem = compare_split(directory, str(path), plain, seed, split, words, reading)
                    tally.count(f"{path.name} {split[0]} seed {seed}", problem)


# --- generated files -----------------------------------------------------------------------------------

def generated(rng):
    """A well-formed file of one of many kinds, and its delimiter."""
    delimiter = rng.choice([",", ",", ",", ";", "\t", "|"])
    end = rng.choice(["\n", "\r\n", "\r\n", "\r"])
    columns, count = rng.randrange(1, 7), rng.choice([2, 3, 4, 7, 20, 101, 1000])
    pieces = ["", "a", "b c", " lead", "trail ", 'say "x"', "two\nlines", "cr\r\nlf", ",", ";", "\t",
              "|", "é", "☕", "0", "-1.50", "NA", "x" * 300, "'", "#"]
    quote_all = rng.randrange(4) == 0

    def field(cell):
        special = any(c in cell for c in delimiter + '"\r\n;\t|')
        # Blanks around a field are no matter to pandas; libcsv would trim them in front of a quote.
        if quote_all or special or rng.randrange(10) == 0:
            return '"' + cell.replace('"', '""') + '"'
        return cell

    lines = [delimiter.join(field(f"c {i}" if rng.randrange(5) == 0 else f"c{i}")
                            for i in range(columns))]
    for i in range(count):
        row = ["".join(rng.choice(pieces) for _ in range(rng.choice([0, 1, 1, 2, 3])))
               for _ in range(columns)]
        # A line of blanks alone is no record, so each has something in its first field.
        row[0] = str(i) if rng.randrange(3) == 0 or row[0].strip(" \t") == "" else row[0]
        lines.append(delimiter.join(map(field, row)))
    text = "".join(line + end for line in lines)
    if rng.randrange(3) == 0:
        text = text[:-len(end)]
    data = text.encode()
    if rng.randrange(4) == 0:
        data = b"\xef\xbb\xbf" + data
    return data, delimiter


def check_generated(tally, count):
    with tempfile.TemporaryDirectory() as directory:
        def one(number):
            rng = random.Random(number)
            data, delimiter = generated(rng)
            name = f"g{number}.csv"
            Path(directory, name).write_bytes(data)
            seed = rng.choice([0, 101, 2**32 - 1, rng.randrange(2**32), [5], [1, 2, 3]])
            if isinstance(seed, list) and len(seed) == 1:
                text_seed = seed
                seed = [*text_seed]
            words = ["-d", delimiter]
            try:
                return name, compare_seeded(directory, name, data, seed, rng.choice(SPLITS), words,
                                            {"delimiter": delimiter})
            except Exception as reason:  # a reader's own failure is a difference, too
                return name, f"{type(reason).__name__}: {reason}"
        with ThreadPoolExecutor(max_workers=2) as pool:
            for name, problem in pool.map(one, range(count)):
                tally.count(name, problem)


def compare_seeded(directory, name, data, seed, split, words, reading):
    if isinstance(seed, list) and len(seed) == 1:
        return compare_list_of_one(directory, name, data, seed, split, words, reading)
    return compare_split(directory, name, data, seed, split, words, reading)


def compare_list_of_one(directory, name, data, seed, split, words, reading):
    """`5,` is the list of one: np.random.seed([5])."""
    frame = read(data, **reading)
    try:
        np.random.seed(seed)
        train, test = train_test_split(frame, random_state=np.random.RandomState(seed), **split[1])
    except ValueError:
        return None
    got, problem = outputs(directory, [*words, *split[0], "-s", f"{seed[0]},"], name, ("train", "test"))
    return problem or different(train, read(got["train"], **reading)) \
        or different(test, read(got["test"], **reading))


def check_repeats(tally):
    """--repeats is ShuffleSplit; the row numbers are its own."""
    with tempfile.TemporaryDirectory() as directory:
        for n in (2, 3, 10, 100, 1001):
            Path(directory, "r.csv").write_text("a,b\n" + "".join(f"{i},x\n" for i in range(n)))
            for seed in (0, 101):
                for test_size in (0.1, 0.25, 0.5):
                    splitter = ShuffleSplit(n_splits=3, test_size=test_size, random_state=seed)
                    try:
                        rounds = list(splitter.split(np.zeros(n)))
                    except ValueError:
                        continue
                    with tempfile.TemporaryDirectory(dir=directory) as out:
                        done = run(directory, "-q", "-s", str(seed), "--repeats", "3", "--test-size",
                                   str(test_size), "--emit", "indices", "-O", out, "r.csv")
                        problem = None if done.returncode == 0 else done.stderr.decode()
                        for i, pair in enumerate(rounds, 1):
                            for part, expected in zip(("train", "test"), pair):
                                path = Path(out, f"r.repeat{i}.{part}.idx")
                                if problem is None and \
                                        [int(x) for x in path.read_text().split()] != list(expected):
                                    problem = f"repeat {i}, {part}"
                    tally.count(f"ShuffleSplit n={n} seed={seed} test_size={test_size}", problem)


# --- the corpus ------------------------------------------------------------------------------------------

def gzip_libraries():
    for line in run(".", "--version").stdout.decode().splitlines():
        if line.startswith("gzip libraries: "):
            return line.split(": ")[1].split()
    sys.exit("--version names no gzip libraries")


def check_corpus(tally):
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        print(f"note: {corpus} is not there: its verdicts are not checked")
        return
    libraries = gzip_libraries()
    with tempfile.TemporaryDirectory() as directory:
        for manifest in sorted(corpus.glob("*/manifest.json")):
            for case in json.loads(manifest.read_text()):
                path = manifest.parent / case["file"]
                if hashlib.sha256(path.read_bytes()).hexdigest() != case["sha256"]:
                    print(f"note: {path} is not the file that its manifest judges: not checked")
                    continue
                for library in libraries if path.suffix == ".gz" else libraries[:1]:
                    tally.count(f"{manifest.parent.name}/{case['file']}, {library}",
                                judge(directory, path, case, library))


def judge(directory, path, case, library):
    """Whether the program accepts and counts, or refuses, as the manifest says."""
    verdict = case["verdict"]
    delimiter = case.get("delimiter") or ","
    words = ["--ragged", "keep", "--no-header", "--no-shuffle", "--emit", "indices", "--format", "csv",
             "--gzip-library", library]
    if delimiter == "\t" and path.suffix not in (".tsv", ".tab"):
        words += ["-d", "tab"]
    elif delimiter not in (",", "\t"):
        words += ["-d", delimiter]
    source = str(path)
    done = run(directory, *words, "--json", "-n", "--parts", "all=*,one=1", source)
    if case.get("want") == "either":
        return None if done.returncode in (0, 3) else f"status {done.returncode}"
    if verdict["action"] == "refuse":
        return None if done.returncode == 3 else f"accepted, not refused as {verdict.get('code')}"
    records = verdict["records"]
    message = done.stderr.decode(errors="replace")
    if records < 2:  # too few for two parts: the message says how many there are
        wanted = ("is empty", "no records", "only blank lines") if records == 0 else \
            ("1 record", "leaves the part")
        fits = done.returncode == 3 and any(w in message for w in wanted)
        return None if fits else f"status {done.returncode}, {records} records: {message}"
    if done.returncode != 0:
        return f"status {done.returncode}: {message}"
    report = json.loads(done.stdout)
    if report["input"]["rows"] != records:
        return f"{report['input']['rows']} records, not {records}"
    blank = verdict.get("blank_lines")
    if blank is not None and report["input"]["blank_lines"] != blank:
        return f"{report['input']['blank_lines']} blank lines, not {blank}"
    return None


def main():
    tally = Tally()
    check_files(tally)
    check_generated(tally, 400)
    check_repeats(tally)
    check_corpus(tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
