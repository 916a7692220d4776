#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What proof, strata, groups, gzip and a start cost, beside an earlier build, in turn in one run: the figures that
docs/benchmarks.md names as goals.

usage: goals.py [--earlier PROGRAM] [--scale S] [--rounds N] [--only WORD] [--scanner NAME] [--write FILE]

--scale 1 uses files of 1 GB, the default 0.1 a tenth of that. The new program is $SPLITDATA, or build/splitdata; without
--earlier, the build of the commit BEFORE, which is made once under build/bench. --scanner avx2 forces that variant of the
scanner on the new program. Each line has the ratio of wall times to what its title names (the least of all rounds on both
sides, as other work only adds), and the shares of the earlier build's wall and CPU time.
"""
import argparse
import os
import shutil
import subprocess
import sys
import zlib

from run import PROGRAM, ROOT, WORK, copy, fresh, from_disk, machine, make_input, once

BEFORE = "e26c084"


def earlier_build():
    """The program of the commit BEFORE."""
    place = os.path.join(WORK, BEFORE)
    program = os.path.join(place, "build", "splitdata")
    if not os.path.exists(program):
        fresh(place)
        print("building %s, once" % BEFORE, flush=True)
        subprocess.run(["sh", "-c", 'git archive "$1" | tar -x -C "$2" && '
                        'make -s -C "$2" -j "$(getconf _NPROCESSORS_ONLN)" build/splitdata', "sh", BEFORE, place],
                       check=True, cwd=ROOT)
    return program


def members(path):
    """The same file as BGZF: members of 64 KiB."""
    packed = path + ".bgzf.gz"
    if not os.path.exists(packed):
        with open(path, "rb") as source, open(packed + ".new", "wb") as out:
            while True:
                piece = source.read(65280)
                deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
                data = deflate.compress(piece) + deflate.flush()
                out.write(b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + (len(data) + 25).to_bytes(2, "little") + data +
                          zlib.crc32(piece).to_bytes(4, "little") + len(piece).to_bytes(4, "little"))
                if not piece:  # an empty member ends the file
                    break
        os.rename(packed + ".new", packed)
    return from_disk(packed)


def ten_records():
    path = os.path.join(WORK, "ten.csv")
    with open(path, "w", encoding="ascii") as out:
        out.write("a,b\n" + "".join("%d,x\n" % i for i in range(10)))
    return path


def written(path):
    """The file as a copy has just written it."""
    return shutil.copyfile(path, os.path.join(WORK, "written.csv"))


def goals(scale):
    """Title, goal as a ratio, goal as a share of the earlier build, the base's command (options of the new program if it
    begins with one), options, the earlier build's if they differ, the input."""
    a, b, c, k = (make_input(name, scale) for name in "abck")
    five = ["sh", "-c", 'for i in 1 2 3 4 5; do cp --reflink=never "$1" out/$i; done', "sh", k]
    pigz = ["sh", "-c", 'pigz -c "$1" >out/x' if shutil.which("pigz") else 'gzip -c "$1" >out/x', "sh"]
    packed, few = members(a), ten_records()
    shuffled = ["-s", "101"]
    return [
        ("(a) --manifest / cp", 3.0, 0.95, copy(a), [*shuffled, "--manifest"], None, a),
        ("(a) --manifest --digest xxh3-128 / cp", 1.15, 0.37, copy(a),
         [*shuffled, "--manifest", "--digest", "xxh3-128"], [*shuffled, "--manifest"], a),
        ("(k) --stratify class / plain", 1.5, 0.6, shuffled, [*shuffled, "--stratify", "class"], None, k),
        ("(k) --group group / plain", 1.8, 0.55, shuffled, [*shuffled, "--group", "group"], None, k),
        ("(k) both / plain", 2.4, 0.5, shuffled, [*shuffled, "--stratify", "class", "--group", "group"], None, k),
        ("(k) --hash group / plain", 1.6, 0.3, shuffled, ["--hash", "group"], None, k),
        ("(k) --folds 5 / cp, five times", 1.1, 0.5, five, [*shuffled, "--folds", "5"], None, k),
        ("(c) shuffled / cp", 2.0, 0.65, copy(c), shuffled, None, c),
        ("(a) shuffled / cp", 0.7, 0.86, copy(a), shuffled, None, a),
        ("(a) as just written / cp", 0.82, 0.86, copy(a), shuffled, None, written(a)),
        ("(a) --memory 32M --spill / cp", 2.2, 0.72, copy(a), [*shuffled, "--memory", "32M", "--spill"], None, a),
        ("(a) -z / cp", 5.0, 0.6, copy(a), [*shuffled, "-z"], None, a),
        ("(b) -z / pigz", 0.4, 0.72, [*pigz, b], [*shuffled, "-z"], None, b),
        ("BGZF in / one thread", 0.59, 0.6, [*shuffled, "--gzip=0", "-j", "1"], [*shuffled, "--gzip=0"], None, packed),
        ("start, ten records, dry run / true", 2.0, 0.6, ["true"], [*shuffled, "-n"], None, few),
    ]


