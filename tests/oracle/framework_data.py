# SPDX-License-Identifier: MIT
"""Cases of framework_splits.py for recipes of loaders and data sets."""
import os

from framework_splits import by_rows, heads, value

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


def torch_loader(draw):
    import torch
    from torch.utils.data import DataLoader
    n, seed = draw.n(), draw.choice([draw.legacy_seed(), -1, -2**63, 2**64 - 1, draw.randrange(2**64)])
    words, train = draw.train_size(n)
    owned, passes = draw.random() < 0.6, draw.choice([None, None, 2, 3])
    if owned:
        how = {"generator": torch.Generator().manual_seed(seed)}
    else:
        how = {}
        torch.manual_seed(seed)
    workers = 2 if draw.random() < 0.02 else 0
    loader = DataLoader(range(n), batch_size=draw.choice([None, 1, 7]), shuffle=True, num_workers=workers, **how)
    orders = [[int(row) for batch in loader for row in (batch if loader.batch_size else [batch])] for _ in range(passes or 1)]
    case = by_rows(n, seed, words, lambda: heads(orders[0], n, train)) | {"like": "torch-loader" + ("" if owned else ",generator=global")}
    if passes and "error" not in case["expect"]:
        case["words"] = words + ["--repeats", str(passes)]
        case["expect"] = {"folds": [by_rows(n, seed, words, lambda o=order: heads(o, n, train))["expect"] for order in orders]}
    return case


def keras_images(draw):
    """The files of a directory, by the names of their rows: real paths in real folders of classes."""
    import tempfile
    from pathlib import Path
    from keras.utils import image_dataset_from_directory
    n, seed, share = draw.n(), draw.legacy_seed(), draw.share()
    classes = draw.choice([["a"], ["b", "B", "_c"], ["10", "9", "x y"]])

    def make():
        with tempfile.TemporaryDirectory(prefix="splitdata-keras-") as top:
            paths = sorted((classes[i % len(classes)], f"{i}.png") for i in range(n))
            for name in classes:
                (Path(top) / name).mkdir()
            for name, file in paths:
                (Path(top) / name / file).write_text("x")
            parts = image_dataset_from_directory(top, validation_split=value(share), subset="both", seed=seed, verbose=False)
            row = {str(Path(top) / name / file): i for i, (name, file) in enumerate(paths)}
            return {name: [row[path] for path in part.file_paths] for name, part in zip(("train", "test"), parts)}
    return by_rows(n, seed, ["--test-size", share], make)


def jax_case(draw):
    import jax
    import numpy
    n = draw.choice([draw.n(), draw.n(), draw.randrange(2, 4000), 1625, 1626])
    x64, repeats = draw.random() < 0.3, draw.choice([None, None, None, 2])
    seed = draw.choice([draw.legacy_seed(), -1, -5, -2**31, 2**31, 2**32 + 7, 2**63 - 2, -2**63, draw.randrange(2**63)])
    words, train = draw.train_size(n)
    jax.config.update("jax_enable_x64", x64)
    orders = [numpy.asarray(jax.random.permutation(jax.random.key(seed + i), n)).tolist() for i in range(repeats or 1)]
    case = by_rows(n, seed, words, lambda: heads(orders[0], n, train)) | {"like": ("x64=yes" if x64 else "")}
    if repeats and "error" not in case["expect"]:
        case["words"] = words + ["--repeats", str(repeats)]
        case["expect"] = {"folds": [by_rows(n, seed, words, lambda o=order: heads(o, n, train))["expect"] for order in orders]}
    return case


def jax(draw):
    case = jax_case(draw)
    return case | {"like": "jax," + case["like"] if case["like"] else "jax"}


def jax_0_4(draw):
    case = jax_case(draw)
    return case | {"like": "jax@0.4," + case["like"] if case["like"] else "jax@0.4"}


