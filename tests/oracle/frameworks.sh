#!/bin/sh
# Random splits by the real frameworks beside the program, and what --print-code prints beside the split:
# tests/oracle/framework_splits.py, with the libraries of frameworks.txt and an xgboost without what it needs
# for graphics processors, which are installed into build/frameworks (another place: FRAMEWORKS_VENV).
# usage: tests/oracle/frameworks.sh [SPLITS [CODES [SEED]]]
set -eu
cd "$(dirname "$0")/../.."
venv=${FRAMEWORKS_VENV:-$PWD/build/frameworks}
xgboost=xgboost==3.4.1
if ! cmp -s tests/oracle/frameworks.txt "$venv/requirements.txt"; then
    python3 -m venv "$venv"
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install --requirement tests/oracle/frameworks.txt
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-deps "$xgboost"
    cp tests/oracle/frameworks.txt "$venv/requirements.txt"
fi
OMP_NUM_THREADS=1
export OMP_NUM_THREADS
failed=0
passed=0
for recipe in numpy-pcg64 pandas huggingface python python-sample sklearn-twice iterstrat xgboost lightgbm catboost polars polars-sample; do
    if "$venv/bin/python" tests/oracle/framework_splits.py "$recipe" "${1:-100}" "${3:-1}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
for recipe in sklearn numpy-pcg64 pandas huggingface python python-sample sklearn-twice iterstrat xgboost lightgbm catboost polars polars-sample; do
    if "$venv/bin/python" tests/oracle/framework_splits.py --code "$recipe" "${2:-20}" "${3:-1}"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "frameworks: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
