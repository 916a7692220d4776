#!/usr/bin/env python3
"""The page of splitdata report: well-formed HTML of few elements without a script or a reference to anything else, at most
100 kB for 100 columns, the same bytes each time; hostile names and values are shown as text; sections in their order. And
its lines: at most 25, in ASCII where the locale has no more."""
import html.parser
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))

ELEMENTS = {"html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "p", "ul", "li", "div", "b", "span",
            "small", "br", "svg", "rect", "path", "table", "tr", "th", "td", "mark", "code"}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "d", "x", "y", "width", "height", "viewbox", "aria-hidden",
              "preserveaspectratio", "vector-effect"}
VOID = {"meta", "br"}
SECTIONS = ["Sizes", "Class shares", "Time ranges", "Overlap", "Columns", "Evidence", "How this was made"]
HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "a&lt;b</style>", "'--><svg/onload=1>", "]]>\u202e",
           "\x1b[31m", "\x00"[:0] + "x" * 300, "{{7*7}}", "https://example.org/"]


class Page(html.parser.HTMLParser):
    """Collects what is wrong, and the text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.wrong = []
        self.text = ""
        self.titles = []

    def handle_starttag(self, tag, attrs):
        if tag not in ELEMENTS:
            self.wrong.append(f"an element {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES or re.search(r"(https?:|//|javascript|url\()", value or ""):
                self.wrong.append(f"an attribute {name}={value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open and self.open[-1] == "h2":
            self.titles.append(data)
        if self.open and self.open[-1] == "style":
            if re.search(r"@import|url\(|</|expression", data):
                self.wrong.append("a style that refers to something")
        else:
            self.text += data


def run(*words, **environment):
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "", **environment})


def quoted(value):
    return '"' + value.replace('"', '""') + '"'


def table(generator, rows, columns, names, year, shift=0.0):
    """Lines with a group, a time, a class, hostile texts, and numbers."""
    for row in rows:
        cells = [f"g{row // 4}", f"20{year + row % 5:02}-01-0{row % 9 + 1}", quoted(HOSTILE[row % 3]), quoted(HOSTILE[row % 9])]
        cells += [f"{generator.gauss(shift, 1):.3f}" for _ in range(columns - len(cells))]
        yield ",".join(cells[:len(names)])


def write(path, names, lines):
    path.write_text("\n".join([",".join(map(quoted, names)), *lines]) + "\n", encoding="utf-8")


def check_page(data, wanted_sections, where):
    text = data.decode("utf-8")
    page = Page()
    page.feed(text)
    page.close()
    wrong = list(page.wrong)
    if page.open:
        wrong.append(f"not closed: {page.open}")
    if page.titles != wanted_sections:
        wrong.append(f"sections {page.titles}, not {wanted_sections}")
    hostile = r"<script|\x1b|\u202e|<img"
    if re.search(hostile, text, re.I):
        wrong.append("a hostile text is not escaped: " + repr([text[found.start() - 40:found.end()] for found in re.finditer(hostile, text, re.I)][:2]))
    for needed in ("prefers-color-scheme:dark", "@media print", "width=device-width"):
        if needed not in text:
            wrong.append(f"no {needed}")
    return [f"{where}: {fault}" for fault in wrong], page.text


def main():
    wrong = []
    generator = random.Random(20)
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        train, test, page = place / "tr<b>&'ain.csv", place / "te\"st.csv", place / "page.html"
        for columns in (6, 100):
            names = ["group", "when", "label", "note"] + [(HOSTILE[i % 9][:60] + str(i)) for i in range(4, columns)]
            first = list(table(generator, range(300), columns, names, 10))
            write(train, names, first)
            write(test, names, [*table(generator, range(296, 400), columns, names, 20, 0.8), *first[:9]])
            options = ["--group", "group", "--time", "when", "--target", "label", "-f", "--html", page, train, test]
            ran = run("report", *options)
            if ran.returncode != 0:
                raise SystemExit(f"report: {ran.stderr.decode()}")
            data = page.read_bytes()
            faults, text = check_page(data, SECTIONS, f"{columns} columns")
            wrong += faults
            for shown in ("<script>alert(1)</script>", "tr<b>&'ain.csv", "onerror=alert(1)"):
                if shown not in text:
                    wrong.append(f"{shown} is not shown")
            if len(data) > 100_000:
                wrong.append(f"{columns} columns: {len(data)} bytes")
            run("report", *options, "-j", "3")
            if page.read_bytes() != data:
                wrong.append("other bytes in the second run")
            for environment, plain in (({}, False), ({"NO_COLOR": "1"}, True), ({"LC_ALL": "C"}, True)):
                lines = run("report", *options, **environment).stdout
                if lines.count(b"\n") > 25:
                    wrong.append(f"{lines.count(10)} lines")
                if plain == bool(re.search("[\u2581-\u258f]", lines.decode())):
                    wrong.append(f"block characters with {environment}")
                ended = run("check", *options[:6], train, test, **environment).stdout
                if not ended.endswith(b"\n\n" + lines):
                    wrong.append("check does not end with the lines of report")
        # No options: fewer sections; many parts: not all are shown.
        parts = []
        for number in range(15):
            parts.append(place / f"part{number}.csv")
            write(parts[-1], ["x", "y"], [f"{generator.random():.6f},{row % 2}" for row in range(30)])
        run("report", "-q", "-f", "--html", page, *parts)
        faults, text = check_page(page.read_bytes(), ["Sizes", "Overlap", "Columns", "How this was made"], "parts")
        wrong += faults
        if "3 parts more" not in text or run("report", *parts).stdout.count(b"\n") > 25:
            wrong.append("many parts")
    for fault in wrong[:20]:
        print(f"page: {fault}")
    print(f"page: {'FAILED' if wrong else 'passed'}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
