/* SPDX-License-Identifier: MIT */
#include "engine/small_records.h"

#include "base/small_record.h"
#include "engine/line_sample.h"

enum { ITEM = SD_SMALL_RECORD_WORDS * sizeof(uint64_t) };

/* Estimates the number of records, plus 3 %; 0: too few of them are small. */
static uint64_t expected_records(const struct sd_input *input)
{
    const struct sd_line_sample sample = sd_sample_lines(input->data, input->size);
    return sample.lines != 0 && sample.small >= sample.lines - sample.lines / 16
               ? sd_expected_lines(&sample, input->size) / 32 * 33
               : 0;
}

static bool possible(const struct sd_job *job)
{
    enum {
        WORTH_IT = 16 << 20
    }; /* bytes: below that, filling the items takes as long as they save */
    const struct sd_request *request = job->request;
    const struct splitdata_options *options = request->options;
    uint64_t size = job->input->size;
    return job->by_rows && !options->no_shuffle && !options->dry_run && !request->input_order &&
           request->rounds == 1 && size >= WORTH_IT && size <= job->memory->bound &&
           !job->memory->spill && size >> (64 - SD_SMALL_RECORD_START) == 0;
}

bool sd_small_records_begin(struct sd_concurrent_array *items, const struct sd_job *job)
{
    uint64_t records = possible(job) ? expected_records(job->input) : 0;
    *items = (struct sd_concurrent_array){.memory = job->memory,
                                          .item_size = ITEM,
                                          .held = (uint64_t)job->request->threads * SD_INDEX_HELD};
    return records != 0 && sd_concurrent_array_begin(items, records);
}

static void put(struct sd_concurrent_array *items, const struct sd_input *input, uint64_t first,
                uint64_t expected, const struct sd_spans *spans)
{
    uint64_t *own =
        spans->count == 0 ? NULL : sd_concurrent_array_place(items, first, spans->count, expected);
    if (own == NULL)
        return;
    sd_small_records_fill(own, spans, input->data, input->size);
    sd_concurrent_array_filled(items);
}

void sd_small_records_add(struct sd_concurrent_array *items, const struct sd_job *job,
                          const struct sd_chunk_records *records)
{
    uint64_t first = records->first - (job->dialect->header ? 1 : 0);
    put(items, job->input, first, records->expected, records->spans);
}

bool sd_small_records_close(struct sd_concurrent_array *items, const struct sd_job *job)
{
    const struct sd_index *index = &job->records.index;
    if (!job->dialect->header)
        put(items, job->input, 0, index->count, &index->spans);
    return sd_concurrent_array_trim(items, index->count);
}
