#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Speed as ratios to cp and to peers, interleaved in one run; minimum, median and maximum; outputs verified.

usage: run.py [--scale S] [--rounds N] [--only WORD] [--write FILE] [--peers PYTHON]

--scale 1 uses files of 1 GB (c: 200 MB), the default 0.1 a tenth of that. --peers names a Python
that has NumPy, pandas and scikit-learn. What is not there is said and left out. The program is $SPLITDATA, or
build/splitdata.
"""
import argparse
import contextlib
import mmap
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("SPLITDATA", os.path.join(ROOT, "build", "splitdata"))
WORK = os.path.join(ROOT, "build", "bench")

PANDAS = """
import sys, pandas
from sklearn.model_selection import train_test_split
train, test = train_test_split(pandas.read_csv(sys.argv[1]), train_size=0.8, random_state=101)
train.to_csv(sys.argv[2] + "/train.csv", index=False)
test.to_csv(sys.argv[2] + "/test.csv", index=False)
"""

POLARS = """
import sys, polars
rows = polars.read_csv(sys.argv[1]).sample(fraction=1, shuffle=True, seed=101)
cut = int(0.8 * len(rows))
rows[:cut].write_csv(sys.argv[2] + "/train.csv")
rows[cut:].write_csv(sys.argv[2] + "/test.csv")
"""

DUCKDB = """
import sys, duckdb
duckdb.sql("SELECT setseed(0.101)")
duckdb.sql("CREATE TABLE drawn AS SELECT *, random() AS draw FROM read_csv('%s')" % sys.argv[1])
duckdb.sql("CREATE TABLE rows AS SELECT *, row_number() OVER (ORDER BY draw) AS place FROM drawn")
cut = "CAST(floor(0.8 * (SELECT count(*) FROM rows)) AS BIGINT)"
for name, sign in (("train", "<="), ("test", ">")):
    duckdb.sql("COPY (SELECT * EXCLUDE (draw, place) FROM rows WHERE place %s %s ORDER BY place) TO '%s/%s.csv' (HEADER)" % (
        sign, cut, sys.argv[2], name))
"""


# --- inputs: a numeric, b quoted text, c narrow, d wide, k with classes and groups ------------------

def numeric(rng):
    return ",".join("%.5f" % rng.random() for _ in range(12)) + "\n"


def quoted(rng):
    words = ["foo", "bar", "bazz", "qu", "zyx", "lorem", "ipsum"]
    odd = ['"quoted"', "line\nbreak", "a,b"]
    fields = []
    for _ in range(4):
        text = " ".join(rng.choice(words) for _ in range(rng.randint(1, 12)))
        if rng.random() < 0.3:
            text = '"' + (text + " " + rng.choice(odd)).replace('"', '""') + '"'
        fields.append(text)
    return ",".join(fields) + "\n"


def narrow(rng):
    return "%05d,%05d\n" % (rng.randrange(100000), rng.randrange(100000))


def wide(rng):
    return "%d,%s\n" % (rng.randrange(10**6), "".join(rng.choices("abcdefghij ", k=11000)))


def keyed(rng):
    return "%s,g%06d,%.4f\n" % (rng.choice("ABCDE"), rng.randrange(200000), rng.random())


INPUTS = {
    "a": ("numeric, records of 101 bytes", ",".join("c%d" % i for i in range(12)), numeric, 1e9, 20000),
    "b": ("text, 30 % of fields quoted", "id,text,label,note", quoted, 1e9, 20000),
    "c": ("narrow, records of 12 bytes", "a,b", narrow, 2e8, 200000),
    "d": ("wide, records of 11 kB", "k,v", wide, 1e9, 2000),
    "k": ("classes (5) and groups (200,000), 18 bytes", "class,group,x", keyed, 1.8e8, 1000000),
}


def from_disk(path):
    """Reads a file into the page cache from the disk: it then has larger pages, as far as the system reads ahead, than
    a file that a program has just written."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fdatasync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    while os.read(descriptor, 1 << 20):
        pass
    os.close(descriptor)
    return path


def make_input(name, scale):
    path = os.path.join(WORK, "%s-%g.csv" % (name, scale))
    about, header, record, size, distinct = INPUTS[name]
    if os.path.exists(path):
        return from_disk(path)
    rng = random.Random(1)
    block = "".join(record(rng) for _ in range(max(10, int(distinct * min(1, scale * 10))))).encode()
    with open(path + ".new", "wb") as out:
        out.write(header.encode() + b"\n")
        for _ in range(max(1, round(size * scale / len(block)))):
            out.write(block)
    os.rename(path + ".new", path)
    return from_disk(path)


# --- measuring ------------------------------------------------------------------------------------

def fresh(directory):
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)


