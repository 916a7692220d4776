/* SPDX-License-Identifier: MIT */
#include "sieve.h"

#include "base/cancel.h"
#include "base/threads.h"
#include "base/turns.h"
#include "csv/start.h"
#include "out/form.h"
#include "report/split_id.h"
#include "run.h"
#include "strategy/members.h"

#include <stdlib.h>
#include <string.h>

bool sd_run_in_sieve(const struct sd_run *run)
{
    const struct splitdata_options *options = run->request.options;
    const struct sd_scanner *scanner = run->request.scanner;
    return run->way->cuts && !options->no_shuffle && run->request.input_order &&
           options->emit == SPLITDATA_EMIT_ROWS && options->sample == NULL &&
           run->request.rounds == 1 && run->request.parts.count <= SD_MEMBERS_PARTS &&
           run->proof.asked.arranged == NULL && (scanner == NULL || !scanner->libcsv) &&
           sd_direct_possible(run);
}

bool sd_run_sieved(const struct sd_run *run)
{
    return run->direct.used && !run->request.options->no_shuffle;
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
    size_t slice;       /* records of a slice, */
    size_t first_chunk; /* or which unit that is */
    atomic_size_t next;
    struct sd_turns order;
    size_t joined;          /* units that `before` has */
    struct portion *before; /* of each part */
    atomic_ullong *sums;    /* by part */
};

/* A thread, and the unit that it is at. */
struct sifter {
    struct sieving *sieving;
    struct sd_spans spans;
    const uint64_t *packed; /* its records, as spans have them, */
    size_t count;
    const uint8_t *parts;         /* the part of each, */
    uint64_t border;              /* and where the last one ends */
    struct portion *own, *before; /* of each part, and of none: in the unit, and before it */
    uint64_t *sums;               /* by part */
    uint8_t *buffer;              /* where the records of each part are gathered: */
    size_t *place;                /* by part, where the next one goes */
};

/* Longer units are not gathered. */
enum { BUFFER = 2 * SD_INDEX_CHUNK };

static uint64_t begin_of(const struct sifter *sifter, size_t i)
{
    return i < sifter->count ? sifter->packed[i] >> sifter->spans.length_bits : sifter->border;
}

static void take_slice(struct sifter *sifter, size_t unit)
{
    const struct sieving *sieving = sifter->sieving;
    const struct sd_run *run = sieving->run;
    size_t first = unit * sieving->slice, left = (size_t)run->contents.rows - first;
    sifter->packed = run->contents.records + first;
    sifter->count = left < sieving->slice ? left : sieving->slice;
    sifter->parts = run->part_of_row + first;
    sifter->border = sifter->count == left
                         ? run->input.size
                         : sifter->packed[sifter->count] >> sifter->spans.length_bits;
}

static int find_unit(struct sifter *sifter, size_t unit, struct splitdata_error *error)
{
    const struct sieving *sieving = sifter->sieving;
    const struct sd_run *run = sieving->run;
    const struct sd_spans *found = &sifter->spans;
    int status = sd_check_cancel(run->request.options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!run->marks.used) {
        take_slice(sifter, unit);
        return SPLITDATA_OK;
    }
    const struct sd_chunk_mark *mark = run->marks.chunk;
    if (unit < sieving->first_chunk) {
        found = &run->index.spans;
        sifter->border = mark->begin;
        sifter->parts = run->part_of_row;
    } else {
        mark += unit - sieving->first_chunk;
        sifter->border = mark[1].begin;
        sifter->parts = run->part_of_row + mark->first;
        status = sd_marks_find(run, unit - sieving->first_chunk, &sifter->spans, error);
    }
    sifter->packed = found->packed;
    sifter->count = found->count;
    return status;
}

/* What the unit has of each part, and, when it is its turn, what all before it have; false: all
 * were told to stop. */
