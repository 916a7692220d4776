# SPDX-License-Identifier: MIT
"""Generators draw what the living NumPy and Python draw (others: tests/oracle), into memory."""

import array
import pickle
import random
import threading

import numpy as np
import pytest

import splitdata
from splitdata.random import generator, names


def test_numpy():
    mine, yours = generator("numpy", 101), np.random.RandomState(101)
    for _ in range(3):
        assert mine.rand(size=5).tolist() == yours.rand(5).tolist()
        assert mine.randint(0, 10, size=700).tolist() == yours.randint(0, 10, 700).tolist()
        assert mine.permutation(9).tolist() == yours.permutation(9).tolist()
        assert mine.normal(1.5, 2.0) == yours.normal(1.5, 2.0)
        assert mine.choice(10, 4, replace=False).tolist() == yours.choice(10, 4, replace=False).tolist()
        assert mine.choice(3, 4, p=[0.25, 0.5, 0.25]).tolist() == yours.choice(3, 4, p=[0.25, 0.5, 0.25]).tolist()
    again = pickle.loads(pickle.dumps(mine))
    assert again.rand() == mine.rand() == yours.rand()
    mine, yours = generator("numpy", [1, 2]), np.random.RandomState([1, 2])
    assert mine.randint(5) == yours.randint(5)
    mine, yours = generator("numpy-pcg64", 5), np.random.default_rng(5)
    assert mine.integers(0, 9, endpoint=True, size=9).tolist() == yours.integers(0, 9, 9, endpoint=True).tolist()
    assert mine.choice(9, 5, replace=False, shuffle=False).tolist() == yours.choice(9, 5, False, shuffle=False).tolist()


def test_python():
    for seed in (10, "text", 0.5, b"\x00\xff"):
        mine, yours = generator("python", seed), random.Random(seed)
        assert mine.random() == yours.random() and mine.randint(1, 100) == yours.randint(1, 100)
        assert mine.getrandbits(200) == yours.getrandbits(200)
        assert mine.sample(20, 5).tolist() == yours.sample(range(20), 5)
        assert mine.choices(4, 3, weights=[1, 2, 3, 4]).tolist() == yours.choices(range(4), [1, 2, 3, 4], k=3)


def test_shuffles():
    mine, yours = generator("numpy", 3), np.random.RandomState(3)
    rows, same = np.arange(12.0).reshape(6, 2), np.arange(12.0).reshape(6, 2)
    mine.shuffle(rows)
    yours.shuffle(same)
    assert (rows == same).all()
    words, same = list("abcdefg"), list("abcdefg")
    mine.shuffle(words)
    yours.shuffle(same)
    assert words == same
    objects, same = np.array(list("abc"), dtype=object), np.array(list("abc"), dtype=object)
    with pytest.raises(TypeError, match="a list or an array"):
        mine.shuffle(objects)
    with pytest.raises(TypeError):
        mine.shuffle((1, 2))


def test_out():
    mine, yours = generator("numpy", 3), np.random.RandomState(3)
    numbers, words = np.empty(5, dtype="int64"), array.array("d", [0] * 4)
    assert mine.randint(0, 9, out=numbers) is numbers and numbers.tolist() == yours.randint(0, 9, 5).tolist()
    assert mine.rand(out=words).tolist() == yours.rand(4).tolist()
    for wrong in (np.empty(3, dtype="int32"), np.empty(3, dtype="int64")):
        with pytest.raises(ValueError, match="8-byte values of the type"):
            mine.rand(out=wrong)
    with pytest.raises(BufferError):
        mine.rand(out=b"12345678")


def test_errors():
    rng = generator("numpy", 1)
    for call, words in ((lambda: rng.nothing(), "numpy has no function"), (lambda: rng.randint(5, 1), "low >= high"),
                        (lambda: rng.rand(1), "rand takes"), (lambda: rng.rand(endpoint=True), "rand takes"),
                        (lambda: rng.rand(sise=3), "unknown option sise"), (lambda: generator("numpi", 1), "numpy"),
                        (lambda: generator("numpy", -1), "between 0 and"), (lambda: generator("numpy", 1, version=1), "version")):
        with pytest.raises(splitdata.UsageError, match=words):
            call()


def test_every_generator():
    for name in names():
        assert generator(name, 5).raw(3).tolist() == generator(name, 5).raw(3).tolist()
        assert len(generator(name).raw(2)) == 2


def test_one_thread_at_a_time():
    rng = generator("numpy", 1)
    failures = []

    def draw():
        try:
            rng.rand(size=3_000_000)
        except RuntimeError as error:
            failures.append(str(error))

    threads = [threading.Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("another thread" in failure for failure in failures)
