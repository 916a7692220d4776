#!/bin/sh
# Hugging Face datasets 5.2.0 (PyPI): load_dataset("csv", data_dir=...) puts one file into train AND test, and leaves others out.
#
# Expected: each file of the folder is in one split, or an error names the file whose split cannot be told.
# Seen: a file whose name has a word of two splits (test-train.csv, dev-test.csv) is loaded twice, as both: whoever measures
# on that test split measures on training data. And as soon as one file's name has such a word, files without one
# (holdout.csv, latest.csv) are not loaded at all. Neither is said. Train and test files of several folds are put together,
# so that every test record is also in train.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0

cat >look.py <<'END'
import os
import pathlib
import shutil

os.environ.update(HF_HUB_OFFLINE="1", HF_HOME=os.path.join(os.getcwd(), "home"))
import datasets  # noqa: E402

datasets.disable_progress_bars()
for names in (["a.train.csv", "a.test.csv"], ["test-train.csv", "other.csv"], ["train.csv", "dev-test.csv"],
              ["a.train.csv", "a.holdout.csv"], ["latest.csv", "train.csv"],
              ["a.fold1.train.csv", "a.fold1.test.csv", "a.fold2.train.csv", "a.fold2.test.csv"]):
    shutil.rmtree("data", ignore_errors=True)
    for name in names:
        path = pathlib.Path("data", name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"file\n{name}\n", encoding="ascii")
    found = datasets.load_dataset("csv", data_dir="data")
    print(*names, "->", *(f"{split}: {' '.join(found[split]['file'])}" + ";" for split in sorted(found)))
END
venv/bin/python look.py >seen 2>noise || { cat noise; exit 1; }

cat >expected <<'END'
a.train.csv a.test.csv -> test: a.test.csv; train: a.train.csv;
test-train.csv other.csv -> test: test-train.csv; train: test-train.csv;
train.csv dev-test.csv -> test: dev-test.csv; train: train.csv; validation: dev-test.csv;
a.train.csv a.holdout.csv -> train: a.train.csv;
latest.csv train.csv -> train: train.csv;
a.fold1.train.csv a.fold1.test.csv a.fold2.train.csv a.fold2.test.csv -> test: a.fold1.test.csv a.fold2.test.csv; train: a.fold1.train.csv a.fold2.train.csv;
END
cat seen
cmp expected seen
