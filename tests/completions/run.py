#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completions of bash, zsh and fish, by running these shells.

bash and zsh get a command line with tabs typed on a terminal, and run a function in place of splitdata that prints
its words: so a completed name was quoted right. fish is asked for its candidates. Shells that are not here are skipped
by name; with NEED_SHELLS=1 that fails.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata")))
PATIENCE = 60

FILES = {
    "data.csv": 'id,species,"sepal length (cm)","a ""b"", c",target\n1,2,3,4,5\n',
    "tabs.tsv": "one\ttwo,half\tthree\n1\t2\t3\n",
    "semicolon.csv": "\ufeffeins;zwei, drei;vier\r\n1;2;3\r\n",
    "with blank.csv": "alpha,beta\n1,2\n",
    "shards/b.csv": "other,name\n1,2\n",
    "shards/a.csv": "first,second\n1,2\n",
    "titled.csv": "Report of May,,\n\n# made 2024\nname,age,town\nunit,years,\nx,1,y\n",
    "several.csv": ",v,v\nkind,min,max\na,1,2\n",
    "crs.csv": "title\rfirst,second\r1,2\r",
    "blanks.dat": "  one  two\tthree\n1 2 3\n",
    "ratings.dat": "user::movie::rating\n1::2::3\n",
    "spark.csv": '"say \\"hi\\"",plain\n1,2\n',
    "apostrophes.csv": "'size, cm',weight\n1,2\n",
    "two lines.csv": '"height\n(cm)",weight\n1,2\n',
}

# What is typed (a tab is <TAB>), and the words that splitdata then gets.
CASES = [
    ("data.csv --stratify sp<TAB>", ["data.csv", "--stratify", "species"]),
    ("data.csv --group id,ta<TAB>", ["data.csv", "--group", "id,target"]),
    ("data.csv --hash se<TAB>", ["data.csv", "--hash", "sepal length (cm)"]),
    ("data.csv --predefined a<TAB>", ["data.csv", "--predefined", 'a "b", c']),
    ("data.csv --column-type ta<TAB>", ["data.csv", "--column-type", "target"]),
    ("data.csv --stratify=sp<TAB>", ["data.csv", "--stratify=species"]),
    ("tabs.tsv --time tw<TAB>", ["tabs.tsv", "--time", "two,half"]),
    ("-d ';' semicolon.csv --group z<TAB>", ["-d", ";", "semicolon.csv", "--group", "zwei, drei"]),
    ("-d ';' semicolon.csv --group e<TAB>", ["-d", ";", "semicolon.csv", "--group", "eins"]),
    ("with\\ blank.csv --group al<TAB>", ["with blank.csv", "--group", "alpha"]),
    ("titled.csv --skip-lines 3 --group na<TAB>", ["titled.csv", "--skip-lines", "3", "--group", "name"]),
    ("titled.csv --skip-lines=1 --comment '#' --group to<TAB>",
     ["titled.csv", "--skip-lines=1", "--comment", "#", "--group", "town"]),
    ("titled.csv --skip-lines 1 --comment=\\# --header=2 --group ag<TAB>",
     ["titled.csv", "--skip-lines", "1", "--comment=#", "--header=2", "--group", "age"]),
    ("several.csv --header=2 --skip-lines 1 --group ki<TAB>",
     ["several.csv", "--header=2", "--skip-lines", "1", "--group", "kind"]),
    ("--skip-lines 1 crs.csv --group se<TAB>", ["--skip-lines", "1", "crs.csv", "--group", "second"]),
    ("-d blanks blanks.dat --group th<TAB>", ["-d", "blanks", "blanks.dat", "--group", "three"]),
    ("ratings.dat -d :: --group mo<TAB>", ["ratings.dat", "-d", "::", "--group", "movie"]),
    ("spark.csv --escape \\\\ --group pl<TAB>", ["spark.csv", "--escape", "\\", "--group", "plain"]),
    ("spark.csv --escape \\\\ --group say<TAB>", ["spark.csv", "--escape", "\\", "--group", 'say "hi"']),
    ("apostrophes.csv --quote \\' --group si<TAB>", ["apostrophes.csv", "--quote", "'", "--group", "size, cm"]),
    ("two\\ lines.csv --group we<TAB>", ["two lines.csv", "--group", "weight"]),
    ("shards/ --stratify sec<TAB>", ["shards/", "--stratify", "second"]),
    ("-O shards data.csv --stratify sp<TAB>", ["-O", "shards", "data.csv", "--stratify", "species"]),
    ("-O . shards --group fi<TAB>", ["-O", ".", "shards", "--group", "first"]),
    ("data.csv --inputs-fr<TAB>", ["data.csv", "--inputs-from"]),
    ("--strat<TAB>", ["--stratify"]),
    ("--leave<TAB>", ["--leave-one-group-out"]),
    ("--rare me<TAB>", ["--rare", "merge"]),
    ("--ragged k<TAB>", ["--ragged", "keep"]),
    ("--like numpy-m<TAB>", ["--like", "numpy-mask"]),
    ("data.c<TAB>", ["data.csv"]),
    ("veri<TAB>", ["verify"]),
    ("verify data.c<TAB>", ["verify", "data.csv"]),
]


