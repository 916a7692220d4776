#!/bin/sh
# H2O 3.46.0.12 (Python's client and its server): seeds above 2^53 that differ by less than the distance of two doubles make
# one split.
#
# Expected: split_frame(seed=9007199254740993) differs from seed=9007199254740992: a seed is a 64-bit integer on the server,
# and Python's integers have no limit.
# Seen: the client writes the seed into an expression, whose numbers the server reads as doubles. Above 2^60 256 seeds in a
# row are one: two seeds taken from a clock of nanoseconds a moment apart give the same rows, as do hashed seeds with the
# same 53 first bits; and a seed of 65 bits is taken without an error, as the largest of 64. kfold_column does the same.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
command -v java >/dev/null || { echo "Java 17 is needed"; exit 1; }
python3.11 -m venv environment
environment/bin/pip -q install h2o==3.46.0.12
cat >seeds.py <<'END'
import h2o

h2o.init(nthreads=1, max_mem_size="600m", verbose=False, port=54777)
h2o.no_progress()
frame = h2o.H2OFrame({"row": list(range(200))})


def listed(made):
    return [row[0] for row in made.as_data_frame(use_pandas=False, header=False)]


def compare(what, split):
    for one, other in ((9007199254740990, 9007199254740991), (9007199254740992, 9007199254740993),
                       (1764583200000000000, 1764583200000000100), (2**63 - 1, 2**64 + 1)):
        print(what, one, other, "the same" if split(one) == split(other) else "different")


compare("split_frame", lambda seed: listed(frame.split_frame([0.5], seed=seed)[0]))
compare("kfold_column", lambda seed: listed(frame.kfold_column(n_folds=3, seed=seed)))
h2o.cluster().shutdown()
END
environment/bin/python seeds.py 2>log | grep -E '^(split|kfold)' | tee seen
cat >wanted <<'END'
split_frame 9007199254740990 9007199254740991 different
split_frame 9007199254740992 9007199254740993 the same
split_frame 1764583200000000000 1764583200000000100 the same
split_frame 9223372036854775807 18446744073709551617 the same
kfold_column 9007199254740990 9007199254740991 different
kfold_column 9007199254740992 9007199254740993 the same
kfold_column 1764583200000000000 1764583200000000100 the same
kfold_column 9223372036854775807 18446744073709551617 the same
END
if ! cmp -s seen wanted; then
    echo "changed"
    exit 1
fi
echo "as described: seeds that are one double are one seed"
