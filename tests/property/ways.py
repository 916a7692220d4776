#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Properties of every strategy, tested on random inputs with fixed seeds, through the program.

usage: ways.py [--rounds N] [PROPERTY ...]

Each property generates a small file, splits it and checks the resulting row numbers.
"""
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

from run import random_input

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
TWO = [("0.8", (0.8, None)), ("0.5", (0.5, None)), ("2/3", (2 / 3, None)), ("0.9", (0.9, None))]


class Failure(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Failure(message)


class Place:
    """A directory with one input, and functions that split it."""

    def __init__(self, top):
        self.top, self.runs = Path(top), 0

    def write(self, columns, name="in.csv", order=None):
        """columns: {name: [text, ...]}; texts with a comma or a quote are quoted."""
        rows = list(zip(*columns.values()))
        order = range(len(rows)) if order is None else order
        lines = [",".join(columns)] + [",".join(map(quoted, rows[i])) for i in order]
        (self.top / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return name

    def run(self, *words, stdin=None):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.top, input=stdin, capture_output=True, timeout=300,
                              check=False)
        require(done.returncode >= 0, f"{words}: died of signal {-done.returncode}")
        return done

    def split(self, *words, name="in.csv", stdin=None, fails=False):
        """{output: row numbers}; None if it fails and may fail."""
        self.runs += 1
        out = self.top / f"out{self.runs}"
        done = self.run("-q", "--no-sync", "--emit", "indices", "-O", out, *words, name, stdin=stdin)
        if fails and done.returncode == 3:
            require(not out.exists() or not any(out.iterdir()), "an error left outputs")
            return None
        require(done.returncode == 0, f"{words}: status {done.returncode}: {done.stderr.decode()}")
        return {file.name.split(".", 1)[1].rsplit(".", 1)[0]: [int(row) for row in file.read_text().split()]
                for file in out.iterdir()}


    def bytes(self, *words, name="in.csv", stdin=None):
        """{output: bytes} of a split that succeeds."""
        self.runs += 1
        out = self.top / f"out{self.runs}"
        done = self.run("-q", "--no-sync", "-O", out, *words, name if stdin is None else "-", stdin=stdin)
        require(done.returncode == 0, f"{words}: status {done.returncode}: {done.stderr.decode()}")
        return {file.name.split(".", 1)[1]: file.read_bytes() for file in out.iterdir()}


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def random_groups(rng, n):
    """Groups of equal or of very different sizes."""
    count = rng.choice([2, 3, 5, 10, 17, 30, max(2, n // 3)])
    weights = rng.choice([[1] * count, [1 / (1 + i) for i in range(count)], [1 + 20 * (i == 0) for i in range(count)]])
    return [f"g{v}" for v in rng.choices(range(count), weights, k=n)]


def random_classes(rng, n):
    count = rng.choice([1, 2, 3, 5, 9])
    return rng.choices("abcdefghi"[:count], [1 / (1 + i * rng.choice([0, 1, 3])) for i in range(count)], k=n)


def random_parts(rng, n):
    """Command-line words, and each part's rows, in the order of their names."""
    kind = rng.randrange(4)
    if kind == 0:
        text, (share, _) = rng.choice(TWO)
        train = floor(share * n)
        return ["-r", text], {"train": train, "test": n - train}
    if kind == 1:
        a, b = floor(0.7 * n), floor(0.85 * n)
        return ["--parts", "train=0.7,val=0.15,test=0.15"], {"train": a, "val": b - a, "test": n - b}
    if kind == 2:
        a, b, c = floor(0.4 * n), floor(0.6 * n), floor(0.8 * n)
        return ["--parts", "w=0.4,x=0.2,y=0.2,z=0.2"], {"w": a, "x": b - a, "y": c - b, "z": n - c}
    a = rng.randrange(1, max(2, n // 2))
    return ["--parts", f"big=*,small={a}"], {"big": n - a, "small": a}


def whole(parts, n, what):
    """Every row in exactly one part."""
    rows = sorted(row for part in parts.values() for row in part)
    require(rows == list(range(n)), f"{what}: not every row is in exactly one part")


def never_straddle(parts, keys, what):
    of = {}
    for name, rows in parts.items():
        for row in rows:
            require(of.setdefault(keys[row], name) == name, f"{what}: {keys[row]} is in {of[keys[row]]} and in {name}")


# --- strata ----------------------------------------------------------------------------------------


def best_shares(counts, sizes):
    """For each part and class, the number of rows for a share of exactly size / n."""
    n = sum(counts.values())
    return {(p, c): Fraction(size * rows, n) for p, size in sizes.items() for c, rows in counts.items()}


def stratify(rng, place):
    """A class's rows in a part are its exact share, rounded down or up; with more than two parts, the
    rounding of earlier parts adds to that."""
    n = rng.choice([20, 50, 133, 400])
    y = random_classes(rng, n)
    place.write({"id": map(str, range(n)), "y": y})
    words, sizes = random_parts(rng, n)
    words += ["--stratify", "y", "-s", rng.randrange(1000)]
    if rng.randrange(4) == 0:
        words += ["--order", "input"]
    parts = place.split(*words, fails=True)
    counts = Counter(y)
    small = min(counts.values()) < 2 or min(sizes.values()) < len(counts)
    require((parts is None) == small, f"{words}: refused: {parts is None}; classes {counts}, sizes {sizes}")
    if parts is None:
        return
    whole(parts, n, words)
    require({p: len(r) for p, r in parts.items()} == sizes, f"{words}: sizes {sizes}")
    allowed = 1 if len(sizes) == 2 else 2
    for (part, label), share in best_shares(counts, sizes).items():
        got = sum(y[row] == label for row in parts[part])
        require(abs(got - share) < allowed, f"{words}: {got} rows of {label} in {part}, {float(share)} would be its share")


def rare(rng, place):
    """merge: rare classes are split as one; train: their rows are in the first part."""
    n = rng.choice([30, 60, 200])
    y = random_classes(rng, n) + [f"rare{i}" for i in range(rng.randrange(1, 5))]
    rng.shuffle(y)
    n = len(y)
    place.write({"y": y})
    words, sizes = random_parts(rng, n)
    counts = Counter(y)
    seed = str(rng.randrange(1000))
    refused = place.split(*words, "--stratify", "y", "-s", seed, fails=True)
    require(refused is None, "a class of one row is no error")
    train = place.split(*words, "--stratify", "y", "-s", seed, "--rare", "train", fails=True)
    first = next(iter(sizes))
    if train is not None:
        whole(train, n, words)
        require({p: len(r) for p, r in train.items()} == sizes, f"--rare train: sizes {sizes}")
        for row, label in enumerate(y):
            require(counts[label] >= len(sizes) or row in set(train[first]), f"--rare train: {label} is not in {first}")
    merged = place.split(*words, "--stratify", "y", "-s", seed, "--rare", "merge", fails=True)
    if merged is None:
        return
    whole(merged, n, words)
    require({p: len(r) for p, r in merged.items()} == sizes, f"--rare merge: sizes {sizes}")
    # Equals the split of a file in which the merged classes have one label that sorts last.
    small = {label for label in counts if counts[label] < len(sizes)}
    while sum(counts[label] for label in small) < len(sizes):
        small.add(min((label for label in counts if label not in small), key=lambda label: (counts[label], label)))
    place.write({"y": ["~" if label in small else label for label in y]}, "merged.csv")
    same = place.split(*words, "--stratify", "y", "-s", seed, name="merged.csv")
    require(same == merged, f"{words} --rare merge: not the split of the merged labels")


def rare_each(rng, place):
    """each: sizes as asked, each class in each part; the plain split where no part lacks a class. A note names what is
    lacking, and the advice in it helps."""
    y = random_classes(rng, rng.choice([30, 60, 200])) + [f"rare{i % 3}" for i in range(rng.randrange(2, 9))]
    rng.shuffle(y)
    n, counts = len(y), Counter(y)
    place.write({"y": y})
    words, sizes = random_parts(rng, n)
    words += ["--stratify", "y", "-s", str(rng.randrange(1000))]
    plain = place.split(*words, fails=True)
    each = place.split(*words, "--rare", "each", fails=True)
    if min(counts.values()) < len(sizes):
        require(each is None, f"--rare each: a class of {min(counts.values())} for {len(sizes)} parts")
    if plain is None:
        return
    lacking = sorted({label for label in counts for rows in plain.values() if label not in {y[row] for row in rows}})
    report = json.loads(place.run("-n", "--json", *words, "in.csv").stdout)
    notes = [note for note in report["warnings"] if "has no record in" in note]
    require(len(notes) == bool(lacking), f"{words}: {lacking} are lacking, and the notes are {notes}")
    require(not notes or any(f"'{label}'" in notes[0] for label in lacking), f"{words}: {notes} names none of {lacking}")
    labels = [item["class"] for item in report["classes"]["largest"]]
    for part in report["parts"]:
        told = dict(zip(labels, part["class_rows"]))
        require(told == {label: sum(y[row] == label for row in plain[part["name"]]) for label in counts},
                f"{words}: {part['name']} has other classes than {told}")
    require(not notes or (each is not None) == ("--rare each" in notes[0]), f"{words}: the advice of {notes}")
    if each is None:
        return
    whole(each, n, words)
    require({p: len(r) for p, r in each.items()} == sizes, f"--rare each: sizes {sizes}")
    for name, rows in each.items():
        require({y[row] for row in rows} == set(counts), f"{words} --rare each: {name} lacks a class")
    require((each == plain) == (not lacking), f"{words} --rare each: {lacking} are lacking")


# --- groups ----------------------------------------------------------------------------------------


def group(rng, place):
    n = rng.choice([10, 50, 200])
    g = random_groups(rng, n)
    count = len(set(g))
    place.write({"id": map(str, range(n)), "g": g})
    if count < 2:
        return
    words, sizes = random_parts(rng, count)
    words += ["--group", "g", "-s", rng.randrange(1000)]
    parts = place.split(*words, fails=True)
    require((parts is None) == (min(sizes.values()) < 1), f"{words}: {count} groups, {sizes}")
    if parts is None:
        return
    whole(parts, n, words)
    never_straddle(parts, g, words)
    for name, rows in parts.items():
        require(rows == sorted(rows), f"{words}: {name} is not in input order")
        require(len({g[row] for row in rows}) == sizes[name], f"{words}: not {sizes[name]} groups in {name}")


def random_group_parts(rng, groups, sizes, n):
    """Assigns groups in random order to the parts in turn until each has its rows, as one would by hand."""
    order = list(groups)
    rng.shuffle(order)
    parts, at, got = {}, 0, 0
    names = list(sizes)
    bound = sizes[names[0]]
    for g in order:
        if at + 1 < len(names) and got + groups[g] / 2 > bound:
            at += 1
            bound += sizes[names[at]]
        parts[g] = names[at]
        got += groups[g]
    return parts


def group_rows(rng, place):
    """--group-unit rows: at least as close to the sizes as the best of 1,000 random splits."""
    n = rng.choice([40, 200, 500])
    g = random_groups(rng, n)
    counts = Counter(g)
    place.write({"id": map(str, range(n)), "g": g})
    words, sizes = random_parts(rng, n)
    words += ["--group", "g", "--group-unit", "rows", "-s", rng.randrange(1000)]
    parts = place.split(*words, fails=len(counts) < len(sizes))
    if parts is None:
        return
    whole(parts, n, words)
    never_straddle(parts, g, words)
    mine = sum(abs(len(parts[p]) - size) for p, size in sizes.items())
    best = None
    for _ in range(1000):
        got = Counter()
        for label, part in random_group_parts(rng, counts, sizes, n).items():
            got[part] += counts[label]
        if len(got) == len(sizes):
            off = sum(abs(got[p] - size) for p, size in sizes.items())
            best = off if best is None else min(best, off)
    if best is not None:
        note("--group-unit rows", mine / n, best / n, len(counts), len(sizes))


def deviation(parts, y, sizes, n):
    """The largest difference between a class's share of a part and of all rows; and of the sizes."""
    counts = Counter(y)
    worst = 0
    for rows in parts.values():
        got = Counter(y[row] for row in rows)
        worst = max(worst, max(abs(got[c] / len(rows) - counts[c] / n) for c in counts))
    return worst, sum(abs(len(parts[p]) - size) for p, size in sizes.items()) / n


def chi_square(parts, y, sizes, n):
    """The cost defined in balanced.h: of the classes' rows in each part, and of the parts' rows."""
    counts = Counter(y)
    cost = 0
    for p, size in sizes.items():
        got = Counter(y[row] for row in parts[p])
        cost += sum((got[c] - counts[c] * size / n) ** 2 / (counts[c] * size / n) for c in counts)
        cost += (len(parts[p]) - size) ** 2 / size
    return cost


def strata_groups(rng, place):
    """--stratify with --group: whole groups, shares as close as in the best of 1,000 random group splits."""
    n = rng.choice([60, 200, 400])
    g, y = random_groups(rng, n), random_classes(rng, n)
    if rng.randrange(2):  # a class correlated with the group, like a patient's diagnosis
        of = {label: rng.choice("abc") for label in sorted(set(g))}
        y = [of[label] if rng.random() < 0.8 else rng.choice("abc") for label in g]
    place.write({"id": map(str, range(n)), "g": g, "y": y})
    words, sizes = random_parts(rng, n)
    words += ["--group", "g", "--stratify", "y", "-s", rng.randrange(1000)]
    groups = Counter(g)
    parts = place.split(*words, fails=len(groups) < len(sizes))
    if parts is None:
        return
    whole(parts, n, words)
    never_straddle(parts, g, words)
    members = defaultdict(list)
    for row, label in enumerate(g):
        members[label].append(row)
    best = best_cost = None
    for _ in range(1000):
        tried = defaultdict(list)
        for label, part in random_group_parts(rng, groups, sizes, n).items():
            tried[part] += members[label]
        if len(tried) == len(sizes):
            far, cost = sum(deviation(tried, y, sizes, n)), chi_square(tried, y, sizes, n)
            best = far if best is None else min(best, far)
            best_cost = cost if best_cost is None else min(best_cost, cost)
    if best is not None:
        note("--stratify --group, shares and sizes", sum(deviation(parts, y, sizes, n)), best, len(groups), len(sizes))
        note("--stratify --group, chi-square", chi_square(parts, y, sizes, n) / n, best_cost / n, len(groups), len(sizes))
    done = place.run("-n", "--json", *words, "in.csv")
    said = done.stdout.decode()
    shown = f"class shares differ by {100 * deviation(parts, y, sizes, n)[0]:.2f} %"
    require(shown in said or done.returncode != 0, f"{words}: the summary does not say: {shown}\n{said}")


def threads(rng, place):
    """Many threads read the same keys as one."""
    if rng.randrange(16):
        return
    n = rng.randrange(70_000, 120_000)
    count = rng.choice([3, 500, n])
    g = [f"group {v}" if v % 7 == 0 else str(v) for v in rng.choices(range(count), k=n)]
    y = ['say "a"' if v == 0 else str(v) for v in rng.choices(range(4), [1, 2, 3, 4], k=n)]
    place.write({"id": map(str, range(n)), "g": g, "y": y})
    for words in (["--group", "g"], ["--stratify", "y"], ["--folds", 3, "--group", "g,y"],
                  ["--stratify", "y", "--folds", 3, "--no-shuffle"]):
        seeded = words + ([] if "--no-shuffle" in words else ["-s", 3])
        one = place.split(*seeded, "-j", 1)
        for more in (2, 7):
            require(place.split(*seeded, "-j", more) == one, f"{words}: another split with {more} threads")


# --- folds -----------------------------------------------------------------------------------------


def folds(rng, place):
    """Every row is in one part of each fold and in the test part of one fold."""
    n = rng.choice([10, 40, 150])
    g, y, k = random_groups(rng, n), random_classes(rng, n), rng.choice([2, 3, 5, 10])
    place.write({"id": map(str, range(n)), "g": g, "y": y})
    by = rng.choice([[], ["--stratify", "y"], ["--group", "g"], ["--stratify", "y", "--group", "g"],
                     ["--leave-one-group-out", "--group", "g"]])
    one_out = "--leave-one-group-out" in by
    repeats = rng.choice([0, 0, 1, 3]) if not one_out else 0
    words = by + ([] if one_out else ["--folds", k])
    words += ["--repeats", repeats, "-s", 3] if repeats else [] if one_out else rng.choice([["-s", 3], ["--no-shuffle"]])
    outputs = place.split(*words, fails=True)
    if outputs is None:
        return
    rounds = defaultdict(lambda: defaultdict(dict))
    for name, rows in outputs.items():
        *repeat, fold, part = name.split(".")
        rounds[repeat[0] if repeat else ""][fold][part] = rows
    require(len(rounds) == max(1, repeats), f"{words}: {len(rounds)} repeats")
    for by_fold in rounds.values():
        require(len(by_fold) == (len(set(g)) if one_out else k), f"{words}: {len(by_fold)} folds")
        tested = []
        for parts in by_fold.values():
            whole(parts, n, words)
            if "--group" in by:
                never_straddle(parts, g, words)
            tested += parts["test"]
        require(sorted(tested) == list(range(n)), f"{words}: not every row is tested once")
        if by == ["--stratify", "y"]:
            for label, rows in Counter(y).items():
                for parts in by_fold.values():
                    got = sum(y[row] == label for row in parts["test"])
                    require(abs(got - rows / k) < 1 + 1e-9, f"{words}: {got} of {rows} {label} in one of {k} folds")
    column_says_the_same(place, words, rounds, n)


def column_says_the_same(place, words, rounds, n):
    """--emit column: the fold in which a row is tested."""
    done = place.run("-q", *words, "--emit", "column", "-o", "split=-", "in.csv")
    require(done.returncode == 0, f"{words} --emit column: {done.stderr.decode()}")
    lines = done.stdout.decode().splitlines()
    header = lines[0].split(",")[3:]
    require(header == (["fold"] if list(rounds) == [""] else [f"fold{r}" for r in range(1, len(rounds) + 1)]),
            f"{words}: header {header}")
    for i, by_fold in enumerate(rounds[r] for r in sorted(rounds)):
        said = [line.split(",")[3 + i] for line in lines[1:]]
        for fold, parts in by_fold.items():
            for row in parts["test"]:
                require(said[row] == fold.removeprefix("fold"), f"{words}: row {row}: {said[row]}, {fold}")
    require(len(lines) == n + 1, "the file with the column has other rows")


# --- time ------------------------------------------------------------------------------------------


def random_times(rng, n):
    """Numbers, and texts for them in the same order."""
    spread = rng.choice([n // 4 + 1, n, 10 * n])
    days = [rng.randrange(spread) for _ in range(n)]
    if rng.randrange(3) == 0:
        days.sort()
    form = rng.randrange(4)
    if form == 0:
        return days, [str(day) for day in days], []
    if form == 1:
        return days, [iso(day) for day in days], []
    if form == 2:
        return days, [f"{iso(day)}T00:00:00Z" for day in days], []
    return days, [".".join(reversed(iso(day).split("-"))) for day in days], ["--time-format", "%d.%m.%Y"]


def iso(day):
    import datetime
    return (datetime.date(2001, 1, 1) + datetime.timedelta(days=day)).isoformat()


def time(rng, place):
    """Parts follow each other in time; equal stamps are together, those at a cut in the later part."""
    n = rng.choice([10, 40, 200])
    days, stamps, form = random_times(rng, n)
    place.write({"id": map(str, range(n)), "t": stamps})
    words, sizes = random_parts(rng, n)
    words = ["--time", "t", *form, *words]
    rows_gap = rng.choice([0, 0, 1, 3])
    ticks = rng.choice([0, 2]) if rows_gap == 0 and (form or "-" in stamps[0]) else 0
    words += ["--gap", rows_gap] if rows_gap else ["--gap", f"{ticks}d"] if ticks else []
    parts = place.split(*words, fails=True)
    order = sorted(range(n), key=lambda row: (days[row], row))
    expected, begin, ends = {}, 0, []
    for size in sizes.values():
        begin += size
        ends.append(begin)
    cuts = [0]
    for end in ends[:-1]:
        while end > 0 and days[order[end - 1]] == days[order[min(end, n - 1)]]:
            end -= 1
        cuts.append(end)
    cuts.append(n)
    for i, name in enumerate(sizes):
        last = cuts[i + 1]
        if i + 1 < len(sizes):
            if ticks and last < n:
                starts = days[order[last]]
                while last > cuts[i] and days[order[last - 1]] > starts - ticks:
                    last -= 1
            last = max(cuts[i], last - rows_gap)
        expected[name] = sorted(order[cuts[i]:last])
    if any(not rows for rows in expected.values()):
        require(parts is None, f"{words}: an empty part is no error: {parts}")
        return
    require(parts is not None, f"{words}: refused, expected {[len(r) for r in expected.values()]}")
    require(parts == expected, f"{words}: {parts}, expected {expected}")


def cutoff(rng, place):
    """Train before the stamp, test from it on, for any order of the file; straddling groups."""
    n = rng.choice([20, 80])
    days, stamps, form = random_times(rng, n)
    g = random_groups(rng, n)
    place.write({"id": map(str, range(n)), "t": stamps, "g": g})
    at = days[rng.randrange(n)]
    stamp = stamps[days.index(at)]
    words = ["--time", "t", *form, "--cutoff", stamp]
    parts = place.split(*words, fails=True)
    expected = {"train": [i for i in range(n) if days[i] < at], "test": [i for i in range(n) if days[i] >= at]}
    if not expected["train"]:
        require(parts is None, f"{words}: an empty train is no error")
        return
    require(parts == expected, f"{words}: {parts}, expected {expected}")
    early = {g[row] for row in expected["train"]}
    both = early & {g[row] for row in expected["test"]}
    refused = place.split(*words, "--group", "g", fails=True)
    require((refused is None) == bool(both), f"{words}: groups on both sides: {sorted(both)}, refused: {refused is None}")
    for how in ("drop", "train", "test"):
        parts = place.split(*words, "--group", "g", "--straddle", how, fails=True)
        moved = {"train": [], "test": []}
        for row in range(n):
            part = "train" if days[row] < at else "test"
            if g[row] not in both:
                moved[part].append(row)
            elif how != "drop":
                moved[how].append(row)
        if not all(moved.values()):
            require(parts is None, f"{words} --straddle {how}: an empty part is no error")
            continue
        require(parts == moved, f"{words} --straddle {how}: {parts}, expected {moved}")


# --- hash, predefined, sample ----------------------------------------------------------------------


def hash_part(seed, fields, bounds):
    text = f"{seed}:".encode() + b"\x1f".join(field.encode() for field in fields)
    number = int(hashlib.sha256(text).hexdigest()[:13], 16)
    return next(name for name, bound in bounds if number < bound)


def hashed(rng, place):
    """Follows the published construction; stable if the file grows or is reordered; from a pipe."""
    n = rng.choice([20, 100, 300])
    keys = [rng.choice(["", "1", "01", " a", "é☕", 'say "so"', "a,b", f"user{rng.randrange(99)}", str(rng.random())])
            for _ in range(n)]
    others = [str(rng.randrange(5)) for _ in range(n)]
    columns = {"id": [str(i) for i in range(n)], "k": keys, "j": others}
    place.write(columns)
    two = rng.randrange(3) == 0
    text, shares = rng.choice([("train=0.8,test=0.2", [("train", 0, 8, 10), ("test", 0, 1, 1)]),
                               ("a=1/3,b=1/3,c=1/3", [("a", 0, 1, 3), ("b", 0, 2, 3), ("c", 0, 1, 1)]),
                               ("a=0.1,b=0.25,c=65%", [("a", 0, 1, 10), ("b", 0, 35, 100), ("c", 0, 1, 1)])])
    bounds = [(name, ceil(Fraction(a, b) * 2**52)) for name, _, a, b in shares]
    seed = rng.choice([None, 0, 7, 2**32 - 1])
    words = ["--parts", text, "--hash", "k,j" if two else "k"] + ([] if seed is None else ["-s", seed])
    expected = {name: [] for name, _ in bounds}
    for row in range(n):
        fields = [keys[row], others[row]] if two else [keys[row]]
        expected[hash_part(seed or 0, fields, bounds)].append(row)
    parts = place.split(*words, fails=True)
    if not all(expected.values()):
        require(parts is None, f"{words}: an empty part is no error")
        return
    require(parts == expected, f"{words}: not the published numbers")
    data = (place.top / "in.csv").read_bytes()
    require(place.split(*words, name="-", stdin=data) == expected, f"{words}: another split from a pipe")
    order = list(range(n))
    rng.shuffle(order)
    place.write(columns, "moved.csv", order)
    moved = place.split(*words, name="moved.csv")
    require({p: sorted(order[row] for row in rows) for p, rows in moved.items()} == expected,
            f"{words}: another split of the rows in another order")
    more = {name: cells + [rng.choice(["x", "1", "2"]) for _ in range(50)] for name, cells in columns.items()}
    place.write(more, "grown.csv")
    grown = place.split(*words, name="grown.csv")
    require({p: [row for row in rows if row < n] for p, rows in grown.items()} == expected,
            f"{words}: rows changed sides when the file grew")


def streamed(rng, place):
    """--hash and --predefined copy records byte for byte, from a file, a pipe or gzip."""
    text, head, written, delimiter = random_input(rng)
    if rng.randrange(4) == 0:  # more than one piece
        written *= 4000000 // sum(map(len, written)) + 1
        text = head + b"".join(written)
    (place.top / "in.csv").write_bytes(text)
    words = ["-d", delimiter, "--hash", "#1", "-s", rng.randrange(9), "-r", "0.6", "-q", "--no-sync"]
    bounds = [("train", ceil(Fraction(6, 10) * 2**52)), ("test", 2**52)]
    expected = {"train": head, "test": head}
    keys = [record.split(delimiter.encode())[0].decode() for record in written]
    part_of = {key: hash_part(words[5], [key], bounds) for key in set(keys)}
    for name in expected:
        expected[name] += b"".join(record for record, key in zip(written, keys) if part_of[key] == name)
    if not text.endswith(written[-1]):  # the last record lacks its line terminator, and is the last one of its part
        lacking = part_of[keys[-1]]
        expected[lacking] = expected[lacking].rstrip(b"\r\n")
    if rng.randrange(3) == 0:
        words[2:8] = ["--predefined", "#1", "--map", ",".join(f"{key}={part_of[key]}" for key in sorted(part_of))]
    if words[2] == "--predefined":
        expected = {part: data for part, data in expected.items() if part in part_of.values()}
    empty = any(data == head for data in expected.values())
    zipped = gzip.compress(text, 1)
    for how, source, stdin, more in [("file", "in.csv", None, []), ("pipe", "-", text, []),
                                     ("gzip", "-", zipped, ["--gzip=0"]), ("threads", "in.csv", None, ["-j", "3"]),
                                     ("spill", "in.csv", None, ["--spill"]),
                                     ("compressed", "-", text, ["-z1"])]:
        done = place.run(*words, *more, "-O", how, source, stdin=stdin)
        require(done.returncode == (3 if empty else 0), f"{words} from a {how}: {done.stderr.decode()}")
        got = {file.name.split(".")[1]: file.read_bytes() for file in (place.top / how).glob("*")}
        if how == "compressed":
            got = {part: gzip.decompress(data) for part, data in got.items()}
        require(got == ({} if empty else expected), f"{words} from a {how}: other bytes")


def predefined(rng, place):
    """--map gives the part of each value, and must contain every value."""
    n = rng.choice([5, 30, 100])
    names = rng.sample(["", "a", "b ", "c d", "é", "1", 'q"q', "train"], rng.randrange(2, 6))
    values = [rng.choice(names) for _ in range(n)]
    place.write({"id": map(str, range(n)), "v": values})
    map_of = {name: rng.choice(["train", "val", "test"]) for name in names}
    words = ["--predefined", "v", "--map", ",".join(f"{value}={part}" for value, part in map_of.items())]
    expected = {part: [row for row in range(n) if map_of[values[row]] == part] for part in map_of.values()}
    parts = place.split(*words, fails=True)
    require(parts == (expected if all(expected.values()) else None), f"{words}: {parts}, expected {expected}")
    used = sorted(set(values))
    if len(used) > 1:
        words[3] = ",".join(f"{value}={map_of[value]}" for value in used[1:])
        require(place.split(*words, fails=True) is None, f"{words}: a value without a part is no error")


def sample(rng, place):
    """A sample's rows are split as if the file contained no others."""
    n = rng.choice([20, 90])
    g, y = random_groups(rng, n), random_classes(rng, n)
    days, stamps, form = random_times(rng, n)
    columns = {"id": [str(i) for i in range(n)], "g": g, "y": y, "t": stamps}
    place.write(columns)
    m = rng.randrange(n // 2, n + 1)
    seed = rng.randrange(1000)
    probe = place.split("--sample", m, "-s", seed, "-r", "0.5")
    rows = sorted(row for part in probe.values() for row in part)
    require(len(rows) == m and len(set(rows)) == m, f"--sample {m}: {len(rows)} rows")
    place.write(columns, "sample.csv", rows)
    way = rng.choice([["--stratify", "y"], ["--group", "g"], ["--group", "g", "--group-unit", "rows"],
                      ["--stratify", "y", "--group", "g"], ["--folds", 3], ["--folds", 3, "--group", "g"],
                      ["--time", "t", *form], ["--hash", "id"], ["--repeats", 2], ["--leave-one-group-out", "--group", "g"]])
    unseeded = "--time" in way or "--leave-one-group-out" in way
    alone = place.split(*way, *([] if unseeded else ["-s", seed]), name="sample.csv", fails=True)
    whole_file = place.split(*way, "--sample", m, "-s", seed, fails=True)
    if alone is not None:
        alone = {name: [rows[row] for row in part] for name, part in alone.items()}
    require(whole_file == alone, f"{way} --sample {m} -s {seed}: not the split of the sample alone")


# --- records without a value, equal records ----------------------------------------------------------


def random_table(rng, n):
    """Columns in which values are missing and records are equal, but for their id; and the texts for no value."""
    none, option = rng.choice([("", []), ("NA", []), ("null", []), ("?", ["--na-values", "?"]), ("-9", ["--na-values", "NA,-9"])])
    few = rng.choice([1, 3, 10])
    rows = [(rng.choice("abc"), f"g{rng.randrange(9)}", str(rng.randrange(few)), rng.choice(["x", "y, z", 'say "a"', "two\nlines"]))
            for _ in range(max(2, n // rng.choice([1, 2, 5])))]
    rows = [(none if rng.randrange(12) == 0 else y, none if rng.randrange(15) == 0 else g, v, t) for y, g, v, t in rows]
    chosen = [rng.choice(rows) for _ in range(n)]
    columns = {"id": [str(i) for i in range(n)], **{name: [row[c] for row in chosen] for c, name in enumerate("ygvt")}}
    return columns, {"", none} if option else {"", none, "NA"}, option


def same_bytes(rng, place, words, text):
    """The outputs' bytes depend on neither threads, memory and scanner, nor on how the input came: a third of the rounds."""
    kinds = {"1 thread": (["-j", 1], None), "threads": (["-j", rng.choice([2, 3, 7])], None), "memory": (["-m", "32M"], None),
             "spill": (["--spill"], None), "pipe": ([], text), "gzip": (["--gzip=0"], gzip.compress(text, 1)),
             "exact": (["--scanner", "exact"], None), "portable": (["--scanner", "portable"], None)}
    if rng.randrange(3):
        return
    usual = place.bytes(*words)
    for label in rng.sample(sorted(kinds), 3):
        extra, stdin = kinds[label]
        require(place.bytes(*words, *extra, stdin=stdin) == usual, f"{words}: {label} gives other bytes")


def left_out(rng, place):
    """Without records that have no value, and without equal ones, a split is that of a file without them."""
    n = rng.choice([30, 120, 400])
    columns, none, option = random_table(rng, n)
    by_fields = rng.randrange(2) == 0
    if not by_fields:  # equal bytes: nothing may tell the records apart
        del columns["id"]
    text = place.write(columns)
    way, keys = rng.choice([([], ""), (["--stratify", "y"], "y"), (["--group", "g"], "g"), (["--stratify", "y", "--group", "g"], "yg"),
                            (["--folds", 3], ""), (["--folds", 3, "--stratify", "y"], "y"), (["--hash", "g"], "g"),
                            (["--order", "input"], ""), (["--no-shuffle"], ""), (["--repeats", 2], "")])
    missing = keys and rng.randrange(4) != 0
    kept = [i for i in range(n) if not missing or all(columns[key][i] not in none for key in keys)]
    seen, first = set(), []
    for i in kept:
        record = tuple(columns[name][i] for name in columns if name != "id")
        if record not in seen:
            first.append(i)
        seen.add(record)
    drop = not missing or rng.randrange(3) != 0
    kept = first if drop else kept
    typed = option if keys and "--hash" not in way else []
    words = [*way, *(option if missing else typed), *(["--missing", "drop"] if missing else []),
             *(["--duplicates", "drop", *(["--ignore", "id"] if by_fields else [])] if drop else [])]
    seed = [] if "--no-shuffle" in way else ["-s", rng.randrange(1000)]
    if len(kept) < 2:
        return
    place.write(columns, "rest.csv", kept)
    alone = place.split(*way, *typed, *seed, name="rest.csv", fails=True)
    found = place.split(*words, *seed, fails=True)
    if alone is not None:
        alone = {name: [kept[row] for row in part] for name, part in alone.items()}
    require(found == alone, f"{words}: not the split of the other records alone")
    if found is not None:
        same_bytes(rng, place, [*words, *seed], (place.top / text).read_bytes())


def together(rng, place):
    """Equal records are a group: the split is that by a column which numbers them; a count changes nothing."""
    n = rng.choice([30, 120, 400])
    columns, _, _ = random_table(rng, n)
    by_fields = rng.randrange(2) == 0
    if not by_fields:
        del columns["id"]
    numbers = {}
    records = list(zip(*(column for name, column in columns.items() if name != "id")))
    for record in records:
        numbers.setdefault(record, len(numbers))
    place.write({**columns, "same": [str(numbers[record]) for record in records]}, "numbered.csv")
    text = place.write(columns)
    way = rng.choice([[], ["--folds", 2], ["--repeats", 2], ["--group-unit", "rows"]])
    ignore = ["--ignore", "id"] if by_fields else []
    seed = ["-s", rng.randrange(1000)]
    words = [*way, "--duplicates", "together", *ignore]
    wanted = place.split(*way, "--group", "same", "--column-type", "same=integer", *seed, name="numbered.csv", fails=True)
    found = place.split(*words, *seed, fails=True)
    require(found == wanted, f"{words}: not the split by equal records")
    if found is not None:
        same_bytes(rng, place, [*words, *seed], (place.top / text).read_bytes())
    if "--group-unit" not in way:
        counted = place.split(*way, "--duplicates", "note", *ignore, *seed)
        require(counted == place.split(*way, *seed), f"{way}: --duplicates note gives another split")
        same_bytes(rng, place, [*way, "--duplicates", "note", *ignore, *seed], (place.top / text).read_bytes())


# --- the runner ------------------------------------------------------------------------------------

PROPERTIES = [stratify, rare, rare_each, group, group_rows, strata_groups, threads, folds, time, cutoff, hashed, streamed, predefined, sample,
              left_out, together]
SCORES = defaultdict(list)


def check(case):
    prove, number = case
    rng = random.Random(f"{prove.__name__} {number}")
    with tempfile.TemporaryDirectory(prefix="splitdata-ways-") as top:
        try:
            prove(rng, Place(top))
            return None
        except Failure as failure:
            return f"FAIL {prove.__name__} {number}: {str(failure)[:1500]}"


# Requirements for the searches if each part can have five groups or more: how much further from the target than
# the best of 1,000 random splits they may be on average, and on a single file. None: only printed.
JUDGED = {"--group-unit rows": (0.002, 0.03), "--stratify --group, chi-square": (0.0, 0.06),
          "--stratify --group, shares and sizes": None}


def note(what, mine, best, groups, parts):
    SCORES[what, groups >= 5 * parts].append((mine, best))


def judge_scores():
    """Compares our splits with the best of 1,000 random ones."""
    failed = 0
    for (what, many), scores in sorted(SCORES.items()):
        ours = sum(mine for mine, _ in scores) / len(scores)
        theirs = sum(best for _, best in scores) / len(scores)
        worse = sum(mine > best + 1e-9 for mine, best in scores)
        most = max(mine - best for mine, best in scores)
        asked = JUDGED[what] if many else None
        good = asked is None or (ours <= theirs + asked[0] and most <= asked[1])
        failed += not good
        print(f"ways: {what}, {'5 or more' if many else 'fewer'} groups a part: {100 * ours:.2f} % off on the average of "
              f"{len(scores)} files, the best of 1,000 random splits {100 * theirs:.2f} %; worse on {worse}, by "
              f"{100 * max(most, 0):.2f} % at most{'' if good else ': NOT GOOD ENOUGH'}")
    return failed


def main():
    words = sys.argv[1:]
    rounds = 80
    if words[:1] == ["--rounds"]:
        rounds, words = int(words[1]), words[2:]
    chosen = [prove for prove in PROPERTIES if not words or prove.__name__ in words]
    cases = [(prove, number) for prove in chosen for number in range(rounds)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        failures = [text for text in pool.map(check, cases) if text]
    for text in failures:
        print(text)
    failed = len(failures) + judge_scores()
    print(f"ways: {len(cases) - len(failures)} random inputs hold, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
