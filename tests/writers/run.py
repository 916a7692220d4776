#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Splits what the writers that people use write, with the options that docs/writers.md names, and compares what the
writer's own reader makes of the original and of both parts. Without these options, and where a split is refused, what
the program says is followed: it must lead to the same records, or say that the file has to be written otherwise.

usage: run.py [--place FOLDER] [--keep FOLDER] [PAIR...]    FOLDER, where the writers are installed (default:
       ~/.cache/splitdata-writers); --keep: where all files stay. Without names: all pairs, and docs/writers.md is held
       against what came out.
"""
import argparse
import collections
import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import install
import tables as made_tables

HERE = os.path.dirname(os.path.abspath(__file__))
DOCUMENT = os.path.join(HERE, "..", "..", "docs", "writers.md")
PROGRAM = os.environ.get("SPLITDATA") or os.path.join(HERE, "..", "..", "build", "splitdata")

# Which program has which pairs.
PYTHON = ["pandas", "pandas-no-index", "pandas-semicolon", "pandas-escape", "pandas-columns", "csv", "csv-lf", "csv-escape"]
DRIVERS = {
    "pip": [[*PYTHON, "dask"], ["polars", "duckdb", "pyarrow"], ["clickhouse-csv", "clickhouse-tsv"], ["spark", "spark-quote"],
            ["miller-csv", "miller-tsv", "jq-csv", "jq-tsv"], ["sqlite", "postgres-csv", "postgres-text", "mariadb", "mariadb-enclosed"]],
    "pip-newer": [["pandas-no-index", "csv", "csv-lf"]],
    "r": [["r-write-csv", "r-write-table", "r-write-table-comma", "r-write-table-names", "r-write-table-tab"], ["readr", "data.table"]],
    "npm": [["csv-stringify", "papaparse", "d3-dsv"]],
    "maven": [["commons-csv", "opencsv"]],
    "go": [["go"]],
    "cargo": [["rust"]],
}
# These have no reader that reads their own files: another one judges.
JUDGES = {"r-write-table-comma": "csv-escape", "r-write-table-names": "csv-escape"}
TABS = {"clickhouse-tsv", "miller-tsv", "jq-tsv", "postgres-text", "mariadb", "r-write-table-tab"}
HEADERLESS = {"mariadb", "mariadb-enclosed"}
# The newer Python's pairs have names of their own.
NEWER = "-3.13"


class Driver:
    """A program that writes the tables of its pairs and reads files back."""

    def __init__(self, how, names, place, work):
        self.suffix = NEWER if how == "pip-newer" else ""
        self.names = names
        directory = f"{work}/{how}"
        for name in names:
            os.makedirs(f"{directory}/{name}", exist_ok=True)
            os.chmod(f"{directory}/{name}", 0o777)
        os.chmod(directory, 0o777)
        self.directory = directory
        spec = [f"{work}/tables." + ("json" if how in ("pip", "pip-newer", "npm", "go") else "hex"), directory, *names]
        command = {
            "pip": [f"{place}/{how}/bin/python", HERE + "/python_writers.py", *spec],
            "pip-newer": [f"{place}/{how}/bin/python", HERE + "/python_writers.py", *spec],
            "r": ["Rscript", "--vanilla", HERE + "/writers.R", *spec],
            "npm": ["node", HERE + "/writers.mjs", f"{place}/npm", *spec],
            "maven": ["java", "-cp", install.classpath(place) if how == "maven" else "", "Writers", *spec],
            "go": [f"{place}/writers-go", *spec],
            "cargo": [f"{place}/cargo/target/release/writers", *spec],
        }[how]
        with open(f"{work}/{how}-{names[0]}.log", "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                                            encoding="utf-8")
        self.said = self.process.stdout.readline()
        if self.said != "ready\n":
            raise SystemExit(f"writers: {' '.join(command[:2])} {names} did not start: {work}/{how}-{names[0]}.log")

    def read(self, name, path, columns):
        """The rows as a list of tuples, or the error as a text."""
        self.process.stdin.write(f"{name}\t{path}\t{columns}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline().rstrip("\n")
        if line.startswith("{"):
            answer = json.loads(line)
            return [tuple(row) for row in answer["rows"]] if "rows" in answer else answer["error"]
        kind, _, rest = line.partition("\t")
        return [tuple(row.split(",")) for row in rest.split(";") if row] if kind == "rows" else rest or "the reader ended"

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)


def split(path, options):
    """The status, the report and the message, and the parts."""
    parts = [path + ".train.part", path + ".test.part"]
    for part in filter(os.path.exists, parts):
        os.remove(part)
    name = ["--no-sync", "--json", "-s", "1", "-r", "0.5", "-o", "train=" + parts[0], "-o", "test=" + parts[1]]
    done = subprocess.run([PROGRAM, *name, *options, path], capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace").replace(path, "FILE")
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else {}, said, parts


COMMAND = re.compile(r"(?:sed|iconv|tr) .* IN > OUT")
HEADERS = re.compile(r"--no-header|--format lines --header|--format lines|--header=\d+|--skip-lines \d+|--comment '.'"
                     r"|--escape '.' --quote none|--escape '.'|--quote none|--quote '.'|-d (?:tab|blanks|::|'.'|,)|--ragged keep")


def ways_out(text):
    """What a message names: commands that make another file, or options; the first first."""
    command = COMMAND.search(text)
    if command:
        return [("command", command.group())]
    if "write the file with" in text:
        return []
    return [("options", shlex.split(found)) for found in HEADERS.findall(text)]


class Trial:
    """One table of one pair: what happened to it."""

    def __init__(self, driver, name, table, path):
        self.reader, self.table, self.path = driver, table, path
        self.judge = JUDGES.get(name, name)
        self.columns = len(table["header"])

    def compare(self, path, report, parts):
        """"same", "unreadable", or how the parts differ."""
        original = self.reader.read(self.judge, path, self.columns)
        if isinstance(original, str):
            return "unreadable"
        rows = [self.reader.read(self.judge, part, self.columns) for part in parts]
        for part in rows:
            if isinstance(part, str):
                return "a part cannot be read: " + part[:80]
        if collections.Counter(original) != collections.Counter(rows[0] + rows[1]):
            return f"other rows: {len(original)}, in the parts {len(rows[0]) + len(rows[1])}"
        # Some readers do not read all that they wrote (R drops "" in one column): what was written counts, too.
        if report["input"]["rows"] not in (len(original), len(self.table["rows"])):
            return f"{report['input']['rows']} rows counted, {len(original)} read"
        return "same"

    def follow(self, options, path=None, depth=0):
        """The verdict, and what was said first."""
        path = path or self.path
        status, report, said, parts = split(path, options)
        if status not in (0, 3):
            return f"status {status}", said
        told = [warning for warning in report.get("warnings", [])]
        seen = self.compare(path, report, parts) if status == 0 else "refused"
        text = said if status else "\n".join(told)
        if seen in ("same", "unreadable") or depth == 3:
            return seen, text
        for kind, way in ways_out(text):
            if kind == "command":
                other = path + ".made"
                subprocess.run(["sh", "-c", way.replace("IN > OUT", '"$0" > "$1"'), path, other], check=True)
                verdict = self.follow(options, other, depth + 1)[0]
            else:
                # Lines know no bytes that quote or escape.
                kept = [word for word in options if word == "--no-header"] if "lines" in way else options
                verdict = self.follow([*kept, *way], path, depth + 1)[0]
            if verdict in ("same", "hint"):
                return "hint" if status else "told", text
            # "-d ';'; -d , insists": one of both is right.
            if status and "insists" not in text:
                return (verdict, text) if verdict.startswith("refused") or verdict == "unreadable" else ("hint wrong: " + verdict, text)
        if status:
            return "refused", text
        return ("told" if SAYS.search(text) else seen), text


# Notes about what cannot be split rightly, with a way out that is no option.
SAYS = re.compile(r"lone CR|blank lines? (is|are) in no part|the header again|which psql writes")


def judge(driver, name, table, path, options):
    trial = Trial(driver, name, table, path)
    listed = trial.follow(options)
    return listed, trial.follow(["--no-header"] if name in HEADERLESS else []) if options else listed


def document():
    """{pair: (options, what is said without)}, and {(pair, table)} of what cannot be seen."""
    rows, unseen = {}, {}
    with open(DOCUMENT, encoding="utf-8") as text:
        for line in text:
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            if len(cells) == 6 and cells[0].startswith("`"):
                rows[cells[0].strip("`")] = cells[1:]
            if len(cells) == 3 and cells[0].startswith("`"):
                for name in re.findall(r"`([^`]+)`", cells[0]):
                    unseen.setdefault(name, set()).update(re.findall(r"`([^`]+)`", cells[1]))
    return rows, unseen


def options_of(cell):
    """What a cell of the column "splitdata needs" has in backticks, options alone."""
    return [word for code in re.findall(r"`(-[^`]+)`", cell) for word in shlex.split(code)]


def is_listed(unseen, name, table):
    return any(fnmatch.fnmatch(table, pattern) for pattern in unseen.get(name, ()))


def check_document(rows, unseen, pairs, without, others):
    """What docs/writers.md says that is not so."""
    faults = [f"{name}: not in docs/writers.md" for name in pairs if name not in rows]
    faults += [f"{name}: in docs/writers.md, and not written here" for name in rows
               if name not in pairs and not name.endswith(NEWER)]
    known = install.versions()
    for name, (_, version, _, _, said) in rows.items():
        for number in re.findall(r"`([^`]+)`", version):
            if number not in known.values():
                faults.append(f"{name}: {number} is not in versions.txt")
        for quoted in re.findall(r"`([^`]+)`", said):
            if name in pairs and not any(quoted.replace("\\|", "|") in text for text in without[name]):
                faults.append(f"{name}: nothing said {quoted}")
    for name in pairs:
        for pattern in sorted(unseen.get(name, ())):
            if not fnmatch.filter(others[name], pattern):
                faults.append(f"{name} {pattern}: docs/writers.md says that it cannot be seen; it was the same, told or refused")
    return faults


def write_tables(work):
    tables = made_tables.tables()
    with open(work + "/tables.json", "w", encoding="utf-8") as out:
        json.dump(tables, out)
    with open(work + "/tables.hex", "w", encoding="utf-8") as out:
        for table in tables:
            rows = [",".join("-" if cell is None else "=" + cell.encode().hex() for cell in row)
                    for row in [table["header"], *table["rows"]]]
            out.write("\t".join([table["name"], *rows]) + "\n")
    return tables


def of_driver(how, names, place, work, tables, wanted):
    """Everything about the pairs of one driver: {pair: [(table, with options, without)]}."""
    rows, _ = document()
    chosen = [name for name in names if not wanted or name + (NEWER if how == "pip-newer" else "") in wanted]
    judges = [JUDGES[name] for name in chosen if name in JUDGES]
    if not chosen:
        return {}
    driver = Driver(how, chosen, place, work)
    reader = Driver("pip", sorted(set(judges)), place, work + "/judges") if judges else None
    found = {}
    for name in chosen:
        options = options_of(rows[name + driver.suffix][3]) if name + driver.suffix in rows else []
        found[name + driver.suffix] = results = []
        for table in tables:
            source = f"{driver.directory}/{name}/{table['name']}"
            if not os.path.exists(source):
                continue
            path = source + (".tsv" if name in TABS else ".csv")
            shutil.move(source, path)
            results.append((table["name"], *judge(reader if name in JUDGES else driver, name, table, path, options)))
    driver.stop()
    if reader:
        reader.stop()
    return found


def tell(name, results):
    """A line on a pair; the tables that are other with the options and without, each with how."""
    first = collections.Counter(verdict if verdict in KINDS else "other" for _, (verdict, _), _ in results)
    print(f"{name:24}" + "".join(f"{first[kind]:6} {kind}" for kind in (*KINDS, "other") if first[kind]))
    wrong = [(table, way, verdict, text) for table, *both in results for way, (verdict, text) in zip(("with", "without"), both)
             if verdict not in KINDS]
    return wrong


KINDS = ("same", "told", "hint", "refused", "unreadable")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", default=os.path.join(os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")),
                                                        "splitdata-writers"))
    parser.add_argument("--keep")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("pairs", nargs="*")
    arguments = parser.parse_args()
    install.install(arguments.place)
    with tempfile.TemporaryDirectory(prefix="splitdata-writers-") as temporary:
        work = os.path.abspath(arguments.keep or temporary)
        os.chmod(temporary, 0o755)
        os.makedirs(work + "/judges", exist_ok=True)
        os.chmod(work, 0o755)
        tables = write_tables(work)
        write_tables(work + "/judges")
        servers = install.Servers(tempfile.mkdtemp(prefix="s", dir=temporary))
        try:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                jobs = [pool.submit(of_driver, how, names, arguments.place, work, tables, arguments.pairs)
                        for how, groups in DRIVERS.items() for names in groups
                        if how != "pip-newer" or install.newer_python()]
                found = {name: results for job in jobs for name, results in job.result().items()}
        finally:
            servers.stop()
    rows, unseen = document()
    faults, others, without = [], {}, {}
    for name, results in found.items():
        wrong = tell(name, results)
        without[name] = [text for _, _, (_, text) in results]
        others[name] = {table for table, *_ in wrong}
        for table, way, verdict, text in wrong:
            if not is_listed(unseen, name, table):
                faults.append(f"{name} {table} ({way} the options): {verdict}: {text.strip()}")
        if arguments.verbose:
            for table, *both in results:
                print("   ", table, [(verdict, text.strip()) for verdict, text in both])
    if not arguments.pairs:
        faults += check_document(rows, unseen, found, without, others)
    for fault in faults:
        print(fault)
    print(f"writers: {len(found)} pairs, {sum(map(len, found.values()))} files, {len(faults)} faults")
    return 1 if faults or not found else 0


if __name__ == "__main__":
    sys.exit(main())
