#!/usr/bin/env bash
# Makes the source archive and wheels that need nothing of the system, in build/wheel/dist, by zig's compiler; the
# program and the module are compiled from the source archive. It takes Debian's tools (apt-get source, perl, nasm).
# usage: python/wheel/build.sh [TARGET...]      all, unless some are named
#
# PYTHON=python3: a wheel for all releases from 3.11 on, or, where that is free-threaded, for that release.
# Every wheel is looked at by auditwheel, twine and check-wheel-contents. Ends with "wheel: N made".
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD/build/wheel
python=${PYTHON:-python3}
unset MAKEFLAGS MFLAGS SPLITDATA O PROGRAM BUILD CFLAGS CPPFLAGS LDFLAGS PYTHONDONTWRITEBYTECODE

# target: zig's name for it, and the wheel's tag
declare -A TARGETS=(
    [x86_64]="x86_64-linux-gnu.2.28 manylinux_2_28_x86_64"
    [aarch64]="aarch64-linux-gnu.2.28 manylinux_2_28_aarch64"
    [x86_64-musl]="x86_64-linux-musl musllinux_1_2_x86_64"
    [aarch64-musl]="aarch64-linux-musl musllinux_1_2_aarch64"
)
[ $# -gt 0 ] || set -- x86_64 aarch64 x86_64-musl aarch64-musl

# The tools, for this Python; the stamp holds what was installed.
soabi=$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("SOABI"))')
tools=$top/tools/$soabi
mkdir -p "$top/tools" "$top/dist"
wanted=$(sed -n 's/; extra == "wheel"$//p' tests/python/requirements.txt)
if [ "$(cat "$tools/stamp" 2>/dev/null)" != "$wanted" ]; then
    "$python" -m venv --clear "$tools"
    echo "$wanted" | "$tools/bin/python" -m pip --quiet --disable-pip-version-check install --requirement /dev/stdin
    echo "$wanted" >"$tools/stamp"
fi
zig=$("$tools/bin/python" -c 'import ziglang, pathlib; print(pathlib.Path(ziglang.__file__).with_name("zig"))')
python/wheel/sources.sh "$top/sources"

rm -f "$top"/dist/*.tar.gz
"$tools/bin/python" -m build --no-isolation --sdist --outdir "$top/dist" . >"$top/sdist.log" 2>&1 || {
    cat "$top/sdist.log"
    exit 1
}
archive=$(echo "$top"/dist/*.tar.gz)

# The limits of numbers, which Python's headers hold, are the same on all machines that have a target here.
include=$top/include-$soabi
"$tools/bin/python" - "$include" <<'END'
import shutil, sys, sysconfig
shutil.rmtree(sys.argv[1], ignore_errors=True)
shutil.copytree(sysconfig.get_path("include"), sys.argv[1])
shutil.copy(sysconfig.get_config_h_filename(), sys.argv[1])
END

# A compiler's name must be one word for some of the libraries. Its musl is libc.so; distributions and tags have another
# name for it.
# usage: compiler DIRECTORY ZIG'S-NAME
compiler() {
    mkdir -p "$1/bin"
    cat >"$1/bin/cc" <<END
#!/bin/sh
case \$1 in
-dumpmachine) echo "${2%.2.28}"; exit ;;
-print-file-name=*) echo "\${1#*=}"; exit ;;
esac
"$zig" cc -target $2 "\$@" || exit
case $2 in
*-gnu*) exit ;;
esac
case " \$* " in
*" -c "*) exit ;;
esac
while [ \$# -gt 1 ]; do
    if [ "\$1" = -o ]; then
        "$tools/bin/patchelf" --replace-needed libc.so "libc.musl-${2%%-*}.so.1" "\$2"
    fi
    shift
done
END
    printf '#!/bin/sh\nexec "%s" ar "$@"\n' "$zig" >"$1/bin/ar"
    chmod +x "$1/bin/cc" "$1/bin/ar"
}

# usage: wheel TARGET
wheel() {
    local name tag at=$top/$1 suffix
    read -r name tag <<<"${TARGETS[$1]}"
    compiler "$at" "$name"
    export CC=$at/bin/cc AR=$at/bin/ar
    python/wheel/libraries.sh "$top/sources" "$at/libraries" "${1%-musl}" || return 1
    case $1 in
    x86_64*) "$CC" -O2 -fPIC -c -o "$at/libraries/lib/cpu_model.o" python/wheel/cpu_model.c || return 1 ;;
    esac
    rm -rf "$at/tree" && mkdir "$at/tree" && tar -xf "$archive" -C "$at/tree" --strip-components=1 || return 1
    python/wheel/licences.sh "$at/libraries" "$at/tree"
    suffix=$("$tools/bin/python" -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
    suffix=${suffix/x86_64-linux-gnu/${name%.2.28}}
    # The module for one release has the machine's name; the one for all releases does not.
    (cd "$at/tree" && SPLITDATA_LIBRARIES=$at/libraries SPLITDATA_PLATFORM=$tag SETUPTOOLS_EXT_SUFFIX=$suffix \
        PYTHON_INCLUDE=$include "$tools/bin/python" -m build --no-isolation --wheel --outdir "$top/dist" . \
        >"$at/log" 2>&1) || {
        cat "$at/log"
        return 1
    }
    rm -rf "$at/tree"
}

made=0
for target in "$@"; do
    [ -n "${TARGETS[$target]:-}" ] || {
        echo "wheel: $target is none of: ${!TARGETS[*]}" >&2
        exit 2
    }
    rm -f "$top/dist"/*"${TARGETS[$target]#* }.whl"
    wheel "$target"
    made=$((made + 1))
done
for file in "$top"/dist/*.whl; do
    said=$("$tools/bin/auditwheel" show "$file" | tr '\n' ' ')
    tag=${file##*-}
    case $said in
    *"consistent with the following platform tag: \"${tag%.whl}\""*) echo "wheel: ${file##*/}: auditwheel agrees" ;;
    *)
        echo "wheel: ${file##*/}: $said" >&2
        exit 1
        ;;
    esac
done
"$tools/bin/check-wheel-contents" "$top"/dist/*.whl
"$tools/bin/twine" check --strict "$top"/dist/*
echo "wheel: $made made, in build/wheel/dist"
