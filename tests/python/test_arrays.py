# SPDX-License-Identifier: MIT
"""Arrays are split as scikit-learn splits them: the same rows, warnings and, for most, words of errors.

SPLITDATA_CASES random cases in all (600).
"""

import array
import gc
import os
import pickle
import resource
import subprocess
import sys
import threading
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import scipy.sparse
import sklearn.model_selection as theirs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import splitdata as ours

CASES = int(os.environ.get("SPLITDATA_CASES", "600"))
quick = settings(max_examples=CASES // 3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=CASES <= 600)

counts = st.integers(2, 70)
seeds = st.integers(0, 2**32 - 1)
shares = st.one_of(st.none(), st.floats(0.01, 0.99), st.integers(1, 40))


@st.composite
def keys(draw, n, most):
    """Key values of some type: integers of all widths, floats, booleans, texts, objects, frames."""
    distinct = draw(st.integers(1, most))
    numbers = np.array(draw(st.lists(st.integers(0, distinct - 1), min_size=n, max_size=n)))
    kind = draw(st.sampled_from(["int64", "int8", "uint16", "float32", "float64", "bool", "text", "object", "list",
                                 "series", "polars", "strided", "category", "big"]))
    texts = [["b", "a", "ä", "B", "\U0001f600", "aa", ""][v % 7] + "x" * (v // 7) for v in numbers]
    if kind in ("int64", "int8", "uint16", "float32", "float64", "bool"):
        return numbers.astype(kind)
    return {"text": lambda: np.array(texts), "object": lambda: np.array(texts, dtype=object), "list": lambda: texts,
            "series": lambda: pd.Series(texts), "polars": lambda: pl.Series(numbers).to_numpy(),
            "strided": lambda: np.repeat(numbers, 2)[::2], "category": lambda: pd.Categorical(texts),
            "big": lambda: numbers.astype(">i4")}[kind]()


def outcome(call):
    """The rows, and what was warned; or the error."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            rows = [[np.asarray(part).tolist() for part in parts] for parts in call()]
        except (ValueError, TypeError) as error:
            return type(error).__mro__[-4 if isinstance(error, ours.Error) else 0].__name__, str(error)
        return rows, sorted({str(warning.message) for warning in seen if warning.category is UserWarning})


def agree(mine, yours):
    a, b = outcome(mine), outcome(yours)
    if isinstance(a[0], str) and isinstance(b[0], str):
        return  # both refuse; test_words_of_errors has the words
    assert a == b


FOLDS = ["KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold"]
SHUFFLES = ["ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit"]


@quick
@given(st.data())
def test_splitters(data):
    n = data.draw(counts)
    name = data.draw(st.sampled_from([*FOLDS, *SHUFFLES, "RepeatedKFold", "RepeatedStratifiedKFold", "TimeSeriesSplit",
                                      "LeaveOneGroupOut", "PredefinedSplit"]))
    y = data.draw(keys(n, 6)) if "Stratified" in name else None
    groups = data.draw(keys(n, 15)) if "Group" in name else None
    seed = data.draw(st.one_of(st.none(), seeds))
    generator = data.draw(st.booleans())
    how = {}
    if name in FOLDS:
        how = {"n_splits": data.draw(st.integers(2, 8)), "shuffle": data.draw(st.booleans())}
    elif name in SHUFFLES:
        how = {"n_splits": data.draw(st.integers(1, 3)), "test_size": data.draw(shares), "train_size": data.draw(shares)}
    elif name == "TimeSeriesSplit":
        how = {"n_splits": data.draw(st.integers(2, 5)), "gap": data.draw(st.integers(0, 4)),
               "test_size": data.draw(st.one_of(st.none(), st.integers(1, 9))),
               "max_train_size": data.draw(st.one_of(st.none(), st.integers(1, 20)))}
    elif name.startswith("Repeated"):
        how = {"n_splits": data.draw(st.integers(2, 4)), "n_repeats": data.draw(st.integers(1, 3))}
    elif name == "PredefinedSplit":
        how = {"test_fold": data.draw(st.lists(st.integers(-1, 5), min_size=n, max_size=n))}
    drawn = how.get("shuffle", name in SHUFFLES or name.startswith("Repeated"))

    def run(module):
        np.random.seed(11)
        more = {"random_state": np.random.RandomState(seed or 0) if generator else seed} if drawn else {}
        splitter = getattr(module, name)(**how, **more)
        for _ in range(2):  # a RandomState goes on
            yield from splitter.split(np.zeros((n, 1)), y, groups)

    agree(lambda: run(ours), lambda: run(theirs))


def alike(a, b):
    assert type(a) is type(b)
    if scipy.sparse.issparse(a):
        return (a != b).nnz == 0
    return a.equals(b) if hasattr(a, "equals") else np.array_equal(a, b)


@quick
@given(st.data())
def test_train_test_split(data):
    n = data.draw(counts)
    numbers = np.arange(n)
    arrays = [numbers, numbers.tolist(), pd.DataFrame({"a": numbers, "b": numbers / 2}), pd.Series(numbers)[::-1],
              pl.DataFrame({"a": numbers}), scipy.sparse.csr_matrix(np.eye(n)), tuple("t%d" % i for i in numbers)]
    chosen = data.draw(st.lists(st.sampled_from(range(len(arrays))), min_size=1, max_size=3))
    how = {"test_size": data.draw(shares), "train_size": data.draw(shares), "random_state": data.draw(seeds),
           "shuffle": data.draw(st.sampled_from([True, True, False]))}
    how["stratify"] = data.draw(st.one_of(st.none(), keys(n, 4))) if how["shuffle"] else None

    def run(module):
        try:
            return module.train_test_split(*[arrays[i] for i in chosen], **how)
        except ValueError:
            return None

    mine, yours = run(ours), run(theirs)
    assert (mine is None) == (yours is None)
    assert mine is None or all(alike(a, b) for a, b in zip(mine, yours, strict=True))


def test_words_of_errors():
    X, few = np.zeros(10), np.array([0] * 9 + [1])
    for call in (lambda m: m.train_test_split(), lambda m: m.train_test_split(X, X[1:]),
                 lambda m: m.train_test_split(X, test_size=10), lambda m: m.train_test_split(X, test_size=1.5),
                 lambda m: m.train_test_split(X, stratify=few), lambda m: m.train_test_split(X, test_size=0.7, train_size=0.6),
                 lambda m: m.train_test_split(X, stratify=few, shuffle=False), lambda m: m.KFold(1), lambda m: m.KFold(1.5),
                 lambda m: m.KFold(2, random_state=1), lambda m: m.KFold(2, shuffle=1),
                 lambda m: [*m.KFold(11).split(X)], lambda m: [*m.GroupKFold(3).split(X, None, few)],
                 lambda m: [*m.GroupKFold(3).split(X)], lambda m: [*m.LeaveOneGroupOut().split(X, None, few * 0)],
                 lambda m: [*m.StratifiedKFold(2).split(X, np.linspace(0, 1, 10))],
                 lambda m: [*m.StratifiedKFold(9).split(X, np.arange(10) % 3)],
                 lambda m: [*m.StratifiedKFold(2).split(X, np.full(10, np.nan))],
                 lambda m: [*m.StratifiedShuffleSplit(2, test_size=1).split(X, np.arange(10) % 2)],
                 lambda m: [*m.TimeSeriesSplit(12).split(X)], lambda m: [*m.TimeSeriesSplit(3, gap=9).split(X)]):
        with pytest.raises((ValueError, TypeError)) as yours:
            call(theirs)
        with pytest.raises((ValueError, TypeError)) as mine:
            call(ours)
        assert isinstance(mine.value, ValueError) == isinstance(yours.value, ValueError)
        if type(yours.value).__name__ != "InvalidParameterError":  # of train_test_split: its words are of the framework
            assert str(mine.value) == str(yours.value)


def test_in_scikit_learn():
    X, y = np.random.RandomState(1).rand(90, 3), np.arange(90) % 3
    for name, how in (("StratifiedKFold", {"n_splits": 3, "shuffle": True, "random_state": 1}),
                      ("ShuffleSplit", {"n_splits": 4, "random_state": 2}), ("TimeSeriesSplit", {})):
        mine, yours = getattr(ours, name)(**how), getattr(theirs, name)(**how)
        assert repr(mine) == repr(yours)
        model = make_pipeline(StandardScaler(), LogisticRegression())
        assert (cross_val_score(model, X, y, cv=mine) == cross_val_score(model, X, y, cv=yours)).all()
        grid = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=clone(mine)).fit(X, y)
        assert grid.best_score_ == GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=yours).fit(X, y).best_score_
        again = pickle.loads(pickle.dumps(mine))
        assert again.get_params() == mine.get_params() and again.get_n_splits(X, y) == yours.get_n_splits(X, y)


def test_indices():
    parts = ours.indices(150, seed=101, like="torch")
    rows = parts["test"]
    assert np.asarray(rows).dtype == np.int64 and np.shares_memory(np.asarray(rows), np.asarray(rows))
    assert pa.array(rows).to_pylist() == rows.tolist() == list(rows) == np.asarray(rows).tolist()
    assert sorted([*rows, *parts["train"]]) == list(range(150))
    assert pickle.loads(pickle.dumps(rows)).tolist() == rows.tolist()
    folds = ours.indices(9, folds=3, no_shuffle=True)
    assert [fold["test"].tolist() for fold in folds] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    named = ours.indices(8, seed=1, ratio=0.5, stratify={"a": [1, 1, 1, 1, 2, 2, 2, 2], "b": list("xxyyxxyy")})
    assert len(named["train"]) == 4
    by_array = ours.indices(4, seed=1, ratio=0.5, stratify=array.array("h", [1, 1, 2, 2]))
    assert {row // 2 for row in by_array["train"]} == {0, 1}
    with pytest.raises(ours.UsageError, match="3 values for 4 rows"):
        ours.indices(4, stratify=[1, 2, 3])
    with pytest.raises(ours.UsageError, match="unknown option"):
        ours.indices(4, sede=1)


def test_views_outlive_their_plan():
    rows = ours.indices(100000, seed=1)["train"]
    view = np.asarray(rows)
    total = int(view.sum())
    del rows
    gc.collect()
    assert int(view.sum()) == total


def test_without_numpy():
    code = """
import sys
sys.modules["numpy"] = None
import splitdata
train, test = splitdata.train_test_split(list("abcdefghij"), random_state=1, stratify=list("xyxyxyxyxy"))
assert len(test) == 3 and sorted(train + test) == list("abcdefghij")
assert [test.tolist() for _, test in splitdata.KFold(2).split(range(4))] == [[0, 1], [2, 3]]
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_threads():
    expected = [part.tolist() for part in ours.train_test_split(np.arange(200000), random_state=7)]
    wrong = []

    def work():
        for _ in range(3):
            if [part.tolist() for part in ours.train_test_split(np.arange(200000), random_state=7)] != expected:
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_leaks():
    """References and memory stay where they are over many calls (100,000 by SPLITDATA_CASES=20000)."""
    key = np.arange(20) % 2
    def call():
        ours.train_test_split(key, random_state=1, stratify=key)
        with pytest.raises(ValueError):
            ours.indices(20, stratify=key, ratio=3)
    for _ in range(200):
        call()
    references, memory = sys.getrefcount(key), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(CASES // 2 if CASES <= 600 else 100000):
        call()
    gc.collect()
    assert sys.getrefcount(key) <= references + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 8000


def test_a_predefined_split_without_folds():
    assert list(ours.PredefinedSplit([-1, -1]).split()) == list(theirs.PredefinedSplit([-1, -1]).split()) == []


def test_the_values_of_a_single_array_are_shuffled_themselves():
    for values in (np.arange(1000), np.arange(1000) / 7, np.arange(1000, dtype="u8"), np.arange(2000).reshape(1000, 2)):
        before = values.copy()
        for classes in (None, np.arange(1000) % 7):
            mine = ours.train_test_split(values, random_state=3, test_size=0.3, stratify=classes)
            yours = theirs.train_test_split(values, random_state=3, test_size=0.3, stratify=classes)
            assert all(map(np.array_equal, mine, yours)) and mine[0].dtype == yours[0].dtype
            assert mine[0].flags.writeable
        assert np.array_equal(values, before)
    state = np.random.RandomState(5), np.random.RandomState(5)
    for _ in range(2):
        assert all(map(np.array_equal, ours.train_test_split(before[:, 0].copy(), random_state=state[0]),
                       theirs.train_test_split(before[:, 0].copy(), random_state=state[1])))
