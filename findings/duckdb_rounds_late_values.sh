#!/bin/sh
# DuckDB 2.0.1 (PyPI; also 1.5.0) changes values of a CSV file in silence, depending on the order of its records.
#
# Expected: read_csv guesses the type of a column from the first 20,480 records, and a later value that does not fit is an
# error that names its line; polars 2.1.0 does that, and DuckDB does it for "abc".
# Seen: a value is cast to the guessed type as an explicit CAST would, without a word: 2.5 and 3.5 become 3 and 4 in a column
# that began with whole numbers, 2024-01-02 23:59:59 loses its time in a column that began with dates, 0x10 is 16 and 1_000
# is 1000. The same records in the opposite order keep their values. So a file that was shuffled, or a test part whose rare
# values come late, is read with other values than the file it came from. `sample_size = -1` reads all records first.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

cat >look.py <<'END'
import duckdb

WHOLE = [f"{i},7" for i in range(50000)]
DATES = [f"{i},2024-01-02" for i in range(50000)]
LATE = {"decimals": (WHOLE, ["2.5", "3.5", "0.4"]), "notations": (WHOLE, ["1e3", "0x10", "1_000"]),
        "a time": (DATES, ["2024-01-02 23:59:59"])}


def read(rows, options=""):
    with open("x.csv", "w", encoding="ascii") as out:
        out.write("id,x\n" + "\n".join(rows) + "\n")
    return duckdb.sql(f"SELECT typeof(x), CAST(x AS VARCHAR) FROM read_csv('x.csv'{options}) "
                      "WHERE id >= 50000 ORDER BY id").fetchall()


for name, (first, late) in LATE.items():
    late = [f"{50000 + i},{value}" for i, value in enumerate(late)]
    print(name, "last:", read(first + late))
    if name != "notations":
        print(name, "first:", read(late + first))
        print(name, "last, sample_size = -1:", read(first + late, ", sample_size = -1"))
try:
    print("a word last:", read(WHOLE + ["50000,abc"]))
except duckdb.Error as error:
    print("a word last:", str(error).split("\n")[0])
END
venv/bin/python look.py >seen 2>&1 || true

cat >expected <<'END'
decimals last: [('BIGINT', '3'), ('BIGINT', '4'), ('BIGINT', '0')]
decimals first: [('DOUBLE', '2.5'), ('DOUBLE', '3.5'), ('DOUBLE', '0.4')]
decimals last, sample_size = -1: [('DOUBLE', '2.5'), ('DOUBLE', '3.5'), ('DOUBLE', '0.4')]
notations last: [('BIGINT', '1000'), ('BIGINT', '16'), ('BIGINT', '1000')]
a time last: [('DATE', '2024-01-02')]
a time first: [('TIMESTAMP', '2024-01-02 23:59:59')]
a time last, sample_size = -1: [('TIMESTAMP', '2024-01-02 23:59:59')]
a word last: Conversion Error: CSV Error on Line: 50002
END
cat seen
cmp expected seen
