# SPDX-License-Identifier: MIT
"""Files with key columns of every kind, from fixed seeds, for ways_oracle.py."""
import math

MISSING = ["", "NA", "nan", "NULL", "None", "#N/A", "n/a", "<NA>"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def field(rng, text):
    """A field whose value is the text: in quotes where it must be, and now and then where not."""
    if any(c in text for c in ',"\n\r') or text != text.strip() and rng.random() < 0.5:
        return quoted(text)
    return quoted(text) if rng.random() < 0.15 else text


def integers(rng, k):
    return [str(v) for v in rng.sample(range(-5, 200), k)]


def written_integers(rng, k):
    """One number in several spellings."""
    form = [lambda v: f"{v}", lambda v: f"0{v}", lambda v: f"+{v}", lambda v: f" {v}", lambda v: f"{v} "]
    values = rng.sample(range(0, 40), k)
    return [rng.choice(form)(rng.choice(values)) for _ in range(2 * k)]


def negative(rng, k):
    return [str(-v) for v in rng.sample(range(1, 300), k)]


def big_integers(rng, k):
    pool = [2**63 - 1, 2**63 - 2, -2**63, 2**62, 10**18, 10**18 + 1, -10**18, 9007199254740993, 9007199254740992,
            *range(20)]
    return [str(v) for v in rng.sample(pool, min(k, len(pool)))]


def unsigned(rng, k):
    pool = [2**64 - 1, 2**64 - 2, 2**63, 2**63 + 1, 2**63 + 2, *range(20)]
    return [str(2**63 + 5)] + [str(v) for v in rng.sample(pool, min(k, len(pool)) - 1)]


def floats(rng, k):
    pool = sorted({round(rng.uniform(-50, 50), rng.choice([1, 2, 3])) for _ in range(4 * k)})
    return [repr(v) for v in rng.sample(pool, k)]


def whole_floats(rng, k):
    return [rng.choice([f"{v}.0", f"{v}.", f"{v}", f"{v}e0"]) for v in rng.sample(range(-9, 90), k)] + ["3.0"]


def odd_floats(rng, k):
    pool = ["1e-5", "0.00001", "1E5", "1e16", "1e15", "0.1", ".5", "0.50", "5e-1", "-0.0", "0", "123456.789", "1e300",
            "0.30000000000000004", "0.3", "2.5e-8"]
    return rng.sample(pool, min(k + 2, len(pool))) + ["1.5"]


def booleans(rng, k):
    return rng.sample(["True", "False", "TRUE", "FALSE", "true", "false"], 4) if k > 2 else ["True", "False"]


def words(rng, k):
    pool = ["setosa", "versicolor", "virginica", "male", "female", "a", "b", "B", "Zebra", "zebra", "-", "_", "a b",
            "ab", "a,b", 'say "so"', "1a", "a1", "x=y", "#3", "0x10", "1_0", "yes", "no", "line\nbreak"]
    return rng.sample(pool, min(k, len(pool)))


def unicode(rng, k):
    pool = ["é", "e", "ß", "ss", "Ω", "日本", "日", "☕", "😀", "\ue000", "\U00010000", "ffi", "ﬀ", "Ä", "A", "а", "z",
            "\u00a0", "naïve"]
    return rng.sample(pool, min(k, len(pool)))


def blanks(rng, k):
    """Blanks around text are part of it."""
    pool = ["a", " a", "a ", "  a", "b", " b", "\ta", "a\t", "c d", "c  d"]
    return rng.sample(pool, min(max(k, 3), len(pool)))


def mixed(rng, k):
    """Numbers and text: all is text."""
    return [str(v) for v in rng.sample([1, 2, 10, 9, 100, -1, 1.5, 20], min(k, 8))] + ["x"]


def mixed_booleans(rng, k):
    return ["True", "False", rng.choice(["1", "yes", "0.5"])] + [str(v) for v in range(max(0, k - 3))]


KINDS = [integers, written_integers, negative, big_integers, unsigned, floats, whole_floats, odd_floats, booleans,
         words, unicode, blanks, mixed, mixed_booleans]
# What StratifiedKFold takes for classes.
CLASS_KINDS = [integers, written_integers, negative, big_integers, unsigned, whole_floats, booleans, words, unicode,
               blanks, mixed, mixed_booleans]


def spread(rng, labels, n):
    """n labels: of equal weight, of falling weight, in runs, or many small classes."""
    form = rng.randrange(4)
    if form == 0:
        return [rng.choice(labels) for _ in range(n)]
    if form == 1:
        return rng.choices(labels, [1 / (1 + i) for i in range(len(labels))], k=n)
    if form == 2:
        return sorted((rng.choice(labels) for _ in range(n)), reverse=rng.random() < 0.5)
    return [labels[i * len(labels) // n] for i in range(n)]


def column(rng, n, kinds, most=None):
    kind = rng.choice(kinds)
    k = rng.choice([2, 2, 3, 3, 5, 8, 13])
    if kind in (integers, floats, negative) and rng.random() < 0.2:
        k = min(max(2, n // 3), 100)  # many small classes
    if most is not None:
        k = min(k, most)
    return kind.__name__, spread(rng, kind(rng, k), n)


def group_column(rng, n):
    """Groups as numbers or texts, of equal or unlike sizes."""
    count = rng.choice([2, 3, 5, 8, 12, 16, 17, 20, 40, max(2, n // 4), max(2, n // 2)])
    form = rng.randrange(4)
    if form == 0:
        names = [str(v) for v in rng.sample(range(10000), count)]
    elif form == 1:
        names = [f"P{v:05d}" for v in rng.sample(range(10000), count)]
    elif form == 2:
        names = [f"g{v}" for v in range(count)]
    else:
        names = [repr(v / 4) for v in rng.sample(range(10000), count)]
    if rng.random() < 0.5:
        cells = [rng.choice(names) for _ in range(n)]
    else:
        cells = rng.choices(names, [math.exp(-4 * i / count) for i in range(count)], k=n)
    return cells


def rows_of(rng, columns, header, end="\n"):
    """The header and the records as they are in the file."""
    lines = [[field(rng, cell) for cell in cells] for cells in zip(*columns)]
    return (",".join(header) + end).encode(), [(",".join(line) + end).encode() for line in lines]