class Failure(Exception):
    pass


class Shell:
    """An interactive shell on a terminal."""

    def __init__(self, words, folder):
        self.text = b""
        self.process, self.end = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "TERM": "dumb", "HOME": str(folder),
                           "LC_ALL": "C.UTF-8", "PS1": "", "INPUTRC": "/dev/null"}
            os.execvpe(words[0], words, environment)

    def say(self, line):
        os.write(self.end, line.encode())

    def wait_for(self, pattern):
        deadline = time.monotonic() + PATIENCE
        while pattern not in self.text:
            if time.monotonic() > deadline or not select.select([self.end], [], [], PATIENCE)[0]:
                raise Failure(f"no {pattern!r} in {self.text[-2000:]!r}")
            try:
                self.text += os.read(self.end, 65536)
            except OSError as error:
                raise Failure(f"ended: {self.text[-2000:]!r}") from error
        before, self.text = self.text.split(pattern, 1)
        return before

    def close(self):
        os.close(self.end)
        os.waitpid(self.process, 0)


# The function in place of the program; what it prints is looked for, not what the terminal echoes.
FUNCTION = r"""splitdata() { if [ "$*" = '--like help' ]; then command splitdata --like help; return; fi; printf '<%s>' BEGIN "$@" END; echo; }"""


def typed(name, folder, scripts):
    begin = {
        "bash": (["bash", "--norc", "--noprofile", "-i"], f"bind 'set enable-bracketed-paste off'; . {scripts}/splitdata.bash"),
        "zsh": (["zsh", "-f", "-i"], f"unsetopt zle_bracketed_paste; PROMPT=; fpath=({scripts} $fpath); autoload -U compinit; compinit -u -D"),
    }
    words, setup = begin[name]
    shell = Shell(words, folder)
    failures = []
    try:
        shell.say(setup + "\n" + FUNCTION + "\nprintf '<%s>' READY SET; echo\n")
        shell.wait_for(b"<READY><SET>")
        for case, wanted in CASES:
            shell.say("splitdata " + case.replace("<TAB>", "\t"))
            time.sleep(0.2)  # the shell reads a line at once, and a tab among it is a tab for the line editor
            shell.say("\n")
            shell.wait_for(b"<BEGIN>")
            got = shell.wait_for(b"<END>").decode().strip("<>").split("><")
            if got != wanted:
                failures.append(f"{name}: {case}: {got}, not {wanted}")
    finally:
        shell.say("\x03\nexit\n")
        shell.close()
    return failures, len(CASES)


def asked(folder, scripts):
    """fish lists candidates; a word is what begins with what was typed."""
    failures = []
    for case, wanted in CASES:
        before = case.removesuffix("<TAB>")
        ask = f'source {scripts}/splitdata.fish; complete -C "$argv[1]"'
        done = subprocess.run(["fish", "--no-config", "-c", ask, f"splitdata {before}"], cwd=folder, capture_output=True, text=True,
                              env={**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": str(folder)},
                              check=False, timeout=PATIENCE)
        candidates = [line.split("\t")[0] for line in done.stdout.splitlines()]
        if wanted[-1] not in candidates or done.stderr:
            failures.append(f"fish: {case}: {candidates}, not {wanted[-1]}: {done.stderr}")
    return failures, len(CASES)


def every_option(scripts):
    """Each option of --help=all is in each file."""
    shown = subprocess.run([PROGRAM, "--help=all"], capture_output=True, text=True, check=True).stdout
    options = re.findall(r"(?m)^  (?:-\w, |    )(--[a-z-]+)", shown)
    failures = []
    for name, form in (("splitdata.bash", "{0}"), ("_splitdata", "*{0}"), ("splitdata.fish", "-l {1}")):
        text = (scripts / name).read_text()
        failures += [f"{name}: no {option}" for option in options if form.format(option, option[2:]) not in text]
    if len(options) < 40:
        failures.append(f"only {len(options)} options found")
    return failures, 3 * len(options)


def main():
    scripts = Path(sys.argv[1]).resolve()
    failures, count = every_option(scripts)
    with tempfile.TemporaryDirectory(prefix="splitdata-completions-") as top:
        folder = Path(top)
        (folder / "bin").mkdir()
        (folder / "bin" / "splitdata").symlink_to(PROGRAM.resolve())
        for name, text in FILES.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, newline="")
        for shell in ("bash", "zsh", "fish"):
            if shutil.which(shell) is None:
                print(f"note completions: {shell} is not here")
                failures += [f"{shell} is not here"] if os.environ.get("NEED_SHELLS") else []
                continue
            try:
                more, tried = asked(folder, scripts) if shell == "fish" else typed(shell, folder, scripts)
            except Failure as failure:
                more, tried = [f"{shell}: {failure}"], 1
            except OSError as error:
                more, tried = [], 0
                print(f"note completions: {shell}: no terminal can be opened here: {error}")
            failures += more
            count += tried
    for failure in failures:
        print(f"FAIL {failure}")
    print(f"completions: {count - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
