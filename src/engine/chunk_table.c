/* SPDX-License-Identifier: MIT */
#include "engine/chunk_table.h"

#include "base/cancel.h"
#include "provenance/split_id.h"
#include "split.h"

int sd_chunk_table_begin(struct sd_run *run, uint64_t beside, struct splitdata_error *error)
{
    uint64_t most = run->input.size / SD_INDEX_CHUNK + 2;
    run->chunk_table.used = true;
    run->chunk_table.lengths =
        (struct sd_concurrent_array){.memory = &run->memory,
                                     .item_size = sizeof(uint32_t),
                                     .held = (uint64_t)run->request.threads * SD_INDEX_HELD,
                                     .beside = beside};
    if (run->sequential.used)
        sd_concurrent_array_begin(&run->chunk_table.lengths, 0);
    run->chunk_table.chunk = sd_memory_take(&run->memory, most, sizeof *run->chunk_table.chunk);
    return run->chunk_table.chunk != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
}

/* False: they are not kept. */
static bool keep_lengths(struct sd_run *run, uint64_t first, const struct sd_chunk_records *records)
{
    enum { LONG = 32 }; /* bytes: shorter ones are found again as fast as memory becomes theirs */
    const struct sd_spans *spans = records->spans;
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    bool are_long = spans->count != 0 && (records->end - records->begin) / spans->count >= LONG;
    if (spans->count == 0 || !(are_long || run->partitioned))
        return false;
    uint32_t *lengths = sd_concurrent_array_place(&run->chunk_table.lengths, first, spans->count,
                                                  records->expected);
    if (lengths == NULL)
        return false;
    for (size_t i = 0; i < spans->count; i++) {
        uint64_t length = spans->packed[i] & limit;
        lengths[i] = length < limit ? (uint32_t)length : 0; /* a limit stands for more */
    }
    sd_concurrent_array_filled(&run->chunk_table.lengths);
    return true;
}

/* False: not all of them were kept. */
static bool recall(const struct sd_run *run, size_t chunk, struct sd_spans *spans)
{
    const struct sd_chunk_entry *entry = &run->chunk_table.chunk[chunk];
    const uint32_t *lengths = run->chunk_table.lengths.items;
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

int sd_chunk_table_on_chunk(void *context, const struct sd_chunk_records *records,
                            struct splitdata_error *error)
{
    struct sd_run *run = context;
    const struct sd_spans *spans = records->spans;
    uint64_t first = records->first - (run->dialect.header ? 1 : 0);
    struct sd_chunk_entry *entry = &run->chunk_table.chunk[records->chunk];
    *entry = (struct sd_chunk_entry){.begin = records->begin, .first = first};
    if (sd_sequential_later(run, records->end)) {
        entry->kept = keep_lengths(run, first, records);
        return SPLITDATA_OK;
    }
    entry->sum = sd_split_sum(spans->packed, spans->count, spans->length_bits, first);
    return sd_sequential_on_chunk(run, records, &entry->left, error);
}

void sd_chunk_table_close(struct sd_run *run)
{
    run->chunk_table.chunk[run->index.chunks] =
        (struct sd_chunk_entry){.begin = run->input.size, .first = run->contents.rows};
}

int sd_chunk_table_find(const struct sd_run *run, size_t chunk, struct sd_spans *spans,
                        struct splitdata_error *error)
{
    const struct sd_chunk_entry *entry = &run->chunk_table.chunk[chunk];
    const struct sd_index_request request = sd_run_index_request(run);
    spans->count = spans->long_count = 0;
    int status = sd_check_cancel(request.cancel_fd, error);
    return status == SPLITDATA_OK && !recall(run, chunk, spans)
               ? sd_index_find(&run->index, &request, entry[0].begin, entry[1].begin, spans, error)
               : status;
}

void sd_chunk_table_end(struct sd_chunk_table *table)
{
    sd_memory_free(table->chunk);
    sd_concurrent_array_end(&table->lengths);
    *table = (struct sd_chunk_table){0};
}
