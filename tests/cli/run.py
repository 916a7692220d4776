#!/usr/bin/env python3
"""Runs the transcripts of the command line: tests/cli/*.test.

A transcript file contains cases. A case is a command and its visible effects:

    === what it shows
    $ splitdata -s 1 -r 0.8 ten.csv
    --- status 0
    --- stdout
    ...
    --- stderr
    ...
    --- file ten.test.csv
    ...

The command, which may continue on lines that begin with `> `, is run by sh in a new directory with copies
of samples/ and of tests/cli/data/. Every file that is then new or changed must have a section:
`file NAME` with its content (`\\xNN` and `\\r` are bytes, a line `\\ no line end` after the last line
means that it has none, and `\\ end` marks the end after a blank line), `sum NAME SHA256` if it is long,
`directory`, `link` or `special NAME`, or `gone NAME`.
A missing section means status 0, no output, no file.

Manifests must conform to docs/manifest.schema.json. In stdout and stderr, values that differ from run to run
are masked: times and rates become T, drawn seeds and their split ids N, the directory $DIR.
`run.py --update [FILE...]` writes the actual results into the files; read the diff.
"""
import functools
import gzip
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
MANIFEST = (b'{\n  "manifest": 1,\n', b'{\n  "manifest": 2,\n')
LONGEST = 2000  # bytes of a new file that a transcript shows in full
SECONDS = 300  # that a case may take

sys.path.insert(0, str(ROOT / "tests" / "golden" / "manifests"))
import schema  # noqa: E402


def shown(data):
    """Bytes as text with one line per line terminator and no invisible characters."""
    text = data.decode("utf-8", "backslashreplace") if isinstance(data, bytes) else data
    text = text.replace("\r", "\\r")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda m: f"\\x{ord(m[0]):02x}", text)
    if text and not text.endswith("\n"):
        text += "\n\\ no line end\n"
    elif text == "\n" or text.endswith("\n\n"):
        text += "\\ end\n"
    return text


def shown_name(name):
    return re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\x{ord(m[0]):02x}", name)


def masked(data, directory):
    text = data.decode("utf-8", "backslashreplace").replace(str(directory), "$DIR")
    text = re.sub(r"(?m)^(  time +)[0-9.]+ s(, [0-9.]+ \w+/s)?", r"\1T", text)
    text = re.sub(r"seed \d+ \(drawn; --seed \d+ repeats", "seed N (drawn; --seed N repeats", text)
    if "seed N (drawn;" in text:
        text = re.sub(r"(?m)^(  split id +)[0-9a-f-]{19}$", r"\1N", text)
    text = re.sub(r'("(?:seconds|read|index|plan|write|sync|publish)": )[0-9.e-]+', r"\1T", text)
    return shown(text)


def read_cases(path):
    """[(title, command lines, {section: text})], and the text before the first case."""
    cases, preamble = [], []
    section = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            cases.append((line[4:], [], {}))
            section = None
        elif not cases:
            preamble.append(line)
        elif line.startswith(("$ ", "> ")) and section is None:
            cases[-1][1].append(line[2:])
        elif line.startswith("--- "):
            section = line[4:]
            cases[-1][2][section] = ""
        elif section is not None:
            cases[-1][2][section] += line + "\n"
        elif line:
            raise SystemExit(f"{path}: stray line: {line}")
    return preamble, cases


def snapshot(top, below=""):
    """{name: (kind, bytes)} of everything below a directory, in the order of the names."""
    found = {}
    try:
        entries = sorted(os.scandir(top), key=lambda entry: entry.name)
    except PermissionError:
        return found
    for entry in entries:
        name = below + entry.name
        if entry.is_symlink():
            found[name] = ("link", os.readlink(entry.path).encode())
        elif entry.is_dir():
            found[name] = ("directory", b"")
            found.update(snapshot(entry.path, name + "/"))
        elif entry.is_file():
            found[name] = ("file", content_of(entry.path))
        else:
            found[name] = ("special", b"")
    return found


def content_of(path):
    with open(path, "rb", buffering=0) as file:
        return file.read()


@functools.cache
def inputs():
    """(name, bytes, mode) of what every case finds in its directory."""
    return [(path.name, path.read_bytes(), path.stat().st_mode & 0o777)
            for source in (ROOT / "samples", HERE / "data") for path in sorted(source.iterdir())
            if path.suffix not in (".c", ".md")]