def measure(commands, rounds):
    """The least wall and CPU seconds of each."""
    least = [(float("inf"), float("inf"))] * len(commands)
    for _ in range(rounds):
        for i, command in enumerate(commands):
            wall, cpu = once(command)
            least[i] = (min(least[i][0], wall), min(least[i][1], cpu))
    return least


def packed_size():
    out = os.path.join(WORK, "out")
    return sum(os.path.getsize(os.path.join(out, name)) for name in os.listdir(out))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--earlier")
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--scanner")
    parser.add_argument("--write")
    wanted = parser.parse_args()
    os.makedirs(WORK, exist_ok=True)
    earlier = os.path.abspath(wanted.earlier) if wanted.earlier else earlier_build()
    forced = ["--scanner", wanted.scanner] if wanted.scanner else []
    lines = ["| what | ratio | to reach | share of %s: wall | CPU | to reach |" % BEFORE, "|---|---|---|---|---|---|"]
    for title, goal, share, base, options, before, path in goals(wanted.scale):
        if wanted.only not in title:
            continue
        usual = ["-q", "--no-sync", "-f", "-O", "out"]
        if base[0].startswith("-"):
            base = [PROGRAM, *usual, *forced, *base, path]
        new = [PROGRAM, *usual, *forced, *options, path]
        old = [earlier, *usual, *(before or options), path]
        rounds = 10 * wanted.rounds if "start" in title else wanted.rounds
        (cp, _), (wall, cpu), (wall_before, cpu_before) = measure([base, new, old], rounds)
        lines.append("| %s | %.2f | %.2f | %.2f | %.2f | %.2f |" % (title, wall / cp, goal, wall / wall_before,
                                                                  cpu / cpu_before, share))
        print(lines[-1], flush=True)
        if "-z" in options:
            once(base if "pigz" in title else ["sh", "-c", 'gzip -c "$1" >out/x', "sh", path])
            theirs = packed_size()
            once(new)
            print("    compressed bytes, compared with zlib's level 6: %+.1f %%" % (packed_size() / theirs * 100 - 100))
    fresh(os.path.join(WORK, "out"))
    if wanted.write:
        begin, end = "<!-- goals: begin -->", "<!-- goals: end -->"
        with open(wanted.write, encoding="utf-8") as page:
            head, rest = page.read().split(begin, 1)
        body = "\n%s. `tests/bench/goals.py --scale %g --rounds %d%s`.\n\n%s\n\n" % (
            machine(), wanted.scale, wanted.rounds, " --scanner %s" % wanted.scanner if wanted.scanner else "",
            "\n".join(lines))
        with open(wanted.write, "w", encoding="utf-8") as page:
            page.write(head + begin + body + end + rest.split(end, 1)[1])


if __name__ == "__main__":
    sys.exit(main())
