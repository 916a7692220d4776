#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The progress bar on a terminal: a pseudo terminal of any width, and a run that is held up.

A run is held up by its input (a pipe that does not end) or by an output (a FIFO that no process reads) until
the test has seen enough, so nothing here depends on how fast the machine is.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
PATIENCE = 60  # seconds until a test that waits for something gives up
# The thread sanitizer calls no handler of a signal while its thread waits for a mutex, as one of two readers does.
THREADS_TO_STOP = ("1",) if Path(PROGRAM).parent.name == "tsan" else ("1", "2")


class Failure(Exception):
    pass


def require(holds, what):
    if not holds:
        raise Failure(what)


class NoTerminal(Exception):
    """None can be opened: /dev/pts is not mounted."""


def open_terminal():
    try:
        return pty.openpty()
    except OSError as error:
        raise NoTerminal from error


class Run:
    """The program with standard error on a terminal (or, for width None, a pipe), held up by its input."""

    def __init__(self, *words, width=80, environment=(), held=True):
        self.text, self.began = b"", time.monotonic()
        if width is None:
            self.reader, writer = os.pipe()
        else:
            self.reader, writer = open_terminal()
            fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
            attributes = termios.tcgetattr(writer)
            attributes[1] &= ~termios.OPOST
            termios.tcsetattr(writer, termios.TCSANOW, attributes)
        variables = {**os.environ, "TERM": "xterm", **dict(environment)}
        variables = {name: value for name, value in variables.items() if value is not None}
        # A background job of a shell is born ignoring SIGINT, and the program leaves it so.
        self.process = subprocess.Popen([PROGRAM, *words], stdin=subprocess.PIPE, stderr=writer,
                                        stdout=subprocess.DEVNULL, env=variables,
                                        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        os.close(writer)
        self.process.stdin.write(b"a,b\n" + b"1,2\n" * 100)
        self.process.stdin.flush()
        if not held:
            self.process.stdin.close()

    def read(self, seconds):
        """What comes within a time; b"" when nothing does, None when nothing more can."""
        if not select.select([self.reader], [], [], seconds)[0]:
            return b""
        try:
            got = os.read(self.reader, 65536)
        except OSError:  # a terminal that no process has open any more
            got = b""
        self.text += got
        return got or None

    def wait_for(self, pattern):
        """Reads until the pattern is there."""
        while not re.search(pattern, self.text, re.DOTALL):
            require(time.monotonic() - self.began < PATIENCE, f"no {pattern} in {self.text!r}")
            require(self.read(1) is not None, f"ended without {pattern}: {self.text!r}")
        return self

    def end(self, signal_number=None):
        """Lets the program end, and returns all that it wrote."""
        if signal_number is not None:
            self.process.send_signal(signal_number)
        elif not self.process.stdin.closed:
            self.process.stdin.close()
        deadline = time.monotonic() + PATIENCE
        while self.read(PATIENCE):
            if time.monotonic() > deadline:
                self.process.kill()
                raise Failure(f"does not end: {self.text[-200:]!r}")
        self.process.wait()
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.seconds = time.monotonic() - self.began
        os.close(self.reader)
        return self.text.decode()


def frames(text):
    """What was drawn one over the other, and what came after it was erased."""
    require("\r" in text, f"no bar: {text!r}")
    drawn, after = text.rsplit("\r", 1)
    drawn = drawn.split("\r")
    require(drawn[0] == "" and drawn[-1].strip() == "", f"not erased: {text!r}")
    longest = max(len(line) for line in drawn[:-1])
    require(len(drawn[-1]) >= len(drawn[-2].rstrip()), f"erased in part: {text!r}")
    return [line.rstrip() for line in drawn[1:-1]], after, longest


def bar_is_drawn_and_erased():
    run = Run("-n", "-s", "1", "-").wait_for(rb"(\rreading[^\r]*){4}")
    lines, after, _ = frames(run.end())
    # The speed of less than a megabyte says little.
    require(all(re.fullmatch(r"reading +\d+ s", line) for line in lines), lines)
    require(after.startswith("splitdata: seed 1, ") and "train" in after, after)
    # Not before half a second, and not more than ten times a second.
    require(len(lines) <= (run.seconds - 0.5) * 10 + 1, f"{len(lines)} in {run.seconds} s")


def nothing_in_the_first_half_second():
    run = Run("-n", "-s", "1", "-")
    while not run.read(0.01):
        pass
    require(time.monotonic() - run.began >= 0.5, "drawn at once")
    run.end()


def stage_share_rate_and_time_left():
    with tempfile.TemporaryDirectory(prefix="splitdata-terminal-") as top:
        data, fifo = Path(top, "data.csv"), Path(top, "fifo")
        data.write_bytes(b"a,b\n" + b"1234567,1234567\n" * 200000)
        os.mkfifo(fifo)
        held = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        words = ("-s", "1", "-o", f"train={fifo}", str(data))
        for width in (120, 59, 58, 30, 11):
            run = Run(*words, "-f", width=width, held=False).wait_for(rb"\rwrit[^\r]*\rwrit|\r.*\r.*\r")
            os.set_blocking(held, False)
            while run.process.poll() is None:
                run.read(0.01)
                try:
                    while os.read(held, 1 << 20):
                        pass
                except BlockingIOError:
                    pass
            lines, _, longest = frames(run.end())
            # Two columns are kept for the ^C of a terminal.
            require(longest < width - 2, f"{longest} columns of {width}: {lines}")
            pattern = (r"\w+ +(\[#*-*\] +)?\d+ %(  [\d.]+ [MG]B/s)?(  .* left)?" if width >= 20 else r"\w*( +\d+ %)?")
            shares = [0]
            for line in lines:
                require(re.fullmatch(pattern, line) or not line.startswith("writing"), line)
                require(("[" in line) == (width >= 59) or not line.startswith("writing"), line)
                shares += [int(share) for share in re.findall(r"(\d+) %", line)]
            require(shares == sorted(shares), f"goes back: {lines}")
        os.close(held)


def no_colour_and_no_escapes():
    for environment in ({}, {"NO_COLOR": "1"}):
        text = Run("-n", "-s", "1", "-", environment=environment).wait_for(rb"\rreading").end()
        require("\x1b" not in text, text)


def hidden(what, *words, **how):
    """Nothing is drawn, however long it takes."""
    run = Run("-n", "-s", "1", *words, "-", **how)
    deadline = time.monotonic() + 0.9
    while time.monotonic() < deadline:
        run.read(0.1)
    text = run.end()
    require("\r" not in text and "reading" not in text, f"{what}: {text!r}")


def hidden_where_it_would_be_in_the_way():
    hidden("dumb", environment={"TERM": "dumb"})
    hidden("no TERM", environment={"TERM": None})
    hidden("never", "--progress", "never")
    hidden("quiet", "-q")
    hidden("a pipe", width=None)


def lines_for_logs():
    for words, how in ((("--progress", "always"), {"width": None}),
                       (("--progress", "always", "-q"), {"width": None}),
                       (("--progress", "always"), {"environment": {"TERM": "dumb"}})):
        run = Run("-n", "-s", "1", *words, "-", **how).wait_for(rb"\n")
        text = run.end()
        lines = [line for line in text.split("\n") if "reading" in line]
        require("\r" not in text and text.endswith("\n") is True, text)
        require(all(re.fullmatch(r"splitdata: reading +\d+ s", line) for line in lines), text)
        require(1 <= len(lines) <= 1 + run.seconds / 5, text)


def erased_before_a_message_and_a_death():
    run = Run("-n", "-s", "1", "-").wait_for(rb"\rreading")
    run.process.stdin.write(b"1,2,3\n")
    _, after, _ = frames(run.end())
    require(after.startswith("splitdata: standard input:") and after.count("\n") == 1, after)
    require(run.process.returncode == 3, run.process.returncode)
    for threads in THREADS_TO_STOP:
        run = Run("-n", "-s", "1", "-j", threads, "-").wait_for(rb"\rreading")
        _, after, _ = frames(run.end(signal.SIGINT))
        require(run.process.returncode == -signal.SIGINT, run.process.returncode)
        require(after == "splitdata: interrupted; nothing was written\n", after)
    return None if "2" in THREADS_TO_STOP else "one thread in this build: of two that read, one would put the signal off"


def control_c_is_erased_too():
    """Typed on the terminal that the program has: ^C appears after the line."""
    reader, writer = open_terminal()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def take_terminal():
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen([PROGRAM, "-n", "-s", "1", "-j", THREADS_TO_STOP[0], "-"], stdin=writer, stdout=writer, stderr=writer,
                               env={**os.environ, "TERM": "xterm"}, start_new_session=True,
                               preexec_fn=take_terminal)
    os.close(writer)
    text, began, typed = b"", time.monotonic(), False
    while time.monotonic() - began < PATIENCE:
        try:
            text += os.read(reader, 65536)
        except OSError:  # the program has ended
            break
        if b"reading" in text and not typed:
            os.write(reader, b"\x03")
            typed = True
    process.wait()
    os.close(reader)
    require(process.returncode == -signal.SIGINT, process.returncode)
    line, after = screen_of(text.decode())
    require((line, after) == ("", "splitdata: interrupted; nothing was written"), text)


def screen_of(text):
    """The line of the bar after it was erased, and the line after it."""
    bar, message = text[:text.index("splitdata:")], text[text.index("splitdata:"):]
    line, at = [], 0
    for character in bar:
        if character == "\r":
            at = 0
        else:
            line[at:at + 1] = character
            at += 1
    require(at == 0, text)
    return "".join(line).strip(), message.strip()


TESTS = [bar_is_drawn_and_erased, nothing_in_the_first_half_second, stage_share_rate_and_time_left,
         no_colour_and_no_escapes, hidden_where_it_would_be_in_the_way, lines_for_logs,
         erased_before_a_message_and_a_death, control_c_is_erased_too]


def main():
    failed, skipped = 0, 0
    for test in TESTS:
        try:
            note = test()
            if note:
                print(f"note {test.__name__}: {note}")
        except NoTerminal:
            skipped += 1
            print(f"note {test.__name__}: no terminal can be opened here (/dev/pts)")
        except Failure as failure:
            failed += 1
            print(f"FAIL {test.__name__}: {failure}")
    print(f"terminal: {len(TESTS) - failed - skipped} passed, {failed} failed" + (f", {skipped} not tried" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
