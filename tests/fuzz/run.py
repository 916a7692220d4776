#!/usr/bin/env python3
"""Runs the fuzz harnesses.

usage: run.py replay DIR [NAME...]              the stored inputs, once: DIR has the programs
       run.py fuzz DIR --seconds N [NAME...]    libFuzzer, N seconds a harness
       run.py afl DIR --seconds N [NAME...]     AFL++, the same
       run.py keep DIR [NAME...]                store those inputs found by libFuzzer that reach code
                                                the stored ones do not
       run.py total                             the sums of the ledger build/fuzz-ledger.jsonl

Stored inputs are in tests/fuzz/corpus/NAME.hex, one per line. Fuzzing works in build/fuzz-corpus/NAME; every
session adds a line to the ledger, with the processor time actually used.
"""
import contextlib
import ctypes
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "tests" / "fuzz" / "corpus"
WORK = ROOT / "build" / "fuzz-corpus"
LEDGER = ROOT / "build" / "fuzz-ledger.jsonl"
SHARED = ROOT.parent / "shared" / "corpus"
# Choice bytes to prepend to the files of the CSV corpus, if it is present.
HEADS = {"scanner": b"\0\x40", "chunks": b"\1\1\0\1\x20", "split": b"\1\1\2", "gzip": b"\0\x40\x40\1\1",
         "spill": b"\0\4\1\1\2\3\2"}
LONGEST = 4096
MOST_KEPT = 400
if os.path.isdir("/dev/shm"):
    os.environ.setdefault("TMPDIR", "/dev/shm")  # files that need no disk


def inputs_of(name):
    path = KEPT / f"{name}.hex"
    return [bytes.fromhex(line) for line in path.read_text().split("\n")[:-1]] if path.exists() else []


def replay(directory, names):
    failed = total = 0
    for name in names:
        path = KEPT / f"{name}.hex"
        done = subprocess.run([directory / name], stdin=path.open(), capture_output=True, text=True,
                              check=False, timeout=600)
        count = len(inputs_of(name))
        total += count
        if done.returncode != 0:
            failed += 1
            print(f"FAIL {name}: status {done.returncode}\n{done.stderr[-2000:]}")
    print(f"fuzz: {total} kept inputs of {len(names)} harnesses passed, {failed} harnesses failed")
    return 1 if failed or not total else 0


