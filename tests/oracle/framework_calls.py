# SPDX-License-Identifier: MIT
"""Cases of framework_splits.py for recipes whose framework takes the seed with each call."""
from framework_splits import by_rows, digest, heads, table, value


def rest(n, taken):
    taken = set(taken)
    return [row for row in range(n) if row not in taken]


def by_folds(n, seed, words, make, classes=None):
    """A case of folds, the rows of whose test parts `make` gives."""
    case = {"seed": seed, "words": words}
    case |= {"csv": table(y=[str(y) for y in classes], i=[str(i) for i in range(n)])} if classes else {"n": n}
    try:
        folds = [sorted(int(row) for row in fold) for fold in make()]
    except Exception as refusal:  # pylint: disable=broad-except
        return case | {"expect": {"error": str(refusal).split("\n", maxsplit=1)[0][:200]}}
    return case | {"expect": {"folds_test": folds} if all(folds) else {"error": "an empty fold"}}


def polars(draw):
    import polars as pl
    n, seed = draw.choice([draw.n(), draw.randrange(2, 3000)]), draw.choice([draw.legacy_seed(), draw.randrange(2**64)])
    words, train = draw.train_size(n)
    rows = pl.DataFrame({"row": range(n)})
    order = rows.sample(fraction=1.0, shuffle=True, seed=seed)["row"].to_list() if draw.random() < 0.5 else \
        rows["row"].shuffle(seed=seed).to_list()
    return by_rows(n, seed, words, lambda: heads(order, n, train))


