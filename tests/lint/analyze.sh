#!/bin/sh
# Static analysers that are slower than tests/lint/run.sh: gcc -fanalyzer (gcc 12) and cppcheck. False positives
# are listed below with the reason; everything else is a fault.
set -u
cd "$(dirname "$0")/../.." || exit 2
found=$(mktemp) || exit 2
left=$(mktemp) || exit 2
trap 'rm -f "$found" "$left"' EXIT

# FILE and KIND of a false positive, and the reason.
known() {
    cat <<'END'
src/base/memory.c malloc-leak the block is kept in the head that is returned
src/keys/factorize.c malloc-leak run->values is freed with the run, by its owner
src/verify/verify.c malloc-leak result->findings is freed with the result, by splitdata_verify
src/provenance/manifest_values.c malloc-leak more is kept as manifest->owned
src/verify/locate_change.c null-argument a piece without bytes has no length
src/in/input_list.c malloc-leak paths and identities are kept in the list and its builder
src/publish/directory.c double-free free(NULL) twice is none
src/cli/random_common.c null-dereference memory is NULL only where status is not SPLITDATA_OK
src/publish/all_names.c malloc-leak targets are kept in targets->target, the manifest's in targets->manifest
src/publish/all_names.c null-dereference sorted is NULL only where status is not SPLITDATA_OK
src/publish/output_set.c null-dereference sorted is NULL only where status is not SPLITDATA_OK
src/strategy/hash.c null-dereference shares is NULL only where status is not SPLITDATA_OK
src/keys/distinct.c use-of-uninitialized-value probes are filled for all of the batch before they are used
src/csv/cells.c use-of-uninitialized-value sd_variant_next fills the field wherever it finds one
src/recipe/r_prob.c use-of-uninitialized-value the first part has a share, or nothing is drawn
src/recipe/r_strata.c possible-null-dereference the arrays are used only where status is SPLITDATA_OK
src/recipe/rsample.c null-dereference order is NULL only where status is not SPLITDATA_OK
src/recipe/spark_buckets.c null-dereference ranges is NULL only where status is not SPLITDATA_OK
src/recipe/sql.c null-dereference ranges is NULL only where status is not SPLITDATA_OK
src/recipe/weights.c null-dereference weights is NULL only where status is not SPLITDATA_OK
src/keys/classes.c null-dereference typed is NULL only where status is not SPLITDATA_OK
src/provenance/split_sum.c shift-count-overflow counts are of lanes of 64 bits, which vectors of them have
src/check/header.c malloc-leak the arrays are kept in the run, and freed at its end
src/check/results.c malloc-leak the names are kept in the results, and freed with them
src/check/run.c malloc-leak the parts are kept in *checked, and freed with it
src/check/of_manifest.c null-dereference file is NULL only where status is not SPLITDATA_OK
src/check/picture.c malloc-leak the classes are kept in the picture, and freed with it
src/check/shares.c null-dereference a class is in one of the two parts, or the walk has ended
src/check/values.c use-of-uninitialized-value the kept places are filled, and a column that is drawn has a value
src/recipe/keyed_select.c malloc-leak the rows are kept in the windows, and freed with them
src/shard/keys.c malloc-leak the offsets are kept in the keys, and freed with them
src/shard/plan.c null-dereference ranks is NULL only where status is not SPLITDATA_OK
src/shard/plan.c possible-null-dereference ranks is NULL only where status is not SPLITDATA_OK
src/shard/plan_file.c malloc-leak sizes are kept in the plan, and freed with it
src/shard/scan.c null-dereference field is NULL only where status is not SPLITDATA_OK
src/rng/kernel_template.inc shift-count-overflow counts are of lanes of 32 bits, which vectors of them have
src/base/sha256_many.inc shift-count-overflow counts are of lanes of 32 bits, which vectors of them have
END
}

if [ "$(known | awk 'NF < 4' | wc -l)" -ne 0 ]; then
    echo "analyze: a wrong finding lacks its reason"
    exit 2
fi
# shellcheck disable=SC2016 # the inner shell expands
tests/lint/sources.sh | grep '^src/.*\.c$' | xargs -n 8 -P "$(getconf _NPROCESSORS_ONLN)" sh -c \
    'for file; do "${GCC:-gcc}" -std=c17 -Iinclude -Isrc -D_FILE_OFFSET_BITS=64 -O1 -fanalyzer \
        -S -o /dev/null "$file" || exit 255; done' sh 2>"$found" || {
    tail -n 20 "$found"
    exit 1
}
sed -n 's/^\([^:]*\):\([0-9]*\):.*warning: \(.*\) \[-Wanalyzer-\(.*\)\]$/\1 \4 \2 \3/p' "$found" | sort -u |
    while read -r file kind line text; do
        known | grep -q "^$file $kind " || echo "$file:$line: $text [$kind]"
    done >"$left"
all=$(grep -c 'warning: .*-Wanalyzer-' "$found")
cppcheck -j "$(getconf _NPROCESSORS_ONLN)" --quiet --std=c11 --enable=warning,performance,portability \
    --suppress=missingIncludeSystem -Iinclude -Isrc src 2>>"$left" || exit 1
cat "$left"
echo "analyze: $all findings of gcc -fanalyzer are explained or listed above, $(grep -c . <"$left") lines of unexplained ones"
[ ! -s "$left" ]
