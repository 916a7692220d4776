# SPDX-License-Identifier: MIT
"""split, verify and replay are the commands: the same files, reports, options and errors."""

import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import splitdata
from splitdata import _core
from splitdata.options import Options, ReplayOptions
from splitdata.words import OF_THE_COMMAND

ROOT = Path(__file__).resolve().parent.parent.parent
IRIS = ROOT / "samples" / "iris.csv"
# The command of the package, on the path of its own environment.
COMMAND = Path(sys.executable).with_name("splitdata")


def command(*words, **more):
    return subprocess.run([COMMAND, *map(str, words)], capture_output=True, text=True, check=False, **more)


def test_the_same_as_the_command(tmp_path):
    told = json.loads(command("--json", "-s", "101", "--parts", "train=0.7,val=0.15,test=0.15", "--stratify", "species",
                              "-O", tmp_path / "a", IRIS).stdout)
    report = splitdata.split(IRIS, seed=101, parts={"train": 0.7, "val": 0.15, "test": 0.15}, stratify="species",
                             output_dir=tmp_path / "b")
    assert report.split_id == told["split_id"]
    assert [(part.name, part.rows) for part in report.parts] == [("train", 105), ("val", 22), ("test", 23)]
    for part in report.parts:
        assert Path(part.path).read_bytes() == (tmp_path / "a" / Path(part.path).name).read_bytes()
    assert report.to_dict().keys() == told.keys()
    assert report["val"].rows == 22 and abs(report["val"].share - 22 / 150) < 1e-6
    assert report.seed == "101" and report.manifest is None and report.warnings == told["warnings"]
    assert report.split_id in report._repr_html_() and report.split_id in repr(report)
    assert pickle.loads(pickle.dumps(report)) == report


def test_words_of_values(tmp_path):
    report = splitdata.split([os.fsencode(IRIS)], seed=[1, 2], test_size=30, gzip=9, manifest=True, no_sync=True,
                             column_type={"species": "text"}, stratify=["species"],
                             output_dir=tmp_path, output={"test": tmp_path / "t.csv.gz", "train": tmp_path / "u.csv"}, force=False)
    assert gzip.decompress((tmp_path / "t.csv.gz").read_bytes()).count(b"\n") == 31
    manifest = json.loads(Path(report.manifest).read_text())
    assert manifest["seed"] == "1,2" and manifest["options"]["stratify"] == "species"


def test_every_option_has_its_type():
    """Options of the command that are new need a line in python/splitdata/options.py."""
    names = {name.replace("-", "_") for name in _core.option_names()} - OF_THE_COMMAND.keys() - {"progress"}
    assert names == set(Options.__annotations__) | set(ReplayOptions.__annotations__)


def test_verify_and_replay(tmp_path):
    report = splitdata.split(IRIS, seed=1, output_dir=tmp_path, manifest=True)
    result = splitdata.verify(report.manifest, IRIS)
    assert result.holds and result.split_id == report.split_id
    again = splitdata.replay(report.manifest, IRIS, output_dir=tmp_path / "again")
    assert again.split_id == report.split_id
    part = Path(report["test"].path)
    part.write_bytes(part.read_bytes().replace(b"setosa", b"Setosa", 1))
    with pytest.raises(splitdata.NotVerified, match="iris.test.csv changed") as caught:
        splitdata.verify(report.manifest, IRIS)
    assert caught.value.status == 1 and not caught.value.verification.holds
    with pytest.raises(splitdata.NotVerified):
        (tmp_path / "other.csv").write_text("a\n1\n2\n3\n")
        splitdata.replay(report.manifest, tmp_path / "other.csv", output_dir=tmp_path / "no")


def test_errors(tmp_path):
    with pytest.raises(splitdata.UsageError, match="unknown option --stratfy; did you mean --stratify"):
        splitdata.split(IRIS, stratfy="species")
    with pytest.raises(ValueError, match="--ratio"):
        splitdata.split(IRIS, ratio=1.5)
    with pytest.raises(splitdata.UsageError, match="option of the command alone"):
        splitdata.split(IRIS, json=True)
    with pytest.raises(splitdata.UsageError, match="printed by the command"):
        splitdata.split(IRIS, like="help")
    with pytest.raises(OSError, match="No such file") as caught:
        splitdata.split(tmp_path / "none.csv")
    assert caught.value.errno == 2 and caught.value.status == 4 and isinstance(caught.value, splitdata.OutputError)
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n1,2,3\n")
    with pytest.raises(splitdata.DataError) as caught:
        splitdata.split(tmp_path / "bad.csv")
    assert caught.value.line == 3 and caught.value.file == str(tmp_path / "bad.csv")
    assert str(caught.value) == command(tmp_path / "bad.csv").stderr.strip().removeprefix("splitdata: ")
    assert pickle.loads(pickle.dumps(caught.value)).line == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv"]


