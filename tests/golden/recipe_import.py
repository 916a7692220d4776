#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes recipes/NAME.jsonl, in the form that run.py says, out of results in other forms:

    recipe_import.py NAME FOLDER >recipes/NAME.jsonl

FOLDER has python.json, other.json and frameworks/, results of the real libraries and programs. A recipe has a
function below, which yields its cases. Where there are fewer than 50, others are made by the framework itself: those of
sha256, md5 and geron by Python, those of bigquery by libfarmhash, those of tensorflow by TensorFlow, those of clickhouse
by chdb, and so on."""
import ctypes
import hashlib
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(sys.argv[2] if len(sys.argv) > 2 else ".")
LONG = 64  # rows of a list that is written as it is


def load(name):
    with open(FOLDER / name, encoding="utf-8") as file:
        return json.load(file)["cases"]


def python(engine, op):
    return [case for case in load("python.json") if (case["engine"], case["op"]) == (engine, op)]


def other(engine, algorithm):
    return [case for case in load("other.json") if (case["engine"], case["algorithm"]) == (engine, algorithm)]


def framework(name, op):
    return [(i, case) for i, case in enumerate(load(f"frameworks/{name}.json")) if case.get("op", case.get("what")) == op]


def size(value):
    """The text of a size: {"f": hex, "dec": text}, {"i": count}, a float or an integer."""
    if isinstance(value, dict):
        value = float.fromhex(value["f"]) if "f" in value else int(value["i"])
    return repr(value)


def rows(value):
    """A list of rows; a long one, as other.json has it, in the form of run.py."""
    if isinstance(value, list) or "first10" in value:
        return value
    if "full" in value:
        return value["full"]
    return {"n": value["len"], "first10": value["first"], "last10": value["last"], "sha256_i64le": value["sha256"]}


def digest(values):
    """A list of rows in the form of run.py: a long one as its ends and its digest."""
    values = [int(value) for value in values]
    if len(values) <= LONG:
        return values
    packed = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    return {"n": len(values), "first10": values[:10], "last10": values[-10:],
            "sha256_i64le": hashlib.sha256(packed).hexdigest()}


def lehmer(column):
    """The fields of a column of other.json: x = 16807 * x mod (2^31 - 1) for each row."""
    x, fields = column["s"], []
    for _ in range(column["n"]):
        x = 16807 * x % 2147483647
        if column["kind"] == "pm_class":
            fields.append(next(label for label, end in zip(column["labels"], column["cum"]) if x % 1000 < end))
        elif column["kind"] == "pm_num":
            value = x % column["mod"]
            fields.append(str(value) if column["div"] == 1 else repr(value / column["div"]))
        else:
            fields.append(f'{column["prefix"]}{x % column["mod"]}')
    return fields


def table(**columns):
    """A CSV file of these columns."""
    lines = [",".join(columns)]
    lines += [",".join('"' + field.replace('"', '""') + '"' if set(field) & set(',"\n\r') or not field else field
                       for field in record) for record in zip(*columns.values())]
    return "\n".join(lines) + "\n"


def parts(expected):
    """What is expected of these parts: a split, or, as an empty part is refused, an error."""
    lengths = [len(part) if isinstance(part, list) else part["n"] for part in expected.values()]
    return expected if all(lengths) else {"error": "an empty part"}


def by_key(algorithm, name):
    for case in other("hash", algorithm):
        buckets, train = case["params"]["buckets"], case["params"]["train_lt"]
        yield {"id": case["id"], "like": f"{name},buckets={buckets}", "csv": table(k=lehmer(case["column"])),
               "words": ["--hash", "k", "--parts", f"train={train}/{buckets},test={buckets - train}/{buckets}"],
               "expect": parts({part: rows(case["expected"][part]) for part in ("train", "test")})}


def by_random_key(name, bucket, alphabet='ab 0,"é漢🎲\n', lengths=(12, 12, 12, 40, 130)):
    """Cases of random texts of `alphabet`, whose number `bucket` gives out of a key and the number of buckets."""
    draw = random.Random(5)
    for i in range(60):
        n, buckets = draw.choice([1, 2, 7, 40, 120]), draw.choice([2, 10, 100, 1000, 2**53 - 111])
        train, longest = draw.randrange(1, buckets), draw.choice(lengths)
        keys = ["".join(draw.choice(alphabet) for _ in range(draw.randrange(longest))) for _ in range(n)]
        numbers = [bucket(key, buckets) for key in keys]
        yield {"id": f"random-{i}", "like": f"{name},buckets={buckets}", "csv": table(k=keys, i=[str(j) for j in range(n)]),
               "words": ["--hash", "k", "--parts", f"train={train}/{buckets},test={buckets - train}/{buckets}"],
               "expect": parts({"train": digest(j for j in range(n) if numbers[j] < train),
                                "test": digest(j for j in range(n) if numbers[j] >= train)})}


def published(name, hashes, buckets=2**53 - 111):
    """Cases of keys whose hashes are known: each has a part of its own, whose first or last bucket is the key's."""
    keys = list(hashes)
    numbers = {key: hashes[key] % buckets for key in keys}
    ordered = sorted(keys, key=numbers.get)
    for last in 0, 1:
        cuts = [0] + [numbers[key] + last for key in (ordered[:-1] if last else ordered[1:])] + [buckets]
        sizes = ",".join(f"p{i}={end - begin}/{buckets}" for i, (begin, end) in enumerate(zip(cuts, cuts[1:])))
        yield {"id": f"published-{last}", "like": f"{name},buckets={buckets}", "csv": table(k=keys),
               "words": ["--hash", "k", "--parts", sizes],
               "expect": {f"p{i}": [keys.index(key)] for i, key in enumerate(ordered)}}


