/* SPDX-License-Identifier: MIT */
/*
 * Keeping threads that read the same input together: none may begin a window while another, which
 * has begun at all, is more than two behind. So the slowest one never waits.
 */
#ifndef SD_OUT_LAG_BARRIER_H
#define SD_OUT_LAG_BARRIER_H

#include "base/error.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct sd_lag_barrier {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    size_t *window; /* in which each runner is; SIZE_MAX: it has not begun, or has finished */
    size_t runners;
    size_t passed; /* windows below it were told to have been passed */
    bool stopped;
};

int sd_lag_barrier_begin(struct sd_lag_barrier *barrier, size_t runners,
                         struct splitdata_error *error);

/* The runner comes to `window`, and waits for the others; false: all were told to stop. `behind` is
 * set to windows that all have passed, each told once. */
struct sd_windows {
    size_t begin, end;
};
bool sd_lag_barrier_wait(struct sd_lag_barrier *barrier, size_t runner, size_t window,
                         struct sd_windows *behind);

void sd_lag_barrier_finish(struct sd_lag_barrier *barrier, size_t runner);

void sd_lag_barrier_stop(struct sd_lag_barrier *barrier);

void sd_lag_barrier_end(struct sd_lag_barrier *barrier);

#endif
