#!/bin/sh
# Which folders may include which (docs/architecture.md), and the maximal size of files and functions.
set -u
cd "$(dirname "$0")/../.." || exit 2
faults=$(mktemp) || exit 2
trap 'rm -f "$faults"' EXIT

# The folders of src/ that a folder may include, itself and base/ understood: a folder is listed below
# those that it may include. The conductor, split.c, may include all but
# cli/ and verify/.
allowed() {
    case $1 in
    base | csv | in | out | rng) echo "" ;;
    algorithm) echo "rng" ;;
    recipe) echo "algorithm rng" ;;
    keys) echo "algorithm csv" ;;
    config) echo "algorithm csv keys recipe" ;;
    strategy) echo "algorithm config keys recipe rng" ;;
    publish) echo "config csv in out" ;;
    open) echo "config csv in publish" ;;
    provenance) echo "csv in out publish" ;;
    look) echo "csv keys" ;;
    engine) echo "algorithm config csv in keys look out provenance rng strategy" ;;
    report) echo "algorithm config csv in keys look out provenance publish strategy" ;;
    check) echo "config csv engine in keys look open out provenance publish" ;;
    verify) echo "conductor algorithm config csv in keys out provenance publish strategy" ;;
    shard) echo "algorithm config csv engine in keys open out provenance publish recipe rng strategy" ;;
    cli) echo "none" ;;
    *) echo "unknown" ;;
    esac
}

# "file:line:header" for every #include "..." of a folder.
includes() {
    grep -n '^ *# *include *"' "$1"/*.[ch] "$1"/*.inc 2>/dev/null |
        sed 's/^\([^:]*:[0-9]*\):.*"\(.*\)".*/\1:\2/'
}

check_folder() {
    folder=$1
    may=$(allowed "$folder")
    if [ "$may" = unknown ]; then
        echo "src/$folder: is in no layer; say in tests/lint/layers.sh what it may include"
        return
    fi
    includes "src/$folder" | while IFS=: read -r file line header; do
        case $header in
        splitdata/*) continue ;;
        */*) target=${header%%/*} ;;
        *) target=conductor ;;
        esac
        [ "$target" = "$folder" ] && continue
        [ "$target" = base ] && [ "$may" != none ] && continue
        case " $may " in
        *" $target "*) ;;
        *) echo "$file:$line: src/$folder must not know $target (\"$header\")" ;;
        esac
    done
}

# The code of a file without comments, line for line.
code_of() {
    awk '{
        line = $0
        out = ""
        while (line != "") {
            if (inside) {
                end = index(line, "*/")
                if (end == 0)
                    break
                line = substr(line, end + 2)
                inside = 0
            } else {
                begin = index(line, "/*")
                if (begin == 0) {
                    out = out line
                    break
                }
                out = out substr(line, 1, begin - 1)
                line = substr(line, begin + 2)
                inside = 1
            }
        }
        print out
    }' "$1"
}

# usage: only_in PATTERN WHAT FILE... - only the code of these files may contain the pattern.
only_in() {
    pattern=$1
    what=$2
    shift 2
    for file in $(find src include -name '*.[ch]' -o -name '*.inc' | sort); do
        for home in "$@"; do
            case $file in
            "$home" | "$home"/*) continue 2 ;;
            esac
        done
        code_of "$file" | grep -nE "$pattern" | sed "s|^\([0-9]*\):.*|$file:\1: $what belongs to $*|"
    done
}

{
    for folder in src/*/; do
        folder=${folder#src/}
        check_folder "${folder%/}"
    done
    grep -nE '^ *# *include *"' python/module/*.[ch] |
        grep -vE '"(splitdata/[a-z_]+|module|cli/(check|cli|split|verify|random_call))\.h"' |
        sed 's/$/: python\/ must not know this/'
    grep -nE '^ *# *include *"(cli|verify)/' src/*.[ch] | sed 's/:[^:]*$/: the conductor must not know this folder/'
    only_in '# *include *<csv\.h>' libcsv src/csv/libcsv.c
    only_in '# *include *<zlib\.h>' zlib src/in/inflate_zlib.c src/out/gzip.c src/out/deflate_zlib.c \
        src/out/deflate_libdeflate.c
    only_in '# *include *<libdeflate\.h>' libdeflate src/out/deflate_libdeflate.c
    only_in '# *include *<isa-l' ISA-L src/in/inflate_isal.c src/out/deflate_isal.c
    only_in '# *include *<(openssl/|nettle/|xxhash)' "a library of digests" src/base/digest.c
    only_in '# *include *<jansson\.h>' jansson src/check src/report src/provenance src/shard
    only_in '(secure_)?getenv *\(' "the environment" src/cli
    only_in '(^|[^/])\<(stderr|stdout)\>|\<(printf|puts|putchar|perror) *\(' printing src/cli
    only_in '\<(exit|_exit|abort|quick_exit) *\(' "exiting" src/cli
    only_in '\<(sigaction|signal|raise) *\(' "a signal" src/cli
    only_in '\<(setlocale|strtod|atof|atoi|gets|strtok|localtime) *\(' \
        "what depends on the locale, or hides its state or its errors," nobody
    only_in '# *include *<(immintrin|emmintrin|arm_neon|x86intrin)\.h>' "an instruction set" \
        src/csv/fast_avx2.c src/csv/fast_avx512.c src/csv/fast_neon.c src/csv/fast_sse2.c src/rng
} >"$faults"

# Files have at most 400 lines and functions 60, except for tables of numbers.
for file in $(find src include python -name '*.[ch]' -o -name '*.inc' | sort); do
    lines=$(wc -l <"$file")
    case $file in
    src/rng/ziggurat.c | src/rng/go_words.c) continue ;;
    esac
    [ "$lines" -le 400 ] || echo "$file: $lines lines, more than 400" >>"$faults"
    head -n 1 "$file" | grep -q '^/\* SPDX-License-Identifier: MIT \*/$' ||
        echo "$file:1: the SPDX line is missing" >>"$faults"
    # A body runs from a line that is "{" to one that is "}" (the house's format sees to that).
    awk -v file="$file" '
        /^\{/ { begin = FNR }
        /^\}/ && begin { if (FNR - begin - 1 > 60)
                             printf "%s:%d: a function of %d lines, more than 60\n",
                                    file, begin, FNR - begin - 1
                         begin = 0 }' "$file" >>"$faults"
done

if [ -s "$faults" ]; then
    cat "$faults"
    echo "layers: $(wc -l <"$faults") faults"
    exit 1
fi
echo "layers: passed"
