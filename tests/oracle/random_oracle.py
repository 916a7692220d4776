#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares `splitdata random` with the NumPy, Python and PyTorch that run this script.

usage: random_oracle.py PROGRAM [numpy generator python torch double refusals]
       random_oracle.py --vectors    prints vectors for tests/golden/random_made.txt

What is asked for by name must be there; else what is not installed is left out.

Each case is one seed and a chain of calls joined by `then`, so that the state between different
functions is checked too. Everything is drawn from fixed seeds.
"""
import random
import struct
import subprocess
import sys

SEEDS = 3000

GENERATORS = {"numpy-pcg64": "PCG64", "numpy-pcg64dxsm": "PCG64DXSM", "numpy-philox": "Philox",
              "numpy-sfc64": "SFC64", "numpy-mt19937": "MT19937"}


def run(program, like, seed, calls, more=()):
    words = [program, "random", "--like", like, f"--seed={seed}", *more]
    for i, call in enumerate(calls):
        words += (["then"] if i else []) + [str(word) for word in call]
    return subprocess.run(words, capture_output=True, text=True, check=False,
                          encoding="utf-8", errors="surrogateescape")


class Tally:
    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def check(self, what, result, expected):
        if result.stdout.splitlines() == expected and result.returncode == 0:
            self.passed += 1
            return
        self.failed += 1
        if self.failed <= 10:
            got = result.stdout.splitlines()
            at = next((i for i, (a, b) in enumerate(zip(got, expected)) if a != b), None)
            print(f"{self.name}: {what}: line {at}: {got[at:at + 3] if at is not None else len(got)}"
                  f" not {expected[at:at + 3] if at is not None else len(expected)} {result.stderr}")

    def done(self):
        print(f"{self.name}: {self.passed} passed, {self.failed} failed")
        return self.failed


def lines(values):
    """What the command prints for a NumPy array, a list or a number."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    return [repr(v) for v in (values if isinstance(values, list) else [values])]


def any_range(draw):
    low, high = sorted(draw.choice([draw.randrange(-2**63, 2**63), draw.randrange(-100, 100),
                                    draw.randrange(-2**33, 2**33)]) for _ in range(2))
    special = draw.choice([(0, 2**32), (0, 2**32 - 1), (-2**63, 2**63 - 1), (5, 6), (0, 2**31)])
    return draw.choice([(low, high + 1 if high < 2**63 - 1 else high), special])


def any_doubles(draw, count):
    return sorted(draw.choice([draw.uniform(-9, 9), float(draw.randrange(-9, 9)),
                               draw.uniform(-1e9, 1e-9)]) for _ in range(count))


def probabilities(draw, numpy):
    weights = numpy.array([draw.choice([0.0, 1.0, draw.random(), draw.random() ** 8])
                           for _ in range(draw.randrange(1, 40))] + [0.5])
    p = weights / weights.sum()
    return p, ",".join(repr(v) for v in p.tolist()), int((p > 0).sum())


