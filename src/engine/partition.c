/* SPDX-License-Identifier: MIT */
#include "engine/partition.h"

#include "algorithm/members.h"
#include "algorithm/order.h"
#include "base/cancel.h"
#include "base/sequencer.h"
#include "base/threads.h"
#include "csv/start.h"
#include "out/form.h"
#include "provenance/split_id.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

bool sd_run_is_partition(const struct sd_run *run)
{
    return sd_run_rows_alone(run) && !run->request.options->no_shuffle &&
           run->request.input_order && run->request.rounds == 1 &&
           run->request.parts.count <= SD_MEMBERS_PARTS;
}

uint64_t sd_partition_bytes(const struct sd_run *run)
{
    return 1 + (run->input.size <= UINT32_MAX ? sizeof(uint32_t) : sizeof(uint64_t));
}

int sd_partition_arrange(struct sd_run *run, struct splitdata_error *error)
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
struct partition {
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
struct worker {
    struct partition *partition;
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

static uint64_t begin_of(const struct worker *worker, size_t i)
{
    return i < worker->count ? worker->packed[i] >> worker->spans.length_bits : worker->boundary;
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
static void take_slice(struct worker *worker, size_t unit)
{
    const struct sd_run *run = worker->partition->run;
    uint64_t begin = (uint64_t)unit * SD_INDEX_CHUNK;
    size_t first = records_before(run, begin), end = records_before(run, begin + SD_INDEX_CHUNK);
    worker->packed = run->contents.records + first;
    worker->count = end - first;
    worker->parts = run->part_of_row + first;
    worker->boundary = end == run->contents.rows
                           ? run->input.size
                           : run->contents.records[end] >> worker->spans.length_bits;
}

static int find_unit(struct worker *worker, size_t unit, struct splitdata_error *error)
{
    const struct partition *partition = worker->partition;
    const struct sd_run *run = partition->run;
    const struct sd_spans *found = &worker->spans;
    int status = sd_check_cancel(run->request.options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!run->chunk_table.used) {
        take_slice(worker, unit);
        return SPLITDATA_OK;
    }
    const struct sd_chunk_entry *entry = run->chunk_table.chunk;
    if (unit < partition->first_chunk) {
        found = &run->index.spans;
        worker->boundary = entry->begin;
        worker->parts = run->part_of_row;
    } else {
        entry += unit - partition->first_chunk;
        worker->boundary = entry[1].begin;
        worker->parts = run->part_of_row + entry->first;
        status = sd_chunk_table_find(run, unit - partition->first_chunk, &worker->spans, error);
    }
    worker->packed = found->packed;
    worker->count = found->count;
    return status;
}

/* Looks at the first record of a part that begins in this unit, where it is the first thing in that
 * part's output. */
static int check_first(const struct worker *worker, size_t part, struct splitdata_error *error)
{
    const struct sd_run *run = worker->partition->run;
    const uint8_t *first = memchr(worker->parts, (int)part, worker->count);
    if (run->contents.prologue.length != 0 || first == NULL)
        return SPLITDATA_OK;
    size_t i = (size_t)(first - worker->parts);
    uint64_t begin = begin_of(worker, i);
    int status = sd_check_first(run->input.data + begin, begin_of(worker, i + 1) - begin, error);
    if (status != SPLITDATA_OK)
        error->offset = begin;
    return status;
}

/* Counts what the unit has of each part. */
static void count_own(struct worker *worker)
{
    memset(worker->own, 0, (worker->partition->run->plan.parts + 1) * sizeof *worker->own);
    for (size_t i = 0; i < worker->count; i++) {
        struct portion *own = &worker->own[worker->parts[i]];
        own->rows++;
        own->bytes += begin_of(worker, i + 1) - begin_of(worker, i);
    }
}

/* When it is the unit's turn: what all units before it have of each part. */
static int find_places(struct worker *worker, struct splitdata_error *error)
{
    struct partition *partition = worker->partition;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < partition->run->plan.parts && status == SPLITDATA_OK; p++) {
        if (partition->before[p].rows == 0)
            status = check_first(worker, p, error);
        worker->before[p] = partition->before[p];
        partition->before[p].rows += worker->own[p].rows;
        partition->before[p].bytes += worker->own[p].bytes;
    }
    if (status == SPLITDATA_OK)
        sd_sequencer_advance(&partition->order, &partition->joined);
    return status;
}

/* Copies the first `count` records to where those of each part are gathered. */
static void gather(struct worker *worker, size_t count)
{
    enum { LINE = 64, AHEAD = 4096 };
    const struct sd_run *run = worker->partition->run;
    const uint8_t *data = run->input.data;
    uint64_t asked = begin_of(worker, 0);
    for (size_t i = 0; i < count; i++) {
        size_t p = worker->parts[i];
        uint64_t begin = begin_of(worker, i), length = begin_of(worker, i + 1) - begin;
        for (; asked < begin + AHEAD && asked < worker->boundary; asked += LINE)
            __builtin_prefetch(data + asked, 0, 2);
        if (p == run->plan.parts)
            continue;
        sd_copy(worker->buffer + worker->place[p], data + begin, (size_t)length);
        worker->place[p] += (size_t)length;
        worker->sums[p] += sd_split_place(begin, worker->before[p].rows++);
    }
}

/* A record that is not gathered. */
static int write_long(struct worker *worker, size_t i, struct splitdata_error *error)
{
    struct sd_run *run = worker->partition->run;
    size_t p = worker->parts[i];
    uint64_t begin = begin_of(worker, i);
    if (p == run->plan.parts)
        return SPLITDATA_OK;
    worker->sums[p] += sd_split_place(begin, worker->before[p].rows++);
    return sd_sequential_write(run, p, worker->before[p].bytes, run->input.data + begin,
                               (size_t)(begin_of(worker, i + 1) - begin), error);
}

/* The records of each part together; but the last one of a unit, which may be of any length, alone
 * if it is long. */
static int write_unit(struct worker *worker, struct splitdata_error *error)
{
    struct sd_run *run = worker->partition->run;
    size_t at = 0, last = worker->count - 1;
    bool is_long = worker->boundary - begin_of(worker, last) > LONG;
    for (size_t p = 0; p < run->plan.parts; p++) {
        worker->place[p] = at;
        at += (size_t)worker->own[p].bytes;
        if (is_long && p == worker->parts[last])
            at -= (size_t)(worker->boundary - begin_of(worker, last));
    }
    gather(worker, is_long ? last : worker->count);
    int status = SPLITDATA_OK;
    at = 0;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        size_t length = worker->place[p] - at;
        status = sd_sequential_write(run, p, worker->before[p].bytes, worker->buffer + at, length,
                                     error);
        worker->before[p].bytes += length;
        at = worker->place[p];
    }
    return status == SPLITDATA_OK && is_long ? write_long(worker, last, error) : status;
}

static int write_unit_in_turn(struct worker *worker, size_t unit, struct splitdata_error *error)
{
    struct partition *partition = worker->partition;
    int status = find_unit(worker, unit, error);
    if (status != SPLITDATA_OK)
        return status;
    count_own(worker);
    if (!sd_sequencer_wait(&partition->order, &partition->joined, unit))
        return SPLITDATA_OK;
    status = find_places(worker, error);
    if (status == SPLITDATA_OK && worker->count != 0) {
        status = write_unit(worker, error);
        sd_progress_add(&partition->run->progress, worker->boundary - begin_of(worker, 0));
    }
    return status;
}

static int begin_worker(struct worker *worker, struct partition *partition,
                        struct splitdata_error *error)
{
    size_t parts = partition->run->plan.parts;
    *worker = (struct worker){
        .partition = partition,
        .own = calloc(parts + 1, sizeof *worker->own),
        .before = calloc(parts + 1, sizeof *worker->before),
        .sums = calloc(parts, sizeof *worker->sums),
        .place = calloc(parts, sizeof *worker->place),
        .buffer = malloc(BUFFER),
    };
    sd_spans_begin(&worker->spans, partition->run->input.size);
    worker->spans.memory = &partition->run->memory;
    return worker->own != NULL && worker->before != NULL && worker->sums != NULL &&
                   worker->place != NULL && worker->buffer != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "writing the outputs");
}

