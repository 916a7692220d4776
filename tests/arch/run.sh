#!/usr/bin/env bash
# Tests the program on other machines, with qemu's user emulation, Debian's cross compilers, and libraries
# unpacked under build/foreign/, which leaves the system's unchanged. And with another C library, musl.
#
# usage: tests/arch/run.sh [MACHINE...]      all, unless some are named
#
# Every machine must give the recorded results: the generators' vectors, the transcripts of the command
# line, the samples' manifests, and random splits. QUICK=1: fewer of these.
# Ends with "arch: N machines passed, M failed".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C.UTF-8

# machine: the compiler's triplet, qemu's name ("-": runs here), the Debian that has its libraries ("-": this
# one; "source": none, they are built from this one's sources)
declare -A MACHINES=(
    [amd64]="x86_64-linux-gnu - -"
    [i386]="i686-linux-gnu - -"
    [arm64]="aarch64-linux-gnu aarch64 -"
    [armhf]="arm-linux-gnueabihf arm -"
    [riscv64]="riscv64-linux-gnu riscv64 trixie"
    [ppc64el]="powerpc64le-linux-gnu ppc64le -"
    [s390x]="s390x-linux-gnu s390x -"
    [musl]="x86_64-linux-musl - source"
)
LIBRARIES=(libcsv3 libcsv-dev zlib1g zlib1g-dev libjansson4 libjansson-dev libssl-dev libxxhash-dev libcmocka0
    libcmocka-dev)
SOURCES=(libcsv zlib jansson cmocka openssl xxhash)

# The packages that cross compiling for the named machines takes.
packages() {
    local machine triplet
    echo qemu-user
    for machine in "$@"; do
        read -r triplet _ <<<"${MACHINES[$machine]}"
        case $machine in
        amd64) ;;
        musl) echo musl-tools linux-libc-dev cmake dpkg-dev perl ;;
        *) echo "gcc-${triplet//_/-}" "libc6-dev-$machine-cross" ;;
        esac
    done
}

# Unpacks the libraries of a machine. Uses its own package lists; a missing list matters only if
# a package is then missing, too.
unpack() {
    local machine=$1 release=$2 root=$3 package names=("${LIBRARIES[@]}")
    local apt=(-qq -o APT::Architecture="$machine" -o APT::Architectures="$machine" -o APT::Sandbox::User=root
        -o Dir::State="$root/apt" -o Dir::State::status="$root/apt/status" -o Dir::Cache="$root/apt/cache")
    mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" && : >"$root/apt/status" || return 1
    if [ "$release" = - ]; then
        names+=(libssl3)
    else
        # Another Debian from where this one comes, and its C library, which the others want.
        local origin
        # shellcheck disable=SC2016 # apt expands it
        origin=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -v security | head -n 1)
        echo "deb $origin $release main" >"$root/apt/sources.list"
        apt+=(-o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=-)
        # A mirror that is being updated may have no consistent list for one suite, but for the next.
        apt-get "${apt[@]}" -o APT::Update::Error-Mode=any update ||
            echo "deb $origin sid main" >"$root/apt/sources.list"
        names+=(libssl3t64 libzstd1 libc6 libc6-dev linux-libc-dev libgcc-s1)
        mkdir -p "$root/usr/lib" && ln -sfn usr/lib "$root/lib"
    fi
    apt-get "${apt[@]}" update || echo "arch: some package lists are missing"
    for package in "${names[@]}"; do
        (cd "$root" && apt-get "${apt[@]}" download "$package" && dpkg -x "$package"_*.deb .) || return 1
    done
    touch "$root/complete"
}

