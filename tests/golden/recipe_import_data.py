#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""As recipe_import.py, for the recipes of loaders and data sets (tests/oracle/framework_data.py makes the others)."""
import json
import sys

from recipe_import import digest, framework, parts, python, rows, share


def in_orders(name, op):
    """Orders of all rows, cut after eight of ten; one row alone cannot be cut."""
    for i, case in framework(name, op):
        order, n = case["order"], case["n"]
        k = int(0.8 * n)
        if n > 1:
            yield {"id": f"{name}-{i}", "n": n, "seed": int(case["seed"]), "words": ["--ratio", "0.8"],
                   "expect": parts({"train": digest(order[:k]), "test": digest(order[k:])})}


def jax():
    yield from in_orders("jax", "random.permutation(key(seed), n)")
    for i, case in framework("jax", "random.permutation(key(seed), n), two rounds"):
        yield {"id": f"jax-{i}", "n": case["n"], "seed": case["seed"], "words": ["--train-size", "20"],
               "expect": {"train": case["first20"]}}


def torch_loader():
    yield from in_orders("torch", "DataLoader(shuffle=True,generator), first epoch")


def keras_images():
    for case in python("keras", "image_dataset_validation_split"):
        params = case["params"]
        yield {"id": case["id"], "n": params["n"], "seed": params["seed"],
               "words": ["--test-size", share(float.fromhex(params["validation_split"]["f"]))],
               "expect": parts({"train": rows(case["expect"]["training"]), "test": rows(case["expect"]["validation"])})}


def ray():
    for i, case in framework("ray", "train_test_split"):
        blocks = case["args"]["blocks"]
        yield {"id": f"ray-{i}", "like": "ray" if blocks == 1 else f"ray,blocks={blocks}", "n": case["n"], "seed": case["seed"],
               "words": ["--test-size", share(case["args"]["test_size"])],
               "expect": parts({"train": digest(case["train"]), "test": digest(case["test"])})}


def main():
    for case in globals()[sys.argv[1].replace("-", "_")]():
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
