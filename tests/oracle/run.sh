#!/bin/sh
# Runs tests/oracle/*_oracle.py with the pandas and scikit-learn of requirements.txt, which it installs
# into build/oracle (another place: ORACLE_VENV). An oracle NAME_oracle.py is given the program, or,
# where there is a NAME_driver.c, that one, linked with the static library.
# usage: tests/oracle/run.sh [NAME...]
set -eu
cd "$(dirname "$0")/../.."
program=${SPLITDATA:-$PWD/build/splitdata}
venv=${ORACLE_VENV:-$PWD/build/oracle}

fail() {
    echo "oracle: $*" >&2
    exit 1
}

[ -x "$program" ] || fail "$program: not built"
# The stamp holds what was installed, so that a change of the list is noticed.
if ! cmp -s tests/oracle/requirements.txt "$venv/requirements.txt"; then
    python3 -m venv "$venv" || fail "python3 cannot make a virtual environment (python3-venv)"
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install \
        --requirement tests/oracle/requirements.txt
    cp tests/oracle/requirements.txt "$venv/requirements.txt"
fi

failed=0
ran=0
for oracle in tests/oracle/*_oracle.py; do
    name=$(basename "$oracle" _oracle.py)
    if [ $# -gt 0 ]; then
        case " $* " in
        *" $name "*) ;;
        *) continue ;;
        esac
    fi
    subject=$program
    driver=tests/oracle/${name}_driver.c
    if [ -f "$driver" ]; then
        subject=build/release/tests/${name}_driver
        "${MAKE:-make}" -s build/release/libsplitdata.a
        mkdir -p build/release/tests
        "${CC:-cc}" -std=c17 -O2 -Iinclude -Isrc -Itests/unit -o "$subject" "$driver" build/release/libsplitdata.a \
            -lcsv -lz -ljansson -lcrypto -lm -lpthread
    fi
    echo "oracle: $name"
    ran=$((ran + 1))
    "$venv/bin/python" "$oracle" "$subject" || {
        echo "oracle: $name FAILED"
        failed=1
    }
done
[ "$ran" -gt 0 ] || fail "there is no such oracle"
exit "$failed"
