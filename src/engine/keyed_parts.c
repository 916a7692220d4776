/* SPDX-License-Identifier: MIT */
#include "engine/keyed_parts.h"

#include "base/threads.h"
#include "keys/csv_source.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Records that a thread takes at a time; for fewer, no thread is started. */
enum { SLICE = 1 << 11 };

struct sd_key_worker {
    struct sd_csv_key key;
    uint64_t empty;
    int status; /* of the last piece */
    size_t failed;
    struct splitdata_error error;
};

/* A piece of the input. */
struct piece {
    struct sd_keyed_parts *parts;
    const struct sd_spans *spans;
    const uint8_t *bytes, *end;
    uint64_t base;
    atomic_size_t next;
    atomic_bool stopped;
};

int sd_keyed_parts_begin(struct sd_keyed_parts *parts, const struct sd_decision *decision,
                         const struct sd_dialect *dialect, unsigned threads,
                         struct splitdata_error *error)
{
    *parts = (struct sd_keyed_parts){.decision = decision};
    parts->workers = calloc(threads, sizeof *parts->workers);
    int status =
        parts->workers != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the keys of the records");
    for (; parts->threads < threads && status == SPLITDATA_OK; parts->threads++)
        status = sd_csv_key_open(&parts->workers[parts->threads].key, sd_decide_key(decision),
                                 dialect, error);
    return status;
}

/* Finds the parts of up to a batch of records from number `first` on; *count is how many. */
static int find_batch(const struct piece *piece, struct sd_key_worker *worker, size_t first,
                      size_t *count, struct splitdata_error *error)
{
    struct sd_key_field records[SD_DISTINCT_BATCH];
    for (size_t i = 0; i < *count; i++) {
        const struct sd_span span = sd_spans_unpack(piece->spans, piece->spans->packed[first + i]);
        records[i] = (struct sd_key_field){(const char *)piece->bytes + (span.start - piece->base),
                                           (size_t)span.length};
    }
    worker->failed = first;
    int status = sd_csv_key_read(&worker->key, records, count, piece->end, error);
    if (status != SPLITDATA_OK)
        return status;
    struct sd_key_batch batch = {.fields = worker->key.fields,
                                 .count = *count,
                                 .row = piece->parts->rows + first,
                                 .part = piece->parts->part + first,
                                 .empty = worker->empty};
    status = sd_decide_parts_of(piece->parts->decision, &batch, error);
    worker->empty = batch.empty;
    worker->failed += status != SPLITDATA_OK ? batch.known : 0;
    return status;
}

/* Slices are taken in ascending order, so all records before one at fault are looked at. */
static int take_slices(void *context, unsigned number, struct splitdata_error *error)
{
    struct piece *piece = context;
    struct sd_key_worker *worker = &piece->parts->workers[number];
    size_t begin;
    (void)error;
    worker->status = SPLITDATA_OK;
    while (worker->status == SPLITDATA_OK && !atomic_load(&piece->stopped) &&
           (begin = atomic_fetch_add(&piece->next, SLICE)) < piece->spans->count) {
        const size_t left = piece->spans->count - begin;
        const size_t end = begin + (left < SLICE ? left : SLICE);
        for (size_t count; begin < end && worker->status == SPLITDATA_OK; begin += count) {
            count = end - begin < SD_DISTINCT_BATCH ? end - begin : SD_DISTINCT_BATCH;
            worker->status = find_batch(piece, worker, begin, &count, &worker->error);
        }
    }
    if (worker->status != SPLITDATA_OK)
        atomic_store(&piece->stopped, true);
    return SPLITDATA_OK;
}

/* Room for the parts of `count` records. */
static bool reserve(struct sd_keyed_parts *parts, size_t count)
{
    if (count <= parts->capacity)
        return true;
    uint32_t *part = realloc(parts->part, 2 * count * sizeof *part);
    if (part == NULL)
        return false;
    parts->part = part;
    parts->capacity = 2 * count;
    return true;
}

int sd_keyed_parts_find(struct sd_keyed_parts *parts, const struct sd_spans *spans,
                        const uint8_t *bytes, size_t used, uint64_t base,
                        struct splitdata_error *error)
{
    struct piece piece = {
        .parts = parts, .spans = spans, .bytes = bytes, .end = bytes + used, .base = base};
    const size_t slices = spans->count / SLICE + 1;
    int status = SPLITDATA_OK;
    parts->known = 0;
    if (!reserve(parts, spans->count))
        return sd_fail_memory(error, "the parts of the records");
    for (unsigned w = 0; w < parts->threads; w++)
        parts->workers[w].status = SPLITDATA_OK;
    sd_parallel(slices < parts->threads ? (unsigned)slices : parts->threads, take_slices, &piece,
                error);
    parts->known = spans->count;
    for (unsigned w = 0; w < parts->threads; w++) {
        struct sd_key_worker *worker = &parts->workers[w];
        parts->empty += worker->empty;
        worker->empty = 0;
        if (worker->status == SPLITDATA_OK || worker->failed >= parts->known)
            continue;
        parts->known = worker->failed;
        status = worker->status;
        *error = worker->error;
    }
    parts->rows += parts->known;
    if (status == SPLITDATA_DATA && error->offset == SPLITDATA_NOWHERE)
        error->offset = sd_spans_unpack(spans, spans->packed[parts->known]).start;
    return status;
}

void sd_keyed_parts_end(struct sd_keyed_parts *parts)
{
    for (unsigned w = 0; w < parts->threads; w++)
        sd_csv_key_close(&parts->workers[w].key);
    free(parts->workers);
    free(parts->part);
    *parts = (struct sd_keyed_parts){0};
}
