/* SPDX-License-Identifier: MIT */
#include "out/lag_barrier.h"

#include <stdint.h>
#include <stdlib.h>

enum { AHEAD = 2 };

int sd_lag_barrier_begin(struct sd_lag_barrier *barrier, size_t runners,
                         struct splitdata_error *error)
{
    *barrier = (struct sd_lag_barrier){.runners = runners};
    barrier->window = calloc(runners, sizeof *barrier->window);
    if (barrier->window == NULL)
        return sd_fail_memory(error, "distributing the records");
    for (size_t r = 0; r < runners; r++)
        barrier->window[r] = SIZE_MAX;
    pthread_mutex_init(&barrier->lock, NULL);
    pthread_cond_init(&barrier->moved, NULL);
    return SPLITDATA_OK;
}

static void move(struct sd_lag_barrier *barrier, size_t runner, size_t window)
{
    barrier->window[runner] = window;
    pthread_cond_broadcast(&barrier->moved);
}

static bool too_far(const struct sd_lag_barrier *barrier, size_t window)
{
    for (size_t r = 0; r < barrier->runners; r++) {
        if (barrier->window[r] != SIZE_MAX && window > barrier->window[r] + AHEAD)
            return true;
    }
    return false;
}

/* The lowest window of the runners that have begun and not finished. */
static size_t slowest(const struct sd_lag_barrier *barrier)
{
    size_t least = SIZE_MAX;
    for (size_t r = 0; r < barrier->runners; r++)
        least = barrier->window[r] < least ? barrier->window[r] : least;
    return least;
}

bool sd_lag_barrier_wait(struct sd_lag_barrier *barrier, size_t runner, size_t window,
                         struct sd_windows *passed)
{
    pthread_mutex_lock(&barrier->lock);
    move(barrier, runner, window);
    size_t least = slowest(barrier);
    *passed =
        (struct sd_windows){barrier->passed, least > barrier->passed ? least : barrier->passed};
    barrier->passed = passed->end;
    while (!barrier->stopped && too_far(barrier, window))
        pthread_cond_wait(&barrier->moved, &barrier->lock);
    bool go_on = !barrier->stopped;
    pthread_mutex_unlock(&barrier->lock);
    return go_on;
}

void sd_lag_barrier_finish(struct sd_lag_barrier *barrier, size_t runner)
{
    pthread_mutex_lock(&barrier->lock);
    move(barrier, runner, SIZE_MAX);
    pthread_mutex_unlock(&barrier->lock);
}

void sd_lag_barrier_stop(struct sd_lag_barrier *barrier)
{
    pthread_mutex_lock(&barrier->lock);
    barrier->stopped = true;
    pthread_cond_broadcast(&barrier->moved);
    pthread_mutex_unlock(&barrier->lock);
}

void sd_lag_barrier_end(struct sd_lag_barrier *barrier)
{
    pthread_cond_destroy(&barrier->moved);
    pthread_mutex_destroy(&barrier->lock);
    free(barrier->window);
}
