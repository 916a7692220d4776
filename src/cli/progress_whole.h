/* SPDX-License-Identifier: MIT */
/*
 * How much of the whole run is done, and how long the rest takes. The library tells the bytes of
 * one stage after the other; stages that have not begun are estimated from those that have, by what
 * a byte costs in each.
 *
 * Life: zeroed, cli_whole_begin, cli_whole_note for each call of the library, cli_whole_estimate at
 * any time. Times are seconds of any steady clock. Not safe for threads: the caller has a lock.
 */
#ifndef SD_CLI_PROGRESS_WHOLE_H
#define SD_CLI_PROGRESS_WHOLE_H

#include "splitdata/splitdata.h"

#include <stdbool.h>
#include <stdint.h>

/* What the run will do once the records are known. */
struct cli_expected {
    bool writes;     /* outputs, or what is compared with them: no dry run */
    bool syncs;      /* waits until outputs are on disk */
    bool compresses; /* outputs */
    double times;    /* how often the records are written: repeats, folds */
};

struct cli_whole {
    struct cli_expected expected;
    enum splitdata_stage stage;
    double began, stage_began;
    double share; /* the largest that was estimated: it does not go back */
    bool rounds;  /* what is written now is not all: repeats, folds */
    struct {
        double spent;
        uint64_t done, total; /* bytes; total 0: not known */
        bool seen;
    } stages[SPLITDATA_STAGES];
};

struct cli_estimate {
    double share; /* of the whole run, 0 to 1; below 0: not known */
    double left;  /* seconds until the end of the run; below 0: not known */
};

void cli_whole_begin(struct cli_whole *whole, const struct cli_expected *expected, double now);

void cli_whole_note(struct cli_whole *whole, enum splitdata_stage stage, uint64_t done,
                    uint64_t total, double now);

/* Seconds that a stage took so far, in all its rounds. */
double cli_whole_spent(const struct cli_whole *whole, enum splitdata_stage stage, double now);

struct cli_estimate cli_whole_estimate(struct cli_whole *whole, double now);

#endif
