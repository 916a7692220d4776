#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The manifest of several files has each of them as it is, verify names exactly those that were damaged, and replay
makes the same outputs from the same files, wherever they are.

usage: joined_manifest.py [--rounds N] [--seed S]
"""
import argparse
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from joined import PROGRAM, cut, numbers_by_file, table, write_files

WAYS = [["-s", "7"], ["--no-shuffle"], ["-s", "7", "--folds", "3"], ["-s", "7", "--stratify", "class"],
        ["--hash", "group"], ["-s", "7", "--emit", "indices=file"], ["-s", "7", "--shards", "2"], ["-s", "7", "-z"]]


class Failure(Exception):
    pass


def run(words, folder, status, stdin=b""):
    done = subprocess.run([PROGRAM, *words], cwd=folder, input=stdin, capture_output=True, check=False)
    if done.returncode != status:
        raise Failure(f"{' '.join(map(str, words))}: status {done.returncode}, not {status}\n{done.stderr.decode()}"
                      f"{done.stdout.decode()}")
    return done.stdout


def plain(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def name_files(rng, paths):
    """The files as words of a command, and what it reads: a folder, words, or a list."""
    names = [str(path.relative_to(path.parent.parent)) for path in paths]
    how = rng.choice(["folder", "words", "list", "null"])
    if how == "folder":
        return ["in"], b""
    if how == "words":
        return names, b""
    if how == "null":
        return ["-0", "--inputs-from", "-"], "".join(name + "\0" for name in names).encode()
    return ["--inputs-from", "-"], "\n".join(names).encode()


def check_manifest(folder, paths, header):
    inputs = json.loads((folder / "m.json").read_text())["inputs"]
    counts = numbers_by_file(paths, header)
    for entry, path, records in zip(inputs, paths, counts, strict=True):
        data = plain(path)
        wanted = {"path": str(path.relative_to(folder)), "bytes": len(data), "records": records,
                  "sha256": hashlib.sha256(data).hexdigest()}
        if entry != wanted:
            raise Failure(f"manifest: {entry}, not {wanted}")


def outputs(folder):
    """The files by name, before compression."""
    return {path.name: plain(path) for path in sorted(folder.iterdir())}


def damage(rng, paths):
    """Damages some files; returns their numbers."""
    damaged = set()
    for number in rng.sample(range(len(paths)), rng.choice([1, 1, min(2, len(paths))])):
        data, kind = plain(paths[number]), rng.choice(["flip", "longer", "shorter", "gone"])
        if kind == "flip" and data:
            at = rng.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]
        elif kind == "shorter" and data:
            data = data[:rng.randrange(len(data))]
        elif kind != "gone":
            data += rng.choice([b"\n", b"x", b"1,A,g1,x,2024-01-01,more\n"])
        paths[number].unlink()
        if kind != "gone":
            paths[number].write_bytes(gzip.compress(data) if paths[number].suffix == ".gz" else data)
        damaged.add(number)
    return damaged


def one_round(rng, folder):
    header_wanted = rng.random() < 0.8
    header, rows, end = table(rng, header_wanted, rng.choice([20, 60, 400]))
    (folder / "in").mkdir()
    write_files(rng, folder / "in", header, cut(rng, rows), end, rng.random() < 0.8, rng.random() < 0.2)
    paths = sorted((folder / "in").iterdir())
    if len(paths) == 1:
        return
    way = rng.choice(WAYS if header_wanted else WAYS[:2]) + ([] if header_wanted else ["--no-header"])
    words, stdin = name_files(rng, paths)
    run(["-q", "--no-sync", "--manifest=m.json", "-O", "out", *way, *words], folder, 0, stdin)
    check_manifest(folder, paths, header_wanted)
    made = outputs(folder / "out")
    if any(not name.startswith("in.") for name in made):
        raise Failure(f"names: {list(made)}")
    run(["verify", "-q", "m.json"], folder, 0)
    run(["replay", "-q", "--no-sync", "-O", "again", "m.json"], folder, 0)
    if outputs(folder / "again") != made:
        raise Failure("replay makes other outputs")

    (folder / "in").rename(folder / "there")
    paths = sorted((folder / "there").iterdir())
    run(["verify", "-q", "m.json"], folder, 1)
    given = ["there"] if rng.random() < 0.5 else [str(path.relative_to(folder)) for path in paths]
    run(["verify", "-q", "m.json", *given], folder, 0)
    run(["replay", "-q", "--no-sync", "-O", "elsewhere", "m.json", *given], folder, 0)
    if outputs(folder / "elsewhere") != made:
        raise Failure("replay of moved files makes other outputs")

    damaged = damage(rng, paths)
    given = [str(path.relative_to(folder)) for path in paths]
    found = json.loads(run(["verify", "--json", "m.json", *given], folder, 1))["findings"]
    told = {i for i, finding in enumerate(found[:len(paths)]) if finding["verdict"] != "same"}
    if told != damaged:
        raise Failure(f"verify names {told}, damaged are {damaged}")
    done = subprocess.run([PROGRAM, "replay", "-q", "-O", "new", "m.json", *given], cwd=folder, capture_output=True,
                          check=False)
    if done.returncode == 0 or (folder / "new").exists():
        raise Failure(f"replay of damaged files: status {done.returncode}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=19)
    arguments = parser.parse_args()
    failed = 0
    for number in range(arguments.rounds):
        rng = random.Random(f"{arguments.seed} manifest {number}")
        with tempfile.TemporaryDirectory(prefix="splitdata-joined-") as top:
            try:
                one_round(rng, Path(os.path.realpath(top)))
            except Failure as failure:
                failed += 1
                print(f"FAIL seed {arguments.seed} round {number}: {failure}")
    print(f"joined manifests: {arguments.rounds} rounds, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
