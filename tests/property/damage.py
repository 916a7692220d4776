#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random damage of random tables is told: for each damaged file the program finds the records that were written, or
refuses it with a hint that leads to them when it is followed, or names the damage in a note, and an option in that note
leads to them, too. What remains are damages that cannot be seen: every column holds texts, and the number of fields
fits (docs/csv.md, "What cannot be seen"). Tables without damage get no note.

What the records are is known here from how the file was made; nothing is read back with a CSV library.

usage: damage.py [--rounds N] [--kind KIND] [--seed SEED]      SPLITDATA_THIN=3 in the environment: a third of them
"""
import argparse
import json
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
THIN = int(os.environ.get("SPLITDATA_THIN") or 1)

NAMES = ("age height name city price score label weight town day rating amount comment color country status width "
         "size value speed genre title area depth text").split()
WORDS = ("red green blue quick brown fox river mountain apple stone paper house window garden winter summer music "
         "train table chair bottle morning evening letter market bridge").split()
TITLES = ["Report of May", "Sales 2024", "Exported on 2024-05-31", "All stations", "Table 7", "Quarterly results"]
REMARKS = ["made by export 2", "source: the census", "values are preliminary", "created 2024-05-31", "end of file"]
UNITS = {"integer": ["count", "n", "years", "int64"], "decimal": ["kg", "m/s", "float", "EUR"],
         "date": ["UTC", "date", "day"], "boolean": ["flag", "bool"], "text": ["text", "string", "", "words"]}


# Tables.

@dataclass
class Table:
    kinds: list
    names: list
    rows: list
    delimiter: str
    end: str
    style: str  # which fields are quoted: "minimal", "texts" or "all"

    def typed(self):
        return [i for i, kind in enumerate(self.kinds) if kind != "text"]

    def texts(self):
        return [i for i, kind in enumerate(self.kinds) if kind == "text"]

    def cell(self, value, kind):
        """A value as it is in the file; None is a missing one."""
        if value is None:
            return ""
        if self.style == "all" or (self.style == "texts" and kind == "text") or needs_quotes(value, self.delimiter):
            return '"' + value.replace('"', '""') + '"'
        return value

    def line(self, row):
        return self.delimiter.join(self.cell(value, kind) for value, kind in zip(row, self.kinds))

    def head(self):
        return self.delimiter.join(self.cell(name, "text") for name in self.names)


def needs_quotes(value, delimiter):
    return not value or any(c in value for c in ('"', "\r", "\n", delimiter)) or value != value.strip()


def integers(rng):
    low, high = rng.choice([(0, 9), (1, 100), (-50, 50), (10000, 99999), (0, 10**9)])
    return lambda: str(rng.randint(low, high))


def decimals(rng):
    digits, size = rng.choice([1, 2, 5]), rng.choice([1, 10, 1000])
    return lambda: f"{rng.uniform(-size if digits == 5 else 0, size):.{digits}f}"


def dates(rng):
    form, first = rng.choice(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y/%m/%d"]), date(2001, 1, 1)
    return lambda: (first + timedelta(days=rng.randrange(9000))).strftime(form)


def booleans(rng):
    pair = rng.choice([("true", "false"), ("True", "False"), ("TRUE", "FALSE"), ("yes", "no")])
    return lambda: rng.choice(pair)


def texts(rng, plain):
    if rng.randrange(4) == 0:
        few = rng.sample(WORDS, rng.randrange(2, 6))
        return lambda: rng.choice(few)
    odd = 0 if plain else rng.choice([0, 0.05, 0.3])

    def sentence():
        words = rng.choices(WORDS, k=1 if plain == "words" else rng.randrange(1, 6))
        if rng.random() < odd:
            words.insert(rng.randrange(len(words)), rng.choice(['say "hi"', "one, two", "this; that", "a\nb", "a\r\nb"]))
        return " ".join(words)
    return sentence


MAKERS = {"integer": integers, "decimal": decimals, "date": dates, "boolean": booleans}


def random_table(rng, plain="", least=1):
    """plain: "texts" need no quotes and have no odd bytes; "words" are single, too, and no value is missing."""
    kinds = [rng.choice(["integer", "decimal", "date", "boolean", "text", "text"])
             for _ in range(rng.randrange(least, 7))]
    makers = [texts(rng, plain) if kind == "text" else MAKERS[kind](rng) for kind in kinds]
    missing = 0.1 if len(kinds) > 1 and plain != "words" and rng.randrange(4) == 0 else 0
    count = rng.choice([5, 8, 20, 60, 60, 400])
    rows = [[None if rng.random() < missing else make() for make in makers] for _ in range(count)]
    for row in rows:  # a line of nothing but delimiters is no record that would be missed
        row[0] = makers[0]() if not any(row) else row[0]
    names = rng.sample(NAMES, len(kinds))
    if plain != "words" and rng.randrange(4) == 0:
        names = [name + rng.choice([" total", "_id", "", " 1"]) for name in names]
    return Table(kinds, names, rows, rng.choice([",", ",", ",", ";", "\t", "|"]), rng.choice(["\n", "\n", "\r\n"]),
                 "minimal" if plain else rng.choice(["minimal", "minimal", "texts", "all"]))


# Files, and what is right for them.

@dataclass
class Case:
    kind: str
    table: Table
    heads: list  # the lines that are the header, with their ends; two where nothing decides between them
    records: list  # each with its line end; where no option finds them: None
    lines: list = field(default_factory=list)  # the file
    words: list = field(default_factory=list)  # options that the owner knows of
    says: str = "^$"  # what a note or a refusal without a way out must match
    seen: bool = True  # a typed column, or the number of fields, shows it
    loose_quotes: bool = False  # quotes mean nothing in this file
    two: bool = False  # two damages

    def data(self):
        return "".join(self.lines).encode()


def written(kind, table):
    """The table as a file without damage."""
    end = table.end
    records = [table.line(row) + end for row in table.rows]
    case = Case(kind, table, [table.head() + end], records)
    case.lines = [case.heads[0], *records]
    return case


def insert(case, at, line):
    """Adds a line that is no record: before the header, if at is 0, or else before record at - 1."""
    case.lines.insert(at, line + case.table.end)


def fields_fit(table, line):
    return not line or line.count(table.delimiter) == len(table.kinds) - 1


def title(rng, case):
    table = case.table
    width = len(table.kinds)
    lines = []
    for text in rng.sample(TITLES, rng.choice([1, 1, 1, 2, 3])):
        form = rng.randrange(4)
        if form == 0:  # as spreadsheets pad them
            text += table.delimiter * (width - 1)
        elif form == 1 and width > 2:
            text += table.delimiter + " draft"
        lines.append(text)
    if rng.randrange(3) == 0:
        lines.append("" if rng.randrange(2) else table.delimiter * (width - 1))
    for line in reversed(lines):
        insert(case, 0, line)
    if width == 1:
        case.heads.append("".join(case.lines[:len(lines) + 1]))
    case.seen = bool(table.typed()) or not all(fields_fit(table, line) for line in lines)
    case.says = "looks? like the header"


def comment(rng, case):
    mark = rng.choice(["#", "#", "#", "%", "//"])
    top = rng.randrange(3) > 0
    for text in rng.sample(REMARKS, rng.choice([1, 1, 2, 3])):
        at = 0 if top else rng.randrange(1, len(case.lines) + 1)
        insert(case, at, mark + rng.choice([" ", ""]) + text)
    case.seen = len(case.table.kinds) > 1 or bool(case.table.typed())
    case.says = f"begin.*{mark[0]}"


def units(rng, case):
    table = case.table
    lines = []
    for _ in range(rng.choice([1, 1, 1, 2])):
        cells = [rng.choice(UNITS[kind]) for kind in table.kinds]
        if any(cells):
            lines.append(table.delimiter.join(cells) + table.end)
    case.lines[1:1] = lines
    case.heads = ["".join(case.lines[:1 + len(lines)])]
    if len(table.kinds) == 1:
        case.heads.append(lines[-1] if lines else case.heads[0])
    typed = table.typed()
    case.seen = len(typed) > 1 or sum(row[i] is not None for i in typed for row in table.rows) > 3
    case.says = "part of it|the header again"


def header_again(rng, case):
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(2, len(case.lines) + 1)
        case.lines.insert(at, case.heads[0])
    case.records = None
    case.says = "the header again"


def shows_values(table):
    """Whether the first record has a value that is no name: not where all that it has are integers, beside texts or
    not, that are 0, 1, 2 or so, rise or fall, or are far from the others of their columns."""
    values = {i: table.rows[0][i] for i in table.typed() if table.rows[0][i] is not None}
    if any(table.kinds[i] != "integer" for i in values) or not values:
        return bool(values)
    numbers = [int(value) for value in values.values()]
    if numbers[0] in (0, 1) or (len(numbers) > 1 and (numbers == sorted(numbers) or numbers == sorted(numbers)[::-1])):
        return False
    for i, value in values.items():
        column = [int(row[i]) for row in table.rows[1:] if row[i] is not None]
        margin = (max(column, default=0) - min(column, default=0)) / 2
        if not column or not min(column) - margin <= int(value) <= max(column) + margin:
            return False
    return True


def no_header(rng, case):
    del case.lines[0]
    case.heads = [""]
    case.seen = shows_values(case.table)
    case.says = "looks like a record"


def backslashes(rng, case):
    """Quotes inside quotes, or what separates, after backslashes: as MySQL and Spark write them."""
    table = case.table
    column = rng.choice(table.texts())
    bare = rng.randrange(3) == 0
    pieces = ['"hi"', 'a "b" c', '"'] if not bare else ["one" + table.delimiter + " two", "a\nb", 'a "b" c']
    chosen = rng.sample(range(len(table.rows)), rng.randrange(1, min(6, len(table.rows))))
    for i in chosen:
        words = rng.choices(WORDS, k=2)
        words.insert(rng.randrange(3), rng.choice(pieces))
        if rng.randrange(3) == 0 and not bare:
            words.insert(rng.randrange(4), rng.choice(["there, friend", "a\nb", "x; y", table.delimiter]))
        table.rows[i][column] = " ".join(words)

    def cell(value, kind):
        if value is None:
            return ""
        escaped = value.replace("\\", "\\\\")
        if bare:
            return re.sub("([\n" + re.escape(table.delimiter) + "])", r"\\\1", escaped)
        escaped = escaped.replace('"', '\\"')
        return f'"{escaped}"' if needs_quotes(value, table.delimiter) or table.style != "minimal" else escaped

    def line(row):
        return table.delimiter.join(cell(value, kind) for value, kind in zip(row, table.kinds)) + table.end
    case.records = [line(row) for row in table.rows]
    case.lines[1:] = case.records
    case.loose_quotes = bare
    case.says = "backslash"
    case.seen = bool(table.typed()) or len(table.kinds) > 1


def stray_quotes(rng, case):
    """Quotes that mean nothing, in a file that needs none."""
    table = case.table
    column = rng.choice(table.texts())
    form = rng.choice(["inside", "opening", "opening", "word", "closing"])
    for i in rng.sample(range(len(table.rows)), rng.choice([1, 1, 2, 3])):
        text = table.rows[i][column] or "apple"
        table.rows[i][column] = {"inside": f'5" {text}', "opening": f'"{text}', "word": f'"{text}" it was',
                                 "closing": f'{text}"'}[form]
    case.records = [table.delimiter.join(value or "" for value in row) + table.end for row in table.rows]
    case.lines[1:] = case.records
    case.loose_quotes = True
    case.says = "quote"
    case.seen = bool(table.typed())


def open_quote(rng, case):
    """A closing quote is lost in a file of quoted texts."""
    table = case.table
    column = rng.choice(table.texts())
    at = rng.randrange(len(table.rows))
    cells = [table.cell(value, kind) for value, kind in zip(table.rows[at], table.kinds)]
    if not cells[column].endswith('"'):
        cells[column] = '"' + cells[column] + '"'
    cells[column] = cells[column][:-1]
    case.lines[1 + at] = case.records[at] = table.delimiter.join(cells) + table.end
    case.loose_quotes = True  # --quote none reads the records only where no text in quotes has a line end
    case.says = "quote|1 record: a split needs"
    case.seen = bool(table.typed())


def line_end_inside(rng, case):
    """A CR, or in a file of CR LF an LF, in a text without quotes."""
    table = case.table
    column = rng.choice(table.texts())
    what = "\r" if table.end == "\n" or rng.randrange(2) else "\n"
    for at in rng.sample(range(len(table.rows)), rng.choice([1, 1, 2, 3])):
        cells = [value or "" for value in table.rows[at]]
        cells[column] = what.join(rng.choices(WORDS, k=2))
        case.lines[1 + at] = table.delimiter.join(cells) + table.end
    case.records = None
    case.says = r"\b(CR|LF)\b"


def mixed_ends(rng, case):
    """Some lines end in the other way."""
    other = "\n" if case.table.end == "\r\n" else "\r\n"
    start = rng.randrange(len(case.records))
    some = range(start, len(case.records)) if rng.randrange(2) else rng.sample(range(len(case.records)), 2)
    for i in some:
        case.records[i] = case.records[i][:-len(case.table.end)] + other
        case.lines[1 + i] = case.records[i]
    case.says = "mixed line ends"


def blanks(rng, case):
    """Blanks separate the fields."""
    table = case.table
    rows = [table.names, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.kinds))]
    form = rng.randrange(3)
    if form == 0:
        lines = [" ".join(row) for row in rows]
    elif form == 1:
        lines = ["  ".join(value.ljust(width) for value, width in zip(row, widths)).rstrip() for row in rows]
    else:
        lines = [" ".join(value.rjust(width) for value, width in zip(row, widths)) for row in rows]
    case.lines = [line + table.end for line in lines]
    case.heads, case.records = case.lines[:1], case.lines[1:]
    case.says = "blanks"
    case.seen = bool(table.typed())


def other_delimiter(rng, case):
    """A delimiter that no option names."""
    case.table.delimiter = rng.choice([";", "\t", "|"])
    case.__dict__.update(written(case.kind, case.table).__dict__)
    case.says = "delimiter"


def short_header(rng, case):
    """R's header lacks the name of the first column, which names the rows."""
    table = case.table
    plain = rng.randrange(2)
    for i, row in enumerate(table.rows):
        row[0] = str(i + 1) if plain else f"{rng.choice(WORDS)} {i}"
    table.kinds[0] = "integer" if plain else "text"
    case.__dict__.update(written(case.kind, table).__dict__)
    case.lines[0] = case.heads[0].split(case.table.delimiter, 1)[1]
    case.heads = [f"row{case.table.delimiter}" + case.lines[0]]  # what the hint makes of it
    case.says = "one name short"


