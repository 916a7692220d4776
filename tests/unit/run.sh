#!/bin/sh
# Runs unit test programs one after another: a line for each that passes, all output of one that fails.
# usage: tests/unit/run.sh PROGRAM...
set -u
cd "$(dirname "$0")/../.." || exit 2
output=$(mktemp) || exit 2
trap 'rm -f "$output"' EXIT
programs=0
tests=0
failed=0
for program in "$@"; do
    programs=$((programs + 1))
    if "$program" >"$output" 2>&1; then
        # cmocka, for each group of tests: "[  PASSED  ] 7 test(s)."
        passed=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$output" | awk '{ sum += $1 } END { print sum + 0 }')
        if [ "${passed:-0}" -eq 0 ]; then
            echo "FAIL $program: ran no test"
            failed=$((failed + 1))
        fi
        tests=$((tests + ${passed:-0}))
        echo "ok   $(basename "$program"): ${passed:-0} tests"
    else
        status=$?
        cat "$output"
        echo "FAIL $program: status $status"
        failed=$((failed + 1))
    fi
done
echo "unit: $tests tests passed in $programs programs, $failed programs failed"
[ "$failed" -eq 0 ] && [ "$programs" -gt 0 ]
