#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What people see: screens of a real terminal (tmux) of 80 and of 120 columns, held against tests/terminal/screens.

Numbers that differ from run to run are masked. `screens.py --update` writes the screens anew: look at them.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
HEIGHT = 60

SCREENS = {
    "summary": ["splitdata -s 101 --manifest -O out iris.csv",
                "splitdata -s 7 --stratify species --parts train=0.6,val=0.2,test=0.2 -n iris.csv",
                "splitdata -s 7 --folds 3 -n my_test_data.csv",
                "splitdata -s 7 --group species --sample 0.5 -n iris.csv"],
    "verify": ["splitdata -s 101 --manifest -q -O out iris.csv", "splitdata verify out/iris.split.json",
               "echo 1,2 >>out/iris.test.csv; rm out/iris.train.csv",
               "splitdata verify out/iris.split.json", "splitdata replay out/iris.split.json"],
    "errors": ["splitdata nothing.csv", "splitdata --sed 1 iris.csv", "splitdata -s x iris.csv",
               "splitdata --stratify specie iris.csv", "splitdata -s 1 ragged.csv", "splitdata -s 1 open.csv",
               "splitdata -r 0.8 --test-size 5 iris.csv", "splitdata", "splitdata verify iris.csv",
               "splitdata -s 1 --stratify '#1' iris.csv"],
    "help": ["splitdata --help"],
    "help-verify": ["splitdata verify --help", "splitdata replay --help"],
}
# A run that is held up by an output that no process reads, looked at, and then let go.
BAR = "splitdata -s 1 -o train=fifo -O out big.csv"


def masked(screen):
    screen = re.sub(r"(?m)^(  time +)[0-9.]+ s(, [0-9.]+ \w+/s)?", r"\1T", screen)
    screen = re.sub(r"\[#+-+\] +\d+ %( +[\d.]+ \w+/s)?( +\d+ s left| +\d+ min \d\d s left)?", "[##--] N %  T", screen)
    return "\n".join(line.rstrip() for line in screen.splitlines()).rstrip() + "\n"


class Terminal:
    def __init__(self, directory, width):
        self.socket = str(directory / "tmux")
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(HEIGHT),
                  f"cd {directory}/work && exec env -u ENV PS1='$ ' PATH={directory}/bin:$PATH sh")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-S", self.socket, *words], check=True, capture_output=True,
                              timeout=60).stdout.decode()

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def wait_for(self, holds):
        """The screen as soon as it is so; as it is, however, when a minute has passed."""
        deadline = time.monotonic() + 60
        while not holds(self.screen()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.screen()

    def wait_for_prompt(self, number):
        """The screen when the shell asks for the command after `number` others."""
        def asks(screen):
            lines = screen.rstrip().split("\n")
            return lines[-1] == "$" and sum(line.startswith("$") for line in lines) == number + 1
        return self.wait_for(asks)

    def type(self, command):
        self.tmux("send-keys", "-l", command)
        self.tmux("send-keys", "Enter")


def take(name, width):
    with tempfile.TemporaryDirectory(prefix="splitdata-screens-") as top:
        directory = Path(top)
        (directory / "bin").mkdir()
        (directory / "bin" / "splitdata").symlink_to(PROGRAM)
        shutil.copytree(ROOT / "samples", directory / "work")
        for file in ("ragged.csv", "open.csv"):
            shutil.copy(ROOT / "tests" / "cli" / "data" / file, directory / "work")
        shutil.copy(ROOT / "samples" / "iris.csv", directory / "work" / "my_test_data.csv")
        os.mkfifo(directory / "work" / "fifo")
        (directory / "work" / "big.csv").write_bytes(b"a,b\n" + b"1234567,1234567\n" * 100000)
        terminal = Terminal(directory, width)
        try:
            terminal.wait_for_prompt(0)
            if name == "bar":
                return take_bar(terminal, directory)
            for number, command in enumerate(SCREENS[name], 1):
                terminal.type(command)
                terminal.wait_for_prompt(number)
            return terminal.screen()
        finally:
            terminal.tmux("kill-server")


def take_bar(terminal, directory):
    """The bar, and the screen when it is gone."""
    reader = os.open(directory / "work" / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    terminal.type(BAR)
    with_bar = terminal.wait_for(lambda screen: "\nwriting" in screen)
    os.set_blocking(reader, True)
    while os.read(reader, 1 << 20):
        pass
    os.close(reader)
    return with_bar + "\f\n" + terminal.wait_for_prompt(1)


def main():
    failed = 0
    names = [(name, width) for name in [*SCREENS, "bar"] for width in (80, 120)]
    for name, width in names:
        path = HERE / "screens" / f"{name}-{width}.txt"
        got = "\f\n".join(masked(part) for part in take(name, width).split("\f\n"))
        if "--update" in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(got, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != got:
            failed += 1
            print(f"FAIL {name}, {width} columns:\n{got}")
    print(f"screens: {len(names)} compared, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
