/* SPDX-License-Identifier: MIT */
/* One output and its content. */
#ifndef SD_OUT_OUTPUT_JOB_H
#define SD_OUT_OUTPUT_JOB_H

#include "out/content.h"
#include "out/output.h"

struct sd_output_job {
    struct sd_output *output; /* open */
    struct sd_content content;
    const struct sd_layout *layout; /* finished; for sd_write */
};

/* Whether the output is written from front to back only. */
static inline bool sd_in_order(const struct sd_output *output)
{
    return !output->unwritten && (output->stream || output->gzip_level != 0);
}

#endif
