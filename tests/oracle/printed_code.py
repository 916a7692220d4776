#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The code that --print-code prints for other languages than Python and R is run, and compared with the split:

    printed_code.py RECIPE [COUNT [SEED [FOLDER]]]

COUNT random cases of two parts, other than which most of this code has none. FOLDER has what frameworks.py has
installed. A language needs a function below, which runs the code of all cases and gives the parts of each."""
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from framework_splits import GOLDEN, SHARES, Draw

PLACE = Path(sys.argv[4] if len(sys.argv) > 4 else "build").resolve()
NAMES = ("train", "test")


def output(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]}: status {done.returncode}: {(done.stderr or done.stdout)[-1500:]}")
    return done.stdout


def both(text):
    """The parts of each case out of lines "= ROW..." of all cases, train before test."""
    rows = [[int(word) for word in line[1:].split()] for line in text.splitlines() if line.startswith("=")]
    return [dict(zip(NAMES, rows[i:i + 2])) for i in range(0, len(rows), 2)]


# --- one process for each case ---------------------------------------------------------------------


def each(run):
    def every(cases):
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            return list(pool.map(run, cases))
    return every


def script(command, tail):
    """A language of scripts: what shows the parts follows the code."""
    def run(case):
        path = case["folder"] / "code"
        path.write_text(case["code"] + tail)
        return both(output([*command, str(path)]))[0]
    return each(run)


def into_files(case):
    """Commands of a shell, which write train.csv and test.csv."""
    output(["bash", "-o", "pipefail", "-c", case["code"]], cwd=case["folder"])
    paths = [case["folder"] / f"{name}.csv" for name in NAMES]
    return {path.stem: [int(line) for line in (path.read_text().splitlines() if path.exists() else [])[1:]] for path in paths}


def node(case):
    """Modules are looked for where the script is."""
    with tempfile.NamedTemporaryFile("w", suffix=".mjs", dir=PLACE) as file:
        file.write(case["code"] + '\nfor (const part of [train, test]) console.log("= " + part.join(" "));\n')
        file.flush()
        return both(output(["node", file.name]))[0]


# --- one process for all ---------------------------------------------------------------------------


def go(cases):
    """Each main becomes a function of its own."""
    text = cases[0]["code"].partition("func main")[0]
    for i, case in enumerate(cases):
        text += f"func case{i}" + case["code"].partition("func main")[2]
    text = text.replace("fmt.Println(len(train), len(test))",
                        'fmt.Println("=", strings.Join(train, " "))\n\tfmt.Println("=", strings.Join(test, " "))')
    folder = cases[0]["folder"]
    (folder / "main.go").write_text(text + "func main() {\n" + "".join(f"\tcase{i}()\n" for i in range(len(cases))) + "}\n")
    return both(output(["go", "run", "main.go"], cwd=folder))


def rust(recipe):
    """Each program becomes a module."""
    def run(cases):
        crates = dict(line.strip().split(": ") for line in os.environ["CRATES"].splitlines() if line.strip())
        folder = PLACE / recipe
        (folder / "src").mkdir(parents=True, exist_ok=True)
        (folder / "Cargo.toml").write_text('[package]\nname = "peer"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n' + "".join(
            '{} = "={}"\n'.format(*crate.split("=")) for crate in crates[recipe].split()))
        tail = '\n    println!("= {}", train.join(" "));\n    println!("= {}", test.join(" "));\n}\n'
        text = "#![allow(unused)]\n"
        for i, case in enumerate(cases):
            code = re.sub(r'\n *println!\("\{\} \{\}".*', "", case["code"]).replace("fn main", "pub fn main").rstrip()
            text += f"mod case{i} {{\n{code[:-1].rstrip()}{tail}}}\n"
        (folder / "src" / "main.rs").write_text(text + "fn main() {\n" + "".join(
            f'    if std::panic::catch_unwind(case{i}::main).is_err() {{ println!("=\\n="); }}\n' for i in range(len(cases))) + "}\n")
        return both(output(["cargo", "run", "--quiet"], cwd=folder))
    return run


def cpp(*compiler):
    """Each main becomes a function."""
    def run(cases):
        show = 'for (const auto *part : {&train, &test}) { std::cout << "="; for (auto &row : *part) std::cout << " " << row; ' \
               'std::cout << "\\n"; }\n}\n'
        text = "#include <iostream>\n" + cases[0]["code"].partition("int main")[0]
        for i, case in enumerate(cases):
            text += f"static void case{i}" + case["code"].partition("int main")[2].rstrip()[:-1] + show
        folder = cases[0]["folder"]
        (folder / "peer.cpp").write_text(text + "int main() {" + "".join(f"case{i}();" for i in range(len(cases))) + "}\n")
        output([*compiler, "-std=c++17", "-o", "peer", "peer.cpp"], cwd=folder)
        return both(output([str(folder / "peer")]))
    return run


def jshell(tail):
    """Java, in one session of its shell."""
    def run(cases):
        folder = cases[0]["folder"]
        (folder / "code.jsh").write_text("".join(case["code"] + tail for case in cases) + "/exit\n")
        return both(output(["jshell", "-s", "--class-path", ":".join(map(str, (PLACE / "jars").glob("*.jar"))), "code.jsh"],
                           cwd=folder))
    return run


def kotlin(cases):
    """Each case becomes a function; the compiler is a jar, too."""
    imports = {line for case in cases for line in case["code"].splitlines() if line.startswith("import ")}
    text = "\n".join(sorted(imports)) + "\n"
    for i, case in enumerate(cases):
        body = [line for line in case["code"].splitlines() if not line.startswith("import ")]
        text += f"fun case{i}() {{\n" + "\n".join(body) + '\nfor (part in listOf(train, test)) println("= " + part.joinToString(" "))\n}\n'
    folder, jars = cases[0]["folder"], ":".join(map(str, (PLACE / "jars").glob("*.jar")))
    (folder / "peer.kt").write_text(text + "fun main() {\n" + "".join(f"case{i}()\n" for i in range(len(cases))) + "}\n")
    output(["java", "-cp", jars, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect", "-nowarn", "-cp", jars,
            "-d", "peer", "peer.kt"], cwd=folder)
    return both(output(["java", "-cp", f"{jars}:peer", "PeerKt"], cwd=folder))


def octave(cases):
    """One script after the other, each with the function test, which a variable would hide."""
    folder = cases[0]["folder"]
    (folder / "code.m").write_text("".join("clear test\n" + case["code"] + '\nprintf("= %s\\n", strjoin(train, " "), strjoin(test, " "));\n' for case in cases))
    return both(output(["octave-cli", "--quiet", "--no-init-file", "code.m"], cwd=folder))


# --- databases ---------------------------------------------------------------------------------------


def duckdb(cases):
    import duckdb as database
    found = []
    for case in cases:
        connection = database.connect()
        connection.execute(case["code"])
        found.append({name: [int(row) for row, in connection.execute(f'SELECT * FROM "{name}"').fetchall()] for name in NAMES})
    return found


def clickhouse(cases):
    from chdb.session import Session
    found = []
    for case in cases:
        with Session() as session:
            for statement in case["code"].split(";\n"):
                if statement.strip():
                    session.query(statement)
            found.append({name: [int(word) for word in str(session.query(f"SELECT i FROM `{name}`", "TSV")).split()] for name in NAMES})
    return found


@contextmanager
def server(start, ready):
    """A server while it is needed; `ready` fails until it answers."""
    with subprocess.Popen(start, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
                    break
                time.sleep(0.2)
            yield
        finally:
            process.terminate()


def sql(cases, client, quote):
    """One script for all; what is selected comes back as lines. A table that was made in an order is read in it."""
    text = ""
    for case in cases:
        by = "" if "row_number()" in case["code"] else " ORDER BY i"
        text += "DROP TABLE IF EXISTS input; DROP TABLE IF EXISTS drawn; DROP TABLE IF EXISTS placed;\n"
        text += "".join(f"DROP TABLE IF EXISTS {quote}{name}{quote};\n" for name in NAMES)
        text += "CREATE TABLE input (i INT PRIMARY KEY);\n"
        text += "INSERT INTO input VALUES " + ", ".join(f"({row})" for row in range(case["n"])) + ";\n" + case["code"]
        text += "".join(f"SELECT '=';\nSELECT i FROM {quote}{name}{quote}{by};\n" for name in NAMES)
    shown = output(client, input=text)
    rows = [line for line in shown.splitlines() if line == "=" or line.isdigit()]
    return both(" ".join(rows).replace("=", "\n="))


def postgres(cases):
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="splitdata-postgres-") as top:
        user = []
        if os.getuid() == 0:
            shutil.chown(top, "postgres")
            user = ["runuser", "-u", "postgres", "--"]
        output([*user, str(programs / "initdb"), "-D", f"{top}/data", "-A", "trust", "-N"], cwd="/")
        psql = ["psql", "-h", top, "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", "postgres"] + (["-U", "postgres"] if user else [])
        with server([*user, str(programs / "postgres"), "-D", f"{top}/data", "-k", top, "-c", "listen_addresses=", "-F"], [*psql, "-c", ""]):
            return sql(cases, psql, '"')


def mysql(cases):
    with tempfile.TemporaryDirectory(prefix="splitdata-mariadb-") as top:
        user = ["--user=root"] if os.getuid() == 0 else []
        output(["mariadb-install-db", "--no-defaults", f"--datadir={top}/data", "--auth-root-authentication-method=normal", *user])
        client = ["mariadb", "--no-defaults", f"--socket={top}/socket", "-u", "root", "-N", "-B"]
        with server(["mariadbd", "--no-defaults", f"--datadir={top}/data", f"--socket={top}/socket", "--skip-networking", "--skip-grant-tables",
                     *user], [*client, "-e", "SELECT 1"]):
            return sql(cases, [*client, "test"], "`")


# --- recipes -----------------------------------------------------------------------------------------

LISTS = 'for (List<String> part : List.of(train, test)) System.out.println("= " + String.join(" ", part));\n'
WEKA = 'for (Instances part : new Instances[]{train, test}) { String row = "="; ' \
       'for (Instance one : part) row += " " + one.stringValue(0); System.out.println(row); }\n'
PARTS = "Instances train = parts[0], test = parts[1];\n"
MALLET = 'for (InstanceList part : parts) { String row = "="; for (Instance one : part) row += " " + one.getData(); ' \
         "System.out.println(row); }\n"
PERL = '\nprint join(" ", "=", map { s/\\n//r } @$_), "\\n" for \\@train, \\@test;\n'
RUN = {
    "perl": script(["perl"], PERL), "perl-rand": script(["perl"], PERL),
    "ruby": script(["ruby"], '\n[train, test].each { |part| puts "= " + part.join(" ") }\n'),
    "php": script(["php"], '\nforeach ([$train, $test] as $part) echo "= ", implode(" ", $part), "\\n";\n'),
    "lua": script(["lua5.4"], '\nprint("= " .. table.concat(train, " "))\nprint("= " .. table.concat(test, " "))\n'),
    **{name: each(node) for name in ("d3", "seedrandom", "shuffle-seed", "chance", "faker", "random-js", "tfjs")},
    "go": go, "go-v2": go, "octave": octave, "octave-cvpartition": octave, "kotlin": kotlin, "libstdc++": cpp("g++"), "libc++": cpp("clang++", "-stdlib=libc++"),
    **{name: rust(name) for name in ("rust@0.8", "rust@0.9", "rust@0.10", "linfa", "smartcore")},
    **{name: jshell(LISTS) for name in ("java", "smile", "commons-math", "commons-rng")},
    "weka": jshell(PARTS + WEKA), "weka-resample": jshell(WEKA), "mallet": jshell(MALLET),
    **{name: each(into_files) for name in ("shuf", "miller", "miller-urand", "gawk", "mawk", "busybox-awk")},
    **{name: duckdb for name in ("duckdb", "duckdb-random", "duckdb-order")}, "clickhouse": clickhouse,
    "postgres": postgres, "postgres-order": postgres, "mysql": mysql, "mysql-order": mysql,
}
SEEDS = {"perl": 2**32, "perl-rand": 2**32, "php": 2**32, "octave": 2**32, "d3": 2**32, "libstdc++": 2**32, "libc++": 2**32,
         "gawk": 2**31, "mawk": 2**31 - 1, "busybox-awk": 2**32, "mysql": 2**31, "mysql-order": 2**31, "chance": 2**32, "faker": 2**32,
         "random-js": 2**32, "octave-cvpartition": 2**32, "weka-resample": 2**31, "duckdb": 2**31,
         "miller": 2**62, "miller-urand": 2**62}


def seed_of(recipe, draw):
    if recipe in ("postgres", "postgres-order", "duckdb-random", "duckdb-order"):
        return repr(round(draw.uniform(-1, 1), draw.choice([1, 2, 6, 12])))
    if recipe in ("shuf", "seedrandom", "shuffle-seed", "tfjs") and draw.random() < 0.5:
        return "".join(draw.choice("abcXYZ0189-_.,:;!?$\\\"'()äß漢🎲") for _ in range(draw.randrange(1, 20)))
    return str(draw.choice([0, 1, 42, 123, draw.randrange(SEEDS.get(recipe, 2**63))]))


def make_case(recipe, draw, folder, program):
    """A case of which there is code; None: there is none, the program's refusal of both."""
    n, share = draw.choice([draw.n(), draw.randrange(2, 2000)]), draw.choice([share for share in SHARES if share not in ("2/3", "60%")])
    (folder / "in.csv").write_text("i\n" + "".join(f"{row}\n" for row in range(n)))
    words = ["--ratio", share]
    if recipe in ("linfa", "smartcore"):
        words = draw.choice([["--ratio", share], ["--test-size", share]])
    elif draw.random() < 0.3 and n > 2:
        words = ["--train-size", str(draw.randrange(1, n))]
    words += ["--hash", "i"] if recipe == "clickhouse" else ["--seed", seed_of(recipe, draw)]
    words = [program, "--like", recipe, *words, str(folder / "in.csv")]
    code = subprocess.run([*words, "--print-code"], capture_output=True, text=True, check=False)
    if code.returncode != 0:
        return None
    return {"n": n, "words": words, "folder": folder, "code": code.stdout}


