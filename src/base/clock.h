/* SPDX-License-Identifier: MIT */
/* How long each stage of a split takes. */
#ifndef SD_BASE_CLOCK_H
#define SD_BASE_CLOCK_H

#include "splitdata/splitdata.h"

#include <time.h>

struct sd_clock {
    struct timespec last; /* when the last stage ended */
    double seconds[SPLITDATA_STAGES];
};

void sd_clock_start(struct sd_clock *clock);

/* Counts the time since the last call, or the start, for `stage`. */
void sd_clock_lap(struct sd_clock *clock, enum splitdata_stage stage);

/* Fills the report's seconds. */
void sd_clock_report(const struct sd_clock *clock, struct splitdata_report *report);

#endif
