#!/bin/sh
# vaex-core 4.19.0 gives all rows as a part that should have none: a small test part is then the whole data set, and so
# is the train part beside it.
#
# Expected: df.split(into=[0.05, 0.95]) of ten rows has parts of 0 and 10 rows (or 1 and 9, or an error), and a row is in
# one part.
# Seen: the first part has all ten rows, and the second has them, too; so has split_random. A share whose product with
# the number of rows is below 1 is cut to 0 rows, and a frame that is told to end at row 0 does not end. From 0.1 on the
# parts are right. Nothing is said: a model is tested on the rows that it was trained on.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3.11 -m venv environment
environment/bin/pip -q install vaex-core==4.19.0
cat >split.py <<'END'
import vaex

frame = vaex.from_arrays(row=list(range(10)))
for shares in ([0.05, 0.95], [0.1, 0.9]):
    for name, parts in (("split", frame.split(into=shares)),
                        ("split_random", frame.split_random(into=shares, random_state=1))):
        first, second = (set(part.row.tolist()) for part in parts)
        print(name, *shares, "rows", len(first), len(second), "in both", len(first & second))
END
environment/bin/python split.py | tee seen
cat >wanted <<'END'
split 0.05 0.95 rows 10 10 in both 10
split_random 0.05 0.95 rows 10 10 in both 10
split 0.1 0.9 rows 1 9 in both 0
split_random 0.1 0.9 rows 1 9 in both 0
END
if ! cmp -s seen wanted; then
    echo "changed"
    exit 1
fi
echo "as described: the empty part has all rows"
