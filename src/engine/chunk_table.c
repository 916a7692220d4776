/* SPDX-License-Identifier: MIT */
#include "engine/chunk_table.h"

#include "base/cancel.h"

/* The most chunks that the input can have, and one more. */
static uint64_t most_chunks(const struct sd_job *job)
{
    const struct sd_extents *extents = sd_input_extents(job->input);
    uint64_t most = job->input->size / SD_INDEX_CHUNK + 2;
    for (size_t e = 0; extents != NULL && e < extents->count; e++)
        most += (extents->extent[e].end - extents->extent[e].begin) / SD_INDEX_CHUNK + 1;
    return most;
}

int sd_chunk_table_begin(struct sd_chunk_table *table, const struct sd_job *job, bool keeps,
                         uint64_t reserve, struct splitdata_error *error)
{
    uint64_t most = most_chunks(job);
    *table = (struct sd_chunk_table){
        .job = job,
        .lengths = {.memory = job->memory,
                    .item_size = sizeof(uint32_t),
                    .held = (uint64_t)job->request->threads * SD_INDEX_HELD,
                    .beside = reserve},
    };
    if (keeps)
        sd_concurrent_array_begin(&table->lengths, 0);
    table->chunk = sd_memory_take(job->memory, most, sizeof *table->chunk);
    return table->chunk != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
}

/* False: the lengths are not kept. */
static bool keep_lengths(struct sd_chunk_table *table, uint64_t first,
                         const struct sd_chunk_records *records)
{
    const struct sd_spans *spans = records->spans;
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    uint32_t *lengths =
        spans->count == 0
            ? NULL
            : sd_concurrent_array_place(&table->lengths, first, spans->count, records->expected);
    if (lengths == NULL)
        return false;
    for (size_t i = 0; i < spans->count; i++) {
        uint64_t length = spans->packed[i] & limit;
        lengths[i] = length < limit ? (uint32_t)length : 0; /* the limit means longer */
    }
    sd_concurrent_array_filled(&table->lengths);
    return true;
}

/* Finds the records by their lengths. False: not all lengths were kept. */
static bool recall(const struct sd_chunk_table *table, size_t chunk, struct sd_spans *spans)
{
    const struct sd_chunk_entry *entry = &table->chunk[chunk];
    const uint32_t *lengths = table->lengths.items;
    const size_t count = (size_t)(entry[1].first - entry[0].first);
    uint64_t begin = entry->begin;
    bool all = entry->kept && lengths != NULL && sd_spans_reserve(spans, count);
    for (size_t i = 0; i < count && all; i++) {
        uint64_t length = lengths[entry->first + i];
        spans->packed[i] = begin << spans->length_bits | length;
        begin += length;
        all = length != 0;
    }
    spans->count = all ? count : 0;
    return all;
}

struct sd_chunk_entry *sd_chunk_table_add(struct sd_chunk_table *table,
                                          const struct sd_chunk_records *records, bool keep)
{
    uint64_t first = records->first - (table->job->dialect->header ? 1 : 0);
    struct sd_chunk_entry *entry = &table->chunk[records->chunk];
    *entry = (struct sd_chunk_entry){.begin = records->begin, .end = records->end, .first = first};
    entry->kept = keep && keep_lengths(table, first, records);
    return entry;
}

void sd_chunk_table_close(struct sd_chunk_table *table)
{
    const struct sd_records *records = &table->job->records;
    table->chunk[records->index.chunks] = (struct sd_chunk_entry){
        .begin = records->size, .end = records->size, .first = records->rows};
}

int sd_chunk_table_find(const struct sd_chunk_table *table, size_t chunk, struct sd_spans *spans,
                        struct splitdata_error *error)
{
    const struct sd_chunk_entry *entry = &table->chunk[chunk];
    const struct sd_index_request request = sd_job_index_request(table->job);
    spans->count = spans->long_count = 0;
    int status = sd_check_cancel(request.cancel_fd, error);
    return status == SPLITDATA_OK && !recall(table, chunk, spans)
               ? sd_index_find(&table->job->records.index, &request, entry->begin, entry->end,
                               spans, error)
               : status;
}

void sd_chunk_table_end(struct sd_chunk_table *table)
{
    sd_memory_free(table->chunk);
    sd_concurrent_array_end(&table->lengths);
    *table = (struct sd_chunk_table){0};
}
