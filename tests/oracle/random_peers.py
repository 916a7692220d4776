#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares `splitdata random` with the programs and libraries that it repeats: those named, which must
be installed, or all that are.

usage: random_peers.py PROGRAM [java go ruby r libstdc++ libc++ miller shuf torch
                                rust@0.8 rust@0.9 qsv-faster spark@2 spark@3]
       random_peers.py --vectors [NAME...]  prints vectors for tests/golden/random_made.txt

Spark is asked when the classpaths SPARK2 and SPARK3 name its spark-core and scala-library, LibTorch
when it is named: Maven fetches it to build/oracle-maven, 107 MB.
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))


def cpp(*compiler):
    """The command that compiles the C++ peer and runs it."""
    program = os.path.join(tempfile.mkdtemp(prefix="splitdata-"), "random_cpp")
    build = " ".join(compiler) + f" -std=c++17 -O1 -o {program} {HERE}/random_cpp.cpp"
    return ["sh", "-c", f"{build} && {program}; status=$?; rm -r {os.path.dirname(program)}; exit $status"]


def rust():
    """The command that builds the Rust peer, in a copy under build/, and runs it."""
    place = os.path.join(HERE, "..", "..", "build", "oracle-rust")
    shutil.copytree(HERE + "/rust", place, dirs_exist_ok=True)
    return ["cargo", "run", "--quiet", "--release", "--manifest-path", place + "/Cargo.toml"]


def torch():
    """LibTorch by Java: random_torch.xml says what it takes."""
    place = os.path.abspath(os.path.join(HERE, "..", "..", "build", "oracle-maven"))
    os.makedirs(place, exist_ok=True)
    subprocess.run(["mvn", "-q", "-B", "-f", HERE + "/random_torch.xml", "-Dmaven.repo.local=" + place,
                    "dependency:build-classpath", f"-Dmdep.outputFile={place}/classpath"], check=True)
    with open(place + "/classpath", encoding="utf-8") as path:
        return ["java", f"-Dorg.bytedeco.javacpp.cachedir={place}/libraries", "-cp", path.read().strip(),
                HERE + "/random_torch.java"]


# What each needs, and how its peer is started: a program that answers a line of cases with a line.
PEERS = {
    "java": ("java", lambda: ["java", HERE + "/random_java.java"]),
    "go": ("go", lambda: ["go", "run", HERE + "/random_go.go"]),
    "ruby": ("ruby", lambda: ["ruby", HERE + "/random_ruby.rb"]),
    "r": ("Rscript", lambda: ["Rscript", HERE + "/random_r.R"]),
    "libstdc++": ("g++", lambda: cpp("g++")),
    "libc++": ("clang++", lambda: cpp("clang++", "-stdlib=libc++")),
    "miller": ("mlr", lambda: ["bash", HERE + "/random_orders.sh", "miller"]),
    "shuf": ("openssl", lambda: ["bash", HERE + "/random_orders.sh", "shuf"]),
    "rust@0.8": ("cargo", rust),
    "rust@0.9": ("cargo", rust),
    "qsv-faster": ("cargo", rust),
    "torch": ("mvn", torch),
    "spark@2": ("java", lambda: spark("SPARK2")),
    "spark@3": ("java", lambda: spark("SPARK3")),
}
CASES_OF = {"miller": 300, "shuf": 300}  # a process each


def spark(variable):
    return ["java", "-cp", os.environ[variable], HERE + "/random_spark.java"]


def is_there(name):
    return shutil.which(PEERS[name][0]) is not None and (
        not name.startswith("spark") or name.upper().replace("@", "") in os.environ)


def size(draw):
    return draw.choice([0, 1, 2, 3, 5, 10, 33, 100, 1000, draw.randrange(1, 5000)])


def bound(draw, bits):
    return max(1, draw.choice([draw.getrandbits(draw.randrange(1, bits + 1)),
                               1 << draw.randrange(0, bits - 1), (1 << bits) - 1]))


def java_case(draw):
    seed = draw.choice([draw.randrange(-2**63, 2**63), draw.randrange(1000), -1, 2**63 - 1])
    op = draw.choice(["nextInt", "nextInt", "nextLong", "nextDouble", "permutation"])
    if op == "permutation":
        return "java", seed, op, 1, [size(draw)]
    argument = [bound(draw, 31)] if op == "nextInt" and draw.random() < 0.8 else []
    return "java", seed, op, 30, argument


