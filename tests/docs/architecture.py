#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks docs/architecture.md against the tree: the table of folders, what they may include (tests/lint/layers.sh),
every path, and every function with the file beside it."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "architecture.md"
OTHER_FOLDERS = {"include", "python", "samples", "tests", "docs"}
MOST_AT_THE_TOP = 3  # files of src/ itself
WORDS = {"": "base only", "none": "public headers only"}  # of the lint's table, as the page has them
FUNCTION = r"(?:sd|cli|splitdata)_\w+"
PATH = r"[\w.-]+(?:/[\w.-]+)*/?"


def allowed():
    """{folder: what tests/lint/layers.sh lets it include, as the page says it}"""
    script = (ROOT / "tests" / "lint" / "layers.sh").read_text(encoding="utf-8")
    body = re.search(r"(?s)^allowed\(\) \{\n(.*?)^\}", script, re.MULTILINE).group(1)
    table = {}
    for names, value in re.findall(r'^ +([\w |]+)\) echo "([^"]*)" ;;$', body, re.MULTILINE):
        for name in names.split(" | "):
            table[name] = WORDS.get(value, ", ".join(value.split()))
    return table


def section(text, title):
    return re.search(rf"(?s)^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE).group(1)


def check_folders(text):
    rows = re.findall(r"^\| `([\w/]+)/` \| .+ \| (.*?) ?\|$", section(text, "The folders"), re.MULTILINE)
    names = [name for name, _ in rows]
    there = {f"src/{path.name}" for path in (ROOT / "src").iterdir() if path.is_dir()}
    yield from (f"{name}/: {names.count(name)} rows" for name in sorted(set(names)) if names.count(name) > 1)
    wanted = there | OTHER_FOLDERS | {"src"}
    yield from (f"{name}/: has no row" for name in sorted(wanted - set(names)))
    yield from (f"{name}/: has a row, but is no folder of src/" for name in sorted(set(names) - wanted))
    may = allowed()
    for name, column in rows:
        folder = name.removeprefix("src/")
        if name in there and column != may.get(folder):
            yield f"{name}/: may include '{column}', but tests/lint/layers.sh says '{may.get(folder)}'"
    top = sorted(path.name for path in (ROOT / "src").glob("*.[ch]"))
    if len(top) > MOST_AT_THE_TOP:
        yield f"src/: more than {MOST_AT_THE_TOP} files: {', '.join(top)}"


def check_paths(text):
    for path in sorted(set(re.findall(rf"`({PATH})`", text))):
        named = "/" in path or path == "Makefile"
        if named and not path.startswith("build/") and not (ROOT / path).exists():
            yield f"{path}: does not exist"


def defines(path, function):
    """Whether a file has the function's body."""
    code = path.read_text(encoding="utf-8") if path.is_file() else ""
    return re.search(rf"(?m)^\w[\w *]*\b{function}\([^;{{}}]*\)\s*\{{", code) is not None


def check_functions(text):
    pairs = re.findall(rf"`({FUNCTION})`(?:\s+\(|,\s+)`({PATH})`", text)
    yield from (f"{function}: is not defined in {path}" for function, path in pairs
                if "/" in path and not defines(ROOT / path, function))
    hops = section(text, "The way of one record")
    beside = re.findall(rf"`({FUNCTION})`(?:\s+\(|,\s+)`[\w.-]+/{PATH}`", hops)
    alone = len(re.findall(rf"`{FUNCTION}`", hops)) - len(beside)
    if alone or not beside:
        yield f"the way of one record: {alone} functions of {alone + len(beside)} have no file beside them"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.*"))
    for name in sorted(set(re.findall(rf"`(?:struct )?({FUNCTION})`", text))):
        if not re.search(rf"\b{name}\b", sources):
            yield f"{name}: is nowhere in src/"


def main():
    text = PAGE.read_text(encoding="utf-8")
    faults = [*check_folders(text), *check_paths(text), *check_functions(text)]
    for fault in faults:
        print(f"docs/architecture.md: {fault}")
    print(f"architecture: {len(faults)} faults" if faults else "architecture: passed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