def farm_fingerprint(key):
    """The fingerprint by the library of its authors, without a sign."""
    function = ctypes.CDLL("libfarmhash.so.0")._ZN4util13Fingerprint64EPKcm
    function.restype, function.argtypes = ctypes.c_uint64, [ctypes.c_char_p, ctypes.c_size_t]
    return function(key.encode(), len(key.encode()))


# --- recipes -------------------------------------------------------------------------------------


def sha256():
    yield from by_key("sha256_mod", "sha256")
    yield from by_random_key("sha256", lambda key, buckets: int(hashlib.sha256(key.encode()).hexdigest(), 16) % buckets)


def signed(number):
    return number - 2**64 if number >= 2**63 else number


def bigquery():
    yield from by_key("bigquery_mod_abs_farm_fingerprint", "bigquery")
    yield from published("bigquery", {case["params"]["key"]: abs(case["expected"]["value"])
                                      for case in other("hash", "farm_fingerprint")})
    yield from by_random_key("bigquery", lambda key, buckets: abs(signed(farm_fingerprint(key))) % buckets)
    least = "jfdappdbnahlllhiOT?pK:<o0;/I5sWF"
    assert signed(farm_fingerprint(least)) == -2**63
    yield {"id": "least", "csv": table(k=["a", least]), "words": ["--hash", "k"], "expect": {"error": "ABS overflows"}}


def duckdb_cases(name, queries):
    """Cases by DuckDB itself: `queries` gives the statements that leave the rows of train, out of a seed and a share."""
    import duckdb
    draw = random.Random(5)
    for i in range(60):
        n, share_ = draw.choice([2, 20, 500, 3000, 20000]), draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999])
        seed = draw.choice([0, 42, 2**63 - 1, draw.randrange(2**32)]) if name == "duckdb" else draw.choice(
            [0.42, 0, 1, -1, 1e-12, draw.uniform(-1, 1)])
        base = duckdb.connect()
        base.execute("SET threads = 1")
        base.execute(f"CREATE TABLE t AS SELECT range AS i FROM range({n})")
        for query in queries(seed, share_):
            result = base.execute(query)
        train = [row[0] for row in result.fetchall()]
        yield {"id": f"duckdb-{i}", "n": n, "seed": repr(seed), "words": ["-r", repr(share_)],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(n)) - set(train)))})}


def duckdb():
    for case in other("duckdb", "bernoulli"):
        params = case["params"]
        yield {"id": case["id"], "n": params["n"], "seed": params["seed"], "words": ["-r", f'{params["percent"]}%'],
               "expect": parts({part: rows(case["expected"][part]) for part in ("train", "test")})}
    for i, case in framework("duckdb", "USING SAMPLE p% (bernoulli, seed)"):
        yield {"id": f"sample-{i}", "n": case["n"], "seed": case["seed"], "words": ["-r", f'{case["percent"]}%'],
               "expect": parts({"train": digest(case["rows"]), "test": digest(sorted(set(range(case["n"])) - set(case["rows"])))})}
    for _, case in framework("sql", "DuckDB 2.0.1 bernoulli 80% repeatable"):
        train = case["parts"][0]
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["-r", "80%"],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(case["n"])) - set(train)))})}
    yield from duckdb_cases("duckdb", lambda seed, share_: [
        f"SELECT i FROM t USING SAMPLE {float(f'{share_ * 100:.10g}')} PERCENT (bernoulli, {seed})"])
    for seed in "-1", "0.5", str(2**63), "x":
        yield {"id": f"seed {seed}", "n": 9, "seed": seed, "words": [], "expect": {"error": "no seed"}}
    for words in ["--train-size", "3"], ["--parts", "a=0.5,b=0.25,c=0.25"]:
        yield {"id": words[1], "n": 9, "seed": 1, "words": words, "expect": {"error": "a sample and the rest"}}


def duckdb_random():
    for _, case in framework("sql", "DuckDB 2.0.1 setseed(x); where random()<0.8"):
        train = case["parts"][0]
        yield {"id": case["id"], "n": case["n"], "seed": repr(case["x"]), "words": ["-r", "0.8"],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(case["n"])) - set(train)))})}
    yield from duckdb_cases("duckdb-random", lambda seed, share_: [
        f"SELECT setseed({seed})", f"SELECT i FROM t WHERE random() < {share_}"])
    import duckdb as real
    for n in 20, 300:
        base = real.connect()
        base.execute(f"SET threads = 1; CREATE TABLE t AS SELECT range AS i FROM range({n}); SELECT setseed(0.42)")
        trains = [[row[0] for row in base.execute("SELECT i FROM t WHERE random() < 0.8").fetchall()] for _ in range(3)]
        yield {"id": f"queries-{n}", "n": n, "seed": "0.42", "words": ["-r", "0.8", "--repeats", "3"],
               "expect": {"folds": [{"train": digest(train), "test": digest(sorted(set(range(n)) - set(train)))} for train in trains]}}
    for seed in "1.1", "-2", "5", "x", "nan":
        yield {"id": f"seed {seed}", "n": 9, "seed": seed, "words": [], "expect": {"error": "no seed"}}


