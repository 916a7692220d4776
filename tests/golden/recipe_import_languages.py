#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""As recipe_import.py, for the recipes of other languages. Cases beyond the golden ones are made by the language itself,
by programs that answer lines "SEED N" with an order. Those of Rust's crates come from a program named in $RUST_ORDERS,
which answers "KIND SEED N" lines, those of linfa and smartcore from one in $RUST_SPLITS ("KIND SEED N SHARE"); $D3 is a
folder with d3-array and d3-random, $JS one with the other packages of JavaScript."""
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from recipe_import import digest, framework, load, other, parts, rows  # noqa: F401

GO = """package main
import ("bufio"; "fmt"; "{package}"; "os"; "strconv"; "strings")
func main() {{
    lines := bufio.NewScanner(os.Stdin)
    for lines.Scan() {{
        words := strings.FieldsFunc(lines.Text(), func(c rune) bool {{ return c == ' ' || c == ',' }})
        seeds := []{type}{{0, 0}}
        for i, word := range words[:len(words)-1] {{ seeds[i], _ = {parse}(word, 10, 64) }}
        n, _ := strconv.Atoi(words[len(words)-1])
        order := make([]int, n)
        for i := range order {{ order[i] = i }}
        random := rand.New({source})
        {shuffle}
        fmt.Println(strings.Trim(fmt.Sprint(order), "[]"))
    }}
}}"""
SHUFFLE = "random.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })"
GO_1 = {"package": "math/rand", "type": "int64", "parse": "strconv.ParseInt", "source": "rand.NewSource(seeds[0])"}
GO_2 = {"package": "math/rand/v2", "type": "uint64", "parse": "strconv.ParseUint", "source": "rand.NewPCG(seeds[0], seeds[1])"}
RUBY = """while (line = gets)
  seed, n = line.split.map(&:to_i)
  puts (0...n).to_a.shuffle(random: Random.new(seed)).join(" ")
end"""
CPP = """#include <algorithm>
#include <iostream>
#include <numeric>
#include <random>
#include <vector>
int main() {
    unsigned seed; long n;
    while (std::cin >> seed >> n) {
        std::vector<long> order(n);
        std::iota(order.begin(), order.end(), 0);
        std::mt19937 random(seed);
        std::shuffle(order.begin(), order.end(), random);
        for (long row : order) std::cout << row << " ";
        std::cout << std::endl;
    }
}"""
PHP = """<?php
while (($line = fgets(STDIN)) !== false) {
    [$seed, $n] = explode(" ", trim($line));
    $rows = range(0, (int) $n - 1);
    mt_srand((int) $seed);
    shuffle($rows);
    echo implode(" ", $rows), "\\n";
}"""
LUA = """for line in io.lines() do
    local seed, n = line:match("(%S+) (%d+)")
    local rows = {}
    for i = 1, n do rows[i] = i - 1 end
    math.randomseed(math.tointeger(seed) or tonumber(seed))
    for i = #rows, 2, -1 do
        local j = math.random(i)
        rows[i], rows[j] = rows[j], rows[i]
    end
    print(table.concat(rows, " "))
end"""
OCTAVE = """while ischar(line = fgetl(stdin))
  numbers = sscanf(line, "%f %f");
  rand("twister", numbers(1));
  printf("%d ", randperm(numbers(2)) - 1);
  printf("\\n");
