/* SPDX-License-Identifier: MIT */
/* Every part gets about the same share of each class. The state is the key set of the strata. */
#include "strategy/stratified.h"

#include "algorithm/strata.h"
#include "strategy/strategy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

bool sd_too_many_classes(const struct sd_key_set *strata, uint64_t rows, char *what, size_t size)
{
    enum { FEW_CLASSES = 10 };
    uint32_t classes = strata->classes.count;
    if (classes <= FEW_CLASSES || classes <= rows / 2)
        return false;
    int length =
        snprintf(what, size,
                 "%.100s%s has %" PRIu32 " values in %" PRIu64 " records, too many to be classes",
                 strata->names[0], strata->count > 1 ? " ..." : "", classes, rows);
    if (strata->classes.numbers < strata->count)
        snprintf(what + length, size - (size_t)length, " (numbers can be binned: %.100s:q10)",
                 strata->names[strata->classes.numbers]);
    else
        snprintf(what + length, size - (size_t)length, " (name a column of fewer values)");
    return true;
}

static int refuse_rare(const struct sd_decision *decision, uint32_t rarest,
                       struct splitdata_error *error)
{
    const struct sd_key_set *strata = decision->strata;
    char label[128], what[SD_MANY_CLASSES];
    bool binned = false;
    if (sd_too_many_classes(strata, decision->rows, what, sizeof what))
        return sd_fail(error, SPLITDATA_DATA, "--stratify: %s", what);
    for (size_t c = 0; c < strata->count; c++)
        binned = binned || strata->columns[c].bins.kind != SD_BINS_NONE;
    sd_key_set_label(strata, rarest, label, sizeof label);
    return sd_fail(error, SPLITDATA_DATA,
                   "--stratify: the %s '%s' has 1 record, and a class needs 2 (--rare merge "
                   "joins rare classes, --rare train keeps them in %s)",
                   binned ? "bin of" : "class", label, decision->request->parts.part[0].name);
}

/* scikit-learn requires two records of each class; --rare applies to classes with fewer records
 * than parts. */
static int treat_rare(struct sd_decision *decision, struct sd_key_set *set,
                      struct splitdata_error *error)
{
    struct sd_codes *strata = &set->codes;
    enum splitdata_rare rare = decision->request->options->rare;
    uint64_t least = decision->plan.parts;
    uint32_t rarest = sd_strata_rarest(strata, 2);
    if (rare == SPLITDATA_RARE_MERGE)
        sd_strata_merge(strata, set->code, set->classes.sizes, least);
    else if (rare == SPLITDATA_RARE_TRAIN)
        sd_strata_set_aside(strata, set->code, set->classes.sizes, least);
    else if (rarest != strata->count)
        return refuse_rare(decision, rarest, error);
    return SPLITDATA_OK;
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct sd_key_set *strata = sd_strategy_state(decision, sizeof *strata, error);
    if (strata == NULL)
        return (int)error->status;
    int status = sd_strategy_strata(decision, strata, error);
    uint32_t classes = strata->codes.count;
    if (status == SPLITDATA_OK)
        status = treat_rare(decision, strata, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_describe(decision, "stratified", strata, "class", error);
    if (status == SPLITDATA_OK && classes != strata->codes.count &&
        !sd_text_format(
            &decision->description, "; of %" PRIu32 " classes, the rare ones were %s", classes,
            decision->request->options->rare == SPLITDATA_RARE_MERGE ? "joined"
                                                                     : "kept in one part"))
        status = sd_fail_memory(error, "the summary");
    return status == SPLITDATA_OK ? sd_strategy_sizes(decision, decision->rows, "record", error)
                                  : status;
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct sd_draw draw;
    (void)followed;
    return decision->request->recipe->stratified(&decision->plan, &decision->strata->codes,
                                                 decision->sizes, sd_strategy_draw(decision, &draw),
                                                 error);
}

static void end(void *state)
{
    sd_key_set_free(state);
    free(state);
}

const struct sd_strategy sd_strategy_stratified = {
    .name = "strata",
    .shuffles = true,
    .prepare = prepare,
    .arrange = arrange,
    .free = end,
};
