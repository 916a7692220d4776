#!/usr/bin/env python3
"""Every system call of some runs fails in turn, with several errors: strace injects them.

A run whose k-th call fails must end with a message, a non-zero status, and no files left; or with the
complete result, if it can do without the call. Interrupted calls (EINTR) must have no effect. Without a
fault, outputs must be on disk before they have their names.

usage: syscalls.py [--some N] [SCENARIO...]      --some: about N faults of all
"""
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from harness import Failure, require
from scenarios import OLD, SCENARIOS, NewPlace, fault_library

# The errors of every call, and additional ones of some.
ANY = ["EIO", "ENOMEM", "EPERM", "EACCES", "EINVAL", "ENOSPC", "EMFILE", "EBADF", "ENOSYS", "EAGAIN", "EBUSY", "EROFS"]
MORE = {
    "openat": ["ENFILE", "ELOOP", "EOPNOTSUPP", "EISDIR", "ENXIO"],
    "read": ["EISDIR"],
    "write": ["EDQUOT", "EFBIG"],
    "pwrite64": ["EDQUOT", "EFBIG"],
    "pwritev": ["EDQUOT", "EFBIG", "EFAULT"],
    "fallocate": ["EOPNOTSUPP", "EDQUOT", "EFBIG", "EINTR"],
    "fsync": ["EDQUOT"],
    "close": ["EDQUOT"],
    "linkat": ["EMLINK", "EDQUOT", "EXDEV", "ENOENT"],
    "renameat2": ["EXDEV", "EDQUOT"],
    "renameat": ["EXDEV", "EDQUOT"],
    "mkdir": ["ENOTDIR", "ENAMETOOLONG", "EMLINK"],
    "mkdirat": ["ENOTDIR", "ENAMETOOLONG", "EMLINK"],
    "openat2": ["EXDEV", "ELOOP", "ENOTDIR", "E2BIG"],
    "newfstatat": ["ENAMETOOLONG", "ELOOP", "EOVERFLOW"],
    "fstat": ["EOVERFLOW"],
    "mmap": ["ENODEV"],
    "lseek": ["ESPIPE"],
    "access": ["ENOENT"],
}
# glibc aborts if a futex fails; the others are not called by the program, or do not return.
NOT_OURS = {"futex", "brk", "execve", "exit_group", "exit", "rt_sigreturn", "arch_prctl", "rseq",
            "set_tid_address", "set_robust_list", "mprotect", "rt_sigprocmask", "munmap", "madvise"}
SYNCED = ["plain", "gzip", "force", "force-named", "named", "directory", "folds", "manifest", "spill"]
INTERRUPTED = ["read", "pread64", "write", "pwrite64", "pwritev", "openat", "openat2", "poll", "fsync", "ftruncate", "close", "linkat", "renameat2",
               "renameat"]


def trace_of(scenario, library):
    """strace's log of an undisturbed run."""
    with NewPlace(scenario) as place:
        log = os.path.join(place.top, "trace")
        status, _, err = place.run_it(scenario.environment(library), "strace", "-f", "-o", log)
        require(status == 0, f"{scenario.name}: the undisturbed run: {status}: {err}")
        with open(log, errors="replace") as lines:
            return lines.read()


def not_on_disk(scenario, library):
    """Whether a run publishes outputs that may not be on disk, or ends before their names are: a problem, or
    None."""
    calls = re.findall(r"^\d+ +(fsync|linkat|renameat2|renameat)\(.*= 0$", trace_of(scenario, library), re.MULTILINE)
    names = [at for at, call in enumerate(calls) if call != "fsync"]
    outputs = sum(OLD.get(name) != data for name, data in scenario.good.items() if name not in ("data.csv", "data.csv.gz"))
    if not names or calls[:names[0]].count("fsync") < outputs:
        return f"{scenario.name}: {outputs} outputs, and before the first has its name: {calls}"
    return None if "fsync" in calls[names[-1]:] else f"{scenario.name}: the names are not synced: {calls}"


def calls_of(scenario, library):
    """The numbers of each call of a run after its start, as strace counts them: by thread."""
    counts, before, calls, started = {}, {}, {}, False
    for thread, name, rest in re.findall(r"^(\d+) +(\w+)\((.*)", trace_of(scenario, library), re.MULTILINE):
        counts[thread, name] = counts.get((thread, name), 0) + 1
        # Calls of the loader are skipped. The program begins by checking its standard streams.
        started = started or "F_GETFD" in rest
        if not started:
            before[name] = counts[thread, name]
        elif name not in NOT_OURS and counts[thread, name] > before.get(name, 0):
            calls.setdefault(name, set()).add(counts[thread, name])
    require(started, "the start of the program was not found in the trace")
    return calls


def faults_of(scenario, library):
    for call, numbers in sorted(calls_of(scenario, library).items()):
        errors = [*ANY, *MORE.get(call, [])]
        errors += ["EINTR"] if call in INTERRUPTED else []
        for number in sorted(numbers):
            for error in errors:
                yield scenario, call, number, error


def inject(fault, library):
    """Returns whether the fault happened, and a problem or None."""
    scenario, call, number, error = fault
    what = f"{call} number {number}: {error}"
    with NewPlace(scenario) as place:
        log = os.path.join(place.top, "trace")
        try:
            done = place.run_it(scenario.environment(library), "strace", "-f", "--seccomp-bpf", "-o", log,
                                "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
        except Failure as failure:
            return True, f"{scenario.name}: {what}: {failure}"
        if call in ("unlink", "unlinkat"):  # a file that cannot be removed stays
            place.remove_temporary_names()
        with open(log, errors="replace") as trace:
            if "(INJECTED)" not in trace.read():
                return False, None
        problem = place.judge(what, *done)
        # verify prints its findings through stdio, when the signal handlers that could interrupt it are removed.
        if problem is None and error == "EINTR" and done[0] != 0 and scenario.words[0] != "verify":
            problem = f"{scenario.name}: {what}: matters: {done[2]}"
        return True, problem


def main():
    words = sys.argv[1:]
    some = int(words.pop(words.index("--some") + 1)) if "--some" in words else 0
    chosen = [s for s in SCENARIOS if s.name in words or not set(words) - {"--some"}]
    library = fault_library()
    faults = []
    for scenario in chosen:
        scenario.prepare(library)
        faults += faults_of(scenario, library)
    step = max(1, len(faults) // some) if some else 1
    faults = faults[::step]
    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 1) as pool:
        results = list(pool.map(lambda fault: inject(fault, library), faults))
    problems = [problem for _, problem in results if problem]
    problems += [problem for problem in (not_on_disk(s, library) for s in chosen if s.name in SYNCED) if problem]
    happened = sum(happened for happened, _ in results)
    for problem in problems:
        print(f"FAIL {problem}")
    print(f"syscalls: {happened} faults injected in {len(chosen)} scenarios, {happened - len(problems)} passed, "
          f"{len(problems)} failed, {len(faults) - happened} did not happen")
    return 1 if problems or not happened else 0


if __name__ == "__main__":
    sys.exit(main())
