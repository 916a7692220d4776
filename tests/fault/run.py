#!/usr/bin/env python3
"""Faults in the environment: signals, full disks, inputs that change during the run, closed descriptors,
readers that disappear, limits. The program ends with the complete result, or with one message, a non-zero
status, and no files left."""
import contextlib
import gzip
import itertools
import os
import pty
import re
import resource
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

from harness import (PROGRAM, SANITIZED, THREADS_TO_STOP, Failure, expected_outputs, main, make_csv,
                     one_line, open_files, place, require, wait_for)
from scenarios import fault_library

SPLIT = ("-s", "101", "-r", "0.8")
QUIET = (*SPLIT, "-q")
INTERRUPTED = b"splitdata: interrupted; nothing was written\n"
TOO_LATE = b"splitdata: interrupted too late: the split is complete\n"


def open_terminal():
    """The two ends of a terminal; None: there are none here, where /dev/pts is not mounted."""
    try:
        return pty.openpty()
    except OSError:
        return None


NO_TERMINAL = "no terminal can be opened here (/dev/pts): the rest of the test was done"


def signals_while_reading():
    for threads, number in itertools.product(THREADS_TO_STOP, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)):
        with place() as p:
            process = p.start(*QUIET, "-j", threads, "-", stdin=subprocess.PIPE)
            process.stdin.write(b"a,b\n1,2\n")
            process.stdin.flush()
            wait_for(lambda: p.has_nameless_file(process), "the input was being copied")
            process.send_signal(number)
            process.wait(timeout=300)
            require(process.returncode == -number, f"{number}: ended with {process.returncode}")
            require(process.stderr.read() == INTERRUPTED, f"{number}: did not say that nothing was written")
            process.stdin.close()
            p.require_untouched(str(number))
    return None if "2" in THREADS_TO_STOP else "one thread in this build: of two that read, one would put the signal off"


def signals_while_writing():
    """Standard output is a pipe without a reader: the program waits, and can still be stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with place(make_csv(20000)) as p:
            read_end, write_end = os.pipe()
            process = p.start(*QUIET, "-o", "train=-", "-O", "new/deep", "data.csv", stdout=write_end)
            os.close(write_end)
            os.read(read_end, 1)
            process.send_signal(number)
            process.wait(timeout=300)
            os.close(read_end)
            require(process.returncode == -number, f"{number}: ended with {process.returncode}")
            told = process.stderr.read().decode()
            require(re.fullmatch(r"splitdata: interrupted; standard output has got [1-9]\d* bytes, no file was written\n",
                                 told), f"{number}: {told!r}")
            p.require_untouched(str(number))


def signals_while_telling():
    """The split is complete, and its summary is not read: standard output is a full pipe."""
    with place() as p:
        read_end, write_end = os.pipe()
        os.set_blocking(write_end, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(write_end, b"x")
        os.set_blocking(write_end, True)
        process = p.start(*SPLIT, "--json", "data.csv", stdout=write_end)
        wait_for((p.path / "data.train.csv").exists, "the outputs were there")
        while process.poll() is None:  # a signal during publication is too late
            process.send_signal(signal.SIGTERM)
            time.sleep(0.01)
        require(process.returncode == -signal.SIGTERM, f"ended with {process.returncode}")
        told = process.stderr.read()
        require(told == TOO_LATE, f"told {told!r}")
        os.close(read_end)
        os.close(write_end)


def ignored_signals_stay_ignored():
    with place() as p:
        process = p.start(*QUIET, "-", stdin=subprocess.PIPE,
                          preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.stdin.write(b"a,b\n1,2\n3,4\n5,6\n")
        process.stdin.flush()
        wait_for(lambda: p.has_nameless_file(process), "the input was being copied")
        process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=300)
        require(process.returncode == 0, f"ended with {process.returncode}: {err}")
        require((p.path / "stdin.train.csv").exists(), "no output")


def fifo_without_a_writer():
    """The program waits without busy-looping, and can be stopped."""
    with place() as p:
        os.mkfifo(p.path / "fifo")
        process = p.start(*QUIET, "fifo")
        wait_for(lambda: any(link.endswith("/fifo") for link in open_files(process)), "it was opened")
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=300)
        require(process.returncode == -signal.SIGTERM, f"ended with {process.returncode}")


def fifo_without_a_reader():
    """The same for an output that is a FIFO whose other end is not opened."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        with place() as p:
            os.mkfifo(p.path / "fifo")
            p.before = p.seen()
            process = p.start(*QUIET, "-o", "test=fifo", "data.csv")
            wait_for(lambda: p.has_nameless_file(process), "the first output was open")
            process.send_signal(number)
            process.wait(timeout=60)
            require(process.returncode == -number, f"ended with {process.returncode}")
            require(process.stderr.read() == INTERRUPTED, "did not say that nothing was written")
            p.require_untouched("no reader")