static void end_worker(struct worker *worker)
{
    sd_spans_free(&worker->spans);
    free(worker->own);
    free(worker->before);
    free(worker->sums);
    free(worker->place);
    free(worker->buffer);
}

static int take_units(void *context, unsigned number, struct splitdata_error *error)
{
    struct partition *partition = context;
    struct worker worker;
    size_t unit;
    int status = begin_worker(&worker, partition, error);
    (void)number;
    while (status == SPLITDATA_OK && !sd_sequencer_stopped(&partition->order) &&
           (unit = atomic_fetch_add(&partition->next, 1)) < partition->units)
        status = write_unit_in_turn(&worker, unit, error);
    if (status != SPLITDATA_OK)
        sd_sequencer_stop(&partition->order);
    for (size_t p = 0; p < partition->run->plan.parts && worker.sums != NULL; p++)
        atomic_fetch_add(&partition->sums[p], worker.sums[p]);
    end_worker(&worker);
    return status;
}

/* Unit after unit. */
static int add_up(struct partition *partition, uint64_t *lengths, struct splitdata_error *error)
{
    const size_t parts = partition->run->plan.parts;
    struct worker worker;
    int status = begin_worker(&worker, partition, error);
    for (size_t unit = 0; unit < partition->units && status == SPLITDATA_OK; unit++) {
        status = find_unit(&worker, unit, error);
        if (status == SPLITDATA_OK)
            count_own(&worker);
        for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
            lengths[p] += worker.own[p].bytes;
    }
    end_worker(&worker);
    return status;
}

