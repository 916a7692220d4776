#!/bin/sh
# Compiles the libraries of a wheel: libcsv, whose licence is the LGPL, as a shared library, the others as archives.
# usage: python/wheel/libraries.sh SOURCES PREFIX [MACHINE]      MACHINE: x86_64 or aarch64
#
# SOURCES is what sources.sh made. CC, AR and JOBS are taken from the environment. The licences go to
# PREFIX/licences; setuptools takes what has such names at the top of a source tree.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$1" && pwd)
machine=${3:-$(uname -m)}
CC=${CC:-cc}
AR=${AR:-ar}
jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
flags="-O2 -w -fPIC -fvisibility=hidden -D_FILE_OFFSET_BITS=64"
mkdir -p "$2"
prefix=$(cd "$2" && pwd)
work=$prefix/work
unset CFLAGS CPPFLAGS LDFLAGS MAKEFLAGS

stamp=$(cat "$here/sources.txt" "$0")
[ "$(cat "$prefix/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
rm -rf "$prefix"
mkdir -p "$work" "$prefix/include" "$prefix/lib/pkgconfig" "$prefix/licences"

enter() {
    cp -r "$sources/$1" "$work/$1"
    cd "$work/$1"
}

# usage: archive NAME FLAG...      makes an archive of all C files here
archive() {
    name=$1
    shift
    # shellcheck disable=SC2086 # several flags
    printf '%s\n' ./*.c | xargs -P "$jobs" -n 1 "$CC" $flags "$@" -c
    "$AR" rcs "$prefix/lib/$name.a" ./*.o
}

describe() {
    printf 'Name: %s\nDescription: %s\nVersion: %s\nLibs: -l%s\n' "$1" "$1" "$2" "${1#lib}" >"$prefix/lib/pkgconfig/$1.pc"
}

enter libcsv
# shellcheck disable=SC2086
"$CC" -O2 -fPIC -shared -s -Wl,-soname,libcsv.so.3 -o "$prefix/lib/libcsv.so.3" libcsv.c
ln -s libcsv.so.3 "$prefix/lib/libcsv.so"
cp csv.h "$prefix/include/"
cp COPYING.LESSER "$prefix/licences/LICENSE.libcsv"

enter zlib
archive libz -DHAVE_UNISTD_H -DHAVE_STDARG_H
cp zlib.h zconf.h "$prefix/include/"
cp LICENSE "$prefix/licences/LICENSE.zlib"

enter jansson
cp LICENSE "$prefix/licences/LICENSE.jansson"
cd src
sed -e 's/@json_inline@/inline/; s/@json_have_[a-z_]*@/1/' jansson_config.h.in >jansson_config.h
printf '#define %s 1\n' HAVE_STDINT_H HAVE_UNISTD_H HAVE_FCNTL_H HAVE_SCHED_H HAVE_SYS_TIME_H HAVE_SYS_TYPES_H \
    HAVE_SYS_STAT_H HAVE_GETPID HAVE_GETTIMEOFDAY HAVE_OPEN HAVE_READ HAVE_CLOSE HAVE_SCHED_YIELD HAVE_LOCALE_H \
    HAVE_LOCALECONV HAVE_STRTOLL HAVE_ATOMIC_BUILTINS USE_URANDOM >jansson_private_config.h
echo '#define INITIAL_HASHTABLE_ORDER 3' >>jansson_private_config.h
archive libjansson -I. -DHAVE_CONFIG_H
cp jansson.h jansson_config.h "$prefix/include/"

enter libdeflate
make -s -j "$jobs" CC="$CC" AR="$AR" CFLAGS="$flags" libdeflate.a
cp libdeflate.a "$prefix/lib/"
cp libdeflate.h "$prefix/include/"
cp COPYING "$prefix/licences/LICENSE.libdeflate"
describe libdeflate 1.14

# Its assembler for x86-64 is nasm; its code for aarch64 is for the GNU assembler alone, and zlib does without it.
if [ "$machine" = x86_64 ]; then
    enter libisal
    make -s -f Makefile.unx -j "$jobs" units=igzip host_cpu="$machine" CC="$CC" AR="$AR" DEBUG="$flags" lib \
        >log 2>&1 || {
        cat log
        exit 1
    }
    cp bin/isa-l.a "$prefix/lib/libisal.a"
    mkdir "$prefix/include/isa-l"
    cp include/*.h "$prefix/include/isa-l/"
    cp LICENSE "$prefix/licences/LICENSE.isa-l"
    describe libisal 2.30.0
fi

# Of libcrypto those files that SHA-256 and SHA-512 take, with their code for each processor.
enter openssl
./Configure "linux-$machine" no-shared no-tests no-engine no-dso no-async no-afalgeng CC="$CC" AR="$AR" RANLIB=true \
    >/dev/null
make -s build_generated >/dev/null
objects=$(grep -oE '^crypto/(sha/libcrypto-lib-sha(256|512)[a-z0-9_-]*|libcrypto-lib-([a-z0-9_]*cpuid|armcap|mem_clr|ctype))\.o' Makefile |
    sort -u)
# shellcheck disable=SC2086 # several words
make -s -j "$jobs" $objects >/dev/null
# shellcheck disable=SC2086
"$AR" rcs "$prefix/lib/libcrypto.a" $objects
cp -r include/openssl "$prefix/include/"
cp LICENSE.txt "$prefix/licences/LICENSE.openssl"

cp "$sources/xxhash/xxhash.h" "$prefix/include/"
cp "$sources/xxhash/LICENSE" "$prefix/licences/LICENSE.xxhash"

cd "$sources/libcsv"
{
    cat <<END
This wheel holds the program and the module of splitdata, whose licence is MIT, and of other authors
zlib, jansson, xxHash, libdeflate, ISA-L (for x86-64) and, of OpenSSL, SHA-256 and SHA-512, each under the licence that is beside this
file, and libcsv by Robert Gamble under the GNU Lesser General Public License 2.1 or later, as the shared library
libcsv.so.3 in splitdata/ (for the module) and in libexec/splitdata/ (for the program). Another libcsv.so.3 may take
its place. These are the versions, as Debian names them, and then libcsv's source, from which it was made by
cc -O2 -fPIC -shared -Wl,-soname,libcsv.so.3 -o libcsv.so.3 libcsv.c

END
    grep -v '^#' "$here/sources.txt"
    for file in csv.h libcsv.c; do
        printf '\n==> %s\n' "$file"
        cat "$file"
    done
} >"$prefix/licences/NOTICE.libraries"
rm -rf "$work"
echo "$stamp" >"$prefix/stamp"