def reader_goes_away():
    with place(make_csv(20000)) as p:
        process = p.start(*QUIET, "-o", "train=-", "data.csv")
        process.stdout.read(1)
        process.stdout.close()
        process.wait(timeout=300)
        require(process.returncode == -signal.SIGPIPE, f"ended with {process.returncode}")
        require(process.stderr.read() == b"", "said something")
        p.require_untouched("no reader")
        for words in (("--help",), (*SPLIT, "--json", "-n", "data.csv")):
            read_end, write_end = os.pipe()
            os.close(read_end)
            status, _, err = p.run(*words, stdout=write_end)
            os.close(write_end)
            require((status, err) == (-signal.SIGPIPE, ""), f"{words}: {status}, {err!r}")


def full_device():
    with place() as p, open("/dev/full", "wb") as full:
        for words in (("--help",), ("--version",), ("--like", "help"), ("random", "--help"),
                      (*SPLIT, "--json", "-n", "data.csv"), (*QUIET, "-o", "test=-", "data.csv")):
            status, _, err = p.run(*words, stdout=full)
            require(status == 4, f"{words}: ended with {status}")
            one_line(err, words)
            require("No space left" in err, f"{words}: said {err}")
            p.require_untouched(words)


def file_size_limit():
    """Simulates a disk that is full after so many bytes. The thread sanitizer would write half a megabyte into a
    nameless file in TMPDIR before the program starts, and die of the limit; it works without that file, too."""
    data = make_csv(400)
    for extra in ((), ("-z",)):
        good = expected_outputs(data, *QUIET, *extra, "data.csv")
        most = max(len(content) for content in good.values())
        with place(data) as p:
            for limit in (0, 1, 100, most // 2, most - 1, most):
                def limited():
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                status, _, err = p.run(*QUIET, *extra, "data.csv", preexec_fn=limited,
                                       env=dict(os.environ, TMPDIR=str(p.path / "absent")))
                if limit == most:
                    require(status == 0, f"{limit} bytes: {err}")
                    p.forget()
                    continue
                require(status == 4, f"{limit} bytes: ended with {status}: {err}")
                one_line(err, f"{limit} bytes")
                p.require_untouched(f"{limit} bytes")


def limits_beyond_guesses():
    """If the size of an output is overestimated, a limit above its actual size does not matter."""
    short, long = b"abc\n" * 500000, (b"y" * 19 + b"\n") * 500000
    for data, words in ((short + long, ("--no-shuffle", "--parts", "a=0.5,b=0.25,c=0.25")),
                        (b"z" * 9000000 + b"\n" + short,
                         ("--order", "input", "-s", "1", "--train-size", "0.5", "--test-size", "0.1"))):
        words = ("-q", "--no-header", *words, "data.csv")
        good = expected_outputs(data, *words)
        most = max(len(content) for content in good.values())
        require(most < 5100000, f"{words}: no guess would be larger than {most} bytes")
        with place(data) as p:
            for limit in (most - 1, most):
                def limited():
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                status, _, err = p.run(*words, preexec_fn=limited)
                if limit == most:
                    require(status == 0, f"{words}, {limit} bytes: {err}")
                    continue
                require(status == 4, f"{words}, {limit} bytes: ended with {status}: {err}")
                one_line(err, f"{words}, {limit} bytes")
                p.require_untouched(f"{words}, {limit} bytes")


def room_for_half_of_a_guess():
    """Space reserved for the first part on a full disk is not kept if the part turns out to be shorter."""
    if SANITIZED:
        return "no library is loaded before a sanitizer's"
    data = b"abc\n" * 500000 + (b"y" * 19 + b"\n") * 500000
    words = ("-q", "--no-header", "--no-shuffle", "--parts", "a=0.5,b=0.5", "data.csv")
    good = expected_outputs(data, *words)
    with place(data) as p:
        environment = dict(os.environ, LD_PRELOAD=str(fault_library()), FAULT_HALF_RESERVED="1")
        status, _, err = p.run(*words, env=environment)
        require(status == 0, f"ended with {status}: {err}")
        for name, content in good.items():
            require((p.path / name).read_bytes() == content, f"{name} is another")
    return None


def full_disk():
    """File systems of a few pages, of every size up to the outputs' own."""
    data = make_csv(400)
    with place() as p:
        disk = p.path / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            return "no tmpfs can be mounted here: file_size_limit takes its place"
        try:
            (p.path / "data.csv").write_bytes(data)
            statuses = set()
            for pages in range(1, 12):
                subprocess.run(["mount", "-o", f"remount,size={4 * pages}k", str(disk)], check=True)
                status, _, err = p.run(*QUIET, "-O", "disk", "data.csv")
                statuses.add(status)
                left = os.listdir(disk)
                if status == 0:
                    require(sorted(left) == ["data.test.csv", "data.train.csv"], f"left {left}")
                else:
                    require(status == 4 and left == [], f"{pages} pages: {status}, left {left}")
                    one_line(err, f"{pages} pages")
                    require("No space left" in err, f"said {err}")
                for name in left:
                    os.unlink(disk / name)
            require(statuses == {0, 4}, f"the disk was never full, or always: {statuses}")
            # With --force the old outputs stay if there is no space for new ones.
            subprocess.run(["mount", "-o", "remount,size=12k", str(disk)], check=True)
            old = (p.path / "data.csv").read_bytes().split(b"\n")[0] + b"\nold\n"
            (disk / "data.test.csv").write_bytes(old)
            status, _, err = p.run(*QUIET, "-f", "-O", "disk", "data.csv")
            require(status == 4, f"--force: {status}")
            require(os.listdir(disk) == ["data.test.csv"], f"--force left {os.listdir(disk)}")
            require((disk / "data.test.csv").read_bytes() == old, "--force: the old one is gone")
            # A compressed input is copied there, too.
            (disk / "data.test.csv").unlink()
            subprocess.run("gzip -c data.csv >data2.csv.gz", shell=True, cwd=p.path, check=True)
            subprocess.run(["mount", "-o", "remount,size=4k", str(disk)], check=True)
            status, _, err = p.run(*QUIET, "-O", "disk", "data2.csv.gz")
            require(status == 4 and os.listdir(disk) == [], f"gzip: {status}, {os.listdir(disk)}")
            one_line(err, "gzip")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return None


def disturbed(disturb, data):
    """Starts a run that reads its input and then waits for a reader of the FIFO that is its second output;
    disturbs it; lets it continue. Returns status and message."""
    with place(data) as p:
        os.mkfifo(p.path / "fifo")
        p.before = p.seen()
        process = p.start(*QUIET, "-o", "test=fifo", "data.csv")
        wait_for(lambda: p.has_nameless_file(process), "the first output was open")
        disturb(p)
        fifo = os.open(p.path / "fifo", os.O_RDONLY | os.O_NONBLOCK)  # does not wait for a run that has ended

        def ends():
            with contextlib.suppress(BlockingIOError):
                while os.read(fifo, 1 << 20):
                    pass
            return process.poll() is not None

        wait_for(ends, "the run ended")
        os.close(fifo)
        _, err = process.communicate(timeout=300)
        now = p.seen()
        left = sorted(set(now) - set(p.before))
        return process.returncode, err.decode(), left


def input_that_changes():
    data = make_csv(20000)

    def append(p):
        with p.input.open("ab") as f:
            f.write(b"more,x\n")

    def overwrite(p):
        with p.input.open("r+b") as f:
            f.write(b"other")

    def replace(p):
        other = p.path / "other"
        other.write_bytes(data)
        other.rename(p.input)

    def remove(p):
        p.input.unlink()

    for disturb in (append, overwrite, replace, remove):
        status, err, left = disturbed(disturb, data)
        require(status == 4, f"{disturb.__name__}: ended with {status}")
        one_line(err, disturb.__name__)
        require("data.csv: changed while it was read; nothing was written (run again when nothing writes to it)"
                in err, f"{disturb.__name__}: said {err}")
        require(left == [], f"{disturb.__name__}: left {left}")
    status, err, left = disturbed(lambda p: None, data)
    require((status, left) == (0, ["data.train.csv"]), f"undisturbed: {status}, {left}, {err}")


def input_that_shrinks():
    """Pages of the mapped input disappear: SIGBUS or, where the kernel reads long records from it, a failing
    write. Both become a message."""
    def to_nothing(p):
        os.truncate(p.input, 0)

    def to_half(p):
        os.truncate(p.input, p.input.stat().st_size // 2)

    wide = b"id,text\n" + b"".join(b"%d,%s\n" % (i, b"x" * 20000) for i in range(100))
    for data in (make_csv(20000), wide):
        for disturb in (to_nothing, to_half):
            what = f"{disturb.__name__}, {len(data)} bytes"
            status, err, left = disturbed(disturb, data)
            require(status == 4, f"{what}: ended with {status}: {err}")
            one_line(err, what)
            require("data.csv: changed while it was read;" in err or
                    "data.csv: could not be read to its end: it shrank, or its disk failed; nothing was written" in err,
                    f"{what}: said {err}")
            require(left == [], f"{what}: left {left}")


def output_that_appears():
    """Another process takes an output's name during the split: its file stays."""
    def appear(p):
        (p.path / "data.train.csv").write_bytes(b"mine\n")

    status, err, left = disturbed(appear, make_csv(20000))
    require((status, left) == (4, ["data.train.csv"]), f"{status}, {left}: {err}")
    one_line(err, "appeared")
    require("data.train.csv: appeared while the split was made; nothing was written (-f replaces it if a split wrote it)"
            in err,
            f"said {err}")


def closed_descriptors():
    """No file of ours gets the number of a closed standard stream, so no message lands in it."""
    good = expected_outputs(make_csv(50), *SPLIT, "data.csv")
    for closed in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
        with place() as p:
            def close():
                for fd in closed:
                    os.close(fd)
            status = subprocess.run([PROGRAM, *SPLIT, "data.csv"], cwd=p.path, preexec_fn=close,
                                    check=False).returncode if 2 in closed else \
                p.run(*SPLIT, "data.csv", preexec_fn=close)[0]
            require(status == 0, f"{closed} closed: ended with {status}")
            made = {name: data for name, data in p.seen().items() if name not in p.before}
            require(made == good, f"{closed} closed: other outputs")
    with place() as p:
        status, _, err = p.run(*QUIET, "-o", "test=-", "data.csv", preexec_fn=lambda: os.close(1))
        require(status == 4, f"standard output closed: {status}")
        one_line(err, "standard output closed")
        p.require_untouched("standard output closed")
        status, _, err = p.run(*QUIET, "-", preexec_fn=lambda: os.close(0))
        require(status == 4, f"standard input closed: {status}")
        one_line(err, "standard input closed")
        p.require_untouched("standard input closed")
        status, _, err = p.run("--version", preexec_fn=lambda: os.close(1))
        require(status == 4, f"--version, standard output closed: {status}")


def read_terminal(descriptor):
    """All that is left to be read from a terminal whose other end is closed."""
    text = b""
    with contextlib.suppress(OSError):  # EIO: its end
        while piece := os.read(descriptor, 1 << 16):
            text += piece
    os.close(descriptor)
    return text


def paths_of_descriptors():
    """/dev/stdout, /dev/fd/N and links to them are the open descriptor, which no file takes the place of."""
    ends = open_terminal()
    terminals = ends is not None
    for end in ends or ():
        os.close(end)
    with place() as p:
        status, expected, _ = p.run(*QUIET, "-o", "train=-", "-o", "test=/dev/null", "data.csv")
        require(status == 0 and expected, "train=-")
        (p.path / "link").symlink_to("/dev/stdout")
        links = {path: os.readlink(path) for path in ("/dev/stdout", p.path / "link")}
        for path in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link", "/dev/../dev/stdout"):
            for kind in ("file", "pipe", *(("terminal",) if terminals else ())):
                words = (*QUIET, "-f", "-o", f"train={path}", "-o", "test=/dev/null", "data.csv")
                if kind == "terminal":
                    main_end, end = open_terminal()
                    status, _, err = p.run(*words, stdout=end)
                    os.close(end)
                    text = read_terminal(main_end).replace(b"\r\n", b"\n")
                elif kind == "file":
                    with (p.path / "out").open("wb") as out:
                        status, _, err = p.run(*words, stdout=out)
                    text = (p.path / "out").read_bytes()
                    (p.path / "out").unlink()
                else:
                    status, text, err = p.run(*words)
                require((status, text, err) == (0, expected, ""), f"{path} to a {kind}: {status}, {err!r}")
                for link, target in links.items():
                    require(os.path.islink(link) and os.readlink(link) == target, f"{link} was replaced")
        script = '"$0" "$@" -o train=>(sed s/^/x/ >seen; : >done)'
        status, _, err = p.run_in_bash(script, *QUIET, "-o", "test=/dev/null", "data.csv")
        wait_for((p.path / "done").exists, "sed had read all")
        require((status, err) == (0, ""), f">(sed): {status}, {err!r}")
        require((p.path / "seen").read_bytes() == b"".join(b"x" + line for line in expected.splitlines(True)),
                ">(sed) got other bytes")
        (p.path / "seen").unlink()
        (p.path / "done").unlink()
        for path in ("/dev/stdout", "/dev/fd/1", "-"):
            with (p.path / "data.csv").open("ab") as out:
                status, _, err = p.run(*QUIET, "-f", "-o", f"train={path}", "data.csv", stdout=out)
            require(status == 4 and "is the input" in err, f"the input as {path}: {status}, {err!r}")
        status, out, err = p.run(*QUIET, "-o", "train=-", "-o", "test=/dev/stdout", "data.csv")
        require((status, out) == (2, b"") and "one file" in err, f"one stream for two parts: {status}, {err!r}")
        status, _, err = p.run(*QUIET, "-o", "train=/dev/fd/99", "data.csv")
        require(status == 4, f"a closed descriptor: {status}")
        one_line(err, "a closed descriptor")
        (p.path / "link").unlink()
        p.require_untouched("descriptors")
    return None if terminals else NO_TERMINAL


def errors_beside_read_ahead():
    """An error ends a pass while another thread still reads, decompresses and digests the input."""
    data = b"id,a,part\n" + b"".join(b"%d,%s,a\n" % (i, b"x" * 60) for i in range(30000))
    ragged = data.replace(b"\n5,", b"\n5,5,", 1)
    with place(data) as p:
        (p.path / "ragged.csv.gz").write_bytes(gzip.compress(ragged, 1))
        p.before = p.seen()
        for i in range(20 if SANITIZED else 60):
            words = ("missing", "data.csv") if i % 2 else ("id", "ragged.csv.gz")
            status, _, err = p.run("-q", "--hash", words[0], "--manifest", "-j", "4", words[1])
            require(status == 3, f"{words}: ended with {status}: {err!r}")
        p.require_untouched("errors beside a reader")


def few_descriptors():
    for extra in ((), ("--repeats", "3"), ("-z",)):
        good = expected_outputs(make_csv(50), *QUIET, *extra, "data.csv")
        statuses = set()
        for limit in range(3, 24):
            with place() as p:
                def limited():
                    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
                # The leak checker needs descriptors of its own.
                status, _, err = p.run(*QUIET, *extra, "data.csv", preexec_fn=limited,
                                       env=dict(os.environ, ASAN_OPTIONS="detect_leaks=0"))
                if "error while loading shared libraries" in err:
                    continue
                statuses.add(status)
                if status == 0:
                    made = {n: d for n, d in p.seen().items() if n not in p.before}
                    require(made == good, f"{limit} descriptors: other outputs")
                else:
                    require(status == 4, f"{limit} descriptors: ended with {status}: {err}")
                    one_line(err, f"{limit} descriptors")
                    p.require_untouched(f"{limit} descriptors")
        require(statuses == {0, 4}, f"{extra}: {statuses}")


def little_memory():
    if SANITIZED:
        return "not in this build: its shadow memory is larger than any limit"
    data = make_csv(20000)
    good = expected_outputs(data, *QUIET, "data.csv")
    statuses = set()
    for limit in range(2, 200, 6):
        with place(data) as p:
            def limited():
                resource.setrlimit(resource.RLIMIT_AS, (limit << 20, limit << 20))
            try:
                status, _, err = p.run(*QUIET, "-j", "3", "data.csv", preexec_fn=limited)
            except subprocess.SubprocessError:
                continue
            if "shared libraries" in err or (status == -signal.SIGSEGV and
                                             limit << 20 < 2 * os.path.getsize(PROGRAM)):
                continue  # the program could not be loaded
            statuses.add(status)
            if status == 0:
                made = {n: d for n, d in p.seen().items() if n not in p.before}
                require(made == good, f"{limit} MiB: other outputs")
            else:
                require(status == 4, f"{limit} MiB: ended with {status}: {err}")
                one_line(err, f"{limit} MiB")
                p.require_untouched(f"{limit} MiB")
    require(0 in statuses, "it never worked")
    return None


def many_outputs():
    """More outputs than are kept open: they have temporary names meanwhile."""
    data = make_csv(20)
    good = expected_outputs(data, *QUIET, "--repeats", "150", "data.csv")
    require(len(good) == 300, f"{len(good)} outputs")
    require(not [name for name in good if name.startswith(".")], "a temporary file was left")
    with place(data) as p:
        def limited():
            resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
        status, _, err = p.run(*QUIET, "--repeats", "150", "data.csv", preexec_fn=limited)
        require(status == 0, f"32 descriptors: {status}: {err}")
        made = {n: d for n, d in p.seen().items() if n not in p.before}
        require(made == good, "32 descriptors: other outputs")
        p.forget()
        # One exists and differs: nothing is published.
        header = (p.path / "data.csv").read_bytes().split(b"\n")[0]
        (p.path / "data.repeat77.test.csv").write_bytes(header + b"\nmine\n")
        p.before = p.seen()
        status, _, err = p.run(*QUIET, "--repeats", "150", "data.csv")
        require(status == 4, f"one in the way: {status}")
        one_line(err, "one in the way")
        p.require_untouched("one in the way")
        # --force replaces it, and the old one is gone.
        status, _, err = p.run(*QUIET, "--repeats", "150", "-f", "data.csv")
        require(status == 0, f"--force: {status}: {err}")
        now = {n: d for n, d in p.seen().items() if n != "data.csv"}
        require(now == good, "--force: other outputs")


def no_proc():
    """Without /proc an unnamed file could not get a name: outputs have temporary names, and the descriptors used
    to find that out are closed."""
    if subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/proc"], capture_output=True,
                      check=False).returncode != 0:
        return "/proc cannot be hidden here"
    words = (*QUIET[:2], "-q", "--parts", ",".join(f"p{i}=1" for i in range(30)) + ",rest=*", "data.csv")
    good = expected_outputs(make_csv(50), *words)
    with place() as p:
        # 31 outputs are open at once: twice as many descriptors would be too many.
        script = f'mount -t tmpfs none /proc && ulimit -n 62 && exec "$0" {" ".join(words)}'
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, PROGRAM], cwd=p.path, capture_output=True,
                              check=False)
        if b"LeakSanitizer has encountered a fatal error" in done.stderr:
            return "the sanitizer reads /proc at the end of a run"
        require(done.returncode == 0, f"{done.returncode}: {done.stderr.decode()}")
        require({n: d for n, d in p.seen().items() if n not in p.before} == good, "other outputs")
    return None


