#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two users without privileges in one directory: what one plants under the names of the other's outputs, or exchanges
while these are written, gets no byte, loses none, and makes no run wait. Takes root, to be both (setpriv).

usage: neighbours.py [--seconds N] [TEST...]      N seconds of each race (1)
NEED_ROOT=1 in the environment: fails without root, instead of saying so.
"""
import contextlib
import ctypes
import gzip
import itertools
import os
import resource
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import PROGRAM, Failure, main, make_csv, one_line, require

VICTIM, NEIGHBOUR, GROUP = 64001, 64002, 64003
SECONDS = 1.0
DATA = make_csv(200)
OUTPUTS = ("data.train.csv", "data.test.csv")
COMMANDS = {
    "split": ["data.csv"],
    "force": ["-f", "data.csv"],
    "if changed": ["--if-changed", "data.csv"],
    "manifest": ["--manifest", "data.csv"],
}
SPLIT = ["-s", "1", "-O", "../shared"]
RENAME_EXCHANGE = 2
libc = ctypes.CDLL(None, use_errno=True)


def as_user(user, command, **options):
    words = ["setpriv", f"--reuid={user}", f"--regid={user}", f"--groups={GROUP}", *command]
    options.setdefault("capture_output", True)
    return subprocess.run(words, text=True, check=False, timeout=60, **options)


class Shared:
    """A victim's private directory with an input of mode 0600, a neighbour's own, and one that they share."""

    def __init__(self, top, kind):
        self.top = Path(top)
        os.chmod(top, 0o755)
        self.program = self.top / "splitdata"  # others may not read where it was built
        shutil.copy(PROGRAM, self.program)
        os.chmod(self.program, 0o755)
        mode, owner = {"sticky": (0o1777, 0), "group": (0o2775, 0), "private": (0o755, VICTIM)}[kind]
        for name, user, bits in (("mine", VICTIM, 0o700), ("theirs", NEIGHBOUR, 0o777), ("shared", owner, mode)):
            path = self.top / name
            path.mkdir()
            os.chown(path, user, GROUP)
            os.chmod(path, bits)
        self.mine, self.theirs, self.shared = self.top / "mine", self.top / "theirs", self.top / "shared"
        self.input = self.mine / "data.csv"
        self.input.write_bytes(DATA)
        os.chown(self.input, VICTIM, VICTIM)
        os.chmod(self.input, 0o600)
        done = self.run("-q", "-s", "1", "-O", "good", "--manifest", "data.csv")
        require(done.returncode == 0, f"the undisturbed split: {done.stderr}")
        self.good = {path.name: path.read_bytes() for path in (self.mine / "good").iterdir()}

    def run(self, *words):
        environment = dict(os.environ, LLVM_PROFILE_FILE="/dev/null")
        return as_user(VICTIM, [str(self.program), *words], cwd=self.mine, env=environment)

    def of_neighbour(self, path):
        os.lchown(path, NEIGHBOUR, NEIGHBOUR)

    def seen_of(self, directory):
        return {path.name: path.read_bytes() if path.is_file() and not path.is_symlink() else None
                for path in directory.iterdir()}


@contextlib.contextmanager
def shared(kind):
    with tempfile.TemporaryDirectory(prefix="splitdata-neighbours-") as top:
        yield Shared(top, kind)


# --- what can be planted: each returns the descriptor of a reader, or None ----------------------------------

def fifo(place, path, mode=0o666):
    os.mkfifo(path)
    os.chmod(path, mode)
    place.of_neighbour(path)
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK)


def fifo_without_reader(place, path):
    os.close(fifo(place, path))


def link_to_fifo(place, path):
    reader = fifo(place, place.theirs / "fifo")
    os.symlink(place.theirs / "fifo", path)
    place.of_neighbour(path)
    return reader


def link_to(target):
    def plant(place, path):
        os.symlink(target if target.startswith("/") else place.theirs / target, path)
        place.of_neighbour(path)
    return plant


def link_to_file(place, path):
    (place.theirs / "file").write_bytes(b"")
    os.chmod(place.theirs / "file", 0o666)
    link_to("file")(place, path)


def device(place, path):
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    os.chmod(path, 0o666)
    place.of_neighbour(path)


def a_socket(place, path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
    os.chmod(path, 0o777)
    place.of_neighbour(path)


def a_directory(place, path):
    path.mkdir()
    os.chmod(path, 0o777)
    place.of_neighbour(path)


def a_file(place, path):
    path.write_bytes(b"")
    os.chmod(path, 0o666)
    place.of_neighbour(path)


SPECIAL = {"FIFO": fifo, "FIFO without a reader": fifo_without_reader, "link to a FIFO": link_to_fifo,
           "link to /dev/null": link_to("/dev/null"), "link to /dev/stdout": link_to("/dev/stdout"),
           "device": device}
OTHER = {"link to a file": link_to_file, "link to nothing": link_to("nothing"), "socket": a_socket,
         "directory": a_directory, "file": a_file}


def nothing_read(reader, what):
    if reader is None:
        return
    try:
        read = os.read(reader, 1 << 16)
    except BlockingIOError:
        read = b""
    os.close(reader)
    require(read == b"", f"{what}: the reader got {len(read)} bytes")


def check(place, name, what, done, before):
    """After a run beside something planted under the name of an output."""
    planted = place.shared / name
    require(place.seen_of(place.theirs) == before, f"{what}: wrote into the neighbour's directory")
    left = [entry for entry in os.listdir(place.shared) if entry.startswith(".")]
    require(not left, f"{what}: left {left}")
    if done.returncode != 0:
        one_line(done.stderr, what)
        require(done.returncode == 4, f"{what}: ended with {done.returncode}: {done.stderr}")
        others = [entry for entry in os.listdir(place.shared) if entry != name]
        require(not others, f"{what}: failed and left {others}")
        return
    for output in OUTPUTS:
        path = place.shared / output
        require(not path.is_symlink() and path.is_file() and path.read_bytes() == place.good[output],
                f"{what}: {output} is not this split's")
        require(path.stat().st_uid == VICTIM and path.stat().st_mode & 0o7777 == 0o600, f"{what}: {output}: mode")
    require(planted.is_file() and not planted.is_symlink(), f"{what}: succeeded beside what is no file")


def replays(place):
    """The same by a manifest: of one's own, and beside it of a neighbour's choice of names."""
    return {"replay": ["replay", "-O", "../shared", "good/data.split.json", "data.csv"],
            "replay, force": ["replay", "-f", "-O", "../shared", "good/data.split.json", "data.csv"]}


def planted_names():
    runs = 0
    for kind, kinds in (("sticky", SPECIAL), ("group", {**SPECIAL, **OTHER}), ("sticky", {"file": a_file})):
        for (what, plant), name in itertools.product(kinds.items(), (OUTPUTS[1], "data.split.json")):
            with shared(kind) as place:
                commands = {**{key: [*SPLIT, *words] for key, words in COMMANDS.items()}, **replays(place)}
                if name.endswith("json"):
                    commands = {"manifest": commands["manifest"],
                                "replay": [*replays(place)["replay, force"][:1], "--manifest",
                                           *replays(place)["replay, force"][1:]]}
                for command, words in commands.items():
                    title = f"{kind}: {what} as {name}: {command}"
                    reader = plant(place, place.shared / name)
                    before = place.seen_of(place.theirs)
                    done = place.run("-q", *words) if words[0] != "replay" else place.run(*words[:1], "-q", *words[1:])
                    nothing_read(reader, title)
                    check(place, name, title, done, before)
                    if what in SPECIAL:
                        require(done.returncode == 4 and f"user {NEIGHBOUR}" in done.stderr, f"{title}: {done.stderr}")
                    for path in itertools.chain(place.shared.iterdir(), place.theirs.iterdir()):
                        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
                    runs += 1
    return f"{runs} runs"


def named_paths():
    """What the user names is written to: a FIFO of one's own, or of another user."""
    with shared("group") as place:
        reader = fifo(place, place.shared / "pipe")
        done = place.run("-q", "-s", "1", "-o", "test=../shared/pipe", "-O", "../shared", "data.csv")
        require(done.returncode == 0, f"a named FIFO: {done.stderr}")
        require(os.read(reader, 1 << 20) == place.good["data.test.csv"], "a named FIFO got other bytes")
        os.close(reader)
        require((place.shared / "data.train.csv").read_bytes() == place.good["data.train.csv"], "train beside a FIFO")


