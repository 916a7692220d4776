#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random splits by the real frameworks, beside the program:

    framework_splits.py RECIPE [COUNT [SEED]]           compares (needs the framework: frameworks.py)
    framework_splits.py --code RECIPE [COUNT [SEED]]    runs what --print-code prints, and compares with the split
    framework_splits.py --golden RECIPE [COUNT [SEED]]  prints the cases, in the form of tests/golden/run.py

A recipe has a function below, which makes one random case: the words of a command line, and what the
framework's own call gives, or that it refuses."""
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
sys.path.insert(0, str(GOLDEN))
from recipe_import import digest, table  # noqa: E402

warnings.filterwarnings("ignore")
SIZES = [2, 3, 5, 7, 10, 11, 16, 25, 50, 90, 100, 137, 333]
SHARES = ["0.5", "0.7", "0.75", "0.8", "0.9", "0.29", "0.57", "0.333", "2/3", "60%", "0.05"]


class Draw(random.Random):
    """Random pieces of a case."""

    def n(self):
        return self.choice(SIZES)

    def legacy_seed(self):
        return self.choice([0, 1, 42, 101, 123, 2**32 - 1, self.randrange(2**32)])

    def big_seed(self):
        return self.choice([self.legacy_seed(), 2**32, self.randrange(2**64), self.randrange(2**100)])

    def share(self):
        return self.choice(SHARES)

    def train_size(self, n):
        """Words for the size of train, and its value: a double or a count."""
        if self.random() < 0.3 and n > 1:
            count = self.randrange(1, n + 1)
            return ["--train-size", str(count)], count
        share = self.share()
        return ["--ratio", share], value(share)

    def both_sizes(self, n):
        """The same for train and test: (words, train or None, test or None)."""
        way = self.random()
        if way < 0.5:
            words, train = self.train_size(n)
            return words, train, None
        test = self.choice([self.share(), str(self.randrange(1, n + 1))])
        words = ["--test-size", test]
        if way < 0.75:
            return words, None, value(test)
        train = self.choice([self.share(), str(self.randrange(1, n + 1))])
        return words + ["--train-size", train], value(train), value(test)

    def labels(self, n, kinds=("a", "b", "c", "10", "9", "é")):
        kinds = self.sample(kinds, self.randrange(1, len(kinds) + 1))
        return [self.choice(kinds) for _ in range(n)]


def value(text):
    """The double of a share, or a count."""
    if text.endswith("%"):
        return float(text[:-1]) / 100
    if "/" in text:
        numerator, denominator = text.split("/")
        return int(numerator) / int(denominator)
    return float(text) if "." in text else int(text)


def by_rows(n, seed, words, make):
    """A case of n rows; `make` gives the parts by name, and an exception is the framework's refusal."""
    case = {"n": n, "seed": seed, "words": words}
    try:
        parts = {name: digest(rows) for name, rows in make().items()}
    except (ValueError, AssertionError) as refusal:
        case["expect"] = {"error": str(refusal).split("\n", maxsplit=1)[0][:200]}
        return case
    empty = any((len(rows) if isinstance(rows, list) else rows["n"]) == 0 for rows in parts.values())
    case["expect"] = {"error": "an empty part"} if empty else parts
    return case


# --- recipes -------------------------------------------------------------------------------------


def heads(order, n, train):
    k = int(train * n) if isinstance(train, float) else train
    return {"train": order[:k], "test": order[k:]}


def numpy_pcg64(draw):
    import numpy
    n, seed = draw.n(), draw.big_seed()
    words, train = draw.train_size(n)
    return by_rows(n, seed, words, lambda: heads(numpy.random.default_rng(seed).permutation(n), n, train))


def python(draw):
    n, seed = draw.n(), draw.choice([draw.big_seed(), -draw.legacy_seed(), draw.choice(["hello", "ä", "a b"])])
    words, train = draw.train_size(n)
    order = list(range(n))
    random.Random(seed).shuffle(order)
    return by_rows(n, seed, words, lambda: heads(order, n, train))