def no_terminals():
    """Without /dev/pts (a bare chroot), tests that take a terminal are skipped by their names; no test dies."""
    hide = "mount -t tmpfs none /dev/pts"
    if subprocess.run(["unshare", "-m", *hide.split()], capture_output=True, check=False).returncode != 0:
        return "/dev/pts cannot be hidden here"
    tests = Path(__file__).resolve().parents[1]
    for words, notes in ((("terminal/progress.py",), 8),
                         (("fault/run.py", "paths_of_descriptors", "standard_input_of_every_kind"), 2)):
        done = subprocess.run(["unshare", "-m", "sh", "-c", f'{hide} && exec "$@"', "sh", sys.executable,
                               tests / words[0], *words[1:]], capture_output=True, text=True, timeout=300, check=False)
        require(done.returncode == 0, f"{words}: {done.returncode}: {done.stdout}{done.stderr}")
        require(done.stdout.count("(/dev/pts)") == notes and " 0 failed" in done.stdout, f"{words}: {done.stdout}")
    return None


def two_runs_at_once():
    data = make_csv(3000)
    good = expected_outputs(data, *QUIET, "data.csv")
    for force in ((), ("-f",)):
        for _ in range(10):
            with place(data) as p:
                results = []

                def one():
                    results.append(p.run(*QUIET, *force, "data.csv"))
                threads = [threading.Thread(target=one) for _ in range(3)]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                made = {n: d for n, d in p.seen().items() if n not in p.before}
                statuses = sorted(status for status, _, _ in results)
                require(made == good, f"{force}: {statuses}: made {sorted(made)}: {results}")
                require(statuses[0] == 0, f"{force}: no run won: {results}")
                require(set(statuses) <= {0, 4}, f"{force}: {results}")


