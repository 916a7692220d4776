#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The limit on private memory is kept for a file of 300 MB; and what replaces memory (temporary files and ranges of
the outputs) fails like everything else: one message, a non-zero status, and no files left."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from harness import PROGRAM, SANITIZED, main, make_csv, one_line, place, require

SPLIT = ("-s", "101", "-r", "0.8", "-q", "--no-sync")
SPILL = (*SPLIT, "--spill")


def tmpfs(directory, size):
    directory.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(directory)], capture_output=True,
                          check=False)
    return done.returncode == 0


def full_disk_of_temporary_files():
    """The arrays' files, the input's copy and the compressed outputs' buckets fill disks of many sizes."""
    data = make_csv(30000, 40)
    for words, stdin in [(("data.csv",), None), (("-z1", "data.csv"), None), (("-",), data),
                         (("--stratify", "#1:q5", "data.csv"), None)]:
        with place(data) as p:
            disk = p.path / "disk"
            if not tmpfs(disk, "64k"):
                return "no tmpfs can be mounted here"
            try:
                statuses = set()
                for pages in (16, 40, 100, 200, 300, 420, 700, 1000, 4000):
                    subprocess.run(["mount", "-o", f"remount,size={4 * pages}k", str(disk)], check=True)
                    done = subprocess.run([PROGRAM, *SPILL, "--tmpdir", "disk", "-O", "out", *words], cwd=p.path,
                                          input=stdin, capture_output=True, timeout=300, check=False)
                    statuses.add(done.returncode)
                    require(os.listdir(disk) == [], f"{words}, {pages} pages: left {os.listdir(disk)}")
                    if done.returncode != 0:
                        err = done.stderr.decode()
                        one_line(err, f"{words}, {pages} pages")
                        require("No space left" in err, f"{words}, {pages} pages: said {err}")
                        require(not (p.path / "out").exists(), f"{words}, {pages} pages: outputs")
                    else:
                        subprocess.run(["rm", "-r", str(p.path / "out")], check=True)
                require(statuses == {0, 4}, f"{words}: {statuses}")
            finally:
                subprocess.run(["umount", str(disk)], check=True)
    return None


def room_is_looked_for_first():
    """The space needed and the space free are reported before anything is written."""
    with place(make_csv(30000, 40)) as p:
        disk = p.path / "disk"
        if not tmpfs(disk, "512k"):
            return "no tmpfs can be mounted here"
        try:
            for words, needs in [((), "1.4 MB"), (("--repeats", "3"), "4.2 MB"), (("--folds", "4"), "5.6 MB")]:
                status, _, err = p.run(*SPLIT[:2], "-q", *words, "-O", "disk", "data.csv")
                require(status == 4 and os.listdir(disk) == [], f"{words}: {status}, {os.listdir(disk)}")
                one_line(err, words)
                require(re.search(f"{needs} are needed and 524.3 kB are free .*-O DIR", err), f"{words}: said {err}")
            status, _, err = p.run(*SPILL, "-z1", "--tmpdir", "disk", "-O", "out", "data.csv")
            require(status == 4 and "No space left" in err and "--tmpdir" in err, f"spill: {status}, {err}")
            (p.path / "short.csv").write_bytes(make_csv(100000, 3))
            for name in ("data.csv", "short.csv"):  # records are left out, and the space needed is still known
                status, _, err = p.run(*SPLIT[:2], "-q", "--order", "input", "--train-size", "25000", "--test-size",
                                       "50000" if name == "short.csv" else "100", "-O", "disk", name)
                require(status == 4 and os.listdir(disk) == [], f"{name}: {status}, {os.listdir(disk)}")
                one_line(err, name)
                require("are needed and 524.3 kB are free" in err, f"{name}: said {err}")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return None


def signals_at_any_time():
    """Stopped at many moments of a run with buckets, it leaves no outputs, or all if they were complete."""
    data = make_csv(60000, 60)
    with place(data) as p:
        (p.path / "tmp").mkdir()
        p.before = p.seen()
        died, complete = 0, [{}, {}]
        for number in (-2, -1, *range(40)):
            words = (*SPILL, "-j", "2", "--tmpdir", "tmp", "-O", "out", *(("-z1",) if number % 2 else ()), "data.csv")
            process = p.start(*words)
            timer = threading.Timer(0.002 * number, process.send_signal, [signal.SIGTERM])
            if number >= 0:
                timer.start()
            process.wait(timeout=300)
            timer.cancel()
            process.stdout.close()
            process.stderr.close()
            require(process.returncode in (0, -signal.SIGTERM), f"ended with {process.returncode}")
            died += process.returncode != 0
            left = {file.name: file.read_bytes() for file in p.path.glob("out/*")}
            if number < 0:
                complete[number % 2] = left
            require(len(complete[number % 2]) == 2, "outputs are missing")
            if left and left == complete[number % 2]:  # before the signal, or in spite of it
                p.forget()
            else:
                require(process.returncode != 0, "outputs are not complete")
            p.require_untouched(f"signal {number}")
            require(os.listdir(p.path / "tmp") == [], "a temporary file was left")
        require(died > 0, "no signal came in time")


def private_memory(process):
    """The private memory of a process, in kilobytes; 0 if it has ended."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"RssAnon:\s+(\d+)", status)
    return int(found.group(1)) if found else 0


def bound_is_kept():
    """Private memory, sampled continuously, stays below the limit; the outputs are those of a run without one."""
    if SANITIZED:
        return "sanitizers have memory of their own"
    block = b"".join(b"%06d,g%05d,%s\n" % (i, i * 7919 % 20000, b"x" * (i % 170)) for i in range(3000))
    with tempfile.TemporaryDirectory(prefix="splitdata-memory-", dir="/var/tmp") as top:
        path = Path(top) / "data.csv"
        with open(path, "wb") as file:
            file.write(b"id,group,text\n")
            while file.tell() < 300 << 20:
                file.write(block)
        for label, bound, words in [("rows", 32, ()), ("strata", 48, ("--stratify", "group", "-j", "8")),
                                    ("pipe", 40, ("--gzip=0", "--group", "group"))]:
            out, usual = Path(top) / "out", Path(top) / "usual"
            source = "-" if label == "pipe" else "data.csv"
            command = [PROGRAM, *SPLIT, *words, "-m", f"{bound}M", "-O", "out", source]
            feeder = subprocess.Popen(["cat", str(path)], stdout=subprocess.PIPE) if label == "pipe" else None
            process = subprocess.Popen(command, cwd=top, stdin=feeder.stdout if feeder else subprocess.DEVNULL,
                                       stderr=subprocess.PIPE)
            most = 0
            while process.poll() is None:
                most = max(most, private_memory(process))
            if feeder:
                feeder.stdout.close()
                feeder.wait()
            require(process.returncode == 0, f"{label}: {process.stderr.read().decode()}")
            process.stderr.close()
            require(most <= bound << 10, f"{label}: {most >> 10} MiB of private memory, bound to {bound}")
            require(most > 1 << 10, f"{label}: nothing was measured")
            subprocess.run([PROGRAM, *SPLIT, *words, "-O", "usual", "data.csv"], cwd=top, check=True)
            for part in ("train", "test"):
                stem = "stdin" if label == "pipe" else "data"
                subprocess.run(["cmp", str(out / f"{stem}.{part}.csv"), str(usual / f"data.{part}.csv")], check=True)
            subprocess.run(["rm", "-r", str(out), str(usual)], check=True)
    return None


if __name__ == "__main__":
    sys.exit(main([bound_is_kept, signals_at_any_time, full_disk_of_temporary_files, room_is_looked_for_first],
                  "memory"))