def go_case(draw):
    seed = draw.choice([draw.randrange(-2**63, 2**63), draw.randrange(1000), 0, -1, 2**31 - 1])
    op = draw.choice(["Int63", "Intn", "Intn", "Float64", "raw", "Perm", "permutation"])
    if op in ("Perm", "permutation"):
        return "go", seed, op, 1, [size(draw)]
    return "go", seed, op, 30, [bound(draw, 63)] if op == "Intn" else []


def ruby_case(draw):
    seed = draw.choice([draw.getrandbits(draw.randrange(1, 200)), -draw.getrandbits(40),
                        2**32, 2**32 + 5, 2**64, 2**64 - 1, 0])
    op = draw.choice(["rand", "rand", "permutation"])
    if op == "permutation":
        return "ruby", seed, op, 1, [size(draw)]
    return "ruby", seed, op, 30, [bound(draw, 62)] if draw.random() < 0.6 else []


def r_case(draw):
    seed = draw.choice([draw.randrange(-2**31 + 1, 2**31), draw.randrange(1000), -1])
    like = draw.choice(["r", "r@3.5"])
    op = draw.choice(["runif", "sample", "sample", "replace", "prob"])
    if op == "runif":
        ends = [[], [draw.randrange(-5, 5), draw.randrange(6, 99)]]
        return like, seed, op, 30, draw.choice(ends)
    if op == "prob":
        weights = [draw.randrange(10) for _ in range(draw.randrange(1, 30))] + [1]
        return like, seed, op, 1, [draw.randrange(50), ",".join(map(str, weights))]
    n = draw.choice([max(1, size(draw)), 65536, 65537, 2**31, 2**40, 10**7, 10**7 + 1])
    k = draw.randrange(0, min(n, 60) + 1) if n > 10000 else draw.choice([n, draw.randrange(n + 1)])
    if op == "sample" and n == 10**7:
        k = draw.randrange(2, 5)
    return like, seed, op, 1, [n, k]


def order_case(name, bits):
    """Orders, and for C++ and Rust also words."""
    def case(draw):
        seed = draw.choice([draw.getrandbits(bits), draw.randrange(1000), 0, 2**bits - 1])
        if name != "miller" and draw.random() < 0.1:
            return name, seed, "raw", 30, []
        wide = [65535, 65536, 65537, 70001] if name != "miller" else []
        return name, seed, "permutation", 1, [draw.choice(wide + [size(draw) for _ in range(9)])]
    return case


def shuf_case(draw):
    alphabet = "abcXYZ0189-_.,:;!?$\\\"'()äß漢🎲"
    seed = draw.choice([str(draw.getrandbits(40)), "42",
                        "".join(draw.choice(alphabet) for _ in range(draw.randrange(1, 40)))])
    return "shuf", seed, "permutation", 1, [max(1, size(draw))]


def torch_case(draw):
    seed = draw.choice([draw.randrange(2**64), draw.randrange(100), 2**64 - 1, 2**32])
    return "torch", seed, "permutation", 1, [size(draw)]


def spark_case(name):
    def case(draw):
        seed = draw.choice([draw.randrange(-2**63, 2**63), draw.randrange(1000), -1, 2**63 - 1, 0])
        return name, seed, draw.choice(["nextDouble", "raw"]), 30, []
    return case


CASES = {"java": java_case, "go": go_case, "ruby": ruby_case, "r": r_case,
         "libstdc++": order_case("libstdc++", 32), "libc++": order_case("libc++", 32),
         "rust@0.8": order_case("rust@0.8", 64), "rust@0.9": order_case("rust@0.9", 64),
         "qsv-faster": order_case("qsv-faster", 64), "miller": order_case("miller", 62), "shuf": shuf_case,
         "torch": torch_case,
         "spark@2": spark_case("spark@2"), "spark@3": spark_case("spark@3")}


def peer_line(case):
    like, seed, op, times, arguments = case
    suffix = {"r@3.5": "@3.5", "rust@0.8": "@0.8", "rust@0.9": "@0.9", "qsv-faster": "@qsv"}.get(like, "")
    return " ".join(map(str, [seed, op + suffix, times] + arguments))


