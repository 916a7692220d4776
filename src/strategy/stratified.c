/* SPDX-License-Identifier: MIT */
/* Every part gets about the same share of each class. The state is the key set of the strata. */
#include "strategy/stratified.h"

#include "algorithm/strata.h"
#include "strategy/strategy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct state {
    struct sd_key_set strata; /* the first member: decision->strata */
    uint64_t gave;            /* rounds in which --rare each changed the split */
};

/* The way out of too many classes: bins, another column, or classes joined, where some are not
 * rare. */
static void add_ways_out(const struct sd_key_set *strata, bool rare_helps, char *what, size_t size)
{
    const bool numbers = strata->classes.numbers < strata->count;
    const bool joined = rare_helps && sd_strata_rare(&strata->codes, 2) < strata->codes.count;
    char word[SD_SHELL_WORD] = "name a column of fewer values";
    if (numbers)
        sd_key_set_word(strata, strata->classes.numbers, ":q10", word);
    int length = snprintf(what, size, numbers ? " (numbers can be binned: %s" : " (%s", word);
    snprintf(what + length, size - (size_t)length, "%s)",
             joined ? "; --rare merge joins rare ones" : "");
}

bool sd_too_many_classes(const struct sd_key_set *strata, uint64_t rows, bool rare_helps,
                         char *what, size_t size)
{
    enum { FEW_CLASSES = 10 };
    uint32_t classes = strata->classes.count;
    if (classes <= FEW_CLASSES || classes <= rows / 2)
        return false;
    int length =
        snprintf(what, size,
                 "%.100s%s has %" PRIu32 " values in %" PRIu64 " records, too many to be classes",
                 strata->names[0], strata->count > 1 ? " ..." : "", classes, rows);
    add_ways_out(strata, rare_helps, what + length, size - (size_t)length);
    return true;
}

/* "the class 'c' has 1 record", or "2 of 4 classes have fewer than 3 records, such as 'c'". */
static void describe_rare(const struct sd_key_set *strata, uint64_t least,
                          char what[SD_MANY_CLASSES])
{
    const struct sd_codes *codes = &strata->codes;
    const uint32_t rarest = sd_strata_rarest(codes, least), rare = sd_strata_rare(codes, least);
    const uint64_t rows = codes->sizes[rarest];
    bool binned = false;
    char label[128], few[64] = "1 record";
    for (size_t c = 0; c < strata->count; c++)
        binned = binned || strata->columns[c].bins.kind != SD_BINS_NONE;
    if (least > 2)
        snprintf(few, sizeof few, "fewer than %" PRIu64 " records", least);
    sd_key_set_label(strata, rarest, label, sizeof label);
    if (rare == 1)
        snprintf(what, SD_MANY_CLASSES, "the %s '%s' has %" PRIu64 " record%s",
                 binned ? "bin of" : "class", label, rows, rows == 1 ? "" : "s");
    else
        snprintf(what, SD_MANY_CLASSES, "%" PRIu32 " of %" PRIu32 " %s have %s, such as %s'%s'",
                 rare, codes->count, binned ? "bins" : "classes", few, binned ? "that of " : "",
                 label);
}

static int refuse_rare(const struct sd_decision *decision, struct splitdata_error *error)
{
    char what[SD_MANY_CLASSES];
    if (sd_too_many_classes(decision->strata, decision->rows, true, what, sizeof what))
        return sd_fail(error, SPLITDATA_DATA, "--stratify: %s", what);
    describe_rare(decision->strata, 2, what);
    return sd_fail(error, SPLITDATA_DATA,
                   "--stratify: %s, and a class needs 2 (--rare merge joins rare classes, --rare "
                   "train keeps them in %s)",
                   what, decision->request->parts.part[0].name);
}

static int refuse_each(const struct sd_decision *decision, struct splitdata_error *error)
{
    char what[SD_MANY_CLASSES];
    describe_rare(decision->strata, decision->plan.parts, what);
    return sd_fail(error, SPLITDATA_DATA,
                   "--rare each: %s, and each of the %zu parts needs one (--rare merge joins such "
                   "classes, --rare train keeps them in %s)",
                   what, decision->plan.parts, decision->request->parts.part[0].name);
}

