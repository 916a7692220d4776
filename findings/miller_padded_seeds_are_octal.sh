#!/bin/sh
# Miller 6.6.0 (Debian 12): --seed 010 is the seed 8, and --seed 08 is refused, as "a decimal or hexadecimal integer" is
# expected.
#
# Expected: 010 is the decimal number ten, or is refused, too: the help of --seed and the message know two forms of numbers.
# Seen: seeds are read as Go reads literals. Of the padded numbers of array jobs and of `seq -w`, 001 to 007 work, 008 and 009
# end with an error, and 010 to 077 are the seeds 8 to 63 in silence: the experiment 010 repeats the one that an unpadded
# loop calls 8.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
apt-get -qq -o APT::Sandbox::User=root download miller=6.6.0-2+b3
dpkg -x miller_*.deb root
mlr=root/usr/bin/mlr

drawn() { $mlr -n --seed "$1" put 'end { print urandint(1, 1000000000) }' 2>/dev/null || echo refused; }
for seed in 7 007 8 008 010 10; do
    echo "$seed $(drawn "$seed")"
done >seen
cat seen
draw_of() { sed -n "s/^$1 //p" seen; }
if [ "$(draw_of 7)" != "$(draw_of 007)" ] || [ "$(draw_of 010)" != "$(draw_of 8)" ] ||
    [ "$(draw_of 008)" != refused ] || [ "$(draw_of 10)" = "$(draw_of 8)" ] || [ "$(draw_of 8)" = refused ]; then
    echo "changed"
    exit 1
fi
echo "as described: a padded seed is octal"