# Builds the libraries for musl, all of them static. Its compiler does not find the kernel's headers, some
# of which OpenSSL needs.
compile() {
    local root=$1 name source origin kernel=$1/kernel
    local apt=(-qq -o APT::Sandbox::User=root -o Dir::State="$root/apt" -o Dir::State::status="$root/apt/status"
        -o Dir::Cache="$root/apt/cache" -o Dir::Etc::sourcelist="$root/apt/sources.list" -o Dir::Etc::sourceparts=-)
    local cmake=(-DCMAKE_C_COMPILER=musl-gcc -DCMAKE_INSTALL_PREFIX="$root/usr" -DCMAKE_INSTALL_LIBDIR=lib
        -DBUILD_SHARED_LIBS=OFF -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF
        -DWITH_EXAMPLES=OFF -DWITH_STATIC_LIB=ON)
    mkdir -p "$root/apt/lists/partial" "$root/apt/cache/archives/partial" "$root/usr/lib" \
        "$root/usr/include" "$kernel" && : >"$root/apt/status" && ln -sfn . "$root/usr/lib/x86_64-linux-musl" || return 1
    # shellcheck disable=SC2016 # apt expands it
    origin=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Identifier: Packages' | grep -v security |
        head -n 1)
    echo "deb-src $origin main" >"$root/apt/sources.list"
    apt-get "${apt[@]}" update || echo "arch: some package lists are missing"
    (cd "$root" && apt-get "${apt[@]}" source "${SOURCES[@]}") || return 1
    for name in jansson cmocka; do
        source=$(echo "$root/$name"-*/)
        cmake -S "$source" -B "$source/build" "${cmake[@]}" && cmake --build "$source/build" -j "$(nproc)" &&
            cmake --install "$source/build" || return 1
    done
    (cd "$root"/zlib-*/ && CC=musl-gcc ./configure --static --prefix="$root/usr" && make -s install) || return 1
    ln -sfn /usr/include/linux "$kernel/linux" && ln -sfn /usr/include/asm-generic "$kernel/asm-generic" &&
        ln -sfn /usr/include/x86_64-linux-gnu/asm "$kernel/asm" || return 1
    (cd "$root"/openssl-*/ && ./Configure linux-x86_64 no-shared no-asm no-tests no-engine no-dso no-async no-afalgeng \
        CC="musl-gcc -isystem $kernel" && make -s -j "$(nproc)" build_generated libcrypto.a &&
        cp -r include/openssl "$root/usr/include/" && cp libcrypto.a "$root/usr/lib/") || return 1
    (cd "$root"/libcsv-*/ && musl-gcc -O1 -c libcsv.c && ar rcs "$root/usr/lib/libcsv.a" libcsv.o &&
        cp csv.h "$root/usr/include/") || return 1
    cp "$root"/xxhash-*/xxhash.h "$root/usr/include/" || return 1
    (cd "$root/usr/lib" && mv libcmocka-static.a libcmocka.a && rm -f -- *.so*) || return 1
    touch "$root/complete"
}

