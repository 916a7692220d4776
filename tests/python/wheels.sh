#!/usr/bin/env bash
# What make wheel made, where there is no compiler: the wheel for this machine in a clean environment of each Python
# that is found (PYTHONS) and among Debian's own packages, the module imported there, the command run on every sample
# and on the transcripts of the command line; the wheel for aarch64 by qemu-user with Debian's libraries; the program
# for musl by its loader; and the source archive, installed with the system's libraries. Needs make wheel's results.
# usage: tests/python/wheels.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
dist=$PWD/build/wheel/dist
program=${SPLITDATA:-$PWD/build/splitdata}
unset SPLITDATA MAKEFLAGS PYTHONPATH
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
passed=0

fail() {
    echo "FAIL wheels: $*" >&2
    exit 1
}
pass() {
    echo "wheels: $*"
    passed=$((passed + 1))
}
# The program and its environment see no compiler.
bare() {
    env -i PATH="$top/nothing" LC_ALL=C.UTF-8 HOME="$top" "$@"
}
# What is split here: results of the plans of the library, whose bytes depend on the module alone.
# shellcheck disable=SC2016
module='
import sys, splitdata
assert "numpy" not in sys.modules
report = splitdata.split(sys.argv[1], seed=101, ratio=0.8, stratify="species", output_dir=sys.argv[2])
assert report.split_id == sys.argv[3], report.split_id
assert splitdata.indices(10, seed=42)["test"].tolist() == [8, 1], splitdata.indices(10, seed=42)["test"].tolist()
'
"$program" --seed 101 --ratio 0.8 --stratify species --json -O "$top/ours" samples/iris.csv >"$top/ours.json"
split_id=$(sed -n 's/.*"split_id": *"\([^"]*\)".*/\1/p' "$top/ours.json")
[ -n "$split_id" ] || fail "there is no split_id in --json"

# usage: imported PYTHON...      the module is found there and gives the same split
imported() {
    rm -rf "$top/out"
    "$@" -c "$module" samples/iris.csv "$top/out" "$split_id"
}

# usage: samples PROGRAM...      the same files, words and status for every sample as the program that make built
samples() {
    local file status
    for file in samples/iris.csv samples/messages.csv samples/weather.tsv samples/events.jsonl samples/orders.csv.gz; do
        rm -rf "$top/a" "$top/b"
        status=0
        "$program" --seed 101 --ratio 0.8 --output-dir "$top/a" "$file" >"$top/a.out" 2>"$top/a.err" || status=$?
        echo "$status" >>"$top/a.out"
        status=0
        "$@" --seed 101 --ratio 0.8 --output-dir "$top/b" "$file" >"$top/b.out" 2>"$top/b.err" || status=$?
        echo "$status" >>"$top/b.out"
        sed -i "s,$top/[ab]/,DIR/,g; s/^\( *time  *\).*/\1/" "$top"/[ab].out "$top"/[ab].err
        if ! diff -r "$top/a" "$top/b" || ! diff "$top/a.out" "$top/b.out" || ! diff "$top/a.err" "$top/b.err"; then
            fail "$file is split otherwise"
        fi
    done
}

wheel=$(ls "$dist"/*-cp311-abi3-manylinux_*_"$(uname -m)".whl) || fail "make wheel has made none for this machine"
for python in ${PYTHONS:-python3 /usr/bin/python3}; do
    rm -rf "$top/venv" && "$python" -m venv "$top/venv"
    bare "$top/venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-index "$wheel"
    imported bare "$top/venv/bin/python"
    samples bare "$top/venv/bin/splitdata"
    pass "$("$python" -V) in a clean environment"
done
# One environment is enough for what the program alone does.
SPLITDATA=$top/venv/bin/splitdata python3 tests/cli/run.py
SPLITDATA=$top/venv/bin/splitdata python3 tests/golden/manifests/check.py
SPLITDATA=$top/venv/bin/splitdata python3 tests/terminal/progress.py
SPLITDATA=$top/venv/bin/splitdata python3 tests/fault/run.py
pass "transcripts, manifests, bar and signals of the wheel's program"

"$top/venv/bin/python" -m pip --quiet --disable-pip-version-check --python /usr/bin/python3 install --no-index --prefix "$top/prefix" "$wheel"
imported bare PYTHONPATH="$(echo "$top"/prefix/lib*/python3*/*-packages "$top"/prefix/local/lib*/python3*/*-packages | tr ' ' :)" \
    /usr/bin/python3
samples bare "$(echo "$top"/prefix/bin/splitdata "$top"/prefix/local/bin/splitdata | tr ' ' '\n' | grep -xFf <(find "$top/prefix" -name splitdata))"
pass "among the packages of /usr/bin/python3"

# Debian's Python for arm64, unpacked with its libraries.
foreign_python() {
    local root=$1 apt=(-qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root
        -o Dir::State="$1/apt" -o Dir::State::status="$1/apt/status" -o Dir::Cache="$1/apt/cache")
    mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" && : >"$root/apt/status"
    apt-get "${apt[@]}" update
    (cd "$root" && apt-get "${apt[@]}" download python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libc6 \
        zlib1g libexpat1 libgcc-s1 && for file in ./*.deb; do dpkg -x "$file" .; done)
    touch "$root/complete"
}
unpack() {
    rm -rf "$top/wheel" && mkdir "$top/wheel" && python3 -m zipfile -e "$1" "$top/wheel"
    chmod +x "$top"/wheel/*.data/scripts/splitdata
}

for wheel in "$dist"/*manylinux*_aarch64.whl; do
    [ -e "$wheel" ] || break
    foreign=$PWD/build/wheel/python-arm64
    [ -e "$foreign/complete" ] || foreign_python "$foreign"
    unpack "$wheel"
    samples qemu-aarch64 -L "$foreign" "$top"/wheel/*.data/scripts/splitdata
    imported qemu-aarch64 -L "$foreign" -E PYTHONHOME="$foreign/usr" -E PYTHONPATH="$top/wheel" \
        "$foreign/usr/bin/python3.11"
    pass "${wheel##*/} by qemu"
done
for wheel in "$dist"/*musllinux*_"$(uname -m)".whl; do
    [ -e "$wheel" ] || break
    unpack "$wheel"
    samples "$top"/wheel/*.data/scripts/splitdata
    pass "the program of ${wheel##*/}; its module is not run, for Debian has no Python for musl"
done

rm -rf "$top/venv" && python3 -m venv "$top/venv"
"$top/venv/bin/python" -m pip --quiet --disable-pip-version-check install "$dist"/*.tar.gz
imported "$top/venv/bin/python"
samples "$top/venv/bin/splitdata"
pass "the source archive, with the system's libraries"
echo "$passed passed, 0 failed"
