/* SPDX-License-Identifier: MIT */
#include "stretches.h"

#include "base/cancel.h"
#include "base/threads.h"
#include "report/split_id.h"
#include "run.h"

#include <stdlib.h>

/* What is found out of one part. */
struct stretch {
    uint64_t begin, end; /* bytes of the input; each is written by the one who finds it */
    atomic_ullong sum;
};

struct cutting {
    struct sd_run *run;
    struct stretch *stretches; /* by part */
    atomic_size_t next;
};

bool sd_run_in_stretches(const struct sd_run *run)
{
    const struct splitdata_options *options = run->request.options;
    const struct sd_scanner *scanner = run->request.scanner;
    return run->way->cuts && options->no_shuffle && options->emit == SPLITDATA_EMIT_ROWS &&
           options->sample == NULL && run->proof.asked.arranged == NULL &&
           (scanner == NULL || !scanner->libcsv);
}

int sd_stretches_begin(struct sd_run *run, struct splitdata_error *error)
{
    uint64_t most = run->input.size / SD_INDEX_CHUNK + 2;
    run->stretches.used = true;
    run->stretches.marks = sd_memory_take(&run->memory, most, sizeof *run->stretches.marks);
    return run->stretches.marks != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
}

void sd_stretches_end(struct sd_stretches *stretches)
{
    sd_memory_free(stretches->marks);
    *stretches = (struct sd_stretches){0};
}

static uint64_t header_records(const struct sd_run *run)
{
    return run->dialect.header ? 1 : 0;
}

void sd_stretches_hear(void *context, const struct sd_chunk_records *records)
{
    struct sd_run *run = context;
    const struct sd_spans *spans = records->spans;
    uint64_t first = records->first - header_records(run);
    run->stretches.marks[records->chunk] = (struct sd_chunk_mark){
        .begin = records->begin,
        .first = first,
        .sum = sd_split_sum(spans->packed, spans->count, spans->length_bits, first),
    };
}

/* --- cutting --------------------------------------------------------------------------------- */

/* Where record `number` begins, if it is among those of `spans`, the first of which has number
 * `first`. */
static void find(const struct sd_spans *spans, uint64_t first, uint64_t number, uint64_t *place)
{
    if (number >= first && number - first < spans->count)
        *place = spans->packed[number - first] >> spans->length_bits;
}

static uint64_t within(uint64_t number, uint64_t first, uint64_t end)
{
    return number < first ? first : number < end ? number : end;
}

/* Adds the records of `spans`, the first of which has number `first`, to their parts. */
static void add(struct cutting *cutting, const struct sd_spans *spans, uint64_t first)
{
    const struct sd_plan *plan = &cutting->run->plan;
    uint64_t end = first + spans->count;
    for (size_t p = 0; p < plan->parts; p++) {
        struct sd_cut cut = plan->cuts[p];
        struct stretch *stretch = &cutting->stretches[p];
        uint64_t from = within(cut.begin, first, end), to = within(cut.end, first, end);
        find(spans, first, cut.begin, &stretch->begin);
        find(spans, first, cut.end, &stretch->end);
        if (from < to)
            atomic_fetch_add(&stretch->sum, sd_split_sum(spans->packed + (from - first), to - from,
                                                         spans->length_bits, from - cut.begin));
    }
}

static int take_chunks(void *context, unsigned worker, struct splitdata_error *error)
{
    struct cutting *cutting = context;
    struct sd_run *run = cutting->run;
    const struct sd_chunk_mark *marks = run->stretches.marks;
    const struct sd_index_request request = sd_run_index_request(run);
    struct sd_spans spans;
    int status = SPLITDATA_OK;
    size_t c;
    (void)worker;
    sd_spans_begin(&spans, run->input.size);
    spans.memory = &run->memory;
    while (status == SPLITDATA_OK &&
           (c = atomic_fetch_add(&cutting->next, 1)) < run->index.chunks) {
        sd_progress_add(&run->progress, marks[c + 1].begin - marks[c].begin);
        if (marks[c + 1].first <= run->plan.cuts[0].end) {
            atomic_fetch_add(&cutting->stretches[0].sum, marks[c].sum);
            continue;
        }
        spans.count = spans.long_count = 0;
        status = sd_check_cancel(request.cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_index_find(&run->index, &request, marks[c].begin, marks[c + 1].begin,
                                   &spans, error);
        if (status == SPLITDATA_OK)
            add(cutting, &spans, marks[c].first);
    }
    if (status != SPLITDATA_OK)
        atomic_store(&cutting->next, run->index.chunks);
    sd_spans_free(&spans);
    return status;
}

/* The stretches take the place of the records in index and plan. */
static bool put_down(struct sd_run *run, const struct stretch *stretches)
{
    struct sd_spans *spans = &run->index.spans;
    for (size_t p = 0; p < run->plan.parts; p++) {
        const struct stretch *stretch = &stretches[p];
        if (!sd_spans_push(spans, stretch->begin, stretch->end - stretch->begin))
            return false;
        run->plan.cuts[p] = (struct sd_cut){p, p + (stretch->end != stretch->begin)};
        run->proof.sums[p] = atomic_load(&stretch->sum);
    }
    run->plan.items = run->items = run->contents.records = spans->packed + 1;
    return true;
}

int sd_stretches_cut(struct sd_run *run, struct splitdata_error *error)
{
    struct cutting cutting = {.run = run};
    struct sd_plan *plan = &run->plan;
    struct sd_span first = sd_spans_unpack(&run->index.spans, run->index.spans.packed[0]);
    uint64_t start = first.start + (run->dialect.header ? first.length : 0);
    cutting.stretches = calloc(plan->parts, sizeof *cutting.stretches);
    int status =
        cutting.stretches != NULL ? sd_proof_sums(run, error) : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK) {
        run->stretches.marks[run->index.chunks] =
            (struct sd_chunk_mark){.begin = run->input.size, .first = run->contents.rows};
        for (size_t p = 0; p < plan->parts; p++) {
            cutting.stretches[p].begin = plan->cuts[p].begin == 0 ? start : run->input.size;
            cutting.stretches[p].end = plan->cuts[p].end == 0 ? start : run->input.size;
        }
        sd_progress_begin(&run->progress, SPLITDATA_STAGE_PLAN, start, run->input.size);
        if (!run->dialect.header)
            add(&cutting, &run->index.spans, 0);
        status = sd_parallel(run->request.threads, take_chunks, &cutting, error);
    }
    if (status == SPLITDATA_OK && !put_down(run, cutting.stretches))
        status = sd_fail_memory(error, "the plan");
    free(cutting.stretches);
    return status;
}
