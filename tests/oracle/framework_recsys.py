# SPDX-License-Identifier: MIT
"""Cases of framework_splits.py for libraries of recommendation, of automatic learning and of federated learning."""
from framework_calls import by_folds, from_wheel, function_of, rest, three
from framework_splits import by_rows, table


def surprise(draw):
    import pandas as pd
    import surprise as library
    from surprise.model_selection import KFold, ShuffleSplit, train_test_split
    n, seed, shuffle = draw.n(), draw.legacy_seed(), draw.random() < 0.9
    data = library.Dataset.load_from_df(pd.DataFrame({"user": range(n), "item": 0, "rating": 1.0}), library.Reader(rating_scale=(1, 1)))

    def rows(train, test):
        return {"train": [train.to_raw_uid(user) for user, _, _ in train.all_ratings()], "test": [user for user, _, _ in test]}
    if draw.random() < 0.3:
        k = draw.choice([2, 3, 5, 7])
        case = by_folds(n, seed, ["--folds", str(k)] + ([] if shuffle else ["--no-shuffle"]), lambda: [
            rows(*pair)["test"] for pair in KFold(k, random_state=seed, shuffle=shuffle).split(data)])
    else:
        words, train, test = draw.both_sizes(n)
        if shuffle and draw.random() < 0.2:
            splits = ShuffleSplit(2, train_size=train, test_size=test, random_state=seed)
            try:
                found = [rows(*pair) for pair in splits.split(data)]
            except ValueError:
                return surprise(draw)
            if not all(part for split in found for part in split.values()):
                return surprise(draw)
            return {"n": n, "seed": seed, "words": words + ["--repeats", "2"], "expect": {"folds": found}}
        case = by_rows(n, seed, words, lambda: rows(*train_test_split(data, train_size=train, test_size=test, random_state=seed, shuffle=shuffle)))
        case["words"] = words + ([] if shuffle else ["--no-shuffle"])
    if not shuffle:
        del case["seed"]
    return case


def without_torch():
    """LensKit imports PyTorch, and its splits do not use it."""
    import sys
    from unittest.mock import MagicMock
    try:
        import torch  # noqa: F401
    except ImportError:
        for name in ("torch", "torch.distributed", "torch.multiprocessing", "torch.nn", "torch.utils", "torch.utils.data"):
            sys.modules[name] = MagicMock()


