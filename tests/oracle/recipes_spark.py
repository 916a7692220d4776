#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random cases of a recipe, in the form of tests/golden/run.py, with the results of PySpark itself:

    recipes_spark.py NAME CASES SEED >cases.jsonl

Needs the package pyspark, 4.3.0 or 3.5.9, and, for it, Java 17."""
import hashlib
import json
import os
import random
import sys
import tempfile

from pyspark.sql import SparkSession, functions
from pyspark.sql.functions import lit, pmod, rand

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false") \
    .config("spark.ui.showConsoleProgress", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
NAMES = "abcdef"
cut = []  # files that are still to be read


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


def by_bytes(draw):
    """A case of a file that is cut by its bytes, larger than what a core takes at least, now and then."""
    seed, (weights, words), large = seed_of(draw), sizes(draw), draw.random() < 0.05
    csv = write(draw, draw.choice([3, 8, 30, 60, 300]))
    if large:
        csv = "c0,i\n" + "".join(f"{draw.choice('abc') * draw.randrange(1, 5000)},{row}\n" for row in range(draw.randrange(2000, 8000)))
    if draw.random() < 0.3:
        csv = csv.replace("\n", "\r\n")
    return csv, seed, weights, words


def pyspark_rdd(draw):
    if draw.random() < 0.3:
        csv, seed, weights, words = by_bytes(draw)
        df, like = read_cut(draw, csv)
        return {"csv": csv, "seed": seed, "like": "pyspark-rdd" + like, "words": words,
                "expect": parts_of([[int(row.i) for row in part.collect()] for part in df.rdd.randomSplit(weights, seed)])}
    n, seed, partitions = draw.choice([2, 5, 20, 57, 300, 2500]), seed_of(draw), draw.choice([1, 1, 2, 3, 7])
    weights, words = sizes(draw)
    rdd = spark.sparkContext.parallelize(list(range(n)), partitions)
    return {"n": n, "seed": seed, "like": f"pyspark-rdd,partitions={partitions}", "words": words,
            "expect": parts_of([part.collect() for part in rdd.randomSplit(weights, seed)])}


def write(draw, n):
    """A file of texts, decimals, integers, booleans and dates, some of them missing, and the row's number last."""
    def field(kind):
        if draw.random() < 0.15:
            return draw.choice(["", '""'])
        return {"text": lambda: '"' + draw.choice(["a", "B", "aa", "é", "_b", "a,b", "z9", "10", "9", " x", '""q""']) + '"',
                "decimal": lambda: draw.choice(["1.5", "-2.25", "10", "9", "1e3", ".5", "-0.0", "0.0", "007", "+4.0"]),
                "integer": lambda: str(draw.choice([draw.randrange(-20, 20), draw.randrange(-2**63, 2**63)])),
                "boolean": lambda: draw.choice(["true", "false", "TRUE", "False"]),
                "date": lambda: f"20{draw.randrange(10, 30)}-0{draw.randrange(1, 10)}-1{draw.randrange(10)}"}[kind]()
    kinds = [draw.choice(["text", "decimal", "integer", "boolean", "date"]) for _ in range(draw.randrange(1, 4))]
    lines = [",".join([f"c{i}" for i in range(len(kinds))] + ["i"])]
    lines += [",".join([field(kind) for kind in kinds] + [str(row)]) for row in range(n)]
    return "\n".join(lines) + "\n"


def read(csv, infer=False, partitions=1):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(csv)
        file.flush()
        df = spark.read.csv(file.name, header=True, escape='"', multiLine=True, inferSchema=infer)
        rows = df.collect()
    return spark.createDataFrame(spark.sparkContext.parallelize(rows, partitions), df.schema)


