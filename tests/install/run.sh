#!/bin/sh
# Installs into a directory, builds samples/embed.c against what was installed, shared and static, and
# runs it; looks at what the shared library exports; uninstalls, after which nothing may be left.
# usage: tests/install/run.sh BUILD
set -eu
cd "$(dirname "$0")/../.."
build=${1:-release}
case $build in
release | debug) ;;
*)
    echo "install: a $build build is not installed; the release build is tested"
    exit 0
    ;;
esac
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
make=${MAKE:-make}
# Where this is one of several tests at a time, the places for jobs are the others'.
MAKEFLAGS=$(printf '%s' "${MAKEFLAGS-}" | sed -E 's/(^| )(-j[0-9]*|-O[a-z]*|--jobserver[^ ]*|--sync-mutex[^ ]*)//g')
export MAKEFLAGS
cc=${CC:-cc}

fail() {
    echo "FAIL install: $*" >&2
    exit 1
}

"$make" -s BUILD="$build" DESTDIR="$top/root" prefix=/opt/splitdata install >"$top/log" 2>&1 || {
    cat "$top/log"
    fail "make install"
}
at=$top/root/opt/splitdata
for file in bin/splitdata lib/libsplitdata.a lib/libsplitdata.so lib/libsplitdata.so.0 \
    lib/pkgconfig/splitdata.pc include/splitdata/splitdata.h include/splitdata/error.h \
    include/splitdata/random.h share/bash-completion/completions/splitdata \
    share/zsh/site-functions/_splitdata share/fish/vendor_completions.d/splitdata.fish; do
    [ -e "$at/$file" ] || fail "$file is missing"
done
for page in docs/*.[135]; do
    [ ! -e "$page" ] || [ -f "$at/share/man/man${page##*.}/${page##*/}" ] || fail "$page is missing"
done

# What the pkg-config file says, seen from the directory that stands for /.
export PKG_CONFIG_PATH="$at/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$top/root"
flags=$(pkg-config --cflags --libs splitdata)
static=$(pkg-config --static --cflags --libs splitdata)
[ "$(pkg-config --modversion splitdata)" = "$("$at/bin/splitdata" --version | sed -n '1s/splitdata //p')" ] ||
    fail "the versions of splitdata.pc and of the program differ"

# shellcheck disable=SC2086 # flags are words
"$cc" -std=c17 -Wall -Wextra -Wpedantic -Werror -o "$top/embed" samples/embed.c $flags
# shellcheck disable=SC2086
"$cc" -std=c17 -o "$top/embed-static" samples/embed.c -Wl,-Bstatic -lsplitdata -Wl,-Bdynamic $static

# pkg-config --static names what has an archive: a program that needs no shared library at all.
programs="embed embed-static"
printf 'int main(void) { return 0; }\n' >"$top/nothing.c"
if "$cc" -static -o "$top/nothing" "$top/nothing.c" -lcsv -lz -ljansson -lcrypto 2>"$top/log"; then
    # shellcheck disable=SC2086
    "$cc" -static -o "$top/embed-whole" samples/embed.c $static 2>"$top/log" ||
        fail "pkg-config --static: $(cat "$top/log")"
    programs="$programs embed-whole"
    objdump -p "$top/embed-whole" | grep NEEDED && fail "embed-whole needs a shared library"
else
    echo "note install: no archives of the C library, libcsv, zlib, jansson and libcrypto: nothing is linked statically"
fi
cat >"$top/expected" <<END
train: 120 rows in iris.train.csv
test: 30 rows in iris.test.csv
END
for program in $programs; do
    mkdir "$top/$program.d"
    cp samples/iris.csv "$top/$program.d"
    (cd "$top/$program.d" && LD_LIBRARY_PATH="$at/lib" "$top/$program" iris.csv) >"$top/out"
    cmp "$top/expected" "$top/out" || fail "$program"
    (cd "$top/$program.d" && LD_LIBRARY_PATH="$at/lib" "$top/$program" iris.csv) >"$top/out" 2>&1 &&
        fail "$program replaced its outputs"
    grep -q "exist already" "$top/out" || fail "$program: $(cat "$top/out")"
