#!/usr/bin/env python3
"""Mutation tests of the scanner and of the code that writes and publishes: one fault at a time, which the tests must
detect: a comparison reversed, a constant off by one, a condition without its `not`, a statement removed.

usage: run.py [--count N] [--verbose] [AREA...]      N mutants of each area (66), chosen by their digest
       run.py --list [AREA...]                       all possible mutants

Each is built and tested in a copy of the tree under build/mutants/: the quick tests first, up to the first that
fails, hangs or dies. A mutant that does not compile, or compiles to the same code, does not count. Survivors are
printed. equivalent.txt names reviewed ones without an observable effect. Fails if fewer than 95 % are detected or,
without --count, if there were fewer than 100.
"""
import contextlib
import hashlib
import itertools
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from areas import AREAS, O, PROGRAM, tests_of

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "mutants"
USUAL, LEAST, SHARE = 66, 100, 0.95

# A pattern in a line, and its replacement.
OPERATORS = [(r" == ", " != "), (r" != ", " == "), (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "),
             (r" >= ", " > "), (r" && ", " || "), (r" \|\| ", " && "), (r" \+ 1\b", ""), (r" - 1\b", ""),
             (r"\(!(?=\w)", "("), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r" \| ", " & "),
             (r" & ", " | "), (r"(?<=[ (])~", ""), (r" >> ", " << "), (r" \+= ", " -= "), (r"\b0;", "1;"),
             (r"^(\s+)(?!return|break|continue|goto)[\w>.\-\[\]*() ]+ ?[-+|&^]?= [^;{]*;$", r"\1;"),
             (r"^(\s+)\w+\([^;{]*\);$", r"\1;"), (r"^(\s+)(break|continue);$", r"\1;")]
DECLARATION = re.compile(r"\s+(const |struct |static |size_t |int |bool |uint\d+_t |unsigned |char |ssize_t |off_t )")


def equivalents():
    """{(file, line before, line after)}, from the lines FILE, `- BEFORE`, `+ AFTER` of equivalent.txt."""
    text = (Path(__file__).parent / "equivalent.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^(src/\S+)\n- (.*)\n\+ (.*)$", text, re.MULTILINE))


def key_of(mutant):
    name, _, old, new = mutant
    return name, old.strip(), new.strip()


def mutants_of(area):
    """(file, line number from 0, the line, its replacement): from each file in turn, and within a file in a fixed
    pseudorandom order."""
    by_file = [sorted(mutants_in(name), key=lambda mutant: hashlib.sha256(repr(key_of(mutant)).encode()).digest())
               for name in AREAS[area]]
    return [mutant for turn in itertools.zip_longest(*by_file) for mutant in turn if mutant]


def mutants_in(name):
    comment = False
    for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").split("\n")):
        comment = comment or line.lstrip().startswith("/*")
        inside, comment = comment, comment and "*/" not in line
        if inside or line.startswith(("#", "//")):
            continue
        code = line.split("/*")[0]
        for pattern, replacement in OPERATORS:
            if pattern.startswith("^") and DECLARATION.match(code):
                continue  # it would not compile
            for match in re.finditer(pattern, code):
                mutated = code[:match.start()] + match.expand(replacement) + code[match.end():]
                yield name, number, line, mutated


