/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "cli/progress.h"

#include "cli/terminal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    REDRAW = 100, /* milliseconds from one drawing to the next */
    DELAY = 500,  /* before the first */
    LOG = 5000    /* from one line of a log to the next */
};

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool running, over;
    bool terminal;  /* a line is drawn over and over, else lines follow each other */
    size_t columns; /* that are drawn on now */
    atomic_uint stage;
    atomic_ullong done, total;
} shown = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Called by the library's threads. */
static void hear(void *context, enum splitdata_stage stage, uint64_t done, uint64_t total)
{
    (void)context;
    atomic_store(&shown.stage, (unsigned)stage);
    atomic_store(&shown.total, total);
    atomic_store(&shown.done, done);
}

static void put(const char *text, size_t length)
{
    ssize_t written = write(STDERR_FILENO, text, length);
    (void)written; /* there is nobody to tell */
}

/* Blanks instead of an escape sequence: any terminal knows them. */
static void erase(void)
{
    char blanks[512];
    size_t columns = shown.columns < sizeof blanks - 2 ? shown.columns : sizeof blanks - 2;
    if (columns == 0)
        return;
    blanks[0] = '\r';
    memset(blanks + 1, ' ', columns);
    blanks[columns + 1] = '\r';
    put(blanks, columns + 2);
    shown.columns = 0;
}

static void draw(const struct cli_progress_state *state)
{
    char line[256], out[768];
    size_t width = shown.terminal ? cli_terminal_width() : 0;
    cli_progress_line(state, (unsigned)(width < sizeof line ? width : sizeof line), line,
                      sizeof line);
    size_t length = strlen(line);
    int used = shown.terminal
                   ? snprintf(out, sizeof out, "\r%s%*s", line,
                              shown.columns > length ? (int)(shown.columns - length) : 0, "")
                   : snprintf(out, sizeof out, "splitdata: %s\n", line);
    shown.columns = shown.terminal ? length : 0;
    if (used > 0 && (size_t)used < sizeof out)
        put(out, (size_t)used);
}

/* Waits; true: the run is over. */
static bool wait_until(struct timespec *moment, long milliseconds)
{
    moment->tv_nsec += milliseconds % 1000 * 1000000;
    moment->tv_sec += milliseconds / 1000 + moment->tv_nsec / 1000000000;
    moment->tv_nsec %= 1000000000;
    while (!shown.over && pthread_cond_timedwait(&shown.ended, &shown.lock, moment) == 0)
        ;
    return shown.over;
}

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
}

static void *show(void *argument)
{
    struct cli_progress_state state = {0};
    struct timespec moment, began;
    long milliseconds = DELAY;
    (void)argument;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    began = moment;
    pthread_mutex_lock(&shown.lock);
    while (!wait_until(&moment, milliseconds)) {
        unsigned stage = atomic_load(&shown.stage);
        /* Seen late by one drawing at the most. */
        if (stage != state.stage)
            clock_gettime(CLOCK_MONOTONIC, &began);
        clock_gettime(CLOCK_MONOTONIC, &moment);
        state = (struct cli_progress_state){
            .stage = (enum splitdata_stage)stage,
            .done = atomic_load(&shown.done),
            .total = atomic_load(&shown.total),
            .seconds = seconds_between(&began, &moment),
        };
        draw(&state);
        milliseconds = shown.terminal ? REDRAW : LOG;
    }
    erase();
    pthread_mutex_unlock(&shown.lock);
    return NULL;
}

void cli_progress_begin(enum cli_progress wanted, splitdata_progress **tell)
{
    const char *kind = getenv("TERM");
    bool dumb = kind == NULL || strcmp(kind, "dumb") == 0;
    shown.terminal = isatty(STDERR_FILENO) != 0 && !dumb;
    *tell = NULL;
    if (wanted == CLI_PROGRESS_NEVER || (wanted == CLI_PROGRESS_AUTO && !shown.terminal))
        return;
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return;
    /* Without a thread there is no bar, and nothing is lost. */
    if (pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&shown.ended, &attributes) == 0)
        shown.running = pthread_create(&shown.thread, NULL, show, NULL) == 0;
    pthread_condattr_destroy(&attributes);
    if (shown.running)
        *tell = hear;
}

void cli_progress_end(void)
{
    if (!shown.running)
        return;
    pthread_mutex_lock(&shown.lock);
    shown.over = true;
    pthread_cond_signal(&shown.ended);
    pthread_mutex_unlock(&shown.lock);
    pthread_join(shown.thread, NULL);
    shown.running = false;
}
