/* SPDX-License-Identifier: MIT */
#include "engine/partition.h"

#include "base/cancel.h"
#include "base/sequencer.h"
#include "base/threads.h"
#include "csv/start.h"
#include "out/form.h"
#include "provenance/split_id.h"
#include "split.h"
#include "strategy/members.h"
#include "strategy/order.h"

#include <stdlib.h>
#include <string.h>

bool sd_run_in_sieve(const struct sd_run *run)
{
    return sd_run_rows_alone(run) && !run->request.options->no_shuffle &&
           run->request.input_order && run->request.rounds == 1 &&
           run->request.parts.count <= SD_MEMBERS_PARTS;
}

uint64_t sd_sieve_bytes(const struct sd_run *run)
{
    return 1 + (run->input.size <= UINT32_MAX ? sizeof(uint32_t) : sizeof(uint64_t));
}

int sd_sieve_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_draw draw;
    run->plan.count = run->rows.count;
    run->part_of_row = sd_memory_take(&run->memory, run->rows.count, 1);
    return run->part_of_row != NULL ? sd_members(&run->plan, run->sizes, sd_run_draw(run, &draw),
                                                 run->request.threads, run->part_of_row, error)
                                    : sd_fail_memory(error, "the plan");
}

/* Some records of one part. */
struct portion {
    uint64_t rows, bytes;
};

/* The input is taken in units, one behind the other: slices of the index; or, without one, the
 * first record where that is no header, and the chunks. */
struct sieving {
    struct sd_run *run;
    size_t units;
    size_t first_chunk; /* which unit that is */
    atomic_size_t next;
    struct sd_sequencer order;
    size_t joined;          /* units that `before` has */
    struct portion *before; /* of each part */
    atomic_ullong *sums;    /* by part */
    uint64_t *lengths;      /* the bytes of all records of each part, guessed and then known */
};

/* A thread, and the unit that it is at. */
struct sifter {
    struct sieving *sieving;
    struct sd_spans spans;
    const uint64_t *packed; /* its records, as spans have them, */
    size_t count;
    const uint8_t *parts;         /* the part of each, */
    uint64_t boundary;            /* and where the last one ends */
    struct portion *own, *before; /* of each part, and of none: in the unit, and before it */
    uint64_t *sums;               /* by part */
    uint8_t *buffer;              /* where the records of each part are gathered: */
    size_t *place;                /* by part, where the next one goes */
};

/* All records of a unit begin within the length of a chunk, so that those that are no longer than
 * that have room in a buffer of twice its length. */
enum { LONG = SD_INDEX_CHUNK, BUFFER = 2 * SD_INDEX_CHUNK };

static uint64_t begin_of(const struct sifter *sifter, size_t i)
{
    return i < sifter->count ? sifter->packed[i] >> sifter->spans.length_bits : sifter->boundary;
}

