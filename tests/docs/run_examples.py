#!/usr/bin/env python3
"""Runs the examples of the documentation: every ```console block of README.md and docs/*.md.

A line that starts with `$ ` is a command for sh (`> ` lines go on with it); the lines that follow are
exactly what it prints on standard output and standard error. All blocks of a page run in one new
directory that holds samples/ and tests/docs/, and, where a block begins with ```python NAME, a file of that name with
what the block holds. Times and rates match any others.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))


def programs(page):
    """{name: text} of the Python programs that a page holds."""
    return dict(re.findall(r"(?ms)^```python (\S+)\n(.*?)^```$", page.read_text(encoding="utf-8")))


def blocks(page):
    """[(line number, [lines])] of the console blocks."""
    found, current = [], None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if current is None and line.strip() == "```console":
            current = (number, [])
        elif current is not None and line.strip() == "```":
            found.append(current)
            current = None
        elif current is not None:
            current[1].append(line)
    return found


def commands(block):
    """[(line number, command, [expected lines])]"""
    first, lines = block
    found = []
    in_command = False
    for offset, line in enumerate(lines, 1):
        if line.startswith("$ "):
            found.append((first + offset, line[2:], []))
            in_command = True
        elif in_command and line.startswith("> "):
            found[-1] = (found[-1][0], found[-1][1] + "\n" + line[2:], [])
        elif found:
            found[-1][2].append(line)
            in_command = False
        else:
            raise SystemExit(f"line {first + offset}: output without a command")
    return found


def masked(text):
    text = re.sub(r"(?m)^(  time +)[0-9.]+ s(, [0-9.]+ \w+/s)?", r"\1T", text)
    return re.sub(r'("(?:seconds|read|index|plan|write|sync|publish)": )[0-9.e-]+', r"\1T", text)


def run_page(page):
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="splitdata-docs-") as top:
        work, binaries = Path(top) / "work", Path(top) / "bin"
        work.mkdir()
        binaries.mkdir()
        shutil.copytree(ROOT / "samples", work / "samples")
        shutil.copytree(ROOT / "tests" / "docs", work / "tests" / "docs", ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in programs(page).items():
            (work / name).write_text(text, encoding="utf-8")
        (binaries / "splitdata").symlink_to(PROGRAM)
        environment = dict(os.environ, PATH=f"{binaries}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):  # of the make that runs this
            environment.pop(name, None)
        for block in blocks(page):
            for number, command, expected in commands(block):
                done = subprocess.run(["sh", "-c", command], cwd=work, env=environment,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, timeout=300, check=False)
                got = done.stdout.decode("utf-8", "backslashreplace")
                if masked(got).splitlines() == masked("\n".join(expected)).splitlines():
                    passed += 1
                    continue
                failed += 1
                print(f"FAIL {page.relative_to(ROOT)}:{number}: $ {command}\nexpected:\n"
                      + "\n".join(expected) + f"\ngot (status {done.returncode}):\n{got}")
    return passed, failed


def main():
    passed = failed = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        counts = run_page(page) if page.exists() else (0, 0)
        passed += counts[0]
        failed += counts[1]
    print(f"docs: {passed} examples passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