done
mkdir "$top/program.d"
cp samples/iris.csv "$top/program.d"
(cd "$top/program.d" && "$at/bin/splitdata" -q --seed 101 --ratio 0.8 iris.csv)
for part in train test; do
    for program in $programs; do
        cmp "$top/program.d/iris.$part.csv" "$top/$program.d/iris.$part.csv"
    done
done

# Every header by itself, and from C++ where there is a compiler for it.
for header in "$at"/include/splitdata/*.h; do
    name=splitdata/${header##*/}
    printf '#include <%s>\nint main(void) { return 0; }\n' "$name" >"$top/one.c"
    "$cc" -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$at/include" -fsyntax-only "$top/one.c" ||
        fail "$name does not stand by itself"
    if command -v c++ >/dev/null 2>&1; then
        cp "$top/one.c" "$top/one.cc"
        c++ -Wall -Wextra -Werror -I"$at/include" -fsyntax-only "$top/one.cc" || fail "$name in C++"
    fi
done

# The program uses nothing but the public names: it can be linked with the shared library, which shows no
# others. As installed, it needs nothing of ours at run time.
# shellcheck disable=SC2086
"$cc" -o "$top/program" "build/$build"/src/cli/*.o $flags || fail "the program uses more than the public header"
LD_LIBRARY_PATH="$at/lib" "$top/program" --version >"$top/out" || fail "the program with the shared library"
nm -D --defined-only "$at/lib/libsplitdata.so" | awk '{print $3}' | grep -v '^splitdata_' >"$top/alien" &&
    fail "exported: $(cat "$top/alien")"
nm -D --defined-only "$at/lib/libsplitdata.so" | grep -q ' splitdata_split$' || fail "nothing is exported"
objdump -p "$at/lib/libsplitdata.so" | grep -q 'SONAME *libsplitdata.so.0$' || fail "soname"

"$make" -s BUILD="$build" DESTDIR="$top/root" prefix=/opt/splitdata uninstall >"$top/log" 2>&1 || {
    cat "$top/log"
    fail "make uninstall"
}
left=$(find "$top/root" ! -type d)
[ -z "$left" ] || fail "left after uninstall: $left"

# Without DESTDIR: programs find the library, because ldconfig knows the place, or make install says what to link
# with. The example of README.md then runs as it is, or with that word.
unset PKG_CONFIG_SYSROOT_DIR
export PKG_CONFIG_PATH="$top/here/lib/pkgconfig"
here() {
    "$make" -s BUILD="$build" prefix="$top/here" LDCONFIG="$1" install 2>&1
}
said=$(here "ldconfig -C $top/none -f /dev/null")
flag=$(printf '%s\n' "$said" | sed -n 's/.* link those that use libsplitdata with //p')
[ "$flag" = "-Wl,-rpath,$top/here/lib" ] || fail "make install said: $said"
example=$(sed -n 's/^\(cc -o embed samples\/embed.c .*splitdata)\).*/\1/p' README.md)
[ -n "$example" ] || fail "README.md has no example of a program that uses the library"
for program in cc "$cc"; do
    sh -c "$(printf '%s' "$example" | sed "s|^cc -o embed|$program -o \"$top/readme\"|") $flag"
    mkdir "$top/readme.d"
    cp samples/iris.csv "$top/readme.d"
    (cd "$top/readme.d" && unset LD_LIBRARY_PATH && "$top/readme" iris.csv) >"$top/out" || fail "README's example"
    cmp "$top/expected" "$top/out" || fail "README's example"
    rm -r "$top/readme.d" "$top/readme"
done
if PATH=$PATH:/sbin:/usr/sbin command -v ldconfig >/dev/null; then
    echo "$top/here/lib" >"$top/ld.so.conf"
    said=$(PATH=$PATH:/sbin:/usr/sbin here "ldconfig -C $top/cache -f $top/ld.so.conf")
    [ -z "$said" ] || fail "make install where ldconfig knows the place said: $said"
fi
echo "install: passed"