static bool find_portions(struct sifter *sifter, size_t unit)
{
    struct sieving *sieving = sifter->sieving;
    size_t parts = sieving->run->plan.parts;
    memset(sifter->own, 0, (parts + 1) * sizeof *sifter->own);
    for (size_t i = 0; i < sifter->count; i++) {
        struct portion *own = &sifter->own[sifter->parts[i]];
        own->rows++;
        own->bytes += begin_of(sifter, i + 1) - begin_of(sifter, i);
    }
    if (!sd_turns_wait(&sieving->order, &sieving->joined, unit))
        return false;
    for (size_t p = 0; p < parts; p++) {
        sifter->before[p] = sieving->before[p];
        sieving->before[p].rows += sifter->own[p].rows;
        sieving->before[p].bytes += sifter->own[p].bytes;
    }
    sd_turns_pass(&sieving->order, &sieving->joined);
    return true;
}

/* Looks at record i if it is the first of its part and the first thing in that part's output. */
static int check_first(const struct sifter *sifter, size_t i, struct splitdata_error *error)
{
    const struct sd_run *run = sifter->sieving->run;
    uint64_t begin = begin_of(sifter, i);
    int status = SPLITDATA_OK;
    if (run->contents.prologue.length == 0 && sifter->before[sifter->parts[i]].rows == 0)
        status = sd_check_first(run->input.data + begin, begin_of(sifter, i + 1) - begin, error);
    if (status != SPLITDATA_OK)
        error->offset = begin;
    return status;
}

static int write_one_by_one(struct sifter *sifter, struct splitdata_error *error)
{
    struct sd_run *run = sifter->sieving->run;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < sifter->count && status == SPLITDATA_OK; i++) {
        size_t p = sifter->parts[i];
        uint64_t begin = begin_of(sifter, i), length = begin_of(sifter, i + 1) - begin;
        if (p == run->plan.parts)
            continue;
        status = check_first(sifter, i, error);
        if (status == SPLITDATA_OK)
            status = sd_direct_write(run, p, sifter->before[p].bytes, run->input.data + begin,
                                     (size_t)length, error);
        sifter->sums[p] += sd_split_place(begin, sifter->before[p].rows++);
        sifter->before[p].bytes += length;
    }
    return status;
}

/* Copies the records of each part to its place in the buffer. */
static int gather(struct sifter *sifter, struct splitdata_error *error)
{
    enum { LINE = 64, AHEAD = 4096 };
    const struct sd_run *run = sifter->sieving->run;
    const uint8_t *data = run->input.data;
    uint64_t asked = begin_of(sifter, 0);
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < sifter->count && status == SPLITDATA_OK; i++) {
        size_t p = sifter->parts[i];
        uint64_t begin = begin_of(sifter, i), length = begin_of(sifter, i + 1) - begin;
        for (; asked < begin + AHEAD && asked < sifter->border; asked += LINE)
            __builtin_prefetch(data + asked, 0, 2);
        if (p == run->plan.parts)
            continue;
        if (sifter->before[p].rows == 0)
            status = check_first(sifter, i, error);
        sd_copy(sifter->buffer + sifter->place[p], data + begin, (size_t)length);
        sifter->place[p] += (size_t)length;
        sifter->sums[p] += sd_split_place(begin, sifter->before[p].rows++);
    }
    return status;
}

static int gather_and_write(struct sifter *sifter, struct splitdata_error *error)
{
    struct sd_run *run = sifter->sieving->run;
    size_t at = 0;
    for (size_t p = 0; p < run->plan.parts; p++) {
        sifter->place[p] = at;
        at += (size_t)sifter->own[p].bytes;
    }
    int status = gather(sifter, error);
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        size_t length = (size_t)sifter->own[p].bytes;
        status = sd_direct_write(run, p, sifter->before[p].bytes,
                                 sifter->buffer + sifter->place[p] - length, length, error);
    }
    return status;
}

static int sift_unit(struct sifter *sifter, size_t unit, struct splitdata_error *error)
{
    struct sd_run *run = sifter->sieving->run;
    int status = find_unit(sifter, unit, error);
    if (status != SPLITDATA_OK || !find_portions(sifter, unit))
        return status;
    uint64_t bytes = sifter->border - begin_of(sifter, 0);
    status = bytes <= BUFFER ? gather_and_write(sifter, error) : write_one_by_one(sifter, error);
    sd_progress_add(&run->progress, bytes);
    return status;
}

