# SPDX-License-Identifier: MIT
"""Writers and readers of Python, and those that Python starts.

usage: python_writers.py TABLES.json DIRECTORY PAIR...

Writes DIRECTORY/PAIR/TABLE for all tables, says "ready", and then answers each line "PAIR<tab>PATH<tab>COLUMNS" with
a line of JSON: {"rows": [[text or null]]} or {"error": text}.
"""
import csv
import glob
import json
import os
import subprocess
import sys
import tempfile

WRITERS = {}
NO_TYPES = {"dtype": str, "keep_default_na": False}


def pair(name):
    def add(maker):
        WRITERS[name] = maker
        return maker
    return add


def pandas_pair(name, write_options, read_options=None, change=lambda frame: frame):
    def make():
        import pandas

        def write(table, path):
            frame = pandas.DataFrame(table["rows"], columns=table["header"], dtype=str)
            change(frame).to_csv(path, **write_options)

        def read(path, _):
            frame = pandas.read_csv(path, **NO_TYPES, **(read_options or {}))
            return (frame.reset_index() if "index_col" in (read_options or {}) else frame).astype(str).values.tolist()
        return write, read
    WRITERS[name] = make


def three_lines(frame):
    """The header of groupby().agg(): two lines, and one for the name of the index."""
    import pandas
    frame.columns = pandas.MultiIndex.from_tuples([(name, "min") for name in frame.columns])
    return frame.rename_axis("k")


pandas_pair("pandas", {})
pandas_pair("pandas-no-index", {"index": False})
pandas_pair("pandas-semicolon", {"index": False, "sep": ";"}, {"sep": ";"})
pandas_pair("pandas-escape", {"index": False, "escapechar": "\\", "doublequote": False},
            {"escapechar": "\\", "doublequote": False})
pandas_pair("pandas-columns", {}, {"header": [0, 1], "index_col": 0}, three_lines)


def csv_pair(name, write_options, read_options=None):
    def make():
        def write(table, path):
            with open(path, "w", newline="", encoding="utf-8") as out:
                writer = csv.writer(out, **write_options)
                writer.writerow(table["header"])
                writer.writerows(table["rows"])

        def read(path, _):
            with open(path, newline="", encoding="utf-8-sig") as text:
                return list(csv.reader(text, **(read_options or {})))[1:]
        return write, read
    WRITERS[name] = make


csv_pair("csv", {})
csv_pair("csv-lf", {"lineterminator": "\n"})
csv_pair("csv-escape", {"escapechar": "\\", "doublequote": False}, {"escapechar": "\\", "doublequote": False})


@pair("polars")
def _():
    import polars

    def write(table, path):
        schema = {name: polars.String for name in table["header"]}
        if len(schema) != len(table["header"]):
            raise ValueError("equal names")
        polars.DataFrame(table["rows"], schema=schema, orient="row").write_csv(path)

    def read(path, _):
        return polars.read_csv(path, infer_schema=False).rows()
    return write, read


@pair("duckdb")
def _():
    import duckdb
    connection = duckdb.connect()

    def write(table, path):
        names = ['"%s"' % name.replace('"', '""') for name in table["header"]]
        connection.execute("CREATE OR REPLACE TABLE t (" + ", ".join(name + " VARCHAR" for name in names) + ")")
        if table["rows"]:
            connection.executemany("INSERT INTO t VALUES (" + ", ".join("?" * len(names)) + ")", table["rows"])
        connection.execute(f"COPY t TO '{path}' (HEADER, DELIMITER ',')")

    def read(path, _):
        return connection.execute(f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true, delim = ',', "
                                  "quote = '\"', escape = '\"')").fetchall()
    return write, read


@pair("pyarrow")
def _():
    import pyarrow
    from pyarrow import csv as arrow

    def write(table, path):
        columns = [pyarrow.array([row[i] for row in table["rows"]], pyarrow.string()) for i in range(len(table["header"]))]
        arrow.write_csv(pyarrow.Table.from_arrays(columns, names=table["header"]), path)

    def read(path, columns):
        names = [str(i) for i in range(columns)]
        table = arrow.read_csv(
            path, read_options=arrow.ReadOptions(skip_rows_after_names=1, column_names=names, skip_rows=0),
            parse_options=arrow.ParseOptions(newlines_in_values=True),
            convert_options=arrow.ConvertOptions(column_types={name: pyarrow.string() for name in names}, null_values=[""],
                                                 strings_can_be_null=True, quoted_strings_can_be_null=False))
        return [list(row.values()) for row in table.to_pylist()]
    return write, read


