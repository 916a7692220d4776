#!/usr/bin/env python3
"""How many lines of the library (src/ without src/cli/) were run by the programs of a build with BUILD=coverage.

usage: report.py DIRECTORY      of the build; the lines that no program ran go to DIRECTORY/missed

What counts is a line that holds code: no comment, no blank line, no lone brace. Fails below 95 %, and when a
source has no line that could have run and is not named in NOT_COUNTED.
"""
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST = 95.0
LISTED = 90.0  # files below are named
# Sources that have no line to run here, and why.
NOT_COUNTED = {"src/base/sha256_many_avx2.c": "its lines are in sha256_many.inc",
               "src/base/sha256_many_avx512.c": "its lines are in sha256_many.inc",
               "src/csv/fast_neon.c": "for ARM alone", "src/rng/go_words.c": "a table", "src/rng/ziggurat.c": "tables"}


def library_sources():
    found = [p for p in (ROOT / "src").rglob("*") if p.suffix in (".c", ".h", ".inc")]
    return {str(p.relative_to(ROOT)) for p in found if "cli" not in p.relative_to(ROOT).parts}


def programs_of(build):
    """Every program that was run: they are linked from the same objects."""
    places = [build, build / "tests", build / "fuzz"]
    return sorted(p for place in places if place.is_dir() for p in place.iterdir()
                  if p.is_file() and os.access(p, os.X_OK) and ".so" not in p.name)


def counts_of(build):
    """{file: {line: how often it was run}}, as clang's instrumentation has it."""
    profiles = sorted(build.glob("profiles/*.profraw"))
    programs = programs_of(build)
    if not profiles or not programs:
        raise SystemExit(f"coverage: nothing was run in {build}")
    merged = build / "profile"
    subprocess.run(["llvm-profdata", "merge", "-sparse", "-o", merged, *profiles], check=True)
    objects = [word for program in programs[1:] for word in ("-object", program)]
    text = subprocess.run(["llvm-cov", "export", "-format=lcov", f"-instr-profile={merged}", programs[0], *objects],
                          check=True, capture_output=True, text=True).stdout
    counts, lines = {}, {}
    for record in text.splitlines():
        if record.startswith("SF:"):
            name = os.path.relpath(record[3:], ROOT)
            lines = counts.setdefault(name, {})
        elif record.startswith("DA:"):
            number, count = record[3:].split(",")[:2]
            lines[int(number)] = lines.get(int(number), 0) + int(count)
    return counts


def lines_of_code(path):
    """The numbers of lines that hold more than comments and braces."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    return {number for number, line in enumerate(text.split("\n"), 1)
            if re.search(r"[^\s{}();]", re.sub(r"//.*|^\s*#.*", "", line))}


def main():
    build = Path(sys.argv[1]).resolve()
    counts = counts_of(build)
    covered = total = 0
    missed, table, silent = [], [], []
    for name in sorted(library_sources()):
        code = lines_of_code(ROOT / name)
        lines = {number: count for number, count in counts.get(name, {}).items() if number in code}
        if not lines:
            silent += [name] if name.endswith(".c") else []
            continue
        run = sum(count > 0 for count in lines.values())
        covered, total = covered + run, total + len(lines)
        table.append((100 * run / len(lines), name, len(lines) - run))
        source = (ROOT / name).read_text(encoding="utf-8").split("\n")
        missed += [f"{name}:{number}: {source[number - 1].strip()}" for number in sorted(lines) if not lines[number]]
    (build / "missed").write_text("".join(line + "\n" for line in missed))
    for share, name, count in sorted(table):
        if share < LISTED:
            print(f"  {share:6.2f} %  {name}: {count} lines were not run")
    unknown = [name for name in silent if name not in NOT_COUNTED]
    for name in silent:
        print(f"  not counted: {name}: {NOT_COUNTED.get(name, 'no line of it could be run')}")
    share = 100 * covered / total
    print(f"coverage: {covered} of {total} lines of the library in {len(table)} files were run, {share:.2f} % "
          f"({LEAST:.0f} % are asked for); {total - covered} were not: {os.path.relpath(build / 'missed', ROOT)}")
    return 1 if share < LEAST or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
