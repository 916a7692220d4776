"""The runs in which faults are injected: a table, their undisturbed results, and the check of the files that
a disturbed one leaves."""
import gzip
import os
import shutil
import subprocess
import tempfile
import zlib
from pathlib import Path

from harness import PROGRAM, Failure, Place, require

# A memory file system, if there is one: no disk to wait for. It supports O_TMPFILE.
FAST = os.environ.get("TMPDIR") or ("/dev/shm" if os.path.isdir("/dev/shm") else None)
ROWS = 60
DATA = b"id,text,class,group,when\n" + b"".join(
    b"%d,\"t %d\",c%d,g%d,2024-01-%02dT%02d:00\n" % (i, i * i, i % 3, i % 11, i % 28 + 1, i % 24)
    for i in range(ROWS))
# Outputs of several blocks, so that records are distributed to several buckets; and more than a megabyte, of which one
# thread reads while another splits.
def long_records(count):
    return DATA[:DATA.index(b"\n") + 1] + b"".join(
        b"%d,\"%s\",c%d,g%d,2024-01-01\n" % (i, b"text " * (400 + i % 7 * 100), i % 3, i % 11) for i in range(count))


LARGE = long_records(250)
# Several pieces of a temporary copy, and an incremental index that is moved as it grows.
MANY = b"id,class\n" + b"".join(b"%d,class %d\n" % (i, i % 7) for i in range(40000))
# Records so short, and so many, that they are stored in the shuffled items.
SHORT = b"id,y\n" + b"".join(b"%d,%d\n" % (i * 7919 % 100003, i % 10) for i in range(2000)) * 1200
HEADER = DATA[:DATA.index(b"\n") + 1]
OLD = {"data.train.csv": HEADER + b"old train\n", "data.test.csv": HEADER + b"old test\n"}
# A folder of several files, beside the directory: two are mapped, of which one lacks the last line end; one is gzip, one
# small, one empty.
FILES = "../parts"
LIST = "../list"  # of these files, for --inputs-from
USUAL = ("-q", "-s", "101", "-j", "1")


class Scenario:
    """words: of the command line, FILE included. made_before: the words of a run that prepares the directory.
    data: the uncompressed input.
    named: there are no unnamed files, and renames can neither exchange nor refuse to replace.
    members: of a gzip input; several hold the data as they are, so that threads share them."""

    def __init__(self, name, *words, file="data.csv", made_before=None, named=False, data=DATA, members=1):
        self.name = name
        self.words = [*words, file]
        self.file = file
        self.made_before = made_before
        self.named = named
        self.force = "-f" in words
        self.replaces = self.force or "--if-changed" in words
        self.data = data
        self.members = members
        self.good = None  # the files afterwards: {name: bytes}
        self.good_stdout = None

    def environment(self, library):
        return {"LD_PRELOAD": str(library), "FAULT_NO_TMPFILE": "1"} if self.named else {}

    def prepare(self, library):
        """Runs it undisturbed, to record its results."""
        with NewPlace(self) as place:
            status, out, err = place.run_it(self.environment(library))
            require(status == 0, f"{self.name}: the undisturbed run: {status}: {err}")
            self.good = place.seen()
            self.good_stdout = out
            if self.force:
                require(all(self.good[name] != data for name, data in OLD.items()), "nothing was replaced")


