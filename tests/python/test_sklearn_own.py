# SPDX-License-Identifier: MIT
"""scikit-learn's own tests of its splitters, those of the installed release, run on ours by replacing the names."""

import re
import subprocess
import sys
from pathlib import Path

import sklearn.model_selection.tests.test_split as own

NAMES = ("KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold", "ShuffleSplit", "StratifiedShuffleSplit",
         "GroupShuffleSplit", "RepeatedKFold", "RepeatedStratifiedKFold", "TimeSeriesSplit", "LeaveOneGroupOut",
         "PredefinedSplit", "train_test_split")
# Tests that do not pass, each with its reason. None is about rows.
ROUTING = "set_split_request is scikit-learn's own; get_metadata_routing answers"
REASONS = {
    "test_splitter_set_split_request[GroupKFold(n_splits=5, random_state=None, shuffle=False)]": ROUTING,
    "test_splitter_set_split_request[StratifiedGroupKFold(n_splits=5, random_state=None, shuffle=False)]": ROUTING,
    "test_splitter_set_split_request[LeaveOneGroupOut()]": ROUTING,
    "test_splitter_set_split_request[GroupShuffleSplit(n_splits=5, random_state=None, test_size=None, train_size=None)]":
        ROUTING,
}


def test_they_pass(tmp_path):
    text = Path(own.__file__).read_text(encoding="utf-8")
    last = [match for match in re.finditer(r"(?m)^from sklearn\.\S+ import (?:\([^)]*\)|.*)$", text)][-1].end()
    ours = "\n\nimport splitdata\n" + "".join(f"{name} = splitdata.{name}\n" for name in NAMES)
    (tmp_path / "test_split_of_ours.py").write_text(text[:last] + ours + text[last:], encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "sklearn.conftest", "-rfE", "--tb=line", "-W", "ignore",
                          "--rootdir", tmp_path, tmp_path], capture_output=True, text=True, check=False)
    failed = {re.sub(r".*::", "", line).split(" - ")[0] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))}
    assert re.search(r"\d+ passed", run.stdout), run.stdout
    assert failed == REASONS.keys(), run.stdout