def threshold(name, what, command, seeds=2**32):
    """Cases of "rand() < 0.8": golden ones, and those of a command that prints the lines of train; {seed}, {share}."""
    for _, case in framework("misc", what) if what else []:
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["-r", "0.8"],
               "expect": parts({"train": digest(case["parts"][0]), "test": digest(sorted(set(range(case["n"])) - set(case["parts"][0])))})}
    draw = random.Random(5)
    for i in range(60):
        n, share_ = draw.choice([2, 20, 500, 3000, 20000]), draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999])
        seed = draw.choice([0, 1, 42, seeds - 1, draw.randrange(seeds), draw.randrange(seeds)])
        done = subprocess.run(command.format(seed=seed, share=share_), shell=True, check=True, capture_output=True, text=True,
                              input="".join(f"{j}\n" for j in range(n)))
        train = [int(line) for line in done.stdout.split()]
        yield {"id": f"{name}-{i}", "n": n, "seed": seed, "words": ["-r", repr(share_)],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(n)) - set(train)))})}
    for seed in ["-1"] * (seeds < 2**63) + [str(seeds), "0.5", "x"]:
        yield {"id": f"seed {seed}", "n": 9, "seed": seed, "words": [], "expect": {"error": "no seed"}}
    for words in ["--train-size", "3"], ["--test-size", "0.2"]:
        yield {"id": words[1], "n": 9, "seed": 1, "words": words, "expect": {"error": "shares alone"}}


def head(name, what, command, seeds=2**32):
    """Cases of a shuffle whose head is train: golden ones, and those of a command that prints the lines."""
    for _, case in framework("misc", what) if what else []:
        order, cut = case["parts"][0], int(0.7 * case["n"])
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["-r", "0.7"],
               "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
    draw = random.Random(5)
    for i in range(60):
        n, share_ = draw.choice([2, 20, 500, 3000, 20000]), draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999])
        seed = draw.choice([0, 1, 42, seeds - 1, draw.randrange(seeds), draw.randrange(seeds)])
        done = subprocess.run(["bash", "-c", command.format(seed=seed)], check=True, capture_output=True, text=True,
                              input="".join(f"{j}\n" for j in range(n)))
        order, cut = [int(line) for line in done.stdout.split()], int(share_ * n)
        yield {"id": f"{name}-{i}", "n": n, "seed": seed, "words": ["-r", repr(share_)],
               "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}


def gawk():
    yield from threshold("gawk", "gawk 5.2.1 srand(seed); rand()<0.8", "gawk 'BEGIN {{ srand({seed}) }} rand() < {share}'")


def mawk():
    yield from threshold("mawk", "mawk 1.3.4-20200120 (glibc 2.36) srand(seed); rand()<0.8",
                         "mawk 'BEGIN {{ srand({seed}) }} rand() < {share}'")


def busybox_awk():
    yield from threshold("busybox", "busybox 1.35 (glibc 2.36) srand(seed); rand()<0.8",
                         "busybox awk 'BEGIN {{ srand({seed}) }} rand() < {share}'")


def perl():
    yield from head("perl", "Perl 5.36 srand(seed); List::Util 1.62 shuffle",
                    "perl -MList::Util=shuffle -e 'srand({seed}); print shuffle(<>)'")


def perl_rand():
    yield from threshold("perl", "Perl 5.36 srand(seed); rand()<0.8",
                         "perl -ne 'BEGIN {{ srand({seed}) }} print if rand() < {share}'")


def shuf():
    for case in other("shuf", "openssl_pass"):
        if case["params"]["head"] is None and "full" in case["expected"]["perm"] and case["params"]["n"] > 1:
            order, cut = case["expected"]["perm"]["full"], int(0.7 * case["params"]["n"])
            yield {"id": case["id"], "n": case["params"]["n"], "seed": case["params"]["seed"], "words": ["-r", "0.7"],
                   "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
    yield from head("shuf", None, "shuf --random-source=<(openssl enc -aes-256-ctr -pass pass:{seed} -nosalt </dev/zero 2>/dev/null)")
    draw = random.Random(6)
    for i in range(12):
        n, length = draw.choice([2, 9, 200, 500]), 4000
        source = "".join(draw.choice("0123456789") for _ in range(length))
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(source)
            file.flush()
            done = subprocess.run(["shuf", f"--random-source={file.name}", "-i", f"0-{n - 1}"], check=True, capture_output=True,
                                  text=True)
        order, cut = [int(line) for line in done.stdout.split()], int(0.5 * n)
        yield {"id": f"source-{i}", "n": n, "like": "shuf,source=source", "files": {"source": source}, "words": ["-r", "0.5"],
               "expect": {"train": digest(order[:cut]), "test": digest(order[cut:])}}
    for source in "", "1":
        yield {"id": f"source {source}", "n": 9, "like": "shuf,source=source", "files": {"source": source}, "words": [],
               "expect": {"error": "end of file"}}


def miller():
    for case in other("miller", "shuffle"):
        if "full" in case["expected"]["perm"] and case["params"]["n"] > 1:
            order, cut = case["expected"]["perm"]["full"], int(0.7 * case["params"]["n"])
            yield {"id": case["id"], "n": case["params"]["n"], "seed": case["params"]["seed"], "words": ["-r", "0.7"],
                   "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
    yield from head("miller", "mlr 6.6.0 --seed shuffle", "mlr --inidx --onidx --seed {seed} shuffle", 2**63)


def miller_urand():
    yield from threshold("miller", "mlr 6.6.0 --seed filter urand()<0.8", "mlr --inidx --onidx --seed {seed} filter 'urand() < {share}'", 2**63)


def database(command, create, query, what, draw_seed):
    """Cases of "WHERE random() < 0.8": golden ones, and those of a client that reads statements and prints rows."""
    for _, case in framework("sql", what):
        train = case["parts"][0]
        yield {"id": case["id"], "n": case["n"], "seed": repr(case.get("x", case.get("seed"))), "words": ["-r", "0.8"],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(case["n"])) - set(train)))})}
    draw = random.Random(5)
    for i in range(60):
        n, share_, seed = draw.choice([2, 20, 500, 3000]), draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999]), draw_seed(draw)
        statements = create.format(values=",".join(f"({j})" for j in range(n))) + query.format(seed=seed, share=share_)
        done = subprocess.run(command, check=True, capture_output=True, text=True, input=statements)
        train = [int(line) for line in done.stdout.split()]
        yield {"id": f"run-{i}", "n": n, "seed": repr(seed), "words": ["-r", repr(share_)],
               "expect": parts({"train": digest(train), "test": digest(sorted(set(range(n)) - set(train)))})}