/* How many records begin before byte `place` of the input. */
static size_t records_before(const struct sd_run *run, uint64_t place)
{
    const unsigned bits = run->index.spans.length_bits;
    size_t low = 0, high = (size_t)run->contents.rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->contents.records[middle] >> bits < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The records that begin in chunk number `unit` of the input. */
static void take_slice(struct sifter *sifter, size_t unit)
{
    const struct sd_run *run = sifter->sieving->run;
    uint64_t begin = (uint64_t)unit * SD_INDEX_CHUNK;
    size_t first = records_before(run, begin), end = records_before(run, begin + SD_INDEX_CHUNK);
    sifter->packed = run->contents.records + first;
    sifter->count = end - first;
    sifter->parts = run->part_of_row + first;
    sifter->boundary = end == run->contents.rows
                           ? run->input.size
                           : run->contents.records[end] >> sifter->spans.length_bits;
}

static int find_unit(struct sifter *sifter, size_t unit, struct splitdata_error *error)
{
    const struct sieving *sieving = sifter->sieving;
    const struct sd_run *run = sieving->run;
    const struct sd_spans *found = &sifter->spans;
    int status = sd_check_cancel(run->request.options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!run->chunk_table.used) {
        take_slice(sifter, unit);
        return SPLITDATA_OK;
    }
    const struct sd_chunk_entry *entry = run->chunk_table.chunk;
    if (unit < sieving->first_chunk) {
        found = &run->index.spans;
        sifter->boundary = entry->begin;
        sifter->parts = run->part_of_row;
    } else {
        entry += unit - sieving->first_chunk;
        sifter->boundary = entry[1].begin;
        sifter->parts = run->part_of_row + entry->first;
        status = sd_chunk_table_find(run, unit - sieving->first_chunk, &sifter->spans, error);
    }
    sifter->packed = found->packed;
    sifter->count = found->count;
    return status;
}

/* Looks at the first record of a part that begins in this unit, where it is the first thing in that
 * part's output. */
static int check_first(const struct sifter *sifter, size_t part, struct splitdata_error *error)
{
    const struct sd_run *run = sifter->sieving->run;
    const uint8_t *first = memchr(sifter->parts, (int)part, sifter->count);
    if (run->contents.prologue.length != 0 || first == NULL)
        return SPLITDATA_OK;
    size_t i = (size_t)(first - sifter->parts);
    uint64_t begin = begin_of(sifter, i);
    int status = sd_check_first(run->input.data + begin, begin_of(sifter, i + 1) - begin, error);
    if (status != SPLITDATA_OK)
        error->offset = begin;
    return status;
}

/* Counts what the unit has of each part. */
static void count_own(struct sifter *sifter)
{
    memset(sifter->own, 0, (sifter->sieving->run->plan.parts + 1) * sizeof *sifter->own);
    for (size_t i = 0; i < sifter->count; i++) {
        struct portion *own = &sifter->own[sifter->parts[i]];
        own->rows++;
        own->bytes += begin_of(sifter, i + 1) - begin_of(sifter, i);
    }
}

/* When it is the unit's turn: what all units before it have of each part. */
static int find_places(struct sifter *sifter, struct splitdata_error *error)
{
    struct sieving *sieving = sifter->sieving;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < sieving->run->plan.parts && status == SPLITDATA_OK; p++) {
        if (sieving->before[p].rows == 0)
            status = check_first(sifter, p, error);
        sifter->before[p] = sieving->before[p];
        sieving->before[p].rows += sifter->own[p].rows;
        sieving->before[p].bytes += sifter->own[p].bytes;
    }
    if (status == SPLITDATA_OK)
        sd_sequencer_advance(&sieving->order, &sieving->joined);
    return status;
}

/* Copies the first `count` records to where those of each part are gathered. */
static void gather(struct sifter *sifter, size_t count)
{
    enum { LINE = 64, AHEAD = 4096 };
    const struct sd_run *run = sifter->sieving->run;
    const uint8_t *data = run->input.data;
    uint64_t asked = begin_of(sifter, 0);
    for (size_t i = 0; i < count; i++) {
        size_t p = sifter->parts[i];
        uint64_t begin = begin_of(sifter, i), length = begin_of(sifter, i + 1) - begin;
        for (; asked < begin + AHEAD && asked < sifter->boundary; asked += LINE)
            __builtin_prefetch(data + asked, 0, 2);
        if (p == run->plan.parts)
            continue;
        sd_copy(sifter->buffer + sifter->place[p], data + begin, (size_t)length);
        sifter->place[p] += (size_t)length;
        sifter->sums[p] += sd_split_place(begin, sifter->before[p].rows++);
    }
}

/* A record that is not gathered. */
static int write_long(struct sifter *sifter, size_t i, struct splitdata_error *error)
{
    struct sd_run *run = sifter->sieving->run;
    size_t p = sifter->parts[i];
    uint64_t begin = begin_of(sifter, i);
    if (p == run->plan.parts)
        return SPLITDATA_OK;
    sifter->sums[p] += sd_split_place(begin, sifter->before[p].rows++);
    return sd_sequential_write(run, p, sifter->before[p].bytes, run->input.data + begin,
                               (size_t)(begin_of(sifter, i + 1) - begin), error);
}