# Compiles the program, the generators' vectors, and the test of records as numbers, whose bytes are in another
# order on some machines: each source once, several at a time; and makes scripts that run them.
build() {
    local triplet=$1 qemu=$2 release=$3 root=$4 extra=() runner program
    local multiarch=${triplet/i686/i386} system=/usr/$triplet
    local libraries=$root/usr/lib/$multiarch:$root/lib/$multiarch
    [ "$triplet" != i686-linux-gnu ] || extra+=(-msse2 -mfpmath=sse)
    case $release in
    -) ;;
    source) extra+=(-static) ;;
    *)
        extra+=(--sysroot="$root")
        system=$root
        ;;
    esac
    # The machine's headers first: OpenSSL's configuration differs.
    local compile=("$triplet-gcc" -std=c17 -O1 -Iinclude -Isrc -Itests/unit -D_FILE_OFFSET_BITS=64
        -ffp-contract=off -Wno-psabi "${extra[@]}"
        -isystem "$root/usr/include" -isystem "$root/usr/include/$multiarch")
    local link=(-L"$root/usr/lib/$multiarch" -L"$root/lib/$multiarch"
        "-Wl,-rpath-link,$root/usr/lib/$multiarch" -lcmocka -lcsv -lz -ljansson -lcrypto -lm -lpthread)
    local tests=(rng_golden rng_shuffle rng_elementary small_records) library
    rm -rf "$root/objects" && mkdir "$root/objects" || return 1
    # shellcheck disable=SC2016 # the inner shell's
    { find src -name '*.c' && printf 'tests/unit/test_%s.c\n' "${tests[@]}"; } |
        OUT=$root/objects xargs -P "$(nproc)" -I '{}' sh -c \
            'file=$1 && shift && mkdir -p "$OUT/${file%/*}" && "$@" -c -o "$OUT/$file.o" "$file"' sh '{}' \
            "${compile[@]}" || return 1
    mapfile -t library < <(find "$root/objects/src" -name '*.o' ! -path '*/src/cli/*')
    "${compile[@]}" -o "$root/splitdata.bin" "$root"/objects/src/cli/*.o "${library[@]}" "${link[@]}" || return 1
    for program in "${tests[@]}"; do
        "${compile[@]}" -o "$root/${program#rng_}.bin" "$root/objects/tests/unit/test_$program.c.o" \
            "${library[@]}" "${link[@]}" || return 1
    done
    runner="qemu-$qemu -L $system -E LD_LIBRARY_PATH=$libraries"
    # qemu-user 7.2 hangs when an i386 program starts a thread; amd64 runs such programs by itself.
    [ "$triplet" != i686-linux-gnu ] ||
        runner="$system/lib/ld-linux.so.2 --library-path $system/lib:$libraries"
    [ "$triplet" != x86_64-linux-gnu ] || runner="env LD_LIBRARY_PATH=$libraries"
    [ "$triplet" != x86_64-linux-musl ] || runner=
    for program in splitdata golden shuffle elementary small_records; do
        printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$runner" "$root/$program.bin" >"$root/$program" &&
            chmod +x "$root/$program" || return 1
    done
}

# Unlike the scanners' names, everything is the same on every machine.
try() {
    local root=$1 rounds=4 transcripts=(tests/cli/{sizes,parts,records,emit,seeds,proof,random}.test)
    [ -n "${QUICK:-}" ] || transcripts+=(tests/cli/{ways_*,names,existing}.test)
    [ -n "${QUICK:-}" ] || rounds=60
    tests/unit/run.sh "$root/golden" "$root/shuffle" "$root/elementary" "$root/small_records" &&
        SPLITDATA=$root/splitdata python3 tests/cli/run.py "${transcripts[@]}" &&
        SPLITDATA=$root/splitdata python3 tests/golden/manifests/check.py &&
        SPLITDATA=$root/splitdata python3 tests/property/run.py --rounds "$rounds"
}

machine() {
    local machine=$1 triplet qemu release root=$PWD/build/foreign/$1
    read -r triplet qemu release <<<"${MACHINES[$machine]}"
    mkdir -p "$root" || return 1
    if [ ! -e "$root/complete" ]; then
        if [ "$release" = source ]; then compile "$root"; else unpack "$machine" "$release" "$root"; fi || return 1
    fi
    build "$triplet" "$qemu" "$release" "$root" && try "$root"
}

[ $# -gt 0 ] || set -- amd64 i386 arm64 armhf riscv64 ppc64el s390x musl
if [ "$1" = --packages ]; then
    shift
    packages "$@"
    exit
fi
# Several at a time; what is said of each stands together.
logs=$(mktemp -d) || exit 2
trap 'rm -rf "$logs"' EXIT
for name in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
        wait -n
    done
    {
        [ -n "${MACHINES[$name]:-}" ] && machine "$name" && touch "$logs/$name.passed"
    } >"$logs/$name" 2>&1 &
done
wait
passed=0
failed=0
for name in "$@"; do
    cat "$logs/$name"
    if [ -e "$logs/$name.passed" ]; then
        echo "arch: $name passed"
        passed=$((passed + 1))
    else
        echo "arch: $name FAILED"
        failed=$((failed + 1))
    fi
done
echo "arch: $passed machines passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