end"""
D3 = """import {readFileSync} from "node:fs";
import {shuffler} from "d3-array";
import {randomLcg} from "d3-random";
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {
  const [seed, n] = line.split(" ").map(Number);
  console.log(shuffler(randomLcg(seed))(Array.from({length: n}, (_, i) => i)).join(" "));
}"""
SIZES = (2, 3, 10, 64, 500, 3000, 20000)


def asked(seeds, sizes=SIZES, count=60):
    """Random (seed, n), among them the ends of the range of seeds."""
    draw = random.Random(5)
    for i in range(count):
        low, high = seeds
        seed = draw.choice([low, high, 0, 1, 42, draw.randint(low, high), draw.randint(low, high), draw.randint(low, high)])
        yield seed, draw.choice(sizes)


def answers(command, lines, source=None, suffix=""):
    """What a program answers to lines, for each a line; `source` is written to a file, whose name follows the command."""
    with tempfile.TemporaryDirectory() as top:
        if source is not None:
            (Path(top) / f"peer{suffix}").write_text(source)
        done = subprocess.run(["bash", "-c", command], check=True, capture_output=True, text=True, cwd=top,
                              input="".join(f"{line}\n" for line in lines))
    return done.stdout.splitlines()


def heads(name, orders, like=None):
    """Cases of permutations, (seed, n, order), whose head is train."""
    draw = random.Random(6)
    for i, (seed, n, order) in enumerate(orders):
        assert sorted(order) == list(range(n))
        share = draw.choice([0.8, 0.5, 0.29, 0.07, 0.123, 0.999])
        cut = int(share * n)
        yield {"id": f"{name}-{i}", "n": n, "seed": seed, **({"like": like} if like else {}), "words": ["-r", repr(share)],
               "expect": parts({"train": digest(order[:cut]), "test": digest(order[cut:])})}


def live(name, seeds, command, source=None, suffix="", like=None, count=60, pairs=None, sizes=SIZES):
    """Cases that a program makes."""
    pairs = list(pairs or asked(seeds, sizes, count))
    orders = answers(command, (f"{seed} {n}" for seed, n in pairs), source, suffix)
    yield from heads(name, [(seed, n, [int(row) for row in order.split()])
                            for (seed, n), order in zip(pairs, orders, strict=True)], like)


def golden(file, what, like=None, seed=str):
    """The golden cases of a permutation."""
    yield from heads(what.split()[0] + "-golden", [(seed(case["seed"]), case["n"], case["parts"][0])
                                                   for _, case in framework(file, what)], like)


def long_golden(engine, algorithm):
    """Those of other.json: the rows, or their digest, with one cut at the end of its ends."""
    for case in other(engine, algorithm):
        order, n = rows(case["expected"]["perm"]), case["params"]["n"]
        if isinstance(order, list) and n > 1:
            cut = (n + 1) // 2
            yield {"id": case["id"], "n": n, "seed": case["params"]["seed"], "words": ["--train-size", str(cut)],
                   "expect": {"train": digest(order[:cut]), "test": digest(order[cut:])}}


# --- recipes -------------------------------------------------------------------------------------


def go():
    yield from golden("misc", "Go 1.26 math/rand NewSource Shuffle")
    yield from golden("misc", "Go 1.26 math/rand NewSource Perm", "go,call=perm")
    yield from long_golden("go", "math_rand_shuffle")
    seeds = (-2**63, 2**63 - 1)
    yield from live("go", seeds, "go run peer.go", GO.format(**GO_1, shuffle=SHUFFLE), ".go", count=50)
    yield from live("go-perm", seeds, "go run peer.go", GO.format(**GO_1, shuffle="order = random.Perm(n)"), ".go",
                    "go,call=perm", count=50)


def go_v2():
    yield from golden("misc", "Go 1.26 math/rand/v2 NewPCG(seed,seed) Shuffle", seed=lambda seed: f"{seed},{seed}")
    yield from golden("misc", "Go 1.26 math/rand/v2 NewPCG(seed,0) Perm")
    draw = random.Random(7)
    pairs = [(seed if draw.random() < 0.5 else f"{seed},{draw.choice([0, 1, seed, 2**64 - 1, draw.randrange(2**64)])}", n)
             for seed, n in asked((0, 2**64 - 1))]
    yield from live("go-v2", None, "go run peer.go", GO.format(**GO_2, shuffle=SHUFFLE), ".go", pairs=pairs)


def ruby():
    yield from golden("misc", "Ruby 3.1.2 shuffle(random: Random.new(seed))")
    yield from long_golden("ruby", "array_shuffle")
    yield from live("ruby", (-2**80, 2**80), "ruby peer.rb", RUBY, ".rb", count=50)


def rust(kind, algorithm, *whats):
    for what in whats:
        yield from golden("misc", what)
    if algorithm is not None:
        yield from long_golden("rust", algorithm)
    pairs = list(asked((0, 2**64 - 1), count=50))
    orders = answers(os.environ["RUST_ORDERS"], (f"{kind} {seed} {n}" for seed, n in pairs))
    yield from heads("rand" + kind, [(seed, n, [int(row) for row in order.split()])
                                     for (seed, n), order in zip(pairs, orders, strict=True)])


def rust_0_8():
    yield from rust("0.8", "rand08_stdrng_shuffle", "rand 0.8.8 StdRng shuffle")


def rust_0_9():
    yield from rust("0.9", "rand09_stdrng_shuffle", "rand 0.10.4 StdRng shuffle")
    yield from rust("0.10", None)


def libstdc():
    yield from long_golden("cpp", "libstdcxx_shuffle_mt19937")
    yield from live("gcc", (0, 2**32 - 1), "g++ -O1 -o peer peer.cpp && ./peer", CPP, ".cpp", count=50, sizes=SIZES + (65535, 65536))


def libc():
    yield from long_golden("cpp", "libcxx_shuffle_mt19937")
    yield from live("llvm", (0, 2**32 - 1), "clang++ -stdlib=libc++ -O1 -o peer peer.cpp && ./peer", CPP, ".cpp", count=50)


def shares(name, what, draw_share, words):
    """Cases of a call of Rust that takes one share of 32 bits."""
    for _, case in framework("misc", what):
        yield {"id": case["id"], "n": case["n"], "seed": case["seed"], "words": ["-r", "0.8"],
               "expect": parts({"train": digest(case["parts"][0]), "test": digest(case["parts"][1])})}
    draw = random.Random(8)
    asked_ = [(seed, n, draw_share(draw)) for seed, n in asked((0, 2**64 - 1), (2, 3, 10, 25, 64, 500, 3000))]
    answered = answers(os.environ["RUST_SPLITS"], (f"{name} {seed} {n} {share!r}" for seed, n, share in asked_))
    for i, ((seed, n, share), answer) in enumerate(zip(asked_, answered, strict=True)):
        expect = {"error": "refused"}
        if answer != "error":
            train, test = ([int(row) for row in part.split()] for part in answer.split("|"))
            expect = parts({"train": digest(train), "test": digest(test)})
        yield {"id": f"{name}-{i}", "n": n, "seed": seed, "words": [words, repr(share)], "expect": expect}


def linfa():
    yield from shares("linfa", "linfa 0.8.1 shuffle(StdRng 0.8), split_with_ratio(0.8f32)",
                      lambda draw: draw.choice([0.8, 0.1, 0.7, 0.29, round(draw.uniform(0.01, 0.99), 3)]), "-r")


def smartcore():
    yield from shares("smartcore", "smartcore 0.4.10 train_test_split(test_size=0.2f32,shuffle=true,Some(seed)): train | test",
                      lambda draw: draw.choice([0.2, 0.1, 0.7, 0.29, round(draw.uniform(0.01, 0.99), 3)]), "--test-size")


def php():
    yield from golden("misc", "PHP 8.2 mt_srand(seed); shuffle")
    yield from live("php", (0, 2**32 - 1), "php peer.php", PHP, ".php")


def lua():
    yield from live("lua", (-2**63, 2**63 - 1), "lua5.4 peer.lua", LUA, ".lua")


def octave():
    yield from golden("octave", "Octave 7.3 rand('twister',s); randperm(n)")
    yield from live("octave", (0, 2**32 - 1), "octave-cli --quiet peer.m", OCTAVE, ".m")


def d3():
    for what in ("d3-array 3.2 shuffler(d3-random 3.0 randomLcg(seed))", "simple-statistics 7.12 shuffle(x, randomLcg(seed))",
                 "arquero 5.4.1 seed, sample(n)"):
        yield from golden("js", what)
    yield from live("d3", (0, 2**32 - 1), f"cp peer.mjs {os.environ['D3']}; node {os.environ['D3']}/peer.mjs", D3, ".mjs")


CVPARTITION = """pkg load statistics
while ischar(line = fgetl(stdin))
  numbers = sscanf(line, "%f");
  [seed, n, size, folds] = num2cell(numbers(1:4)){:};
  of = n;
  if (numel(numbers) > 4) of = numbers(5:end); endif
  if (folds)
    c = cvpartition(of, "KFold", folds);
    for i = 1:folds printf("%d ", find(test(c, i)) - 1); printf("|"); endfor
  else
    rand("twister", seed);
    printf("%d ", find(test(cvpartition(of, "HoldOut", size))) - 1);
  endif
  printf("\\n");
