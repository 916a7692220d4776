#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The package for Python beside scikit-learn: the goals that docs/benchmarks.md names, in turn in one run.

usage: bench_python.py [--rounds N] [--scale S] [--only WORD] [--write FILE]

Runs with a Python that has the package, NumPy and scikit-learn (build/python/bin/python, of tests/python/run.sh). Each
line has the median processor time (user and system) and wall time of all rounds on both sides. The results of both
sides are compared. --scale 0.1 uses a tenth of the rows. --write puts the table into FILE between its markers.
"""
import argparse
import statistics
import subprocess
import sys
import time

try:
    import numpy
    import sklearn
    import sklearn.model_selection as theirs

    import splitdata as ours
except ImportError as error:
    print(f"bench_python.py: {error} (tests/python/run.sh makes a Python that has it)")
    sys.exit(0)

BEGIN, END = "<!-- python: begin -->\n", "<!-- python: end -->"


def cases(scale):
    """Title, the goal as a share of scikit-learn's time, and a function of the library that returns arrays."""
    rows, few = int(10_000_000 * scale), int(100_000 * scale)
    draws = numpy.random.default_rng(1)
    numbers = numpy.arange(rows)
    classes = draws.integers(0, 10, rows)
    groups = draws.integers(0, rows // 10, rows)
    few_classes, few_groups = draws.integers(0, 5, few), draws.permutation(few) % (few * 85 // 100)
    nothing = numpy.zeros(few)
    yield ("train_test_split, %d rows" % rows, 4,
           lambda m: m.train_test_split(numbers, random_state=101))
    yield ("train_test_split, %d rows, stratify of 10 classes" % rows, 12,
           lambda m: m.train_test_split(numbers, random_state=101, stratify=classes))
    yield ("StratifiedGroupKFold, %d rows, %d groups" % (few, len(set(few_groups.tolist()))), 300,
           lambda m: [part for pair in m.StratifiedGroupKFold(5, shuffle=True, random_state=101).split(
               nothing, few_classes, few_groups) for part in pair])
    yield ("GroupShuffleSplit, %d rows, %d groups" % (rows, rows // 10), 8,
           lambda m: next(iter(m.GroupShuffleSplit(1, random_state=101).split(numbers, groups=groups))))
    yield ("StratifiedKFold, %d rows, 10 classes, 5 folds" % rows, None,
           lambda m: [part for pair in m.StratifiedKFold(5, shuffle=True, random_state=101).split(numbers, classes)
                      for part in pair])


def timed(function, library):
    begin, cpu = time.perf_counter(), time.process_time()
    result = function(library)
    return (time.process_time() - cpu, time.perf_counter() - begin), result


def median(times):
    return [statistics.median(column) for column in zip(*times, strict=True)]


def import_time(rounds):
    """Milliseconds that the import takes beyond the start of Python; whether NumPy is loaded then."""
    def start(code):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return 1000 * (time.perf_counter() - begin)

    times = [(start("pass"), start("import splitdata")) for _ in range(4 * rounds)]
    loaded = subprocess.run([sys.executable, "-c", "import splitdata, sys; sys.exit('numpy' in sys.modules)"], check=False)
    return min(t[1] for t in times) - min(t[0] for t in times), loaded.returncode != 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--write")
    wanted = parser.parse_args()
    lines = ["| what | goal | CPU seconds | scikit-learn's | | wall seconds | scikit-learn's | |",
             "|---|---|---|---|---|---|---|---|"]
    for title, goal, function in cases(wanted.scale):
        if wanted.only not in title:
            continue
        times = {ours: [], theirs: []}
        # scikit-learn's slowest function takes minutes: once is enough.
        for _ in range(wanted.rounds):
            results = []
            for library in (ours, theirs):
                if times[library] and times[library][0][1] > 20:
                    continue
                taken, result = timed(function, library)
                times[library].append(taken)
                results.append(result)
            if len(results) == 2 and not all(map(numpy.array_equal, *results)):
                print(f"{title}: ANOTHER RESULT than scikit-learn's")
                return 1
            results = result = None
        (cpu, wall), (their_cpu, their_wall) = median(times[ours]), median(times[theirs])
        lines.append(f"| {title} | {f'1/{goal}' if goal else ''} | {cpu:.3f} | {their_cpu:.3f} | 1/{their_cpu / cpu:.1f} "
                     f"| {wall:.3f} | {their_wall:.3f} | 1/{their_wall / wall:.1f} |")
        print(lines[-1], flush=True)
    milliseconds, loaded = import_time(wanted.rounds)
    lines.append(f"\n`import splitdata` takes {milliseconds:.1f} ms beyond Python's start (goal: 15), "
                 f"{'WITH' if loaded else 'without'} NumPy.")
    print(lines[-1])
    if wanted.write:
        with open(wanted.write, encoding="utf-8") as page:
            before, rest = page.read().split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        with open(wanted.write, "w", encoding="utf-8") as page:
            page.write(f"{before}{BEGIN}NumPy {numpy.__version__}, scikit-learn {sklearn.__version__}; median of "
                       f"{wanted.rounds}.\n\n" + "\n".join(lines) + f"\n{END}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