class Tree:
    """A copy of the sources, or of another tree and what was built in it, in which one mutant after another is planted."""

    def __init__(self, number, of=None):
        self.path = WORK / f"tree{number}"
        self.scratch = Path("/dev/shm" if os.path.isdir("/dev/shm") else WORK) / f"splitdata-mutants-{os.getpid()}-{number}"
        shutil.rmtree(self.path, ignore_errors=True)
        if of:
            shutil.copytree(of.path, self.path, symlinks=True)
        else:
            self.path.mkdir(parents=True)
            for name in ("src", "include", "tests", "samples", "docs", "Makefile", ".clang-format"):
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
                copy(ROOT / name, self.path / name)
        self.pristine = None

    def make(self, *targets):
        """Builds targets, all of them below O or all of them below build/asan."""
        how = ["BUILD=asan"] if targets[0].startswith("build/asan/") else [f"O={O}", f"PROGRAM={PROGRAM}", "CFLAGS=-O1 -fPIC"]
        jobs = [f"-j{os.cpu_count() or 1}"] if self.pristine is None else []
        return subprocess.run(["make", "-s", *jobs, *how, *targets], cwd=self.path, capture_output=True,
                              check=False).returncode == 0

    def code(self):
        """A digest of the compiled library; None if it does not compile."""
        library = f"{O}/libsplitdata.a"
        return hashlib.sha256((self.path / library).read_bytes()).digest() if self.make(library) else None

    def prepare(self, targets):
        """Builds what the tests take, to be copied; False when that fails."""
        groups = [[t for t in targets if t.startswith("build/asan/") == asan] for asan in (False, True)]
        return self.code() is not None and all(self.make(*group) for group in groups if group)

    def usual_ticks(self, command, targets):
        """The time of a test without a mutant; None if it fails."""
        built = self.make(*targets)
        began = time.monotonic()
        return None if not built or self.fails(command, targets, 6000) else 10 * (time.monotonic() - began)

    def fails(self, command, targets, ticks):
        """Whether a test fails, or hangs: counts `ticks` tenths of a second, so that time in which the whole run is
        stopped does not count."""
        environment = dict(os.environ, SPLITDATA=str(self.path / Path(targets[0]).parts[0] / Path(targets[0]).parts[1] / "splitdata"), TMPDIR=str(self.scratch))
        self.scratch.mkdir(exist_ok=True)
        process = subprocess.Popen(command, cwd=self.path, env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True,
                                   preexec_fn=limit_the_damage)
        while process.poll() is None and ticks > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
            ticks -= 1
        failed = process.poll() != 0
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.clear()
        return failed

    def clear(self):
        """Removes the files of a test that was killed."""
        with open("/proc/mounts", encoding="utf-8") as mounts:
            for place in [line.split()[1] for line in mounts if f" {self.scratch}/" in line]:
                subprocess.run(["umount", "-l", place], check=False)
        shutil.rmtree(self.scratch, ignore_errors=True)

    def judge(self, mutant, ticks):
        """The command that detects the mutant; "" if none does; None if the code is unchanged. `ticks`: the time of
        each command without the mutant."""
        name, number, _, new = mutant
        path = self.path / name
        whole = path.read_text(encoding="utf-8")
        try:
            lines = whole.split("\n")
            lines[number] = new
            path.write_text("\n".join(lines), encoding="utf-8")
            if self.code() in (None, self.pristine):
                return None
            for command, targets in tests_of(name):
                if not self.make(*targets) or self.fails(command, targets, 100 + int(6 * ticks[tuple(command)])):
                    return " ".join(command)
            return ""
        finally:
            path.write_text(whole, encoding="utf-8")


def limit_the_damage():
    """Some tests set higher limits for themselves."""
    for what, most in ((resource.RLIMIT_FSIZE, 1 << 31), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def in_a_tree(trees, work):
    tree = trees.get()
    try:
        return work(tree)
    finally:
        trees.put(tree)


def report(results, equivalent, verbose):
    """Prints the survivors and the counts; returns the numbers of mutants that count and of those detected."""
    noticed, survived, none = {}, 0, 0
    for count, (mutant, by) in enumerate(results, 1):
        name, number, old, new = mutant
        if verbose:
            print(f"{count}: {name}:{number + 1}: {by!r}", flush=True)
        if by is None:
            none += 1
        elif by:
            noticed[by] = noticed.get(by, 0) + 1
        else:
            survived += 1
            print(f"survived: {name}:{number + 1}: {old.strip()}  ->  {new.strip()}", flush=True)
    killed = sum(noticed.values())
    for command, count in sorted(noticed.items(), key=lambda item: -item[1]):
        print(f"  {count:4} noticed by {command}")
    print(f"mutants: {killed + survived} planted, {killed} noticed, {survived} survived; {equivalent} more change nothing "
          f"that could be noticed (equivalent.txt), {none} did not compile or to the same code", flush=True)
    return killed + survived, killed


def main():
    words = sys.argv[1:]
    count = int(words.pop(words.index("--count") + 1)) if "--count" in words else USUAL
    areas = [word for word in words if not word.startswith("--")] or list(AREAS)
    chosen = [mutant for area in areas for mutant in mutants_of(area)[:count]]
    known = equivalents()
    worth = [mutant for mutant in chosen if key_of(mutant) not in known]
    if "--list" in words:
        for name, number, old, new in (mutant for area in areas for mutant in mutants_of(area)):
            print(f"{name}:{number + 1}: {old.strip()}  ->  {new.strip()}")
        return 0
    trees = Queue()
    workers = os.cpu_count() or 1
    tests = list({tuple(test[0]): test for mutant in worth for test in tests_of(mutant[0])}.values())
    first = Tree(0)
    if not first.prepare(sorted({target for _, targets in tests for target in targets})):
        print("mutants: without any mutant it cannot be built")
        return 1
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for tree in [first, *(Tree(number, first) for number in range(1, workers))]:
            tree.pristine = tree.code()
            trees.put(tree)
        usual = list(pool.map(lambda test: in_a_tree(trees, lambda tree: tree.usual_ticks(*test)), tests))
        if None in usual:
            print(f"mutants: without any mutant this fails: {' '.join(tests[usual.index(None)][0])}")
            return 1
        ticks = {tuple(command): taken for (command, _), taken in zip(tests, usual)}
        judged = pool.map(lambda mutant: (mutant, in_a_tree(trees, lambda tree: tree.judge(mutant, ticks))), worth)
        planted, killed = report(judged, len(chosen) - len(worth), "--verbose" in words)
    return 1 if planted == 0 or killed < SHARE * planted or ("--count" not in words and planted < LEAST) else 0


if __name__ == "__main__":
    sys.exit(main())
