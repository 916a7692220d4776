/* SPDX-License-Identifier: MIT */
/* The public face of the stage that decides: rows and arrays in, row numbers out. */
#include "splitdata/plan.h"

#include "config/request.h"
#include "keys/array_source.h"
#include "strategy/decide.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct splitdata_plan {
    struct splitdata_options options; /* without what concerns files */
    struct sd_request request;
    struct sd_memory memory;
    struct sd_key_arrays arrays;
    struct sd_key_source keys;
    struct sd_decision decision;
    uint64_t sets, next; /* how many, and the number of the one that comes next */
};

/* Only what decides counts. */
static void choose_options(struct splitdata_plan *plan, const struct splitdata_options *options)
{
    plan->options = *options;
    struct splitdata_options usual;
    splitdata_options_init(&usual);
    plan->options.format = usual.format;
    plan->options.header = usual.header;
    plan->options.delimiter = usual.delimiter;
    plan->options.quote = usual.quote;
    plan->options.ragged_keep = usual.ragged_keep;
    plan->options.na_values = NULL; /* arrays say themselves what has no value */
    plan->options.scanner = plan->options.gzip_library = NULL;
    plan->options.gzip_level = usual.gzip_level;
    plan->options.emit = SPLITDATA_EMIT_ROWS;
    plan->options.column = NULL;
    plan->options.outputs = NULL;
    plan->options.output_count = 0;
    plan->options.inputs = NULL;
    plan->options.input_count = 0;
    plan->options.only = NULL;
    plan->options.manifest = false;
    plan->options.manifest_path = NULL;
    plan->options.force = plan->options.if_changed = plan->options.dry_run = false;
    plan->options.progress = NULL;
    if (plan->options.generator != NULL)
        plan->options.seed = "0"; /* of a generator that is replaced */
}

/* Whether the caller's generator is drawn from; the decision has one of the seed 0 at first. */
static bool draws_from_given(const struct splitdata_plan *plan)
{
    return plan->options.generator != NULL && plan->decision.random.kind != NULL;
}

static int take_generator(struct splitdata_plan *plan, struct splitdata_error *error)
{
    const struct splitdata_random *given = plan->options.generator;
    struct splitdata_random *random = &plan->decision.random;
    if (!draws_from_given(plan))
        return SPLITDATA_OK;
    if (given->kind != random->kind || plan->options.sample != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       plan->options.sample != NULL
                           ? "options.generator: a sample has a generator of its own, of a seed"
                           : "options.generator: %s is drawn from, not %s",
                       random->kind->name, given->kind->name);
    *random = *given;
    return SPLITDATA_OK;
}

static int begin(struct splitdata_plan *plan, uint64_t rows, const struct splitdata_column *columns,
                 size_t column_count, struct splitdata_error *error)
{
    struct sd_decision *decision = &plan->decision;
    int status = sd_request_begin(&plan->request, &plan->options, false, error);
    if (status != SPLITDATA_OK)
        return status;
    plan->memory.bound = sd_request_array_memory(&plan->request, true);
    plan->memory.spill = plan->options.spill;
    status = sd_memory_find_directory(&plan->memory, plan->options.tmpdir, "/tmp", error);
    if (status == SPLITDATA_OK)
        status = sd_key_arrays_begin(&plan->arrays, columns, column_count, error);
    if (status == SPLITDATA_OK)
        status = sd_decide_begin(decision, &plan->request, &plan->memory, error);
    if (status == SPLITDATA_OK)
        status = take_generator(plan, error);
    if (status == SPLITDATA_OK && rows == 0)
        status = sd_fail(error, SPLITDATA_DATA, "there are no rows to be split");
    if (status != SPLITDATA_OK)
        return status;
    sd_array_source_begin(&plan->keys, &plan->arrays, &plan->options, plan->request.threads,
                          &plan->memory);
    status = sd_decide_prepare(decision, rows, &plan->keys, SD_PLAN_ITEMS, error);
    plan->sets = sd_decide_sets(decision);
    return status;
}

int splitdata_plan_open(uint64_t rows, const struct splitdata_column *columns, size_t column_count,
                        const struct splitdata_options *options, struct splitdata_plan **plan,
                        struct splitdata_error *error)
{
    struct splitdata_plan *made = *plan = calloc(1, sizeof *made);
    if (made == NULL)
        return sd_fail_memory(error, "the plan");
    choose_options(made, options);
    int status = begin(made, rows, columns, column_count, error);
    if (status != SPLITDATA_OK) {
        splitdata_plan_close(made);
        *plan = NULL;
    }
    return status;
}

size_t splitdata_plan_parts(const struct splitdata_plan *plan)
{
    return plan->decision.plan.parts;
}

const char *splitdata_plan_part_name(const struct splitdata_plan *plan, size_t part)
{
    return plan->request.parts.part[part].name;
}

uint64_t splitdata_plan_sets(const struct splitdata_plan *plan)
{
    return plan->sets;
}

uint64_t splitdata_plan_folds(const struct splitdata_plan *plan)
{
    return plan->decision.folds;
}