/* The records of each part together; but the last one of a unit, which may be of any length, alone
 * if it is long. */
static int write_unit(struct sifter *sifter, struct splitdata_error *error)
{
    struct sd_run *run = sifter->sieving->run;
    size_t at = 0, last = sifter->count - 1;
    bool is_long = sifter->boundary - begin_of(sifter, last) > LONG;
    for (size_t p = 0; p < run->plan.parts; p++) {
        sifter->place[p] = at;
        at += (size_t)sifter->own[p].bytes;
        if (is_long && p == sifter->parts[last])
            at -= (size_t)(sifter->boundary - begin_of(sifter, last));
    }
    gather(sifter, is_long ? last : sifter->count);
    int status = SPLITDATA_OK;
    at = 0;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        size_t length = sifter->place[p] - at;
        status = sd_sequential_write(run, p, sifter->before[p].bytes, sifter->buffer + at, length,
                                     error);
        sifter->before[p].bytes += length;
        at = sifter->place[p];
    }
    return status == SPLITDATA_OK && is_long ? write_long(sifter, last, error) : status;
}

static int sift_unit(struct sifter *sifter, size_t unit, struct splitdata_error *error)
{
    struct sieving *sieving = sifter->sieving;
    int status = find_unit(sifter, unit, error);
    if (status != SPLITDATA_OK)
        return status;
    count_own(sifter);
    if (!sd_sequencer_wait(&sieving->order, &sieving->joined, unit))
        return SPLITDATA_OK;
    status = find_places(sifter, error);
    if (status == SPLITDATA_OK && sifter->count != 0) {
        status = write_unit(sifter, error);
        sd_progress_add(&sieving->run->progress, sifter->boundary - begin_of(sifter, 0));
    }
    return status;
}

static int begin_sifter(struct sifter *sifter, struct sieving *sieving,
                        struct splitdata_error *error)
{
    size_t parts = sieving->run->plan.parts;
    *sifter = (struct sifter){
        .sieving = sieving,
        .own = calloc(parts + 1, sizeof *sifter->own),
        .before = calloc(parts + 1, sizeof *sifter->before),
        .sums = calloc(parts, sizeof *sifter->sums),
        .place = calloc(parts, sizeof *sifter->place),
        .buffer = malloc(BUFFER),
    };
    sd_spans_begin(&sifter->spans, sieving->run->input.size);
    sifter->spans.memory = &sieving->run->memory;
    return sifter->own != NULL && sifter->before != NULL && sifter->sums != NULL &&
                   sifter->place != NULL && sifter->buffer != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "writing the outputs");
}

static void end_sifter(struct sifter *sifter)
{
    sd_spans_free(&sifter->spans);
    free(sifter->own);
    free(sifter->before);
    free(sifter->sums);
    free(sifter->place);
    free(sifter->buffer);
}

static int take_units(void *context, unsigned worker, struct splitdata_error *error)
{
    struct sieving *sieving = context;
    struct sifter sifter;
    size_t unit;
    int status = begin_sifter(&sifter, sieving, error);
    (void)worker;
    while (status == SPLITDATA_OK && !sd_sequencer_stopped(&sieving->order) &&
           (unit = atomic_fetch_add(&sieving->next, 1)) < sieving->units)
        status = sift_unit(&sifter, unit, error);
    if (status != SPLITDATA_OK)
        sd_sequencer_stop(&sieving->order);
    for (size_t p = 0; p < sieving->run->plan.parts && sifter.sums != NULL; p++)
        atomic_fetch_add(&sieving->sums[p], sifter.sums[p]);
    end_sifter(&sifter);
    return status;
}

