/* SPDX-License-Identifier: MIT */
#include "engine/gather.h"

#include "out/form.h"
#include "provenance/split_id.h"

#include <stdlib.h>
#include <string.h>

/* All records of a unit begin within one chunk, so without a long last record they fit into two. */
enum { LONG = SD_INDEX_CHUNK, BUFFER = 2 * SD_INDEX_CHUNK };

int sd_gather_begin(struct sd_gatherer *gatherer, const struct sd_sequential_writer *writer,
                    struct splitdata_error *error)
{
    const size_t parts = writer->job->request->parts.count;
    *gatherer = (struct sd_gatherer){
        .writer = writer,
        .parts = parts,
        .gaps = sd_extents_gaps(writer->job->records.extents),
        .own = calloc(parts + 1, sizeof *gatherer->own),
        .before = calloc(parts + 1, sizeof *gatherer->before),
        .sums = calloc(parts, sizeof *gatherer->sums),
        .next = calloc(parts, sizeof *gatherer->next),
        .buffer = malloc(BUFFER),
    };
    sd_spans_begin(&gatherer->spans, writer->job->input->size);
    gatherer->spans.memory = writer->job->memory;
    return gatherer->own != NULL && gatherer->before != NULL && gatherer->sums != NULL &&
                   gatherer->next != NULL && gatherer->buffer != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "writing the outputs");
}

static uint64_t length_of(const struct sd_gatherer *gatherer, size_t i)
{
    return sd_gather_offset(gatherer, i + 1) - sd_gather_offset(gatherer, i);
}

void sd_gather_count(struct sd_gatherer *gatherer)
{
    memset(gatherer->own, 0, (gatherer->parts + 1) * sizeof *gatherer->own);
    for (size_t i = 0; i < gatherer->count; i++) {
        struct sd_portion *own = &gatherer->own[gatherer->part_of[i]];
        own->rows++;
        own->bytes += length_of(gatherer, i);
    }
}

/* The bytes before the unit that are not in the joined file. */
static uint64_t gap_of(const struct sd_gatherer *gatherer)
{
    const uint64_t offset = sd_gather_offset(gatherer, 0);
    return offset - sd_joined_offset(gatherer->gaps, offset);
}

/* Copies the first `count` records into the buffer. */
static void gather(struct sd_gatherer *gatherer, size_t count)
{
    enum { LINE = 64, AHEAD = 4096 };
    const uint8_t *data = gatherer->writer->job->input->data;
    const uint64_t gap = gap_of(gatherer);
    uint64_t asked = sd_gather_offset(gatherer, 0);
    for (size_t i = 0; i < count; i++) {
        size_t p = gatherer->part_of[i];
        uint64_t begin = sd_gather_offset(gatherer, i), length = length_of(gatherer, i);
        for (; asked < begin + AHEAD && asked < gatherer->end; asked += LINE)
            __builtin_prefetch(data + asked, 0, 2);
        if (p == gatherer->parts)
            continue;
        sd_copy(gatherer->buffer + gatherer->next[p], data + begin, (size_t)length);
        gatherer->next[p] += (size_t)length;
        gatherer->sums[p] += sd_split_place(begin - gap, gatherer->before[p].rows++);
    }
}

/* Writes record `i` without gathering it. */
static int write_long(struct sd_gatherer *gatherer, size_t i, struct splitdata_error *error)
{
    const uint64_t gap = gap_of(gatherer);
    size_t p = gatherer->part_of[i];
    uint64_t begin = sd_gather_offset(gatherer, i);
    if (p == gatherer->parts)
        return SPLITDATA_OK;
    gatherer->sums[p] += sd_split_place(begin - gap, gatherer->before[p].rows++);
    return sd_sequential_write(gatherer->writer, p, gatherer->before[p].bytes,
                               gatherer->writer->job->input->data + begin,
                               (size_t)length_of(gatherer, i), error);
}

/* The records of each part are written together, but the last record of the unit, which can have
 * any length, is written by itself if it is long. */
int sd_gather_write(struct sd_gatherer *gatherer, struct splitdata_error *error)
{
    size_t at = 0, last = gatherer->count - 1;
    bool is_long = length_of(gatherer, last) > LONG;
    for (size_t p = 0; p < gatherer->parts; p++) {
        gatherer->next[p] = at;
        at += (size_t)gatherer->own[p].bytes;
        if (is_long && p == gatherer->part_of[last])
            at -= (size_t)length_of(gatherer, last);
    }
    gather(gatherer, is_long ? last : gatherer->count);
    int status = SPLITDATA_OK;
    at = 0;
    for (size_t p = 0; p < gatherer->parts && status == SPLITDATA_OK; p++) {
        size_t length = gatherer->next[p] - at;
        status = sd_sequential_write(gatherer->writer, p, gatherer->before[p].bytes,
                                     gatherer->buffer + at, length, error);
        gatherer->before[p].bytes += length;
        at = gatherer->next[p];
    }
    return status == SPLITDATA_OK && is_long ? write_long(gatherer, last, error) : status;
}

void sd_gather_end(struct sd_gatherer *gatherer)
{
    sd_spans_free(&gatherer->spans);
    free(gatherer->own);
    free(gatherer->before);
    free(gatherer->sums);
    free(gatherer->next);
    free(gatherer->buffer);
}
