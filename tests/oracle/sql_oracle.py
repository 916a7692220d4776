#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The SQL that docs/reproducibility.md publishes for --hash, run by DuckDB, against the program.

usage: sql_oracle.py [PROGRAM]

DuckDB is given the expression as it is in the document (another seed, share or column put in its place)
and the keys; the program is given the same keys in a file. The last line is "N passed, N failed".
"""
import csv
import io
import random
import re
import subprocess
import sys
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED = re.compile(r"^-- DuckDB\n(.+)$", re.MULTILINE)


def expression(seed, share, column):
    """The published condition for train."""
    text = PUBLISHED.search((ROOT / "docs" / "reproducibility.md").read_text(encoding="utf-8")).group(1)
    assert text.count("'0:'") == text.count("|| id)") == text.count("0.8") == 1, text
    return text.replace("'0:'", f"'{seed}:'").replace("|| id)", f"|| {column})").replace("0.8", share)


def key(rng):
    kind = rng.randrange(5)
    if kind == 0:
        return str(rng.randrange(10**rng.randrange(1, 12)))
    if kind == 1:
        return "".join(rng.choices("abcxyz@. -_", k=rng.randrange(20)))
    if kind == 2:
        return "".join(rng.choices("äé界😀ß ", k=rng.randrange(1, 9)))
    if kind == 3:
        return "".join(rng.choices('a,"\n ', k=rng.randrange(1, 9)))
    return rng.choice(["", "NA", "0", "01", "1.0", "true"])


def by_program(program, words, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([["n", "id", "other"], *([number, *row] for number, row in enumerate(rows))])
    done = subprocess.run([program, "-q", *words, "--emit", "column", "-o", "split=-", "-"],
                          input=text.getvalue().encode(), capture_output=True, check=True)
    return [row[-1] == "train" for row in list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))[1:]]


def by_database(condition, rows):
    database = duckdb.connect()
    database.execute("CREATE TABLE keys (n BIGINT, id VARCHAR, other VARCHAR)")
    database.executemany("INSERT INTO keys VALUES (?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    return [found for (found,) in database.execute(f"SELECT {condition} FROM keys ORDER BY n").fetchall()]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "splitdata")
    rng = random.Random("sql")
    passed = failed = 0
    for seed in (0, 1, 101, 4294967295):
        for share in ("0.8", "0.5", "0.07", "0.97"):
            rows = [(key(rng), key(rng)) for _ in range(1000)]
            seeded = ["-r", share] + (["-s", str(seed)] if seed else [])
            for columns, column in (("id", "id"), ("id,other", "id || chr(31) || other")):
                same = by_program(program, [*seeded, "--hash", columns], rows) == \
                    by_database(expression(seed, share, column), rows)
                passed += same
                failed += not same
                if not same:
                    print(f"MISMATCH --hash {columns}, seed {seed}, share {share}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
