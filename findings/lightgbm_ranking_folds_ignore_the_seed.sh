#!/bin/sh
# LightGBM 4.7.0: cv() of a ranking objective makes the same folds for every seed, and with shuffle=True those of
# shuffle=False.
#
# Expected: shuffle=True, the default, and seed= choose the folds, as they do for every other objective; or an error, since
# the documentation of both arguments makes no exception.
# Seen: with an objective of ranking, queries go to folds by their sizes alone; with queries of one size the folds take
# turns in the order of the file. Repeating cv() with ten seeds to see how far a score varies gives one score ten times.
# In a file that is sorted so that every fifth query is a hard one, one fold has all of them, whatever the seed.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3.11 -m venv environment
environment/bin/pip -q install lightgbm==4.7.0 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
cat >folds.py <<'END'
import lightgbm
import numpy

random = numpy.random.RandomState(0)
QUERIES, SIZE = 100, 4
rows = random.rand(QUERIES * SIZE, 3)
labels = random.randint(0, 2, QUERIES * SIZE)


def folds(objective, **words):
    """For each fold, the queries, or rows, that are tested; cv() shows them by what each model has not seen."""
    data = lightgbm.Dataset(rows, labels, group=[SIZE] * QUERIES if objective == "lambdarank" else None,
                            free_raw_data=False)
    made = lightgbm.cv({"objective": objective, "verbose": -1, "num_threads": 1}, data, num_boost_round=1, nfold=5,
                       stratified=False, return_cvbooster=True, **words)
    return [sorted(set(range(len(labels))) - set(booster.train_set.used_indices))
            for booster in made["cvbooster"].boosters]


for objective in "lambdarank", "binary":
    first = folds(objective, seed=1)
    print(objective, "seed 2 gives", "the same folds" if folds(objective, seed=2) == first else "other folds")
    print(objective, "shuffle=False gives",
          "the same folds" if folds(objective, seed=1, shuffle=False) == first else "other folds")
    if objective == "lambdarank":
        for tested in first:
            print("queries", sorted({row // SIZE for row in tested})[:5], "...")
END
environment/bin/python folds.py | tee seen
cat >wanted <<'END'
lambdarank seed 2 gives the same folds
lambdarank shuffle=False gives the same folds
queries [4, 9, 14, 19, 24] ...
queries [3, 8, 13, 18, 23] ...
queries [2, 7, 12, 17, 22] ...
queries [1, 6, 11, 16, 21] ...
queries [0, 5, 10, 15, 20] ...
binary seed 2 gives other folds
binary shuffle=False gives other folds
END
if ! cmp -s seen wanted; then
    echo "changed"
    exit 1
fi
echo "as described: the seed does not reach the folds of queries"
