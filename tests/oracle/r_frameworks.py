#!/usr/bin/env python3
"""The splits of R and its packages, beside those of the program: the code of --print-code is run by R.

usage: r_frameworks.py PROGRAM [COUNT [NAME...]]          compares COUNT (100) random splits of each recipe
       r_frameworks.py --golden PROGRAM COUNT NAME        prints cases for tests/golden/recipes/NAME.jsonl

It needs Rscript and, for the recipes of packages, these: caret, rsample, dplyr, caTools, glmnet, modelr."""
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SHORT = 64
HARNESS = r"""
rows <- function(number, label, part) cat(number, label, part$.row, "\n")
tell <- function(number, round, parts) {
  if (is.data.frame(parts[[1]])) {
    for (name in names(parts)) rows(number, paste0(round, name), parts[[name]])
    return(invisible())
  }
  for (fold in seq_along(parts)) for (name in names(parts[[fold]]))
    rows(number, paste0(round, "fold", fold, ".", name), parts[[fold]][[name]])
}
run <- function(number, split) {
  suppressWarnings(RNGkind(sample.kind = "Rejection"))
  made <- tryCatch(suppressMessages(suppressWarnings(split())), error = function(e) conditionMessage(e))
  if (is.character(made)) cat(number, "error", gsub("\n", " ", made), "\n")
  else if (!is.null(made$repeats))
    for (i in seq_along(made$repeats)) tell(number, paste0("repeat", i, "."), made$repeats[[i]])
  else tell(number, "", made$parts)
}
"""
TEXTS = ["b", "A", "a", "B-1", "_x", "10", "9", "Ab", "aB", "ab", "a b", "x.y", "(c)", "#d", "e'", "2", "yes", "no"]


def share(source):
    digits = source.choice((1, 1, 2, 2, 3, 17))
    text = f"{min(max(source.random(), 0.01), 0.99):.{digits}f}"
    return text if 0 < float(text) < 1 else "0.8"


def three(source):
    first, second = source.randrange(20, 70), source.randrange(5, 29)
    return [f"{part / 100}" for part in (first, second, 100 - first - second)]


def size(source):
    return source.choice((2, 3, 5, 10, 41, 100, 150, source.randrange(2, 400), source.randrange(2, 3000)))


def seed(source):
    return str(source.choice((0, 1, 42, 123, -7, 2147483647, source.randrange(-2**31 + 1, 2**31))))


def repeats(source):
    return source.choice(([], [], [], ["--repeats", "2"], ["--repeats", "3"]))


# --- cases: the recipe, a file, and options -------------------------------------------------------


def plain(like, source, words):
    return {"like": like, "n": size(source), "seed": seed(source), "words": words}


