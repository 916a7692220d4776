#!/bin/sh
# Runs unit test programs side by side: a line for each that passes, all output of one that fails, in the order in
# which they were named.
# usage: tests/unit/run.sh PROGRAM...      JOBS=N: so many at once (as many as there are processors)
set -u
cd "$(dirname "$0")/../.." || exit 2
outputs=$(mktemp -d) || exit 2
trap 'rm -rf "$outputs"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export outputs

# Each leaves what it said in a file that has its number, and its status in another.
number=0
# shellcheck disable=SC2016 # the inner shell expands
for program in "$@"; do
    number=$((number + 1))
    printf '%s\0%s\0' "$number" "$program"
done | xargs -0 -n 2 -P "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" sh -c \
    '[ $# -eq 2 ] || exit 0; "$2" >"$outputs/$1" 2>&1; echo $? >"$outputs/$1.status"' sh

programs=0
tests=0
failed=0
for program in "$@"; do
    programs=$((programs + 1))
    output=$outputs/$programs
    status=$(cat "$output.status" 2>/dev/null || echo "unknown, it was not run")
    if [ "$status" = 0 ]; then
        # cmocka, for each group of tests: "[  PASSED  ] 7 test(s)."
        passed=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$output" | awk '{ sum += $1 } END { print sum + 0 }')
        if [ "${passed:-0}" -eq 0 ]; then
            echo "FAIL $program: ran no test"
            failed=$((failed + 1))
        fi
        tests=$((tests + ${passed:-0}))
        echo "ok   $(basename "$program"): ${passed:-0} tests"
    else
        cat "$output"
        echo "FAIL $program: status $status"
        failed=$((failed + 1))
    fi
done
echo "unit: $tests tests passed in $programs programs, $failed programs failed"
[ "$failed" -eq 0 ] && [ "$programs" -gt 0 ]
