/* SPDX-License-Identifier: MIT */
/*
 * A bounded-lag barrier for threads that read the same input: a runner does not enter a window
 * while another runner that has begun is more than two windows behind it. So the slowest one never
 * waits.
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
    size_t *window; /* by runner; SIZE_MAX: not begun, or finished */
    size_t runners;
    size_t passed; /* windows below this one were reported as passed */
    bool stopped;
};

int sd_lag_barrier_begin(struct sd_lag_barrier *barrier, size_t runners,
                         struct splitdata_error *error);

/* The runner reaches `window` and waits for the others. *passed is set to the windows that all
 * runners have newly passed; each is reported once. False: stopped. */
struct sd_windows {
    size_t begin, end;
};
bool sd_lag_barrier_wait(struct sd_lag_barrier *barrier, size_t runner, size_t window,
                         struct sd_windows *passed);

void sd_lag_barrier_finish(struct sd_lag_barrier *barrier, size_t runner);

void sd_lag_barrier_stop(struct sd_lag_barrier *barrier);

void sd_lag_barrier_end(struct sd_lag_barrier *barrier);

#endif
