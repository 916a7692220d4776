#!/usr/bin/env python3
"""The split id, as docs/reproducibility.md says it: split_id.py INPUT PART=INDICES...

INPUT has a header and one record a line; INDICES are outputs of --emit indices, in the parts' order.
"""
import sys

MASK, GOLDEN = 2**64 - 1, 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def split_id(parts):
    """parts: (repeat or 0, fold or 0, name, [byte where each record begins in the input])"""
    state = 0
    for repeat, fold, name, starts in parts:
        total = sum(mix((start + (k + 1) * GOLDEN) & MASK) for k, start in enumerate(starts))
        name = name.encode()
        for value in (repeat, fold, len(name), *name, len(starts), total):
            state = mix((state + value + GOLDEN) & MASK)
    text = f"{state:016x}"
    return "-".join(text[i:i + 4] for i in range(0, 16, 4))


def main():
    starts, at = [], 0
    for line in open(sys.argv[1], "rb"):
        if line.strip(b" \r\n"):
            starts.append(at)
        at += len(line)
    parts = []
    for word in sys.argv[2:]:
        name, path = word.split("=", 1)
        parts.append((0, 0, name, [starts[1 + int(row)] for row in open(path)]))
    print(split_id(parts))


if __name__ == "__main__":
    main()
