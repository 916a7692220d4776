#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rule of --like splitdata (docs/reproducibility.md), written once more in Python's own integers, and the cases of
recipes/splitdata.jsonl, which it makes.

usage: keyed_rule.py >recipes/splitdata.jsonl"""
import hashlib
import json
import struct

WORD = 0xFFFFFFFF


def philox(counter, key):
    """Philox 4x32 with 10 rounds (Salmon et al., SC11)."""
    (a, b, c, d), (k0, k1) = counter, key
    for _ in range(10):
        p, q = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = q >> 32 ^ b ^ k0, q & WORD, p >> 32 ^ d ^ k1, p & WORD
        k0, k1 = k0 + 0x9E3779B9 & WORD, k1 + 0xBB67AE85 & WORD
    return a, b, c, d


# The vectors that the paper's authors publish with it.
assert philox((0,) * 4, (0,) * 2) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
assert philox((WORD,) * 4, (WORD,) * 2) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)
assert philox((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
              (0xA4093822, 0x299F31D0)) == (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)


def key(seed, row):
    first, second, _, _ = philox((row & WORD, row >> 32, 0, 0), (seed & WORD, seed >> 32))
    return first | second << 32


def order(n, seed):
    return sorted(range(n), key=lambda row: (key(seed, row), row))


def rows(numbers):
    if len(numbers) <= 100:
        return numbers
    packed = struct.pack(f"<{len(numbers)}q", *numbers)
    return {"n": len(numbers), "first10": numbers[:10], "last10": numbers[-10:],
            "sha256_i64le": hashlib.sha256(packed).hexdigest()}


def cases():
    for n in (2, 3, 7, 10, 33, 100):
        for seed in (0, 1, 42, 2**32 - 1, 2**32, 2**64 - 1):
            yield n, seed, {"train_size": "0.8", "test_size": None}, int(0.8 * n), n, list
    for n in (10, 97):
        for seed in (5, 101):
            for share in ("0.5", "0.29"):
                yield n, seed, {"train_size": share, "test_size": None}, int(float(share) * n), n, list
            yield n, seed, {"words": ["--train-size", "3", "--test-size", "4"]}, 3, 7, list
            yield n, seed, {"words": ["--order", "input"]}, int(0.8 * n), n, sorted
    for n, seed in ((5000, 7), (5000, 2**63), (70000, 101)):
        yield n, seed, {"train_size": "0.8", "test_size": None}, int(0.8 * n), n, list


def main():
    for number, (n, seed, asked, cut, end, arranged) in enumerate(cases(), 1):
        numbers = order(n, seed)
        expect = {"train": rows(arranged(numbers[:cut])), "test": rows(arranged(numbers[cut:end]))}
        print(json.dumps({"id": f"splitdata/{number:03}", "n": n, "seed": seed, **asked, "expect": expect},
                         separators=(",", ":")))


if __name__ == "__main__":
    main()
