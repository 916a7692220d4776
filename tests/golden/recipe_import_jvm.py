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


def spark_rdd():
    for case in load("frameworks/spark.json"):
        if "jvm_rdd_randomSplit" in case:
            yield weighted(case, "jvm_rdd_randomSplit", f'spark-rdd,partitions={len(case["jvm_rdd_partitions"])}')


def spark():
    for case in load("frameworks/spark.json"):
        n, seed, shared = case["n"], case["seed"], {"id": case["id"], "seed": case["seed"]}
        if "t" in case:
            like = f'spark,partitions={len(case["partitions"])},infer=yes'
            csv = table(t=[text or "" for text in case["t"]], v=[str(v) for v in case["v"]], i=[str(i) for i in range(n)])
            split = {**weighted(case, "dataset_randomSplit_sorted_by_t_v_i", like), "csv": csv}
            del split["n"]
            yield split
            for key, more in ("pyspark_crossvalidator_validation", ""), ("mllib_kFold_validation", ",folds=scala"):
                tests = case[key]
                yield {**shared, "csv": csv, "like": like + more, "words": ["--folds", str(case["folds"])],
                       "expect": {"folds_test": tests} if all(tests) else {"error": "an empty fold"}}
        for infer, key in ("no", "csv_strings_randomSplit_ids"), ("yes", "csv_inferSchema_randomSplit_ids"):
            if key in case:
                split = weighted(case, key, f"spark,infer={infer}")
                split["csv"] = "t,x,k,id\n" + "\n".join(case["csv_rows_t_x_k_id"]) + "\n"
                del split["n"]
                yield split
    for i, case in enumerate(load("frameworks/pyspark.json")):
        if "weights" in case:
            case = {**case, "id": f"pyspark-{i}", "n": 0}
            split = weighted(case, "column i of the parts", f'spark,infer={"yes" if case["inferSchema"] else "no"}')
            split["csv"] = case["csv"]
            del split["n"]
            yield split


def orders(*whats):
    """A permutation, cut in two."""
    for what in whats:
        for i, case in framework("java", what):
            order, cut = case["parts"][0], case["n"] * 2 // 3
            yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--train-size", str(cut)],
                   "expect": {"train": digest(order[:cut]), "test": digest(order[cut:])}}


def java():
    yield from orders("java.util.Random + Collections.shuffle", "Scala 2.13.15 Random.shuffle")
    for case in other("java", "collections_shuffle"):
        order, n = rows(case["expected"]["perm"]), case["params"]["n"]
        if isinstance(order, list) and n > 1:
            cut = (n + 1) // 2
            yield {"id": case["id"], "n": n, "seed": case["params"]["seed"], "words": ["--train-size", str(cut)],
                   "expect": {"train": order[:cut], "test": order[cut:]}}
    for i, case in framework("java", "Tribuo 4.3.2 TrainTestSplitter"):
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--ratio", str(case["p"])],
               "expect": parts({"train": digest(case["parts"][0]), "test": digest(case["parts"][1])})}


def kotlin():
    yield from orders("Kotlin 2.1.0 shuffled(Random(Int))", "Kotlin 2.1.0 shuffled(Random(Long))")


def commons_math():
    yield from orders("Commons Math 3.6.1 MathArrays.shuffle, MersenneTwister(long)")


def commons_rng():
    yield from orders("Commons RNG 1.6 SPLIT_MIX_64 ListSampler.shuffle")


def smile():
    yield from orders("Smile 3.1.1 MathEx.setSeed, permutate")
    for i, case in framework("java", "Smile 3.1.1 MathEx.setSeed, CrossValidation.of (test parts)"):
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--folds", str(case["folds"])],
               "expect": {"folds_test": [sorted(part) for part in case["parts"]]}}


def mallet():
    for i, case in framework("java", "MALLET 2.0.8 InstanceList.split(java Random,[p,1-p])"):
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--ratio", str(case["p"])],
               "expect": parts({"train": digest(case["parts"][0]), "test": digest(case["parts"][1])})}


def weka():
    for i, case in framework("java", "Weka 3.9.6 Randomize"):
        order, cut = case["parts"][0], (case["n"] * 6 + 5) // 10
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--ratio", "60%"],
               "expect": {"train": digest(order[:cut]), "test": digest(order[cut:])}}
    for case in other("weka", "randomize_percentage"):
        yield {"id": case["id"], "n": case["params"]["n"], "seed": case["params"]["seed"],
               "words": ["--ratio", f'{case["params"]["percent"]}%'],
               "expect": parts({part: rows(case["expected"][part]) for part in ("train", "test")})}
    for case in other("weka", "cv_stratified"):
        if any("full" not in part for part in case["expected"].values()):
            continue  # long lists are digests of another order than that of our parts
        yield {"id": case["id"], "csv": table(y=lehmer(case["column"])), "seed": case["params"]["seed"],
               "words": ["--folds", str(case["params"]["folds"]), "--stratify", "y"],
               "expect": {"folds_test": [sorted(rows(part)) for part in case["expected"].values()]}}


def weka_resample():
    inverted = {(case["n"], case["seed"], case["percent"]): case["parts"][0]
                for i, case in framework("java", "Weka 3.9.6 unsupervised Resample -no-replacement -V")}
    for i, case in framework("java", "Weka 3.9.6 unsupervised Resample -no-replacement"):
        key = case["n"], case["seed"], case["percent"]
        if key in inverted:
            yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["--ratio", f'{case["percent"]}%'],
                   "expect": parts({"train": digest(case["parts"][0]), "test": digest(inverted[key])})}


def main():
    for case in globals()[sys.argv[1].replace("-", "_")]():
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