def none(_rng, case):
    case.says = "^$"


# name: (what it does, what texts may hold, fewest columns, whether a text column is needed)
DAMAGES = {
    "none": (none, "", 1, False), "title": (title, "", 1, False), "comment": (comment, "", 1, False),
    "second header": (units, "", 1, False), "header again": (header_again, "", 1, False),
    "no header": (no_header, "", 1, False), "backslashes": (backslashes, "texts", 1, True),
    "stray quotes": (stray_quotes, "texts", 1, True), "open quote": (open_quote, "", 1, True),
    "line end inside": (line_end_inside, "texts", 1, True), "mixed ends": (mixed_ends, "", 1, False),
    "blanks": (blanks, "words", 2, False), "delimiter": (other_delimiter, "", 2, False),
    "short header": (short_header, "", 3, False), "two at once": (None, "texts", 2, True),
}
# Of two at once, one of these comes first, and one of those second.
FIRST = ["second header", "backslashes", "mixed ends", "delimiter"]
SECOND = ["title", "comment"]
KINDS = list(DAMAGES)


def make_case(kind, rng):
    damage, plain, least, text_needed = DAMAGES[kind]
    kinds = [kind] if damage else [rng.choice(FIRST), rng.choice(SECOND)]
    while True:
        table = random_table(rng, plain, least)
        if not text_needed or table.texts():
            break
    if "backslashes" in kinds:
        table.style = rng.choice(["minimal", "all"])
    case = written(kind, table)
    says, seen = [], True
    for one in kinds:
        DAMAGES[one][0](rng, case)
        says.append(case.says)
        seen = seen and case.seen
    case.says, case.seen, case.two = "|".join(says), seen, len(kinds) > 1
    if rng.randrange(6) == 0:  # no line end at the end
        if case.records and case.lines[-1] is case.records[-1]:
            case.records[-1] = case.records[-1].rstrip("\r\n")
        case.lines[-1] = case.lines[-1].rstrip("\r\n")
    if "blanks" not in kinds and "delimiter" not in kinds and table.delimiter != ",":
        case.words = ["-d", "tab" if table.delimiter == "\t" else table.delimiter]
    return case