def sklearn(draw):
    """For --code alone: all that --print-code knows of it."""
    n, seed = draw.choice([30, 50, 90]), draw.choice([draw.legacy_seed(), "3,4"])
    kinds = draw.choice([("a", "b", "c"), ("1", "2", "10")])
    case = {"csv": table(i=[str(i) for i in range(n)], y=[kinds[i % 3] for i in range(n)],
                         g=[f"g{draw.randrange(12)}" for _ in range(n)], f=[str(draw.randrange(-1, 4)) for _ in range(n)],
                         t=[f"20{draw.randrange(10, 24)}-0{draw.randrange(1, 9)}-1{draw.randrange(10)}" for _ in range(n)]),
            "expect": {}, "seed": seed}
    sizes = draw.choice([["--ratio", draw.share()], ["--test-size", "9"], ["--train-size", "0.5", "--test-size", "0.25"],
                         ["--train-size", "15"]])
    folds = ["--folds", draw.choice("2357")]
    parts = ["--parts", draw.choice(["a=0.5,b=0.3,c=0.2", "a=1/3,b=1/3,c=1/3", "a=5,b=10%,c=*"])]
    unseeded = [parts + ["--no-shuffle"], sizes + ["--no-shuffle"], folds + ["--no-shuffle"], folds + ["--no-shuffle", "--group", "g"],
                folds + ["--no-shuffle", "--stratify", "y"], folds + ["--no-shuffle", "--stratify", "y", "--group", "g"],
                ["--group", "g", "--leave-one-group-out"], ["--predefined", "f"], folds + ["--time", "t"],
                folds + ["--time", "t", "--gap", "2", "--test-size", "3"], folds + ["--time", "t", "--window", "sliding", "--train-size", "6"]]
    seeded = [sizes, sizes + ["--order", "input"], sizes + ["--stratify", "y"], sizes + ["--stratify", "y,g"], sizes + ["--group", "g"],
              sizes + ["--repeats", "3"], sizes + ["--repeats", "2", "--stratify", "y"], sizes + ["--repeats", "2", "--group", "g"],
              parts, parts + ["--order", "input"], folds, folds + ["--stratify", "y"], folds + ["--group", "g"],
              folds + ["--stratify", "y", "--group", "g"], folds + ["--repeats", "2"], folds + ["--repeats", "2", "--stratify", "y"]]
    case["words"] = draw.choice(unseeded + seeded)
    if case["words"] in unseeded:
        del case["seed"]
    return case


def sklearn_1_6(draw):
    """Without folds of groups, which it makes otherwise."""
    case = sklearn(draw)
    return sklearn_1_6(draw) if {"--folds", "--group"} <= set(case["words"]) else case


def sklearn_0_24(draw):
    from sklearn.model_selection import train_test_split
    n, seed = draw.n(), draw.legacy_seed()
    words, train, test = draw.both_sizes(n)
    labels = draw.labels(n, [str(i) for i in range(draw.choice([2, 5, 20, 40]))]) if draw.random() < 0.8 else None

    def make():
        parts = train_test_split(range(n), train_size=train, test_size=test, random_state=seed,
                                 stratify=[int(label) for label in labels] if labels else None)
        return {"train": parts[0], "test": parts[1]}
    case = by_rows(n, seed, words, make)
    if labels:
        del case["n"]
        case |= {"csv": table(y=labels, i=[str(i) for i in range(n)]), "words": words + ["--stratify", "y"]}
    return case


def huggingface(draw):
    from datasets import Dataset, disable_progress_bars
    disable_progress_bars()
    n, seed = draw.n(), draw.big_seed()
    words, train, test = draw.both_sizes(n)
    labels = None
    if draw.random() < 0.6:
        kinds = [str(i) for i in range(draw.choice([2, 5, 12, 30]))] if draw.random() < 0.5 else ("a", "b", "c", "10", "9", "é")
        labels = draw.labels(n, draw.choice([kinds, ("1.5", "10.0", "2.0", "-3.25", "-10.0", "1e-07")]))
    number = None if labels is None else int if all(y.isdigit() for y in labels) else float if all("." in y or "e" in y for y in labels) else None

    def make():
        data = Dataset.from_dict({"i": list(range(n)), "y": [number(y) for y in labels] if number else labels or [""] * n})
        if labels:
            data = data.class_encode_column("y")
        parts = data.train_test_split(train_size=train, test_size=test, seed=seed, stratify_by_column="y" if labels else None)
        return {name: parts[name]["i"] for name in ("train", "test")}
    case = by_rows(n, seed, words, make)
    if labels:
        del case["n"]
        case |= {"csv": table(y=labels, i=[str(i) for i in range(n)]), "words": words + ["--stratify", "y"]}
    return case


def pandas(draw):
    import pandas as pd
    n, seed = draw.n(), draw.legacy_seed()
    if draw.random() < 0.4:
        return pandas_groups(draw, n, seed)
    words, train = draw.train_size(n)
    if isinstance(train, int) and draw.random() < 0.5:
        words = ["--test-size", str(n - train)]
    df = pd.DataFrame({"i": range(n)})

    def make():
        sample = df.sample(frac=train, random_state=seed) if isinstance(train, float) else df.sample(n=train, random_state=seed)
        return {"train": sample["i"], "test": df.drop(sample.index)["i"]}
    return by_rows(n, seed, words, make)


