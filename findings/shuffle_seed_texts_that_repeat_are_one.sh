#!/bin/sh
# shuffle-seed 1.1.6, over the seedrandom 2.4 that it installs: the text seeds "1", "11" and "111" give one order, and so do "7" and "777",
# or "fold-1" and "fold-1fold-1"; and the seed 0 gives that of the text "none".
#
# Expected: other seeds give other orders. Seeds are texts in many programs: each word of process.argv and of process.env is.
# Seen: seedrandom hands a text seed as it is to ARC4, whose key schedule repeats a short key until it is full, so a text and
# its repetitions are one key. (seedrandom's notes say so; shuffle-seed's, whose users choose the seed, do not.) Numbers get
# an end mark and differ. Of the seeds "1" to "9999" 108 repeat an earlier one: of the eleven folds "1" to "11" of an
# experiment, the first and the last are the same. shuffle-seed takes the word "none" where a seed is 0 or empty.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund shuffle-seed@1.1.6 seedrandom@3.0.5 >/dev/null
cat >orders.js <<'END'
const { shuffle } = require("shuffle-seed");
const seedrandom = require("seedrandom");

const order = (seed) => shuffle([...Array(8).keys()], seed).join("");
const same = (equal) => (equal ? "the same" : "different");
for (const [one, other] of [["1", "11"], ["1", "111"], ["7", "777"], ["fold-1", "fold-1fold-1"], ["1", "2"], [1, 11],
                            [0, "none"], ["", "none"], ["0", "none"]])
    console.log(JSON.stringify([one, other]), same(order(one) === order(other)));
const first = new Set();
let repeated = 0;
for (let seed = 1; seed < 10000; seed++) {
    const drawn = seedrandom(String(seed))();
    repeated += first.has(drawn);
    first.add(drawn);
}
console.log("of the texts 1 to 9999 repeat an earlier one:", repeated);
END
node orders.js | tee seen
cat >wanted <<'END'
["1","11"] the same
["1","111"] the same
["7","777"] the same
["fold-1","fold-1fold-1"] the same
["1","2"] different
[1,11] different
[0,"none"] the same
["","none"] the same
["0","none"] different
of the texts 1 to 9999 repeat an earlier one: 108
END
if ! cmp -s seen wanted; then
    echo "changed"
    exit 1
fi
echo "as described: a text seed and its repetitions are one"