def directories_on_the_way():
    """A directory that is only passed need be neither readable nor writable, also for a copy of a compressed input."""
    for bits in (0o311, 0o555, 0o111):
        with shared("private") as place:
            base = place.mine / "base"
            for part in ("train", "test"):
                (base / part).mkdir(parents=True)
                os.chown(base / part, VICTIM, VICTIM)
            os.chown(base, VICTIM, VICTIM)
            os.chmod(base, bits)
            (place.mine / "data.csv.gz").write_bytes(gzip.compress(DATA))
            for words in (["--name", "base/{part}/x.csv", "data.csv"], ["-O", "base", "--name", "{part}/x.csv", "-f", "data.csv"],
                          ["-O", "base", "--name", "{part}/x.csv", "--gzip=0", "-f", "data.csv.gz"]):
                done = place.run("-q", "-s", "1", *words)
                require(done.returncode == 0, f"{bits:o}: {words}: {done.stderr}")
                for name in OUTPUTS:
                    made = (base / name.split(".")[1] / "x.csv").read_bytes()
                    require(made == place.good[name], f"{bits:o}: {words}: {name}")


def verify_reads_no_special_file():
    for what, plant in SPECIAL.items():
        with shared("group") as place:
            for name, data in place.good.items():
                (place.shared / name).write_bytes(data)
                os.chmod(place.shared / name, 0o644)
            (place.shared / "data.test.csv").unlink()
            reader = plant(place, place.shared / "data.test.csv")
            done = place.run("verify", "../shared/data.split.json", "data.csv")
            nothing_read(reader, what)
            require(done.returncode == 1 and "not a regular file" in done.stdout, f"{what}: {done.stdout}{done.stderr}")