def umask_and_mode():
    for mask, mode, expected in ((0o022, 0o644, 0o644), (0o077, 0o644, 0o600), (0o000, 0o664, 0o664),
                                 (0o022, 0o600, 0o600), (0o022, 0o755, 0o644), (0o000, 0o6777, 0o666)):
        with place() as p:
            p.input.chmod(mode)
            status, _, err = p.run(*QUIET, "data.csv", preexec_fn=lambda: os.umask(mask))
            require(status == 0, err)
            for name in ("data.train.csv", "data.test.csv"):
                got = (p.path / name).stat().st_mode & 0o7777
                require(got == expected, f"umask {mask:o}, input {mode:o}: {name} has {got:o}")


def environment_does_not_matter():
    good = expected_outputs(make_csv(50), *QUIET, "data.csv")
    for extra in ({"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"},
                  {"POSIXLY_CORRECT": "1"}, {"SPLITDATA_SLOW": "1", "COLUMNS": "1"}):
        with place() as p:
            status, _, err = p.run(*QUIET, "data.csv", env=dict(os.environ, **extra))
            made = {n: d for n, d in p.seen().items() if n not in p.before}
            require(status == 0 and made == good, f"{extra}: {status} {err}")
    with place() as p:
        status, _, err = p.run(*QUIET, "data.csv", env={})
        made = {n: d for n, d in p.seen().items() if n not in p.before}
        require(status == 0 and made == good, f"an empty environment: {status} {err}")


