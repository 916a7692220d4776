# SPDX-License-Identifier: MIT
"""The examples of docs/python.md print what they say."""

import doctest
import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_readme(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "samples" / "iris.csv", "data.csv")
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"))
    (block,) = [block for block in blocks if "splitdata.split" in block]
    exec(block, {"X": list(range(20)), "y": [0, 1] * 10})
    assert sorted(path.name for path in Path("out").iterdir()) == ["data.test.csv", "data.train.csv"]


def test_python_md(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```python\n(.*?)^```$", page)
    assert len(blocks) > 3
    for block in blocks:
        if not block.startswith(">>>"):
            exec(block, {})
    examples = "".join(block for block in blocks if block.startswith(">>>"))
    test = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL)
    assert runner.run(test).failed == 0