SCENARIOS = [
    Scenario("plain", *USUAL),
    Scenario("threads", "-q", "-s", "101", "-j", "3"),
    Scenario("wide", "-q", "-s", "101", "-j", "2", data=LARGE),
    Scenario("short", "-q", "-s", "101", "-j", "2", data=SHORT),
    Scenario("gzip", *USUAL, "-z"),
    Scenario("gzip-threads", "-q", "-s", "101", "-j", "3", "-z", file="data.csv.gz"),
    Scenario("gzip-members", "-q", "-s", "101", "-j", "3", "--gzip=0", file="data.csv.gz", data=long_records(1000),
             members=7),
    Scenario("digest", *USUAL, "--manifest", "--digest", "xxh3-128"),
    Scenario("gzip-early", "-q", "-s", "101", "-j", "2", "--gzip=0", file="data.csv.gz", data=MANY),
    Scenario("pipe", *USUAL, file="-"),
    Scenario("pipe-early", "-q", "-s", "101", "-j", "2", file="-", data=MANY),
    Scenario("force", *USUAL, "-f"),
    Scenario("force-named", *USUAL, "-f", named=True),
    Scenario("named", *USUAL, named=True),
    Scenario("directory", *USUAL, "-O", "new/deep"),
    Scenario("column", *USUAL, "--emit", "column"),
    Scenario("stdout", *USUAL, "-o", "train=-"),
    Scenario("cut", "-q", "-j", "1", "--no-shuffle"),
    Scenario("cut-early", "-q", "-j", "2", "--no-shuffle", data=long_records(700)),
    Scenario("cut-too-early", "-q", "-j", "1", "--no-shuffle", "--no-sync", data=long_records(700) + b"\n"),
    Scenario("order", *USUAL, "--order", "input"),
    Scenario("order-spill", "-q", "-s", "101", "-j", "2", "--order", "input", "--spill", data=LARGE),
    Scenario("folds", *USUAL, "--folds", "3", "--stratify", "class"),
    Scenario("groups", *USUAL, "--group", "group", "--emit", "indices"),
    Scenario("time", "-q", "-j", "1", "--time", "when", "--gap", "1d"),
    Scenario("hash", *USUAL, "--hash", "id"),
    Scenario("hash-threads", "-q", "-s", "101", "-j", "3", "--hash", "id", "--manifest", data=long_records(400)),
    Scenario("libcsv", *USUAL, "--scanner", "libcsv"),
    Scenario("manifest", *USUAL, "--manifest"),
    Scenario("report", *USUAL, "--manifest", "--report", "--stratify", "class"),
    Scenario("spill", *USUAL, "--spill"),
    Scenario("spill-folds", *USUAL, "--spill", "--folds", "3", "--stratify", "class", "--emit", "column"),
    Scenario("spill-pipe", "-q", "-s", "101", "-j", "2", "--spill", "-z", file="-"),
    Scenario("spill-force", *USUAL, "--spill", "-f"),
    Scenario("spill-named", *USUAL, "--spill", "-f", named=True),
    Scenario("spill-gzip", *USUAL, "--spill", "-z", file="data.csv.gz"),
    Scenario("spill-gzip-force", "-q", "-s", "101", "-j", "3", "--spill", "-z", "-f", "--name", "{stem}.{part}.csv"),
    Scenario("buckets", *USUAL, "--spill", "--no-sync", data=LARGE),
    Scenario("buckets-gzip", "-q", "-s", "101", "-j", "3", "--spill", "-z1", file="data.csv.gz", data=LARGE),
    Scenario("buckets-force", "-q", "-s", "101", "-j", "3", "--spill", "-f", data=LARGE),
    Scenario("below", *USUAL, "-O", "new/deep", "--name", "{part}/of/{stem}{ext}"),
    Scenario("replay-below", "replay", "-q", "-j", "1", "-O", "again", file="data.split.json",
             made_before=(*USUAL, "--manifest", "--name", "{part}/of/{stem}{ext}")),
    Scenario("query-files", *USUAL, "--group", "id", "--query-files", "--manifest"),
    Scenario("query-files-named", *USUAL, "--group", "id", "--query-files", "-f", named=True),
    Scenario("only", *USUAL, "--only", "test", "--folds", "3", "--manifest"),
    Scenario("shards", *USUAL, "--shards", "3", "--manifest"),
    Scenario("shards-size", "-q", "-s", "101", "-j", "3", "--shards", "1K", "--folds", "2", "-z"),
    Scenario("shards-spill", *USUAL, "--shards", "64K", "--spill", data=LARGE),
    Scenario("shards-named", *USUAL, "--shards", "2", named=True),
    # The shards of another number are removed.
    Scenario("shards-stale", *USUAL, "--if-changed", "--shards", "3", made_before=(*USUAL, "--shards", "2")),
    Scenario("shards-replay", "replay", "-q", "-j", "1", "-O", "again", file="data.split.json",
             made_before=(*USUAL, "--shards", "1K", "--manifest")),
    Scenario("shards-verify", "verify", "-j", "1", file="data.split.json",
             made_before=(*USUAL, "--shards", "1K", "--manifest")),
    Scenario("files", *USUAL, file=FILES),
    Scenario("files-manifest", "-q", "-s", "101", "-j", "3", "--manifest", file=FILES),
    Scenario("files-order", "-q", "-s", "101", "-j", "2", "--order", "input", file=FILES),
    Scenario("files-cut", "-q", "-j", "2", "--no-shuffle", file=FILES),
    Scenario("files-cut-gzip", "-q", "-j", "1", "--no-shuffle", "-z", file=FILES),
    Scenario("files-hash", *USUAL, "--hash", "id", "--manifest", "--emit", "indices=file", file=FILES),
    Scenario("files-spill", "-q", "-s", "101", "-j", "2", "--spill", "--shards", "2", file=FILES),
    Scenario("files-list", *USUAL, "--manifest", "--inputs-from", file=LIST),
    Scenario("files-replay", "replay", "-q", "-j", "1", "-O", "again", "parts.split.json", file=FILES,
             made_before=(*USUAL, "--manifest", FILES)),
    Scenario("kept", *USUAL, "--if-changed", "--manifest", made_before=(*USUAL, "--manifest")),
    # Nothing but the manifest tells that a split wrote these.
    Scenario("named-by-manifest", *USUAL, "--if-changed", "-z0", made_before=(*USUAL, "--no-header", "--manifest")),
    Scenario("left-over", *USUAL, "--if-changed", "--folds", "2", made_before=(*USUAL, "--folds", "3")),
    Scenario("verify", "verify", "-j", "1", file="data.split.json", made_before=(*USUAL, "--manifest")),
    Scenario("replay", "replay", "-q", "-j", "1", "-O", "again", file="data.split.json",
             made_before=(*USUAL, "--manifest")),
]