def sockets_and_devices():
    with place() as p:
        server = socket.socket(socket.AF_UNIX)
        here = os.getcwd()
        os.chdir(p.path)
        server.bind("sock")
        os.chdir(here)
        p.before = p.seen()
        for words in (("sock",), ("-f", "-o", "train=sock", "data.csv")):
            status, _, err = p.run(*QUIET, *words)
            require(status == 4, f"{words}: {status}")
            one_line(err, words)
            p.require_untouched(words)
        server.close()


def inputs_of_odd_kinds():
    """Refused with one line, whatever it is; no file is created, and the program does not hang."""
    for word, wanted in (("/dev/null", 3), ("/proc/self/mem", 4), ("/proc/self/fd", 4),
                         ("data.csv/", 4), ("/proc/self/clear_refs", 4), ("", 4),
                         ("x" * 300, 4), ("x/" * 3000, 4)):
        with place() as p:
            status, _, err = p.run(*QUIET, "-O", ".", word)
            require(status == wanted, f"{word[:40]!r}: {status}: {err}")
            one_line(err, word)
            p.require_untouched(word)


def inputs_without_an_end():
    """Endless inputs end when space runs out, or when the program is stopped."""
    most = 3 << 20
    member = gzip.compress(b"a,b\n" * 1000)
    endless = {"lines": b"a,b\n" * 4096, "quotes": b'"a,\n' * 4096, "members": member * 20, "nothing": b"\n" * 16384}

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    for word in ("/dev/zero", "/dev/urandom", "/dev/full"):
        for extra in ((), ("--format", "lines"), ("--spill",)):
            with place() as p:
                status, _, err = p.run(*QUIET, *extra, "-O", ".", word, preexec_fn=limited)
                require(status == 4, f"{word} {extra}: {status}: {err}")
                one_line(err, word)
                p.require_untouched(word)
        for command in ("verify", "replay"):
            with place() as p:
                status, _, err = p.run(command, word)
                require(status == 3, f"{command} {word}: {status}: {err}")
                one_line(err, word)
                p.require_untouched(word)
    for name, piece in endless.items():
        with place() as p:
            process = p.start(*QUIET, "-", stdin=subprocess.PIPE, preexec_fn=limited)
            with contextlib.suppress(BrokenPipeError):
                while True:
                    process.stdin.write(piece)
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            err = process.stderr.read().decode()
            require(process.wait(60) == 4, f"{name}: {process.returncode}: {err}")
            one_line(err, name)
            p.require_untouched(name)
    with place() as p:
        process = p.start(*QUIET, "-O", ".", "/dev/zero", preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (1 << 36, 1 << 36)))
        wait_for(lambda: p.has_nameless_file(process), "the input is being copied")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        require(process.returncode == -signal.SIGTERM, f"SIGTERM: {process.returncode}")
        p.require_untouched("SIGTERM")