def run_case(commands):
    """Runs a case; returns its sections with the actual results."""
    with tempfile.TemporaryDirectory(prefix="splitdata-cli-") as top:
        os.chmod(top, 0o755)  # some cases run the program as another user, and it may be a script
        directory = Path(top) / "work"
        directory.mkdir()
        before = {}
        for name, data, mode in inputs():
            with open(directory / name, "wb", buffering=0) as file:
                file.write(data)
                os.fchmod(file.fileno(), mode)
            before[name] = ("file", data)
        binaries = Path(top) / "bin"
        binaries.mkdir()
        (binaries / "splitdata").symlink_to(PROGRAM)
        environment = {"PATH": f"{binaries}:{os.environ['PATH']}", "LC_ALL": "C", "HOME": top}
        for name in ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        try:
            done = subprocess.run(["sh", "-c", "umask 022\n" + "\n".join(commands)], cwd=directory,
                                  env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return {f"not done after {SECONDS} seconds": ""}
        after = snapshot(directory)
        sections = {}
        if done.returncode != 0:
            sections[f"status {done.returncode}"] = ""
        if done.stdout:
            sections["stdout"] = masked(done.stdout, directory)
        if done.stderr:
            sections["stderr"] = masked(done.stderr, directory)
        for name in sorted(set(before) | set(after)):
            if before.get(name) == after.get(name):
                continue
            if name not in after:
                sections[f"gone {shown_name(name)}"] = ""
                continue
            kind, data = after[name]
            name = shown_name(name)
            for fault in schema.faults(data) if data.startswith(MANIFEST) else []:
                sections[f"against the schema, {name}: {fault}"] = ""
            if data.startswith(b"\x1f\x8b"):
                # Compressed bytes may differ between zlib versions; their contents must not.
                kind, data, name = "file", gzip.decompress(data), name + ", gunzipped"
            if kind == "file" and len(data) <= LONGEST:
                sections[f"file {name}"] = shown(data)
            elif kind == "file":
                sections[f"sum {name} {hashlib.sha256(data).hexdigest()}"] = ""
            elif kind == "link":
                sections[f"link {name} {data.decode()}"] = ""
            else:
                sections[f"{kind} {name}"] = ""
    return sections


def normalized(sections):
    return {name: text for name, text in sections.items() if name != "status 0"}


def difference(expected, got):
    lines = []
    for name in list(expected) + [n for n in got if n not in expected]:
        if expected.get(name) == got.get(name):
            continue
        if name not in got:
            lines.append(f"expected, but not there: --- {name}\n{expected[name]}")
        elif name not in expected:
            lines.append(f"not expected: --- {name}\n{got[name]}")
        else:
            lines.append(f"--- {name}\nexpected:\n{expected[name]}got:\n{got[name]}")
    return "\n".join(lines)


def write_cases(path, preamble, cases, results):
    out = [line + "\n" for line in preamble]
    for (title, commands, _), sections in zip(cases, results):
        out.append(f"=== {title}\n$ {commands[0]}\n")
        out.extend(f"> {line}\n" for line in commands[1:])
        for name, text in sections.items():
            out.append(f"--- {name}\n{text}")
        out.append("\n")
    path.write_text("".join(out).rstrip("\n") + "\n", encoding="utf-8")


def strip_end(sections):
    """Blank lines between cases belong to no section."""
    return {name: text.rstrip("\n") for name, text in sections.items()}


def main():
    words = sys.argv[1:]
    update = "--update" in words
    paths = [Path(w) for w in words if w != "--update"] or sorted(HERE.glob("*.test"))
    if not Path(PROGRAM).exists():
        raise SystemExit(f"{PROGRAM}: not built")
    passed = failed = 0
    texts = [(path, *read_cases(path)) for path in paths]
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        outcomes = pool.map(run_case, [case[1] for _, _, cases in texts for case in cases], chunksize=4)
        for path, preamble, cases in texts:
            results = [next(outcomes) for _ in cases]
            if update:
                write_cases(path, preamble, cases, results)
                continue
            for (title, _, expected), got in zip(cases, results):
                text = difference(strip_end(normalized(expected)), strip_end(got))
                if text:
                    failed += 1
                    print(f"FAIL {path.name}: {title}\n{text}\n")
                else:
                    passed += 1
    if update:
        return 0
    print(f"cli: {passed} cases passed, {failed} failed{schema.KNOWN}")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
