#!/usr/bin/env python3
"""splitdata check: clean random splits of tables have no error and next to no warning, and each planted fault is
found, with its lines.

usage: check.py [--rounds N] [TABLE...] - N splits of each table, or of the samples."""
import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))


# Columns without classes of so few records that a random split keeps them out of train, which is an error in any case.
TARGET = {"penguins_raw": ("--target", "Species"), "congress_terms": ("--target", "chamber"),
          "housing": ("--target", "median_house_value")}


def check(*words):
    """The results of a check by id, without those that are ok."""
    done = subprocess.run([PROGRAM, "check", "--json", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"check {words}: {done.stderr}")
    return [found for found in json.loads(done.stdout)["results"] if found["state"] == "finding"]


def split(table, place, seed):
    for old in place.iterdir():
        old.unlink()
    subprocess.run([PROGRAM, "-q", "--no-sync", "-s", str(seed), "-O", place, table], check=True)
    train, test = sorted(place.iterdir(), key=lambda path: ".test." in path.name)
    return train, test


def clean_splits(tables, place, rounds):
    """Of all splits, which have an error, and which any warning."""
    errors, warnings = [], []
    for table in tables:
        for seed in range(rounds):
            severities = {found["severity"]: found for found in check("--near", "0.75", *TARGET.get(table.stem, ()), *split(table, place, seed))}
            for severity, list_ in (("error", errors), ("warning", warnings)):
                if severity in severities:
                    list_.append(f"{table.name}, seed {seed}: {severities[severity]['message']}")
    return errors, warnings


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path, rows):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def plant(fault, train, test, draw, count):
    """Plants `count` faults; returns the words of the command, the id, and the lines that evidence is of, or None."""
    head, *old = rows_of(train)
    rows = rows_of(test)
    if fault == "same":
        write(train, [head, *old])
        write(test, rows + draw.sample(old, count))
        return [], "L01", None
    if fault == "values":
        head, rows[0] = ["key", *head], ["key", *rows[0]]
        old = [[str(10**6 + i), *row] for i, row in enumerate(old)]
        rows[1:] = [[str(10**7 + i), *row] for i, row in enumerate(rows[1:] + [row[1:] for row in draw.sample(old, count)])]
        write(train, [head, *old])
        write(test, rows)
        return [], "L02", range(len(rows) - count + 1, len(rows) + 1)
    if fault == "type":
        column = next(c for c in range(len(head)) if all(row[c].replace(".", "", 1).isdigit() for row in old))
        lines = sorted(draw.sample(range(1, len(rows)), count))
        for line in lines:
            rows[line][column] = "n/k"
        write(test, rows)
        return [], "S02", [lines[0] + 1]
    if fault == "missing":
        for row in rows[1:1 + max(count, len(rows) // 2)]:
            row[1] = ""
        write(test, rows)
        return [], "S02", None
    if fault == "group":
        rows[0].append("g")
        for i, row in enumerate(rows[1:]):
            row.append(f"t{i}" if i >= count else f"r{i}")
        write(train, [[*head, "g"], *([*row, f"r{i}"] for i, row in enumerate(old))])
        write(test, rows)
        return ["--group", "g"], "L05", range(2, count + 2)
    if fault == "time":
        write(train, [[*head, "t"], *([*row, f"2024-01-{1 + i % 28:02d}"] for i, row in enumerate(old))])
        write(test, [[*rows[0], "t"], *([*row, "2024-02-01" if i >= count else "2024-01-05"] for i, row in enumerate(rows[1:]))])
        return ["--time", "t"], "L06", range(2, count + 2)
    if fault == "label":
        write(train, [[*head, "y"], *([*row, f"c{i % 2}"] for i, row in enumerate(old))])
        chosen = draw.sample(range(len(old)), count)
        write(test, [[*rows[0], "y"], *([*row, "c0"] for row in rows[1:]), *([*old[i], f"c{1 - i % 2}"] for i in chosen)])
        return ["--target", "y"], "L04", None
    if fault == "part":
        write(train, [[*head, "n"], *([*row, str(i)] for i, row in enumerate(old))])
        write(test, [[*rows[0], "n"], *([*row, str(10**6 + i)] for i, row in enumerate(rows[1:]))])
        return [], "L08", None
    if fault == "near":
        write(train, [["key", *head], *([str(10**6 + i), *row] for i, row in enumerate(old))])
        copies = [list(row) for row in draw.sample(old, count)]
        for row in copies:
            for column in draw.sample(range(len(row)), max(1, len(row) // 6)):
                row[column] += "9"
        write(test, [["key", *rows[0]], *([str(10**7 + i), *row] for i, row in enumerate(rows[1:] + copies))])
        return ["--near", "0.8"], "L03", range(len(rows) + 1, len(rows) + count + 1)
    if fault == "copy":
        write(train, [[*head, "y", "z"], *([*row, f"c{i % 3}", f"{i % 3 + 1}"] for i, row in enumerate(old))])
        write(test, [[*rows[0], "y", "z"], *([*row, f"c{i % 3}", f"{i % 3 + 1}"] for i, row in enumerate(rows[1:]))])
        return ["--target", "y"], "L07", None
    if fault == "number":
        for path, table in ((train, [head, *old]), (test, rows)):
            drawn = [draw.gauss(0, 1) for _ in table[1:]]
            write(path, [[*table[0], "y", "z"], *([*row, f"{y:.6f}", f"{1.5 * y + 3:.6f}"] for row, y in zip(table[1:], drawn))])
        return ["--target", "y"], "L07", None
    if fault == "new class":
        write(train, [[*head, "y"], *([*row, f"c{i % 3}"] for i, row in enumerate(old))])
        write(test, [[*rows[0], "y"], *([*row, f"c{i % 3}" if i >= count else "c9"] for i, row in enumerate(rows[1:]))])
        return ["--target", "y"], "C01", range(2, 3)
    if fault == "class":
        write(train, [[*head, "y"], *([*row, f"c{i % 3}" if i >= 4 * count else "c9"] for i, row in enumerate(old))])
        write(test, [[*rows[0], "y"], *([*row, f"c{i % 3}"] for i, row in enumerate(rows[1:]))])
        return [], "C01", range(2, 3)
    if fault == "drift":
        write(train, [[*head, "z"], *([*row, f"{draw.gauss(0, 1):.3f}"] for row in old)])
        write(test, [[*rows[0], "z"], *([*row, f"{draw.gauss(2, 1):.3f}"] for row in rows[1:])])
        return [], "D01", None
    rows = [row[:-1] for row in rows]  # "header"
    write(test, rows)
    return [], "S01", None


FAULTS = ("same", "values", "type", "missing", "near", "group", "time", "label", "part", "copy", "number", "new class", "class",
          "drift", "header")


def measured(results):
    """What results say but for the names of parts and lines."""
    return sorted(str([found.get(key) for key in ("id", "severity", "column", "statistic", "value", "expected", "p")])
                  for found in results)


def joined(train, test, draw):
    """One file with the records of both in a random order, and a column that says the part; None: they differ in
    their columns."""
    (head, *old), (other, *new) = rows_of(train), rows_of(test)
    if head != other:
        return None
    rows = [[*row, "train"] for row in old] + [[*row, "test"] for row in new]
    draw.shuffle(rows)
    path = train.with_name("joined.csv")
    write(path, [[*head, "part"], *rows])
    return path


def planted_faults(tables, place):
    """The faults that are not found; one file with a column of parts has the same ones."""
    missed = []
    for table in tables:
        for fault in FAULTS:
            for count in (15, 18, 22):
                draw = random.Random(f"{table.name} {fault} {count}")
                train, test = split(table, place, 7)
                words, wanted, lines = plant(fault, train, test, draw, count)
                all_results = check(*words, train, test)
                one = joined(train, test, draw)
                if one and measured(check(*words, "--part-column", "part", one)) != measured(all_results):
                    missed.append(f"{table.name}: {fault} {count}: other results of one file")
                results = [found for found in all_results if found["id"] == wanted and found["severity"] != "note"]
                shown = {place["line"] for found in results for place in found["evidence"]}
                if not results or (lines is not None and not shown & set(lines)):
                    missed.append(f"{table.name}: {fault} {count}: {wanted} at {lines}, found {results}")
    return missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("tables", nargs="*", type=Path)
    asked = parser.parse_args()
    tables = asked.tables or sorted((ROOT / "tests" / "property" / "tables").glob("*.csv"))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        errors, warnings = clean_splits(tables, place, asked.rounds)
        missed = planted_faults(tables, place)
    for text in [*errors, *warnings, *missed]:
        print(text)
    most = 1 + asked.rounds * len(tables) // 100
    print(f"check: {asked.rounds * len(tables)} clean splits: {len(errors)} with an error, {len(warnings)} with a warning; "
          f"{3 * len(FAULTS) * len(tables)} planted faults, {len(missed)} missed")
    return 1 if errors or missed or len(warnings) > most else 0


if __name__ == "__main__":
    sys.exit(main())