@pair("dask")
def _():
    import dask.dataframe
    import pandas

    def write(table, path):
        frame = pandas.DataFrame(table["rows"], columns=table["header"], dtype=str)
        with tempfile.TemporaryDirectory() as place:
            dask.dataframe.from_pandas(frame, npartitions=2, sort=False).to_csv(place + "/*.csv", index=False)
            with open(path, "wb") as out:
                for part in sorted(glob.glob(place + "/*.csv")):
                    with open(part, "rb") as one:
                        out.write(one.read())

    def read(path, _):
        return pandas.read_csv(path, **NO_TYPES).values.tolist()
    return write, read


def spark_pair(name, options):
    def make():
        from pyspark.sql import SparkSession, types
        session = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
                   .config("spark.sql.shuffle.partitions", "1").getOrCreate())
        session.sparkContext.setLogLevel("OFF")

        def write(table, path):
            schema = types.StructType([types.StructField(name, types.StringType()) for name in table["header"]])
            with tempfile.TemporaryDirectory() as place:
                frame = session.createDataFrame(table["rows"], schema).coalesce(1)
                frame.write.mode("overwrite").options(header=True, **options).csv(place)
                os.replace(glob.glob(place + "/part-*.csv")[0], path)

        def read(path, columns):
            schema = types.StructType([types.StructField(f"c{i}", types.StringType()) for i in range(columns)])
            frame = session.read.schema(schema).options(header=True, multiLine=True, enforceSchema=True, **options).csv(path)
            return [list(row) for row in frame.collect()]
        return write, read
    WRITERS[name] = make


spark_pair("spark", {})
spark_pair("spark-quote", {"escape": '"'})


def clickhouse_pair(name, kind):
    def make():
        import chdb

        def literal(text):
            return "NULL" if text is None else "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

        def write(table, path):
            columns = ", ".join("CAST(t.%d AS Nullable(String)) AS `%s`" % (i + 1, column.replace("\\", "\\\\").replace("`", "\\`"))
                                for i, column in enumerate(table["header"]))
            rows = ", ".join("(" + ", ".join(map(literal, row)) + ", 0)" for row in table["rows"])
            answer = chdb.query(f"SELECT {columns} FROM (SELECT arrayJoin([{rows}]) AS t) FORMAT {kind}", "CSV")
            with open(path, "wb") as out:
                out.write(answer.bytes())

        def read(path, columns):
            structure = ", ".join(f"c{i} Nullable(String)" for i in range(columns))
            answer = chdb.query(f"SELECT * FROM file('{path}', '{kind}', '{structure}') SETTINGS "
                                "input_format_with_names_use_header = 0 FORMAT JSONCompactEachRow", "CSV")
            return [json.loads(line) for line in answer.bytes().decode().splitlines()]
        return write, read
    WRITERS[name] = make


clickhouse_pair("clickhouse-csv", "CSVWithNames")
clickhouse_pair("clickhouse-tsv", "TSVWithNames")


def run(command, **more):
    done = subprocess.run(command, capture_output=True, check=False, **more)
    if done.returncode != 0 or done.stderr.strip():
        raise ValueError(done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}")
    return done.stdout


def as_objects(table):
    names = table["header"]
    if len(set(names)) != len(names):
        raise ValueError("equal names")
    return "\n".join(json.dumps(dict(zip(names, row)), ensure_ascii=False) for row in table["rows"]).encode()


def miller_pair(name, kind):
    def make():
        def write(table, path):
            with open(path, "wb") as out:
                out.write(run(["mlr", "--ijson", "--o" + kind, "cat"], input=as_objects(table)))

        def read(path, _):
            # -S: texts stay texts.
            return [list(map(str, row.values()))
                    for row in json.loads(run(["mlr", "-S", "--i" + kind, "--ojson", "cat", path]) or b"[]")]
        return write, read
    WRITERS[name] = make


miller_pair("miller-csv", "csv")
miller_pair("miller-tsv", "tsv")


def jq_pair(name, kind, reader):
    def make():
        def write(table, path):
            rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in [table["header"], *table["rows"]])
            with open(path, "wb") as out:
                out.write(run(["jq", "-r", "@" + kind], input=rows.encode()))
        return write, WRITERS[reader]()[1]
    WRITERS[name] = make


jq_pair("jq-csv", "csv", "csv")
jq_pair("jq-tsv", "tsv", "miller-tsv")