def lenskit(draw):
    import pandas as pd
    without_torch()
    from lenskit.data import from_interactions_df
    from lenskit.splitting import crossfold_records, sample_records
    n, seed = draw.n() if draw.random() < 0.95 else 10001, draw.big_seed()
    data = from_interactions_df(pd.DataFrame({"user_id": range(n), "item_id": 0}))

    def test_of(split):
        return sorted(split.test_df["user_id"].astype(int))
    if n < 1000 and draw.random() < 0.3:
        k = draw.choice([2, 3, 5, 7])
        return by_folds(n, seed, ["--folds", str(k)], lambda: [test_of(split) for split in crossfold_records(data, k, rng=seed)])
    size = draw.randrange(1, max(n // draw.choice([1, 2, 5, 100, 1000]), 1) + 1)
    words = ["--test-size", str(size)]

    def parts(split):
        test = test_of(split)
        return {"train": rest(n, test), "test": test}
    if draw.random() < 0.2 and n < 1000 and size < n:
        splits = sample_records(data, size, repeats=2, disjoint=False, rng=seed)
        return {"n": n, "seed": seed, "words": words + ["--repeats", "2"], "expect": {"folds": [parts(split) for split in splits]}}
    return by_rows(n, seed, words, lambda: parts(sample_records(data, size, rng=seed)))


def implicit(draw):
    import numpy
    import scipy.sparse
    from implicit.evaluation import train_test_split
    n, seed, share = draw.n(), draw.big_seed(), draw.share()
    ratings = scipy.sparse.coo_matrix((numpy.ones(n), (numpy.arange(n), numpy.zeros(n, int))))

    def make():
        parts = train_test_split(ratings, train_percentage=0.6 if share == "60%" else eval(share), random_state=seed)
        return dict(zip(("train", "test"), (sorted(part.tocoo().row) for part in parts)))
    return by_rows(n, seed, ["--ratio", share], make)


def astartes(draw):
    import numpy
    from astartes import train_val_test_split
    from astartes.utils.exceptions import InvalidConfigurationError
    n, seed = draw.n(), draw.legacy_seed()
    words, names, shares = three(draw, n)
    if draw.random() < 0.3:
        share = draw.choice([0.8, 0.7, 0.9, 0.29, 0.57, 0.1, 0.05])
        one = draw.choice(["train", "test"])
        words, names = ["--ratio" if one == "train" else "--test-size", repr(share)], ["train", "test"]
        shares = [share, None] if one == "train" else [None, share]
    sizes = dict(zip(("train_size", "val_size", "test_size"), shares if len(shares) == 3 else [shares[0], 0, shares[1]]))

    def make():
        try:
            found = train_val_test_split(numpy.arange(n), **sizes, random_state=seed)
        except InvalidConfigurationError as refusal:
            raise ValueError(str(refusal)) from refusal
        return dict(zip(["train", "val", "test"] if len(found) == 3 else ["train", "test"], found))
    return by_rows(n, seed, words, make)


def flwr(draw):
    from datasets import Dataset, disable_progress_bars
    from flwr_datasets.partitioner import IidPartitioner
    disable_progress_bars()
    n, seed, k, shuffle = draw.n(), draw.big_seed(), draw.choice([2, 3, 4, 7]), draw.random() < 0.9
    data = Dataset.from_dict({"row": range(n)})
    partitioner = IidPartitioner(k)
    partitioner.dataset = data.shuffle(seed=seed) if shuffle else data
    names = "abcdefg"[:k]

    def make():
        try:
            return [list(partitioner.load_partition(i)["row"]) for i in range(k)]
        except IndexError as refusal:
            raise ValueError(str(refusal)) from refusal
    if draw.random() < 0.4:
        case = by_folds(n, seed, ["--folds", str(k)], make)
    else:
        case = by_rows(n, seed, ["--parts", ",".join(f"{name}=1/{k}" for name in names)], lambda: dict(zip(names, make())))
    if not shuffle:
        case["words"] = case["words"] + ["--no-shuffle"]
        del case["seed"]
    return case


def classes_of(draw, n):
    return draw.labels(n, draw.choice([("a", "b"), ("x", "y", "z"), ("1", "2", "10", "3"), [str(i) for i in range(30)]]))


def with_classes(case, n, labels, words):
    case = {name: value for name, value in case.items() if name != "n"}
    return case | {"csv": table(y=labels, i=[str(i) for i in range(n)]), "words": words + ["--stratify", "y"]}


def numbers_of(labels):
    return [int(label) for label in labels] if labels[0].isdigit() else labels


def pycaret(draw):
    """Preprocessor._prepare_train_test, by which setup splits."""
    import pandas as pd
    from types import SimpleNamespace
    from sklearn.model_selection import train_test_split
    n, seed, share = draw.n(), draw.legacy_seed(), draw.share()
    labels = classes_of(draw, n) if draw.random() < 0.5 else None
    names = {"pd": pd, "train_test_split": train_test_split, "SEQUENCE": (list, tuple)}
    generic = from_wheel("pycaret", "pycaret/utils/generic.py")
    names |= {"Union": __import__("typing").Union, "List": __import__("typing").List}
    function_of(generic, "def get_columns_to_stratify_by", names)
    function_of(from_wheel("pycaret", "pycaret/internal/preprocess/preprocessor.py"), "def _prepare_train_test", names)
    from framework_splits import value

    def make():
        frame = pd.DataFrame({"i": range(n), "y": numbers_of(labels) if labels else range(n)})
        state = SimpleNamespace(logger=SimpleNamespace(info=lambda _: None), index=False, data=frame, X=frame[["i"]], y=frame["y"], seed=seed,
                                _set_index=lambda data: data)
        names["_prepare_train_test"](state, value(share), None, labels is not None, True)
        train, test = (state.data.loc[rows]["i"] for rows in state.idx)
        return {"train": train, "test": test}
    words = ["--ratio", share]
    case = by_rows(n, seed, words, make)
    return with_classes(case, n, labels, words) if labels else case


def mljar(draw):
    """SplitValidator and KFoldValidator, with the data in memory."""
    import contextlib
    import os
    import tempfile
    import warnings
    import numpy
    import pandas as pd
    from sklearn.model_selection import KFold, StratifiedKFold, train_test_split
    from framework_splits import value
    n, seed, share, repeats = draw.n(), draw.choice([draw.legacy_seed(), 42, 2**32 - 2]), draw.share(), draw.choice([1, 1, 2])
    seed = min(seed, 2**32 - repeats)
    labels = classes_of(draw, n) if draw.random() < 0.5 else None
    frame = pd.DataFrame({"i": range(n), "target": numbers_of(labels) if labels else range(n)})
    kind = draw.choice(["split", "split", "kfold"])
    source = from_wheel("mljar-supervised", f"supervised/validation/validator_{kind}.py").replace('"""\nimport numpy', "\n\n\nX")
    names = {"os": os, "np": numpy, "warnings": warnings, "gc": SimpleGc, "train_test_split": train_test_split, "KFold": KFold,
             "StratifiedKFold": StratifiedKFold, "log": SimpleGc, "BaseValidator": BaseOfValidators, "AutoMLException": ValueError,
             "load_data": lambda name: frame[["i"]] if name == "X" else frame[["target"]]}
    name = "SplitValidator" if kind == "split" else "KFoldValidator"
    function_of(source, f"class {name}", names)
    k = draw.choice([2, 3, 5])
    words = (["--ratio", share] if kind == "split" else ["--folds", str(k)]) + (["--repeats", str(repeats)] if repeats > 1 else [])

    def splits(folder):
        validator = names[name]({"train_ratio": value(share), "k_folds": k, "shuffle": True, "stratify": labels is not None, "random_seed": seed,
                                 "repeats": repeats, "results_path": folder, "X_path": "X", "y_path": "y"})
        return [[[[int(i) for i in side["X"]["i"]] for side in validator.get_split(fold, repeat)] for fold in range(k if kind == "kfold" else 1)]
                for repeat in range(repeats)]
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(None):
            found = splits(folder)
    except ValueError as refusal:
        expect = {"error": str(refusal).split("\n", maxsplit=1)[0][:200]}
    else:
        if kind == "kfold" and repeats == 1:
            expect = {"folds_test": [test for _, test in found[0]]}
        elif kind == "kfold":
            return mljar(draw)  # folds that are repeated have names of their own
        elif repeats > 1:
            expect = {"folds": [dict(zip(("train", "test"), split[0])) for split in found]}
        else:
            expect = by_rows(n, seed, words, lambda: dict(zip(("train", "test"), found[0][0])))["expect"]
    case = {"n": n, "seed": seed, "words": words, "expect": expect}
    return with_classes(case, n, labels, words) if labels else case


def recommenders(draw):
    """A list of shares needs pandas 2: numpy.split of a DataFrame fails with pandas 3."""
    import pandas as pd
    from recommenders.datasets.python_splitters import python_random_split, python_stratified_split
    from framework_splits import value
    n, seed, share = draw.n(), draw.legacy_seed(), draw.share()
    words, ratio, names = ["--ratio", share], value(share), ["train", "test"]
    if draw.random() < 0.6:
        texts = draw.choice(["0.8 0.2", "0.7 0.2 0.1", "0.33 0.56 0.11", "0.29 0.71", "0.25 0.25 0.25 0.25", "1/3 1/3 1/3", " ".join(["0.1"] * 10),
                             "0.05 0.95", "54/98 29/98 7/98 8/98", "28/55 5/55 14/55 8/55"]).split()
        ratio, names = [value(text) for text in texts], "abcdefghij"[:len(texts)]
        words = ["--parts", ",".join(f"{name}={text}" for name, text in zip(names, texts))]
    users = draw.labels(n, draw.choice([("u", "v", "w"), ("1", "2", "10", "3"), [str(i) for i in range(12)]])) if draw.random() < 0.5 else None
    frame = pd.DataFrame({"i": range(n), "y": numbers_of(users) if users else range(n)})

    def make():
        try:
            parts = python_stratified_split(frame.copy(), ratio=ratio, col_user="y", col_item="y", seed=seed) if users else \
                python_random_split(frame, ratio=ratio, seed=seed)
        except (AttributeError, TypeError) as failure:
            raise RuntimeError("needs pandas 2") from failure
        return {name: part["i"] for name, part in zip(names, parts)}
    try:
        case = by_rows(n, seed, words, make)
    except RuntimeError:
        return recommenders(draw)
    return with_classes(case, n, users, words) if users else case


def autogluon(draw):
    import pandas as pd
    from autogluon.core.utils.utils import generate_train_test_split
    n, seed = draw.n(), draw.legacy_seed()
    words, train, test = draw.both_sizes(n)
    labels = None
    if draw.random() < 0.7:
        kinds = draw.choice([("a", "b"), ("x", "y", "z"), ("1", "2", "10", "3"), [str(i) for i in range(30)], [f"k{i}" for i in range(n)]])
        labels = [draw.choice(kinds) if draw.random() < 0.3 else kinds[min(int(draw.expovariate(0.5)), len(kinds) - 1)] for _ in range(n)]
    frame = pd.DataFrame({"i": range(n)})
    target = pd.Series(numbers_of(labels), dtype=int if labels[0].isdigit() else object) if labels else pd.Series(range(n))

    def make():
        sizes = {"test_size": test, "train_size": train, "random_state": seed}
        if labels:
            found = generate_train_test_split(frame, target, None, stratify=True, **sizes)  # without moves
            counts = target.value_counts()
            lacking = [counts[kind] for kind in counts.index if kind not in set(found[2])]
            if len(lacking) != len(set(lacking)):
                raise RuntimeError("an order of classes by an unstable sort")
        found = generate_train_test_split(frame, target, "multiclass" if labels else "regression", **sizes)
        return {"train": found[0]["i"], "test": found[1]["i"]}
    try:
        case = by_rows(n, seed, words, make)
    except RuntimeError:
        return autogluon(draw)
    return with_classes(case, n, labels, words) if labels else case


def orange(draw):
    """The widget's functions, with a table that has a class."""
    import math
    import re
    from types import SimpleNamespace
    import numpy
    import sklearn.model_selection as skl
    from framework_splits import value
    source = from_wheel("orange3", "Orange/widgets/data/owdatasampler.py")
    names = {"np": numpy, "skl": skl, "math": math, "Reprable": object, "re": re, "Iterable": list, "List": list}
    for name in ("SampleFoldIndices", "SampleRandomN", "SampleRandomP"):
        function_of(source, f"class {name}", names)
    function_of(from_wheel("orange3", "Orange/misc/collections.py"), "def natural_sorted", names)
    n, seed = draw.n(), 42 if draw.random() < 0.3 else draw.legacy_seed()
    kinds = draw.choice([("a", "b"), ("b10", "b9", "a", "10", "9", "a2b"), ("1", "2", "10", "30"), ("é", "z", "Z", "b 7", "b 11")])
    labels = draw.labels(n, kinds) if draw.random() < 0.6 else None
    values = names["natural_sorted"](set(labels)) if labels else []
    data = Rows(n, labels and numpy.array([float(values.index(y)) for y in labels]), SimpleNamespace(
        has_discrete_class=labels is not None, class_var=SimpleNamespace(values=values)))
    if draw.random() < 0.3:
        k = draw.choice([2, 3, 5])
        words = ["--folds", str(k)]
        case = by_folds(n, seed, words, lambda: [test for _, test in names["SampleFoldIndices"](k, labels is not None, seed)(data)])
    else:
        words, size = draw.train_size(n)

        def make():
            sampler = names["SampleRandomP" if isinstance(size, float) else "SampleRandomN"](size, stratified=labels is not None, random_state=seed)
            others, sample = sampler(data)
            return {"train": sample, "test": others}
        case = by_rows(n, seed, words, make)
    return with_classes(case, n, labels, words) if labels else case


class Rows(list):
    def __init__(self, n, classes, domain):
        super().__init__([0] * n)
        self.X, self.Y, self.domain = [0] * n, classes, domain


class BaseOfValidators:
    def __init__(self, params):
        self.params = params


class SimpleGc:
    @staticmethod
    def collect():
        pass

    debug = collect
