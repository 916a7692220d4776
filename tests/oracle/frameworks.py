#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random splits by the real frameworks beside the program, and what --print-code prints beside the split:

    frameworks.py [--quick] [--count N] [--seed N] [--write FILE] [GROUP | GROUP:RECIPE...]

A group of frameworks.ini is installed, each of its recipes is compared by the script that the group names (N cases
of each, 100 unless given; of printed code a fifth where the call is compared, too), and the large ones are removed. --quick takes what CI
takes. --write puts the figures into the table of a file, between its markers; rows of groups that did not run stay."""
import argparse
import configparser
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GOLDEN = ROOT / "tests" / "golden" / "run.py"
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
# What a framework prints when it ends, H2O say, comes after it.
OUTCOME = re.compile(r"(\d+) cases passed \((\d+) refused by both\), (\d+) failed$", re.MULTILINE)
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
# How a program says its version.
SAYS = {"default-jre-headless": "java -version", "openjdk-17-jre-headless": "java -version", "default-jdk-headless": "java -version",
        "cargo": "rustc --version", "nodejs": "node --version", "g++": "g++ --version", "clang": "clang --version", "ruby": "ruby --version",
        "php-cli": "php --version", "postgresql": "psql --version", "mariadb-server": "mariadb --version"}


def shell(words, **more):
    return subprocess.run(words, check=True, **more)


def output(words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()


def interpreter(wanted):
    """An interpreter of Python 3.12 or later ("new"), of one release ("3.9"), or the usual one (None)."""
    if wanted is None:
        return sys.executable
    releases = ("3.13", "3.12") if wanted == "new" else (wanted,)
    for release in releases:
        versions = sorted((Path.home() / ".pyenv" / "versions").glob(f"{release}.*/bin/python"))
        for python in [f"python{release}", *map(str, versions)]:
            if shutil.which(python) and output([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]) == release:
                return python
    if wanted == "new":
        return sys.executable
    raise SystemExit(f"frameworks: Python {wanted} is not here (a python{wanted} on the path, or pyenv)")


def words(group, key):
    return group.get(key, "").split()


def lines(group, key):
    return [line.strip() for line in group.get(key, "").splitlines() if line.strip()]


def install_debian(packages):
    state = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages], capture_output=True,
                           text=True, check=False).stdout
    missing = [package for package in packages if f"{package} installed\n" not in state]
    if missing:
        root = [] if os.getuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "-qq", "update"], check=False)
        shell([*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "--no-install-recommends", "install", *missing],
              stdout=subprocess.DEVNULL)


def plain(name):
    """A package's name as pip compares it."""
    return re.sub("[-_.]+", "-", name).lower()


def install_python(group, place, quick):
    """Into a virtual environment, unless this list is there already."""
    python, wanted = place / "bin" / "python", group["pip"] + group.get("pip-alone", "")
    stamp = place / "installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        shell([interpreter(group.get("python", None if quick else "new")), "-m", "venv", place])
        (place / "list").write_text(group["pip"])
        shell([python, *PIP, "--requirement", place / "list"])
        if "pip-alone" in group:
            (place / "list").write_text(group["pip-alone"])
            shell([python, *PIP, "--no-deps", "--requirement", place / "list"])
        stamp.write_text(wanted)
    names = {re.split(r"[=;<\[]", line)[0].strip() for line in lines(group, "pip") + lines(group, "pip-alone")}
    frozen = [line.split("==", 1) for line in output([python, "-m", "pip", "--disable-pip-version-check", "freeze", "--all"]).splitlines()
              if "==" in line]
    frozen = {plain(name): version for name, version in frozen}
    here = output([python, "-c", "import platform; print(platform.python_version())"])
    return [f"{name} {frozen[plain(name)]}" for name in sorted(names, key=str.lower)] + [f"Python {here}"]


def install_maven(group, place):
    """Jars, and what these need, into a folder."""
    if not (place / "installed").exists():
        of = [dict(zip(("groupId", "artifactId", "version"), line.split(":"))) for line in lines(group, "maven")]
        text = "".join("<dependency>" + "".join(f"<{key}>{value}</{key}>" for key, value in one.items()) + "</dependency>" for one in of)
        (place / "pom.xml").write_text('<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
                                       "<groupId>splitdata</groupId><artifactId>frameworks</artifactId><version>1</version>"
                                       f"<packaging>pom</packaging><dependencies>{text}</dependencies></project>")
        shell(["mvn", "-q", "-B", "-f", place / "pom.xml", f"-Dmaven.repo.local={place}/repository", "dependency:copy-dependencies",
               f"-DoutputDirectory={place}/jars"])
        shutil.rmtree(place / "repository")
        (place / "installed").touch()
    return [" ".join(line.split(":")[1:]) for line in lines(group, "maven")]


def install(group, place, quick):
    """Installs what a group needs; what is there, in words."""
    place.mkdir(parents=True, exist_ok=True)
    versions = []
    if "apt" in group:
        install_debian(words(group, "apt"))
        if "npm" in group and shutil.which("npm") is None:
            install_debian(["npm"])
        for package in words(group, "apt"):
            if package in SAYS:
                versions += output(SAYS[package].split()).splitlines()[:1]
            elif not re.search("dev$|openssl|maven|npm", package):
                versions.append(f"{package} {output(['dpkg-query', '-W', '-f', '${source:Upstream-Version}', package])}")
    if "pip" in group:
        versions += install_python(group, place, quick)
    if "maven" in group:
        versions += install_maven(group, place)
    if "npm" in group:
        (place / "package.json").write_text('{"type": "module"}')
        shell(["npm", "--silent", "--prefix", place, "install", *words(group, "npm")])
        versions += [" ".join(name.rsplit("@", 1)) for name in words(group, "npm")]
    versions += [crate.replace("=", " ") for line in lines(group, "crates") for crate in line.split()[1:]]
    versions += [f"Go {release}" for release in words(group, "go")]
    return versions