def outputs_are_not_run():
    """No output can be executed, whatever the input's mode."""
    for bits in (0o6755, 0o4711, 0o777, 0o600):
        with shared("private") as place:
            os.chmod(place.input, bits)
            for words in (["-q", *SPLIT, "data.csv"], ["replay", "-q", "-f", "-O", "../shared", "good/data.split.json",
                                                        "data.csv"]):
                done = place.run(*words)
                require(done.returncode == 0, f"{bits:o}: {done.stderr}")
                for name in OUTPUTS:
                    mode = (place.shared / name).stat().st_mode & 0o7777
                    require(mode & 0o7111 == 0 and mode & ~(bits & 0o666) == 0, f"{bits:o}: {name} has {mode:o}")


def hidden_and_outside():
    """A manifest names no hidden file and nothing outside of its directory or -O DIR."""
    with shared("private") as place:
        text = place.good["data.split.json"].decode()
        (place.mine / "good" / ".git").mkdir()
        bad = place.mine / "good" / "bad.json"
        for path in (".git/hooks/post-commit", ".hidden", "sub/.x", "../up.csv", "/tmp/x", "a/../../b", "..", "sub/..x"):
            options = f'"options": {{"output": {{"train": "{path}"}}, '
            bad.write_text(text.replace('"options": {', options, 1).replace(', }', ' }'))
            before = sorted(str(found) for found in place.mine.rglob("*"))
            for words in (["replay", "good/bad.json", "data.csv"], ["replay", "-f", "-O", "x", "good/bad.json", "data.csv"]):
                done = place.run(*words)
                require(done.returncode == 3, f"{path}: {done.returncode}: {done.stderr}")
                require(sorted(str(found) for found in place.mine.rglob("*")) == before, f"{path}: wrote")


def hostile_manifests():
    """What fuzzing kept of manifests, and paths and templates put into a right one: whatever replay makes lies below the
    manifest's directory, is not hidden and cannot be executed."""
    kept = (Path(__file__).parent.parent / "fuzz" / "corpus" / "manifest.hex").read_text(encoding="ascii").split()
    statuses = {}
    with shared("private") as place:
        good, text = place.mine / "good", place.good["data.split.json"].decode()
        odd = ["a", "x/../y", "/x", "a//b", ".a", "a/.b", "..", "a/..", "-", "a b", "\\u202ea", "{ext}/x", "{stem}/{part}",
               "../{part}", "{part}/../x", ".{part}", "{part}/.x", "/dev/stdout", "a/" * 60 + "b", "{seed}{part}"]
        made = [text.replace('"options": {', f'"options": {{{option}, ', 1).replace(', }', ' }').encode()
                for word in odd for option in (f'"name": "{word}"', f'"output": {{"train": "{word}"}}')]
        for content in [*map(bytes.fromhex, kept), *made]:
            (good / "bad.json").write_bytes(content)
            before = {path for path in place.top.rglob("*")}
            done = place.run("replay", "-q", "-f", "good/bad.json", "data.csv")
            statuses[done.returncode] = statuses.get(done.returncode, 0) + 1
            require(done.returncode in range(5), f"{content[:300]}: {done.returncode}: {done.stderr}")
            for path in {path for path in place.top.rglob("*")} - before:
                require(good in path.parents and not any(part.startswith(".") for part in path.relative_to(good).parts),
                        f"{content[:300]}: made {path}")
                require(path.is_dir() or path.stat().st_mode & 0o7111 == 0, f"{content[:300]}: {path} can be executed")
    require(statuses.get(0, 0) >= 5 and len(statuses) >= 3, f"{statuses}")
    return f"{statuses}"