/* Unit after unit. */
static int add_up(struct sieving *sieving, uint64_t *lengths, struct splitdata_error *error)
{
    const size_t parts = sieving->run->plan.parts;
    struct sifter sifter;
    int status = begin_sifter(&sifter, sieving, error);
    for (size_t unit = 0; unit < sieving->units && status == SPLITDATA_OK; unit++) {
        status = find_unit(&sifter, unit, error);
        if (status == SPLITDATA_OK)
            count_own(&sifter);
        for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
            lengths[p] += sifter.own[p].bytes;
    }
    end_sifter(&sifter);
    return status;
}

/* The bytes of the parts if all records were of one length. Together they are right where no record
 * is left out; where that is not enough, they are added up if they can be. */
static int guess_lengths(struct sieving *sieving, enum sd_lengths *known,
                         struct splitdata_error *error)
{
    const struct sd_run *run = sieving->run;
    const struct sd_plan *plan = &run->plan;
    double each = (double)(run->input.size - run->contents.prologue.length) / (double)plan->count;
    bool together = sd_plan_rest(plan) != plan->parts;
    for (size_t p = 0; p < plan->parts; p++)
        together = together && run->targets.target[p].directory == run->targets.target[0].directory;
    *known = together ? SD_LENGTHS_TOGETHER : SD_LENGTHS_GUESSED;
    if (!together && (!run->chunk_table.used || run->chunk_table.lengths.items != NULL)) {
        *known = SD_LENGTHS_EXACT;
        return add_up(sieving, sieving->lengths, error);
    }
    for (size_t p = 0; p < plan->parts; p++)
        sieving->lengths[p] = (uint64_t)(each * (double)(plan->cuts[p].end - plan->cuts[p].begin));
    return SPLITDATA_OK;
}

static int sift(struct sieving *sieving, struct splitdata_error *error)
{
    struct sd_run *run = sieving->run;
    enum sd_lengths known;
    unsigned threads = run->request.threads;
    int status = guess_lengths(sieving, &known, error);
    if (status == SPLITDATA_OK)
        status = sd_sequential_open(run, sieving->lengths, known, error);
    sd_progress_begin(&run->progress, SPLITDATA_STAGE_WRITE, 0, run->input.size);
    sd_sequencer_begin(&sieving->order);
    if (status == SPLITDATA_OK)
        status = sd_parallel(sieving->units < threads ? (unsigned)sieving->units : threads,
                             take_units, sieving, error);
    sd_sequencer_end(&sieving->order);
    for (size_t p = 0; p < run->plan.parts; p++) {
        sieving->lengths[p] = sieving->before[p].bytes;
        run->proof.sums[p] = atomic_load(&sieving->sums[p]);
        run->plan.cuts[p] = (struct sd_cut){0, 0};
    }
    return status == SPLITDATA_OK ? sd_sequential_end(run, sieving->lengths, error) : status;
}

static void cut_units(struct sieving *sieving)
{
    struct sd_run *run = sieving->run;
    if (run->chunk_table.used) {
        sd_chunk_table_close(run);
        sieving->first_chunk = run->dialect.header ? 0 : 1;
        sieving->units = sieving->first_chunk + run->index.chunks;
    } else {
        sieving->units = (size_t)((run->input.size - 1) / SD_INDEX_CHUNK) + 1;
    }
}

int sd_sieve_write(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->plan.parts;
    struct sieving sieving = {
        .run = run,
        .before = calloc(parts, sizeof *sieving.before),
        .sums = calloc(parts, sizeof *sieving.sums),
        .lengths = calloc(parts, sizeof *sieving.lengths),
    };
    cut_units(&sieving);
    run->plan.items = run->contents.records;
    int status = sieving.before != NULL && sieving.sums != NULL && sieving.lengths != NULL
                     ? sd_proof_sums(run, error)
                     : sd_fail_memory(error, "writing the outputs");
    if (status == SPLITDATA_OK)
        status = sift(&sieving, error);
    free(sieving.lengths);
    free(sieving.before);
    free(sieving.sums);
    return status;
}
