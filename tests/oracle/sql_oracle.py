#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The SQL that docs/reproducibility.md publishes for --hash, and that of --print-code for DuckDB's recipes, run by
DuckDB, against the program.

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
import tempfile
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


def by_code(program, words, rows, seed):
    """Whether what --print-code prints makes the tables of the split, in their order."""
    with tempfile.TemporaryDirectory(prefix="splitdata-sql-") as top:
        (Path(top) / "in.csv").write_text("n,id\n" + "".join(f"{i},k{i % 7}\n" for i in range(rows)), encoding="utf-8")
        words = [program, "-q", "--like", *words, "-s", seed]
        code = subprocess.run([*words, "--print-code", "in.csv"], cwd=top, capture_output=True, check=True, text=True).stdout
        subprocess.run([*words, "--no-output-header", "in.csv"], cwd=top, capture_output=True, check=True)
        database = duckdb.connect()
        database.execute(code.replace("'in.csv'", f"'{top}/in.csv'"))
        return all([",".join(row) for row in database.execute(f"SELECT n, id FROM {part}").fetchall()] ==
                   (Path(top) / f"in.{part}.csv").read_text(encoding="utf-8").split() for part in ("train", "test"))


def main():
    program = str(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else str(ROOT / "build" / "splitdata")
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
    for _ in range(60):
        like = rng.choice(["duckdb", "duckdb-random", "duckdb-order"])
        seed = str(rng.randrange(2**31)) if like == "duckdb" else repr(rng.choice([0.5, rng.uniform(-1, 1)]))
        words = [like, "-r", rng.choice(["0.8", "0.57", "0.29", "0.123"])]
        if like == "duckdb-order" and rng.random() < 0.3:
            words[1:] = ["--train-size", "20"]
        same = by_code(program, words, rng.choice([30, 100, 3000]), seed)
        passed += same
        failed += not same
        if not same:
            print(f"MISMATCH --print-code of --like {' '.join(words)} --seed {seed}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
