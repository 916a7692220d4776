#!/bin/sh
# The package's tests with a module that AddressSanitizer and UndefinedBehaviorSanitizer watch, and what is left of
# CALLS (100,000) calls of each kind. tests/python/run.sh makes the environment, which has what the tests take.
# usage: tests/python/memory.sh [ARGUMENT OF pytest...]
set -eu
cd "$(dirname "$0")/../.."
venv=${PYTHON_VENV:-$PWD/build/python}
[ -x "$venv/bin/splitdata" ] || tests/python/run.sh --collect-only
place=$PWD/build/asan/package
"${MAKE:-make}" -s -j"$(getconf _NPROCESSORS_ONLN)" BUILD=asan PYTHON="$venv/bin/python" module
rm -rf "$place"
mkdir -p "$place"
cp -r python/splitdata "$place/splitdata"
cp build/asan/python/_core.so "$place/splitdata/_core.abi3.so"

"$venv/bin/python" tests/python/leaks.py "${CALLS:-100000}"

# Python itself keeps some memory until its end; leaks.py has looked for what each call leaves.
LD_PRELOAD="$(${CC:-cc} -print-file-name=libasan.so) $(${CC:-cc} -print-file-name=libubsan.so)" \
    ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 PYTHONPATH="$place" \
    SPLITDATA_CASES="${SPLITDATA_CASES:-300}" PYTHONMALLOC=malloc \
    "$venv/bin/python" -m pytest -q -p no:cacheprovider "$@" tests/python