def problem_of(case, parts):
    done = subprocess.run([*case["words"], "-q", "--no-sync", "--emit", "indices", "--output-dir", str(case["folder"] / "out")],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        empty = done.returncode == 3 and re.search("would (be empty|get none)", done.stderr) and not all(parts.values())
        panicked = done.returncode in (2, 3) and not any(parts.values())
        return None if empty or panicked else f"refused: {done.stderr.strip()}"
    for name, rows in parts.items():
        got = [int(line) for line in (case["folder"] / "out" / f"in.{name}.idx").read_text().split()]
        if got != rows:
            return f"{name}: {got[:20]}, the code has {rows[:20]}"
    return None


def main():
    recipe, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    spec = importlib.util.spec_from_file_location("golden", GOLDEN / "run.py")
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    draw, cases = Draw(sys.argv[3] if len(sys.argv) > 3 else "1"), []
    with tempfile.TemporaryDirectory(prefix="splitdata-code-") as top:
        for i in range(4 * count):
            folder = Path(top) / str(i)
            folder.mkdir()
            case = make_case(recipe, draw, folder, golden.PROGRAM) if len(cases) < count else None
            cases += [case] if case is not None else []
        found = RUN[recipe](cases)
        problems, refused = [], 0
        for case, parts in zip(cases, found, strict=True):
            problem = problem_of(case, parts)
            refused += problem is None and not all(parts.values())
            problems += [f"{' '.join(case['words'][1:-1])} of {case['n']}: {problem}"] if problem else []
    for problem in problems[:5]:
        print(f"FAIL {problem[:300]}")
    print(f"{recipe}: {len(cases) - len(problems)} cases passed ({refused} refused by both), {len(problems)} failed")
    return 1 if problems or len(cases) < count else 0


if __name__ == "__main__":
    sys.exit(main())