endwhile"""


def octave_cvpartition():
    for what in "n", "y":
        for _, case in framework("octave", f"statistics 1.5.3 cvpartition({what},'HoldOut',0.3) test rows" +
                                 ("; y=mod(i*i,3), i=0..n-1" if what == "y" else "")):
            n, test = case["n"], case["parts"][0]
            given = {"csv": "y\n" + "".join(f"{i * i % 3}\n" for i in range(n))} if what == "y" else {"n": n}
            yield {"id": case["id"], "seed": case["seed"], **given,
                   "words": ["--test-size", "0.3", *(["--stratify", "y"] if what == "y" else [])],
                   "expect": parts({"train": digest(sorted(set(range(n)) - set(test))), "test": digest(test)})}
    draw, pairs = random.Random(10), []
    for _ in range(110):
        n, classes, folds = draw.choice([4, 5, 10, 47, 64, 150, 500]), draw.choice([0, 0, 2, 3, 7]), draw.choice([0, 0, 0, 2, 3, 10])
        labels = [draw.randrange(classes) ** 2 for _ in range(n)] if classes else []
        size = draw.choice([0.2, 0.3, 0.1, 0.5, 0.25, 0.33, 1 - 0.8, 1 - 0.9, draw.randrange(1, n)])
        pairs.append((draw.choice([0, 1, 42, 2**32 - 1, draw.randrange(2**32)]), n, size, min(folds, n), labels))
    answered = answers("octave-cli --quiet peer.m", (" ".join(map(repr, [*pair[:4], *pair[4]])) for pair in pairs), CVPARTITION, ".m")
    for i, ((seed, n, size, folds, labels), answer) in enumerate(zip(pairs, answered, strict=True)):
        tests = [[int(row) for row in part.split()] for part in answer.rstrip("|").split("|")]
        words = ["--folds", str(folds), "--no-shuffle"] if folds else ["--ratio", "0.8"] if size == 1 - 0.8 else \
            ["--ratio", "0.9"] if size == 1 - 0.9 else ["--test-size", repr(size)]
        expect = {"folds_test": tests} if folds and all(tests) else {"error": "an empty fold"} if folds else parts(
            {"train": digest(sorted(set(range(n)) - set(tests[0]))), "test": digest(tests[0])})
        yield {"id": f"cvpartition-{i}", **({} if folds else {"seed": seed}), **(
            {"csv": "y\n" + "".join(f"{label}\n" for label in labels)} if labels else {"n": n}),
            "words": words + (["--stratify", "y"] if labels else []), "expect": expect}


JS = """import {{readFileSync}} from "node:fs";
{imports}
for (const line of readFileSync(0, "utf8").trim().split("\\n")) {{
  const [word, n] = line.split(" ");
  const seed = word.startsWith("str:") ? word.slice(4) : Number(word);
  const rows = Array.from({{length: Number(n)}}, (_, i) => i);
  console.log(({shuffle}).join(" "));
}}"""


def javascript(name, imports, shuffle, pairs):
    """By a package that is in the folder $JS."""
    yield from live(name, None, f"cp peer.mjs {os.environ['JS']}; node {os.environ['JS']}/peer.mjs",
                    JS.format(imports=imports, shuffle=shuffle), ".mjs", pairs=pairs)


def js_seeds(numbers=(-2**53 + 1, 2**53 - 1)):
    """Numbers, and texts."""
    draw = random.Random(9)
    for seed, n in asked(numbers):
        yield draw.choice([seed, seed, f"str:{seed}", "str:" + "".join(draw.choices("abc,-XYZ%", k=draw.randrange(1, 40)))]), n


def seedrandom():
    yield from golden("js", "d3-array shuffler(seedrandom 3.0.5 (String seed))", seed=lambda seed: f"str:{seed}")
    yield from golden("js", "knuth-shuffle-seeded 1.0.6 (number seed)")
    shuffle = "shuffler(seedrandom(seed))(rows)"
    yield from javascript("seedrandom", 'import {shuffler} from "d3-array";\nimport seedrandom from "seedrandom";', shuffle,
                          js_seeds())
    yield from javascript("knuth", 'import shuffle from "knuth-shuffle-seeded";', "shuffle(rows, seed)",
                          list(js_seeds())[:25])


def shuffle_seed():
    yield from golden("js", "shuffle-seed 1.1.6 (number seed)")
    yield from javascript("shuffle-seed", 'import shuffleSeed from "shuffle-seed";', "shuffleSeed.shuffle(rows, seed)",
                          js_seeds())


def chance():
    yield from golden("js", "chance 1.1.13 shuffle")
    yield from javascript("chance", 'import Chance from "chance";', "new Chance(seed).shuffle(rows)",
                          asked((0, 2**32 - 1)))


def faker():
    yield from golden("js", "@faker-js/faker 10.6 helpers.shuffle")
    yield from javascript("faker", 'import {faker} from "@faker-js/faker";', "faker.seed(seed), faker.helpers.shuffle(rows)",
                          asked((0, 2**32 - 1)))


def random_js():
    yield from golden("js", "random-js 2.1 shuffle, MersenneTwister19937.seed")
    yield from javascript("random-js", 'import {MersenneTwister19937, shuffle} from "random-js";',
                          "shuffle(MersenneTwister19937.seed(seed), rows)", asked((0, 2**32 - 1)))


def tfjs():
    for _, case in framework("js", "tfjs-data 4.22 array.shuffle(bufferSize=k, String seed), first iteration"):
        yield from heads("tfjs-golden", [(case["seed"], case["n"], case["parts"][0])], f'tfjs,buffer={case["k"]}')
    imports, shuffle = 'import * as data from "@tensorflow/tfjs-data";', "(await data.array(rows).shuffle({size}, word).toArray())"
    draw = random.Random(11)
    pairs = [(draw.choice([str(draw.randrange(2**40)), "hello,", "-1", "0", "a" * 300]), draw.choice([2, 3, 10, 64, 500, 3000]))
             for _ in range(40)]
    yield from javascript("tfjs", imports, shuffle.format(size="rows.length"), pairs)
    for size in 1, 2, 10, 600:
        for case in javascript(f"tfjs-{size}", imports, shuffle.format(size=size), pairs[:6]):
            yield {**case, "like": f"tfjs,buffer={size}"}


def main():
    name = "".join(c if c.isalnum() else "_" for c in sys.argv[1]).strip("_")
    for case in globals()[name]():
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main()
