#!/bin/sh
# The program and some unit tests under valgrind: no use of what was not set or is gone, no leak.
# usage: tests/valgrind/run.sh PROGRAM DIRECTORY-OF-UNIT-TESTS
set -u
cd "$(dirname "$0")/../.." || exit 2
program=$(realpath "$1")
tests=$(realpath "$2")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
check="valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible"
passed=0
failed=0

# usage: clean STATUS COMMAND... - it ends so, and valgrind has nothing to say
clean() {
    wanted=$1
    shift
    $check "$@" >"$work/out" 2>&1
    status=$?
    if [ "$status" -eq "$wanted" ]; then
        passed=$((passed + 1))
    else
        echo "FAIL status $status: $*"
        tail -n 20 "$work/out"
        failed=$((failed + 1))
    fi
}

# usage: split STATUS OPTION... - in a new directory
split() {
    wanted=$1
    shift
    clean "$wanted" "$program" -q -O "$work/$((passed + failed))" "$@"
}

iris=samples/iris.csv
split 0 -s 1 -j 3 $iris
split 0 -s 1 -z $iris
split 0 -s 1 samples/orders.csv.gz
split 0 -s 1 samples/events.jsonl
split 0 -s 1 --spill -j 2 $iris
split 0 -s 1 --folds 3 --stratify species $iris
split 0 -s 1 --group species --parts a=0.5,b=0.5 $iris
split 0 -s 1 --hash petal_length $iris
split 0 -s 1 --emit column --repeats 2 $iris
split 0 -s 1 --emit indices --manifest="$work/m.json" $iris
clean 0 "$program" verify "$work/m.json" $iris
split 3 -s 1 tests/cli/data/ragged.csv
split 3 -s 1 tests/cli/data/cut.csv.gz
split 3 -s 1 tests/cli/data/open.csv
split 2 --ratio 7 $iris
split 4 -s 1 "$work/none.csv"
clean 0 "$program" random -s 1 permutation 100
for test in test_base test_gzip_input test_index test_keys_values test_keys_stamps test_rng_text; do
    clean 0 "$tests/$test"
done
echo "valgrind: $passed runs passed, $failed failed"
[ "$failed" -eq 0 ]
