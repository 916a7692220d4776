/* SPDX-License-Identifier: MIT */
#include "engine/line_sample.h"

#include "base/small_record.h"

#include <string.h>

/* Adds the lines of data[0..size-1] that are certainly whole: not the first and the last. */
static void add_lines(struct sd_line_sample *sample, const uint8_t *data, size_t size)
{
    const uint8_t *limit = data + size, *end = memchr(data, '\n', size);
    while (end != NULL) {
        const uint8_t *next = memchr(end + 1, '\n', (size_t)(limit - end) - 1);
        if (next != NULL) {
            sample->lines++;
            sample->small += next - end <= SD_SMALL_RECORD_MOST + 1;
            sample->bytes += (uint64_t)(next - end);
        }
        end = next;
    }
}

struct sd_line_sample sd_sample_lines(const uint8_t *data, uint64_t size)
{
    enum { SAMPLES = 3, SAMPLE = 16 * 1024 };
    struct sd_line_sample sample = {0};
    if (size <= (uint64_t)SAMPLES * SAMPLE) {
        add_lines(&sample, data, (size_t)size);
        return sample;
    }
    for (uint64_t i = 0; i < SAMPLES; i++)
        add_lines(&sample, data + (size - SAMPLE) / (SAMPLES - 1) * i, SAMPLE);
    return sample;
}

uint64_t sd_expected_lines(const struct sd_line_sample *sample, uint64_t size)
{
    if (sample->bytes == 0)
        return 1;
    double lines = (double)size / (double)sample->bytes * (double)sample->lines;
    return lines > 1 ? (uint64_t)lines : 1;
}
