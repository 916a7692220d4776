#!/usr/bin/env python3
"""Byte-level cases of many readers' own tests, where they are present (../shared/corpus, or CORPUS=DIR): each
file is accepted with the records that its manifest says, which come out byte for byte, or is refused with the
reason and the line; gzip included. Beside it, borders: on all strings up to length 7 (8 with --all) over
`a , " LF CR space` that are accepted, records are those of Python's csv module.

usage: run.py [--all] [--large]     --all: every file with 1, 2 and 8 threads, in memory and spilling
                                    --large: more than 4 GiB inflated, too
"""
import csv
import gzip
import importlib.util
import itertools
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
SHARED = ROOT.parent / "shared"
CORPUS = Path(os.environ.get("CORPUS", SHARED / "corpus"))
SANITIZED = Path(PROGRAM).parent.name in ("asan", "tsan")
WAYS = [("-j", threads, *spill) for threads in ("1", "2", "8") for spill in ((), ("--spill",))]
REASONS = {"E_UNTERMINATED_QUOTE": "never closed", "E_TEXT_AFTER_QUOTE": "text after a closing quote",
           "E_SPACE_BEFORE_QUOTE": "a quote after blanks", "E_ENCODING": "is UTF-",
           "E_GZIP_TRUNCATED": "end early", "E_GZIP_TRAILING": "gzip", "E_GZIP_DATA": "damaged"}
MOST_DATA = 120 << 20  # bytes of private memory that a bomb may take


def grammar():
    spec = importlib.util.spec_from_file_location("grammar", SHARED / "spec" / "record_grammar.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(directory, path, words, delimiter):
    def bound():
        if not SANITIZED:
            resource.setrlimit(resource.RLIMIT_DATA, (MOST_DATA, MOST_DATA))
    done = subprocess.run([PROGRAM, "-q", "--no-header", "--ragged", "keep", "-d", delimiter, "--quote", '"',
                           "--no-shuffle", "--parts", "a=1,b=*", "-O", directory, "--gzip=0", "--no-sync",
                           "--name", "{part}", "-m", "32M", *words, path], capture_output=True, preexec_fn=bound,
                          timeout=300, check=False)
    return done.returncode, done.stderr.decode("utf-8", "replace")


def line_of(data, offset):
    return 1 + len(re.findall(rb"\r?\n|\r", data[:offset] if data[offset - 1:offset + 1] != b"\r\n"
                              else data[:offset - 1]))


def check_refusal(case, data, status, err):
    verdict = case["verdict"]
    if status != 3:
        return f"status {status}, not refused for {verdict['why']}: {err}"
    if REASONS[verdict["code"]] not in err or len(err.splitlines()) != 1:
        return f"refused for {verdict['why']}, but says {err!r}"
    at = int(re.search(r"at byte (\d+)", verdict["why"])[1])
    if not case.get("gzip") and verdict["code"] != "E_ENCODING" and f":{line_of(data, at)}: " not in err:
        return f"line {line_of(data, at)} was meant: {err!r}"
    return None


def check_records(reader, case, data, directory, status, err):
    mark, records, _ = reader.split(reader.gunzip(data) if data[:2] == b"\x1f\x8b" else data,
                                    case["delimiter"].encode())
    text = reader.gunzip(data) if data[:2] == b"\x1f\x8b" else data
    if len(records) != case["verdict"]["records"]:
        return f"the grammar counts {len(records)}"
    if len(records) < 2:
        expected = "1 record: a split needs at least 2" if records else "is empty" if not text else "no records"
        return None if status == 3 and expected in err else f"{len(records)} records: {status}: {err}"
    if status != 0:
        return f"{len(records)} records: status {status}: {err}"
    pieces = [text[start:end] for start, _, end in records]
    for name, wanted in (("a", pieces[:1]), ("b", pieces[1:])):
        if (directory / name).read_bytes() != text[:mark] + b"".join(wanted):
            return f"{name} has other bytes"
    return None


def check_case(task):
    reader, path, case, words = task
    data = path.read_bytes()
    with tempfile.TemporaryDirectory(prefix="splitdata-corpus-") as top:
        try:
            status, err = run(top, path, words, case["delimiter"])
        except subprocess.TimeoutExpired:
            return f"{path.name}: {' '.join(words)}: it hangs"
        if case["verdict"]["action"] == "refuse":
            problem = check_refusal(case, data, status, err)
        elif case.get("inflated", 0) > 1 << 22:  # a bomb: the count alone
            problem = None if status == 0 or case["verdict"]["records"] < 2 and status == 3 else err
        else:
            problem = check_records(reader, case, data, Path(top), status, err)
    return problem and f"{path.parent.name}/{path.name}: {' '.join(words)}: {problem}"


def check_corpus(everything):
    if not CORPUS.is_dir():
        print("corpus: 0 files: it is not here")
        return 0
    reader = grammar()
    tasks = []
    for manifest in sorted(CORPUS.glob("*/manifest.json")):
        for case in json.loads(manifest.read_text()):
            if case.get("want") == "either":
                continue
            ways = WAYS if everything else [WAYS[len(tasks) % len(WAYS)]]
            tasks += [(reader, manifest.parent / case["file"], case, words) for words in ways]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(check_case, tasks) if problem]
    for problem in problems:
        print(f"FAIL {problem}")
    print(f"corpus: {len(tasks)} runs over {len({task[1] for task in tasks})} files passed but {len(problems)}")
    return len(problems)