def scripts(group, place, options):
    """What compares each recipe: (recipe, commands, each of which reads what the one before it writes)."""
    count, seed, python = str(options.count), str(options.seed), str(place / "bin" / "python") if "pip" in group else sys.executable
    compared = [sys.executable, GOLDEN]
    for recipe in words(group, "splits"):
        yield recipe, [[python, HERE / "framework_splits.py", recipe, count, seed]]
    for recipe in words(group, "code"):
        cases = max(options.count // 5, 1) if recipe in words(group, "splits") else options.count
        yield recipe, [[python, HERE / "framework_splits.py", "--code", recipe, str(cases), seed]]
    for recipe in words(group, "printed"):
        cases = max(options.count // 5, 1) if recipe in words(group, "java") else options.count
        yield recipe, [[python, HERE / "printed_code.py", recipe, str(cases), seed, place]]
    for recipe in words(group, "java"):
        yield recipe, [[python, HERE / "recipes_java.py", recipe, count, seed, f"{place}/jars/*"], [*compared, recipe, "-"]]
    for recipe in words(group, "spark"):
        yield recipe, [[python, HERE / "recipes_spark.py", recipe, count, seed], [*compared, recipe, "-"]]
    for recipe in words(group, "r"):
        yield recipe, [[python, HERE / "r_frameworks.py", PROGRAM, count, recipe]]


def environment(group):
    """Of the commands; printed_code.py finds what it needs in it."""
    changed = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore", "CRATES": group.get("crates", "")}
    if "go" in group:
        changed["GOTOOLCHAIN"] = f"go{group['go']}"
    return changed


def compare(recipe, commands, env):
    """The cases, those refused by both, and the differences."""
    given = None
    for command in commands:
        run = subprocess.run(command, env=env, input=given, stdout=subprocess.PIPE, text=True, check=False)
        given = run.stdout
        if run.returncode != 0 and command is not commands[-1]:
            break
    outcome = OUTCOME.search(run.stdout)
    if outcome is None or (run.returncode != 0) != (outcome[3] != "0"):
        print(f"{recipe}: {Path(command[1]).name} ended with status {run.returncode}", flush=True)
        return 0, 0, 1
    print(run.stdout, end="", flush=True)
    return int(outcome[1]) + int(outcome[3]), int(outcome[2]), int(outcome[3])


def run_group(name, group, options, only):
    """A row of the table: [group, versions, recipes, cases, refused, differences, seconds]."""
    begin = time.monotonic()
    with contextlib.ExitStack() as stack:
        place = ROOT / "build" / "frameworks" / name
        if "large" in group:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"splitdata-{name}-")))
        print(f"--- {name}", flush=True)
        try:
            versions = install(group, place, options.quick)
        except (subprocess.CalledProcessError, OSError) as problem:
            print(f"{name}: could not be installed: {problem}", flush=True)
            return [name, "", [], 0, 0, 1, 0]
        print(f"{name}: {', '.join(versions)}; installed in {time.monotonic() - begin:.0f} s", flush=True)
        begin, recipes, totals = time.monotonic(), [], [0, 0, 0]
        for recipe, commands in scripts(group, place, options):
            if only and recipe not in only:
                continue
            recipes += [recipe] if recipe not in recipes else []
            totals = [a + b for a, b in zip(totals, compare(recipe, commands, environment(group)))]
        return [name, ", ".join(versions), recipes, *totals, round(time.monotonic() - begin)]


def write(path, rows):
    """The rows of the groups that ran, among those of the others."""
    begin, end = "<!-- figures -->\n", "<!-- /figures -->"
    text = Path(path).read_text(encoding="utf-8")
    before, rest = text.split(begin)
    table, after = rest.split(end)
    kept = {row.split("|")[1].strip(): row for row in table.splitlines()[2:]}
    for name, versions, recipes, cases, refused, differences, seconds in rows:
        kept[name] = f"| {name} | {versions} | {' '.join(f'`{recipe}`' for recipe in recipes)} | {cases:,} | {refused:,} | " \
                     f"{differences} | {seconds} |"
    head = ["| group | installed | recipes | cases | of these refused by both | differences | seconds |", "|---|---|---|---|---|---|---|"]
    Path(path).write_text(before + begin + "\n".join(head + list(kept.values())) + "\n" + end + after, encoding="utf-8")


def quick_only(group):
    """What CI takes of a group."""
    taken = {key: value for key, value in group.items() if key not in ("splits", "code", "printed", "java", "spark", "r")}
    for key in ("splits", "code", "printed"):
        taken[key] = " ".join(recipe for recipe in words(group, key) if recipe in words(group, "quick"))
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write")
    parser.add_argument("groups", nargs="*")
    options = parser.parse_args()
    table = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    table.read(HERE / "frameworks.ini")
    asked = {}
    for word in options.groups or [name for name in table.sections() if not options.quick or "quick" in table[name]]:
        name, _, recipe = word.partition(":")
        if name not in table:
            parser.error(f"there is no group {name}: {' '.join(table.sections())}")
        asked.setdefault(name, []).extend([recipe] if recipe else [])
    rows = [run_group(name, quick_only(table[name]) if options.quick else table[name], options, only) for name, only in asked.items()]
    if options.write:
        write(options.write, [row for row in rows if row[3]])
    failed = [row[0] for row in rows if row[5]]
    print(f"frameworks: {sum(row[3] for row in rows)} cases, {sum(row[5] for row in rows)} differences"
          + (f", in {' '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
