#!/usr/bin/env python3
"""Types every word of src/cli/other_words.c as an option, and follows the answer.

Every `--option VALUE` in an answer is tried on a table, options that follow each other together; COL, N, X and
PART become a column, a number, a share and a part. Where the answer is an option alone, EXAMPLES has its value.
Rows of options that the program does not have are not answered, which is checked, too."""
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
SOURCE = (ROOT / "src" / "cli" / "other_words.c").read_text(encoding="utf-8")

ROWS = re.compile(r'\{((?:\s*"[^"]*")+),\s*"([a-z-]+)",\s*(NULL|(?:\s*"(?:[^"\\]|\\.)*")+)\}')
STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"')
# An option, and its value if it is recognisable as one.
OPTION = r"--[a-z-]+(?:=\S+)?(?: (?:'[^']*'|[A-Z]+\b(?:=-)?|[a-z]+=[^\s)]+|column\[=NAME\]|(?:%s)\b))?"
VALUES = "drop|together|class|input|indices|sample|head|help"
COMMAND = re.compile(rf"{OPTION % VALUES}(?: {OPTION % VALUES})*")
MEANING = {"LIST": "list", "COL": "species", "N": "2", "X": "0.5", "PART": "test", "PART=-": "test=-"}

EXAMPLES = {
    "seed": "--seed 1", "ratio": "--ratio 0.7", "test-size": "--test-size 20", "repeats": "--repeats 3",
    "folds": "--folds 5", "group": "--group species", "time": "--time petal_length",
    "time-format": "--time day --time-format %Y-%m-%d", "gap": "--time petal_length --gap 3",
    "column-type": "--stratify species --column-type species=text", "delimiter": "--delimiter ,",
    "quote": "--quote none", "escape": "--escape \\\\", "skip-lines": "--skip-lines 1 --no-header",
    "comment": "--comment '#'", "no-header": "--no-header", "no-output-header": "--no-output-header",
    "line-ends": "--line-ends crlf", "output-dir": "--output-dir new", "gzip": "--gzip", "force": "--force",
    "if-changed": "--if-changed", "threads": "--threads 2", "tmpdir": "--tmpdir .", "dry-run": "--dry-run",
    "quiet": "--quiet", "na-values": "--stratify species --na-values NA",
}
# What an answer's options need besides.
COMPANY = {"--query-files": "--group species", "--missing": "--stratify species"}


def run(words, directory):
    return subprocess.run([PROGRAM, *words], cwd=directory, capture_output=True, text=True, check=False)


def table():
    """samples/iris.csv with a column of days."""
    lines = (ROOT / "samples" / "iris.csv").read_text(encoding="utf-8").splitlines()
    days = ["day", *(f"2024-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}" for i in range(len(lines) - 1))]
    return "".join(f"{line},{day}\n" for line, day in zip(lines, days))


def rows():
    for words, option, answer in ROWS.findall(SOURCE):
        text = None if answer == "NULL" else "".join(STRINGS.findall(answer))
        yield "".join(STRINGS.findall(words)).split(), option, text


def commands(option, answer):
    """The command lines that an answer leads to."""
    if answer is None:
        return [EXAMPLES[option]]
    found = []
    for command in COMMAND.findall(answer):
        for optional in ("", "=NAME") if "[=NAME]" in command else ("",):
            line = " ".join(MEANING.get(word, word) for word in command.replace("[=NAME]", optional).split(" "))
            first = line.split(" ")[0]
            extra = COMPANY.get(first, "")
            found.append(f"{line} {extra}" if extra and extra.split(" ")[0] not in line else line)
    return [re.sub(r"=N$", "=2", line) for line in found]


def check(word, option, answer, known, directory):
    told = run([f"--{word}", "iris.csv"], directory)
    has = f"--{option}" in known
    wanted = f"--{word}: {answer}" if answer is not None else f"--{word}; did you mean --{option}?"
    if (wanted in told.stderr) != has or told.returncode != 2:
        return [f"--{word}: {told.stderr.strip()}"]
    faults = []
    for line in commands(option, answer) if has else []:
        files = [] if line.startswith("--inputs-from") else ["iris.csv"]
        followed = run(["-n", *shlex.split(line), *files], directory)
        if followed.returncode != 0:
            faults.append(f"--{word} leads to {line}: {followed.stderr.strip()}")
    return faults


def main():
    faults, words, answers = [], 0, 0
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "iris.csv").write_text(table(), encoding="utf-8")
        (Path(directory) / "list").write_text("iris.csv\n", encoding="utf-8")
        known = set(re.findall(r"--[a-z-]+", run(["--help=all"], directory).stdout))
        seen = set()
        for row, option, answer in rows():
            answers += answer is not None and bool(commands(option, answer))
            for word in row:
                words += 1
                if word in seen or f"--{word}" in known:
                    faults.append(f"--{word}: is in two rows, or is an option")
                seen.add(word)
                faults += check(word, option, answer, known, directory)
    if len(list(rows())) != SOURCE.count('{" '):
        faults.append("this test does not understand a row of the table")
    print("\n".join(faults), end="\n" if faults else "")
    print(f"other words: {words} tried, {answers} answers with something to type, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