static int take_units(void *context, unsigned worker, struct splitdata_error *error)
{
    struct sieving *sieving = context;
    struct sd_run *run = sieving->run;
    size_t parts = run->plan.parts, unit;
    struct sifter sifter = {
        .sieving = sieving,
        .own = calloc(parts + 1, sizeof *sifter.own),
        .before = calloc(parts + 1, sizeof *sifter.before),
        .sums = calloc(parts, sizeof *sifter.sums),
        .place = calloc(parts, sizeof *sifter.place),
        .buffer = malloc(BUFFER),
    };
    bool room = sifter.own != NULL && sifter.before != NULL && sifter.sums != NULL &&
                sifter.place != NULL && sifter.buffer != NULL;
    int status = room ? SPLITDATA_OK : sd_fail_memory(error, "writing the outputs");
    (void)worker;
    sd_spans_begin(&sifter.spans, run->input.size);
    sifter.spans.memory = &run->memory;
    while (status == SPLITDATA_OK && !sd_turns_stopped(&sieving->order) &&
           (unit = atomic_fetch_add(&sieving->next, 1)) < sieving->units)
        status = sift_unit(&sifter, unit, error);
    if (status != SPLITDATA_OK)
        sd_turns_stop(&sieving->order);
    for (size_t p = 0; p < parts && room; p++)
        atomic_fetch_add(&sieving->sums[p], sifter.sums[p]);
    sd_spans_free(&sifter.spans);
    free(sifter.own);
    free(sifter.before);
    free(sifter.sums);
    free(sifter.place);
    free(sifter.buffer);
    return status;
}

/* The bytes of the parts if all records were of one length, and then as they are. */
static int sift(struct sieving *sieving, uint64_t *lengths, struct splitdata_error *error)
{
    struct sd_run *run = sieving->run;
    const struct sd_plan *plan = &run->plan;
    double each = (double)run->input.size / (double)plan->count;
    for (size_t p = 0; p < plan->parts; p++)
        lengths[p] = (uint64_t)(each * (double)(plan->cuts[p].end - plan->cuts[p].begin));
    int status = sd_direct_open(run, lengths, error);
    sd_progress_begin(&run->progress, SPLITDATA_STAGE_WRITE, 0, run->input.size);
    sd_turns_begin(&sieving->order);
    if (status == SPLITDATA_OK)
        status = sd_parallel(run->request.threads, take_units, sieving, error);
    sd_turns_end(&sieving->order);
    for (size_t p = 0; p < plan->parts; p++) {
        lengths[p] = sieving->before[p].bytes;
        run->proof.sums[p] = atomic_load(&sieving->sums[p]);
        run->plan.cuts[p] = (struct sd_cut){0, 0};
    }
    return status == SPLITDATA_OK ? sd_direct_end(run, lengths, error) : status;
}

/* A slice has about as many bytes as a chunk. */
static void cut_units(struct sieving *sieving)
{
    const struct sd_run *run = sieving->run;
    uint64_t rows = run->contents.rows, each = run->input.size / rows + 1;
    if (run->marks.used) {
        sd_marks_close(sieving->run);
        sieving->first_chunk = run->dialect.header ? 0 : 1;
        sieving->units = sieving->first_chunk + run->index.chunks;
    } else {
        sieving->slice = each < SD_INDEX_CHUNK ? (size_t)(SD_INDEX_CHUNK / each) : 1;
        sieving->units = (size_t)(rows - 1) / sieving->slice + 1;
    }
}

int sd_sieve_write(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->plan.parts;
    uint64_t *lengths = calloc(parts, sizeof *lengths);
    struct sieving sieving = {
        .run = run,
        .before = calloc(parts, sizeof *sieving.before),
        .sums = calloc(parts, sizeof *sieving.sums),
    };
    cut_units(&sieving);
    run->plan.items = run->contents.records;
    int status = lengths != NULL && sieving.before != NULL && sieving.sums != NULL
                     ? sd_proof_sums(run, error)
                     : sd_fail_memory(error, "writing the outputs");
    if (status == SPLITDATA_OK)
        status = sift(&sieving, lengths, error);
    free(lengths);
    free(sieving.before);
    free(sieving.sums);
    return status;
}
