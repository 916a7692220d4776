#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes random_*.txt from the golden results of the real libraries.

usage: random_import.py PYTHON.json OTHER.json

Each line of a vector file is GENERATOR SEED | OPERATION | EXPECTED; `+ | OPERATION | EXPECTED` continues
with the generator of the line before. In seeds and words %XX is a byte. Doubles are C99
hexadecimal floats as printed by printf's %a. EXPECTED `! ` is an error, `#N SHA` is the SHA-256 of N
integers in little-endian 64-bit form, `~N SHA` the same of N doubles.
"""
import json
import math
import sys
import urllib.parse

HEADER = """# SPDX-License-Identifier: MIT
# Results of the real libraries; random_import.py says what the lines mean.
# %s
"""


def a(value):
    """A double as printf("%a") writes it."""
    text = value if isinstance(value, str) else float(value).hex()
    text = float.fromhex(text).hex()
    mantissa, exponent = text.split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + "p" + exponent


def word(text):
    return urllib.parse.quote(str(text), safe="-+,:.")


def expected(e):
    if "error" in e:
        return "!"
    if "sha256_i64le" in e:
        return f"#{e['n']} {e['sha256_i64le']}"
    if "sha256_f64le" in e:
        return f"~{e['n']} {e['sha256_f64le']}"
    for key in ("indices", "ints", "uint64"):
        if key in e:
            return " ".join(str(v) for v in e[key])
    if "floats" in e:
        return " ".join(a(v) for v in e["floats"])
    raise KeyError(e)


def index_list(v):
    if "full" in v:
        return " ".join(str(i) for i in v["full"])
    return f"#{v['len']} {v['sha256']}"


BITGENS = {"PCG64": "numpy-pcg64", "PCG64DXSM": "numpy-pcg64dxsm", "Philox": "numpy-philox",
           "SFC64": "numpy-sfc64", "MT19937": "numpy-mt19937"}


def numpy_seed(p):
    if "seed_array" in p:
        return ",".join(str(v) for v in p["seed_array"]) + ","
    seed = p["seed"]
    if isinstance(seed, list):
        return ",".join(str(v) for v in seed) + ","
    return str(seed)


def numpy_op(op, p):
    size = p.get("size", 1)
    names = {"raw_u32": "raw", "raw_u64": "raw", "randn": "standard_normal"}
    name = names.get(op, op)
    if op == "raw_u64" and p["bitgen"] == "MT19937":
        name = "next64"  # these were two words each
    if op in ("raw_u32", "raw_u64", "random", "random_sample", "randn", "standard_exponential"):
        return f"{name} {size}"
    if op in ("randint", "integers", "random_integers"):
        return f"{name} {size} {p['low']} {p['high']}"
    if op == "uniform":
        return f"{name} {size} {a(p['low'])} {a(p['high'])}"
    if op == "normal":
        return f"{name} {size} {a(p['loc'])} {a(p['scale'])}"
    if op == "triangular":
        return f"{name} {size} {a(p['left'])} {a(p['mode'])} {a(p['right'])}"
    if op in ("permutation", "shuffle"):
        return f"permutation 1 {p['n']}"
    if op == "choice":
        how = "replace" if p["replace"] else "no-replace"
        if not p.get("shuffle", True):
            how = "no-shuffle"
        text = f"choice 1 {p['n']} {size} {how}"
        if p.get("p") is not None:
            text += " " + ",".join(a(v) for v in p["p"])
        return text
    raise KeyError(op)


def stream_op(text):
    words = text.split()
    op = words[0]
    if op in ("permutation",):
        return f"permutation 1 {words[1]}"
    if op == "choice_noreplace":
        return f"choice 1 {words[1]} {words[2]} no-replace"
    names = {"rand": "random_sample", "randn": "standard_normal"}
    args = words[1:-1]
    if op == "normal":
        args = [a(float(v)) for v in args]
    return " ".join([names.get(op, op), words[-1]] + args)


def stream_values(values):
    return " ".join(a(v) if isinstance(v, str) and v.lstrip("-").startswith("0x") else str(v)
                    for v in values)


def numpy_lines(case, generator):
    p, e = case["params"], case["expect"]
    seed = word(numpy_seed(p)) or ","
    if case["op"] == "SeedSequence":
        return [f"{generator} {seed} | seed_sequence {p['words']} | "
                + " ".join(str(v) for v in e["uint32"])]
    if case["op"] == "stream":
        lines = []
        for op, out in zip(p["ops"], e["outputs"]):
            start = f"{generator} {seed}" if not lines else "+"
            lines.append(f"{start} | {stream_op(op)} | {stream_values(out)}")
        return lines
    if "error" in e and case["op"] == "randint":
        return []  # the library expects its callers to check low < high
    return [f"{generator} {seed} | {numpy_op(case['op'], p)} | {expected(e)}"]


def python_seed(seed, version):
    (kind, value), = seed.items()
    if kind == "float":
        # 17 digits always read back
        text = "float:" + repr(float.fromhex(value))
    else:
        text = {"int": "int:", "str": "str:", "bytes_hex": "bytes:"}[kind] + value
    return ("v1:" if version == 1 else "") + text


def python_lines(case):
    p, e = case["params"], case["expect"]
    op, n = case["op"], p.get("count", 1)
    start = "python " + word(python_seed(p["seed"], p.get("version", 2)))
    if op == "getrandbits":
        return [f"{start if i == 0 else '+'} | getrandbits 1 {bits} | {out}"
                for i, (bits, out) in enumerate(zip(p["bits"], e["ints"]))]
    if op == "choices":
        text = f"choices 1 {p.get('n') or len(p['weights'])} {p['k']}"
        if "weights" in p:
            text += " replace " + ",".join(a(v) for v in p["weights"])
        return [f"{start} | {text} | {expected(e)}"]
    text = {"random": f"random {n}", "randint": f"randint {n} {p.get('low')} {p.get('high')}",
            "choice": f"randbelow {n} {p.get('n')}", "shuffle": f"permutation 1 {p.get('n')}",
            "sample": f"sample 1 {p.get('n')} {p.get('k')}"}.get(op)
    if op == "triangular":
        text = f"triangular {n} {a(p['low'])} {a(p['high'])} {a(p['mode'])}"
    if op == "expovariate":
        text = f"expovariate {n} {a(p['lambd'])}"
    return [f"{start} | {text} | {expected(e)}"]


def torch_lines(case):
    p, e = case["params"], case["expect"]
    if case["op"] == "random_split":
        parts = [i for part in e.get("parts", []) for i in part]
        if len(parts) != p["n"]:
            return []
        return [f"torch {p['seed']} | permutation 1 {p['n']} | " + " ".join(map(str, parts))]
    return [f"torch {p['seed']} | permutation 1 {p['n']} | {expected(e)}"]


def r_line(case):
    p, e, op = case["params"], case["expected"], case["algorithm"]
    start = f"{'r@3.5' if p.get('kind') == 'rounding' else 'r'} {p['seed']}"
    n = p.get("n")
    rounding = {"trunc": math.floor, "floor": math.floor, "round": round, "ceil": math.ceil}
    if op == "sample":
        return f"{start} | sample 1 {n} {rounding[p['rule']](p['ratio'] * n)} | {index_list(e['train'])}"
    if op in ("dplyr_slice_sample_prop", "dplyr_sample_frac"):
        k = math.floor(p["ratio"] * n) if op.endswith("prop") else round(p["ratio"] * n)
        return f"{start} | sample 1 {n} {k} | {index_list(e['train'])}"
    if op == "permute":
        return f"{start} | permutation 1 {n} | {index_list(e['perm'])}"
    if op in ("sample_replace", "dplyr_slice_sample_n"):
        how = " replace" if op == "sample_replace" else ""
        return f"{start} | sample 1 {n} {p['size']}{how} | {index_list(e['perm'])}"
    if op == "runif":
        return f"{start} | below {n} {a(p['ratio'])} | {index_list(e['train'])}"
    if op == "sample_prob":
        return (f"{start} | label 0 {n} " + ",".join(a(v) for v in p["prob"])
                + f" | {index_list(e['part0'])}")
    return None


def other_line(case):
    engine, op, p, e = case["engine"], case["algorithm"], case["params"], case["expected"]
    names = {("java", "collections_shuffle"): "java", ("cpp", "libstdcxx_shuffle_mt19937"): "libstdc++",
             ("cpp", "libcxx_shuffle_mt19937"): "libc++", ("go", "math_rand_shuffle"): "go",
             ("ruby", "array_shuffle"): "ruby", ("rust", "rand08_stdrng_shuffle"): "rust@0.8",
             ("rust", "rand09_stdrng_shuffle"): "rust@0.9", ("miller", "shuffle"): "miller"}
    if engine == "r":
        return r_line(case)
    if (engine, op) in names:
        return (f"{names[engine, op]} {p['seed']} | permutation 1 {p['n']} | "
                + index_list(e["perm"]))
    if op == "randomize_percentage":  # the order, cut in two
        order = e["train"].get("full", []) + e["test"].get("full", [])
        return (f"java {p['seed']} | permutation 1 {p['n']} | " + " ".join(map(str, order))
                if len(order) == p["n"] else None)
    if op == "math_rand_perm":
        return f"go {p['seed']} | Perm 1 {p['n']} | {index_list(e['perm'])}"
    if (engine, op) == ("miller", "bootstrap") and "k" not in p:
        return f"miller {p['seed']} | int63-modulo {p['n']} {p['n']} | {index_list(e['perm'])}"
    if op == "sort_random":
        like = "rust@0.9" if p["rng"] == "standard" else "qsv-faster"
        return f"{like} {p['seed']} | permutation 1 {p['n']} | {index_list(e['perm'])}"
    if op == "openssl_pass":
        head = p["n"] if p["head"] is None else p["head"]
        return f"shuf {p['seed']} | head {head} {p['n']} | {index_list(e['perm'])}"
    if op == "bernoulli":
        share = a(p["percent"] / 100.0)
        return f"duckdb@1.5 {p['seed']} | below {p['n']} {share} | {index_list(e['train'])}"
    if op == "rdd_random_split_pre3":
        return f"spark@2 {p['seed']} | below {p['n']} {a(p['weights'][0])} | {index_list(e['part0'])}"
    if op == "rand_first_v3":
        return f"spark@3 {p['seed']} | nextDouble 1 | {a(e['value'])}"
    return None


def main():
    python, other = (json.load(open(path)) for path in sys.argv[1:3])
    files = {"numpy": [], "generator": [], "python": [], "torch": [], "r": [], "other": []}
    for case in python["cases"]:
        if case["engine"] == "numpy.RandomState":
            files["numpy"] += numpy_lines(case, "numpy")
        elif case["engine"] == "numpy.Generator":
            files["generator"] += numpy_lines(case, BITGENS[case["params"].get("bitgen", "PCG64")])
        elif case["engine"] == "python.random":
            files["python"] += python_lines(case)
        elif case["engine"] == "torch":
            files["torch"] += torch_lines(case)
    for case in other["cases"]:
        line = other_line(case)
        if line is not None:
            files["r" if case["engine"] == "r" else "other"].append(line)
    versions = dict(python["versions"], **other["oracle_versions"])
    named = {"numpy": ["numpy"], "generator": ["numpy"], "python": ["python"], "torch": ["torch"],
             "r": ["R", "dplyr"], "other": ["java", "weka", "libstdc++", "libc++", "go", "ruby", "rust_rand",
                                            "miller", "coreutils", "openssl", "duckdb"]}
    for name, lines in files.items():
        about = "; ".join(f"{v} {versions[v]}" for v in named[name])
        with open(f"random_{name}.txt", "w") as file:
            file.write(HEADER % about)
            file.write("\n".join(line.rstrip() for line in lines) + "\n")
        print(name, len(lines))


main()
