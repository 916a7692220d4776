#!/usr/bin/env python3
"""kill -9 at every system call of some runs (strace sends it), and at random moments of others; and SIGTERM
at every system call.

After kill -9 each output is absent or complete, old or new; the input is unchanged; and if the file system
supports unnamed files, no other file is left, except at the moment in which --force exchanges old and new.
Repeating the run gives the correct outputs, or reports that all exist. After SIGTERM no file is left or, if it
came too late, the split is complete.

usage: kills.py [--random N] [--some N] [SCENARIO...]     --random: kills at random moments (1500)
                                                         --some: about N of the systematic ones
"""
import os
import random
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from harness import make_csv
from scenarios import HEADER, OLD, SCENARIOS, NewPlace, fault_library
from syscalls import calls_of

SYSTEMATIC = ["plain", "threads", "gzip", "force", "force-named", "named", "directory", "manifest", "spill",
              "column", "spill-force", "spill-gzip-force", "cut-early", "shards", "shards-stale"]
AT_RANDOM = ["plain", "threads", "gzip", "force", "named", "manifest", "spill", "folds", "spill-force",
             "spill-gzip-force", "cut-early", "shards", "shards-stale"]


def judge(scenario, place, what):
    """Returns a problem, or None."""
    now, before = place.seen(), place.place.before
    for name, content in now.items():
        rightful = [scenario.good.get(name), before.get(name)]
        if content is None or content in rightful:
            continue  # a directory; a complete file
        litter = name.rpartition("/")[2].startswith(".splitdata-")
        aside = litter and content in before.values()  # a shard of another number
        if not (aside or (litter and (scenario.named or (scenario.force and is_whole(content, scenario))))):
            return f"{scenario.name}: {what}: left {name}, {len(content)} bytes"
    missing = [name for name in before if name not in now]
    if all(name in now for name in scenario.good):  # what is removed then is no output
        missing = [name for name in missing if name in scenario.good]
    if missing and not (scenario.named and scenario.force):  # renamed aside
        return f"{scenario.name}: {what}: {missing} are gone"
    status, _, err = place.run_it(scenario.environment(fault_library()))
    done = {name: content for name, content in place.seen().items() if name in scenario.good}
    if status == 0 and done == scenario.good:
        return None
    complete = {name: content for name, content in now.items() if ".splitdata-" not in name}
    if status == 4 and complete == scenario.good and "already (-f" in err:
        return None
    return f"{scenario.name}: {what}: the run after it: {status}: {err}"


def is_whole(content, scenario):
    return content in scenario.good.values() or any(content.endswith(old[len(HEADER):]) for old in OLD.values())


def send_at_call(task):
    scenario, call, number, sent = task
    what = f"{sent.name} at {call} number {number}"
    with NewPlace(scenario) as place:  # (with --seccomp-bpf strace 6.1 sends nothing)
        done = place.run_it(scenario.environment(fault_library()), "strace", "-f", "-o",
                            os.path.join(place.top, "trace"), "-e", f"trace={call}", "-e",
                            f"inject={call}:signal={sent.name}:when={number}")
        died = done[0] == -sent
        if sent == signal.SIGKILL:
            return died, judge(scenario, place, what)
        if not died:
            return False, place.judge(what, *done)
        left = place.seen() not in (place.place.before, scenario.good)
        told = done[2] == "" or (done[2].startswith("splitdata: interrupted") and done[2].count("\n") == 1)
        return True, f"{scenario.name}: {what}: left something" if left or not told else None


def kill_at_random(task):
    """From the start of the program to slightly after its usual end."""
    scenario, data, seconds = task
    with NewPlace(scenario, data) as place:
        with place.start(scenario.environment(fault_library())) as process:
            time.sleep(seconds)
            process.kill()
            process.communicate()
        killed = process.returncode == -9
        return killed, judge(scenario, place, f"killed after {seconds * 1000:.2f} ms")


def random_tasks(count):
    """Larger inputs, so that there is time to kill the program."""
    rng = random.Random(20240229)
    tasks = []
    large = make_large()
    for scenario in (s for s in SCENARIOS if s.name in AT_RANDOM):
        with NewPlace(scenario, large) as place:
            begin = time.monotonic()
            place.run_it(scenario.environment(fault_library()))
            usual = time.monotonic() - begin
            scenario.good = place.seen()
        for _ in range(count // len(AT_RANDOM)):
            tasks.append((scenario, large, rng.random() * usual * 1.1))
    return tasks


def make_large():
    lines = make_csv(30000).split(b"\n")[1:-1]
    return b"id,text,class\n" + b"".join(b"%s,c%d\n" % (line, i % 3) for i, line in enumerate(lines))


def report(name, results):
    problems = [problem for _, problem in results if problem]
    for problem in problems:
        print(f"FAIL {problem}")
    killed = sum(killed for killed, _ in results)
    print(f"kills: {killed} runs ended by {name}, {len(results) - killed} ended before or by themselves, "
          f"{len(problems)} failed", flush=True)
    return len(problems)


def option(words, name, usual):
    if name not in words:
        return usual
    at = words.index(name)
    value = int(words[at + 1])
    del words[at:at + 2]
    return value


def main():
    words = sys.argv[1:]
    at_random, some = option(words, "--random", 1500), option(words, "--some", 0)
    library = fault_library()
    chosen = [s for s in SCENARIOS if s.name in (words or SYSTEMATIC)]
    systematic = []
    for scenario in chosen:
        scenario.prepare(library)
        systematic += [(scenario, call, number, sent) for sent in (signal.SIGKILL, signal.SIGTERM)
                       for call, numbers in sorted(calls_of(scenario, library).items())
                       for number in sorted(numbers)]
    systematic = systematic[::max(1, len(systematic) // some) if some else 1]
    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 1) as pool:
        results = list(pool.map(send_at_call, systematic))
        problems = 0
        for sent in (signal.SIGKILL, signal.SIGTERM):
            problems += report(f"{sent.name} at system calls of {len(chosen)} scenarios",
                               [result for task, result in zip(systematic, results) if task[3] == sent])
        tasks = random_tasks(at_random) if at_random else []
        problems += report(f"SIGKILL at random moments of {len(AT_RANDOM)} scenarios",
                           list(pool.map(kill_at_random, tasks)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