/* scikit-learn requires two records of each class; --rare applies to classes with fewer records
 * than parts. */
static int treat_rare(struct sd_decision *decision, struct sd_key_set *set,
                      struct splitdata_error *error)
{
    struct sd_codes *strata = &set->codes;
    const struct sd_strata_arrays arrays = {set->code, set->classes.sizes, set->classes.example};
    const uint64_t least = decision->plan.parts;
    if (decision->request->recipe->assign_strata != NULL)
        return SPLITDATA_OK;
    switch (decision->request->options->rare) {
    case SPLITDATA_RARE_MERGE:
        sd_strata_merge(strata, &arrays, least);
        return SPLITDATA_OK;
    case SPLITDATA_RARE_TRAIN:
        sd_strata_set_aside(strata, &arrays, least);
        return SPLITDATA_OK;
    case SPLITDATA_RARE_EACH:
        return sd_strata_rare(strata, least) == 0 ? SPLITDATA_OK : refuse_each(decision, error);
    default:
        return sd_strata_rare(strata, 2) == 0 ? SPLITDATA_OK : refuse_rare(decision, error);
    }
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    struct sd_key_set *strata = &state->strata;
    int status = sd_strategy_strata(decision, strata, error);
    uint32_t classes = strata->codes.count;
    if (status == SPLITDATA_OK)
        status = treat_rare(decision, strata, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_describe(decision, "stratified", strata,
                                      sd_strategy_class_word(strata), error);
    if (status == SPLITDATA_OK && classes != strata->codes.count &&
        !sd_text_format(
            &decision->description, "; of %" PRIu32 " classes, the rare ones were %s", classes,
            decision->request->options->rare == SPLITDATA_RARE_MERGE ? "joined"
                                                                     : "kept in one part"))
        status = sd_fail_memory(error, "the summary");
    return status == SPLITDATA_OK && decision->request->recipe->assign_strata == NULL
               ? sd_strategy_sizes(decision, decision->rows, "record", error)
               : status;
}

/* By the recipe, from the sizes or from what was asked for. */
static int split(struct sd_decision *decision, struct sd_stratified *stratified,
                 struct splitdata_error *error)
{
    const struct sd_recipe *recipe = decision->request->recipe;
    const struct sd_sizes_asked asked =
        sd_request_sizes_asked(decision->request, decision->rows, "record");
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_strategy_draw(decision, &draw);
    return recipe->assign_strata != NULL
               ? recipe->assign_strata(&decision->plan, stratified, &asked, drawn, error)
               : recipe->stratified(&decision->plan, stratified, decision->sizes, drawn, error);
}

/* Says, after each round, in how many of them --rare each has changed the split. */
static int describe_given(struct sd_decision *decision, uint64_t gave,
                          struct splitdata_error *error)
{
    const uint64_t rounds = decision->request->rounds;
    struct sd_text *text = &decision->description;
    if (decision->described == 0)
        decision->described = text->length;
    text->length = decision->described;
    bool said = gave == 0 ? sd_text_add(text, "; every part has each class without --rare each")
                          : sd_text_add(text, "; each part got one record of each class first");
    if (said && gave != 0 && rounds > 1)
        said = sd_text_format(text, ", in %" PRIu64 " of %" PRIu64 " repeats", gave, rounds);
    return said ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct state *state = decision->state;
    struct sd_stratified stratified = {
        .strata = &decision->strata->codes,
        .each = decision->request->options->rare == SPLITDATA_RARE_EACH,
        .rows = sd_strategy_class_rows(decision),
    };
    (void)followed;
    int status = split(decision, &stratified, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_strategy_count_classes(decision);
    state->gave += stratified.gave;
    return stratified.each ? describe_given(decision, state->gave, error) : SPLITDATA_OK;
}

static void end(void *context)
{
    struct state *state = context;
    sd_key_set_free(&state->strata);
    free(state);
}

const struct sd_strategy sd_strategy_stratified = {
    .name = "strata",
    .shuffles = true,
    .prepare = prepare,
    .arrange = arrange,
    .free = end,
};
