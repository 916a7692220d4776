/* SPDX-License-Identifier: MIT */
#include "engine/contiguous.h"

#include "base/cancel.h"
#include "base/threads.h"
#include "provenance/split_id.h"
#include "split.h"

#include <stdlib.h>

struct cutting {
    struct sd_run *run;
    uint64_t *begins, *lengths; /* of the ranges, by part */
    atomic_ullong *sums;
    atomic_size_t taken, front, back; /* chunks, in all and from either end */
};

bool sd_run_is_contiguous(const struct sd_run *run)
{
    return sd_run_rows_alone(run) && run->request.options->no_shuffle;
}

/* --- cutting --------------------------------------------------------------------------------- */

/* The chunk in which record `number` begins. */
static size_t chunk_of(const struct sd_run *run, uint64_t number)
{
    const struct sd_chunk_entry *table = run->chunk_table.chunk;
    size_t low = 0, high = run->index.chunks;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (table[middle].first <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where record `number` begins; the input's end: there are not so many. */
static int find_place(const struct sd_run *run, uint64_t number, struct sd_spans *spans,
                      uint64_t *place, struct splitdata_error *error)
{
    const struct sd_chunk_entry *table = run->chunk_table.chunk;
    int status = SPLITDATA_OK;
    *place = run->input.size;
    if (number == 0) {
        struct sd_span first = sd_spans_unpack(&run->index.spans, run->index.spans.packed[0]);
        *place = first.start + (run->dialect.header ? first.length : 0);
    } else if (number < run->contents.rows) {
        size_t c = chunk_of(run, number);
        status = sd_chunk_table_find(run, c, spans, error);
        if (status == SPLITDATA_OK)
            *place = spans->packed[number - table[c].first] >> spans->length_bits;
    }
    return status;
}

static int find_ranges(const struct cutting *cutting, struct sd_spans *spans,
                       struct splitdata_error *error)
{
    const struct sd_plan *plan = &cutting->run->plan;
    uint64_t begin, end;
    int status = find_place(cutting->run, plan->cuts[0].begin, spans, &begin, error);
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        status = find_place(cutting->run, plan->cuts[p].end, spans, &end, error);
        cutting->begins[p] = begin;
        cutting->lengths[p] = end - begin;
        begin = end; /* a part begins where the one before it ends */
    }
    return status;
}

/* --- writing them ---------------------------------------------------------------------------- */

/* The last boundary of pieces of part p at or before byte `place` of the input, or the part's end.
 */
static uint64_t piece_boundary(const struct cutting *cutting, size_t p, uint64_t place)
{
    uint64_t begin = cutting->begins[p], prologue = cutting->run->contents.prologue.length;
    uint64_t beyond = (prologue + place - begin) % SD_SEQUENTIAL_ALIGNMENT; /* in the output */
    if (place == begin + cutting->lengths[p])
        return place;
    return place - begin > beyond ? place - beyond : begin;
}

/* Writes what a chunk has of part p, bytes begin to end of the input. */
static int write_piece(const struct cutting *cutting, size_t p, uint64_t begin, uint64_t end,
                       struct splitdata_error *error)
{
    struct sd_run *run = cutting->run;
    uint64_t from = piece_boundary(cutting, p, begin), to = piece_boundary(cutting, p, end);
    return sd_sequential_write(run, p, from - cutting->begins[p], run->input.data + from,
                               (size_t)(to - from), error);
}

/* --- the records of the parts ---------------------------------------------------------------- */

static uint64_t within(uint64_t number, uint64_t first, uint64_t end)
{
    return number < first ? first : number < end ? number : end;
}

/* Adds the records of `spans`, the first of which has number `first` and the last ends at
 * `boundary`, to their parts. */
static int add(struct cutting *cutting, const struct sd_spans *spans, uint64_t first,
               uint64_t boundary, struct splitdata_error *error)
{
    const struct sd_plan *plan = &cutting->run->plan;
    uint64_t behind = first + spans->count;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        struct sd_cut cut = plan->cuts[p];
        uint64_t from = within(cut.begin, first, behind), to = within(cut.end, first, behind);
        if (from == to)
            continue;
        const uint64_t *packed = spans->packed + (from - first);
        uint64_t begin = packed[0] >> spans->length_bits;
        uint64_t end = to != behind ? packed[to - from] >> spans->length_bits : boundary;
        atomic_fetch_add(&cutting->sums[p],
                         sd_split_sum(packed, to - from, spans->length_bits, from - cut.begin));
        if (cutting->run->sequential.used)
            status = write_piece(cutting, p, begin, end, error);
    }
    return status;
}

/* Whether chunk `c` has records of the first part alone, and not its last one: their sum is known,
 * and they were written or are left. */
static bool is_in_first(const struct sd_run *run, size_t c)
{
    const struct sd_chunk_entry *next = &run->chunk_table.chunk[c + 1];
    return next->first < run->plan.cuts[0].end && !sd_sequential_later(run, next->begin);
}

