"""Shared by the fault tests: a directory with an input, runs in it, and the conditions afterwards."""
import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
BUILD = Path(PROGRAM).parent.name  # asan and tsan have their own directories
SANITIZED = BUILD in ("asan", "tsan")
# How many threads read a stream while a signal comes. The thread sanitizer calls no handler while its thread waits for
# a mutex, as one of two readers does.
THREADS_TO_STOP = ("1",) if BUILD == "tsan" else ("1", "2")


def hear_signals():
    """Restores default signal actions in a new process: the caller of the tests may ignore some."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Failure(Exception):
    pass


def require(condition, message):
    if not condition:
        raise Failure(message)


def make_csv(rows, width=20):
    """A file of distinct records."""
    return b"id,text\n" + b"".join(b"%d,%s\n" % (i, hashlib.sha256(b"%d" % i).hexdigest()[:width].encode())
                                   for i in range(rows))


class Place:
    """A new directory; `files` are its contents before the program runs."""

    def __init__(self, top, data):
        self.path = Path(top)
        self.input = self.path / "data.csv"
        self.input.write_bytes(data)
        self.before = self.seen()

    def seen(self):
        found = {}
        for path in sorted(self.path.rglob("*")):
            name = str(path.relative_to(self.path))
            if path.is_symlink() or not path.is_file():
                found[name] = None
            else:
                found[name] = path.read_bytes()
        return found

    def start(self, *words, **options):
        options.setdefault("preexec_fn", hear_signals)
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([PROGRAM, *words], cwd=self.path, **options)

    def run(self, *words, **options):
        process = self.start(*words, **options)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err.decode("utf-8", "replace") if err is not None else ""

    def run_in_bash(self, script, *words):
        """Runs a script, whose $0 is the program and whose arguments are the words."""
        done = subprocess.run(["bash", "-c", script, PROGRAM, *words], cwd=self.path, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=300, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def has_nameless_file(self, process):
        """Whether a process has such a file open here: a sanitizer's own is elsewhere."""
        here = os.path.realpath(self.path) + "/"
        return any(link.startswith(here) and ("(deleted)" in link or "/#" in link) for link in open_files(process))

    def require_untouched(self, what):
        now = self.seen()
        left = sorted(set(now) - set(self.before))
        require(not left, f"{what}: left behind: {left}")
        for name, data in self.before.items():
            require(name in now and now[name] == data, f"{what}: {name} was changed")

    def forget(self):
        """Removes the files that the program created."""
        for name in sorted(set(self.seen()) - set(self.before), reverse=True):
            path = self.path / name
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()


@contextlib.contextmanager
def place(data=None, directory=None):
    with tempfile.TemporaryDirectory(prefix="splitdata-fault-", dir=directory) as top:
        yield Place(top, make_csv(50) if data is None else data)


def expected_outputs(data, *words):
    """The outputs of an undisturbed run: {name: bytes}."""
    with place(data) as p:
        status, _, err = p.run(*words)
        require(status == 0, f"the undisturbed run failed: {err}")
        now = p.seen()
        return {name: now[name] for name in now if name not in p.before}


def wait_for(condition, what):
    """Waits for a condition that must become true."""
    for _ in range(60000):
        if condition():
            return
        time.sleep(0.001)
    raise Failure(f"waited in vain until {what}")


def open_files(process):
    """The links in /proc/PID/fd, as far as they can be read."""
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for entry in os.listdir(f"/proc/{process.pid}/fd"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found.append(os.readlink(f"/proc/{process.pid}/fd/{entry}"))
    return found


def one_line(err, what):
    """Checks that a failure prints exactly one line."""
    lines = err.splitlines()
    require(len(lines) == 1 and lines[0].startswith("splitdata: "), f"{what}: said: {err!r}")


def outcome(test):
    """What a test that passed has to say, or None; and why one failed, or None."""
    try:
        return test(), None
    except Failure as failure:
        return None, str(failure)


def main(tests, name):
    """Runs functions named in sys.argv, or all, each in a process: what takes longest should come first."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    chosen = [test for test in tests if not wanted or test.__name__ in wanted]
    passed = failed = 0
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for test, (note, failure) in zip(chosen, pool.map(outcome, chosen)):
            passed += failure is None
            failed += failure is not None
            if failure is not None:
                print(f"FAIL {test.__name__}: {failure}")
            elif note:
                print(f"note {test.__name__}: {note}")
    print(f"{name}: {passed} tests passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0
