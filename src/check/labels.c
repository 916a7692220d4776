/* SPDX-License-Identifier: MIT */
/* Records with a twin in train that has another label (L04). */
#include "check/chance.h"
#include "check/overlap.h"
#include "check/run.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* Counts of the labels of one class. */
struct labels {
    uint64_t *count;
    size_t used, capacity;
};

static bool add_label(struct labels *labels, uint64_t count)
{
    if (labels->used == labels->capacity) {
        const size_t capacity = 2 * labels->capacity + 16;
        uint64_t *more = realloc(labels->count, capacity * sizeof *more);
        if (more == NULL)
            return false;
        labels->count = more;
        labels->capacity = capacity;
    }
    labels->count[labels->used++] = count;
    return true;
}

/* Adds the classes of train alone, which are sorted by key. */
static bool add_seen(const struct sd_seen *seen, struct labels *labels, struct sd_chance *chance)
{
    const uint64_t weight = (uint64_t)1 << (seen->level < 63 ? seen->level : 63);
    bool room = true;
    for (uint64_t i = 0; i < seen->used && room;) {
        const uint64_t key = seen->value[i].key;
        labels->used = 0;
        for (; i < seen->used && seen->value[i].key == key && room; i++)
            room = add_label(labels, seen->value[i].count);
        room = room && sd_chance_add(chance, labels->count, labels->used, true, weight);
    }
    return room;
}

/* Adds the classes of a part with what train has of them; labels that only train has are one. */
static bool add_twins(const struct sd_run *run, struct sd_overlap *overlap, struct labels *labels,
                      struct sd_chance *chance)
{
    const struct sd_twin *twin = run->values.twin;
    uint32_t begin, end;
    bool room = true;
    sd_twins_of_part(&run->values, overlap->side, &begin, &end);
    for (uint32_t i = begin; i < end && room;) {
        const struct sd_value *value = &twin[i].value;
        const uint64_t all =
            (uint64_t)atomic_load(&twin[i].train) + atomic_load(&twin[i].train_differs);
        uint64_t known = 0;
        labels->used = 0;
        for (; i < end && sd_same_key(&twin[i].value, value) && room; i++) {
            const uint64_t train = atomic_load(&twin[i].train);
            known += train;
            room = add_label(labels, twin[i].count + train);
            if (atomic_load(&twin[i].train_differs) == 0)
                continue;
            overlap->shared += twin[i].count;
            sd_overlap_show(overlap, sd_side_span(&run->sides[overlap->side], twin[i].row).start,
                            atomic_load(&twin[i].differs));
        }
        if (all > known)
            room = room && add_label(labels, all - known);
        room = room && sd_chance_add(chance, labels->count, labels->used, true, 1);
    }
    return room;
}

static void tell(struct sd_run *run, const struct sd_overlap *overlap)
{
    char own[SD_COLUMN_NAME];
    const uint64_t rows = sd_side_rows(&run->sides[overlap->side]);
    const bool chance = overlap->p >= SD_CHECK_CHANCE_TWINS;
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "L04", chance ? SPLITDATA_CHECK_NOTE : SPLITDATA_CHECK_ERROR,
                       overlap->side, 0);
    sd_result_column(&run->results, result, sd_run_column(run, run->target, own));
    sd_result_measure(result, "records", (double)overlap->shared, overlap->expected, overlap->p);
    sd_result_say(&run->results, result,
                  "%" PRIu64 " of %" PRIu64
                  " record%s of %s %s in %s with another %.100s; a random "
                  "split has about %.3g of them%s",
                  overlap->shared, rows, rows == 1 ? "" : "s", sd_run_name(run, overlap->side),
                  overlap->shared == 1 ? "is" : "are", sd_run_name(run, 0),
                  sd_run_column(run, run->target, own), overlap->expected, chance ? ", too" : "");
    result->advice =
        "decide which label is right; splitdata --duplicates together --ignore COL,... "
        "with the target among them keeps such records in one part";
    sd_overlap_tell(overlap, result);
}

int sd_check_labels(struct sd_run *run, struct splitdata_error *error)
{
    struct labels labels = {0};
    bool room = true;
    if (!run->classes) {
        struct splitdata_check_result *result = sd_results_skip(
            &run->results, "L04",
            run->asked->target == NULL ? SPLITDATA_CHECK_NOT_ASKED : SPLITDATA_CHECK_COULD_NOT);
        result->asked = run->asked->target != NULL && run->target == SD_NO_COLUMN;
        sd_result_say(&run->results, result,
                      run->asked->target == NULL ? "--target names the column with the labels"
                      : result->asked            ? "a part lacks the column of --target"
                                      : "the target is a number, or has too many classes");
        return SPLITDATA_OK;
    }
    for (size_t s = 1; s < run->count && room; s++) {
        struct sd_chance chance;
        struct sd_overlap overlap = {.side = s};
        sd_chance_begin(&chance, sd_side_rows(&run->sides[s]), sd_side_rows(&run->sides[0]));
        room = add_seen(&run->seen_values, &labels, &chance) &&
               add_twins(run, &overlap, &labels, &chance);
        overlap.expected = chance.mean;
        overlap.p = sd_chance_p(&chance, overlap.shared);
        sd_chance_end(&chance);
        if (room && overlap.shared != 0)
            tell(run, &overlap);
    }
    free(labels.count);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the labels");
}
