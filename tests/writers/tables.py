# SPDX-License-Identifier: MIT
"""The tables that each writer writes: a text in every second of ten rows, in each place; and odd headers."""

TEXTS = {
    "quote": 'a"b',
    "quote_first": '"ab',
    "quote_last": 'ab"',
    "quoted": '"ab"',
    "quote_alone": '"',
    "cr": "a\rb",
    "cr_last": "ab\r",
    "lf": "a\nb",
    "lf_last": "ab\n",
    "crlf": "a\r\nb",
    "quote_lf": 'a"\nb',
    "quotes_lf": 'say "hi"\nthere, "you"',
    "comma_quote_lf": 'a",\nb',
    "comma": "a,b",
    "semicolon": "a;b",
    "tab": "a\tb",
    "backslash": "a\\b",
    "backslash_last": "ab\\",
    "backslash_quote": 'a\\"b',
    "backslash_n": "a\\nb",
    "backslash_N": "\\N",
    "backslash_dot": "\\.",
    "null": None,
    "empty": "",
    "blank": " ",
    "blanks": " ab ",
    "hash": "#ab",
    "mark": "\ufeffab",
    "letters": "Łódź 東京",
    "apostrophe": "it's",
    "records": "a\n9,x,y\nb",
}

HEADERS = {
    "semicolon": ["a;b", "c"],
    "comma": ["a, b", "c"],
    "quote": ['size "', "c"],
    "blank": ["a b", "c"],
    "pipe": ["a|b", "c"],
    "lf": ["a\nb", "c"],
    "letters": ["ä ö", "Łódź"],
    "numbers": ["1", "2"],
    "years": ["2019", "2020"],
    "twice": ["a", "a"],
    "no_first": ["", "c"],
    "no_last": ["a", ""],
    "no_name": [""],
    "hash": ["#id", "c"],
    "mark": ["\ufeffid", "c"],
    "json": ['{"k"', "c"],
    "one_semicolon": ["a;b"],
}

PLACES = {
    "middle": (["id", "v", "z"], lambda i, v: [f"r{i}", v, "z"]),
    "last": (["id", "v"], lambda i, v: [f"r{i}", v]),
    "first": (["v", "n"], lambda i, v: [v, str(i)]),
    "only": (["v"], lambda i, v: [v]),
}

# With the writers that are slow: what their ways to quote may tear.
FEW = {"quote", "quote_last", "quoted", "cr", "lf", "quote_lf", "quotes_lf", "comma_quote_lf", "backslash_last", "backslash_quote", "null",
       "empty", "blanks", "hash"}


def tables():
    """[{name, header, rows, few}], few: also for the slow writers."""
    made = []
    for name, text in TEXTS.items():
        for place, (header, row) in PLACES.items():
            rows = [row(i, text if i % 2 == 0 else f"k{i}") for i in range(10)]
            made.append({"name": f"{name}-{place}", "header": header, "rows": rows,
                         "few": name in FEW and place in ("middle", "first", "only")})
    for name, header in HEADERS.items():
        rows = [[f"k{i}", f"x{i}"][: len(header)] for i in range(10)]
        made.append({"name": f"header_{name}", "header": header, "rows": rows, "few": False})
    made.append({"name": "all_null", "header": ["a", "b"], "rows": [[None, None]] * 4 + [["k", "l"]], "few": False})
    made.append({"name": "no_rows", "header": ["a", "b"], "rows": [], "few": False})
    return made
