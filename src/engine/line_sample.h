/* SPDX-License-Identifier: MIT */
/* What a few lines of the input say of all of it: for guesses that cost time when they are wrong,
 * and change no byte. */
#ifndef SD_ENGINE_LINE_SAMPLE_H
#define SD_ENGINE_LINE_SAMPLE_H

#include <stdint.h>

struct sd_line_sample {
    uint64_t lines;
    uint64_t bytes; /* of these lines */
    uint64_t small; /* so many of them would be small records (base/small_record.h) */
};

/* Whole lines at the begin, in the middle and at the end of data[0..size-1]. */
struct sd_line_sample sd_sample_lines(const uint8_t *data, uint64_t size);

/* How many records `size` bytes have if all lines are like these, and each is a record; at least 1.
 */
uint64_t sd_expected_lines(const struct sd_line_sample *sample, uint64_t size);

#endif
