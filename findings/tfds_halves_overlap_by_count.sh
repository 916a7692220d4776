#!/bin/sh
# TensorFlow Datasets 4.9.10: train[:50%] and train[-50%:] of 103 records share one, and of 101 records they leave one
# out; which of the two happens depends on the number of records modulo 4.
#
# Expected: the first half and the last half meet, as train[:50%] and train[50%:] do, or the odd record always goes the
# same way.
# Seen: each end is rounded by itself, to the nearest and from the middle to the even number: 51.5 becomes 52 from both
# ends, 50.5 becomes 50. The same holds for each pair of shares whose cut falls on a half of an odd number of records, 10 %
# and -90 % of 15 and of 25 records among them, and for train[:-50%] beside train[50%:], where the record of 101 is in both.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3.11 -m venv environment
environment/bin/pip -q install tensorflow-datasets==4.9.10
cat >slices.py <<'END'
from tensorflow_datasets.core import naming, splits

TEMPLATE = naming.ShardedFileTemplate(data_dir=".", dataset_name="made", split="train", filetype_suffix="tfrecord")


def rows(count, words):
    info = splits.SplitInfo(name="train", shard_lengths=[count], num_bytes=count, filename_template=TEMPLATE)
    found = []
    for file in splits.SplitDict([info])[words].file_instructions:
        taken = file.take if file.take != -1 else file.examples_in_shard - file.skip
        found += range(file.skip, file.skip + taken)
    return set(found)


for count, first, second in ((103, ":50%", "-50%:"), (101, ":50%", "-50%:"), (15, ":10%", "-90%:"),
                             (25, ":10%", "-90%:"), (101, ":-50%", "50%:"), (103, ":50%", "50%:"),
                             (101, ":50%", "50%:")):
    one, other = rows(count, f"train[{first}]"), rows(count, f"train[{second}]")
    print(count, first, second, "in both", sorted(one & other), "in neither", sorted(set(range(count)) - one - other))
END
environment/bin/python slices.py 2>log | tee seen
cat >wanted <<'END'
103 :50% -50%: in both [51] in neither []
101 :50% -50%: in both [] in neither [50]
15 :10% -90%: in both [1] in neither []
25 :10% -90%: in both [] in neither [2]
101 :-50% 50%: in both [50] in neither []
103 :50% 50%: in both [] in neither []
101 :50% 50%: in both [] in neither []
END
if ! cmp -s seen wanted; then
    echo "changed"
    exit 1
fi
echo "as described: halves from both ends share a record or leave one out"
