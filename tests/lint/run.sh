#!/bin/sh
# All checks of the sources that do not run them. Every tool must be installed.
#
# NODES=225000: how far clang's analyzer follows each function; clang's own limit instead of a third of it, which takes
# a third of the time. Run it so when you change much.
set -u
cd "$(dirname "$0")/../.." || exit 2
CLANG_TIDY=${CLANG_TIDY:-clang-tidy}
CLANG_FORMAT=${CLANG_FORMAT:-clang-format}
NODES=${NODES:-75000}
failed=0

step() {
    name=$1
    shift
    if "$@"; then
        echo "lint: $name passed"
    else
        echo "lint: $name FAILED"
        failed=1
    fi
}

# shellcheck disable=SC2317 # these are called by step
format() {
    tests/lint/sources.sh | xargs "$CLANG_FORMAT" --dry-run -Werror
}

# shellcheck disable=SC2317
tidy() {
    # Headers are checked through the files that include them. Only findings are printed, not the
    # number of those suppressed in the system's headers.
    # shellcheck disable=SC2016 # the inner shell expands
    tests/lint/sources.sh | grep '^src/.*\.c$\|^samples/.*\.c$\|^python/.*\.c$' | grep -v '/fast_neon' |
        xargs -n 4 -P "$(getconf _NPROCESSORS_ONLN)" sh -c \
            'tidy=$1 && nodes=$2 && python=$3 && shift 3 && "$tidy" --quiet --warnings-as-errors="*" "$@" -- -std=c17 -Iinclude -Isrc \
                -isystem "$python" -DPy_LIMITED_API=0x030b0000 -Xclang -analyzer-config -Xclang "max-nodes=$nodes"' sh "$CLANG_TIDY" "$NODES" \
            "$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')" 2>"$errors"
    status=$?
    grep -v 'warnings\? generated\|^Suppressed\|^Use -header-filter' "$errors" >&2
    return "$status"
}

# shellcheck disable=SC2317
shell() {
    git ls-files --cached --others --exclude-standard -- '*.sh' .ci/run | xargs shellcheck
}

# shellcheck disable=SC2317
circles() {
    MAKEFLAGS='' ${MAKE:-make} -s BUILD=release all >/dev/null && tests/lint/circles.py build/release
}

# shellcheck disable=SC2317
manuals() {
    for page in docs/*.[135]; do
        [ -f "$page" ] || continue
        mandoc -T lint -W style "$page" || return 1
    done
}

errors=$(mktemp) || exit 2
trap 'rm -f "$errors"' EXIT
step layers tests/lint/layers.sh
step format format
step shell shell
step manuals manuals
step circles circles
step tidy tidy
exit "$failed"