def read_cut(draw, csv, infer=False):
    """The file in partitions that its bytes cut, and the parameters that say so."""
    cores, size = draw.choice([None, 1, 2, 3, 7]), len(csv.encode())
    most = draw.choice([None, max(size // 3, 16)]) if size > 2**20 else max(size // draw.choice([1, 2, 3, 5, 9]), 16)
    spark.conf.set("spark.sql.files.minPartitionNum", cores or 1)
    spark.conf.set("spark.sql.files.maxPartitionBytes", most or 2**27)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="", delete=False) as file:
        file.write(csv)
    cut.append(file.name)
    if cores is None and most is None:
        cores = 1
    return spark.read.csv(file.name, header=True, escape='"', inferSchema=infer), \
        (f",cores={cores}" if cores else "") + (f",bytes={most}" if most else "")


def numbers(df):
    return [int(row.i) for row in df.select("i").collect()]


def spark_(draw):
    if draw.random() < 0.3:
        csv, seed, weights, words = by_bytes(draw)
        infer = draw.random() < 0.5
        df, like = read_cut(draw, csv, infer)
        return {"csv": csv, "seed": seed, "like": f"spark{like},infer={'yes' if infer else 'no'}", "words": words,
                "expect": parts_of([numbers(part) for part in df.randomSplit(weights, seed)])}
    n, seed, what = draw.choice([3, 8, 30, 60, 300]), seed_of(draw), draw.randrange(10)
    infer, partitions = draw.random() < 0.5, draw.choice([1, 1, 1, 2, 3, 5])
    csv = write(draw, n)
    case = {"csv": csv, "seed": seed,
            "like": f"spark,partitions={partitions},infer={'yes' if infer else 'no'}"}
    df = read(csv, infer, partitions)
    if what < 5:
        weights, case["words"] = sizes(draw)
        return {**case, "expect": parts_of([numbers(part) for part in df.randomSplit(weights, seed)])}
    share, folds = draw.choice([0.8, 0.5, 0.1, 0.3333]), draw.choice([2, 3, 5, 10])
    if what == 5:
        n += 1
        case["csv"] = "g,i\n" + "".join(f'{"xy"[row % 2]},{row}\n' for row in range(n))
        df = read(case["csv"], infer, partitions)
        train = numbers(df.sampleBy("g", {"x": share, "y": share}, seed))
        return {**case, "words": ["--ratio", str(share), "--stratify", "g"],
                "expect": parts_of_names(train, [row for row in range(n) if row not in set(train)])}
    case["words"] = ["--folds", str(folds)]
    if what < 8:
        column = df.select("*", rand(seed).alias("r"))
        h = 1.0 / folds
        tests = [numbers(column.filter((column["r"] >= i * h) & (column["r"] < (i + 1) * h))) for i in range(folds)]
    else:
        case["like"] += ",folds=scala"
        rdd = df._jdf.toJavaRDD().rdd()
        tag = spark._jvm.scala.reflect.ClassTag.apply(spark._jvm.java.lang.Class.forName("java.lang.Object"))
        pairs = spark._jvm.org.apache.spark.mllib.util.MLUtils.kFold(rdd, folds, seed, tag)
        tests = [[int(row.getAs("i")) if not infer else row.getAs("i") for row in pair._2().toJavaRDD().collect()] for pair in pairs]
    return {**case, "expect": {"folds_test": tests} if all(tests) else {"error": "an empty fold"}}


def parts_of_names(train, test):
    return {"train": digest(train), "test": digest(test)} if train and test else {"error": "an empty part"}


def java_weights(weights):
    array = spark.sparkContext._gateway.new_array(spark._jvm.double, len(weights))
    for i, weight in enumerate(weights):
        array[i] = weight
    return array


def spark_rdd(draw):
    if draw.random() < 0.3:
        csv, seed, weights, words = by_bytes(draw)
        df, like = read_cut(draw, csv)
        parts = df._jdf.toJavaRDD().randomSplit(java_weights(weights), seed)
        return {"csv": csv, "seed": seed, "like": "spark-rdd" + like, "words": words,
                "expect": parts_of([[int(row.getAs("i")) for row in part.collect()] for part in parts])}
    n, seed, partitions = draw.choice([2, 5, 20, 57, 300, 2500]), seed_of(draw), draw.choice([1, 1, 2, 3, 7])
    weights, words = sizes(draw)
    rows = spark._jvm.java.util.ArrayList()
    for row in range(n):
        rows.add(row)
    rdd = spark.sparkContext._jsc.parallelize(rows, partitions)
    return {"n": n, "seed": seed, "like": f"spark-rdd,partitions={partitions}", "words": words,
            "expect": parts_of([list(part.collect()) for part in rdd.randomSplit(java_weights(weights), seed)])}


def by_hash(name, function, draw):
    n, kind = draw.choice([1, 7, 40, 120]), draw.choice(["string", "string", "int", "bigint"])
    buckets = draw.choice([2, 10, 100, 1000])
    train = draw.randrange(1, buckets)
    key = {"string": lambda: "".join(draw.choices('ab 0,é漢🎲', k=draw.choice([0, 1, 3, 5, 8, 40]))),
           "int": lambda: draw.choice([None, draw.randrange(-2**31, 2**31), draw.randrange(100)]),
           "bigint": lambda: draw.choice([None, draw.randrange(-2**63, 2**63), draw.randrange(100)])}[kind]
    keys = [key() for _ in range(n)]
    keys = [None if value == "" else value for value in keys]
    df = spark.createDataFrame(list(zip(keys, range(n))), f"k {kind}, i int")
    df = df.select("i", pmod(function("k"), lit(buckets)).alias("b"))
    found = {row.i: row.b for row in df.collect()}
    csv = "k,i\n" + "".join('"' + ("" if value is None else str(value)) + f'",{row}\n' for row, value in enumerate(keys))
    return {"csv": csv, "like": f"{name},buckets={buckets},type={kind}",
            "words": ["--hash", "k", "--parts", f"train={train}/{buckets},test={buckets - train}/{buckets}"],
            "expect": parts_of_names([row for row in range(n) if found[row] < train],
                                     [row for row in range(n) if found[row] >= train])}


def spark_hash(draw):
    return by_hash("spark-hash", functions.hash, draw)


def spark_xxhash64(draw):
    return by_hash("spark-xxhash64", functions.xxhash64, draw)


def main():
    name, count, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    draw = random.Random(seed)
    for i in range(count):
        case = {"id": f"{name}-{seed}-{i}", **(globals().get(name.replace("-", "_") + "_") or globals()[name.replace("-", "_")])(draw)}
        print(json.dumps(case, ensure_ascii=False), flush=True)
        while cut:
            os.unlink(cut.pop())


if __name__ == "__main__":
    main()