def links_in_a_tree():
    """A manifest's outputs go through no link, even one that stays below its directory."""
    with shared("private") as place:
        good = place.mine / "good"
        (good / ".git" / "hooks").mkdir(parents=True)
        for name, target in (("hooks", ".git/hooks"), ("meta", ".git")):
            (good / name).symlink_to(target)
        for path in (good, good / ".git", good / ".git" / "hooks"):
            os.chown(path, VICTIM, VICTIM)
        text = place.good["data.split.json"].decode()
        for path in ("hooks/post-commit", "meta/config", "meta/hooks/x"):
            (good / "bad.json").write_text(text.replace(
                '"options": {', f'"options": {{"output": {{"train": "{path}"}}, ', 1).replace(', }', ' }'))
            for words in (["replay", "good/bad.json", "data.csv"], ["replay", "-f", "good/bad.json", "data.csv"]):
                done = place.run(*words)
                require(done.returncode == 4 and "symbolic link" in done.stderr, f"{path}: {done.returncode}: {done.stderr}")
                require(not os.listdir(good / ".git" / "hooks") and os.listdir(good / ".git") == ["hooks"], f"{path}: wrote")


def empty_placeholders():
    """A template that is absolute only for an input without a suffix."""
    with shared("private") as place:
        (place.mine / "data").write_bytes(DATA)
        os.chown(place.mine / "data", VICTIM, VICTIM)
        done = place.run("-q", "-s", "1", "-O", "plain", "--name", "x{part}", "--manifest", "data")
        require(done.returncode == 0, done.stderr)
        manifest = place.mine / "plain" / "data.split.json"
        manifest.write_text(manifest.read_text().replace('"x{part}"', f'"{{ext}}{place.theirs}/{{part}}"'))
        for words in (["replay", "plain/data.split.json", "data"], ["replay", "-O", "y", "plain/data.split.json", "data"]):
            before = sorted(str(path) for path in place.top.rglob("*"))
            done = place.run(*words)
            require(done.returncode in (2, 3) and "'/'" in done.stderr, f"{words}: {done.returncode}: {done.stderr}")
            require(sorted(str(path) for path in place.top.rglob("*")) == before, f"{words}: wrote")


# --- races ----------------------------------------------------------------------------------------------

def exchange(one, other):
    if libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), RENAME_EXCHANGE) != 0:
        raise OSError(ctypes.get_errno(), "renameat2")


