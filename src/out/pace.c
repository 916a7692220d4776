/* SPDX-License-Identifier: MIT */
#include "out/pace.h"

#include <stdint.h>
#include <stdlib.h>

enum { AHEAD = 2 };

int sd_pace_begin(struct sd_pace *pace, size_t runners, struct splitdata_error *error)
{
    *pace = (struct sd_pace){.runners = runners};
    pace->window = calloc(runners, sizeof *pace->window);
    if (pace->window == NULL)
        return sd_fail_memory(error, "distributing the records");
    for (size_t r = 0; r < runners; r++)
        pace->window[r] = SIZE_MAX;
    pthread_mutex_init(&pace->lock, NULL);
    pthread_cond_init(&pace->moved, NULL);
    return SPLITDATA_OK;
}

static void move(struct sd_pace *pace, size_t runner, size_t window)
{
    pace->window[runner] = window;
    pthread_cond_broadcast(&pace->moved);
}

static bool too_far(const struct sd_pace *pace, size_t window)
{
    for (size_t r = 0; r < pace->runners; r++) {
        if (pace->window[r] != SIZE_MAX && window > pace->window[r] + AHEAD)
            return true;
    }
    return false;
}

/* The window that all who have begun have come to. */
static size_t slowest(const struct sd_pace *pace)
{
    size_t least = SIZE_MAX;
    for (size_t r = 0; r < pace->runners; r++)
        least = pace->window[r] < least ? pace->window[r] : least;
    return least;
}

bool sd_pace_wait(struct sd_pace *pace, size_t runner, size_t window, struct sd_windows *behind)
{
    pthread_mutex_lock(&pace->lock);
    move(pace, runner, window);
    size_t least = slowest(pace);
    *behind = (struct sd_windows){pace->passed, least > pace->passed ? least : pace->passed};
    pace->passed = behind->end;
    while (!pace->stopped && too_far(pace, window))
        pthread_cond_wait(&pace->moved, &pace->lock);
    bool go_on = !pace->stopped;
    pthread_mutex_unlock(&pace->lock);
    return go_on;
}

void sd_pace_finish(struct sd_pace *pace, size_t runner)
{
    pthread_mutex_lock(&pace->lock);
    move(pace, runner, SIZE_MAX);
    pthread_mutex_unlock(&pace->lock);
}

void sd_pace_stop(struct sd_pace *pace)
{
    pthread_mutex_lock(&pace->lock);
    pace->stopped = true;
    pthread_cond_broadcast(&pace->moved);
    pthread_mutex_unlock(&pace->lock);
}

void sd_pace_end(struct sd_pace *pace)
{
    pthread_cond_destroy(&pace->moved);
    pthread_mutex_destroy(&pace->lock);
    free(pace->window);
}
