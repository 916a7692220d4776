/* SPDX-License-Identifier: MIT */
#include "engine/layouts.h"

#include "base/threads.h"
#include "out/layout.h"
#include "split.h"

#include <stdlib.h>

/* Makes room for `count` contents and what is known of them. */
static int begin(struct sd_measuring *measuring, size_t count, bool laid_out, bool summed,
                 struct splitdata_error *error)
{
    measuring->count = count;
    measuring->contents = calloc(count, sizeof *measuring->contents);
    if (laid_out)
        measuring->layouts = calloc(count, sizeof *measuring->layouts);
    if (summed)
        measuring->sums = calloc(count, sizeof *measuring->sums);
    return measuring->contents != NULL && (measuring->layouts != NULL) == laid_out &&
                   (measuring->sums != NULL) == summed
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the outputs' layout");
}

static int begin_layouts(struct sd_measuring *measuring, struct splitdata_error *error)
{
    bool room = true;
    for (size_t c = 0; c < measuring->count && measuring->layouts != NULL && room; c++)
        room = sd_layout_begin(&measuring->layouts[c], &measuring->contents[c]);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' layout");
}

int sd_measuring_begin(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_measuring *measuring = &run->measuring;
    const struct sd_plan *plan = &run->plan;
    const struct splitdata_options *options = run->request.options;
    bool written = !options->dry_run && options->emit != SPLITDATA_EMIT_COLUMN;
    int status = begin(measuring, plan->parts, written, !run->chunk_table.used, error);
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        const struct sd_cut *cut = &plan->cuts[p];
        measuring->contents[p] =
            sd_contents_of(&run->contents, sd_plan_item(plan, cut->begin), cut->end - cut->begin);
        if (plan->payload)
            measuring->contents[p].form = &sd_form_small_records;
    }
    if (status == SPLITDATA_OK)
        status = begin_layouts(measuring, error);
    if (status == SPLITDATA_OK)
        sd_watermark_advance(&measuring->watermark, plan->count);
    return status;
}

/* Items from..to-1 of content number c. */
static void measure_run(struct sd_run *run, size_t c, uint64_t from, uint64_t to)
{
    struct sd_measuring *measuring = &run->measuring;
    if (measuring->layouts != NULL)
        sd_layout_measure(&measuring->layouts[c], &measuring->contents[c], from, to);
    if (measuring->sums != NULL)
        atomic_fetch_add(&measuring->sums[c], sd_provenance_sum(run, c, from, to));
}

/* Takes runs of all contents, one content behind the other. In a shuffled plan the last part is at
 * the front, and items settle from the back. */
static void measure_runs(struct sd_run *run)
{
    struct sd_measuring *measuring = &run->measuring;
    uint64_t before = 0; /* runs of the contents before content c */
    for (size_t c = 0; c < measuring->count;) {
        uint64_t number = atomic_fetch_add(&measuring->next, 1), runs = 0, count = 0;
        for (; c < measuring->count; c++, before += runs) {
            count = measuring->contents[c].count;
            runs = (count + SD_LAYOUT_RUN - 1) / SD_LAYOUT_RUN;
            if (number - before < runs)
                break;
        }
        if (c == measuring->count)
            break;
        uint64_t from = (runs - 1 - (number - before)) * SD_LAYOUT_RUN;
        uint64_t to = count - from < SD_LAYOUT_RUN ? count : from + SD_LAYOUT_RUN;
        if (!sd_watermark_wait(&measuring->watermark, run->plan.cuts[c].begin + from))
            break;
        measure_run(run, c, from, to);
    }
}

/* The first worker arranges; the others wait until there is something to measure. */
static int work(void *context, unsigned worker, struct splitdata_error *error)
{
    struct sd_run *run = context;
    struct sd_measuring *measuring = &run->measuring;
    int status = SPLITDATA_OK;
    if (worker == 0) {
        if (measuring->arrange != NULL)
            status = measuring->arrange(run, error);
        if (status == SPLITDATA_OK && measuring->contents == NULL)
            status = sd_measuring_begin(run, error);
        if (status == SPLITDATA_OK)
            sd_watermark_advance(&measuring->watermark, 0);
        else
            sd_watermark_stop(&measuring->watermark);
    }
    if (status == SPLITDATA_OK && sd_watermark_wait(&measuring->watermark, SD_WATERMARK_ANY))
        measure_runs(run);
    return status;
}

static int measure(struct sd_run *run, uint64_t items, struct splitdata_error *error)
{
    /* Of a thread: to start one takes as long as to measure some of them. */
    enum { SHARE = 1 << 16 };
    struct sd_measuring *measuring = &run->measuring;
    uint64_t useful = items / SHARE + 1;
    unsigned threads = useful < run->request.threads ? (unsigned)useful : run->request.threads;
    sd_watermark_begin(&measuring->watermark);
    atomic_store(&measuring->next, 0);
    int status = sd_parallel(threads, work, run, error);
    sd_watermark_end(&measuring->watermark);
    return status;
}

int sd_measure_parts(struct sd_run *run, int (*arrange)(struct sd_run *, struct splitdata_error *),
                     struct splitdata_error *error)
{
    run->measuring.arrange = arrange;
    return measure(run, run->chunk_table.used ? run->plan.parts : run->rows.count, error);
}

int sd_measure_column(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_measuring *measuring = &run->measuring;
    int status = begin(measuring, 1, true, false, error);
    if (status != SPLITDATA_OK)
        return status;
    measuring->contents[0] =
        sd_contents_of(&run->contents, run->contents.records, run->contents.rows);
    status = begin_layouts(measuring, error);
    return status == SPLITDATA_OK ? measure(run, run->contents.rows, error) : status;
}

int sd_measuring_finish(struct sd_run *run, size_t first, struct splitdata_error *error)
{
    struct sd_measuring *measuring = &run->measuring;
    bool room = true;
    int status = measuring->sums != NULL ? sd_provenance_sums(run, error) : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    for (size_t c = 0; c < measuring->count && room; c++) {
        if (measuring->sums != NULL)
            run->provenance.sums[first + c] = atomic_load(&measuring->sums[c]);
        if (measuring->layouts != NULL)
            room = sd_layout_finish(&measuring->layouts[c], &measuring->contents[c]);
    }
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' layout");
}

void sd_measuring_end(struct sd_measuring *measuring)
{
    for (size_t c = 0; measuring->layouts != NULL && c < measuring->count; c++)
        sd_layout_free(&measuring->layouts[c]);
    free(measuring->layouts);
    free(measuring->contents);
    free(measuring->sums);
    *measuring = (struct sd_measuring){0};
}