def standard_input_of_every_kind():
    """A socket and a terminal are read like a pipe."""
    data = b"a,b\n" + b"".join(b"%d,x\n" % i for i in range(20))
    good = {name.replace("data", "stdin"): content
            for name, content in expected_outputs(data, *QUIET, "data.csv").items()}
    ours, theirs = socket.socketpair()
    ends = open_terminal()
    kinds = [(theirs, lambda: (ours.sendall(data), ours.shutdown(socket.SHUT_WR)))]
    if ends is not None:
        terminal, slave = ends
        attributes = termios.tcgetattr(slave)
        attributes[1] &= ~termios.OPOST  # bytes as they are
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, attributes)
        kinds.append((slave, lambda: os.write(terminal, data + b"\x04")))
    for stdin, send in kinds:
        with place() as p:
            process = p.start(*QUIET, "-", stdin=stdin)
            send()
            _, err = process.communicate(timeout=60)
            require(process.returncode == 0, f"{stdin}: {process.returncode}: {err}")
            made = {n: d for n, d in p.seen().items() if n not in p.before}
            require(made == good, f"{stdin}: other outputs")
    for one in (ours, theirs):
        one.close()
    for end in ends or ():
        os.close(end)
    return NO_TERMINAL if ends is None else None


def read_only_file_system():
    with place() as p:
        disk = p.path / "disk"
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=64k,ro", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            return "no tmpfs can be mounted here: the transcripts have a directory without permission"
        try:
            p.before = p.seen()
            for words in (("-O", "disk"), ("-O", "disk/new"), ("-o", "test=disk/x.csv"), ("-f", "-O", "disk")):
                status, _, err = p.run(*QUIET, *words, "data.csv")
                require(status == 4 and "Read-only" in err, f"{words}: {status}: {err}")
                one_line(err, words)
                p.require_untouched(words)
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return None


