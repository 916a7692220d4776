#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""As recipe_import.py, for the recipes of Spark and of Java libraries; cases that recipes_spark.py and
recipes_java.py in tests/oracle made follow these in recipes/NAME.jsonl."""
import json
import sys

from recipe_import import digest, framework, lehmer, load, other, parts, rows, table  # noqa: F401


def of_sum(weights):
    """Weights as shares: those that sum to 1 as they are, others as quotients."""
    total = sum(weights)
    return [repr(weight) if abs(total - 1) < 1e-9 else f"{int(weight)}/{int(total)}" for weight in weights]


def weighted(case, key, like):
    """A case of randomSplit."""
    sizes = ",".join(f"{name}={weight}" for name, weight in zip("abc", of_sum(case["weights"])))
    return {"id": case["id"], "n": case["n"], "seed": case["seed"], "like": like, "words": ["--parts", sizes],
            "expect": parts({name: digest(rows) for name, rows in zip("abc", case[key])})}


def pyspark_rdd():
    for case in load("frameworks/spark.json"):
        if "pyspark_rdd_randomSplit" in case:
            yield weighted(case, "pyspark_rdd_randomSplit", f'pyspark-rdd,partitions={len(case["partitions"])}')


def main():
    for case in globals()[sys.argv[1].replace("-", "_")]():
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