const char *splitdata_plan_seed(const struct splitdata_plan *plan)
{
    return plan->options.generator == NULL ? plan->decision.seed : NULL;
}

const char *splitdata_plan_strategy(const struct splitdata_plan *plan)
{
    return sd_decide_told(&plan->decision);
}

uint64_t splitdata_plan_smallest_class(const struct splitdata_plan *plan)
{
    const struct sd_key_set *strata = plan->decision.strata;
    uint64_t least = 0;
    for (uint32_t c = 0; strata != NULL && c < strata->codes.count; c++) {
        if (c == 0 || strata->codes.sizes[c] < least)
            least = strata->codes.sizes[c];
    }
    return least;
}

static int next_set(struct splitdata_plan *plan, const struct sd_items *items,
                    struct splitdata_error *error)
{
    struct sd_decision *decision = &plan->decision;
    const uint64_t folds = decision->folds;
    int status = SPLITDATA_OK;
    if (plan->next == plan->sets)
        return SPLITDATA_NO;
    if (draws_from_given(plan))
        decision->random = *plan->options.generator;
    if (folds == 0 || plan->next % folds == 0) {
        status = sd_decide_round(decision, items, error);
        if (status == SPLITDATA_OK)
            status = sd_decide_arrange(decision, NULL, error);
    }
    if (status == SPLITDATA_OK && folds != 0)
        status = sd_decide_fold(decision, (uint32_t)(plan->next % folds), error);
    if (draws_from_given(plan))
        *plan->options.generator = decision->random;
    plan->next = status == SPLITDATA_OK ? plan->next + 1 : plan->sets;
    return status;
}

int splitdata_plan_next(struct splitdata_plan *plan, struct splitdata_error *error)
{
    static const struct sd_items numbers = {0};
    return next_set(plan, &numbers, error);
}

int splitdata_plan_next_items(struct splitdata_plan *plan, uint64_t *items,
                              struct splitdata_error *error)
{
    struct sd_items given = {.once = plan->sets == 1};
    given.of_row = items;
    return next_set(plan, &given, error);
}

uint64_t splitdata_plan_size(const struct splitdata_plan *plan, size_t part)
{
    const struct sd_cut *cut = &plan->decision.plan.cuts[part];
    return cut->end - cut->begin;
}

const uint64_t *splitdata_plan_rows(const struct splitdata_plan *plan, size_t part)
{
    return plan->decision.plan.items + plan->decision.plan.cuts[part].begin;
}

void splitdata_plan_rows32(const struct splitdata_plan *plan, size_t part, uint32_t *out)
{
    const uint64_t *rows = splitdata_plan_rows(plan, part);
    const uint64_t size = splitdata_plan_size(plan, part);
    for (uint64_t i = 0; i < size; i++)
        out[i] = (uint32_t)rows[i];
}

/* Rows come in random order. The row number AHEAD items later is known, and its place is asked for;
 * numbers beyond the array only make the request useless. */
#define TAKE(type)                                                                                 \
    for (uint64_t i = 0; i < count; i++) {                                                         \
        __builtin_prefetch((const type *)values + rows[i + AHEAD < count ? i + AHEAD : i]);        \
        ((type *)out)[i] = ((const type *)values)[rows[i]];                                        \
    }

static void take(const uint64_t *rows, uint64_t count, const void *values, size_t width, void *out)
{
    enum { AHEAD = 32 };
    const bool aligned = ((uintptr_t)values | (uintptr_t)out) % width == 0;
    if (width == 1) {
        TAKE(uint8_t)
    } else if (width == 2 && aligned) {
        TAKE(uint16_t)
    } else if (width == 4 && aligned) {
        TAKE(uint32_t)
    } else if (width == 8 && aligned) {
        TAKE(uint64_t)
    } else {
        for (uint64_t i = 0; i < count; i++) {
            const uint64_t coming = rows[i + AHEAD < count ? i + AHEAD : i];
            __builtin_prefetch((const uint8_t *)values + coming * width);
            memcpy((uint8_t *)out + i * width, (const uint8_t *)values + rows[i] * width, width);
        }
    }
}

int splitdata_take(const uint64_t *rows, uint64_t count, const void *values, uint64_t of,
                   size_t width, void *out, struct splitdata_error *error)
{
    uint64_t most = 0;
    for (uint64_t i = 0; i < count; i++)
        most = rows[i] > most ? rows[i] : most;
    if (width == 0 || (count != 0 && most >= of))
        return sd_fail(error, SPLITDATA_USAGE,
                       "row %" PRIu64 " of %" PRIu64 " items of %zu bytes cannot be taken", most,
                       of, width);
    take(rows, count, values, width, out);
    return SPLITDATA_OK;
}

void splitdata_plan_close(struct splitdata_plan *plan)
{
    if (plan == NULL)
        return;
    sd_decide_end(&plan->decision);
    sd_key_arrays_end(&plan->arrays);
    sd_request_end(&plan->request);
    free(plan);
}
