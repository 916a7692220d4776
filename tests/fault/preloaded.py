#!/usr/bin/env python3
"""Faults injected by faults.c, preloaded before the C library: each memory allocation fails, once or from
then on; reads and writes are short, and calls are interrupted.

usage: preloaded.py [--some N] [SCENARIO...]     --some: about N faults of all
"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from harness import SANITIZED, Failure
from scenarios import SCENARIOS, NewPlace, fault_library

# With threads the numbers of allocations differ from run to run.
IO_SEEDS = 40


def counted(scenario, library, what, **how):
    """Runs it; returns the number that faults.c wrote for `what` (None if a signal ended the program), and the run."""
    with NewPlace(scenario) as place:
        path = os.path.join(place.top, "count")
        done = place.run_it({**scenario.environment(library), "LD_PRELOAD": str(library), what: path, **how})
        count = None
        if os.path.exists(path):
            with open(path) as text:
                count = int(text.read())
        return count, done, place.judge(" ".join(f"{n}={v}" for n, v in how.items()), *done)


def faults_of(scenario, library):
    # Blocks left at the end of every run: the C library's own.
    scenario.live = counted(scenario, library, "FAULT_LIVE")[0]
    for number in range(1, counted(scenario, library, "FAULT_COUNT")[0] + 1):
        yield scenario, {"FAULT_ALLOCATION": str(number)}
        yield scenario, {"FAULT_ALLOCATION": str(number), "FAULT_FOR_GOOD": "1"}
    for seed in range(1, IO_SEEDS + 1):
        yield scenario, {"FAULT_IO": str(seed)}


def inject(fault, library):
    """Returns a problem, or None."""
    scenario, how = fault
    what = " ".join(f"{name}={value}" for name, value in how.items())
    try:
        live, done, problem = counted(scenario, library, "FAULT_LIVE", **how)
    except Failure as failure:
        return f"{scenario.name}: {what}: {failure}"
    if "FAULT_IO" in how and done[0] != 0:
        return f"{scenario.name}: {what}: matters: {done[0]}: {done[2]}"
    if problem is None and live is not None and live > scenario.live:
        problem = f"{scenario.name}: {what}: {live - scenario.live} blocks were not freed"
    return problem


def main():
    if SANITIZED:
        print("preloaded: 0 faults: a sanitizer has an allocator of its own")
        return 0
    words = sys.argv[1:]
    some = int(words.pop(words.index("--some") + 1)) if "--some" in words else 0
    chosen = [s for s in SCENARIOS if s.name in words or not set(words) - {"--some"}]
    library = fault_library()
    faults = []
    for scenario in chosen:
        scenario.prepare(library)
        faults += faults_of(scenario, library)
    faults = faults[::max(1, len(faults) // some) if some else 1]
    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 1) as pool:
        problems = [p for p in pool.map(lambda fault: inject(fault, library), faults) if p]
    for problem in problems:
        print(f"FAIL {problem}")
    memory = sum("FAULT_ALLOCATION" in how for _, how in faults)
    print(f"preloaded: {memory} failed allocations and {len(faults) - memory} runs with short and interrupted calls "
          f"in {len(chosen)} scenarios, {len(faults) - len(problems)} passed, {len(problems)} failed")
    return 1 if problems or not faults else 0


if __name__ == "__main__":
    sys.exit(main())
