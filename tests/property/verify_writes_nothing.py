#!/usr/bin/env python3
"""verify writes nothing: strace shows every call that could.

It may write to its standard output and error. For a compressed input, which needs random access, it may
have one unnamed temporary file.
"""
import gzip
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))

# All calls that modify a file system.
CHANGES = ["mkdir", "rmdir", "unlink", "rename", "link", "symlink", "mknod", "truncate",
           "fallocate", "chmod", "fchmod", "chown", "fchown", "utime", "setxattr", "fsetxattr", "creat",
           "copy_file_range", "sendfile"]


def offences(log):
    """The lines of a trace with calls that write."""
    nameless, found = set(), []
    for line in log.splitlines():
        call = re.match(r"\d+ +(\w+)\((.*)", line)
        if not call:
            continue
        name, rest = call[1], call[2]
        opened = re.search(r"= (\d+)$", line)
        if name in ("open", "openat", "openat2") and re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", rest):
            if "O_TMPFILE" in rest and opened:
                nameless.add(opened[1])
            else:
                found.append(line)
        elif name in ("write", "pwrite64", "writev", "pwritev", "ftruncate"):
            if rest.split(",")[0] not in {"1", "2"} | nameless:
                found.append(line)
        elif any(re.fullmatch(rf"{change}(at|at2|2|64)?", name) for change in CHANGES):
            found.append(line)
    return found, len(nameless)


def trace(directory, *words):
    log = directory / "trace"
    done = subprocess.run(["strace", "-f", "-o", str(log), PROGRAM, *words], cwd=directory, timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    text = log.read_text(errors="replace")
    log.unlink()
    return done.returncode, text


def main():
    failed = cases = 0
    with tempfile.TemporaryDirectory(prefix="splitdata-nothing-") as top:
        directory = Path(top)
        data = b"id,kind\n" + b"".join(b"%d,%d\n" % (i, i % 3) for i in range(2000))
        (directory / "data.csv").write_bytes(data)
        (directory / "data.csv.gz").write_bytes(gzip.compress(data))
        (directory / "other").write_bytes(data.replace(b"\n1000,", b"\n1000 ,"))
        for number, (options, name) in enumerate([([], "data.csv"), (["-z"], "data.csv"), ([], "data.csv.gz"),
                                                  (["--folds", "3", "--stratify", "kind"], "data.csv"),
                                                  (["--emit", "column"], "data.csv.gz")]):
            output = f"out{number}"
            subprocess.run([PROGRAM, "-q", "-s", "1", "--manifest", "-O", output, *options, name],
                           cwd=directory, check=True)
            manifest = f"{output}/data.split.json"
            parts = sorted(p for p in (directory / output).iterdir() if p.suffix != ".json")
            for change in ("none", "input", "part"):
                # Decompresses the input, and also the parts if a changed input has to be reconstructed.
                allowed = name.endswith(".gz")
                if change == "input":
                    allowed += sum(p.suffix == ".gz" for p in parts)
                elif change == "part":
                    with parts[0].open("ab") as file:
                        file.write(b"more\n")
                for words in ((), ("--json",), ("-q", "-j", "3")):
                    cases += 1
                    status, log = trace(directory, "verify", *words, manifest, *(["other"] if change == "input" else []))
                    found, nameless = offences(log)
                    if status != (change != "none") or found or nameless > allowed:
                        failed += 1
                        print(f"FAIL {options} {name} {words}: status {status}, {nameless} temporary files", *found,
                              sep="\n")
        # The test can fail: a split writes.
        found, _ = offences(trace(directory, "-q", "-s", "2", "-O", "out", "data.csv")[1])
        if not found:
            failed += 1
            print("FAIL a split shows no writing")
    print(f"verify writes nothing: {cases} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
