/* SPDX-License-Identifier: MIT */
/* From the records to a plan: which take part, what is arranged, and how the parts come out. */
#include "split.h"

#include "algorithm/order.h"
#include "base/threads.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

/* --sample: the first so many of a permutation drawn from a generator of its own, in input order:
 * df.sample(n, random_state=seed).sort_index() of pandas. */
static int draw_sample(struct sd_run *run, struct splitdata_error *error)
{
    const struct sd_size *sample = &run->request.sample;
    uint64_t n = run->contents.rows, wanted = sample->count;
    struct splitdata_random random;
    if (sample->kind == SD_SIZE_SHARE)
        wanted = (uint64_t)nearbyint(sd_ratio_double(sample->share) * (double)n);
    if (wanted == 0 || wanted > n)
        return sd_fail(error, SPLITDATA_DATA,
                       "--sample %s of %" PRIu64 " records: a sample has at least one of them and "
                       "at most all",
                       run->request.options->sample, n);
    run->chosen = sd_memory_take(&run->memory, n, sizeof *run->chosen);
    if (run->chosen == NULL)
        return sd_fail_memory(error, "the sample");
    for (uint64_t i = 0; i < n; i++)
        run->chosen[i] = i;
    int status = splitdata_random_init(&random, run->request.recipe->generator, run->seed, error);
    if (status == SPLITDATA_OK)
        status =
            run->request.recipe->permute(&random, run->chosen, n, sizeof *run->chosen, NULL, error);
    struct sd_cut cut = {0, wanted};
    struct sd_plan plan = {
        .items = run->chosen, .count = n, .cuts = &cut, .parts = 1, .memory = &run->memory};
    if (status == SPLITDATA_OK)
        status = sd_plan_restore_order(&plan, NULL, run->request.threads, error);
    run->rows.chosen = run->chosen;
    run->rows.count = wanted;
    return status;
}

/* What stands for row i: its place, or its number. */
static uint64_t item_of(const struct sd_run *run, uint64_t i)
{
    uint64_t number = run->chosen != NULL ? run->chosen[i] : i;
    return run->request.options->emit == SPLITDATA_EMIT_ROWS ? run->contents.records[number]
                                                             : number;
}

/* Whether the way leaves parts in another order than the one that is asked for. (Folds are gathered
 * in input order.) */
static bool must_restore_order(const struct sd_run *run)
{
    return run->request.input_order && run->way->select_fold == NULL && !run->chunk_table.used;
}

/* Rows that a thread fills at once. */
enum { FILL_PIECE = 1 << 16 };

struct filling {
    struct sd_run *run;
    bool numbers; /* of the rows, in place of what stands for them */
    atomic_ullong next;
};

static int fill_pieces(void *context, unsigned worker, struct splitdata_error *error)
{
    struct filling *filling = context;
    struct sd_run *run = filling->run;
    uint64_t begin;
    (void)worker;
    (void)error;
    while ((begin = atomic_fetch_add(&filling->next, FILL_PIECE)) < run->rows.count) {
        uint64_t left = run->rows.count - begin;
        uint64_t end = begin + (left < FILL_PIECE ? left : FILL_PIECE);
        for (uint64_t i = begin; i < end; i++)
            run->items[i] = filling->numbers ? i : item_of(run, i);
    }
    return SPLITDATA_OK;
}

/* What the plan arranges: row numbers, or the places of records (themselves where one round is all
 * there is, else a copy). Where order must be restored it arranges the numbers of the rows. */
static int prepare_items(struct sd_run *run, struct splitdata_error *error)
{
    bool places = run->request.options->emit == SPLITDATA_EMIT_ROWS;
    bool restore = must_restore_order(run);
    uint64_t n = run->rows.count;
    run->plan.payload = run->small_records.items != NULL;
    if (run->plan.payload) {
        run->items = run->small_records.items;
        return SPLITDATA_OK;
    }
    if (places && run->request.rounds == 1 && run->chosen == NULL && !restore) {
        run->items = run->contents.records;
        return SPLITDATA_OK;
    }
    if (run->own_items == NULL)
        run->own_items = sd_memory_take(&run->memory, n, sizeof *run->own_items);
    if (run->own_items == NULL)
        return sd_fail_memory(error, "the plan");
    run->items = run->own_items;
    struct filling filling = {.run = run, .numbers = restore};
    return sd_parallel(n < 2 * FILL_PIECE ? 1 : run->request.threads, fill_pieces, &filling, error);
}

