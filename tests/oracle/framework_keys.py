# SPDX-License-Identifier: MIT
"""Cases of framework_splits.py for NumPy's orders and for recipes by key."""
import hashlib
import zlib

from framework_splits import by_rows, digest, heads, table, value


def numpy(draw):
    from numpy.random import RandomState
    n, seed = draw.n(), draw.legacy_seed()
    words, train = draw.train_size(n)
    return by_rows(n, seed, words, lambda: heads(RandomState(seed).permutation(n), n, train))


def numpy_mask(draw):
    from numpy.random import RandomState
    n, seed, share = draw.n(), draw.legacy_seed(), draw.share()

    def make():
        mask = RandomState(seed).rand(n) < value(share)
        return {"train": [row for row in range(n) if mask[row]], "test": [row for row in range(n) if not mask[row]]}
    return by_rows(n, seed, ["--ratio", share], make)


def sides(case, rows, train):
    """Adds what is expected: the rows for which `train` holds, and the others."""
    parts = {"train": digest([row for row in rows if train(row)]), "test": digest([row for row in rows if not train(row)])}
    empty = any((len(part) if isinstance(part, list) else part["n"]) == 0 for part in parts.values())
    return case | {"expect": {"error": "an empty part"} if empty else parts}


def by_key(draw, name, number):
    """Keys of all kinds; `number` is the call of whose remainder the part comes."""
    n, buckets = draw.n(), draw.choice([2, 10, 100, 1000])
    alphabet = draw.choice(["0123456789", "abcXYZ -_.", 'ab 0,"é漢🎲\n'])
    keys = ["".join(draw.choice(alphabet) for _ in range(draw.choice([1, 3, 8, 16, 40, 130]))) for _ in range(n)]
    train = draw.randrange(1, buckets)
    case = {"like": f"{name},buckets={buckets}", "csv": table(k=keys, i=[str(i) for i in range(n)]),
            "words": ["--hash", "k", "--parts", f"train={train}/{buckets},test={buckets - train}/{buckets}"]}
    return sides(case, range(n), lambda row: number(keys[row]) % buckets < train)


def sha256(draw):
    return by_key(draw, "sha256", lambda key: int(hashlib.sha256(key.encode()).hexdigest(), 16))


def md5(draw):
    return by_key(draw, "md5", lambda key: int(hashlib.md5(key.encode()).hexdigest(), 16))


def xxh64(draw):
    import xxhash
    return by_key(draw, "xxh64", lambda key: xxhash.xxh64_intdigest(key.encode()))


def bigquery(draw):
    import farmhash

    def number(key):
        number = farmhash.fingerprint64(key)
        return abs(number - 2**64 if number >= 2**63 else number)
    return by_key(draw, "bigquery", number)


def geron(draw):
    import numpy as np
    n, share = draw.n(), draw.share()
    keys = [draw.choice([draw.randrange(100), draw.randrange(-2**63, 2**63)]) for _ in range(n)]
    case = {"csv": table(k=[str(key) for key in keys], i=[str(i) for i in range(n)]), "words": ["--hash", "k", "--test-size", share]}
    return sides(case, range(n), lambda row: zlib.crc32(np.int64(keys[row])) >= value(share) * 2**32)