def touch_memory(size):
    """Touches and frees that much memory. The host of a virtual machine reclaims memory that has been free for seconds
    and returns it at 1 GB/s or less, for which the first command would otherwise wait."""
    free = os.sysconf("SC_AVPHYS_PAGES") * mmap.PAGESIZE // 2
    with mmap.mmap(-1, max(min(size, free), 1), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.madvise(mmap.MADV_HUGEPAGE)
        for page in range(0, len(memory), mmap.PAGESIZE):
            memory[page] = 1


def touch_memory_for(command):
    """The same with more than a command needs for the files that it names."""
    paths = [os.path.join(WORK, word) for word in command[1:]]
    size = sum(os.path.getsize(path) for path in paths if os.path.isfile(path))
    if size >= 1 << 20:
        touch_memory((256 << 20) + size * 3 // 2)


def once(command, environment=None):
    """Wall and CPU seconds of one run into an empty directory."""
    fresh(os.path.join(WORK, "out"))
    os.sync()
    touch_memory_for(command)
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             env=environment, cwd=WORK)
    message = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit("failed: %s: %s" % (" ".join(command), message.decode()))
    return wall, usage.ru_utime + usage.ru_stime


def most_private_memory(child):
    """Waits for a process; the most memory of its own, without mapped files, in MB, seen every 2 ms."""
    most = 0.0
    while child.poll() is None:
        with contextlib.suppress(OSError, StopIteration):
            with open(f"/proc/{child.pid}/status", encoding="ascii") as status:
                line = next(line for line in status if line.startswith("RssAnon"))
                most = max(most, int(line.split()[1]) * 1024 / 1e6)
        time.sleep(0.002)
    return most


def memory_of(command):
    """Of one more run, so that sampling does not slow down the others."""
    fresh(os.path.join(WORK, "out"))
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=WORK)
    return most_private_memory(child)


def spread(walls, base):
    """Minimum, median and maximum of the ratios of wall times to those of the first command in the same rounds."""
    ratios = [wall / other for wall, other in zip(walls, base)]
    return min(ratios), statistics.median(ratios), max(ratios)


def compare(title, commands, rounds, results):
    """Runs all commands in turn, `rounds` times, and records their ratios to the first. Each round has another random
    order, so that no command always runs after the same other one."""
    walls = {name: [] for name, _ in commands}
    cpus = {name: [] for name, _ in commands}
    for turn in range(rounds):
        for name, command in random.Random(turn).sample(commands, len(commands)):
            wall, cpu = once(command)
            walls[name].append(wall)
            cpus[name].append(cpu)
    for name, command in commands:
        row = (title, name, statistics.median(walls[name]), *spread(walls[name], walls[commands[0][0]]),
               statistics.median(cpus[name]), memory_of(command))
        results.append(row)
        print("%-28s %-34s %8.3f s  %7.2f %7.2f %7.2f x  %7.3f CPU s %6.0f MB" % row, flush=True)


def split(path, *options):
    return [PROGRAM, "-q", "-f", "-s", "101", "-O", "out", *options, path]


def sync_copy(path):
    return ["sh", "-c", 'cp --reflink=never "$1" out/x && sync out/x', "sh", path]


def copy(path):
    return ["cp", "--reflink=never", path, "out/x"]


# --- verifying --------------------------------------------------------------------------------------

