/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "cli/progress.h"

#include "cli/terminal.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    REDRAW = 100, /* milliseconds between two drawings */
    DELAY = 500,  /* before the first drawing */
    LOG = 5000,   /* between two lines of a log */
    ECHOED = 2    /* columns of the ^C that a terminal shows after the line; they are erased, too */
};

static struct {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool running, over;
    bool terminal;          /* one line is redrawn; otherwise each line is printed once */
    size_t columns;         /* of the line on the terminal */
    pthread_mutex_t noting; /* for `whole` */
    struct cli_whole whole;
} display = {.lock = PTHREAD_MUTEX_INITIALIZER, .noting = PTHREAD_MUTEX_INITIALIZER};

static double seconds_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Called by the library's threads. */
static void on_progress(void *context, enum splitdata_stage stage, uint64_t done, uint64_t total)
{
    (void)context;
    pthread_mutex_lock(&display.noting);
    cli_whole_note(&display.whole, stage, done, total, seconds_now());
    pthread_mutex_unlock(&display.noting);
}

static void put(const char *text, size_t length)
{
    ssize_t written = write(STDERR_FILENO, text, length);
    (void)written; /* a failure cannot be reported */
}

/* Blanks instead of an escape sequence: they work on any terminal. */
static void erase(void)
{
    char blanks[512];
    size_t columns = display.columns < sizeof blanks - 4 ? display.columns : sizeof blanks - 4;
    if (columns == 0)
        return;
    columns += ECHOED;
    blanks[0] = '\r';
    memset(blanks + 1, ' ', columns);
    blanks[columns + 1] = '\r';
    put(blanks, columns + 2);
    display.columns = 0;
}

static void draw(const struct cli_progress_state *state)
{
    char line[256], out[768];
    size_t width = display.terminal ? cli_terminal_width() : 0;
    width = width > ECHOED ? width - ECHOED : width;
    cli_progress_line(state, (unsigned)(width < sizeof line ? width : sizeof line), line,
                      sizeof line);
    size_t length = strlen(line);
    int used = display.terminal
                   ? snprintf(out, sizeof out, "\r%s%*s", line,
                              display.columns > length ? (int)(display.columns - length) : 0, "")
                   : snprintf(out, sizeof out, "splitdata: %s\n", line);
    display.columns = display.terminal ? length : 0;
    if (used > 0 && (size_t)used < sizeof out)
        put(out, (size_t)used);
}

/* Waits; true: the run has ended. */
static bool wait_until(struct timespec *moment, long milliseconds)
{
    moment->tv_nsec += milliseconds % 1000 * 1000000;
    moment->tv_sec += milliseconds / 1000 + moment->tv_nsec / 1000000000;
    moment->tv_nsec %= 1000000000;
    while (!display.over && pthread_cond_timedwait(&display.ended, &display.lock, moment) == 0)
        ;
    return display.over;
}

static struct cli_progress_state look(void)
{
    double now = seconds_now();
    pthread_mutex_lock(&display.noting);
    const struct cli_whole *whole = &display.whole;
    struct cli_progress_state state = {
        .stage = whole->stage,
        .done = whole->stages[whole->stage].done,
        .seconds = cli_whole_spent(whole, whole->stage, now),
        .passed = now - whole->began,
        .whole = cli_whole_estimate(&display.whole, now),
    };
    pthread_mutex_unlock(&display.noting);
    return state;
}

static void *show(void *argument)
{
    struct timespec moment;
    long milliseconds = DELAY;
    (void)argument;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    pthread_mutex_lock(&display.lock);
    while (!wait_until(&moment, milliseconds)) {
        const struct cli_progress_state state = look();
        clock_gettime(CLOCK_MONOTONIC, &moment);
        draw(&state);
        milliseconds = display.terminal ? REDRAW : LOG;
    }
    erase();
    pthread_mutex_unlock(&display.lock);
    return NULL;
}

void cli_progress_begin(enum cli_progress wanted, const struct cli_expected *expected,
                        splitdata_progress **callback)
{
    const char *kind = getenv("TERM");
    bool dumb = kind == NULL || strcmp(kind, "dumb") == 0;
    display.terminal = isatty(STDERR_FILENO) != 0 && !dumb;
    *callback = NULL;
    if (wanted == CLI_PROGRESS_NEVER || (wanted == CLI_PROGRESS_AUTO && !display.terminal))
        return;
    cli_whole_begin(&display.whole, expected, seconds_now());
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0)
        return;
    /* Without a thread there is no progress bar; the run is unaffected. */
    if (pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
        pthread_cond_init(&display.ended, &attributes) == 0)
        display.running = pthread_create(&display.thread, NULL, show, NULL) == 0;
    pthread_condattr_destroy(&attributes);
    if (display.running)
        *callback = on_progress;
}

void cli_progress_end(void)
{
    if (!display.running)
        return;
    pthread_mutex_lock(&display.lock);
    display.over = true;
    pthread_cond_signal(&display.ended);
    pthread_mutex_unlock(&display.lock);
    pthread_join(display.thread, NULL);
    display.running = false;
}
