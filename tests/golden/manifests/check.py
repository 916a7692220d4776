#!/usr/bin/env python3
"""The manifests of splits of samples/: the same bytes on every machine and with every build.

Each manifest made now must be the committed one, byte for byte, and as docs/manifest.schema.json says.
usage: check.py [--update]
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import schema

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))

SPLITS = {
    "iris": "-s 101 --ratio 0.8 iris.csv",
    "iris-stratified": "-s 7 --stratify species --parts train=0.6,val=0.2,test=0.2 iris.csv",
    "iris-folds": "-s 7 --folds 3 --repeats 2 --stratify species --emit indices iris.csv",
    "iris-column": "-s 1,2 --emit column=set --sample 0.5 iris.csv",
    "messages": "-s 7 --test-size 8 --order input messages.csv",
    "orders": "-s 7 --group customer --column-type customer=text -z0 orders.csv.gz",
    "orders-hash": "--hash order,customer -z9 orders.csv.gz",
    "weather": "--time #1 --test-size 0.25 weather.tsv",
    "events": "-s 3 -O parts --name {part}-{seed}{ext} events.jsonl",
    "nothing-drawn": "--no-shuffle --train-size 100 --test-size 30 -o test=x/y.csv iris.csv",
}


def make(words):
    with tempfile.TemporaryDirectory(prefix="splitdata-golden-") as top:
        for path in (ROOT / "samples").iterdir():
            shutil.copy(path, top)
        done = subprocess.run([PROGRAM, "-q", "--manifest=proof.json", *words], cwd=top,
                              capture_output=True, check=False, timeout=120)
        if done.returncode != 0:
            return done.stderr, b""
        verified = subprocess.run([PROGRAM, "verify", "-q", "proof.json"], cwd=top, check=False,
                                  capture_output=True, timeout=120)
        return verified.stderr if verified.returncode else b"", Path(top, "proof.json").read_bytes()


def but_for_warnings(manifest):
    """Warnings are told as well as they can be, so they may change; they are the last member."""
    return manifest.split(b'\n  "warnings": ')[0]


def main():
    failed = 0
    for name, line in SPLITS.items():
        complaint, got = make(line.split())
        path = HERE / f"{name}.json"
        if "--update" in sys.argv and got:
            path.write_bytes(got)
        if complaint or not path.exists() or but_for_warnings(path.read_bytes()) != but_for_warnings(got):
            failed += 1
            print(f"FAIL {name}: {complaint.decode() or 'another manifest'}\n{got.decode()}")
        for fault in schema.faults(got) if got else []:
            failed += 1
            print(f"FAIL {name}: {fault}")
    print(f"manifests: {len(SPLITS)} compared, {failed} failed{schema.KNOWN}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
