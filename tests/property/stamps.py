#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What splitdata says of stamps that it does not take as they are: every --time-format that it names is typed, and must
then read them all, in the order of time that Python's strptime gives, with the gap that is asked for.

usage: stamps.py
"""
import os
import random
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
EPOCH = datetime(1970, 1, 1)

# Written by Python's strftime (%-d: without zeros in front); read by what must be named.
DATES = ["%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y.%m.%d", "%d-%m-%Y", "%m-%d-%Y", "%b %d %Y", "%d %b %Y",
         "%B %d %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%d%b%Y", "%Y %b %d", "%d.%m.%y", "%m/%d/%y", "%d-%b-%y",
         "%Y_%m_%d", "%-d.%-m.%Y", "%-m/%-d/%Y", "%Y/%-m/%-d", "%Y-%-m-%-d", "%a, %d %b %Y", "%A, %B %d, %Y", "%Y %m %d",
         "%Y%m%dT"]
TIMES = [" %H:%M", " %H:%M:%S", "T%H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %-I:%M:%S %p", ", %H:%M", "_%H-%M-%S",
         " %H%M", " %H.%M.%S"]
OTHERS = ["%d/%b/%Y:%H:%M:%S +0200", "%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S +0000 %Y", "%Y:%m:%d %H:%M:%S",
          "%Y%m%dT%H:%M", "%Y%m%d %H%M%S", "%Y%m%d%H%M%S UTC", "%Y/%m/%d %H:%M:%S UTC", "%Y/%m/%dT%H:%M:%S+02:00",
          "%Y/%m/%dT%H:%M:%SZ", "%H:%M:%S", "%b %Y", "%m/%Y", "%Y/%m", "%Y %B", "%d.%m.%Y %H:%M Uhr"]
UNREADABLE = {"%d.%m.%Y %H:%M Uhr"}
# Letters, and what writes such stamps.
LETTERS = {"YYYY/MM/DD": "%Y/%m/%d", "dd.MM.yyyy": "%d.%m.%Y", "DD.MM.YYYY HH:MM": "%d.%m.%Y %H:%M",
           "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d %H:%M:%S", "YYYY-MM-DD HH24:MI:SS": "%Y-%m-%d %H:%M:%S",
           "MM/dd/yyyy hh:mm a": "%m/%d/%Y %I:%M %p", "dd-MMM-yyyy": "%d-%b-%Y", "MMMM d yyyy": "%B %d %Y",
           "yyyy-MM-dd'T'HH:mm:ss.SSS": "%Y-%m-%dT%H:%M:%S.%f", "yyyymmdd": "%Y%m%d", "yy/mm/dd": "%y/%m/%d",
           "d/m/yyyy": "%-d/%-m/%Y", "HH:mm DD.MM.YYYY": "%H:%M %d.%m.%Y", "seconds": "%s", "epoch": "%s",
           "milliseconds": "ms", "micros": "us", "nanoseconds": "ns"}
# What plain numbers count: how often a second, or a date's form.
UNITS = {"%s": 1, "ms": 1000, "us": 10**6, "ns": 10**9}
NUMBERS = [*UNITS, "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d%H", "%Y%m%d", "%y%m%d", "%Y%m", "%Y", "%Y%j", "%y%m%d%H%M",
           "%y%m%d%H%M%S", "%Y%m%d.0"]
GAPS = {"1h": 3600, "12h": 43200, "1d": 86400, "7d": 604800, "30d": 2592000}
FAULTS = []


def require(condition, *what):
    if not condition:
        FAULTS.append(what)
        print("FAIL", *what)
    return condition


def run(top, *words):
    return subprocess.run([PROGRAM, *words], cwd=top, capture_output=True, text=True, check=False, timeout=120)


def write(top, stamps):
    lines = [f'"{stamp}"' if "," in stamp else stamp for stamp in stamps]
    Path(top, "d.csv").write_text("\n".join(["d", *lines]) + "\n", encoding="utf-8")


def formats(message):
    """The formats that a message names."""
    if "--time-format" not in message:
        return []
    told = message[message.index("--time-format ") + len("--time-format "):]
    return [quoted or plain for quoted, plain in re.findall(r"'([^']*)'|((?:%|\b[mun]s\b)[^\s,);:]*(?::%[^\s,);]*)*)", told)]


def numbers(top, form):
    """The stamps of d.csv, as numbers that compare as --time-format says."""
    rows = Path(top, "d.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {row.strip('"'): moment(row.strip('"'), form) for row in rows}


def moment(text, form):
    if form in UNITS:
        return int(text) / UNITS[form]
    form = form.replace(" %Z", "").replace("%Z", "")
    if text.endswith("UTC"):
        text = text[:-3].strip()
    try:
        read = datetime.strptime(text, form)
    except ValueError:  # Python's %b does not read "March"
        read = datetime.strptime(text, form.replace("%b", "%B").replace("%a", "%A"))
    return (read.replace(tzinfo=None) - (read.utcoffset() or timedelta()) - EPOCH).total_seconds()


def follow(top, form, written):
    """Types --time-format, and looks whether the parts are in the order of time."""
    done = run(top, "-q", "--time", "d", "--time-format", form, "-r", "0.6", "--emit", "column", "-o", "split=-", "d.csv")
    if not require(done.returncode == 0, written, form, done.stderr):
        return
    times = numbers(top, form)
    rows = [row.rsplit(",", 1) for row in done.stdout.splitlines()[1:]]
    train, test = ([times[stamp.strip('"')] for stamp, part in rows if part == name] for name in ("train", "test"))
    require(len(train) + len(test) == len(times) and max(train) < min(test), written, form, "not in the order of time")


def dates(top, draw):
    moments = [datetime(2001, 1, 1) + timedelta(seconds=draw.randrange(30 * 365 * 86400)) for _ in range(80)]
    tried = 0
    for written in DATES + [date + time for date in DATES[:9] for time in TIMES] + OTHERS:
        write(top, list(dict.fromkeys(m.strftime(written) for m in moments)))
        done = run(top, "-n", "--time", "d", "d.csv")
        named = formats(done.stderr)
        tried += 1
        require(done.returncode == 3, written, done.returncode, done.stderr)
        if written in UNREADABLE:
            require(named == [] and "reads other forms" in done.stderr, written, done.stderr)
            continue
        require(len(named) == 1, written, named, done.stderr)
        for form in named:
            follow(top, form, written)
    return tried


def undecided(top):
    """No value decides: both are named, and both can be typed."""
    cases = {"01.02.2012 03.04.2013": ["%d.%m.%Y", "%m.%d.%Y"], "1/2/2012 5/4/2012": ["%d/%m/%Y", "%m/%d/%Y"],
             "01-02-2012 03-04-2013": ["%d-%m-%Y", "%m-%d-%Y"], "13/02/12 14/03/12": ["%y/%m/%d", "%d/%m/%y"],
             "01/02/03 02/03/04": ["%y/%m/%d", "%d/%m/%y", "%m/%d/%y"], "01.02.2012 13.02.2012": ["%d.%m.%Y"],
             "01.02.2012 01.13.2012": ["%m.%d.%Y"], "31/12/99 01/01/98": ["%d/%m/%y"], "1.2.3 1.2.4": [],
             "2012-13-01 2012-14-01": [], "2012Q1 2012Q2": [], "30.02.2012 01.02.2012": []}
    for stamps, expected in cases.items():
        write(top, stamps.split())
        done = run(top, "-n", "--time", "d", "d.csv")
        require(done.returncode == 3 and formats(done.stderr) == expected, stamps, done.stderr)
        for form in expected:
            follow(top, form, stamps)
    return len(cases)


def letters(top, draw):
    moments = [datetime(2001, 1, 1) + timedelta(seconds=draw.randrange(30 * 365 * 86400)) for _ in range(40)]
    for said, written in LETTERS.items():
        write(top, list(dict.fromkeys(number(m, written) for m in moments)))
        done = run(top, "-n", "--time", "d", "--time-format", said, "d.csv")
        named = formats(done.stderr[done.stderr.index(": say "):]) if ": say " in done.stderr else []
        require(done.returncode == 2 and len(named) == 1, said, done.stderr)
        for form in named:
            follow(top, form, said)
    return len(LETTERS)


def number(when, form):
    if form not in UNITS:
        return when.strftime(form)
    return str(int((when - EPOCH).total_seconds()) * UNITS[form])


def gaps(top):
    """A gap in time on plain numbers is refused, and takes what it should with the format that is named."""
    begin, tried = datetime(2019, 1, 1), 0
    moments = [begin + timedelta(hours=6 * i) for i in range(3000)]
    for written in NUMBERS:
        stamps = [number(m, written) for m in moments]
        write(top, stamps)
        times = [moment(stamp, written) for stamp in stamps]
        cut = int(0.6 * len(times))
        while times[cut - 1] == times[cut]:
            cut -= 1
        for gap, seconds in GAPS.items():
            tried += 1
            due = sum(time > times[cut] - seconds for time in times[:cut])
            words = ("-n", "--json", "--time", "d", "--gap", gap, "-r", "0.6")
            done = run(top, *words, "d.csv")
            if written != "%s":
                named = formats(done.stderr)
                require(done.returncode == 3 and written in named, written, gap, done.stderr)
                done = run(top, *words, "--time-format", written, "d.csv")
            else:
                require("Unix seconds" in done.stdout, written, done.stdout)
            require(done.returncode == 0, written, gap, done.stderr)
            took = re.search(r"the gap takes (\d+) record", done.stdout)
            require((int(took[1]) if took else 0) == due, written, gap, "takes", took and took[1], "not", due)
            require(("takes no record before test" in done.stdout) == (due == 0), written, gap, done.stdout)
            if gap != "1d":
                continue
            cutoff = datetime.fromtimestamp(times[cut], timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
            of = {}
            for stamp in (cutoff, stamps[cut]):
                told = run(top, "-n", "--json", "--time", "d", "--time-format", written, "--cutoff", stamp, "d.csv")
                require(told.returncode == 0, written, stamp, told.stderr)
                of[stamp] = re.search(r'"rows": *(\d+),[^{}]*"name": *"train"|"name": *"train"[^{}]*"rows": *(\d+)',
                                      told.stdout)
            require(all(m and str(cut) in m.groups() for m in of.values()), written, cutoff, "not", cut)
    return tried


def main():
    draw = random.Random(20240531)
    with tempfile.TemporaryDirectory(prefix="splitdata-stamps-") as top:
        count = dates(top, draw) + undecided(top) + letters(top, draw) + gaps(top)
    print(f"stamps: {count} columns, {len(FAULTS)} failed")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