# What the program says, and where it leads.

OPTION = re.compile(r"--skip-lines \d+|--comment '.'|--escape '.'|-d (?:'[^']+'|[a-z]+|::|,)|--quote (?:none|'.')|"
                    r"--header=\d+|--no-header|--line-ends [a-z]+|--ragged keep|--format [a-z]+")
COMMAND = re.compile(r"\b(?:sed|tr|head|tail|awk|grep|iconv) .* IN > OUT")
# Notes that are no matter of this test.
OTHER_NOTES = re.compile(r"has only \d+ records?: what is measured|also in train|"
                         r"--format lines --header keeps them")


@dataclass
class Step:
    """One way out: the options of a clause, or a command that makes another file."""
    options: dict
    command: str = ""


def steps_of(text, case):
    """The ways out that a message offers, without those that insist."""
    found = []
    command = COMMAND.search(text)
    if command:
        found.append(Step({}, command[0]))
        text = text.replace(command[0], "")
    for clause in re.split(r"; |, or | or (?=use |--|-d)", text):
        if "insists" in clause or ("if quotes mean nothing" in clause and not case.loose_quotes):
            continue
        options = dict((words + [""])[:2] if len(words) == 2 else (words[0].split("=")[0], words[0])
                       for words in map(shlex.split, OPTION.findall(clause)))
        if options:
            found.append(Step(options))
    return found