def tfds(draw):
    import tensorflow_datasets as datasets
    n = draw.choice([draw.n(), draw.randrange(2, 400)])
    read = datasets.core.ReadInstruction.from_spec
    if draw.random() < 0.3:
        first = draw.randrange(1, n + 2)
        words, texts = draw.choice([(["--train-size", str(first)], [f"train[:{first}]", f"train[{first}:]"]),
                                    (["--test-size", str(first)], [f"train[:-{first}]", f"train[-{first}:]"])])
    elif draw.random() < 0.4:
        shares = draw.choice([["50", "25", "25"], ["33.3", "33.3", "33.4"], ["12.5", "0.5", "87"], ["60", "20", "20"]])
        words = ["--parts", ",".join(f"{name}={share}%" for name, share in zip("abc", shares))]
        ends = [shares[0], f"{float(shares[0]) + float(shares[1]):g}"]
        texts = [f"train[:{ends[0]}%]", f"train[{ends[0]}%:{ends[1]}%]", f"train[{ends[1]}%:]"]
    else:
        percent = draw.choice(["80", "50", "75", "90", "33", "29", "57", "12.5", "33.3", "0.5", "99"])
        words = draw.choice([["--ratio", percent + "%"], ["--test-size", f"{100 - float(percent):g}%"]])
        texts = [f"train[:{percent}%]", f"train[{percent}%:]"]

    def make():
        data = {"train": datasets.core.SplitInfo(name="train", shard_lengths=[n], num_bytes=0)}
        parts = {}
        for name, text in zip("abc" if len(texts) == 3 else ("train", "test"), texts):
            [part] = read(text).to_absolute(data)
            parts[name] = range(n)[part.from_:part.to]
        return {name: list(rows) for name, rows in parts.items()}
    case = by_rows(n, None, words + ["--no-shuffle"], make)
    del case["seed"]
    return case


def ray(draw):
    import logging
    import ray as server
    if not server.is_initialized():
        server.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", log_to_driver=False, object_store_memory=200 * 2**20)
        server.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)
    n, seed, blocks = draw.choice([draw.n(), draw.randrange(2, 30)]), draw.choice([draw.legacy_seed(), 2**32 - 3]), draw.choice([1, 1, 2, 3, 4, 7])
    data = server.data.from_items(list(range(n)), override_num_blocks=blocks)
    shuffle = draw.random() < 0.9
    names = ("train", "test")
    if draw.random() < 0.3:
        shares, names = draw.choice([[0.5, 0.25, 0.25], [0.7, 0.2, 0.1], [0.05, 0.05, 0.9], [0.9, 0.05, 0.05], [0.4, 0.3, 0.2, 0.1]]), "abcd"
        words = ["--parts", ",".join(f"{name}={share!r}" for name, share in zip(names, shares))]
    elif draw.random() < 0.5:
        share = draw.share()
        words, test = ["--test-size", share], value(share)
    else:
        test = draw.randrange(1, n + 1)
        words = ["--test-size", str(test)]

    def make():
        if len(names) == 4:
            shuffled = data.random_shuffle(seed=seed) if shuffle else data
            parts = shuffled.split_proportionately(shares[:-1])
        else:
            parts = data.train_test_split(test_size=test, shuffle=shuffle, seed=seed if shuffle else None)
        return {name: [row["item"] for row in part.take_all()] for name, part in zip(names, parts)}
    case = by_rows(n, seed, words if shuffle else words + ["--no-shuffle"], make) | {"like": "ray" if blocks == 1 else f"ray,blocks={blocks}"}
    if not shuffle:
        del case["seed"]
    return case


def vaex(draw):
    import numpy
    import vaex as library
    n, seed = draw.n(), draw.legacy_seed()
    shares = draw.choice([[0.8, 0.2], [0.7, 0.2, 0.1], [0.5, 0.5], [0.29, 0.71], [0.57, 0.43], [0.25, 0.25, 0.5], [0.1, 0.2, 0.3, 0.4],
                          [0.05, 0.95], [0.333, 0.667]])
    words = ["--parts", ",".join(f"{name}={share!r}" for name, share in zip("abcd", shares))]

    def make():
        parts = library.from_arrays(row=numpy.arange(n)).split_random(shares, random_state=seed)
        rows = {name: part.row.tolist() for name, part in zip("abcd", parts)}
        if sum(map(len, rows.values())) != n:
            raise ValueError("an empty part, which has all rows there")
        return rows
    return by_rows(n, seed, words, make)
