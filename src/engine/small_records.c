/* SPDX-License-Identifier: MIT */
#include "engine/small_records.h"

#include "base/small_record.h"
#include "split.h"

#include <string.h>

enum { ITEM = SD_SMALL_RECORD_WORDS * sizeof(uint64_t) };

/* Lines in samples of the input, how many of them would be inlined, and their bytes. */
struct lines {
    uint64_t count, inlined, bytes;
};

/* Takes the lines of data[0..size-1] that are whole for sure. */
static void count_lines(struct lines *lines, const uint8_t *data, size_t size)
{
    const uint8_t *behind = data + size, *end = memchr(data, '\n', size);
    while (end != NULL) {
        const uint8_t *next = memchr(end + 1, '\n', (size_t)(behind - end) - 1);
        if (next != NULL) {
            lines->count++;
            lines->inlined += next - end <= SD_SMALL_RECORD_MOST + 1;
            lines->bytes += (uint64_t)(next - end);
        }
        end = next;
    }
}

/* How many records there are, and a few more, as the lines at the begin, in the middle and at the
 * end of the input let expect; 0: so many would not be inlined that fetching them takes longer. */
static uint64_t guess_records(const uint8_t *data, uint64_t size)
{
    enum { SAMPLES = 3, SAMPLE = 16 * 1024 };
    struct lines lines = {0};
    for (uint64_t i = 0; i < SAMPLES; i++)
        count_lines(&lines, data + (size - SAMPLE) / (SAMPLES - 1) * i, SAMPLE);
    return lines.count != 0 && lines.inlined >= lines.count - lines.count / 16
               ? size / lines.bytes * lines.count / 32 * 33
               : 0;
}

/* Whether all records are written once, in the order of a shuffle, from an input that is neither so
 * small that they come from a cache nor too large for the memory that may be used. */
static bool possible(const struct sd_run *run)
{
    enum { WORTH_IT = 16 << 20 }; /* bytes: with fewer, filling the items takes what they gain */
    const struct splitdata_options *options = run->request.options;
    uint64_t size = run->input.size;
    return sd_run_rows_alone(run) && !options->no_shuffle && !options->dry_run &&
           !run->request.input_order && run->request.rounds == 1 && size >= WORTH_IT &&
           size <= run->memory.bound && !run->memory.spill &&
           size >> (64 - SD_SMALL_RECORD_START) == 0;
}

bool sd_small_records_begin(struct sd_run *run)
{
    uint64_t records = possible(run) ? guess_records(run->input.data, run->input.size) : 0;
    run->small_records =
        (struct sd_concurrent_array){.memory = &run->memory,
                                     .item_size = ITEM,
                                     .held = (uint64_t)run->request.threads * SD_INDEX_HELD};
    return records != 0 && sd_concurrent_array_begin(&run->small_records, records);
}

/* Puts records number `first` and so on into their items. */
static void put(struct sd_run *run, uint64_t first, uint64_t expected, const struct sd_spans *spans)
{
    uint64_t *items = spans->count == 0 ? NULL
                                        : sd_concurrent_array_place(&run->small_records, first,
                                                                    spans->count, expected);
    if (items == NULL)
        return;
    sd_small_records_fill(items, spans, run->input.data, run->input.size);
    sd_concurrent_array_filled(&run->small_records);
}

int sd_small_records_on_chunk(void *context, const struct sd_chunk_records *records,
                              struct splitdata_error *error)
{
    struct sd_run *run = context;
    (void)error;
    uint64_t first = records->first - (run->dialect.header ? 1 : 0);
    put(run, first, records->expected, records->spans);
    return SPLITDATA_OK;
}

bool sd_small_records_close(struct sd_run *run)
{
    if (!run->dialect.header)
        put(run, 0, run->index.count, &run->index.spans);
    return sd_concurrent_array_trim(&run->small_records, run->index.count);
}
