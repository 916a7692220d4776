/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"

void sd_clock_start(struct sd_clock *clock)
{
    *clock = (struct sd_clock){0};
    clock_gettime(CLOCK_MONOTONIC, &clock->last);
}

void sd_clock_lap(struct sd_clock *clock, enum splitdata_stage stage)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    clock->seconds[stage] += (double)(now.tv_sec - clock->last.tv_sec) +
                             1e-9 * (double)(now.tv_nsec - clock->last.tv_nsec);
    clock->last = now;
}

void sd_clock_report(const struct sd_clock *clock, struct splitdata_report *report)
{
    for (size_t i = 0; i < SPLITDATA_STAGES; i++) {
        report->stage_seconds[i] = clock->seconds[i];
        report->seconds += clock->seconds[i];
    }
}