def polars_sample(draw):
    import polars as pl
    n = draw.choice([draw.n(), draw.randrange(2, 3000), draw.randrange(2, 60000), 499999, 500000, 700001])
    seed = draw.choice([draw.legacy_seed(), draw.randrange(2**64)])
    if n < 5000 and draw.random() < 0.7:
        words, train = draw.train_size(n)
    else:
        train = draw.choice([1, 2, 10, 11, 12, 13, 50, 100, 161, 162, 163, 164, 300, n // 270, n // 271, n // 37, n // 36])
        train = min(max(train, 1), n - 1)
        words = ["--train-size", str(train)]

    def make():
        size = {"fraction": train} if isinstance(train, float) else {"n": train}
        if size.get("n") == n:
            return {"train": range(n), "test": []}
        taken = pl.DataFrame({"row": range(n)}).sample(**size, seed=seed, shuffle=draw.choice([None, True]))["row"].to_list()
        return {"train": taken, "test": rest(n, taken)}
    return by_rows(n, seed, words, make)


def forget_global_seed():
    from tensorflow.python.eager import context
    context.context()._seed = None  # pylint: disable=protected-access


def tensorflow(draw):
    import tensorflow as tf
    n, seed = draw.n(), draw.choice([draw.legacy_seed(), -draw.legacy_seed(), draw.randrange(2**63), 2**31 - 1, 2**31 - 2])
    words, train = draw.train_size(n)
    size, begun = draw.choice([n, n, 1, 2, 10, 1000, n + 1]), draw.choice([None, None, 0, 42, 2**31 - 1, 2**40])
    like = ["tensorflow"] + ([] if size == n else [f"buffer={size}"]) + ([] if begun is None else [f"global={begun}"])
    forget_global_seed()
    if begun is not None:
        tf.random.set_seed(begun)
    data = tf.data.Dataset.range(n).shuffle(size, seed=seed, reshuffle_each_iteration=False)
    order = [int(row) for row in data]
    return by_rows(n, seed, words, lambda: heads(order, n, train)) | {"like": ",".join(like)}


def catboost(draw):
    from catboost import Pool, cv
    n, seed = draw.choice([draw.n(), draw.randrange(2, 60)]), draw.choice([0, 1, 42, 2**31 - 1, -1, -2**31, draw.randrange(2**31)])
    k = draw.choice([2, 2, 3, 5, 10])
    classes = [draw.randrange(draw.choice([2, 3])) for _ in range(n)] if draw.random() < 0.5 else None
    shuffle = draw.random() < 0.8

    def make():
        tests = [[] for _ in range(k)]
        for begin in range(0, n, 50):  # weights of rows are powers of two: a model's sum of them tells its rows
            block = range(begin, min(begin + 50, n))
            weights = [2.0 ** (row - begin) if row in block else 0.0 for row in range(n)]
            pool = Pool([[float(row)] for row in range(n)], classes or [float(row) for row in range(n)], weight=weights)
            _, models = cv(pool, {"loss_function": "RMSE", "depth": 1, "iterations": 1, "bootstrap_type": "No", "allow_writing_files": False,
                                  "logging_level": "Silent"}, fold_count=k, partition_random_seed=seed, shuffle=shuffle,
                           stratified=classes is not None, return_models=True)
            for test, model in zip(tests, models):
                seen = int(sum(model.get_leaf_weights()))
                test += [row for row in block if not seen >> (row - begin) & 1]
        return tests
    words = ["--folds", str(k)] + (["--stratify", "y"] if classes else []) + ([] if shuffle else ["--no-shuffle"])
    case = by_folds(n, seed, words, make, classes)
    if "targets are equal" in str(case["expect"]) or "are either constant" in str(case["expect"]):
        return catboost(draw)  # no model, which says nothing of the split
    if not shuffle:
        del case["seed"]
    return case


def h2o(draw):
    import h2o as server
    if server.connection() is None:
        server.init(nthreads=1, max_mem_size="1g", log_level="FATA")
        server.no_progress()
    begun = draw.getstate()
    try:
        return h2o_case(server, draw)
    except server.exceptions.H2OConnectionError:  # the server has closed a connection that was idle for long
        draw.setstate(begun)
        return h2o_case(server, draw)


def h2o_case(server, draw):
    n, seed = draw.n(), draw.choice([0, 1, 42, -5, -2**63, 2**63 - 1, draw.randrange(2**63)])
    frame = server.H2OFrame([[row] for row in range(n)], column_names=["row"])
    if draw.random() < 0.3:
        case = h2o_strata(draw, server, n, seed)
    elif draw.random() < 0.5:
        k = draw.choice([2, 3, 5])
        column = frame.kfold_column(n_folds=k, seed=seed).as_data_frame().values[:, 0]
        case = by_folds(n, seed, ["--folds", str(k)], lambda: [[row for row in range(n) if column[row] == i] for i in range(k)])
    else:
        shares = draw.choice([[0.8], [0.5], [0.7], [0.6, 0.2], [0.1, 0.2, 0.3], [0.333], [0.05]])
        sizes = [*map(repr, shares), repr(round(1 - sum(shares), 9))]
        parts = frame.split_frame(ratios=shares, seed=seed)
        case = by_rows(n, seed, ["--parts", ",".join(f"{name}={size}" for name, size in zip("abcd", sizes))],
                       lambda: {name: [int(row) for row in part.as_data_frame().values[:, 0]] if part.nrow else []
                                for name, part in zip("abcd", parts)})
        server.remove([part.frame_id for part in parts])
    server.remove(frame.frame_id)
    return case


def h2o_strata(draw, server, n, seed):
    kinds = draw.choice([("a", "b"), ("x", "y", "z"), ("1", "2", "10", "3")])
    labels, share = draw.labels(n, kinds), draw.choice(["0.2", "0.3", "0.5", "0.05", "0.29", "2/3"])
    frame = server.H2OFrame([[y] for y in labels], column_names=["y"], column_types=["enum"])

    def make():
        side = frame["y"].stratified_split(test_frac=value(share), seed=seed).as_data_frame().values[:, 0]
        return {name: [row for row in range(n) if side[row] == name] for name in ("train", "test")}
    words = ["--test-size", share, "--stratify", "y"]
    case = by_rows(n, seed, words, make)
    del case["n"]
    return case | {"csv": table(y=labels, i=[str(i) for i in range(n)])}


def three(draw, n):
    """Words for two or three parts, and their shares."""
    first = draw.choice([0.8, 0.7, 0.6, 0.5, 0.29, 0.57])
    shares = [first, round(1 - first, 9)] if draw.random() < 0.5 else [first, 0.1, round(0.9 - first, 9)]
    names = ["train", "test"] if len(shares) == 2 else ["train", "val", "test"]
    return ["--parts", ",".join(f"{name}={share!r}" for name, share in zip(names, shares))], names, shares


def from_wheel(package, path):
    """A module's source as it is installed or, of what is not, out of a wheel or archive in the folder FRAMEWORKS_WHEELS."""
    import importlib.metadata
    import os
    import tarfile
    import zipfile
    from pathlib import Path
    if "FRAMEWORKS_WHEELS" not in os.environ:
        return Path(importlib.metadata.distribution(package).locate_file(path)).read_text(encoding="utf-8")
    found = next(Path(os.environ["FRAMEWORKS_WHEELS"]).glob(f"{package}*"))
    if found.suffix == ".whl":
        return zipfile.ZipFile(found).read(path).decode()
    archive = tarfile.open(found)
    return archive.extractfile(next(name for name in archive.getnames() if name.endswith(path))).read().decode()


def function_of(source, begin, names):
    """Runs the part of a source that begins so, up to the next text at the margin, with these names."""
    import textwrap
    source = source[source.rindex("\n", 0, source.index(begin)) + 1:]
    lines = textwrap.dedent(source[:source.index("\n\n\n") if "\n\n\n" in source else None]).splitlines(keepends=True)
    end = next((i for i, line in enumerate(lines) if i > 0 and line[0] not in " \n)"), len(lines))
    exec("".join(lines[:end]), names)  # pylint: disable=exec-used
    return names


def dgl(draw):
    import numpy
    n, seed = draw.n(), draw.legacy_seed()
    words, parts, shares = three(draw, n)
    names = function_of(from_wheel("dgl", "dgl/data/utils.py"), "def split_dataset", {"np": numpy, "Subset": lambda _, rows: rows})
    return by_rows(n, seed, words, lambda: dict(zip(parts, names["split_dataset"](range(n), shares, shuffle=True, random_state=seed))))


def deepchem(draw):
    import numpy
    n, seed = draw.n(), draw.legacy_seed()
    words, parts, shares = three(draw, n)
    source = from_wheel("deepchem", "deepchem/splits/splitters.py").split("class RandomSplitter")[1]
    typing = {name: __import__("typing").Any for name in ("Dataset", "Any")}
    names = function_of(source, "def split(", {"np": numpy, **{name: getattr(__import__("typing"), name) for name in
                                                               ("Optional", "Tuple", "List", "Iterator")}, **typing})
    shares = [shares[0], 0.0, shares[1]] if len(shares) == 2 else shares
    whole = ["train", "val", "test"]

    def make():
        rows = names["split"](None, range(n), *shares, seed=seed)
        return {name: rows[whole.index(name)] for name in parts}
    return by_rows(n, seed, words, make)


def lightfm(draw):
    import numpy
    import scipy.sparse as sp
    n, seed, share = draw.n(), draw.legacy_seed(), draw.choice([0.2, 0.1, 0.3, 0.29, 0.43, 0.5, 0.05])
    names = {"np": numpy, "sp": sp}
    source = from_wheel("lightfm_next", "lightfm/cross_validation.py")
    function_of(source, "def _shuffle", names)
    function_of(source, "def random_train_test_split", names)

    def make():
        table_ = sp.coo_matrix((numpy.ones(n), (numpy.zeros(n, int), numpy.arange(n))))
        train, test = names["random_train_test_split"](table_, share, numpy.random.RandomState(seed))
        return {"train": train.col, "test": test.col}
    return by_rows(n, seed, ["--test-size", repr(share)], make)


def cornac(draw):
    import numpy
    from math import ceil
    n, seed = draw.n(), draw.legacy_seed()
    words, parts, shares = three(draw, n)
    names = function_of(from_wheel("cornac", "cornac/eval_methods/ratio_split.py"), "def validate_size", {"ceil": ceil})

    def make():
        sizes = names["validate_size"](shares[1] if len(shares) == 3 else None, shares[-1], n)
        order = numpy.random.RandomState(seed).permutation(n)  # _split, which calls the rest of Cornac
        whole = {"train": order[:sizes[0]], "val": order[sizes[0]:-sizes[2]], "test": order[-sizes[2]:]}
        return {name: whole[name] for name in parts}
    return by_rows(n, seed, words, make)
