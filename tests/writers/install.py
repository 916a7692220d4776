# SPDX-License-Identifier: MIT
"""Installs what versions.txt names into a folder, and starts the servers. Debian's packages go to the machine."""
import os
import shutil
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>writers</groupId><artifactId>writers</artifactId><version>0</version><dependencies>%s</dependencies></project>"""
DEPENDENCY = "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
CARGO = """[package]
name = "writers"
version = "0.0.0"
edition = "2021"
[[bin]]
name = "writers"
path = "%s/writers.rs"
[dependencies]
%s
"""


def versions():
    """{(how, what): version}"""
    with open(HERE + "/versions.txt", encoding="utf-8") as text:
        lines = [line.split() for line in text if not line.startswith("#")]
    return {(how, what): version for how, what, version in lines}


def sh(*command, **more):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)


def debian(wanted):
    """Installs the packages that are missing; each must have the version that is wanted."""
    def installed(package):
        asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False)
        return asked.stdout.split(":")[-1]
    missing = [package for package in wanted if not installed(package)]
    if missing:
        root = [] if os.getuid() == 0 else ["sudo"]
        subprocess.run([*root, "apt-get", "-qq", "update"], check=False)
        sh(*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y", "--no-install-recommends", "install", *missing)
    for package, version in wanted.items():
        if not installed(package).startswith(version):
            raise SystemExit(f"writers: {package} {installed(package)} is installed, versions.txt has {version}")


def python(place, interpreter, wanted):
    sh(interpreter, "-m", "venv", place)
    sh(place + "/bin/python", "-m", "pip", "-q", "--disable-pip-version-check", "install",
       *(f"{what}=={version}" for what, version in wanted.items()))


def newer_python():
    """A Python that quotes a lone CR, if the machine has one."""
    names = [os.path.expanduser("~/.pyenv/versions/3.13.0/bin/python3.13"), "python3.13", "python3.14"]
    for name in filter(None, map(shutil.which, names)):
        if subprocess.run([name, "-c", "import sys; sys.exit(sys.version_info < (3, 13))"], check=False,
                          capture_output=True).returncode == 0:
            return name
    return None


def node(place, wanted):
    os.makedirs(place, exist_ok=True)
    sh("npm", "install", "--silent", "--no-save", "--prefix", place, *(f"{what}@{version}" for what, version in wanted.items()))


def java(place, wanted):
    os.makedirs(place, exist_ok=True)
    with open(place + "/pom.xml", "w", encoding="utf-8") as pom:
        pom.write(POM % "".join(DEPENDENCY % (*what.split(":"), version) for what, version in wanted.items()))
    sh("mvn", "-q", "-B", "-f", place + "/pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={place}/classpath")


def rust(place, wanted):
    os.makedirs(place, exist_ok=True)
    with open(place + "/Cargo.toml", "w", encoding="utf-8") as cargo:
        cargo.write(CARGO % (HERE, "\n".join(f'{what} = "={version}"' for what, version in wanted.items())))


def install(place):
    """Installs what is not in `place` yet; a change of versions.txt is noticed."""
    wanted = {}
    for (how, what), version in versions().items():
        wanted.setdefault(how, {})[what] = version
    debian(wanted["apt"])
    steps = {"pip": lambda folder, what: python(folder, "python3", what),
             "pip-newer": lambda folder, what: python(folder, newer_python(), what),
             "npm": node, "maven": java, "cargo": rust}
    if newer_python():
        wanted["pip-newer"] = {"pandas": wanted["pip"]["pandas"]}
    os.makedirs(place, exist_ok=True)
    for how, step in steps.items():
        stamp = f"{place}/{how}.installed"
        said = repr(sorted(wanted.get(how, {}).items()))
        if how in wanted and not (os.path.exists(stamp) and open(stamp, encoding="utf-8").read() == said):
            print(f"writers: installing with {how}", flush=True)
            shutil.rmtree(f"{place}/{how}", ignore_errors=True)
            step(f"{place}/{how}", wanted[how])
            with open(stamp, "w", encoding="utf-8") as out:
                out.write(said)
    sh("cargo", "build", "-q", "--release", "--manifest-path", place + "/cargo/Cargo.toml")
    sh("javac", "-d", place + "/maven", "-cp", classpath(place), HERE + "/Writers.java")
    sh("go", "build", "-o", place + "/writers-go", HERE + "/writers.go")


def classpath(place):
    with open(place + "/maven/classpath", encoding="utf-8") as text:
        return text.read().strip() + ":" + place + "/maven"


class Servers:
    """PostgreSQL and MariaDB with data in `place`, on sockets there. Servers refuse to be root: `user` runs them."""

    def __init__(self, place):
        self.running = []
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        binaries = sorted(entry.path for entry in os.scandir("/usr/lib/postgresql"))[-1] + "/bin"
        os.chmod(place, 0o777)
        data = place + "/postgres"
        sh(*as_user, binaries + "/initdb", "-D", data, "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", cwd=place)
        self.start(*as_user, binaries + "/postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-c", "fsync=off", cwd=place)
        os.environ.update(PGHOST=place, PGUSER="postgres")
        data = place + "/mariadb"
        os.makedirs(data)
        os.environ["MARIADB_SOCKET"] = place + "/mariadb.socket"
        account = ["--user=root"] if os.getuid() == 0 else []
        sh("mariadb-install-db", "--no-defaults", "--datadir=" + data, "--skip-test-db", "--auth-root-authentication-method=normal", *account,
           stderr=subprocess.DEVNULL)
        self.start("mariadbd", "--no-defaults", "--datadir=" + data, "--skip-networking", "--socket=" + os.environ["MARIADB_SOCKET"],
                   "--pid-file=" + place + "/mariadb.pid", "--skip-grant-tables", *account)
        self.wait("psql", "-X", "-d", "postgres", "-c", "SELECT 1")
        self.wait("mariadb", "--no-defaults", "--socket=" + os.environ["MARIADB_SOCKET"], "-u", "root", "-e", "CREATE DATABASE test")

    def start(self, *command, **more):
        self.running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more))

    @staticmethod
    def wait(*command):
        for _ in range(300):
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"writers: {command[0]}'s server does not answer")

    def stop(self):
        for server in self.running:
            server.terminate()
        for server in self.running:
            server.wait(30)