def has(python, module):
    """Whether a Python has a module; says so when it has not."""
    found = subprocess.run([python, "-c", "import " + module], stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not found:
        print("%s has no %s, which would take part here (make check-oracle and check-frameworks make some that have)" % (python, module))
    return found


def installed(program):
    if shutil.which(program) is None:
        print("%s is not installed and takes no part" % program)
    return shutil.which(program) is not None


def verify(python, path):
    """The row numbers of both outputs are those of NumPy's permutation, cut as scikit-learn does."""
    once(split(path, "--no-sync", "--emit", "indices"))
    stem = os.path.join(WORK, "out", os.path.basename(path)[:-4])
    script = ("import sys, numpy\n"
              "train, test = (numpy.fromfile(f, dtype=numpy.int64, sep='\\n') for f in sys.argv[1:])\n"
              "n = len(train) + len(test)\n"
              "p = numpy.random.RandomState(101).permutation(n)\n"
              "assert len(train) == int(0.8 * n)\n"
              "assert (p[:len(test)] == test).all() and (p[len(test):] == train).all()\n")
    subprocess.run([python, "-c", script, stem + ".train.idx", stem + ".test.idx"], check=True)


def scenarios(arguments, results):
    scale, rounds, python = arguments.scale, arguments.rounds, arguments.peers
    numpy = has(python, "numpy")

    def wanted(word):
        return arguments.only is None or arguments.only in word

    for name in "abcd":
        if not wanted("shuffled " + name):
            continue
        path = make_input(name, scale)
        if numpy:
            verify(python, path)
        compare("(%s) %s" % (name, INPUTS[name][0]), [
            ("cp", copy(path)),
            ("splitdata --no-sync", split(path, "--no-sync")),
            ("--no-sync --order input", split(path, "--no-sync", "--order", "input")),
            ("--no-sync --no-shuffle", [PROGRAM, "-q", "-f", "--no-shuffle", "--no-sync", "-O", "out",
                                        path]),
        ] + ([("--no-sync --manifest", split(path, "--no-sync", "--manifest")),
              ("--no-sync --ragged keep (not checked)", split(path, "--no-sync", "--ragged", "keep")),
              ("--no-sync -j 1", split(path, "--no-sync", "-j", "1"))] if name == "a" else []),
            rounds * 3 if name == "c" else rounds, results)  # shorter runs, which vary more
        compare("(%s) on disk" % name, [
            ("cp and sync", sync_copy(path)), ("splitdata", split(path))], rounds, results)
    if wanted("written a"):
        path = shutil.copyfile(make_input("a", scale), os.path.join(WORK, "written.csv"))
        compare("(a) as a copy has just written it", [
            ("cp", copy(path)),
            ("splitdata --no-sync", split(path, "--no-sync")),
            ("--no-sync --order input", split(path, "--no-sync", "--order", "input")),
            ("--no-sync --no-shuffle", [PROGRAM, "-q", "-f", "--no-shuffle", "--no-sync", "-O", "out", path]),
        ], rounds, results)
        os.remove(path)
    if wanted("gzip"):
        path = make_input("a", scale / 4)
        packed = path + ".gz"
        if not os.path.exists(packed):
            subprocess.run(["sh", "-c", 'gzip -c "$1" > "$1.gz"', "sh", path], check=True)
        compare("gzip output, a quarter of (a)", [
            ("cp", copy(path)),
            ("splitdata -z", split(path, "--no-sync", "-z")),
            ("splitdata -z1", split(path, "--no-sync", "-z1")),
        ] + ([("pigz", ["sh", "-c", 'pigz -c "$1" > out/x', "sh", path])] if installed("pigz") else []),
            min(rounds, 3), results)
        compare("gzip input, a quarter of (a)", [
            ("gzip -dc", ["sh", "-c", 'gzip -dc "$1" > out/x', "sh", packed]),
            ("splitdata --gzip=0", split(packed, "--no-sync", "--gzip=0")),
        ], min(rounds, 3), results)
    if wanted("ways"):
        path = make_input("k", scale)
        compare("(k) %s" % INPUTS["k"][0], [
            ("plain split", split(path, "--no-sync")),
            ("--stratify class", split(path, "--no-sync", "--stratify", "class")),
            ("--group group", split(path, "--no-sync", "--group", "group")),
            ("--stratify and --group", split(path, "--no-sync", "--stratify", "class", "--group",
                                             "group")),
            ("--hash group", split(path, "--no-sync", "--hash", "group")),
            ("--folds 5 (5 times the output)", split(path, "--no-sync", "--folds", "5")),
        ], min(rounds, 3), results)
    if wanted("peers"):
        path = make_input("a", scale / 10)
        compare("peers, a tenth of (a)", [
            ("cp", copy(path)),
            ("splitdata", split(path, "--no-sync")),
            ("shuf (knows no CSV, no seed of NumPy)", ["shuf", "-o", "out/x", path]),
        ] + [(name, [python, "-c", script, path, "out"]) for name, script, modules in (
            ("pandas + scikit-learn", PANDAS, "pandas, sklearn"), ("polars", POLARS, "polars"),
            ("DuckDB", DUCKDB, "duckdb")) if has(python, modules)
        ] + [(name, ["sh", "-c", line, "sh", path]) for name, line in (
            ("qsv (into one file)", 'qsv sort --random --seed 101 -o out/x "$1"'),
            ("xan (into one file)", 'xan shuffle --seed 101 -o out/x "$1"')) if installed(name.split()[0])],
            min(rounds, 3), results)
    if wanted("start"):
        path = os.path.join(WORK, "ten.csv")
        with open(path, "w") as out:
            out.write("a,b\n" + "".join("%d,x\n" % i for i in range(10)))
        compare("start-up, 10 records", [
            ("true", ["true"]), ("splitdata --no-sync", split(path, "--no-sync"))], 21, results)


def table(results):
    lines = ["| input | command | wall s | ratio: min | median | max | CPU s | private MB |",
             "|---|---|---|---|---|---|---|---|"]
    lines += ["| %s | %s | %.3f | %.2f | %.2f | %.2f | %.3f | %.0f |" % row for row in results]
    return "\n".join(lines) + "\n"


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    return "%d x %s, Linux %s" % (os.cpu_count(), model, platform.release().split("-")[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only")
    parser.add_argument("--write")
    parser.add_argument("--peers", default=sys.executable)
    arguments = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    results = []
    scenarios(arguments, results)
    if arguments.write:
        begin, end = "<!-- split: begin -->", "<!-- split: end -->"
        with open(arguments.write) as page:
            text = page.read()
        head, rest = text.split(begin, 1)
        tail = rest.split(end, 1)[1]
        body = "\n%s. `tests/bench/run.py --scale %g --rounds %d`; ratios within a round.\n\n%s\n" % (
            machine(), arguments.scale, arguments.rounds, table(results))
        with open(arguments.write, "w") as page:
            page.write(head + begin + body + end + tail)
    shutil.rmtree(os.path.join(WORK, "out"), ignore_errors=True)


if __name__ == "__main__":
    main()
