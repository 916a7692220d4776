/* SPDX-License-Identifier: MIT */
/* The stamps of all rows and their order, for strategies by time. */
#ifndef SD_STRATEGY_TIME_LINE_H
#define SD_STRATEGY_TIME_LINE_H

#include "algorithm/chronological.h"
#include "strategy/strategy.h"

/* The state of a strategy by time, or its first member. Life: zeroed, sd_time_line_read,
 * sd_time_line_free. */
struct sd_time_line {
    struct sd_key_set column;
    uint64_t *stamps;  /* by row: keys that compare like the times */
    uint64_t *order;   /* the rows in the order of time */
    uint64_t *cutoffs; /* of --cutoff, as such keys; NULL: none */
    struct sd_gap gap;
    bool unix_seconds; /* that is what numbers were taken for, as a gap or a cutoff is in time */
};

/* Reads the column of --time, orders the rows and reads --gap and --cutoff. */
int sd_time_line_read(struct sd_decision *decision, struct sd_time_line *line,
                      struct splitdata_error *error);

void sd_time_line_free(struct sd_time_line *line);

#endif