def postgres():
    """PGHOST, PGPORT and PGUSER name a server of one's own."""
    yield from database(["psql", "-qAt"], "CREATE TEMP TABLE t (i int); INSERT INTO t VALUES {values};",
                        "DO $$ BEGIN PERFORM setseed({seed}); END $$; SELECT i FROM t WHERE random() < {share};",
                        "PostgreSQL 15.18 setseed(x); where random()<0.8",
                        lambda draw: draw.choice([0.42, 0, 1, -1, 1e-12, draw.uniform(-1, 1)]))
    for seed in "1.1", "-2", "5", "x", "nan":
        yield {"id": f"seed {seed}", "n": 9, "seed": seed, "words": [], "expect": {"error": "no seed"}}


def mysql():
    """MYSQL_UNIX_PORT names a server of one's own."""
    yield from database(["mariadb", "--no-defaults", "-u", "root", "-N"], "CREATE DATABASE IF NOT EXISTS d; USE d; CREATE TEMPORARY TABLE t "
                        "(i int PRIMARY KEY); INSERT INTO t VALUES {values};", "SELECT i FROM t WHERE RAND({seed}) < {share};",
                        "MariaDB 10.11.19 where rand(seed)<0.8",
                        lambda draw: draw.choice([0, 1, 42, -1, -2**31, 2**32 - 1, draw.randrange(2**32), draw.randrange(2**32)]))
    for seed in "0.5", str(2**32), "x", str(-2**31 - 1):
        yield {"id": f"seed {seed}", "n": 9, "seed": seed, "words": [], "expect": {"error": "no seed"}}