def lay_out(name):
    """The working directory of a harness: stored inputs, new findings, files of the shared corpus."""
    directory = WORK / name
    directory.mkdir(parents=True, exist_ok=True)
    seeds = inputs_of(name) or [b"\n"]
    if name in HEADS and SHARED.is_dir():
        wanted = "*.gz" if name == "gzip" else "*.csv"
        for path in sorted(SHARED.rglob(wanted)):
            if path.stat().st_size < LONGEST - 8:
                seeds.append(HEADS[name] + path.read_bytes())
    if name == "manifest":
        seeds += [path.read_bytes() for path in sorted((ROOT / "tests/golden/manifests").glob("*.json"))]
    for seed in seeds:
        (directory / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    return directory


def run_libfuzzer(program, corpus, seconds):
    """Returns the number of executions, and the problems."""
    found = WORK / "found"
    found.mkdir(exist_ok=True)
    done = subprocess.run([program, f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=900",
                           "-rss_limit_mb=2048", "-close_fd_mask=3", "-print_final_stats=1",
                           "-reload=0", f"-artifact_prefix={found}/{program.name}-", corpus],
                          capture_output=True, text=True, errors="replace", check=False)
    executed = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    problem = "" if done.returncode == 0 else done.stderr[-1500:]
    return int(executed[1]) if executed else 0, problem


def adopt_orphans():
    """Makes this process the reaper of processes that AFL++ leaves running, so that their time is counted."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def wait_for_orphans():
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def run_afl(program, corpus, seconds):
    out = ROOT / "build" / "afl-out" / program.name
    out.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, AFL_NO_UI="1", AFL_SKIP_CPUFREQ="1", AFL_NO_AFFINITY="1",
                       AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES="1", AFL_AUTORESUME="1")
    done = subprocess.run(["afl-fuzz", "-i", corpus, "-o", out, "-V", str(seconds), "-G", str(LONGEST),
                           "-t", "10000", "-m", "none", "--", program],
                          env=environment, capture_output=True, text=True, errors="replace",
                          check=False)
    wait_for_orphans()
    stats = out / "default" / "fuzzer_stats"
    executed = re.search(r"execs_done *: *(\d+)", stats.read_text()) if stats.exists() else None
    bad = [p for kind in ("crashes", "hangs") for p in (out / "default" / kind).glob("id*")]
    problem = f"see {bad[0]}" if bad else done.stdout[-1500:] if done.returncode != 0 else ""
    return int(executed[1]) if executed else 0, problem


def fuzz(engine, directory, seconds, names):
    runner = run_afl if engine == "afl" else run_libfuzzer
    adopt_orphans()
    problems = executions = 0
    cpu = 0.0
    lines = []
    for name in names:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        count, problem = runner(directory / name, lay_out(name), seconds)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        with LEDGER.open("a") as ledger:
            print(json.dumps({"engine": engine, "harness": name, "cpu_seconds": round(used, 1),
                              "executions": count, "problem": problem}), file=ledger)
        lines.append(f"{engine}: {name}: {count} executions in {used:.0f} s of processor time")
        executions += count
        cpu += used
        if problem:
            problems += 1
            print(f"FAIL {name}: {problem}", flush=True)
    print("\n".join(lines))
    print(f"{engine}: {len(names)} harnesses, {executions} executions in {cpu / 60:.1f} minutes of processor "
          f"time, {problems} failed")
    return 1 if problems else 0


def keep(directory, name):
    """Merges the working directory into the stored inputs."""
    before, after = WORK / f"{name}.kept", WORK / f"{name}.merged"
    for path in (before, after):
        subprocess.run(["rm", "-rf", path], check=True)
        path.mkdir(parents=True)
    for data in inputs_of(name):
        (before / hashlib.sha1(data).hexdigest()).write_bytes(data)
    merged = subprocess.run([directory / name, "-merge=1", "-close_fd_mask=3", f"-max_len={LONGEST}", after,
                             before, WORK / name], capture_output=True, check=False)
    # If merging fails, all inputs that fuzzing saved are stored.
    source = after if merged.returncode == 0 else WORK / name
    found = sorted((path.read_bytes() for path in source.iterdir()), key=lambda data: (len(data), data))
    # Long inputs, and very many, cost more space than they are worth; earlier findings stay.
    known = inputs_of(name)
    new = [data for data in found if 0 < len(data) <= 160 and data not in known]
    short = sorted(known + new[:max(0, MOST_KEPT - len(known))], key=lambda data: (len(data), data))
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name}.hex").write_text("".join(data.hex() + "\n" for data in short))
    print(f"{name}: {len(short)} kept")


def total():
    lines = [json.loads(line) for line in LEDGER.read_text().splitlines()] if LEDGER.exists() else []
    cpu = sum(line["cpu_seconds"] for line in lines)
    print(f"fuzz: {len(lines)} sittings of {len({line['harness'] for line in lines})} harnesses, "
          f"{sum(line['executions'] for line in lines)} executions, {cpu / 60:.1f} minutes of processor time, "
          f"{sum(bool(line['problem']) for line in lines)} with a finding")
    return 0


def main():
    command, words = sys.argv[1], sys.argv[2:]
    if command == "total":
        return total()
    directory, words = Path(words[0]), words[1:]
    seconds = 600
    if "--seconds" in words:
        at = words.index("--seconds")
        seconds = int(words[at + 1])
        del words[at:at + 2]
    names = words or sorted(p.name[5:-2] for p in (ROOT / "tests/fuzz").glob("fuzz_*.c"))
    if command == "replay":
        return replay(directory, names)
    if command == "keep":
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            list(pool.map(lambda name: keep(directory, name), names))
        return 0
    return fuzz(command, directory, seconds, names)


if __name__ == "__main__":
    sys.exit(main())