def test_code():
    assert "train_test_split" in splitdata.code(IRIS, seed=101, stratify="species")


def test_frames_have_one_type(tmp_path):
    pandas = pytest.importorskip("pandas")
    lines = "".join(f"{i},{'x' if i == 77 else i},{i + 0.5 if i == 3 else i}\n" for i in range(100))
    (tmp_path / "t.csv").write_text("id,code,value\n" + lines)
    report = splitdata.split(tmp_path / "t.csv", seed=5)
    frames = report.frames()
    whole = pandas.read_csv(tmp_path / "t.csv")
    for part in report.parts:
        assert len(frames[part.name]) == part.rows
        assert (frames[part.name].dtypes == whole.dtypes).all()
    joined = pandas.concat(frames.values()).sort_values("id").reset_index(drop=True)
    pandas.testing.assert_frame_equal(joined, whole)
    folds = splitdata.split(tmp_path / "t.csv", seed=5, folds=3, output_dir=tmp_path / "folds").frames()
    assert [len(fold["test"]) for fold in folds] == [34, 33, 33]


def test_progress(tmp_path):
    seen = []
    splitdata.split(IRIS, seed=1, output_dir=tmp_path, progress=lambda *told: seen.append(told))
    assert seen and all(stage in ("read", "index", "plan", "write", "sync", "publish") for stage, _, _ in seen)
    splitdata.split(IRIS, seed=1, output_dir=tmp_path, force=True, progress=True)
    with pytest.raises(KeyError):
        splitdata.split(IRIS, seed=2, output_dir=tmp_path / "new", progress=lambda *told: {}["no"])


def endless(tmp_path):
    """A pipe into which nothing is written: a split of it waits."""
    os.mkfifo(tmp_path / "pipe")
    return os.open(tmp_path / "pipe", os.O_RDWR)


@pytest.fixture
def interruptible():
    """Ctrl-C raises, even where the tests run in the background of a shell, which makes programs ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupt(tmp_path):
    held = endless(tmp_path)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        splitdata.split(tmp_path / "pipe", output_dir=tmp_path / "out")
    os.close(held)
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.mark.usefixtures("interruptible")
def test_other_threads_run(tmp_path):
    held = endless(tmp_path)
    os.write(held, b"a\n" + b"1\n" * 10)
    ran = []

    def tick():
        ran.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    threading.Timer(0.2, tick).start()
    with pytest.raises(KeyboardInterrupt):
        splitdata.split(tmp_path / "pipe", output_dir=tmp_path / "out")
    os.close(held)
    assert ran


def test_import_is_lean():
    code = """
import sys
before = set(sys.modules)
import splitdata
new = {name for name in sys.modules.keys() - before if not name.startswith('splitdata')}
sys.exit(bool(new & {'typing', 're', 'json', 'numpy', 'pandas', 'sklearn', 'pyarrow'}))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_subinterpreters_are_refused_or_work():
    code = """
try:
    import _xxsubinterpreters as interpreters
except ImportError:
    import _interpreters as interpreters
interpreter = interpreters.create()
interpreters.run_string(interpreter, '''
try:
    import splitdata
    assert splitdata.__version__
except ImportError as error:
    assert "interpreter" in str(error)
''')
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_fork(tmp_path):
    splitdata.split(IRIS, seed=1, output_dir=tmp_path)
    child = os.fork()
    if child == 0:
        try:
            splitdata.split(IRIS, seed=1, output_dir=tmp_path / "child")
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert (tmp_path / "child" / "iris.train.csv").read_bytes() == (tmp_path / "iris.train.csv").read_bytes()


def test_the_command_is_the_program(tmp_path):
    assert COMMAND.read_bytes()[:4] == b"\x7fELF"
    assert command("--version").stdout.startswith(f"splitdata {splitdata.__version__}\n")
    assert command("nofile.csv").returncode == 4
