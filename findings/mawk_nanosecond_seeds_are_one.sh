#!/bin/sh
# mawk 1.3.4 20200120 (Debian 12 and Ubuntu 22.04, where it is the usual awk) draws the same numbers for every seed from
# 2147483647 on.
#
# Expected: srand(x) with another x gives other numbers; gawk 5.2.1 tells 2147483648 from 2147483649. The usual shuffle
# of a file in the shell is seeded by the clock: awk -v s="$(date +%s%N)" 'BEGIN { srand(s) } { print rand(), $0 }' | sort.
# Seen: the number is cut at 2147483647, in silence. Nanoseconds have 19 digits, so every such shuffle is the same one, and
# so is that of every hashed or random seed of more than 31 bits. `date +%s` alone works until 2038. A split that was meant
# to be repeated with ten seeds like 20240001012359 was made once, ten times.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
for package in mawk=1.3.4.20200120-3.1 gawk=1:5.2.1-2 libsigsegv2 libmpfr6; do
    apt-get -qq -o APT::Sandbox::User=root download "$package"
done
for archive in *.deb; do
    dpkg -x "$archive" root
done
libraries=$(dirname "$(find root -name 'libmpfr.so.6' | head -n 1)")

draw() {
    for seed in 2147483646 2147483647 2147483648 20240001012359 1767225600123456789 1767225600987654321; do
        "$@" -v s="$seed" 'BEGIN { srand(s); first = rand(); print s, first, rand() }'
    done
}
draw root/usr/bin/mawk >mawk
draw env LD_LIBRARY_PATH="$libraries" root/usr/bin/gawk >gawk
echo "mawk:"; cat mawk
echo "gawk:"; cat gawk

different() { cut -d' ' -f2- "$1" | sort -u | wc -l; }
if [ "$(different mawk)" -ne 2 ] || [ "$(tail -n 5 mawk | cut -d' ' -f2- | sort -u | wc -l)" -ne 1 ] ||
    [ "$(different gawk)" -lt 4 ]; then
    echo "changed"
    exit 1
fi
echo "as described: five seeds of mawk give one sequence"
