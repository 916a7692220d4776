#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/reproducibility.md as a program: reference_split.py SEED PARTS FILE DIRECTORY [REPEATS]

Writes what `splitdata -s SEED --parts PARTS -O DIRECTORY FILE` writes, for comma-separated files whose quotes
enclose whole fields. Python 3 alone, nothing shared with the C code: a second witness, slow and short."""
import os, re, sys
from fractions import Fraction

RECORD = re.compile(rb'(?:"[^"]*"|[^"\r\n])*(?:\r*\n|\r|\Z)')
LINE_END = re.compile(rb'\r*\n\Z|\r\Z')

def draws(seed):  # the 32-bit words of numpy.random.RandomState(seed)
    def init(word):
        key = [word]
        for i in range(1, 624):
            key.append(1812433253 * (key[-1] ^ key[-1] >> 30) + i & 0xFFFFFFFF)
        return key
    if ',' not in seed:
        key = init(int(seed))
    else:  # a list: init_by_array
        words, key, i = [int(word) for word in seed.removesuffix(',').split(',')], init(19650218), 1
        first = max(624, len(words))
        for step in range(first + 623):
            j = step % len(words)
            factor, add = (1664525, words[j] + j) if step < first else (1566083941, -i)
            key[i] = (key[i] ^ (key[i - 1] ^ key[i - 1] >> 30) * factor) + add & 0xFFFFFFFF
            i += 1
            if i == 624:
                key[0], i = key[623], 1
        key[0] = 0x80000000
    while True:
        for i in range(624):
            y = key[i] & 0x80000000 | key[(i + 1) % 624] & 0x7FFFFFFF
            key[i] = key[(i + 397) % 624] ^ y >> 1 ^ (y & 1) * 0x9908B0DF
        for y in key:
            y ^= y >> 11
            y ^= y << 7 & 0x9D2C5680
            y ^= y << 15 & 0xEFC60000
            yield y ^ y >> 18

def permutation(n, words):
    items = list(range(n))
    for i in range(n - 1, 0, -1):
        mask = (1 << i.bit_length()) - 1
        j = next(words) & mask
        while j > i:
            j = next(words) & mask
        items[i], items[j] = items[j], items[i]
    return items

def cut(shares, n):  # sizes of the parts
    ends = [int(float(sum(map(Fraction, shares[:i + 1]))) * n) for i in range(len(shares) - 1)] + [n]
    return [end - begin for begin, end in zip([0] + ends, ends)]

def main(seed, parts, path, directory, repeats=None):
    names, shares = zip(*(part.split('=') for part in parts.split(',')))
    with open(path, 'rb') as file:
        data = file.read()
    mark = data[:3] if data.startswith(b'\xef\xbb\xbf') else b''
    header, *records = [line for line in RECORD.findall(data[len(mark):]) if line.strip(b' \t\r\n')]
    end = LINE_END.search(header).group()
    stem, ext = os.path.splitext(os.path.basename(path))
    words, sizes = draws(seed), cut(shares, len(records))
    for repeat in range(1, int(repeats or 1) + 1):
        order, number = permutation(len(records), words), f'.repeat{repeat}' if repeats else ''
        for name, size in reversed(list(zip(names, sizes))):
            rows, order = [records[i] for i in order[:size]], order[size:]
            rows[:-1] = [row if LINE_END.search(row) else row + end for row in rows[:-1]]
            with open(os.path.join(directory, f'{stem}{number}.{name}{ext}'), 'wb') as file:
                file.write(mark + header + b''.join(rows))

if __name__ == '__main__':
    main(*sys.argv[1:])
