#!/bin/sh
# From a fresh copy of splitdata to a first split, or with the word "test" to passing tests, on a
# machine that has nothing but sh and a package manager (apt, dnf, apk or brew):
#
#     ./quickstart.sh         install what is missing, build, split samples/iris.csv
#     ./quickstart.sh test    the same, and run the tests
#
# What is missing is named before it is installed. Nothing is asked; run again, it has little to do.
set -eu
cd "$(dirname "$0")"

say() {
    printf '%s\n' "$*"
}

fail() {
    printf 'quickstart: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

case ${1-} in
'') with_tests=no ;;
test) with_tests=yes ;;
*) fail "unknown word '$1' (usage: ./quickstart.sh [test])" ;;
esac

# --- what is needed ------------------------------------------------------------------------------

# Whether a C program that includes these headers can be compiled and linked with these libraries.
# usage: links LIBRARY HEADER...
links() {
    library=$1
    shift
    for header in "$@"; do
        printf '#include <%s>\n' "$header"
    done >"$scratch/probe.c"
    printf 'int main(void) { return 0; }\n' >>"$scratch/probe.c"
    # shellcheck disable=SC2086 # flags are words
    "$cc" ${CPPFLAGS-} -o "$scratch/probe" "$scratch/probe.c" ${LDFLAGS-} "-l$library" \
        >/dev/null 2>&1
}

find_compiler() {
    for cc in "${CC:-cc}" gcc clang; do
        if have "$cc" && printf 'int main(void) { return 0; }\n' >"$scratch/probe.c" &&
            "$cc" -o "$scratch/probe" "$scratch/probe.c" >/dev/null 2>&1; then
            return 0
        fi
    done
    cc=none
    return 1
}

# Prints one word for each thing that is missing.
find_missing() {
    find_compiler || say compiler
    have make || say make
    have pkg-config || say pkg-config
    links csv csv.h || say libcsv
    links z zlib.h || say zlib
    links jansson jansson.h || say jansson
    links crypto openssl/sha.h || say libcrypto
    links c xxhash.h || say xxhash
    if [ "$with_tests" = yes ]; then
        links cmocka stdarg.h stddef.h stdint.h setjmp.h cmocka.h || say cmocka
        have python3 || say python3
    fi
}

# What makes gzip faster. Nothing is missing without it, so it is installed only along with the rest.
find_optional() {
    pkg-config --exists libdeflate 2>/dev/null || say libdeflate
    pkg-config --exists libisal 2>/dev/null || say isa-l
}

# --- how it is installed -------------------------------------------------------------------------

find_manager() {
    for manager in apt-get dnf apk brew; do
        if have "$manager"; then
            return 0
        fi
    done
    return 1
}

# The packages that provide a missing thing.
package_for() {
    case $manager:$1 in
    apt-get:compiler) say gcc libc6-dev ;;
    apt-get:libcsv) say libcsv-dev ;;
    apt-get:zlib) say zlib1g-dev ;;
    apt-get:jansson) say libjansson-dev ;;
    apt-get:libcrypto) say libssl-dev ;;
    apt-get:xxhash) say libxxhash-dev ;;
    apt-get:cmocka) say libcmocka-dev ;;
    apt-get:libdeflate) say libdeflate-dev ;;
    apt-get:isa-l) say libisal-dev ;;
    dnf:compiler) say gcc ;;
    dnf:pkg-config) say pkgconf-pkg-config ;;
    dnf:libcsv) say libcsv-devel ;;
    dnf:zlib) say zlib-devel ;;
    dnf:jansson) say jansson-devel ;;
    dnf:libcrypto) say openssl-devel ;;
    dnf:xxhash) say xxhash-devel ;;
    dnf:cmocka) say libcmocka-devel ;;
    dnf:libdeflate) say libdeflate-devel ;;
    dnf:isa-l) say isa-l-devel ;;
    apk:compiler) say gcc musl-dev linux-headers ;;
    apk:pkg-config) say pkgconf ;;
    apk:libcsv) say libcsv-dev ;;
    apk:zlib) say zlib-dev ;;
    apk:jansson) say jansson-dev ;;
    apk:libcrypto) say openssl-dev ;;
    apk:xxhash) say xxhash-dev ;;
    apk:cmocka) say cmocka-dev ;;
    apk:libdeflate) say libdeflate-dev ;;
    apk:isa-l) say isa-l-dev ;;
    brew:compiler) say gcc ;;
    brew:libcrypto) say openssl@3 ;;
    brew:python3) say python ;;
    *) say "$1" ;;
    esac
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    elif have doas; then
        doas "$@"
    else
        fail "installing packages takes root: become root and run: $*"
    fi
}

