#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Answers "SEED permutation 1 COUNT" lines with the order that a program gives to 0 ... COUNT - 1.
# usage: random_orders.sh miller|shuf
set -euo pipefail

order() { # PROGRAM SEED COUNT
    if [ "$1" = miller ]; then
        seq 0 $(($3 - 1)) | mlr --nidx --seed "$2" shuffle
    else
        shuf -i 0-$(($3 - 1)) --random-source=<(
            openssl enc -aes-256-ctr -pass "pass:$2" -nosalt </dev/zero 2>/dev/null)
    fi
}

while IFS=' ' read -r seed _ _ count; do
    order "$1" "$seed" "$count" | tr '\n' ' '
    echo
done