static int restore_order(struct sd_run *run, struct splitdata_error *error)
{
    bool places = run->request.options->emit == SPLITDATA_EMIT_ROWS;
    if (run->chosen == NULL)
        return sd_plan_restore_order(&run->plan, places ? run->contents.records : NULL,
                                     run->request.threads, error);
    int status = sd_plan_restore_order(&run->plan, NULL, run->request.threads, error);
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        for (uint64_t i = run->plan.cuts[p].begin; i < run->plan.cuts[p].end; i++)
            run->plan.items[i] = item_of(run, run->plan.items[i]);
    }
    return status;
}

size_t sd_run_folds(const struct sd_run *run)
{
    return run->way->select_fold == NULL ? 0
           : run->time_folds.folds != 0  ? run->time_folds.folds
                                         : run->folds.count;
}

size_t sd_run_sets(const struct sd_run *run)
{
    size_t folds = sd_run_folds(run);
    return (size_t)run->request.rounds * (folds != 0 ? folds : 1);
}

int sd_run_pretend(struct sd_run *run, struct splitdata_error *error)
{
    static const struct sd_input nothing = {.data = (const uint8_t *)""};
    struct sd_spans *spans = &run->index.spans;
    uint64_t count = run->provenance.asked.records;
    int status = sd_run_find_tmpdir(run, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_spans_begin(spans, 0);
    spans->memory = &run->memory;
    spans->packed = sd_memory_take(&run->memory, count, sizeof *spans->packed);
    if (spans->packed == NULL)
        return sd_fail_memory(error, "the plan");
    spans->count = spans->capacity = (size_t)count;
    run->index.count = count;
    run->dialect = (struct sd_dialect){.lines = true};
    run->contents.input = &nothing;
    return SPLITDATA_OK;
}

int sd_run_plan(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->request.parts.count;
    sd_contents_begin(&run->contents);
    run->rows = (struct sd_rows){.contents = &run->contents, .count = run->contents.rows};
    run->folds.count = (uint32_t)run->request.options->folds;
    run->sizes = calloc(parts, sizeof *run->sizes);
    run->plan.cuts = calloc(parts, sizeof *run->plan.cuts);
    run->plan.parts = parts;
    run->plan.memory = &run->memory;
    if (run->sizes == NULL || run->plan.cuts == NULL)
        return sd_fail_memory(error, "the plan");
    int status = run->request.options->sample != NULL ? draw_sample(run, error) : SPLITDATA_OK;
    if (status == SPLITDATA_OK)
        status = run->way->prepare(run, error);
    if (status != SPLITDATA_OK)
        return status;
    run->achieved = calloc(sd_run_sets(run) * parts, sizeof *run->achieved);
    if (run->achieved == NULL)
        return sd_fail_memory(error, "the plan");
    return sd_contents_prepare(&run->contents, &run->columns, (uint32_t)sd_run_folds(run), error);
}

static int arrange(struct sd_run *run, struct splitdata_error *error)
{
    int status = prepare_items(run, error);
    run->plan.items = run->items;
    run->plan.count = run->rows.count;
    if (status == SPLITDATA_OK)
        status = run->way->arrange(run, error);
    return status == SPLITDATA_OK && must_restore_order(run) ? restore_order(run, error) : status;
}

int sd_run_arrange(struct sd_run *run, struct splitdata_error *error)
{
    if (run->partitioned)
        return sd_partition_arrange(run, error);
    return run->chunk_table.used || run->way->select_fold != NULL
               ? arrange(run, error)
               : sd_measure_parts(run, arrange, error);
}

/* With --emit column: notes the part, or the test fold, of each record. Items are row numbers. */
int sd_run_label(struct sd_run *run, uint64_t round, struct splitdata_error *error)
{
    uint32_t *labels = sd_contents_labels(&run->contents, round);
    if (labels == NULL)
        return sd_fail_memory(error, "the new column");
    if (run->way->label_folds == NULL) {
        sd_plan_label(&run->plan, labels);
        return SPLITDATA_OK;
    }
    uint32_t *folds = sd_memory_take(&run->memory, run->rows.count, sizeof *folds);
    if (folds == NULL)
        return sd_fail_memory(error, "the new column");
    run->way->label_folds(run, folds);
    for (uint64_t i = 0; i < run->rows.count; i++)
        labels[run->chosen != NULL ? run->chosen[i] : i] = folds[i];
    sd_memory_free(folds);
    return SPLITDATA_OK;
}
