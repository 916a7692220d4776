#!/usr/bin/env python3
"""Plants faults in the scanner and in the code that publishes, one at a time, and sees whether the tests
notice: a comparison turned round, a constant off by one, a condition without its `not`, a statement left out.

usage: run.py [--count N] [--only AREA]      N mutants of each area (60), chosen by their digest

Each is built and tested in a copy of the tree under build/mutants/. One that does not compile does not
count. What survives is printed; EQUIVALENT names those that were looked at and cannot be noticed.
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "mutants"
O = "build/mutant"
REPLAY = ["python3", "tests/fuzz/run.py", "replay", f"{O}/fuzz"]
CLI = ["python3", "tests/cli/run.py"]

PROGRAM = f"{O}/splitdata"

# area: its files; what is run, the quick ones first, each with what must be built for it
AREAS = {
    "scanner": (
        ["src/csv/machine.c", "src/csv/machine.h", "src/csv/fast.inc", "src/csv/fast_portable.c", "src/csv/scan.c",
         "src/csv/index.c", "src/csv/lines.c"],
        [([f"{O}/fuzz/scanner", f"{O}/fuzz/chunks"], [*REPLAY, "scanner", "chunks"]),
         ([f"{O}/tests/test_index"], [f"{O}/tests/test_index"]),
         ([f"{O}/tests/test_scanner"], [f"{O}/tests/test_scanner"]),
         ([PROGRAM], [*CLI, "tests/cli/records.test", "tests/cli/inputs.test"])]),
    "publication": (
        ["src/out/publish.c", "src/out/temporary.c", "src/out/output.c", "src/out/directory.c", "src/targets.c",
         "src/base/uninterrupted.c"],
        [([PROGRAM], [*CLI, "tests/cli/existing.test"]),
         ([], ["python3", "tests/fault/syscalls.py", "plain", "named", "force", "force-named", "directory"]),
         ([], [*CLI, "tests/cli/names.test", "tests/cli/emit.test", "tests/cli/program.test"]),
         ([], ["python3", "tests/fault/kills.py", "--random", "0", "plain", "named", "force"]),
         ([], ["python3", "tests/fault/preloaded.py", "--some", "400", "plain", "named", "force-named", "directory"]),
         ([f"{O}/tests/test_outputs"], [f"{O}/tests/test_outputs"]),
         ([], ["python3", "tests/fault/run.py"])]),
}

# What stands in a line and what it becomes.
OPERATORS = [(r" == ", " != "), (r" != ", " == "), (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "),
             (r" >= ", " > "), (r" && ", " || "), (r" \|\| ", " && "), (r" \+ 1\b", ""), (r" - 1\b", ""),
             (r"\(!(?=\w)", "("), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r" \| ", " & "),
             (r" & ", " | "), (r"(?<=[ (])~", ""), (r" >> ", " << "), (r" \+= ", " -= "), (r"\b0;", "1;"),
             (r"^(\s+)(?!return|break|continue|goto)[\w>.\-\[\]*() ]+ ?[-+|&^]?= [^;{]*;$", r"\1;"),
             (r"^(\s+)\w+\([^;{]*\);$", r"\1;"), (r"^(\s+)(break|continue);$", r"\1;")]

# (FILE, LINE before, after): why nobody can notice.
AGAIN = "what was missed is found again, from the true border: slower, the same"
EXACT = "the exact machine takes what the fast scanner leaves: slower, the same"
EQUIVALENT = {
    ("src/csv/lines.c", "while (i < length && i < enough) {", "while (i < length || i < enough) {"): AGAIN,
    ("src/csv/index.c", "if (job->end >= until && number + 1 < job->chunks)",
     "if (job->end >= until || number + 1 < job->chunks)"): AGAIN,
    ("src/csv/index.c", "if (job->end >= until && number + 1 < job->chunks)",
     "if (job->end >= until && number < job->chunks)"): "nothing is left behind the end",
    ("src/csv/index.c", "uint64_t i = begin - 1;", "uint64_t i = begin;"): AGAIN,
    ("src/csv/fast.inc", "uint64_t border = masks.delimiter | masks.lf | masks.cr | masks.quote;",
     "uint64_t border = masks.delimiter | masks.lf | masks.cr & masks.quote;"): EXACT,
    ("src/csv/fast.inc", "(((masks.delimiter | masks.lf | masks.cr) & ~quoted) | closing) << 1 | may_open;",
     "(((masks.delimiter | masks.lf | masks.cr) & quoted) | closing) << 1 | may_open;"): EXACT,
    ("src/csv/fast.inc", "bool after_border = after == needles.delimiter || after == '\\n' || after == '\\r' ||",
     "bool after_border = after == needles.delimiter && after == '\\n' || after == '\\r' ||"): EXACT,
    ("src/csv/index.c", "job.chunks = (request->size - job.begin + job.chunk - 1) / job.chunk;",
     "job.chunks = (request->size - job.begin + job.chunk) / job.chunk;"): "a last chunk without bytes",
    ("src/csv/index.c", "return i < end ? i + 1 : request->size;",
     "return i <= end ? i + 1 : request->size;"): "behind the chunk's end nothing of it is left",
    ("src/csv/index.c", "sd_turns_end(&job.order);", ";"): "a mutex that is not destroyed leaks nothing on Linux",
}


def mutants_of(area, count):
    found = []
    for name in AREAS[area][0]:
        lines = (ROOT / name).read_text().split("\n")
        comment = False
        for number, line in enumerate(lines):
            comment = comment or line.lstrip().startswith("/*")
            inside, comment = comment, comment and "*/" not in line
            if inside or line.startswith(("#", "//")):
                continue
            code = line.split("/*")[0]
            declares = re.match(r"\s+(const |struct |static |size_t |int |bool |uint\d+_t |unsigned |char |ssize_t |off_t )", code)
            for pattern, replacement in OPERATORS:
                if declares and pattern.startswith("^"):
                    continue  # it would not compile
                for match in re.finditer(pattern, code):
                    mutated = code[:match.start()] + match.expand(replacement) + code[match.end():]
                    found.append((name, number, line, mutated))
    found.sort(key=lambda mutant: hashlib.sha256(repr(mutant[:1] + mutant[2:]).encode()).digest())
    return found[:count]


def make_tree(number):
    tree = WORK / f"tree{number}"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    for name in ("src", "include", "tests", "samples", "docs", "Makefile", ".clang-format"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, tree / name)
    return tree


def make(tree, targets):
    return not targets or subprocess.run(["make", "-s", f"O={O}", f"PROGRAM={PROGRAM}", "CFLAGS=-O1 -fPIC", *targets], cwd=tree,
                          capture_output=True, check=False).returncode == 0


def run_tests(tree, area):
    """The first command that fails, "no program" when it does not compile, or None."""
    environment = dict(os.environ, SPLITDATA=str(tree / PROGRAM))
    for targets, command in AREAS[area][1]:
        if not make(tree, targets):
            return "no program"
        process = subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            failed = process.wait(timeout=300) != 0
        except subprocess.TimeoutExpired:  # it hangs: that is noticed, too
            failed = True
        try:
            os.killpg(process.pid, 9)
        except ProcessLookupError:
            pass
        if failed:
            return " ".join(command)
    return None


def try_mutant(trees, area, mutant):
    name, number, old, new = mutant
    tree = trees.get()
    path = tree / name
    whole = path.read_text()
    try:
        lines = whole.split("\n")
        lines[number] = new
        path.write_text("\n".join(lines))
        return mutant, run_tests(tree, area)
    finally:
        path.write_text(whole)
        trees.put(tree)


def main():
    words = sys.argv[1:]
    count = int(words[words.index("--count") + 1]) if "--count" in words else 60
    areas = [words[words.index("--only") + 1]] if "--only" in words else list(AREAS)
    trees = Queue()
    workers = os.cpu_count() or 1
    for number in range(workers):
        trees.put(make_tree(number))
    killed = survived = equivalent = 0
    for area in areas:
        for tree in list(trees.queue):
            if run_tests(tree, area):
                print(f"mutants: the tests of {area} fail without any mutant")
                return 1
        with ThreadPoolExecutor(max_workers=workers) as pool:
            for mutant, by in pool.map(lambda m: try_mutant(trees, area, m), mutants_of(area, count)):
                name, number, old, new = mutant
                if by == "no program":
                    continue
                if by:
                    killed += 1
                elif (name, old.strip(), new.strip()) in EQUIVALENT:
                    equivalent += 1
                else:
                    survived += 1
                    print(f"survived: {name}:{number + 1}: {old.strip()}  ->  {new.strip()}", flush=True)
    tried = killed + survived
    print(f"mutants: {tried} planted, {killed} killed, {survived} survived, {equivalent} more cannot be noticed")
    return 1 if tried == 0 or killed < 0.95 * tried else 0


if __name__ == "__main__":
    sys.exit(main())
