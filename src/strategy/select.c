/* SPDX-License-Identifier: MIT */
#include "strategy/select.h"

#include "algorithm/order.h"
#include "keys/equal.h"

#include <inttypes.h>
#include <math.h>

bool sd_selects_rows(const struct splitdata_options *options)
{
    return options->sample != NULL || options->missing == SPLITDATA_MISSING_DROP ||
           options->duplicates == SPLITDATA_DUPLICATES_DROP;
}

int sd_seed_generator(const struct sd_decision *decision, struct splitdata_random *random,
                      struct splitdata_error *error)
{
    const struct sd_request *request = decision->request;
    return sd_recipe_seed(request->recipe, &request->recipe_options, decision->seed, random, error);
}

/* The rows that take part become `chosen`, of which there are `rows`; NULL: all of them. */
static void take(struct sd_decision *decision, uint64_t *chosen, uint64_t rows)
{
    if (chosen != NULL) {
        sd_memory_free(decision->chosen);
        decision->chosen = chosen;
    }
    decision->rows = rows;
    if (decision->keys != NULL) {
        decision->keys->chosen = decision->chosen;
        decision->keys->rows = rows;
    }
}

/* Leaves out the rows that are marked, by their place among those that take part, and sets *count
 * to their number. */
static int leave_out(struct sd_decision *decision, const uint8_t *marked, const char *why,
                     uint64_t *count, struct splitdata_error *error)
{
    const uint64_t n = decision->rows;
    uint64_t left = 0;
    for (uint64_t i = 0; i < n; i++)
        left += marked[i] == 0;
    *count = n - left;
    if (left == n)
        return SPLITDATA_OK;
    if (left == 0)
        return sd_fail(error, SPLITDATA_DATA, "%s leaves out all %" PRIu64 " records", why, n);
    uint64_t *chosen = sd_memory_take(decision->memory, left, sizeof *chosen), next = 0;
    if (chosen == NULL)
        return sd_fail_memory(error, "the rows that take part");
    for (uint64_t i = 0; i < n; i++) {
        if (marked[i] == 0)
            chosen[next++] = decision->chosen != NULL ? decision->chosen[i] : i;
    }
    take(decision, chosen, left);
    return SPLITDATA_OK;
}

/* --- missing values -------------------------------------------------------------------------- */

static int find_missing(const struct sd_decision *decision, uint8_t *marked,
                        struct splitdata_error *error)
{
    const struct splitdata_options *o = decision->request->options;
    const struct {
        const char *option, *list;
        bool binned;
    } keys[] = {
        {"--stratify", o->stratify, true},
        {"--group", o->group, false},
        {"--time", o->time, false},
        {"--hash", o->hash, false},
        {"--predefined", o->predefined, false},
    };
    int status = SPLITDATA_OK;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0] && status == SPLITDATA_OK; k++) {
        struct sd_key_set set = {0};
        if (keys[k].list == NULL)
            continue;
        status = sd_key_set_choose(&set, decision->keys, keys[k].option, keys[k].list,
                                   keys[k].binned, error);
        if (status == SPLITDATA_OK)
            status = sd_key_set_find_missing(&set, marked, error);
        sd_key_set_free(&set);
    }
    return status;
}

static int drop_missing(struct sd_decision *decision, struct splitdata_error *error)
{
    uint8_t *marked = sd_memory_take(decision->memory, decision->rows, 1);
    int status = marked != NULL ? find_missing(decision, marked, error)
                                : sd_fail_memory(error, "the records without a value");
    if (status == SPLITDATA_OK)
        status = leave_out(decision, marked, "--missing drop", &decision->missing_rows, error);
    sd_memory_free(marked);
    return status;
}

/* --- equal records --------------------------------------------------------------------------- */

/* All but the first are left out. */
static int drop_duplicates(struct sd_decision *decision, struct splitdata_error *error)
{
    const uint64_t n = decision->rows;
    uint64_t *first = NULL;
    uint8_t *marked = NULL;
    int status = sd_equal_find(decision->keys, decision->request->options->ignore, &first, error);
    if (status == SPLITDATA_OK) {
        marked = sd_memory_take(decision->memory, n, 1);
        if (marked == NULL)
            status = sd_fail_memory(error, "the equal records");
    }
    for (uint64_t i = 0; status == SPLITDATA_OK && i < n; i++)
        marked[i] = first[i] != i;
    sd_memory_free(first);
    if (status == SPLITDATA_OK)
        status = leave_out(decision, marked, "--duplicates drop", &decision->duplicate_rows, error);
    sd_memory_free(marked);
    return status;
}

/* --- the sample ------------------------------------------------------------------------------ */

static int sample_size(const struct sd_decision *decision, uint64_t *wanted,
                       struct splitdata_error *error)
{
    const struct sd_size *sample = &decision->request->sample;
    const uint64_t n = decision->rows;
    *wanted = sample->count;
    if (sample->kind == SD_SIZE_SHARE)
        *wanted = (uint64_t)nearbyint(sd_ratio_double(sample->share) * (double)n);
    if (*wanted != 0 && *wanted <= n)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_DATA,
                   "--sample %s of %" PRIu64 " records: the sample must have 1 to %" PRIu64
                   " records",
                   decision->request->options->sample, n, n);
}

/* The first rows of a permutation by a generator of its own, in the input's order. That is
 * df.sample(n, random_state=seed).sort_index() in pandas. */
static int draw(struct sd_decision *decision, uint64_t *rows, uint64_t wanted,
                struct splitdata_error *error)
{
    const uint64_t n = decision->rows;
    struct splitdata_random random;
    const struct sd_draw drawn = {.permute = decision->request->recipe->permute,
                                  .random = &random,
                                  .memory = decision->memory,
                                  .options = &decision->request->recipe_options};
    for (uint64_t i = 0; i < n; i++)
        rows[i] = i;
    int status = sd_seed_generator(decision, &random, error);
    if (status == SPLITDATA_OK)
        status = sd_draw_permute(&drawn, rows, n, sizeof *rows, error);
    struct sd_cut cut = {0, wanted};
    struct sd_plan plan = {
        .items = rows, .count = n, .cuts = &cut, .parts = 1, .memory = decision->memory};
    if (status == SPLITDATA_OK)
        status = sd_plan_restore_order(&plan, NULL, decision->request->threads, error);
    for (uint64_t i = 0; status == SPLITDATA_OK && decision->chosen != NULL && i < wanted; i++)
        rows[i] = decision->chosen[rows[i]];
    return status;
}

static int draw_sample(struct sd_decision *decision, struct splitdata_error *error)
{
    uint64_t wanted;
    int status = sample_size(decision, &wanted, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *rows = sd_memory_take(decision->memory, decision->rows, sizeof *rows);
    if (rows == NULL)
        return sd_fail_memory(error, "the sample");
    status = draw(decision, rows, wanted, error);
    if (status == SPLITDATA_OK) {
        decision->unsampled_rows = decision->rows - wanted;
        take(decision, rows, wanted);
    } else {
        sd_memory_free(rows);
    }
    return status;
}

int sd_select_rows(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    int status = SPLITDATA_OK;
    take(decision, NULL, decision->all_rows);
    if (options->missing == SPLITDATA_MISSING_DROP)
        status = drop_missing(decision, error);
    if (status == SPLITDATA_OK && options->duplicates == SPLITDATA_DUPLICATES_DROP)
        status = drop_duplicates(decision, error);
    return status == SPLITDATA_OK && options->sample != NULL ? draw_sample(decision, error)
                                                             : status;
}
