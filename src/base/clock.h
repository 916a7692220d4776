/* SPDX-License-Identifier: MIT */
/* Measures the time that each stage of a split takes. */
#ifndef SD_BASE_CLOCK_H
#define SD_BASE_CLOCK_H

#include "splitdata/splitdata.h"

#include <time.h>

struct sd_clock {
    struct timespec last; /* when the last stage ended */
    double seconds[SPLITDATA_STAGES];
};

void sd_clock_start(struct sd_clock *clock);

/* Adds the time since the last call, or since the start, to `stage`. */
void sd_clock_lap(struct sd_clock *clock, enum splitdata_stage stage);

/* Sets the times in the report. */
void sd_clock_report(const struct sd_clock *clock, struct splitdata_report *report);

#endif