def ours(program, case):
    like, seed, op, times, arguments = case
    words = [op] + [str(v) for v in arguments]
    if op == "replace":
        words = ["sample"] + words[1:] + ["--replace"]
    elif op == "prob":
        weights = words[2]
        words = ["sample", str(weights.count(",") + 1), words[1], "--replace", "--prob", weights]
    return subprocess.run([program, "random", "--like", like, f"--seed={seed}", "--hex",
                           "-n", str(times), "--"] + words if op not in ("replace", "prob") else
                          [program, "random", "--like", like, f"--seed={seed}"] + words,
                          capture_output=True, text=True, check=False)


def value(text):
    return float.fromhex(text) if "x" in text else int(text)


def same(got, wanted):
    """Doubles may be written in several ways."""
    return got == wanted or [value(text) for text in got] == [value(text) for text in wanted]


def answers(name, cases):
    text = "".join(peer_line(case) + "\n" for case in cases)
    out = subprocess.run(PEERS[name][1](), input=text, capture_output=True, text=True, check=True)
    return out.stdout.split("\n")[:len(cases)]


# From (2^32 - 1) / 20 items on, torch 2.6 shuffles in another way: an order of that many is compared by the digest of
# what is printed, 2 GB. One with an item less is shuffled as all shorter ones are: its beginning says so.
LONG = {214748363: "head", 214748364: "digest"}


def compare_long_orders(program):
    """How many differ."""
    wrong = 0
    for n, answer in zip(LONG, answers("torch", [("torch", 101, how, 1, [n]) for n, how in LONG.items()])):
        with subprocess.Popen([program, "random", "--like", "torch", "--seed", "101", "randperm", str(n)],
                              stdout=subprocess.PIPE) as run:
            if LONG[n] == "head":
                got = " ".join(run.stdout.readline().decode().strip() for _ in answer.split())
                run.kill()
            else:
                digest = hashlib.sha256()
                while piece := run.stdout.read(1 << 20):
                    digest.update(piece)
                got = digest.hexdigest()
        if got != answer or answer == "":
            wrong += 1
            print(f"torch randperm {n}: {got[:200]}, not {answer[:200]}")
    return wrong


def compare(program, name):
    draw = random.Random("splitdata " + name)
    cases = [CASES[name](draw) for _ in range(CASES_OF.get(name, 2000))]
    passed = failed = 0
    for case, answer in zip(cases, answers(name, cases)):
        run = ours(program, case)
        if same(run.stdout.split(), answer.split()):
            passed += 1
        else:
            failed += 1
            print(case, "gave", run.stdout[:200].split(), run.stderr, "not", answer[:200])
    if name == "torch":
        wrong = compare_long_orders(program)
        passed, failed = passed + len(LONG) - wrong, failed + wrong
    print(f"{name}: {passed} passed, {failed} failed")
    return failed


def show(text):
    """As printf's %a writes a double."""
    if "x" not in text:
        return text
    mantissa, exponent = float.fromhex(text).hex().split("p")
    return mantissa.rstrip("0").rstrip(".") + "p" + exponent


def vectors(names):
    for name in names:
        draw = random.Random("vectors " + name)
        cases = [CASES[name](draw) for _ in range(200)]
        kept = [c for c in cases if c[2] not in ("Perm", "permutation") and len(str(c)) < 200]
        for case, answer in list(zip(kept, answers(name, kept)))[:60]:
            like, seed, op, times, arguments = case
            words = [str(v) for v in arguments] + (["replace"] if op == "replace" else [])
            if op == "prob":
                weights = arguments[1].split(",")
                words = [str(len(weights)), str(arguments[0]), "replace",
                         ",".join(show(float(w).hex()) for w in weights)]
            op = "sample" if op in ("replace", "prob") else op
            line = " ".join([op, str(times)] + words)
            values = " ".join(show(v) if name != "r" or "x" in v else str(int(v) - 1)
                              for v in answer.split())
            if len(values) < 1500:
                print(f"{like} {seed} | {line} | {values}".rstrip())


def main():
    if sys.argv[1] == "--vectors":
        vectors(sys.argv[2:] or ["java", "go", "ruby", "r"])
        return 0
    failed = 0
    present = []
    for name in sys.argv[2:] or [name for name in PEERS if name != "torch"]:
        if is_there(name):
            present.append(name)
        else:
            print(f"{name}: not installed, {'FAILED' if sys.argv[2:] else 'skipped'}")
            failed += len(sys.argv) > 2
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        failed += sum(pool.map(lambda name: compare(sys.argv[1], name), present))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