def choice_call(draw, numpy, generator):
    """The words of a choice and the keyword arguments of the real one."""
    if draw.random() < 0.4:
        p, text, positive = probabilities(draw, numpy)
        replace = draw.random() < 0.5
        k = draw.randrange(0, 60 if replace else positive + 1)
        words = ["choice", len(p), k] + ([] if replace else ["--no-replace"])
        return words + ["--p", text], {"a": len(p), "size": k, "replace": replace, "p": p}
    n = draw.choice([1, 2, 10, 50, 1000, 10000, 10001, 20000])
    replace = draw.random() < 0.3
    k = draw.choice([0, 1, n // 60, n // 50, n // 50 + 1, n // 20, n // 20 + 1, n // 2, n])
    words = ["choice", n, k] + ([] if replace else ["--no-replace"])
    arguments = {"a": n, "size": k, "replace": replace}
    if generator and not replace and draw.random() < 0.5:
        arguments["shuffle"] = False
        words.append("--no-shuffle")
    return words, arguments


def legacy_call(draw, numpy, state):
    op = draw.choice(["random_sample", "rand", "randint", "random_integers", "uniform",
                      "standard_exponential", "exponential", "triangular", "standard_normal",
                      "randn", "normal", "permutation", "shuffle", "choice", "raw"])
    k = draw.randrange(1, 6)
    n = ["-n", k]
    if op in ("rand", "randn"):
        return n + [op], getattr(state, op)(k)
    if op in ("random_sample", "standard_exponential", "standard_normal"):
        return n + [op], getattr(state, op)(k)
    if op == "randint":
        low, high = any_range(draw)
        return n + [op, low, high], state.randint(low, high, k, dtype=numpy.int64)
    if op == "random_integers":
        low, high = any_range(draw)
        return n + [op, low, high - 1], state.randint(low, high, k, dtype=numpy.int64)
    if op in ("uniform", "triangular"):
        a = any_doubles(draw, 2 if op == "uniform" else 3)
        if op == "triangular" and a[0] == a[2]:
            a[2] += 1
        return n + [op] + a, getattr(state, op)(*a, size=k)
    if op == "exponential":
        return n + [op, 2.5], state.exponential(2.5, k)
    if op == "normal":
        return n + [op, -1.5, 0.1], state.normal(-1.5, 0.1, k)
    if op == "choice":
        words, arguments = choice_call(draw, numpy, False)
        return words, state.choice(**arguments)
    if op == "raw":
        return n + [op], state.randint(0, 2**32, k, dtype=numpy.uint32)
    size = draw.choice([0, 1, 2, 3, 7, 100, draw.randrange(3000)])
    if op == "permutation":
        return [op, size], state.permutation(size)
    items = [str(draw.randrange(1000)) for _ in range(size % 50 + 1)]
    words = [op] + items
    state.shuffle(items)
    return words, [int(v) for v in items]


def check_numpy(program):
    import numpy
    tally, draw = Tally("numpy " + numpy.__version__), random.Random("splitdata numpy")
    for _ in range(SEEDS):
        kind = draw.randrange(3)
        seed = draw.getrandbits(32) if kind else draw.randrange(200)
        if kind == 2:
            seed = [draw.getrandbits(32) for _ in range(draw.choice([1, 2, 5, 623, 624, 625, 700]))]
        state = numpy.random.RandomState(seed)
        text = ",".join(map(str, seed)) + "," if kind == 2 else str(seed)
        calls, expected = [], []
        for _ in range(12):
            call, values = legacy_call(draw, numpy, state)
            calls.append(call)
            expected += lines(values)
        tally.check((text[:40], calls), run(program, "numpy", text, calls), expected)
    state = numpy.random.RandomState(7)
    tally.check("long", run(program, "numpy", 7, [["permutation", 300000]]),
                lines(state.permutation(300000)))
    return tally.done()


def generator_call(draw, numpy, rng):
    op = draw.choice(["random", "integers", "uniform", "standard_exponential", "triangular",
                      "choice", "permutation", "raw", "integers", "choice"])
    k = draw.randrange(1, 6)
    n = ["-n", k]
    if op in ("random", "standard_exponential"):
        return n + [op], getattr(rng, op)(k)
    if op == "integers":
        low, high = any_range(draw)
        if draw.random() < 0.5:
            return n + [op, low, high - 1, "--endpoint"], rng.integers(low, high - 1, k,
                                                                       endpoint=True)
        return n + [op, low, high], rng.integers(low, high, k)
    if op in ("uniform", "triangular"):
        a = any_doubles(draw, 2 if op == "uniform" else 3)
        if op == "triangular" and a[0] == a[2]:
            a[2] += 1
        return n + [op] + a, getattr(rng, op)(*a, size=k)
    if op == "choice":
        words, arguments = choice_call(draw, numpy, True)
        return words, rng.choice(**arguments)
    if op == "raw":
        return n + [op], rng.bit_generator.random_raw(k)
    size = draw.choice([0, 1, 2, 3, 7, 100, draw.randrange(3000)])
    return [op, size], rng.permutation(size)


def check_generator(program):
    import numpy
    tally, draw = Tally("generator " + numpy.__version__), random.Random("splitdata generator")
    kinds = {like: getattr(numpy.random, name) for like, name in GENERATORS.items()}
    for _ in range(SEEDS // 2):
        for like, kind in kinds.items():
            seed = draw.getrandbits(draw.choice([1, 8, 32, 33, 64, 65, 128, 200, 3000]))
            text = str(seed)
            if draw.random() < 0.3:
                seed = [draw.getrandbits(draw.choice([8, 32, 70])) for _ in range(draw.randrange(1, 9))]
                text = ",".join(map(str, seed)) + ","
            rng = numpy.random.Generator(kind(seed))
            calls, expected = [], []
            for _ in range(8):
                call, values = generator_call(draw, numpy, rng)
                calls.append(call)
                expected += lines(values)
            tally.check((like, text[:40], calls), run(program, like, text, calls), expected)
    rng = numpy.random.default_rng(3)
    tally.check("ziggurat", run(program, "numpy-pcg64", 3, [["-n", 200000, "standard_exponential"]]),
                lines(rng.standard_exponential(200000)))
    return tally.done()


def python_seed(draw):
    """A seed and its text, for version 1 or 2."""
    kind = draw.randrange(6)
    if kind == 0:
        seed = draw.choice([draw.randrange(1000), draw.getrandbits(draw.choice([32, 64, 65, 500, 9000]))])
        seed = draw.choice([seed, -seed])
        return seed, draw.choice([str(seed), f"int:{seed}"])
    if kind == 1:
        seed = struct.unpack("d", draw.randbytes(8))[0]
        seed = draw.choice([seed if seed == seed else 0.5, draw.uniform(-9, 9), float("inf"), -0.0,
                            float(draw.randrange(-99, 99)), 5e-324])
        return seed, f"float:{seed!r}"
    if kind == 2:
        seed = draw.randbytes(draw.choice([0, 1, 5, 64, 2000]))
        return seed, "bytes:" + seed.hex()
    alphabet = "abc XYZ 0123456789-_.,:;\n\täß漢字🎲\u0000"[:-1]
    seed = "".join(draw.choice(alphabet) for _ in range(draw.choice([0, 1, 3, 20, 700])))
    plain = seed.lstrip("+-").isdecimal() or ":" in seed
    return seed, "str:" + seed if plain or draw.random() < 0.3 else seed


def any_integer(draw):
    value = draw.getrandbits(draw.choice([1, 5, 31, 32, 33, 63, 64, 65, 100, 300]))
    return draw.choice([value, -value])


def python_call(draw, state):
    op = draw.choice(["random", "uniform", "randint", "randrange", "getrandbits", "sample", "choice",
                      "choices", "triangular", "expovariate", "permutation", "shuffle", "raw"])
    k = draw.randrange(1, 5)
    n = ["-n", k]
    if op == "random":
        return n + [op], [state.random() for _ in range(k)]
    if op == "uniform":
        a = any_doubles(draw, 2)
        return n + [op] + a, [state.uniform(*a) for _ in range(k)]
    if op == "randint":
        low, high = sorted([any_integer(draw), any_integer(draw)])
        return n + [op, low, high], [state.randint(low, high) for _ in range(k)]
    if op == "randrange":
        a = [any_integer(draw), any_integer(draw), any_integer(draw) or 1]
        if (a[1] - a[0]) * a[2] <= 0:
            a = [abs(any_integer(draw)) + 1]
        return n + [op] + a, [state.randrange(*a) for _ in range(k)]
    if op == "getrandbits":
        bits = draw.choice([1, 7, 31, 32, 33, 64, 65, 100, 1000])
        return n + [op, bits], [state.getrandbits(bits) for _ in range(k)]
    if op == "sample":
        size = draw.choice([0, 1, 20, 21, 22, 36, 37, 85, 86, 100, 1000, 10**12])
        count = draw.randrange(0, min(size, 300) + 1)
        return [op, size, count], state.sample(range(size), count)
    if op == "choice":
        size = draw.choice([1, 2, 3, 64, 65, 10**6, 2**40])
        return n + [op, size], [state.choice(range(size)) for _ in range(k)]
    if op == "choices":
        size, count = draw.randrange(1, 30), draw.randrange(0, 40)
        if draw.random() < 0.5:
            return [op, size, count], state.choices(range(size), k=count)
        weights = [draw.choice([0.0, 1.0, draw.random(), 3.0]) for _ in range(size)] + [0.25]
        text = ",".join(repr(w) for w in weights)
        return ([op, size + 1, count, "--weights", text],
                state.choices(range(size + 1), weights, k=count))
    if op == "triangular":
        a = any_doubles(draw, 3)
        a = draw.choice([[a[0], a[2], a[1]], [a[0], a[2]], [], [1.5, 1.5, 1.5]])
        return n + [op] + a, [state.triangular(*a) for _ in range(k)]
    if op == "expovariate":
        lambd = draw.choice([0.5, -2.0, 1e-300, draw.random() + 1e-9])
        return n + [op, lambd], [state.expovariate(lambd) for _ in range(k)]
    if op == "raw":
        return n + [op], [state.getrandbits(32) for _ in range(k)]
    size = draw.choice([1, 2, 3, 8, 100, draw.randrange(1, 2000)])
    items = list(range(size))
    words = [op, size] if op == "permutation" else [op] + items
    state.shuffle(items)
    return words, items


def check_python(program):
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    tally, draw = Tally("python " + sys.version.split()[0]), random.Random("splitdata python")
    for _ in range(2 * SEEDS):
        seed, text = python_seed(draw)
        version = draw.choice([1, 2, 2])
        state = random.Random()
        state.seed(seed, version=version)
        calls, expected = [], []
        for _ in range(10):
            call, values = python_call(draw, state)
            calls.append(call)
            expected += lines(values)
        tally.check((text[:60], version, calls),
                    run(program, "python", text, calls, ["--seed-version", str(version)]), expected)
    return tally.done()


def check_torch(program):
    import torch
    tally, draw = Tally("torch " + torch.__version__), random.Random("splitdata torch")
    for _ in range(2 * SEEDS):
        seed = draw.choice([draw.randrange(-2**63, 2**64), draw.randrange(100), -1, 2**64 - 1])
        generator = torch.Generator().manual_seed(seed)
        sizes = [draw.choice([0, 1, 2, 10, draw.randrange(5000)]) for _ in range(3)]
        expected = [v for n in sizes for v in lines(torch.randperm(n, generator=generator))]
        tally.check((seed, sizes), run(program, "torch", seed, [["randperm", n] for n in sizes]),
                    expected)
    return tally.done()


def check_double(program):
    """Doubles in and out: uniform A A gives back A."""
    tally, draw = Tally("double"), random.Random("splitdata double")
    values = [struct.unpack("d", draw.randbytes(8))[0] for _ in range(3000)]
    values += [draw.choice([-1, 1]) * 10.0 ** draw.randrange(-320, 308) for _ in range(300)]
    values += [2.0 ** draw.randrange(-1074, 1023) for _ in range(600)]
    values += [float(draw.getrandbits(draw.randrange(1, 70))) for _ in range(600)]
    values = [v for v in values if v == v and abs(v) != float("inf")]
    for start in range(0, len(values), 100):
        block = values[start:start + 100]
        texts = [draw.choice([repr(v), "%.40e" % v, "%.800g" % v, "%.17g" % v]) for v in block]
        calls = [["uniform", text, text] for text in texts]
        tally.check(texts[:1], run(program, "python", 1, calls), [repr(v + 0.0) for v in block])
        tally.check("hex", run(program, "python", 1, calls, ["--hex"]), [(v + 0.0).hex() for v in block])
    return tally.done()


def refused_calls(numpy, draw):
    """Arguments that break a rule: a generator, the words, and the call of the framework."""
    def legacy():
        return numpy.random.RandomState(1)

    def modern():
        return numpy.random.default_rng(1)

    low = draw.randrange(-1000, 1000)
    high = low - draw.randrange(1, 1000)
    a, b, c = sorted(draw.uniform(-9, 9) for _ in range(3))
    n, more = draw.randrange(1, 90), draw.randrange(1, 90)
    wrong = [0.3] * (n + 4)
    text = ",".join(map(str, wrong))
    few = [1.0] + [0.0] * n
    few_text = ",".join(map(str, few))
    python = random.Random(1)
    for like, rng in (("numpy", legacy), ("numpy-pcg64", modern)):
        for words, values in ((["triangular", b, a, c], (b, a, c)), (["triangular", a, c, b], (a, c, b)),
                              (["triangular", a, a, a], (a, a, a))):
            yield like, words, lambda rng=rng, values=values: rng().triangular(*values)
        yield like, ["choice", n, n + more, "--no-replace"], lambda rng=rng: rng().choice(
            n, n + more, replace=False)
        yield like, ["choice", len(few), 2, "--no-replace", "--p", few_text], lambda rng=rng: rng(
        ).choice(len(few), 2, replace=False, p=few)
        yield like, ["choice", 2, 2, "--p", "1.5,-0.5"], lambda rng=rng: rng().choice(2, 2, p=[1.5, -0.5])
        yield like, ["uniform", "-inf", a], lambda rng=rng: rng().uniform(-float("inf"), a)
    yield "numpy", ["choice", len(wrong), 2, "--p", text], lambda: legacy().choice(len(wrong), 2, p=wrong)
    yield "numpy", ["randint", low, high], lambda: legacy().randint(low, high)
    yield "numpy", ["randint", low, low], lambda: legacy().randint(low, low)
    yield "numpy", ["exponential", high - 1000], lambda: legacy().exponential(high - 1000)
    yield "numpy", ["normal", low, -more], lambda: legacy().normal(low, -more)
    yield "numpy-pcg64", ["integers", low, low], lambda: modern().integers(low, low)
    yield "numpy-pcg64", ["integers", low, high, "--endpoint"], lambda: modern().integers(
        low, high, endpoint=True)
    yield "numpy-pcg64", ["uniform", c, a], lambda: modern().uniform(c, a)
    yield "python", ["sample", n, n + more], lambda: python.sample(range(n), n + more)
    yield "python", ["choices", 2, 1, "--weights", "0,0"], lambda: python.choices(range(2), [0.0, 0.0])
    yield "python", ["choice", 0], lambda: python.choice(range(0))


def check_refusals(program):
    """What the framework refuses is refused with its words."""
    import numpy
    tally, draw = Tally("refusals"), random.Random("splitdata refusals")
    for _ in range(100):
        for like, words, call in refused_calls(numpy, draw):
            try:
                call()
                sentence = "the framework took it"
            except (ValueError, OverflowError, IndexError) as error:
                sentence = str(error)
            result = run(program, like, 1, [words])
            message = result.stderr.rstrip("\n")
            good = (result.returncode == 2 and result.stdout == "" and "\n" not in message
                    and sentence.lower() in message.lower())
            tally.passed += good
            tally.failed += not good
            if not good and tally.failed <= 10:
                print(f"refusals: {like} {words}: {message!r} not {sentence!r}")
    return tally.done()


CHECKS = {"numpy": check_numpy, "generator": check_generator, "python": check_python,
          "torch": check_torch, "double": check_double, "refusals": check_refusals}


def vectors():
    """Functions that the golden results leave out."""
    import numpy
    draw = random.Random("vectors")

    def line(like, seed, words, values):
        def show(value):
            if not isinstance(value, float):
                return str(value)
            mantissa, exponent = value.hex().split("p")
            return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + "p" + exponent
        print(f"{like} {seed} | {' '.join(map(show, words))} | {' '.join(map(show, values))}")

    for _ in range(12):
        seed = draw.getrandbits(32)
        state = numpy.random.RandomState(seed)
        scale = draw.choice([0.0, 2.5, draw.uniform(0, 1e6)])
        line("numpy", seed, ["exponential", 20, scale], state.exponential(scale, 20).tolist())
        low, high = any_range(draw)
        line("numpy", seed, ["random_integers", 20, low, high - 1], numpy.random.RandomState(
            seed).randint(low, high, 20, dtype=numpy.int64).tolist())
        for like, name in GENERATORS.items():
            kind = getattr(numpy.random, name)
            a = any_doubles(draw, 2)
            line(like, seed, ["uniform", 10, *a],
                 numpy.random.Generator(kind(seed)).uniform(*a, size=10).tolist())
            line(like, seed, ["integers_endpoint", 10, low, high - 1], numpy.random.Generator(
                kind(seed)).integers(low, high - 1, 10, endpoint=True).tolist())
        state = random.Random(seed)
        a = any_doubles(draw, 2)
        line("python", seed, ["uniform", 20, *a], [state.uniform(*a) for _ in range(20)])
        state = random.Random(seed)
        n = draw.getrandbits(draw.choice([65, 100, 200])) + 1
        line("python", seed, ["randbelow_words", 10, n], [state.randrange(n) for _ in range(10)])


def main():
    if sys.argv[1] == "--vectors":
        vectors()
        return 0
    failed = 0
    for name in sys.argv[2:] or CHECKS:
        try:
            failed += CHECKS[name](sys.argv[1])
        except ImportError as missing:
            print(f"{name}: {missing}, {'FAILED' if sys.argv[2:] else 'skipped'}")
            failed += len(sys.argv) > 2
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