# --- Python's csv ------------------------------------------------------------------------------------

def records_of_python(text):
    """Where csv.reader ends records: it is fed up to each CR and LF. Contents without line ends; blank lines
    left out."""
    pieces = re.findall(r"[^\r\n]*[\r\n]|[^\r\n]+$", text)
    taken = 0

    def feed():
        nonlocal taken
        for piece in pieces:
            taken += 1
            yield piece
    found, start = [], 0
    for _ in csv.reader(feed()):
        content = "".join(pieces[start:taken]).rstrip("\r\n")
        start = taken
        if content.strip(" \t"):
            found.append(content)
    return found


def check_borders(longest):
    """The strings go to the program's index in one process: build/…/borders prints what it finds."""
    lister = Path(os.environ.get("BORDERS", Path(PROGRAM).parent / "borders"))
    wrong = accepted = 0
    with subprocess.Popen([lister, str(longest)], stdout=subprocess.PIPE, text=True) as process:
        strings = (s for length in range(longest + 1) for s in itertools.product('a,"\n\r ', repeat=length))
        for letters, line in itertools.zip_longest(strings, process.stdout):
            if letters is None or line is None:
                wrong += 1
                break
            if line == "refused\n":
                continue
            accepted += 1
            text = "".join(letters)
            spans = [int(number) for number in line.split()]
            ours = [text[start:end].rstrip("\r\n") for start, end in zip(spans[::2], spans[1::2])]
            if ours != records_of_python(text):
                wrong += 1
                print(f"FAIL {text!r}: {ours}, Python's csv: {records_of_python(text)}")
    print(f"borders: {accepted} accepted strings up to length {longest} have the records of Python's csv "
          f"but {wrong}")
    return wrong + (process.returncode != 0) + (accepted == 0)


def check_large():
    """Members of 16 MiB each, 270 of them."""
    line = b"%07d," + b"x" * 1015 + b"\n"
    rows = 16384
    member = gzip.compress(b"".join(line % i for i in range(rows)), 1)
    with tempfile.TemporaryDirectory(prefix="splitdata-large-") as top:
        path = Path(top) / "large.csv.gz"
        with path.open("wb") as f:
            for _ in range(270):
                f.write(member)
        done = subprocess.run([PROGRAM, "-s", "1", "-n", "--no-header", "--json", "-m", "64M", "-O", top, path],
                              capture_output=True, text=True, check=False)
        good = done.returncode == 0 and json.loads(done.stdout)["input"]["rows"] == rows * 270 and \
            json.loads(done.stdout)["input"]["bytes"] == rows * 270 * 1024
    print(f"large: {rows * 270 * 1024} bytes inflated {'passed' if good else 'FAILED ' + done.stderr}")
    return not good


def main():
    everything = "--all" in sys.argv
    failed = check_corpus(everything) + check_borders(8 if everything else 6)
    if "--large" in sys.argv:
        failed += check_large()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