def read_ahead():
    """With --hash and threads, one reads ahead of another that splits: same outputs, manifest and errors as with one."""
    data = make_csv(60000, 40)
    ragged = data + b"1,2,3\n" + data[-400000:]
    damaged = bytearray(gzip.compress(ragged, 1, mtime=0))
    damaged[-8] ^= 1
    require(min(len(damaged), len(data)) > 1 << 20, "the input is too small for two threads")
    packed = gzip.compress(data, 1, mtime=0)
    for name, content in (("data.csv", data), ("data.csv.gz", packed), ("data.csv", ragged),
                          ("data.csv.gz", bytes(damaged))):
        seen = []
        for threads in "1", "3":
            with place(data) as p:
                (p.path / "data.csv").unlink()
                (p.path / name).write_bytes(content)
                status, _, err = p.run("--hash", "id", "-s", "1", "-q", "-j", threads, "--manifest", name)
                seen.append((status, err, p.seen()))
        require(seen[0] == seen[1], f"{name}: one thread: {seen[0][:2]}, three: {seen[1][:2]}")
        require(seen[0][0] == (0 if content in (data, packed) else 3), f"{name}: {seen[0][:2]}")
    return None


def sparse_file():
    """256 MiB of NUL, or 1 GiB where SPLITDATA_SLOW is set: one long record, refused for having no other, in little
    memory and time."""
    if SANITIZED:
        return "not in this build: it is slow"
    with place() as p:
        big = p.path / "big.csv"
        with big.open("wb") as f:
            f.truncate(1 << (30 if os.environ.get("SPLITDATA_SLOW") else 28))
        process = subprocess.run([PROGRAM, *QUIET, "big.csv"], cwd=p.path, capture_output=True,
                                 timeout=300, check=False)
        require(process.returncode == 3, f"ended with {process.returncode}: {process.stderr}")
        one_line(process.stderr.decode(), "sparse")
        big.unlink()
        p.require_untouched("sparse")
    return None


if __name__ == "__main__":
    sys.exit(main([inputs_without_an_end, sparse_file, signals_while_reading, signals_while_writing,
                   signals_while_telling, ignored_signals_stay_ignored, fifo_without_a_writer, fifo_without_a_reader, reader_goes_away, full_device, file_size_limit,
                   limits_beyond_guesses, room_for_half_of_a_guess, full_disk,
                   input_that_changes, input_that_shrinks, output_that_appears, closed_descriptors, paths_of_descriptors, errors_beside_read_ahead,
                   few_descriptors,
                   little_memory, many_outputs, no_proc, no_terminals, two_runs_at_once, umask_and_mode,
                   environment_does_not_matter, sockets_and_devices,
                   inputs_of_odd_kinds, standard_input_of_every_kind, read_only_file_system, read_ahead], "fault"))