install_packages() {
    case $manager in
    apt-get)
        as_root apt-get -qq update </dev/null || echo "Some package lists are missing; trying all the same."
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install \
            -o Dpkg::Use-Pty=0 "$@" </dev/null >/dev/null
        ;;
    dnf) as_root dnf -q -y install "$@" </dev/null ;;
    apk) as_root apk add -q "$@" </dev/null ;;
    brew) brew install -q "$@" </dev/null ;;
    esac
}

# Homebrew keeps some libraries where compilers do not look.
look_in_brew() {
    have brew || return 0
    for keg in "$(brew --prefix)" "$(brew --prefix openssl@3 2>/dev/null || true)"; do
        if [ -d "$keg/include" ]; then
            CPPFLAGS="${CPPFLAGS-} -I$keg/include"
            LDFLAGS="${LDFLAGS-} -L$keg/lib"
        fi
    done
    export CPPFLAGS LDFLAGS
}

install_missing() {
    missing=$(find_missing)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086 # one line out of several
    say "Missing:" $missing
    find_manager || fail "no package manager that this script knows (apt, dnf, apk, brew): install" \
        "these by hand and run it again"
    packages=$(for thing in $missing; do package_for "$thing"; done)
    # shellcheck disable=SC2086 # one line out of several
    say "Installing with $manager:" $packages
    # shellcheck disable=SC2086 # packages are words
    install_packages $packages
    look_in_brew
    missing=$(find_missing)
    # shellcheck disable=SC2086 # one line out of several
    [ -z "$missing" ] || fail "still missing after the installation:" $missing
    for thing in $(find_optional); do
        # shellcheck disable=SC2046 # packages are words
        install_packages $(package_for "$thing") 2>/dev/null || say "Going without $thing: gzip will be slower."
    done
}

# --- what is done --------------------------------------------------------------------------------

build() {
    jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
    say "Building with $cc"
    make -j "$jobs" CC="$cc" all
}

show_split() {
    say
    # -O also keeps the outputs out of samples/.
    set -- --seed 101 --ratio 0.8 --force --output-dir build/quickstart samples/iris.csv
    say "\$ build/splitdata $*"
    build/splitdata "$@" 2>&1
    for part in train test; do
        say
        say "\$ head -n 4 build/quickstart/iris.$part.csv"
        head -n 4 "build/quickstart/iris.$part.csv"
    done
}

# Says every quarter of a minute how far the tests are: the groups that have passed are lines of a file.
# usage: tell_progress FILE GROUPS
tell_progress() {
    seconds=0
    while sleep 15 >/dev/null 2>&1; do
        seconds=$((seconds + 15))
        say "  $seconds s: $(wc -l <"$1" | tr -d ' ') of $2 groups of tests have passed"
    done
}

run_tests() {
    groups=$(sed -n 's/^CHECKS := //p' Makefile | wc -w | tr -d ' ')
    say "Running $groups groups of tests. This takes two to five minutes, longer on a busy machine; each"
    say "group says what it found when it is through."
    : >"$scratch/passed"
    tell_progress "$scratch/passed" "$groups" &
    teller=$!
    make CC="$cc" CHECKED="$scratch/passed" check || fail "a test failed: its lines begin with FAIL"
    say "All $groups groups of tests have passed."
}

teller=
scratch=$(mktemp -d)
trap '[ -z "$teller" ] || kill "$teller"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
look_in_brew
install_missing
find_compiler || fail "no C compiler works"
build
show_split
if [ "$with_tests" = yes ]; then
    say
    run_tests
fi
