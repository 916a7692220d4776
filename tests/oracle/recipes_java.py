#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random cases of a recipe, in the form of tests/golden/run.py, with the results of libraries in Java:

    recipes_java.py NAME CASES SEED 'FOLDER/*' >cases.jsonl

The folder has the jars: those of weka-dev 3.9.6, smile-core 3.1.1, mallet 2.0.8, commons-math3 3.6.1,
commons-rng-simple and -sampling 1.6 and kotlin-stdlib 2.1.0, with what they need."""
import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

ORDERS = ("java", "kotlin", "commons-math", "commons-rng", "smile")


def digest(values):
    """A list of rows in the form of run.py: a long one as its ends and its digest."""
    if len(values) <= 64:
        return values
    packed = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    return {"n": len(values), "first10": values[:10], "last10": values[-10:],
            "sha256_i64le": hashlib.sha256(packed).hexdigest()}


def split(parts):
    names = ("train", "test") if len(parts) == 2 else "abcdef"
    return dict(zip(names, map(digest, parts))) if all(parts) else {"error": "an empty part"}


def question(name, draw):
    """What is asked of Java, the words of the command line, and what makes `expect` out of the answer."""
    n = draw.choice([2, 3, 10, 25, 64, 100, 333, 2000])
    small = draw.choice([draw.randrange(100), draw.randrange(-2**31, 2**31)])
    seed = small if name == "weka-resample" else draw.choice([small, draw.randrange(-2**63, 2**63)])
    share = draw.choice(["0.8", "0.7", "0.66", "0.5", "0.29", "0.58", "0.125", "0.999", "0.875"])
    percent = repr(float(share) * 100) if share not in ("0.29", "0.58") else str(round(float(share) * 100))
    folds = draw.choice([2, 3, 5, 10])
    labels = "".join(draw.choices("abc", [6, 3, 1], k=n))
    case = {"n": n, "seed": seed, "words": ["--ratio", share]}
    if name in ORDERS and not (name == "smile" and draw.random() < 0.4):
        cut = int(float(share) * n)
        return case, f"{name} {seed} {n}", lambda parts: split([parts[0][:cut], parts[0][cut:]])
    if name == "smile" or (name == "weka" and draw.random() < 0.6):
        case["words"] = ["--folds", str(folds)]
        asked = f"{name}-folds {seed} {n} {folds}" + (f" {labels}" if name == "weka" else "")
        if name == "weka" and draw.random() < 0.7:
            case["csv"] = "y\n" + "".join(f"{label}\n" for label in labels)
            case["words"] += ["--stratify", "y"]
            asked += " stratified"
        if folds > n:
            return {**case, "expect": {"error": "more folds than rows"}}, None, None
        return case, asked, lambda parts: {"folds_test": [sorted(part) for part in parts]}
    if name == "mallet":
        shares = draw.choice([["0.8", "0.2"], ["0.7", "0.3"], ["0.5", "0.25", "0.25"], ["0.15", "0.7", "0.15"], ["0.9", "0.1"]])
        names = ("train", "test") if len(shares) == 2 else "abcdef"
        case["words"] = ["--parts", ",".join(f"{part}={size}" for part, size in zip(names, shares))]
        return case, f"mallet {seed} {n} {' '.join(shares)}", split
    return case, f"{name} {seed} {n} {percent}", split


def main():
    name, count, seed, jars = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    draw = random.Random(seed)
    questions = [question(name, draw) for _ in range(count)]
    asked = "".join(line + "\n" for _, line, _ in questions if line)
    program = Path(__file__).resolve().parent / "recipes_java.java"
    answers = iter(subprocess.run(["java", "-cp", jars, program], input=asked, capture_output=True, text=True,
                                  check=True).stdout.splitlines())
    for i, (case, line, make) in enumerate(questions):
        if line:
            parts = [[int(word) for word in part.split()] for part in next(answers).split("|")]
            case["expect"] = make(parts)
        if "csv" in case:
            del case["n"]
        print(json.dumps({"id": f"{name}-{seed}-{i}", **case}))


if __name__ == "__main__":
    main()
