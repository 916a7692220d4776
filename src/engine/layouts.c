/* SPDX-License-Identifier: MIT */
#include "engine/layouts.h"

#include "base/small_record.h"
#include "provenance/split_id.h"

#include <stdlib.h>

/* --- contents -------------------------------------------------------------------------------- */

static int begin(struct sd_layouts *layouts, size_t count, bool laid_out, bool summed,
                 struct splitdata_error *error)
{
    layouts->count = count;
    layouts->content = calloc(count, sizeof *layouts->content);
    if (laid_out)
        layouts->layout = calloc(count, sizeof *layouts->layout);
    if (summed)
        layouts->sums = calloc(count, sizeof *layouts->sums);
    return layouts->content != NULL && (layouts->layout != NULL) == laid_out &&
                   (layouts->sums != NULL) == summed
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the outputs' layout");
}

/* Whether content c is laid out: it will be written. */
static bool is_laid_out(const struct sd_layouts *layouts, size_t c)
{
    return layouts->layout != NULL && sd_request_writes(layouts->job->request, c);
}

static int begin_layouts(struct sd_layouts *layouts, struct splitdata_error *error)
{
    bool room = true;
    for (size_t c = 0; c < layouts->count && room; c++) {
        layouts->items += layouts->content[c].count;
        if (is_laid_out(layouts, c))
            room = sd_layout_begin(&layouts->layout[c], &layouts->content[c]);
    }
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' layout");
}

/* Whether the contents are laid out: they will be written, or their sizes say how many files. */
static bool lays_out(const struct sd_request *request)
{
    return request->options->emit != SPLITDATA_EMIT_COLUMN &&
           (!request->options->dry_run || request->shards.bytes != 0);
}

int sd_layouts_of_plan(struct sd_layouts *layouts, const struct sd_job *job,
                       const struct sd_plan *plan, bool summed, struct splitdata_error *error)
{
    *layouts = (struct sd_layouts){.job = job, .plan = plan};
    int status = begin(layouts, plan->parts, lays_out(job->request), summed, error);
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        const struct sd_cut *cut = &plan->cuts[p];
        layouts->content[p] = sd_output_template_content(
            &job->template, sd_plan_item(plan, cut->begin), cut->end - cut->begin);
        if (plan->payload)
            layouts->content[p].form = &sd_form_small_records;
    }
    return status == SPLITDATA_OK ? begin_layouts(layouts, error) : status;
}

int sd_layouts_of_column(struct sd_layouts *layouts, const struct sd_job *job,
                         struct splitdata_error *error)
{
    *layouts = (struct sd_layouts){.job = job};
    int status = begin(layouts, 1, true, false, error);
    if (status != SPLITDATA_OK)
        return status;
    layouts->content[0] =
        sd_output_template_content(&job->template, job->records.packed, job->records.rows);
    return begin_layouts(layouts, error);
}

/* --- measuring ------------------------------------------------------------------------------- */

/* The sum of items from..to-1 of a part. */
static uint64_t sum_of(const struct sd_layouts *layouts, size_t part, uint64_t from, uint64_t to)
{
    const struct sd_plan *plan = layouts->plan;
    const struct sd_records *records = &layouts->job->records;
    const uint64_t *items = sd_plan_item(plan, plan->cuts[part].begin + from);
    const unsigned length_bits = records->index.spans.length_bits;
    const uint64_t *gaps = sd_extents_gaps(records->extents);
    uint64_t sum = 0;
    if (plan->payload)
        return sd_split_sum_pairs(items, to - from, SD_SMALL_RECORD_START, from, gaps);
    if (layouts->job->request->options->emit == SPLITDATA_EMIT_ROWS)
        return sd_split_sum(items, to - from, length_bits, from, gaps);
    for (uint64_t k = from; k < to; k++)
        sum += sd_split_place_in(gaps, records->packed[items[k - from]] >> length_bits, k);
    return sum;
}

/* Measures items from..to-1 of content number c. */
static void measure_run(struct sd_layouts *layouts, size_t c, uint64_t from, uint64_t to)
{
    if (is_laid_out(layouts, c))
        sd_layout_measure(&layouts->layout[c], &layouts->content[c], from, to);
    if (layouts->sums != NULL)
        atomic_fetch_add(&layouts->sums[c], sum_of(layouts, c, from, to));
}