static int write_left(const struct cutting *cutting, size_t c, struct splitdata_error *error)
{
    const struct sd_chunk_entry *entry = &cutting->run->chunk_table.chunk[c];
    int status = sd_check_cancel(cutting->run->request.options->cancel_fd, error);
    return status == SPLITDATA_OK ? write_piece(cutting, 0, entry[0].begin, entry[1].begin, error)
                                  : status;
}

static int take_chunk(struct cutting *cutting, size_t c, struct sd_spans *spans,
                      struct splitdata_error *error)
{
    struct sd_run *run = cutting->run;
    const struct sd_chunk_entry *entry = &run->chunk_table.chunk[c];
    if (entry->first >= run->plan.cuts[run->plan.parts - 1].end)
        return SPLITDATA_OK; /* what is in no part */
    if (is_in_first(run, c)) {
        atomic_fetch_add(&cutting->sums[0], entry->sum);
        return entry->left ? write_left(cutting, c, error) : SPLITDATA_OK;
    }
    int status = sd_chunk_table_find(run, c, spans, error);
    return status == SPLITDATA_OK ? add(cutting, spans, entry->first, entry[1].begin, error)
                                  : status;
}

static bool next_chunk(struct cutting *cutting, unsigned worker, size_t *c)
{
    const size_t chunks = cutting->run->index.chunks;
    if (atomic_fetch_add(&cutting->taken, 1) >= chunks)
        return false;
    *c = worker % 2 == 0 ? atomic_fetch_add(&cutting->front, 1)
                         : chunks - 1 - atomic_fetch_add(&cutting->back, 1);
    return true;
}

static int take_chunks(void *context, unsigned worker, struct splitdata_error *error)
{
    struct cutting *cutting = context;
    struct sd_run *run = cutting->run;
    const struct sd_chunk_entry *table = run->chunk_table.chunk;
    struct sd_spans spans;
    int status = SPLITDATA_OK;
    size_t c;
    sd_spans_begin(&spans, run->input.size);
    spans.memory = &run->memory;
    while (status == SPLITDATA_OK && next_chunk(cutting, worker, &c)) {
        status = take_chunk(cutting, c, &spans, error);
        sd_progress_add(&run->progress, table[c + 1].begin - table[c].begin);
    }
    if (status != SPLITDATA_OK)
        atomic_store(&cutting->taken, run->index.chunks);
    sd_spans_free(&spans);
    return status;
}

static int take_all(struct cutting *cutting, struct splitdata_error *error)
{
    struct sd_run *run = cutting->run;
    uint64_t start = run->chunk_table.chunk[0].begin;
    int status = run->sequential.used
                     ? sd_sequential_open(run, cutting->lengths, SD_LENGTHS_EXACT, error)
                     : SPLITDATA_OK;
    sd_progress_begin(&run->progress,
                      run->sequential.used ? SPLITDATA_STAGE_WRITE : SPLITDATA_STAGE_PLAN, start,
                      run->input.size);
    if (status == SPLITDATA_OK && !run->dialect.header)
        status = add(cutting, &run->index.spans, 0, start, error);
    if (status == SPLITDATA_OK)
        status = sd_parallel(run->index.chunks < run->request.threads ? (unsigned)run->index.chunks
                                                                      : run->request.threads,
                             take_chunks, cutting, error);
    return status == SPLITDATA_OK && run->sequential.used
               ? sd_sequential_end(run, cutting->lengths, error)
               : status;
}

/* The ranges take the place of the records in index and plan. */
static bool put_down(struct sd_run *run, const struct cutting *cutting)
{
    struct sd_spans *spans = &run->index.spans;
    for (size_t p = 0; p < run->plan.parts; p++) {
        if (!sd_spans_push(spans, cutting->begins[p], cutting->lengths[p]))
            return false;
        run->plan.cuts[p] = (struct sd_cut){p, p + (cutting->lengths[p] != 0)};
        run->provenance.sums[p] = atomic_load(&cutting->sums[p]);
    }
    run->plan.items = run->items = run->contents.records = spans->packed + 1;
    return true;
}

int sd_contiguous_write(struct sd_run *run, struct splitdata_error *error)
{
    struct cutting cutting = {
        .run = run,
        .begins = calloc(run->plan.parts, sizeof *cutting.begins),
        .lengths = calloc(run->plan.parts, sizeof *cutting.lengths),
        .sums = calloc(run->plan.parts, sizeof *cutting.sums),
    };
    struct sd_spans spans;
    sd_spans_begin(&spans, run->input.size);
    spans.memory = &run->memory;
    sd_chunk_table_close(run);
    int status = cutting.begins != NULL && cutting.lengths != NULL && cutting.sums != NULL
                     ? sd_provenance_sums(run, error)
                     : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = find_ranges(&cutting, &spans, error);
    if (status == SPLITDATA_OK)
        status = take_all(&cutting, error);
    if (status == SPLITDATA_OK && !put_down(run, &cutting))
        status = sd_fail_memory(error, "the plan");
    sd_spans_free(&spans);
    free(cutting.begins);
    free(cutting.lengths);
    free(cutting.sums);
    return status;
}