def hint_of(message):
    """The parenthesis that ends a refusal."""
    at = message.rfind(" (")
    return message[at + 2:].rstrip(")\n") if at >= 0 else ""


class Verdict(Exception):
    pass


class Trial:
    """A case in a directory of its own."""

    def __init__(self, case, top):
        self.case, self.top = case, Path(top)
        self.source = self.top / "f.csv"
        self.source.write_bytes(case.data())
        self.count = 0
        self.good = ["right", "hint", "note", *(["unseen"] if case.two else [])]
        self.log = []

    def run(self, options, source):
        words = [word for name, value in options.items() for word in ([value] if value.startswith("--") else [name, value])]
        self.log.append(shlex.join(words))
        for name in ("1.out", "2.out"):
            (self.top / name).unlink(missing_ok=True)
        done = subprocess.run([PROGRAM, "--json", "--no-shuffle", "-r", "0.5", "--no-sync", "-o", "train=1.out", "-o",
                               "test=2.out", *words, source.name], cwd=self.top, capture_output=True, timeout=100, check=False)
        if done.returncode not in (0, 3):
            raise Verdict(f"status {done.returncode}: {done.stderr.decode()}")
        return json.loads(done.stdout) if done.returncode == 0 else None, done.stderr.decode()

    def right(self, report, options):
        """Whether the outputs are the records, each whole and under the header."""
        if self.case.records is None:
            return False
        return any(self.right_under(head.encode(), report, options) for head in self.case.heads)

    def right_under(self, head, report, options):
        records = [record.encode() for record in self.case.records]
        cut = report["parts"][0]["rows"]
        if report["input"]["rows"] != len(records) or report["input"]["columns"] != len(self.case.table.kinds):
            return False
        for name, wanted in (("1.out", records[:cut]), ("2.out", records[cut:])):
            wanted, got = head + b"".join(wanted), (self.top / name).read_bytes()
            if "--line-ends" in options:
                wanted, got = (data.replace(b"\r\n", b"\n") for data in (wanted, got))
            if got != wanted:
                return False
        return True

    def follow(self, step, options, source, depth):
        if step.command:
            self.count += 1
            other = self.top / f"g{self.count}.csv"
            done = subprocess.run(step.command.replace("IN >", f"{source.name} >").replace("> OUT", f"> {other.name}"),
                                  shell=True, cwd=self.top, capture_output=True, check=False)
            if done.returncode:
                raise Verdict(f"the command fails: {step.command}")
            return self.explore(options, other, depth + 1)
        return self.explore({**options, **step.options}, source, depth + 1)

    def explore(self, options, source, depth=0):
        """How it ends: "right", "hint", "note" or "unseen"; a Verdict where it must not end."""
        if depth > 4:
            raise Verdict("the hints lead nowhere")
        case = self.case
        report, message = self.run(options, source)
        if report is None:
            self.log.append(message)
            steps = steps_of(hint_of(message), case)
            for step in steps:
                if self.follow(step, options, source, depth) not in self.good:
                    raise Verdict("the hint does not lead to the records")
            if not steps and not re.search(case.says, message):
                raise Verdict("refused without a way out")
            return "hint"
        notes = [note for note in report["warnings"] if not OTHER_NOTES.search(note)]
        self.log.extend(notes)
        right = self.right(report, options)
        if case.kind == "none" and notes:
            raise Verdict("a note without a cause")
        told = right
        for note in notes:
            for step in steps_of(note, case):
                if "--line-ends" in step.options and not right:
                    continue  # it rewrites what ends a record, and finds no other
                if step.options.items() <= options.items():
                    raise Verdict("a note offers what was followed")
                if self.follow(step, options, source, depth) not in self.good:
                    raise Verdict("the note does not lead to the records")
                told = True
            told = told or bool(re.search(case.says, note))
        if right:
            return "right"
        if told and depth == 0:
            return "note"
        if told and (case.records is None or case.two):
            return "note"
        if (depth == 0 or case.two) and not case.seen:
            return "unseen"
        raise Verdict("other records, and no word" if depth == 0 else "what was offered gives other records")


