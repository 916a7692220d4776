#!/usr/bin/env python3
"""Checks that a test shows every option and every message of the program.

Options are those of --help=all, and of the help of verify and replay; each must occur in a command of a
transcript, in its long and its short form. Messages are the strings in the sources with two blanks or more,
where a conversion such as %s matches anything; each must occur in a transcript, another test or the documents.
Exceptions are listed below with the reason."""
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
SHOWN = ("tests/cli/*.test", "tests/*/*.py", "tests/unit/*.[ch]", "docs/*.md", "README.md")

# Sources whose texts have other tests: the kinds of files that are not data, the generators and their command,
# the findings of verify, the page of a report (tests/property/page.py), the faults of a manifest, the help, other programs' words, frameworks without a recipe.
ELSEWHERE = ("src/csv/kinds.c", "src/rng/", "src/cli/random", "src/verify/", "src/cli/check.c", "src/check/page.c", "src/provenance/manifest_", "src/report/",
             "src/cli/help.c", "src/cli/options.c", "src/cli/other_words.c", "src/recipe/unreproducible.c")

NOT_SHOWN = {
    "polars has row numbers of 32 bits, too few for %u records": "a file of 2**32 records",
    "Perl's shuffle takes at most 2**31 - 1 records, not %u": "a file of 2**31 records",
    # Failures of system calls: tests/fault injects them all.
    "cannot wait for data": "poll fails",
    "cannot make a pipe: %s": "pipe fails",
    "an earlier write failed": "a write fails that did not say why",
    "%s: cannot be mapped": "mmap fails",
    "%s: ends before its size": "a read ends early",
    "cannot keep a temporary copy of the input in %s": "a full disk",
    "%s: cannot be written to disk": "fsync fails",
    "%s: cannot be published": "a link fails",
    "%s: cannot be removed": "a renaming fails",
    "%s: cannot be listed, to look for shards": "a call that lists a directory fails",
    "%s: cannot be read again": "an open fails",
    "%s: cannot be read, to tell whether a split wrote it": "an open fails",
    "no memory for %s": "a failing allocation",
    "no memory for %s, nor room for a temporary file (--memory allows more, --tmpdir names another place, --hash needs none)":
        "a failing allocation and a full disk",
    # tests/fault/memory.py fills a disk and looks for these, in pieces.
    "%s %s: %s are needed and %s are free (%s)": "a full disk",
    "-O DIR names another place, -z writes less": "a full disk",
    "no room for": "a full disk",
    "no room for a temporary file in": "a full disk",
    "--tmpdir DIR names another place, --memory allows more": "a full disk",
    "no memory for the summary": "a failing allocation",
    # tests/fault/neighbours.py
    "%s: another process replaced its temporary file; nothing was written": "another user, in the right moment",
    "--manifest: it would be larger than 64 MB, and is not read then; nothing was written (leave it out)":
        "the size is estimated before",
    "no memory for the findings": "a failing allocation",
    "no memory for the list of files": "a failing allocation",
    "the files cannot be mapped together": "mmap fails",
    "%s: the folder cannot be found": "a folder that vanishes in the right moment",
    "one of the inputs": "a disk that fails while several files are read",
    "no room for the records in a temporary file in %s (--tmpdir names another place)": "a full disk",
    "a temporary file in %s: cannot be %s": "a read or a write fails",
    # Too large, or too long, for a test.
    "--manifest: %u parts and %zu inputs may take more than 64 MB, and a larger manifest is not read (leave it out)":
        "a hundred thousand files",
    "a column has more than 4294967294 distinct values": "a file of many GB",
    "--duplicates: there are more than 4294967294 different records": "a file of many GB",
    "%s: too large for this machine's address space": "a machine of 32 bits",
    "%lu h %02lu min": "a run of an hour",
    "a block device": "takes root to make",
    "--like %s: its arrays have room for 2**31 - 1 records, not %u": "takes 2**31 records",
    "the shuffle of PHP and random-js takes at most 2**31 - 1 records, not %u": "takes 2**31 records",
    "--like %s: an array of JavaScript has at most 2**32 - 1 records, not %u": "takes 2**32 records",
    "--like d3: its places have 31 bits, too few for so many records": "takes 2**31 records",
    "--like smartcore: its shuffle is of at most 2**32 - 2 records here": "takes 2**32 records",
    # For callers of the library: the command line refuses it first, or never shows it.
    "%s: the steps of a split on many machines do not have it": "the command line says it itself",
    "delimiter and quote are single bytes": "the command line takes no others",
    "--duplicates: there are no records to be compared, only key columns": "arrays have none",
    "--like %s sorts rows by their columns, and there are none": "a file has columns",
    "split by rows": "every recipe has this split",
    "--gzip: a level is 1 to 9, or 0 for plain": "the command line says it itself",
    "--folds %u: at least 2": "the command line says it itself",
    # Strategies validate their arguments; these come after checks that can name the column or part.
    "the %zu parts need %u groups, and there %s %u (choose other sizes, or another column for --group)":
        "the sizes are checked before",
    "the shares leave nothing for the last part (they must sum to 1)": "the sum is checked before",
    "class %u has 1 record, and one cannot be in every part (--rare merge or train)":
        "the class is named before",
    "%u group%s on both sides of a cut (--straddle drop, train or test)": "the group is named before",
}


def options(*words):
    """(long, short or None) of each option that a help lists."""
    text = subprocess.run([PROGRAM, *words], capture_output=True, check=True, text=True).stdout
    return re.findall(r"^ +(?:-(\w), )?--([a-z-]+)", text, re.M)