def ordered(what, answer, draw_seed, most=1000):
    """Cases of ORDER BY random(): golden ones, and those of answer(n, seed), an order, whose head is train."""
    for _, case in framework("sql", what):
        order, cut = case["parts"][0], int(0.7 * case["n"])
        yield {"id": case["id"], "n": case["n"], "seed": repr(case.get("x", case.get("seed"))), "words": ["-r", "0.7"],
               "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
    draw = random.Random(5)
    for i in range(60):
        n, share_, seed = draw.choice([2, 20, 200, most]), draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999]), draw_seed(draw)
        order, cut = answer(n, seed), int(share_ * n)
        yield {"id": f"order-{i}", "n": n, "seed": repr(seed), "words": ["-r", repr(share_)],
               "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}


def by_client(command, create, query):
    """The orders that a client prints which reads statements."""
    def answer(n, seed):
        statements = create.format(values=",".join(f"({j})" for j in range(n))) + query.format(seed=seed)
        done = subprocess.run(command, check=True, capture_output=True, text=True, input=statements)
        return [int(line) for line in done.stdout.split()]
    return answer


def setseed(draw):
    return draw.choice([0.42, 0, 1, -1, 1e-12, draw.uniform(-1, 1)])


def duckdb_order():
    import duckdb as real

    def answer(n, seed):
        base = real.connect()
        base.execute(f"SET threads = 1; CREATE TABLE t AS SELECT range AS i FROM range({n}); SELECT setseed({seed})")
        return [row[0] for row in base.execute("SELECT i FROM t ORDER BY random()").fetchall()]
    yield from ordered("DuckDB 2.0.1 setseed(x); order by random()", answer, setseed)


def postgres_order():
    """PGHOST, PGPORT and PGUSER name a server of one's own."""
    yield from ordered("PostgreSQL 15.18 setseed(x); order by random()", by_client(
        ["psql", "-qAt"], "CREATE TEMP TABLE t (i int); INSERT INTO t VALUES {values};",
        "DO $$ BEGIN PERFORM setseed({seed}); END $$; SELECT i FROM t ORDER BY random();"), setseed)


def mysql_order():
    """MYSQL_UNIX_PORT names a server of one's own."""
    yield from ordered("MariaDB 10.11.19 order by rand(seed)", by_client(
        ["mariadb", "--no-defaults", "-u", "root", "-N"], "CREATE DATABASE IF NOT EXISTS d; USE d; CREATE TEMPORARY TABLE t "
        "(i int PRIMARY KEY); INSERT INTO t VALUES {values};", "SELECT i FROM t ORDER BY RAND({seed});"),
        lambda draw: draw.choice([0, 1, 42, -1, -2**31, 2**32 - 1, draw.randrange(2**32), draw.randrange(2**32)]), 500)


def tensorflow():
    yield from tensorflow_data()
    yield from by_key("tf_to_hash_bucket_fast", "tensorflow")
    for case in other("hash", "tf_bucket"):
        buckets, values = case["params"]["buckets"], case["expected"]["value"]
        yield {"id": case["id"], "like": f"tensorflow,buckets={buckets}", "csv": table(k=case["params"]["keys"]),
               "words": ["--hash", "k", "--parts", "train=1/3,test=2/3"],
               "expect": {"train": [i for i, value in enumerate(values) if value < 1],
                          "test": [i for i, value in enumerate(values) if value >= 1]}}
    import tensorflow as tf
    yield from by_random_key("tensorflow",
                             lambda key, buckets: int(tf.strings.to_hash_bucket_fast([key], buckets).numpy()[0]))


def share(number):
    """A share as the command line takes it: a third is no decimal."""
    return {1 / 3: "1/3", 2 / 3: "2/3", 1 / 6: "1/6", 1 / 7: "1/7"}.get(number, repr(number))


def torch():
    """random_split, and randperm cut in two: its parts are slices. Lengths of 0 and a single part have no form here."""
    names = "abcdefgh"
    splits = [(case["id"], case["params"], case["expect"]) for case in python("torch", "random_split")]
    splits += [(f"torch-{i}", case, case) for i, case in framework("torch", "random_split")]
    for ident, params, expect in splits:
        lengths = [float.fromhex(value["f"]) if "f" in value else int(value["i"]) if "i" in value else value
                   for value in (value if isinstance(value, dict) else {"v": value} for value in params["lengths"])]
        lengths = [value["v"] if isinstance(value, dict) else value for value in lengths]
        if len(lengths) < 2 or 0 in lengths or (lengths == [0.33, 0.56, 0.11] and "error" in expect):
            continue  # a sum that Python since 3.12 takes for 1
        wanted = expect if "error" in expect else \
            parts({name: rows(part) for name, part in zip(names, expect["parts"])})
        yield {"id": ident, "n": params["n"], "seed": params["seed"],
               "words": ["--parts", ",".join(f"{name}={share(value)}" for name, value in zip(names, lengths))],
               "expect": wanted if "error" not in wanted else {"error": str(wanted["error"])}}
    for case in python("torch", "randperm"):
        order = case["expect"].get("indices")
        if isinstance(order, list) and len(order) > 1:
            cut = len(order) * 2 // 3
            yield {"id": case["id"], "n": len(order), "seed": case["params"]["seed"], "words": ["--train-size", str(cut)],
                   "expect": {"train": digest(order[:cut]), "test": digest(order[cut:])}}


def keras():
    """split_dataset, of real arrays and as its source says it, which is Python's shuffle, cut at round(size * n)."""
    for case in python("python.random", "shuffle"):
        order, seed = case["expect"].get("indices"), case["params"]["seed"]
        if isinstance(order, list) and len(order) > 1 and "int" in seed:
            cut = round(0.29 * len(order))
            yield {"id": case["id"], "n": len(order), "seed": int(seed["int"]), "words": ["--ratio", "0.29"],
                   "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
            cut = len(order) - round(0.5 * len(order))
            yield {"id": case["id"] + " right", "n": len(order), "seed": int(seed["int"]), "words": ["--test-size", "0.5"],
                   "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}
    for case in python("keras", "split_dataset_tf_backend"):
        params = case["params"]
        words = [] if params["shuffle"] else ["--no-shuffle"]
        for option, side in (("--train-size", "left_size"), ("--test-size", "right_size")):
            if params.get(side) is not None:
                words += [option, share(float.fromhex(params[side]["f"])) if "f" in params[side] else str(params[side]["i"])]
        yield {"id": case["id"], "n": params["n"], "words": words, **({"seed": params["seed"]} if params["shuffle"] else {}),
               "expect": parts({"train": rows(case["expect"]["left"]), "test": rows(case["expect"]["right"])})}
    for i, case in framework("keras", "split_dataset (array)"):
        yield {"id": f"keras-{i}", "n": case["n"], "seed": case["seed"], "words": ["--ratio", share(case["args"]["left_size"])],
               "expect": parts({"train": case["left"], "test": case["right"]})}


def fastai():
    """RandomSplitter, and PyTorch's randperm, whose head is valid."""
    for i, case in framework("fastai", "RandomSplitter"):
        yield {"id": f"fastai-{i}", "n": case["n"], "seed": case["seed"], "words": ["--test-size", share(case["valid_pct"])],
               "expect": {"train": case["train"], "test": case["valid"]}}
    for case in python("torch", "randperm"):
        order = case["expect"].get("indices")
        if isinstance(order, list) and len(order) > 1:
            for pct in (0.2, 0.29):
                cut = int(pct * len(order))
                yield {"id": f'{case["id"]} {pct}', "n": len(order), "seed": case["params"]["seed"],
                       "words": ["--test-size", repr(pct)],
                       "expect": parts({"train": digest(order[cut:]), "test": digest(order[:cut])})}
# --- R and its packages -------------------------------------------------------------------------


def in_r(algorithm, like, words, kind=None):
    """Cases of an algorithm of R; words(case) says its options besides, like(case) the recipe."""
    for case in other("r", algorithm):
        params = case["params"]
        if kind in (None, params.get("kind", "rejection")):
            yield {"id": case["id"], "like": like(params), "seed": params["seed"], "words": words(params),
                   **({"csv": table(k=lehmer(case["column"]))} if "column" in case else {"n": params["n"]}),
                   "expect": parts({part: rows(value) for part, value in case["expected"].items()})}


def ratio(params):
    return ["--ratio", repr(params["ratio"])]


def r_sample(name, kind):
    rules = {"trunc": "", "round": ",size=round", "ceil": ",size=ceiling"}
    yield from in_r("sample", lambda params: name + rules[params["rule"]], ratio, kind)
    for case in other("r", "permute"):
        perm, n = case["expected"]["perm"].get("full", []), case["params"]["n"]
        if case["params"]["kind"] == kind and len(perm) == n > 3:
            yield {"id": case["id"], "like": name, "seed": case["params"]["seed"], "n": n,
                   "words": ["--parts", f"a={n // 2},b=1,c=*"],
                   "expect": {"a": perm[:n // 2], "b": perm[n // 2:n // 2 + 1], "c": perm[n // 2 + 1:]}}


def r():
    yield from r_sample("r", "rejection")


def r_3_5():
    yield from r_sample("r@3.5", "rounding")


def kind_of(params):
    return ",sample=rounding" if params.get("kind") == "rounding" else ""


def column_of(params):
    return ["--stratify", "k"] if params.get("numeric") else ["--stratify", "k", "--column-type", "k=text"]


def sets_of_folds(fold, count):
    """The test rows of each fold, from the fold of each row; an error where one has none."""
    tests = [[row for row, own in enumerate(fold) if own == number] for number in range(count)]
    return {"folds_test": tests} if all(tests) else {"error": "a fold would be empty"}


def folds_in_r(algorithm, like, words, count, column=True):
    """Those whose folds are given in full."""
    for case in other("r", algorithm):
        fold = case["expected"]["fold"].get("full")
        if fold is not None and ("column" in case) == column:
            params = case["params"]
            yield {"id": case["id"], "like": like + kind_of(params), "seed": params["seed"],
                   "words": ["--folds", str(params[count]), *words(params)],
                   **({"csv": table(k=lehmer(case["column"]))} if column else {"n": params["n"]}),
                   "expect": sets_of_folds(fold, params[count])}


def of_r(what):
    return [case for case in load("frameworks/r.json") if case["what"].startswith(what)]


def dplyr():
    def count(params):
        return ["--train-size", str(params["size"])]
    yield from in_r("dplyr_slice_sample_prop", lambda _: "dplyr", ratio)
    yield from in_r("dplyr_sample_frac", lambda _: "dplyr,call=sample_frac", ratio)
    for case in in_r("dplyr_slice_sample_n", lambda _: "dplyr", count):
        if int(case["words"][1]) < case["n"]:
            yield {**case, "expect": {"train": case["expect"]["perm"]}}
    yield from in_r("dplyr_grouped_slice_sample", lambda _: "dplyr",
                    lambda params: [*column_of(params), *ratio(params)])
    yield from in_r("dplyr_grouped_sample_frac", lambda _: "dplyr,call=sample_frac",
                    lambda params: [*column_of(params), *ratio(params)])


def caret():
    def like(params):
        return "caret" + kind_of(params) + ("" if params["groups"] == 5 else f',groups={params["groups"]}')
    for case in in_r("caret_partition", like, lambda params: [*column_of(params), *ratio(params)]):
        if "part1" in case["expect"]:  # times = 2
            case["words"] += ["--repeats", "2"]
            case["expect"] = {"folds": [{"train": case["expect"][part]} for part in ("part0", "part1")]}
        yield case
    yield from folds_in_r("caret_folds", "caret", column_of, "k")
    for case in of_r("caret 6.0-93 createFolds"):
        yield {"id": case["id"], "like": "caret", "csv": table(k=["a"] * case["n"]), "seed": case["seed"],
               "words": ["--folds", str(int(case["k_or_p"])), "--stratify", "k"],
               "expect": sets_of_folds([fold - 1 for fold in case["parts"][0]], int(case["k_or_p"]))}
    for case in of_r("caret 6.0-93 groupKFold"):
        folds = [sorted(set(range(case["n"])) - set(train)) for train in case["parts"]]
        yield {"id": case["id"], "like": "caret", "seed": case["seed"],
               "csv": table(k=[f"g{7 * (row + 1) % 13}" for row in range(case["n"])]),
               "words": ["--folds", str(int(case["k_or_p"])), "--group", "k"],
               "expect": {"folds_test": folds} if len(folds) == case["k_or_p"] else {"error": "a fold would be empty"}}


def rsample():
    def like(params):
        return "rsample" + kind_of(params) + "".join(
            f",{name}={params[name]}" for name, usual in (("breaks", 4), ("pool", 0.1)) if params.get(name, usual) != usual)

    def column(params):
        return column_of(params) if "numeric" in params else []

    def three(params):
        first, second = params["prop"]
        return [*column(params), "--parts", f"train={first!r},validation={second!r},test=*"]
    yield from in_r("rs_initial_split", like, lambda params: [*column(params), *ratio(params)])
    yield from in_r("rs_initial_validation_split", like, three)
    yield from in_r("rs_group_initial_split", lambda _: "rsample", lambda params: ["--group", "k", *ratio(params)])
    yield from folds_in_r("rs_vfold", "rsample", column_of, "v")
    yield from folds_in_r("rs_vfold", "rsample", lambda _: [], "v", False)
    yield from folds_in_r("rs_group_vfold", "rsample", lambda _: ["--group", "k"], "v")
    for case in of_r("rsample 1.1.1 mc_cv"):
        yield {"id": case["id"], "like": "rsample", "n": case["n"], "seed": case["seed"],
               "words": ["--ratio", repr(case["k_or_p"]), "--repeats", "2"],
               "expect": {"folds": [{"train": part} for part in case["parts"]]}}


def catools():
    yield from (case for case in in_r("catools_split", lambda _: "catools", lambda params: [*column_of(params), *ratio(params)])
                if len(case["csv"]) < 3000)


def folds_of_r(what, name):
    """The fold of each row, from 1, or the test rows of each fold."""
    for case in of_r(what):
        count = int(case["k_or_p"])
        fold = case["parts"][0] if len(case["parts"]) == 1 else None
        yield {"id": case["id"], "like": name, "n": case["n"], "seed": case["seed"], "words": ["--folds", str(count)],
               "expect": sets_of_folds([own - 1 for own in fold], count) if fold else {"folds_test": case["parts"]}}


def glmnet():
    yield from folds_of_r("glmnet", "glmnet")


def modelr():
    yield from folds_of_r("modelr 0.1.10 crossv_kfold", "modelr")
    for case in of_r("modelr 0.1.10 resample_partition"):
        yield {"id": case["id"], "like": "modelr", "n": case["n"], "seed": case["seed"],
               "words": ["--ratio", repr(case["k_or_p"])], "expect": dict(zip(("train", "test"), case["parts"]))}
    for case in of_r("modelr 0.1.10 crossv_mc"):
        yield {"id": case["id"], "like": "modelr", "n": case["n"], "seed": case["seed"],
               "words": ["--test-size", repr(case["k_or_p"]), "--repeats", "2"],
               "expect": {"folds": [{"test": part} for part in case["parts"]]}}


def r_runif():
    yield from in_r("runif", lambda _: "r-runif", ratio)


def r_prob():
    def shares(params):
        whole = "" if sum(params["prob"]) <= 1.001 else f'/{sum(params["prob"])}'
        return ["--parts", ",".join(f"part{p}={share!r}{whole}" for p, share in enumerate(params["prob"]))]
    yield from in_r("sample_prob", lambda _: "r-prob", shares, "rejection")


def md5():
    yield from by_key("md5_mod", "md5")
    yield from by_random_key("md5", lambda key, buckets: int(hashlib.md5(key.encode()).hexdigest(), 16) % buckets)


def xxh64():
    import xxhash
    yield from by_key("xxh64_mod", "xxh64")
    yield from by_random_key("xxh64", lambda key, buckets: xxhash.xxh64_intdigest(key.encode()) % buckets)


def clickhouse():
    import chdb

    def hashes(type_, keys):
        values = ",".join(f"unhex('{key.encode().hex()}')" for key in keys)
        done = chdb.query(f"SELECT cityHash64(to{type_}(arrayJoin([{values}])))", "CSV")
        return [int(line) for line in str(done).split()]

    draw = random.Random(5)
    for what, type_ in ("String", "String"), ("toInt64(v)", "Int64"), ("toInt32(v)", "Int32"):
        known = [case for _, case in framework("sql", f"ClickHouse (chdb 26.9.2) cityHash64({what})")]
        for case in published(f"clickhouse,type={type_}", {str(case["key"]): int(case["hash"]) for case in known}):
            yield case | {"id": f"{type_}-{case['id']}"}
    for i in range(120):
        type_ = draw.choice(["String", "String"] + [f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)])
        n, buckets = draw.choice([1, 2, 7, 40]), draw.choice([2, 10, 100, 1000, 2**53 - 111])
        train, longest = draw.randrange(1, buckets), draw.choice([12, 40, 130])
        if type_ == "String":
            keys = ["".join(draw.choice('ab 0,"é漢🎲\n') for _ in range(draw.randrange(longest))) for _ in range(n)]
        else:
            bits = int(type_.lstrip("UInt"))
            least, most = (0, 2**bits - 1) if type_[0] == "U" else (-2**(bits - 1), 2**(bits - 1) - 1)
            keys = [str(draw.choice([least, most, draw.randint(least, most), draw.randint(max(least, -9), 9)])) for _ in range(n)]
        numbers = [value % buckets for value in hashes(type_, keys)]
        yield {"id": f"random-{i}", "like": f"clickhouse,buckets={buckets},type={type_}", "csv": table(k=keys, i=[str(j) for j in range(n)]),
               "words": ["--hash", "k", "--parts", f"train={train}/{buckets},test={buckets - train}/{buckets}"],
               "expect": parts({"train": digest(j for j in range(n) if numbers[j] < train),
                                "test": digest(j for j in range(n) if numbers[j] >= train)})}
    for type_, key in ("Int8", "128"), ("Int8", "-129"), ("UInt8", "256"), ("UInt64", "-1"), ("Int64", str(2**63)), ("Int32", ""):
        yield {"id": f"no-{type_}-{key}", "like": f"clickhouse,type={type_}", "csv": table(k=["1", key]),
               "words": ["--hash", "k"], "expect": {"error": "no such integer"}}


def geron():
    import zlib
    for case in other("hash", "geron_crc32_int64"):
        yield {"id": case["id"], "csv": table(k=lehmer(case["column"])),
               "words": ["--hash", "k", "--test-size", repr(case["params"]["test_ratio"])],
               "expect": parts({part: rows(case["expected"][part]) for part in ("train", "test")})}
    for case in other("hash", "geron_crc32_rowindex"):
        yield {"id": case["id"], "csv": table(k=map(str, range(case["params"]["n"]))),
               "words": ["--hash", "k", "--test-size", repr(case["params"]["test_ratio"])],
               "expect": parts({part: rows(case["expected"][part]) for part in ("train", "test")})}
    draw = random.Random(5)
    for i in range(60):
        n, ratio = draw.choice([2, 7, 40, 120]), draw.choice([0.2, 0.25, 0.1, 1 / 3, draw.random()])
        keys = [draw.choice([draw.randint(-2**63, 2**63 - 1), draw.randint(-9, 999), 2**63 - 1, -2**63]) for _ in range(n)]
        tests = [zlib.crc32(key.to_bytes(8, "little", signed=True)) < ratio * 2**32 for key in keys]
        yield {"id": f"zlib-{i}", "csv": table(k=[draw.choice(["", " ", "+" if key >= 0 else ""]) + str(key) for key in keys]),
               "words": ["--hash", "k", "--test-size", repr(ratio)],
               "expect": parts({"train": digest(j for j in range(n) if not tests[j]),
                                "test": digest(j for j in range(n) if tests[j])})}
    for key in "", "x", "1.0", "--1", str(2**63), str(-2**63 - 1), "1 2":
        yield {"id": f"no-{key}", "csv": table(k=["1", key], i=["0", "1"]), "words": ["--hash", "k"], "expect": {"error": "no integer"}}


def polars():
    for i, case in framework("polars", "shuffle"):
        n = case["n"]
        if n > 1:
            yield {"id": f"polars-{i}", "n": n, "seed": case["seed"], "words": ["--train-size", str(n - 1)],
                   "expect": {"train": case["order"][:-1], "test": case["order"][-1:]}}


def polars_sample():
    for i, case in framework("polars", "sample"):
        n, taken = case["n"], case["rows"]
        if 0 < len(taken) < n:
            rest = [row for row in range(n) if row not in set(taken)]
            yield {"id": f"polars-{i}", "n": n, "seed": case["seed"], "words": ["--train-size", str(len(taken))],
                   "expect": {"train": taken, "test": digest(rest)}}


def tensorflow_data():
    for i, case in framework("tfdata", "Dataset.shuffle.take/skip"):
        n, args = case["n"], case["args"]
        yield {"id": f"tfdata-{i}", "n": n, "seed": case["seed"], "like": f"tensorflow,buffer={args['buffer_size']}",
               "words": ["--train-size", str(args["take"])], "expect": parts({"train": case["train"], "test": case["test"]})}


def catboost():
    for i, case in framework("catboost", "cv"):
        classes = case.get("y")
        yield {"id": f"catboost-{i}", "seed": case["seed"], "words": ["--folds", str(case["args"]["fold_count"])] +
               (["--stratify", "y"] if classes else []), "expect": {"folds_test": case["folds_test"]}} | \
            ({"csv": table(y=[str(y) for y in classes], i=[str(i) for i in range(len(classes))])} if classes else {"n": case["n"]})


def h2o():
    for i, case in framework("h2o", "split_frame"):
        expect = dict(zip("abcdef", case["parts"])) if "parts" in case else {"a": case["train"], "b": case["test"]}
        ratios = case["args"]["ratios"]
        sizes = [*map(repr, ratios), repr(round(1 - sum(ratios), 9))]
        yield {"id": f"h2o-{i}", "n": case["n"], "seed": case["seed"],
               "words": ["--parts", ",".join(f"{name}={size}" for name, size in zip("abcdef", sizes))], "expect": parts(expect)}
    for i, case in framework("h2o", "kfold_column"):
        folds = [[row for row, fold in enumerate(case["fold"]) if fold == k] for k in range(case["args"]["n_folds"])]
        yield {"id": f"h2o-{i}", "n": case["n"], "seed": case["seed"], "words": ["--folds", str(len(folds))],
               "expect": {"folds_test": folds} if all(folds) else {"error": "a fold without test records"}}
    for i, case in framework("h2o", "stratified_split"):
        yield {"id": f"h2o-{i}", "csv": table(y=case["y"], i=[str(i) for i in range(case["n"])]), "seed": case["seed"],
               "words": ["--test-size", repr(case["args"]["test_frac"]), "--stratify", "y"], "expect": parts({name: case[name] for name in ("train", "test")})}


def in_recsys(op, sizes, file="recsys"):
    """Cases of a library whose parts are the head of a permutation; sizes(args) are the shares."""
    for i, case in framework(file, op):
        shares = sizes(case["args"])
        names = ["train", "val", "test"] if len(shares) == 3 else ["train", "test"]
        found = {"val": case.get("val", case.get("valid")), "train": case["train"], "test": case["test"]}
        yield {"id": f"{op}-{i}", "n": case["n"], "seed": case["seed"],
               "words": ["--parts", ",".join(f"{name}={share(size)}" for name, size in zip(names, shares))],
               "expect": parts({name: digest(found[name]) for name in names})}


def dgl():
    yield from in_recsys("dgl.split_dataset", lambda args: args["frac_list"])


def deepchem():
    yield from in_recsys("RandomSplitter", lambda args: args["frac"], "deepchem")


def lightfm():
    yield from in_recsys("lightfm.random_train_test_split", lambda args: [round(1 - args["test_percentage"], 9), args["test_percentage"]])


def cornac():
    yield from in_recsys("cornac.RatioSplit", lambda args: [round(1 - args["test_size"], 9), args["test_size"]])


def implicit():
    for i, case in framework("recsys", "implicit.train_test_split"):
        yield {"id": f"implicit.train_test_split-{i}", "n": case["n"], "seed": case["seed"], "words": ["--ratio", repr(case["args"]["train_percentage"])],
               "expect": parts({name: digest(case[name]) for name in ("train", "test")})}


def recommenders():
    for i, case in framework("recsys", "recommenders.python_random_split"):
        yield {"id": f"recommenders.python_random_split-{i}", "n": case["n"], "seed": case["seed"], "words": ["--ratio", repr(case["args"]["ratio"])],
               "expect": parts({name: digest(case[name]) for name in ("train", "test")})}
    for i, case in framework("recsys", "recommenders.python_stratified_split"):
        yield {"id": f"recommenders.python_stratified_split-{i}", "csv": table(user=[str(user) for user in case["user"]], i=[str(j) for j in range(case["n"])]),
               "seed": case["seed"], "words": ["--ratio", repr(case["args"]["ratio"]), "--stratify", "user"],
               "expect": parts({name: digest(case[name]) for name in ("train", "test")})}


def main():
    for case in globals()[sys.argv[1].replace("-", "_").replace("@", "_").replace(".", "_")]():
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
