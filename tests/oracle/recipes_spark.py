#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random cases of a recipe, in the form of tests/golden/run.py, with the results of PySpark itself:

    recipes_spark.py NAME CASES SEED >cases.jsonl

Needs the packages pyspark 4.3.0 and, for it, Java 17."""
import hashlib
import json
import os
import random
import sys
import tempfile

from pyspark.sql import SparkSession

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false") \
    .config("spark.ui.showConsoleProgress", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
NAMES = "abcdef"


def parts_of(results):
    """The rows of each part, or an error, as an empty part is refused."""
    return {"error": "an empty part"} if not all(results) else dict(zip(NAMES, map(digest, results)))


def sizes(draw):
    """Weights, and how the command line says them."""
    weights = draw.choice([[0.8, 0.2], [0.7, 0.3], [0.5, 0.5], [0.1, 0.9], [0.99, 0.01], [0.6, 0.2, 0.2], [0.7, 0.15, 0.15],
                           [0.25, 0.25, 0.25, 0.25], [0.3333, 0.6667]])
    return weights, ["--parts", ",".join(f"{name}={weight}" for name, weight in zip(NAMES, weights))]


def seed_of(draw):
    return draw.choice([draw.randrange(100), draw.randrange(2**32), draw.randrange(-2**63, 2**63), 42, 0, -1])


def digest(values):
    """A list of rows in the form of run.py: a long one as its ends and its digest."""
    if len(values) <= 64:
        return values
    packed = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    return {"n": len(values), "first10": values[:10], "last10": values[-10:],
            "sha256_i64le": hashlib.sha256(packed).hexdigest()}


def pyspark_rdd(draw):
    n, seed, partitions = draw.choice([2, 5, 20, 57, 300, 2500]), seed_of(draw), draw.choice([1, 1, 2, 3, 7])
    weights, words = sizes(draw)
    rdd = spark.sparkContext.parallelize(list(range(n)), partitions)
    return {"n": n, "seed": seed, "like": f"pyspark-rdd,partitions={partitions}", "words": words,
            "expect": parts_of([part.collect() for part in rdd.randomSplit(weights, seed)])}


def main():
    name, count, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    draw = random.Random(seed)
    for i in range(count):
        case = {"id": f"{name}-{seed}-{i}", **globals()[name.replace("-", "_")](draw)}
        print(json.dumps(case, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