def inflated(content):
    try:
        return content and gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content


class NewPlace:
    """A directory with the files that a scenario needs, as a context; removed afterwards."""

    def __init__(self, scenario, data=None):
        self.scenario = scenario
        self.data = scenario.data if data is None else data

    def __enter__(self):
        self.top = tempfile.mkdtemp(prefix="splitdata-fault-", dir=FAST)
        self.path = Path(self.top) / "work"
        self.path.mkdir()
        place = self.place = Place(self.path, self.data)
        if self.scenario.file == "data.csv.gz":
            level, size = (6, len(self.data)) if self.scenario.members == 1 else (0, len(self.data) // self.scenario.members)
            pieces = [self.data[at:at + size] for at in range(0, len(self.data), size)]
            (self.path / "data.csv.gz").write_bytes(b"".join(gzip.compress(piece, level, mtime=0) for piece in pieces))
            (self.path / "data.csv").unlink()
        if FILES in (self.scenario.file, *(self.scenario.made_before or ())) or self.scenario.file == LIST:
            self.make_files()
        if self.scenario.force:
            header = self.data[:self.data.index(b"\n") + 1]  # only outputs of a split are replaced
            for name, content in OLD.items():
                (self.path / name).write_bytes(header + content[len(HEADER):])
        if self.scenario.made_before:
            input_file = [] if FILES in self.scenario.made_before else ["data.csv"]
            subprocess.run([PROGRAM, *self.scenario.made_before, *input_file], cwd=self.path, check=True)
        place.before = self.seen()
        return self

    def make_files(self):
        folder = Path(self.top) / "parts"
        folder.mkdir()
        contents = [long_records(30).rstrip(b"\n"), gzip.compress(DATA, 6, mtime=0), b"", DATA, long_records(20)]
        for number, content in enumerate(contents):
            (folder / f"{number}.csv").write_bytes(content)
        names = [f"../parts/{number}.csv\n" for number in range(len(contents))]
        (Path(self.top) / "list").write_text("".join(names), encoding="utf-8")

    def __exit__(self, *_):
        shutil.rmtree(self.top)

    def seen(self):
        """{name: content}, inflated where that works: ISA-L compresses a block otherwise in some runs."""
        return {name: inflated(content) if name.endswith(".gz") else content
                for name, content in self.place.seen().items()}

    def start(self, environment, *before, **options):
        """`before`: words before the command, of a program that runs it."""
        if before:  # strace passes them only to the program
            before = [*before, *(word for item in environment.items() for word in ("-E", "=".join(item)))]
            environment = {}
        return subprocess.Popen([*before, PROGRAM, *self.scenario.words], cwd=self.path,
                                stdin=subprocess.PIPE if self.scenario.file == "-" else subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env=dict(os.environ, **environment), **options)

    def run_it(self, environment, *before):
        """Returns status, standard output, standard error."""
        with self.start(environment, *before) as process:
            try:
                out, err = process.communicate(self.data if self.scenario.file == "-" else None, timeout=120)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise Failure("it hangs") from None
        return process.returncode, out, err.decode("utf-8", "replace")

    def remove_temporary_names(self):
        for path in self.path.rglob(".splitdata-*"):
            path.unlink()

    def judge(self, what, status, out, err):
        """After a fault: all outputs exist, or none and the reason was printed. Returns a problem, or None."""
        scenario, now = self.scenario, self.seen()
        what = f"{scenario.name}: {what}"
        if status == 0:
            if scenario.replaces:  # a replaced file that cannot be removed stays under another name
                old = self.place.before.values()
                now = {n: d for n, d in now.items() if n in scenario.good or d not in old}
            if out != scenario.good_stdout and scenario.words[0] != "verify":
                return f"{what}: status 0, and another standard output"
            return None if now == scenario.good else \
                f"{what}: status 0, and other outputs: {difference(now, scenario.good)}"
        # If memory runs out while jansson parses a manifest, it may report invalid text.
        damaged = status == 3 and err.startswith(("splitdata: data.split.json: ", "splitdata: parts.split.json: "))
        if status != 4 and not damaged:
            return f"{what}: status {status}: {err!r}"
        if len(err.splitlines()) != 1 or not err.startswith("splitdata: "):
            return f"{what}: said {err!r}"
        if now != self.place.before:
            return f"{what}: status {status}, and afterwards {difference(now, self.place.before)}"
        return None


def difference(now, then):
    return ([f"+{name}" for name in now if name not in then] +
            [f"-{name}" for name in then if name not in now] +
            [f"~{name}" for name in now if name in then and now[name] != then[name]])


def fault_library():
    """faults.c, built if necessary."""
    source = Path(__file__).resolve().parent / "faults.c"
    library = Path(PROGRAM).resolve().parent / "faults.so"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        built = library.with_suffix(f".{os.getpid()}.so")  # others may look for it meanwhile
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", built, source, "-ldl"],
                       check=True)
        built.rename(library)
    return library