/* Waits until item `from` and all later ones of content c are final. False: they never will be. */
static bool wait_for(struct sd_layouts *layouts, size_t c, uint64_t from)
{
    return !layouts->followed ||
           sd_watermark_wait(&layouts->watermark, layouts->plan->cuts[c].begin + from);
}

/* Items become final from the back, so the content at the back is measured first. Recipes put
 * either the first part or the last part there. */
static size_t nth_from_back(const struct sd_layouts *layouts, size_t n)
{
    const size_t last = layouts->count - 1;
    const bool last_is_back =
        layouts->plan != NULL && layouts->plan->cuts[last].begin > layouts->plan->cuts[0].begin;
    return last_is_back ? last - n : n;
}

/* Draws runs of all contents, one content after the other, and measures them. */
static int measure_runs(void *context, unsigned worker, struct splitdata_error *error)
{
    struct sd_layouts *layouts = context;
    uint64_t before = 0; /* runs of the contents before the nth one */
    (void)worker;
    (void)error;
    for (size_t n = 0; n < layouts->count;) {
        uint64_t number = atomic_fetch_add(&layouts->next, 1), runs = 0, count = 0;
        for (; n < layouts->count; n++, before += runs) {
            count = layouts->content[nth_from_back(layouts, n)].count;
            runs = (count + SD_LAYOUT_RUN - 1) / SD_LAYOUT_RUN;
            if (number - before < runs)
                break;
        }
        if (n == layouts->count)
            break;
        size_t c = nth_from_back(layouts, n);
        uint64_t from = (runs - 1 - (number - before)) * SD_LAYOUT_RUN;
        uint64_t to = count - from < SD_LAYOUT_RUN ? count : from + SD_LAYOUT_RUN;
        if (!wait_for(layouts, c, from))
            break;
        measure_run(layouts, c, from, to);
    }
    return SPLITDATA_OK;
}

/* The number of threads for which there is enough work: starting one takes as long as measuring
 * some thousand items. */
static unsigned useful_threads(const struct sd_layouts *layouts)
{
    enum { SHARE = 1 << 16 };
    uint64_t useful = layouts->items / SHARE + 1;
    unsigned threads = layouts->job->request->threads;
    return useful < threads ? (unsigned)useful : threads;
}

static void advance(void *watermark, uint64_t from)
{
    sd_watermark_advance(watermark, from);
}

void sd_layouts_follow(struct sd_layouts *layouts)
{
    sd_watermark_begin(&layouts->watermark);
    layouts->progress = (struct sd_shuffle_progress){advance, &layouts->watermark, 0};
    sd_watermark_advance(&layouts->watermark, layouts->plan->count);
    layouts->followed = true;
    /* The calling thread shuffles, and counts as one. */
    sd_team_start(&layouts->team, useful_threads(layouts) - 1, measure_runs, layouts);
}

static int measure_all(struct sd_layouts *layouts, struct splitdata_error *error)
{
    if (!layouts->followed)
        return sd_parallel(useful_threads(layouts), measure_runs, layouts, error);
    sd_watermark_advance(&layouts->watermark, 0);
    measure_runs(layouts, 0, error);
    return sd_team_join(&layouts->team, error);
}

int sd_layouts_measure(struct sd_layouts *layouts, uint64_t *sums, struct splitdata_error *error)
{
    int status = measure_all(layouts, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t c = 0; layouts->sums != NULL && c < layouts->count; c++)
        sums[c] = atomic_load(&layouts->sums[c]);
    return sd_layouts_cut(layouts, error);
}

void sd_layouts_end(struct sd_layouts *layouts)
{
    struct splitdata_error ignored;
    if (layouts->followed) {
        sd_watermark_stop(&layouts->watermark);
        sd_team_join(&layouts->team, &ignored);
        sd_watermark_end(&layouts->watermark);
    }
    for (size_t c = 0; layouts->layout != NULL && c < layouts->count; c++)
        sd_layout_free(&layouts->layout[c]);
    for (size_t f = 0; f < layouts->files; f++)
        sd_layout_free(&layouts->file[f].layout);
    free(layouts->file);
    free(layouts->layout);
    free(layouts->content);
    free(layouts->sums);
    *layouts = (struct sd_layouts){0};
}
