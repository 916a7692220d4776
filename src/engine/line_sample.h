/* SPDX-License-Identifier: MIT */
/* Statistics of a few lines of the input, for estimates: a wrong one costs time, and changes no
 * byte of an output. */
#ifndef SD_ENGINE_LINE_SAMPLE_H
#define SD_ENGINE_LINE_SAMPLE_H

#include <stdint.h>

struct sd_line_sample {
    uint64_t lines;
    uint64_t bytes; /* of these lines */
    uint64_t small; /* lines that would be small records (base/small_record.h) */
};

/* Samples whole lines at the beginning, in the middle and at the end of data[0..size-1]. */
struct sd_line_sample sd_sample_lines(const uint8_t *data, uint64_t size);

/* Extrapolates the number of lines in `size` bytes; at least 1. */
uint64_t sd_expected_lines(const struct sd_line_sample *sample, uint64_t size);

#endif