def pandas_groups(draw, n, seed):
    import pandas as pd
    labels, share = draw.labels(n, draw.choice([("a", "b", "c", "10", "9", "é"), ("1", "2", "10", "33")])), draw.share()
    df = pd.DataFrame({"i": range(n), "y": [int(y) for y in labels] if all(y.isdigit() for y in labels) else labels})

    def make():
        sample = df.groupby("y").sample(frac=value(share), random_state=seed)
        return {"train": sample["i"], "test": df.drop(sample.index)["i"]}
    case = by_rows(n, seed, ["--ratio", share, "--stratify", "y"], make)
    del case["n"]
    return case | {"csv": table(y=labels, i=[str(i) for i in range(n)])}


def python_sample(draw):
    n, seed = draw.n(), draw.choice([draw.big_seed(), -draw.legacy_seed(), "hello"])
    words, train = draw.train_size(n)

    def make():
        k = int(train * n) if isinstance(train, float) else train
        sample = random.Random(seed).sample(range(n), k)
        return {"train": sample, "test": [i for i in range(n) if i not in set(sample)]}
    return by_rows(n, seed, words, make)


def sklearn_twice(draw):
    from fractions import Fraction
    from sklearn.model_selection import train_test_split
    n, seed = draw.n(), draw.legacy_seed()
    if draw.random() < 0.75:
        val, test = draw.choice([("0.1", "0.2"), ("0.15", "0.15"), ("0.25", "0.25"), ("0.05", "0.29"), ("0.333", "0.333")])
        words = ["--parts", f"train={1 - Fraction(val) - Fraction(test)},val={val},test={test}"]
        second, first = float(val) / (1 - float(test)), float(test)
    else:
        second, first = draw.randrange(1, n + 1), draw.randrange(1, n + 1)
        words = ["--parts", f"train=*,val={second},test={first}"]

    def make():
        rest, test = train_test_split(range(n), test_size=first, random_state=seed)
        train, val = train_test_split(rest, test_size=second, random_state=seed)
        return {"train": train, "val": val, "test": test}
    return by_rows(n, seed, words, make)


def runs(draw, n):
    """The sizes of groups that follow each other in a file, and the group of each row."""
    ends = sorted(draw.sample(range(1, n), draw.randrange(0, min(n, 40)))) + [n]
    sizes = [end - begin for begin, end in zip([0, *ends], ends)]
    names = draw.sample([f"g{i}" for i in range(len(sizes))], len(sizes))
    return sizes, [name for name, size in zip(names, sizes) for _ in range(size)]


def folds(draw, make, groups_are_drawn):
    """A case of folds; make(n, seed, k, labels, sizes) gives the test rows of each: of classes, of groups or of neither."""
    n, seed, k = draw.n(), draw.legacy_seed(), draw.choice([2, 3, 5, 7])
    labels = draw.labels(n, draw.choice([("a", "b"), ("x", "y", "z"), ("1", "2", "10", "3")])) if draw.random() < 0.5 else None
    sizes, groups = runs(draw, n) if labels is None and draw.random() < 0.5 else (None, None)
    words = ["--folds", str(k)] + (["--stratify", "y"] if labels else []) + (["--group", "g"] if groups else [])
    case = {"csv": table(i=[str(i) for i in range(n)], y=labels or ["0"] * n, g=groups or ["0"] * n), "words": words}
    if labels is None and (draw.random() < 0.3 or (groups and not groups_are_drawn)):
        seed = None
        case["words"] = words + ["--no-shuffle"]
    else:
        case["seed"] = seed
    try:
        case["expect"] = {"folds_test": [digest(sorted(rows)) for rows in make(n, seed, k, labels, sizes)]}
        if any(len(rows) == 0 for rows in case["expect"]["folds_test"]):
            case["expect"] = {"error": "an empty fold"}
    except (ValueError, RuntimeError) as refusal:
        case["expect"] = {"error": str(refusal).split("\n", maxsplit=1)[0][:200]}
    return case


def xgboost(draw):
    import numpy
    import xgboost as xgb

    def make(n, seed, k, labels, sizes):
        kinds = sorted(set(labels)) if labels else []
        data = xgb.DMatrix(numpy.arange(n).reshape(-1, 1), label=[kinds.index(y) for y in labels] if labels else [0] * n)
        if sizes:
            data.set_group(sizes)
        found = []

        def keep(train, test, params):
            found.append([int(i) for i in test.get_data().data])
            return train, test, params
        xgb.cv({}, data, 1, nfold=k, stratified=labels is not None, fpreproc=keep,
               **({"shuffle": False} if seed is None else {"seed": seed}))
        return found
    case = folds(draw, make, True)
    if case.get("seed", 0) >= 2**31:  # its parameter is a signed integer, though NumPy gets it first
        case["seed"] = 42
        return xgboost(draw)
    return case


