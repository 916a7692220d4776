#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the vectors of sklearn_splits.txt (format: tests/unit/strategy_cases.h) through the program: each case
becomes a file and a command line, and the resulting row numbers must be those of scikit-learn.

Skipped, and counted: "rule old", the behaviour of scikit-learn before 1.8 and 1.9, unless the groups are so
few that both rules agree. The program has the newest rules; tests/unit tests the old ones."""
import hashlib
import os
import re
import struct
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ.get("SPLITDATA", str(HERE.parent.parent / "build" / "splitdata"))
SAME_ORDER = 16  # up to so many groups NumPy's unstable sort is a stable one


def read_cases():
    """Each case as {name, strategy, setting: text, "y": [columns], "g": column, "expect": [lines]}."""
    cases, case, expecting = [], None, False
    for line in (HERE / "sklearn_splits.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "case":
            name, strategy = rest.split()
            case, expecting = {"name": name, "strategy": strategy, "y": [], "expect": []}, False
        elif line == "expect":
            expecting = True
        elif line == "end":
            cases.append(case)
        elif expecting:
            case["expect"].append(line)
        elif word in ("y", "g"):
            cells = [unquote(cell) for cell in rest.split("\t")]
            if word == "y":
                case["y"].append(cells)
            else:
                case["g"] = cells
        elif not line.startswith("#"):
            case[word] = rest
    return cases


def is_old(case):
    """Whether the result is that of an older release."""
    groups = len(set(case.get("g", [])))
    return case.get("rule") == "old" and (bool(case["y"]) or groups > SAME_ORDER)


def quoted(cell):
    return '"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell


def columns_of(case):
    columns = {f"y{i}": cells for i, cells in enumerate(case["y"])}
    if "g" in case:
        columns["g"] = case["g"]
    n = len(next(iter(columns.values()))) if columns else int(case["n"])
    return {"row": [str(row) for row in range(n)], **columns}


def words_of(case):
    words = []
    strategy, folded = case["strategy"], "folds" in case
    if strategy == "time-folds":
        words += ["--time", "row"]
    elif strategy == "predefined":
        words += ["--predefined", "y0"]
    elif strategy == "leave-one-group-out":
        words += ["--leave-one-group-out"]
    elif "seed" in case:
        words += ["--seed", case["seed"]]
    else:
        words += ["--no-shuffle"]
    if case["y"] and strategy != "predefined":
        words += ["--stratify", ",".join(f"y{i}" for i in range(len(case["y"])))]
    words += ["--group", "g"] if "g" in case else []
    for setting, option in (("train", "--train-size"), ("test", "--test-size"), ("test-size", "--test-size"),
                            ("max-train", "--train-size"), ("folds", "--folds"), ("repeats", "--repeats")):
        words += [option, case[setting]] if setting in case else []
    words += ["--gap", case["gap"]] if strategy == "time-folds" and "gap" in case else []
    words += ["--window", "sliding"] if "max-train" in case else []
    return words, folded


def numbers(text):
    return [int(word) for word in text.split()]


def expected(case, n):
    """{output: row numbers}; None: an error."""
    if case["expect"] == ["error"]:
        return None
    parts = []
    for line in case["expect"]:
        word, _, rest = line.partition(" ")
        if word == "ranges":
            a, b, c, d = numbers(rest)
            parts += [("train", list(range(a, b))), ("test", list(range(c, d)))]
        elif word == "test" and case["strategy"] not in ("holdout", "grouped"):
            test = numbers(rest)
            always = set(test)
            parts += [("train", [row for row in range(n) if row not in always]), ("test", test)]
        else:
            parts.append((word, numbers(rest)))
    outputs, sets = {}, len(parts) // 2
    for at in range(sets):
        number = at + 1
        if case["strategy"] in ("holdout", "grouped"):
            stem = f"repeat{number}." if "repeats" in case else ""
        elif "repeats" in case:
            folds = int(case["folds"])
            stem = f"repeat{at // folds + 1}.fold{at % folds + 1}."
        else:
            stem = f"fold{number}."
        for word, rows in parts[2 * at:2 * at + 2]:
            outputs[stem + word] = rows
    return outputs


def run(top, words, columns):
    """Status, message, {output: row numbers}."""
    lines = [",".join(columns)] + [",".join(map(quoted, row)) for row in zip(*columns.values())]
    (top / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run([PROGRAM, "-q", "--emit", "indices", "--no-sync", "-O", "out", *words, "in.csv"], cwd=top,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
    outputs = {file.name[len("in."):-len(".idx")]: numbers(file.read_text()) for file in (top / "out").glob("*.idx")}
    return done.returncode, done.stderr.decode(), outputs


def check(case):
    columns = columns_of(case)
    words, _ = words_of(case)
    wanted = expected(case, len(columns["row"]))
    with tempfile.TemporaryDirectory(prefix="splitdata-golden-") as top:
        status, message, outputs = run(Path(top), words, columns)
    label = f"{case['name']}: splitdata {' '.join(words)}"
    if wanted is None:
        fits = status in (2, 3) and len(message.splitlines()) == 1 and not outputs
        return None if fits else f"{label}: status {status}, not an error: {message}"
    if status != 0:
        return f"{label}: status {status}: {message}"
    for name in sorted(wanted.keys() | outputs.keys()):
        if wanted.get(name) != outputs.get(name):
            return f"{label}: {name}: {str(outputs.get(name))[:120]}, not {str(wanted.get(name))[:120]}"
    return None


def check_large():
    """train_test_split(range(20000), stratify=y, test_size=0.2, random_state=101) of scikit-learn 1.2.1."""
    labels = [["b", "a", "d", "c"][min(3, (i * i + 3 * i) % 7 // 2)] for i in range(20000)]
    wanted = {"train": "ac43e5d89461317d75a234f6cdb31c715fa085491628af8d0e72f8ac0f09cf58",
              "test": "a408cf8065ac7b26a6805c9311c2fbf07918d1ccea03cb48a821693de47b817d"}
    with tempfile.TemporaryDirectory(prefix="splitdata-golden-") as top:
        _, message, outputs = run(Path(top), ["-s", "101", "--test-size", "0.2", "--stratify", "y"], {"y": labels})
    got = {part: hashlib.sha256(struct.pack(f"<{len(rows)}q", *rows)).hexdigest() for part, rows in outputs.items()}
    return None if got == wanted else f"20,000 rows with classes: {got} {message}"


def main():
    cases = read_cases()
    now = [case for case in cases if not is_old(case)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(check, now) if problem]
    problems += [problem for problem in [check_large()] if problem]
    for problem in problems:
        print(f"FAIL {problem}")
    kinds = Counter(case["name"].split("/")[0].removeprefix("sklearn.") for case in now)
    print("golden: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    print(f"golden: {len(now) + 1 - len(problems)} splits of scikit-learn passed, {len(problems)} failed; "
          f"{len(cases) - len(now)} are of older rules")
    return 1 if problems or len(now) < 300 else 0


if __name__ == "__main__":
    sys.exit(main())