def r_sample(source, name):
    rounding = source.choice(("", "", ",size=round", ",size=ceiling"))
    n = size(source)
    kind = source.randrange(5)
    words = ["--ratio", share(source)]
    if kind == 0:
        rounding, words = "", ["--parts", ",".join(f"{part}={value}" for part, value in zip("abc", three(source)))]
    elif kind == 1:
        words = [source.choice(("--train-size", "--test-size")), str(source.randrange(1, n))]
    elif kind == 2 and n > 4:
        words = ["--train-size", str(n // 3), "--test-size", str(source.randrange(1, n // 3 + 1))]
        rounding = ""
    return {"like": name + rounding, "n": n, "seed": seed(source), "words": words + repeats(source)}


def shares(source):
    if source.randrange(3) == 0:
        return ["--parts", ",".join(f"{part}={value}" for part, value in zip("abc", three(source)))]
    return ["--ratio", share(source)]


def texts(source, n):
    labels = source.sample(TEXTS, source.randrange(1, min(len(TEXTS), 8)))
    return [labels[min(int(source.expovariate(1.0)), len(labels) - 1)] for _ in range(n)]


def numbers(source, n):
    kind = source.randrange(6)
    if kind < 3:
        most = source.choice((1, 2, 4, 9, 60))
        values = [str(source.randrange(most + 1)) for _ in range(n)]
    elif kind == 3:
        values = [f"{source.gauss(0, 30):.{source.choice((1, 2))}f}" for _ in range(n)]
    elif kind == 4:
        values = [source.choice(("100000", "20000.5", "0.0001", "3", "-7", "1000000", "12.5")) for _ in range(n)]
    else:
        values = [source.choice(("10", "9", "100", "-2", "100000", "2")) for _ in range(n)]
    return values


def with_key(source, make, n):
    lines = [f"{i},{value}" for i, value in enumerate(make(source, n))]
    return "\n".join(["id,k", *lines]) + "\n"


def stratified(source, like, words, make=None):
    n = source.choice((2, 5, 20, 41, 100, 150, source.randrange(30, 400), source.randrange(2, 2000)))
    make = make or source.choice((texts, texts, numbers))
    return {"like": like, "csv": with_key(source, make, n), "seed": seed(source), "words": words}


def grouped(source, like, words):
    return stratified(source, like, words, lambda source, n: [f"g{source.randrange(1 + n // 4)}" for _ in range(n)])


def kinds(source):
    return source.choice(("", "", "", ",sample=rounding")) + source.choice(("", "", ",collate=c"))


def r_dplyr(source):
    like = "dplyr" + kinds(source) + source.choice(("", ",call=sample_frac"))
    if source.randrange(3) == 0:
        n = size(source)
        words = source.choice((["--ratio", share(source)], ["--train-size", str(source.randrange(1, n))],
                               ["--test-size", str(source.randrange(1, n))]))
        return {"like": like, "n": n, "seed": seed(source), "words": words + repeats(source)}
    return stratified(source, like, ["--stratify", "k", "--ratio", share(source), *repeats(source)])


def r_caret(source):
    like = "caret" + kinds(source)
    kind = source.randrange(4)
    if kind == 0:
        return grouped(source, like, ["--folds", str(source.choice((2, 3, 5, 10))), "--group", "k", *repeats(source)])
    if kind == 1:
        like += source.choice(("", ",numbers=factor"))
        make = numbers if like.endswith("factor") else texts
        return stratified(source, like, ["--folds", str(source.choice((2, 3, 5, 10))), "--stratify", "k",
                                         *([] if make == numbers else ["--column-type", "k=text"]), *repeats(source)], make)
    like += source.choice(("", ",numbers=factor", ",groups=3", ",groups=10"))
    return stratified(source, like, ["--stratify", "k", source.choice(("--ratio", "--test-size")), share(source),
                                     *repeats(source)])


def r_rsample(source):
    like = "rsample" + kinds(source) + source.choice(("", "", ",breaks=7", ",breaks=2", ",pool=0.25", ",pool=0.01"))
    ratio, folds = ["--ratio", share(source)], ["--folds", str(source.choice((2, 3, 5, 10)))]
    kind = source.randrange(8)
    if kind < 2:
        return {"like": like, "n": size(source), "seed": seed(source), "words": (ratio, folds)[kind] + repeats(source)}
    if kind < 4:
        return grouped(source, like, (ratio, folds)[kind - 2] + ["--group", "k", *repeats(source)])
    return stratified(source, like, (ratio, folds)[kind % 2] + ["--stratify", "k", *repeats(source)])


def r_catools(source):
    like = "catools" + source.choice(("", "", ",sample=rounding"))
    n = source.choice((2, 3, 5, 20, 41, 100, 150, source.randrange(30, 400), source.randrange(2, 2000)))
    words = source.choice((["--ratio", share(source)], ["--ratio", share(source)], ["--test-size", share(source)],
                           ["--train-size", str(source.randrange(1, n))], ["--test-size", str(source.randrange(1, n))]))
    if source.randrange(4) == 0:
        return {"like": like, "n": n, "seed": seed(source), "words": words + repeats(source)}
    make = source.choice((texts, numbers))
    return {"like": like, "csv": with_key(source, make, n), "seed": seed(source),
            "words": ["--stratify", "k", *words, *repeats(source)]}


def r_glmnet(source):
    n = source.choice((30, 41, 100, 150, source.randrange(30, 400), source.randrange(30, 3000)))
    return {"like": "glmnet" + source.choice(("", "", ",sample=rounding")), "n": n, "seed": seed(source),
            "words": ["--folds", str(source.choice((3, 3, 5, 7, 10))), *repeats(source)]}


def r_modelr(source):
    words = source.choice((["--ratio", share(source)], ["--test-size", share(source)], shares(source),
                           ["--folds", str(source.choice((2, 3, 5, 10)))]))
    return plain("modelr" + source.choice(("", "", ",sample=rounding")), source, words + repeats(source))


CASES = {
    "r": lambda source: r_sample(source, "r"),
    "r@3.5": lambda source: r_sample(source, "r@3.5"),
    "r-prob": lambda source: plain("r-prob", source, shares(source) + repeats(source)),
    "dplyr": r_dplyr,
    "caret": r_caret,
    "rsample": r_rsample,
    "catools": r_catools,
    "glmnet": r_glmnet,
    "modelr": r_modelr,
    "r-runif": lambda source: plain("r-runif", source, shares(source) + repeats(source)),
}


# --- R and the program ------------------------------------------------------------------------------


def arguments(case):
    words = ["--like", case["like"], "--seed", case["seed"], *case["words"]]
    return words + (["--format", "lines"] if "n" in case else ["--ragged", "keep"])


def write_input(case, place):
    data = case["csv"].encode() if "csv" in case else b"x\n" * case["n"]
    (place / "in.csv").write_bytes(data)


def code_of(program, case, place):
    """The code, or the program's refusal to print it."""
    done = subprocess.run([program, *arguments(case), "--print-code", "in.csv"], cwd=place, capture_output=True,
                          check=False, text=True)
    return done.stdout, done.stderr


def ask_r(program, cases, top):
    """What R makes of each case: {part: rows}, or a text, an error."""
    scripts = {"C.UTF-8": [HARNESS], "C": [HARNESS]}
    for number, case in enumerate(cases):
        place = top / str(number)
        place.mkdir()
        write_input(case, place)
        code, problem = code_of(program, case, place)
        if not code:
            raise SystemExit(f"no code of {case}: {problem}")
        code = code.replace('"in.csv"', json.dumps(str(place / "in.csv")))
        code = code.replace("n <- nrow(d)\n", "n <- nrow(d)\nd$.row <- seq_len(n) - 1L\n", 1)
        script = scripts["C" if "collate=c" in case["like"] else "C.UTF-8"]
        script += [f"run({number}, function() {{\nrepeats <- NULL\n{code}\nlist(repeats = repeats, parts = parts)\n}})"]
    answers, lines = [{} for _ in cases], []
    for locale, script in scripts.items():
        (top / "cases.R").write_text("\n".join(script))
        done = subprocess.run(["Rscript", "--vanilla", "cases.R"], cwd=top, capture_output=True, check=False,
                              text=True, env={**os.environ, "LC_ALL": locale})
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        lines += done.stdout.splitlines()
    for line in lines:
        number, label, *rest = line.split()
        answers[int(number)] = " ".join(rest) if label == "error" else \
            {**answers[int(number)], label: [int(row) for row in rest]}
    return answers


def ask_program(program, case, place):
    done = subprocess.run([program, *arguments(case), "-q", "--no-sync", "--emit", "indices", "in.csv"], cwd=place,
                          capture_output=True, check=False, text=True)
    if done.returncode != 0:
        return f"{done.returncode}: {done.stderr.strip()}"
    return {path.name[len("in."):-len(".idx")]: [int(row) for row in path.read_text().split()]
            for path in place.glob("in.*.idx")}


def misses_folds(case, answer):
    """Whether groupKFold has made fewer folds than it was asked for."""
    folds = {label.rsplit(".", 1)[0] for label in answer if "fold" in label}
    words = dict(zip(case["words"][::2], case["words"][1::2]))
    return len(folds) < int(words.get("--folds", 0)) * int(words.get("--repeats", 1))


def same(case, from_r, from_program):
    """Parts that would be empty are an error of the program's own."""
    if isinstance(from_r, str) or not all(from_r.values()) or misses_folds(case, from_r):
        return isinstance(from_program, str) and from_program.startswith(("2:", "3:"))
    return from_r == from_program


def compare(program, count, names):
    failed = 0
    for name in names:
        source = random.Random(f"{name} 1")
        cases = [CASES[name](source) for _ in range(count)]
        with tempfile.TemporaryDirectory(prefix="splitdata-r-") as folder:
            top = Path(folder)
            answers = ask_r(program, cases, top)
            wrong = refused = 0
            for number, (case, answer) in enumerate(zip(cases, answers)):
                got = ask_program(program, case, top / str(number))
                refused += isinstance(got, str)
                if not same(case, answer, got):
                    wrong += 1
                    if wrong <= 3:
                        print(f"FAIL {json.dumps(case)}\n  R: {str(answer)[:300]}\n  here: {str(got)[:300]}")
        print(f"{name}: {count - wrong} cases passed ({refused} refused by both), {wrong} failed")
        failed += wrong
    return 1 if failed else 0


def shown(rows):
    if len(rows) <= SHORT:
        return rows
    digest = hashlib.sha256(struct.pack(f"<{len(rows)}q", *rows)).hexdigest()
    return {"n": len(rows), "first10": rows[:10], "last10": rows[-10:], "sha256_i64le": digest}


def expected(case, answer):
    if isinstance(answer, str) or not all(answer.values()) or misses_folds(case, answer):
        return {"error": answer if isinstance(answer, str) else "a part would be empty"}
    if not any(label.startswith("repeat") for label in answer):
        return {part: shown(rows) for part, rows in answer.items()}
    rounds = []
    for label, rows in answer.items():
        number, part = label[len("repeat"):].split(".", 1)
        rounds += [{}] * (int(number) - len(rounds))
        rounds[int(number) - 1] = {**rounds[int(number) - 1], part: shown(rows)}
    return {"folds": rounds}


def print_golden(program, count, name):
    source = random.Random(f"{name} golden")
    cases = []
    while len(cases) < count:
        case = CASES[name](source)
        cases += [case] if len(case.get("csv", "")) < 1500 else []
    with tempfile.TemporaryDirectory(prefix="splitdata-r-") as folder:
        for number, (case, answer) in enumerate(zip(cases, ask_r(program, cases, Path(folder))), 1):
            print(json.dumps({"id": f"R/{name}/{number:03}", **case, "expect": expected(case, answer)}, ensure_ascii=False))


def main():
    words = sys.argv[1:]
    if words[:1] == ["--golden"]:
        print_golden(str(Path(words[1]).resolve()), int(words[2]), words[3])
        return 0
    count = int(words[1]) if len(words) > 1 else 100
    return compare(str(Path(words[0]).resolve()), count, words[2:] or list(CASES))


if __name__ == "__main__":
    sys.exit(main())
