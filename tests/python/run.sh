#!/bin/sh
# Installs the package by `pip install .` into build/python, with what its tests take (requirements.txt), and runs
# tests/python and the examples of docs/python.md.
# usage: tests/python/run.sh [ARGUMENT OF pytest...]
#
# SPLITDATA_CASES=20000: so many random cases in all, instead of 600.
set -eu
cd "$(dirname "$0")/../.."
venv=${PYTHON_VENV:-$PWD/build/python}
unset SPLITDATA MAKEFLAGS

# The stamp holds what was installed, so that a change of the list is noticed.
if ! cmp -s tests/python/requirements.txt "$venv/requirements.txt"; then
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install --requirement tests/python/requirements.txt
    cp tests/python/requirements.txt "$venv/requirements.txt"
fi
"$venv/bin/python" -m pip --quiet --disable-pip-version-check install --force-reinstall --no-deps .
"$venv/bin/mypy"
"$venv/bin/pyright" --pythonpath "$venv/bin/python"
exec "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@" tests/python
