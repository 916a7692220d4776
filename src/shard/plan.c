/* SPDX-License-Identifier: MIT */
/*
 * The second step: from the summaries of all ranges to who goes where. The stage that decides gets
 * the number of rows and, from the summaries, their keys, so the split is the one of any other
 * machine. With --like splitdata, whose rows have keys that any task can draw, nothing is decided
 * row by row: the plan has the keys at which the parts begin.
 */
#include "splitdata/shard.h"

#include "shard/keys.h"
#include "shard/options.h"
#include "shard/plan_file.h"
#include "strategy/decide.h"

#include <stdlib.h>
#include <string.h>

struct planning {
    struct sd_chain chain;
    struct sd_shard_options told; /* by the summaries */
    struct splitdata_options options;
    struct sd_request request;
    struct sd_memory memory;
    struct sd_dialect dialect;
    struct sd_decision decision;
    struct sd_shard_keys keys;
    struct sd_key_source source;
    uint32_t **labels; /* by set, by row */
    uint64_t **places; /* likewise */
    uint64_t *sizes;
    struct sd_keyed_row *cuts;
    const char **names;
    struct sd_shard_plan_made made;
};

static int begin(struct planning *planning, const struct splitdata_options *asked,
                 struct splitdata_error *error)
{
    const struct sd_summary *summary = &planning->chain.summary[0];
    struct splitdata_options *options = &planning->options;
    const struct splitdata_options *told = &planning->told.manifest.options;
    int status = sd_shard_options_check(asked, error);
    if (status == SPLITDATA_OK)
        status = sd_shard_options_read(&planning->told, summary->options, summary->dialect, error);
    if (status != SPLITDATA_OK)
        return status;
    *options = *asked;
    sd_shard_options_take_dialect(options, told);
    options->stratify = told->stratify;
    options->group = told->group;
    options->time = told->time;
    options->hash = told->hash;
    options->predefined = told->predefined;
    status = sd_request_begin(&planning->request, options, false, error);
    if (status != SPLITDATA_OK)
        return status;
    planning->memory.bound = sd_request_array_memory(&planning->request, false);
    status = sd_memory_find_directory(&planning->memory, options->tmpdir, "/tmp", error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(&planning->request, "", &planning->dialect, error);
    return status == SPLITDATA_OK
               ? sd_decide_begin(&planning->decision, &planning->request, &planning->memory, error)
               : status;
}

/* --- by keys that any task can draw ---------------------------------------------------------- */

static bool is_keyed(const struct planning *planning)
{
    return strcmp(planning->request.recipe->name, "splitdata") == 0 &&
           sd_decide_by_rows(&planning->decision) && !planning->options.no_shuffle &&
           planning->options.folds == 0 && planning->options.repeats == 0;
}

static int plan_keys(struct planning *planning, struct splitdata_error *error)
{
    struct sd_shard_plan_made *made = &planning->made;
    const uint64_t rows = planning->chain.rows;
    made->parts = planning->request.parts.count;
    made->sets = 1;
    made->keyed = true;
    made->exchanged = !planning->request.input_order;
    made->key_seed = sd_keyed_seed(&planning->decision.random);
    planning->sizes = calloc(made->parts, sizeof *planning->sizes);
    planning->cuts = calloc(made->parts + 1, sizeof *planning->cuts);
    uint64_t *ranks = calloc(made->parts, sizeof *ranks);
    int status = planning->sizes != NULL && planning->cuts != NULL && ranks != NULL
                     ? sd_request_sizes(&planning->request, rows, "record", planning->sizes, error)
                     : sd_fail_memory(error, "the plan");
    for (size_t p = 0; p < made->parts && status == SPLITDATA_OK; p++)
        ranks[p] = planning->sizes[p] + (p > 0 ? ranks[p - 1] : 0);
    if (status == SPLITDATA_OK)
        status = sd_keyed_select(made->key_seed, rows, ranks, made->parts, planning->cuts + 1,
                                 planning->request.threads, planning->options.cancel_fd, error);
    free(ranks);
    made->cut = planning->cuts;
    made->sizes = planning->sizes;
    return status;
}

/* --- row by row ------------------------------------------------------------------------------ */

/* Whether the rows of each part are in the input's order. */
static bool is_ascending(const struct sd_plan *plan)
{
    bool ascending = true;
    for (size_t p = 0; p < plan->parts; p++) {
        for (uint64_t i = plan->cuts[p].begin; ascending && i + 1 < plan->cuts[p].end; i++)
            ascending = plan->items[i] < plan->items[i + 1];
    }
    return ascending;
}

/* Keeps the labels and places of the rows in set number `set`. */
static int keep_set(struct planning *planning, size_t set, bool *left_out,
                    struct splitdata_error *error)
{
    const struct sd_plan *plan = &planning->decision.plan;
    const uint64_t rows = planning->chain.rows;
    uint32_t *labels = sd_memory_take(&planning->memory, rows, sizeof *labels);
    uint64_t *places = sd_memory_take(&planning->memory, rows, sizeof *places);
    uint64_t kept = 0;
    planning->labels[set] = labels;
    planning->places[set] = places;
    if (labels == NULL || places == NULL)
        return sd_fail_memory(error, "the plan");
    for (uint64_t i = 0; i < rows; i++)
        labels[i] = (uint32_t)plan->parts;
    for (size_t p = 0; p < plan->parts; p++) {
        const struct sd_cut cut = plan->cuts[p];
        for (uint64_t i = cut.begin; i < cut.end; i++) {
            labels[plan->items[i]] = (uint32_t)p;
            places[plan->items[i]] = i - cut.begin;
        }
        planning->sizes[set * plan->parts + p] = cut.end - cut.begin;
        kept += cut.end - cut.begin;
    }
    *left_out = *left_out || kept != rows;
    planning->made.exchanged = planning->made.exchanged || !is_ascending(plan);
    return SPLITDATA_OK;
}

static int next_set(struct planning *planning, size_t set, struct splitdata_error *error)
{
    static const struct sd_items numbers = {0};
    struct sd_decision *decision = &planning->decision;
    int status = SPLITDATA_OK;
    if (decision->folds == 0 || set % decision->folds == 0) {
        status = sd_decide_round(decision, &numbers, error);
        if (status == SPLITDATA_OK)
            status = sd_decide_arrange(decision, NULL, error);
    }
    return status == SPLITDATA_OK && decision->folds != 0
               ? sd_decide_fold(decision, (uint32_t)(set % decision->folds), error)
               : status;
}

static int plan_rows(struct planning *planning, struct splitdata_error *error)
{
    struct sd_decision *decision = &planning->decision;
    struct sd_shard_plan_made *made = &planning->made;
    bool left_out = false;
    int status = sd_shard_keys_begin(&planning->keys, &planning->source, &planning->chain,
                                     &planning->options, &planning->dialect,
                                     planning->request.threads, &planning->memory, error);
    if (status == SPLITDATA_OK)
        status = sd_decide_prepare(decision, planning->chain.rows, &planning->source, SD_PLAN_ITEMS,
                                   error);
    if (status != SPLITDATA_OK)
        return status;
    made->folds = decision->folds;
    made->parts = decision->plan.parts;
    made->sets = sd_decide_sets(decision);
    made->repeated = planning->options.repeats != 0;
    planning->labels = calloc(made->sets, sizeof *planning->labels);
    planning->places = calloc(made->sets, sizeof *planning->places);
    planning->sizes = calloc(made->sets * made->parts, sizeof *planning->sizes);
    if (planning->labels == NULL || planning->places == NULL || planning->sizes == NULL)
        return sd_fail_memory(error, "the plan");
    for (size_t set = 0; set < made->sets && status == SPLITDATA_OK; set++) {
        status = next_set(planning, set, error);
        if (status == SPLITDATA_OK)
            status = keep_set(planning, set, &left_out, error);
    }
    made->sizes = planning->sizes;
    made->bits = 1;
    while (made->bits < 32 && made->parts - !left_out >= UINT64_C(1) << made->bits)
        made->bits *= 2;
    made->width = planning->chain.rows <= UINT32_MAX ? 4 : 8;
    return status;
}

/* --- the plan -------------------------------------------------------------------------------- */

static int fail_empty(const struct planning *planning, struct splitdata_error *error)
{
    const struct sd_chain *chain = &planning->chain;
    const char *path = chain->files != 0 ? chain->file[0].path : "the input";
    return planning->dialect.header
               ? sd_fail(error, SPLITDATA_DATA, "%s: has a header and no records", path)
               : sd_fail(error, SPLITDATA_DATA, "%s: has no records", path);
}

static int decide(struct planning *planning, struct splitdata_error *error)
{
    struct sd_shard_plan_made *made = &planning->made;
    if (planning->chain.rows == 0)
        return fail_empty(planning, error);
    int status = is_keyed(planning) ? plan_keys(planning, error) : plan_rows(planning, error);
    if (status != SPLITDATA_OK)
        return status;
    planning->names = calloc(made->parts + 1, sizeof *planning->names);
    if (planning->names == NULL)
        return sd_fail_memory(error, "the plan");
    for (size_t p = 0; p < made->parts; p++)
        planning->names[p] = planning->request.parts.part[p].name;
    made->part = planning->names;
    made->chain = &planning->chain;
    made->seed = planning->decision.seed;
    return SPLITDATA_OK;
}

static int write_plan(const struct planning *planning, const char *output,
                      struct splitdata_error *error)
{
    const struct sd_shard_plan_made *made = &planning->made;
    struct sd_shard_file file = {0};
    int status = sd_shard_file_begin(&file, output, &planning->options, error);
    if (status == SPLITDATA_OK)
        status = sd_shard_plan_put(made, &file, error);
    for (size_t set = 0; set < made->sets && status == SPLITDATA_OK && !made->keyed; set++)
        status =
            sd_shard_plan_put_set(made, planning->labels[set], planning->places[set], &file, error);
    if (status == SPLITDATA_OK)
        status = sd_shard_file_publish(&file, error);
    sd_shard_file_end(&file);
    return status;
}

static int tell(const struct planning *planning, struct splitdata_shard_planned *planned,
                struct splitdata_error *error)
{
    const struct sd_shard_plan_made *made = &planning->made;
    const struct sd_chain *chain = &planning->chain;
    *planned = (struct splitdata_shard_planned){
        .rows = chain->rows,
        .blank_lines = chain->blank_lines,
        .comment_lines = chain->comment_lines,
        .ranges = chain->ranges,
        .seed_drawn = planning->decision.seed_drawn,
        .exchanged = made->exchanged,
        .parts = made->parts,
        .sets = made->sets,
        .names = calloc(made->parts, sizeof *planned->names),
        .sizes = calloc(made->parts * made->sets, sizeof *planned->sizes),
    };
    bool right = planned->names != NULL && planned->sizes != NULL;
    if (made->seed != NULL)
        planned->seed = sd_copy_string(made->seed, strlen(made->seed));
    right = right && (made->seed == NULL || planned->seed != NULL);
    for (size_t p = 0; right && p < made->parts; p++) {
        planned->names[p] = sd_copy_string(made->part[p], strlen(made->part[p]));
        right = planned->names[p] != NULL;
    }
    for (size_t i = 0; right && i < made->parts * made->sets; i++)
        planned->sizes[i] = made->sizes[i];
    return right ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

static void clean_up(struct planning *planning)
{
    for (size_t set = 0; set < planning->made.sets; set++) {
        if (planning->labels != NULL)
            sd_memory_free(planning->labels[set]);
        if (planning->places != NULL)
            sd_memory_free(planning->places[set]);
    }
    free(planning->labels);
    free(planning->places);
    free(planning->sizes);
    free(planning->cuts);
    free(planning->names);
    sd_decide_end(&planning->decision);
    sd_shard_keys_end(&planning->keys);
    sd_request_end(&planning->request);
    sd_shard_options_free(&planning->told);
    sd_chain_free(&planning->chain);
}

int splitdata_shard_plan(const char *const *summaries, size_t count,
                         const struct splitdata_options *options, const char *output,
                         struct splitdata_shard_planned *planned, struct splitdata_error *error)
{
    struct planning planning = {0};
    *planned = (struct splitdata_shard_planned){0};
    int status = sd_chain_make(&planning.chain, summaries, count, error);
    if (status == SPLITDATA_OK)
        status = begin(&planning, options, error);
    if (status == SPLITDATA_OK)
        status = decide(&planning, error);
    if (status == SPLITDATA_OK)
        status = write_plan(&planning, output, error);
    if (status == SPLITDATA_OK)
        status = tell(&planning, planned, error);
    clean_up(&planning);
    return status;
}

void splitdata_shard_plan_free(struct splitdata_shard_planned *planned)
{
    for (size_t p = 0; planned->names != NULL && p < planned->parts; p++)
        free(planned->names[p]);
    free(planned->names);
    free(planned->sizes);
    free(planned->seed);
    *planned = (struct splitdata_shard_planned){0};
}