def judge(kind, seed):
    """How a round ends, and what was wrong."""
    rng = random.Random(f"{kind} {seed}")
    case = make_case(kind, rng)
    with tempfile.TemporaryDirectory(prefix="splitdata-damage-", dir=SCRATCH) as top:
        trial = Trial(case, top)
        options = dict([case.words]) if case.words else {}
        try:
            return kind, trial.explore(options, trial.source), ""
        except Verdict as verdict:
            data = case.data()
            shown = data if len(data) < 600 else data[:400] + b" ... " + data[-150:]
            log = "\n  ".join(line.rstrip() for line in trial.log)
            return kind, "fault", f"--kind '{kind}' --seed {seed}: {verdict}\n  {shown!r}\n  {log}"


SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--show", type=int, default=10)
    arguments = parser.parse_args()
    kinds = [arguments.kind] if arguments.kind else KINDS
    seeds = [arguments.seed] if arguments.seed is not None else range(-(-arguments.rounds // len(kinds) // THIN))
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        ends = list(pool.map(lambda pair: judge(*pair), [(kind, seed) for seed in seeds for kind in kinds]))
    faults = [text for _, end, text in ends if end == "fault"]
    for text in faults[:arguments.show]:
        print("FAIL", text)
    for kind in kinds:
        counts = Counter(end for of, end, _ in ends if of == kind)
        print(f"damage: {kind}: " + ", ".join(f"{counts[end]} {end}" for end in ("right", "hint", "note", "unseen", "fault")
                                              if counts[end]))
    print(f"damage: {len(ends)} files, {len(faults)} faults")
    return 1 if faults or not ends else 0


if __name__ == "__main__":
    sys.exit(main())