/* The bytes of the parts if all records were of one length. Together they are right where no record
 * is left out; where that is not enough, they are added up if they can be. */
static int guess_lengths(struct partition *partition, enum sd_lengths *known,
                         struct splitdata_error *error)
{
    const struct sd_run *run = partition->run;
    const struct sd_plan *plan = &run->plan;
    double each = (double)(run->input.size - run->contents.prologue.length) / (double)plan->count;
    bool together = sd_plan_rest(plan) != plan->parts;
    for (size_t p = 0; p < plan->parts; p++)
        together = together && run->targets.target[p].directory == run->targets.target[0].directory;
    *known = together ? SD_LENGTHS_TOGETHER : SD_LENGTHS_GUESSED;
    if (!together && (!run->chunk_table.used || run->chunk_table.lengths.items != NULL)) {
        *known = SD_LENGTHS_EXACT;
        return add_up(partition, partition->lengths, error);
    }
    for (size_t p = 0; p < plan->parts; p++)
        partition->lengths[p] =
            (uint64_t)(each * (double)(plan->cuts[p].end - plan->cuts[p].begin));
    return SPLITDATA_OK;
}

static int partition_all(struct partition *partition, struct splitdata_error *error)
{
    struct sd_run *run = partition->run;
    enum sd_lengths known;
    unsigned threads = run->request.threads;
    int status = guess_lengths(partition, &known, error);
    if (status == SPLITDATA_OK)
        status = sd_sequential_open(run, partition->lengths, known, error);
    sd_progress_begin(&run->progress, SPLITDATA_STAGE_WRITE, 0, run->input.size);
    sd_sequencer_begin(&partition->order);
    if (status == SPLITDATA_OK)
        status = sd_parallel(partition->units < threads ? (unsigned)partition->units : threads,
                             take_units, partition, error);
    sd_sequencer_end(&partition->order);
    for (size_t p = 0; p < run->plan.parts; p++) {
        partition->lengths[p] = partition->before[p].bytes;
        run->provenance.sums[p] = atomic_load(&partition->sums[p]);
        run->plan.cuts[p] = (struct sd_cut){0, 0};
    }
    return status == SPLITDATA_OK ? sd_sequential_end(run, partition->lengths, error) : status;
}

static void cut_units(struct partition *partition)
{
    struct sd_run *run = partition->run;
    if (run->chunk_table.used) {
        sd_chunk_table_close(run);
        partition->first_chunk = run->dialect.header ? 0 : 1;
        partition->units = partition->first_chunk + run->index.chunks;
    } else {
        partition->units = (size_t)((run->input.size - 1) / SD_INDEX_CHUNK) + 1;
    }
}

int sd_partition_write(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->plan.parts;
    struct partition partition = {
        .run = run,
        .before = calloc(parts, sizeof *partition.before),
        .sums = calloc(parts, sizeof *partition.sums),
        .lengths = calloc(parts, sizeof *partition.lengths),
    };
    cut_units(&partition);
    run->plan.items = run->contents.records;
    int status = partition.before != NULL && partition.sums != NULL && partition.lengths != NULL
                     ? sd_provenance_sums(run, error)
                     : sd_fail_memory(error, "writing the outputs");
    if (status == SPLITDATA_OK)
        status = partition_all(&partition, error);
    free(partition.lengths);
    free(partition.before);
    free(partition.sums);
    return status;
}