def commands():
    """All commands of the transcripts, by the first word after the program's name."""
    found = {"split": "", "verify": "", "replay": "", "check": ""}
    for path in sorted((ROOT / "tests" / "cli").glob("*.test")):
        for line in re.findall(r"^[$>] (.*)", path.read_text(encoding="utf-8"), re.M):
            for command in re.split(r"splitdata ", line)[1:]:
                word = command.split(" ")[0]
                found[word if word in found else "split"] += " " + command + "\n"
    return found


def check_options():
    faults, used = [], commands()
    for command, words in (("split", ["--help=all"]), ("verify", ["verify", "--help"]),
                           ("replay", ["replay", "--help"]), ("check", ["check", "--help"])):
        for short, name in options(*words):
            if not re.search(rf"\s--{name}(?![\w-])", used[command]):
                faults.append(f"{command}: --{name} is in no command of a transcript")
            if short and not re.search(rf"\s-\w*{short}", used[command]):
                faults.append(f"{command}: -{short} is in no command of a transcript")
    return faults


def check_types():
    """Each option has its type in the package for Python, unless it is the command's alone."""
    package = ROOT / "python" / "splitdata"
    typed = re.findall(r"(?m)^    (\w+): ", (package / "options.py").read_text(encoding="utf-8"))
    alone = re.findall(r'(?m)^    "(\w+)": ', (package / "words.py").read_text(encoding="utf-8"))
    for _, name in options("--help=all"):
        plain_name = name.lstrip("-").replace("-", "_")
        if plain_name not in [*typed, *alone, "progress"]:
            yield f"{name} has no line in python/splitdata/options.py ({plain_name}: str)"


def check_recipes():
    """docs/frameworks.md has a row for each recipe, and the manual page an item."""
    listed = subprocess.run([PROGRAM, "--like", "help"], capture_output=True, text=True, check=True).stdout
    page, manual = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("frameworks.md", "splitdata.1"))
    for name in (line.split()[0] for line in listed.splitlines() if line[0] != " "):
        if f"| `{name}` |" not in page:
            yield f"docs/frameworks.md: no row for {name}"
        if not re.search(rf"^\.It Cm (.* )?{re.escape(name)}( .*)?$", manual, re.MULTILINE):
            yield f"docs/splitdata.1: no item for {name}"


TOKEN = re.compile(r"""/\*.*?\*/ | _Static_assert\([^;]*;
                       | "((?:[^"\\\n]|\\.)*)" | '(?:[^'\\\n]|\\.)+' | PRI[udx]\d+ | \w+ | \s+ | .""", re.S | re.X)
CONVERSION = re.compile(r"%(?:%|[-+ 0#]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:hh|h|ll|l|j|z)?[a-zA-Z])|\{[a-z]+\}")


def texts(source):
    """(line, text) of each string of a C source, joined with adjacent strings; without those that only name memory, or that
    only the compiler prints."""
    joined, line, before = None, 0, ""
    for match in TOKEN.finditer(source):
        token = match[0]
        if token.isspace() or token.startswith(("/*", "_Static_assert(")):
            continue
        if token[0] == '"':
            if joined is None:
                joined, line = "", source.count("\n", 0, match.start()) + 1
            joined += match[1]
        elif joined is not None and token.startswith("PRI"):
            joined += "u"
        else:
            if joined is not None and not before.endswith("sd_fail_memory(error,"):
                yield line, joined
            joined = None
            before = (before + token)[-40:]


def plain(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), text)


def shows(lines, text):
    """Whether a line of the tests contains this line of a text, where conversions match anything."""
    parts, last = [], 0
    for match in CONVERSION.finditer(text):
        parts += [text[last:match.start()], "%" if match[0] == "%%" else None]
        last = match.end()
    parts.append(text[last:])
    longest = max((part for part in parts if part is not None), key=len)
    whole = re.compile("".join(".*?" if part is None else re.escape(part) for part in parts))
    return any(longest in line and whole.search(line) for line in lines)


def told_of_recipes():
    """What --like help,NAME tells of each recipe, whose lines are wrapped: tests/unit/test_recipes.c asks for all."""
    told = set()
    for path in (ROOT / "src" / "recipe").glob("*.c"):
        for value in re.findall(r"(?s)\.(?:call|checked|summary|conditions|versions) =(.*?),[ \\]*\n", path.read_text(encoding="utf-8")):
            told.add("".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', value)))
        for macro in re.findall(r"(?ms)^HEAD(?:_CALLED)?\((.*?)\);$", path.read_text(encoding="utf-8")):
            told.update(text for _, text in texts(macro + ";"))
    return told


def check_sentences():
    faults, unused, lines, told = [], set(NOT_SHOWN), set(), told_of_recipes()
    for path in (path for glob in SHOWN for path in ROOT.glob(glob)):
        if path != Path(__file__).resolve():
            lines.update(path.read_text(encoding="utf-8", errors="replace").splitlines())
    for path in sorted((ROOT / "src").rglob("*.c")):
        if path.parent.name == "completions":
            continue  # a program of the build, whose output tests/completions runs
        name = str(path.relative_to(ROOT))
        if name.startswith(ELSEWHERE):
            continue
        for number, text in texts(path.read_text(encoding="utf-8")):
            if name.startswith("src/recipe/") and text in told:
                continue
            if text in NOT_SHOWN:
                unused.discard(text)
            elif text.count(" ") >= 2 and not all(shows(lines, line) for line in plain(text).split("\n")):
                faults.append(f"{name}:{number}: no test shows: {text}")
    return faults + [f"complete.py: nothing says: {text}" for text in sorted(unused)]


def main():
    faults = check_options() + [*check_types()] + [*check_recipes()] + check_sentences()
    for fault in faults:
        print(fault)
    print(f"cli: {len(faults)} options or sentences are not shown" if faults
          else "cli: every option and every sentence is shown")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