@contextlib.contextmanager
def in_a_loop(step):
    """Another process that repeats a step as the neighbour."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([GROUP])
            os.setgid(NEIGHBOUR)
            os.setuid(NEIGHBOUR)
            while True:
                step()
        finally:
            os._exit(1)
    try:
        yield child
        require(os.waitpid(child, os.WNOHANG) == (0, 0), "the neighbour ended early")
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def exchanged_directories():
    """While a neighbour exchanges a directory for a link that leads out, nothing gets there."""
    tries = {"replay": 0, "split": 0}
    for kind in tries:
        with shared("group") as place:
            sub, out = place.shared / "sub", place.theirs / "out"
            for path in (sub, out):
                path.mkdir()
                os.chown(path, NEIGHBOUR, GROUP)
                os.chmod(path, 0o777)
            (place.shared / "link").symlink_to(out)
            done = place.run("-q", "-s", "1", "-O", "own", "--parts", "sub=0.8,b=*", "--name", "{part}/x.csv", "--manifest",
                             "data.csv")
            require(done.returncode == 0, done.stderr)
            words = {"replay": ["replay", "-q", "-f", "-O", "../shared", "own/data.split.json", "data.csv"],
                     "split": ["-q", "-f", "-s", "1", "-O", "../shared", "--parts", "sub=0.8,b=*", "--name", "{part}/x.csv",
                               "data.csv"]}[kind]
            statuses = {}
            with in_a_loop(lambda: exchange(sub, place.shared / "link")):
                end = time.monotonic() + SECONDS
                while time.monotonic() < end:
                    done = place.run(*words)
                    tries[kind] += 1
                    statuses[done.returncode] = statuses.get(done.returncode, 0) + 1
                    if done.returncode != 0:
                        one_line(done.stderr, kind)
                    require(not os.listdir(out), f"{kind}: wrote {os.listdir(out)} outside")
            require(set(statuses) <= {0, 4}, f"{kind}: ended with {statuses}")
    return f"{tries}"


def exchanged_fifo():
    """While a neighbour makes and removes a FIFO under the name of an output, nothing gets into it."""
    tries = 0
    with shared("group") as place:
        name = place.shared / "data.test.csv"
        fifo_path = place.shared / "pipe"
        reader = fifo(place, fifo_path)

        def step():
            for one, other in ((fifo_path, name), (name, fifo_path)):
                with contextlib.suppress(FileNotFoundError, PermissionError):
                    libc.renameat2(-100, os.fsencode(one), -100, os.fsencode(other), 1)

        with in_a_loop(step):
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                done = place.run("-q", "-s", "1", "-O", "../shared", "-f", "data.csv")
                tries += 1
                require(done.returncode in (0, 4), f"ended with {done.returncode}: {done.stderr}")
                for path in OUTPUTS:
                    with contextlib.suppress(FileNotFoundError):
                        if stat.S_ISREG((place.shared / path).lstat().st_mode):
                            (place.shared / path).unlink()
        nothing_read(reader, "the exchanged FIFO")
    return f"{tries} splits"


def exchanged_temporary_files():
    """While a neighbour puts a FIFO and a link in the place of temporary names, no run waits or succeeds with them."""
    tries = 0
    with shared("group") as place:
        fifo_path = place.theirs / "fifo"
        os.close(fifo(place, fifo_path))
        (place.theirs / "secret").write_bytes(b"theirs")
        names = itertools.cycle(["fifo", "secret"])

        def step():
            for name in os.listdir(place.shared):
                if name.startswith(".splitdata-"):
                    planted = place.theirs / f"planted {next(names)}"
                    with contextlib.suppress(FileExistsError):
                        if planted.name.endswith("fifo"):
                            os.mkfifo(planted, 0o666)
                        else:
                            os.symlink(place.theirs / "secret", planted)
                    with contextlib.suppress(OSError):
                        os.rename(planted, place.shared / name)

        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))
        with in_a_loop(step):
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                done = as_user(VICTIM, [str(place.program), "-q", "-s", "1", "-O", "../shared", "--folds", "8",
                                        "--if-changed", "data.csv"], cwd=place.mine, preexec_fn=few)
                tries += 1
                require(done.returncode in (0, 4), f"ended with {done.returncode}: {done.stderr}")
                if done.returncode != 0:
                    one_line(done.stderr, "exchanged temporary files")
                for path in place.shared.glob("data.*"):
                    require(path.lstat().st_uid == VICTIM and stat.S_ISREG(path.lstat().st_mode),
                            f"{path.name} is the neighbour's, after status {done.returncode}")
                    if tries % 2 == 0:
                        path.unlink()
        require((place.theirs / "secret").read_bytes() == b"theirs", "wrote through a link")
    return f"{tries} splits"


if __name__ == "__main__":
    if os.geteuid() != 0:
        print("neighbours: not run: takes root, to be two users")
        sys.exit(1 if os.environ.get("NEED_ROOT") else 0)
    if "--seconds" in sys.argv:
        at = sys.argv.index("--seconds")
        SECONDS = float(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    sys.exit(main([exchanged_directories, exchanged_fifo, exchanged_temporary_files, planted_names, named_paths,
                   directories_on_the_way, verify_reads_no_special_file,
                   outputs_are_not_run, hidden_and_outside, hostile_manifests, links_in_a_tree,
                   empty_placeholders], "neighbours"))