def lightgbm(draw):
    import lightgbm as lgb
    import numpy

    def make(n, seed, k, labels, sizes):
        kinds = sorted(set(labels)) if labels else []
        data = lgb.Dataset(numpy.arange(n).reshape(-1, 1), label=[kinds.index(y) for y in labels] if labels else [0.0] * n, group=sizes)
        params = {"verbose": -1, "min_data_in_leaf": 1, "min_data_in_bin": 1} | ({"objective": "lambdarank"} if sizes else {})
        made = lgb.cv(params, data, 1, nfold=k, stratified=labels is not None, return_cvbooster=True,
                      **({"shuffle": False} if seed is None else {"seed": seed}))
        return [booster.valid_sets[0].used_indices for booster in made["cvbooster"].boosters]

    def refusing(*args):
        try:
            return make(*args)
        except lgb.basic.LightGBMError as refusal:
            raise ValueError(str(refusal)) from refusal
    return folds(draw, refusing, False)


def iterstrat(draw):
    import numpy
    from iterstrat.ml_stratifiers import MultilabelStratifiedKFold, MultilabelStratifiedShuffleSplit, RepeatedMultilabelStratifiedKFold
    n, seed, count = draw.n(), draw.legacy_seed(), draw.choice([2, 3, 5])
    rate = draw.choice([0.05, 0.3, 0.7])
    labels = numpy.array([[int(draw.random() < rate) for _ in range(count)] for _ in range(n)])
    names = "abcdefgh"[:count]
    case = {"csv": table(i=[str(i) for i in range(n)], **{name: [str(y) for y in labels[:, c]] for c, name in enumerate(names)}),
            "seed": seed, "words": ["--stratify", ",".join(names)]}
    try:
        if draw.random() < 0.5:
            k = draw.choice([2, 3, 5])
            repeated = draw.random() < 0.3
            case["words"] += ["--folds", str(k)] + (["--repeats", "2"] if repeated else [])
            splitter = RepeatedMultilabelStratifiedKFold(n_splits=k, n_repeats=2, random_state=seed) if repeated else \
                MultilabelStratifiedKFold(k, shuffle=True, random_state=seed)
            made = [digest(test) for _, test in splitter.split(labels, labels)]
            tests = [{f"fold{i % k + 1}.test": rows for i, rows in enumerate(made) if i // k == repeat} for repeat in range(2)]
            case["expect"] = {"folds": tests} if repeated else {"folds_test": made}
            return case if all(made) else iterstrat(draw)
        words, train, test = draw.both_sizes(n)
        case["words"] += words
        splitter = MultilabelStratifiedShuffleSplit(1, train_size=train, test_size=test, random_state=seed)
        made = next(splitter.split(labels, labels))
        case["expect"] = {"train": digest(made[0]), "test": digest(made[1])} if all(len(rows) for rows in made) else \
            {"error": "an empty part"}
    except ValueError as refusal:
        case["expect"] = {"error": str(refusal).split("\n", maxsplit=1)[0][:200]}
    return case


def keras(draw):
    import os
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import numpy
    from keras.utils import split_dataset
    n, seed = draw.n(), draw.legacy_seed()
    words, train, test = draw.both_sizes(n)
    if test is not None and train is not None and isinstance(train, float) != isinstance(test, float):
        return keras(draw)  # it takes two shares or two counts
    shuffle = draw.random() < 0.9 or (train is not None and test is not None)

    def make():
        sides = split_dataset(numpy.arange(n), left_size=train, right_size=test, shuffle=shuffle, seed=seed)
        return {name: [int(i) for i in side] for name, side in zip(("train", "test"), sides)}
    case = by_rows(n, seed, words, make)
    if not shuffle:
        del case["seed"]
        case["words"] = words + ["--no-shuffle"]
    return case


def torch(draw):
    import torch as pytorch
    from torch.utils.data import random_split
    n, seed = draw.n(), draw.choice([draw.legacy_seed(), -1, -2**63, 2**64 - 1, draw.randrange(2**64)])
    if draw.random() < 0.5:
        lengths = draw.choice([[0.8, 0.2], [0.7, 0.2, 0.1], [0.33, 0.56, 0.11], [0.29, 0.71], [0.05, 0.95], [0.5, 0.25, 0.125, 0.125],
                               [1 / 3, 1 / 3, 1 / 3], [0.9, 0.2]])
        sizes = ["1/3" if length == 1 / 3 else repr(length) for length in lengths]
    else:
        first = draw.randrange(1, n + 1)
        lengths = [first, n - first] if draw.random() < 0.8 else [first, n]
        sizes = [str(length) for length in lengths]
    words = ["--parts", ",".join(f"{name}={size}" for name, size in zip("abcd", sizes))]

    def make():
        parts = random_split(range(n), lengths, generator=pytorch.Generator().manual_seed(seed))
        return {name: list(part.indices) for name, part in zip("abcd", parts)}
    return by_rows(n, seed, words, make)


def fastai(draw):
    from fastai.data.transforms import RandomSplitter
    n, seed, share = draw.n(), draw.legacy_seed(), draw.share()

    def make():
        train, test = RandomSplitter(valid_pct=value(share), seed=seed)(range(n))
        return {"train": list(train), "test": list(test)}
    return by_rows(n, seed, ["--test-size", share], make)


# --- what --print-code prints ---------------------------------------------------------------------


def part_of(names, path, folds):
    """What the code has for a file: ["train"], ["fold2", "test"], ["repeat1", "test"], ["repeat2", "fold1", "test"]."""
    if len(path) == 1:
        return names[path[0]]
    number = 0
    for word in path[:-1]:
        number = int(word[6:]) - 1 if word.startswith("repeat") else number * folds + int(word[4:]) - 1
    return names["folds" if "fold" in "".join(path[:-1]) else "repeats"][number][path[-1] == "test"]


def run_code(golden, recipe, case):
    """What is wrong with the code of a case; None: nothing."""
    if "csv" not in case:
        case = case | {"csv": table(i=[str(i) for i in range(case["n"])])}
    words = [golden.PROGRAM, "--like", case.get("like", recipe), *golden.words_of(case)]
    with tempfile.TemporaryDirectory(prefix="splitdata-code-") as top:
        path = Path(top) / "in.csv"
        path.write_text(case["csv"], encoding="utf-8")
        code = subprocess.run([*words, "--print-code", path], capture_output=True, text=True, check=False)
        done = subprocess.run([*words, path], capture_output=True, text=True, check=False)
        if code.returncode != 0 and "error" not in case["expect"]:
            return f"{case['id']}: no code: {code.stderr}"
        if done.returncode != 0:
            return None
        names = {}
        if "tensorflow" in sys.modules:
            importlib.import_module("framework_calls").forget_global_seed()
        if "jax" in sys.modules:
            sys.modules["jax"].config.update("jax_enable_x64", False)
        exec(compile(code.stdout, "code", "exec"), names)  # pylint: disable=exec-used
        for name in Path(top).glob("in.*.idx"):
            part = part_of(names, name.name.split(".")[1:-1], len([*Path(top).glob("in.repeat1.fold*.test.idx")]))
            got = [int(i) for i in part["i"]]
            if got != [int(line) for line in name.read_text().split()]:
                return f"{case['id']}: {words}\n{code.stdout}\nhas {got[:20]}, not {name.read_text().split()[:20]}"
    return None


def named(recipe):
    """The function of a recipe, here or in one of the other files."""
    name = recipe.replace("-", "_").replace("@", "_").replace(".", "_")
    others = ("framework_keys", "framework_calls", "framework_data", "framework_recsys")
    for module in (sys.modules[__name__], *map(importlib.import_module, others)):
        if hasattr(module, name):
            return getattr(module, name)
    raise SystemExit(f"{recipe}: no function makes cases of it")


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    recipe, count, seed = words[0], int(words[1]) if len(words) > 1 else 200, int(words[2]) if len(words) > 2 else 1
    if recipe in ("sklearn", "sklearn@1.6") and "--code" not in sys.argv:
        sys.exit("sklearn: split_oracle.py and ways_oracle.py compare it; this is for --code")
    draw, cases = Draw(seed), []
    for i in range(count):
        cases.append({"id": f"{recipe}-{seed}-{i}"} | named(recipe)(draw))
    if "--golden" in sys.argv:
        for case in cases:
            print(json.dumps(case, ensure_ascii=False))
        return 0
    spec = importlib.util.spec_from_file_location("golden", GOLDEN / "run.py")
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    code = "--code" in sys.argv
    problems = [problem for problem in (run_code(golden, recipe, case) if code else golden.run((["--like", case.get("like", recipe)], case))
                                        for case in cases) if problem]
    return golden.tell(recipe, cases, problems)


if __name__ == "__main__":
    sys.exit(main())