@pair("sqlite")
def _():
    import sqlite3

    def identifier(name):
        return '"%s"' % name.replace('"', '""')

    def write(table, path):
        with tempfile.TemporaryDirectory() as place:
            base = sqlite3.connect(place + "/base")
            base.execute("CREATE TABLE t (" + ", ".join(map(identifier, table["header"])) + ")")
            base.executemany("INSERT INTO t VALUES (" + ", ".join("?" * len(table["header"])) + ")", table["rows"])
            base.commit()
            base.close()
            run(["sqlite3", place + "/base", ".headers on", ".mode csv", f".output {path}", "SELECT * FROM t"])

    def read(path, columns):
        names = [f"c{i}" for i in range(columns)]
        return json.loads(run(["sqlite3", ":memory:", f"CREATE TABLE t ({', '.join(names)})", f".import --csv --skip 1 {path} t",
                               f"SELECT json_group_array(json_array({', '.join(names)})) FROM t"]))
    return write, read


def postgres_pair(name, options):
    def make():
        def sql(*commands):
            arguments = [word for command in commands for word in ("-c", command)]
            return run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres", *arguments])

        def literal(text):
            return "NULL" if text is None else "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"

        def identifier(text):
            return '"%s"' % text.replace('"', '""')

        def write(table, path):
            columns = [f"c{i} text" for i in range(len(table["header"]))]
            rows = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in table["rows"])
            names = ", ".join(f"c{i} AS {identifier(column)}" for i, column in enumerate(table["header"]))
            insert = [f"INSERT INTO t VALUES {rows}"] if rows else []
            sql(f"CREATE TEMP TABLE t ({', '.join(columns)})", *insert, f"COPY (SELECT {names} FROM t) TO '{path}' ({options})")

        def read(path, columns):
            columns = [f"c{i}" for i in range(columns)]
            answer = sql(f"CREATE TEMP TABLE t ({', '.join(c + ' text' for c in columns)})", f"COPY t FROM '{path}' ({options})",
                         f"SELECT json_build_array({', '.join(columns)}) FROM t")
            return [json.loads(line) for line in answer.decode().splitlines()]
        return write, read
    WRITERS[name] = make


postgres_pair("postgres-csv", "FORMAT csv, HEADER")
postgres_pair("postgres-text", "FORMAT text, HEADER")


def mariadb_pair(name, options):
    def make():
        def sql(commands):
            return run(["mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-N", "--batch", "--raw",
                        "--socket=" + os.environ["MARIADB_SOCKET"], "-u", "root", "test"], input=";\n".join(commands).encode())

        def literal(text):
            return "NULL" if text is None else "X'" + text.encode().hex() + "'"

        def create(columns):
            names = ", ".join(f"c{i} text" for i in range(columns))
            return f"CREATE TEMPORARY TABLE t ({names}) CHARACTER SET utf8mb4"

        def write(table, path):
            rows = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in table["rows"])
            if os.path.exists(path):
                os.remove(path)
            sql([create(len(table["header"])), *([f"INSERT INTO t VALUES {rows}"] if rows else []),
                 f"SELECT * FROM t INTO OUTFILE '{path}' CHARACTER SET utf8mb4 {options}"])

        def read(path, columns):
            names = ", ".join(f"c{i}" for i in range(columns))
            answer = sql([create(columns), f"LOAD DATA INFILE '{path}' INTO TABLE t CHARACTER SET utf8mb4 {options}",
                          f"SELECT JSON_ARRAY({names}) FROM t"])
            return [json.loads(line) for line in answer.decode().split("\n")[:-1]]
        return write, read
    WRITERS[name] = make


mariadb_pair("mariadb", "")
mariadb_pair("mariadb-enclosed", "FIELDS TERMINATED BY ',' ENCLOSED BY '\"'")


def main():
    tables, directory, *names = sys.argv[1:]
    with open(tables, encoding="utf-8") as text:
        tables = json.load(text)
    readers = {}
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for name in names:
        write, readers[name] = WRITERS[name]()
        for table in tables:
            path = f"{directory}/{name}/{table['name']}"
            if name.startswith("spark") and not table["few"]:
                continue
            try:
                write(table, path)
            except Exception as error:  # whatever a library says: then it does not write this table
                if os.path.exists(path):
                    os.remove(path)
                with open(path + ".error", "w", encoding="utf-8") as said:
                    said.write(str(error))
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        name, path, columns = line.rstrip("\n").split("\t")
        try:
            answer = {"rows": [[None if cell is None else str(cell) for cell in row] for row in readers[name](path, int(columns))]}
        except Exception as error:
            answer = {"error": str(error) or repr(error)}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
