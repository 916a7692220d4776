/* SPDX-License-Identifier: MIT */
/* Stamps of all rows and their order: what the strategies along time begin with. */
#ifndef SD_STRATEGY_TIME_LINE_H
#define SD_STRATEGY_TIME_LINE_H

#include "algorithm/chronological.h"
#include "strategy/strategy.h"

/* The state of a strategy along time, or its beginning. Zeroed, sd_time_line_read,
 * sd_time_line_free. */
struct sd_time_line {
    struct sd_key_set column;
    uint64_t *stamps;  /* of each row, as keys whose order is the order in time */
    uint64_t *order;   /* order[place] = row */
    uint64_t *cutoffs; /* --cutoff as such keys; NULL: none */
    struct sd_gap gap;
};

/* Reads the column of --time, orders the rows and reads --gap and --cutoff. */
int sd_time_line_read(struct sd_decision *decision, struct sd_time_line *line,
                      struct splitdata_error *error);

void sd_time_line_free(struct sd_time_line *line);

#endif
