/* SPDX-License-Identifier: MIT */
/*
 * Keys are as if drawn evenly, so the key of a rank is known but for some standard deviations of a
 * binomial distribution. One pass over all keys counts those below this window and keeps those
 * within it; a rank that is not within, which hardly happens, gets a window of twice the width.
 */
#include "recipe/keyed_select.h"

#include "algorithm/draw.h"
#include "base/cancel.h"
#include "base/threads.h"
#include "recipe/calls.h"
#include "rng/philox4x32.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 512, STEP = 1 << 20 };

struct window {
    uint64_t rank, low, high; /* keys from low to high, both included */
    uint64_t below;           /* rows with keys below it */
    struct sd_keyed_row *row; /* those within */
    size_t count, capacity;
};

struct selection {
    uint64_t seed;
    struct window *window;
    size_t windows;
    int cancel_fd;
    pthread_mutex_t lock;
};

uint64_t sd_keyed_seed(const struct splitdata_random *random)
{
    struct splitdata_random copy = *random;
    const struct sd_draw draw = {.random = &copy};
    return sd_calls_next(&draw);
}

static bool append(struct window *window, const struct sd_keyed_row *rows, size_t count)
{
    if (count > window->capacity - window->count) {
        const size_t capacity = 2 * window->capacity + count + 64;
        struct sd_keyed_row *more = realloc(window->row, capacity * sizeof *more);
        if (more == NULL)
            return false;
        window->row = more;
        window->capacity = capacity;
    }
    if (count != 0)
        memcpy(window->row + window->count, rows, count * sizeof *rows);
    window->count += count;
    return true;
}

/* Counts and keeps the keys of some rows. */
static bool sift(const uint64_t *keys, size_t count, uint64_t first, struct window *window)
{
    const uint64_t low = window->low, span = window->high - low;
    uint64_t below = 0;
    bool some = false;
    for (size_t i = 0; i < count; i++) {
        below += keys[i] < low;
        some |= keys[i] - low <= span;
    }
    window->below += below;
    for (size_t i = 0; some && i < count; i++) {
        const struct sd_keyed_row row = {keys[i], first + i};
        if (keys[i] - low <= span && !append(window, &row, 1))
            return false;
    }
    return true;
}

static int sift_rows(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    struct selection *selection = context;
    uint64_t keys[AT_ONCE];
    struct window *own = calloc(selection->windows, sizeof *own);
    bool done = own != NULL;
    int status = sd_check_cancel(selection->cancel_fd, error);
    for (size_t w = 0; done && w < selection->windows; w++)
        own[w] =
            (struct window){.low = selection->window[w].low, .high = selection->window[w].high};
    for (uint64_t row = begin; done && status == SPLITDATA_OK && row < end; row += AT_ONCE) {
        const size_t count = end - row < AT_ONCE ? (size_t)(end - row) : AT_ONCE;
        sd_philox4x32_first64(selection->seed, row, count, keys);
        for (size_t w = 0; done && w < selection->windows; w++)
            done = sift(keys, count, row, &own[w]);
    }
    pthread_mutex_lock(&selection->lock);
    for (size_t w = 0; done && w < selection->windows; w++) {
        selection->window[w].below += own[w].below;
        done = append(&selection->window[w], own[w].row, own[w].count);
    }
    pthread_mutex_unlock(&selection->lock);
    for (size_t w = 0; own != NULL && w < selection->windows; w++)
        free(own[w].row);
    free(own);
    return done ? status : sd_fail_memory(error, "the rows' keys");
}

/* The window of a rank, `wide` times eight standard deviations to each side. */
static void place(struct window *window, uint64_t rows, double wide)
{
    const double n = (double)rows, share = ((double)window->rank + 0.5) / n;
    const double side = wide * (8 * sqrt(n * share * (1 - share)) + 16) / n;
    const double low = (share - side) * 0x1p64, high = (share + side) * 0x1p64;
    window->low = low <= 0 ? 0 : (uint64_t)low;
    window->high = high >= 0x1.fffffffffffffp63 ? UINT64_MAX : (uint64_t)high;
    window->below = 0;
    window->count = 0;
}

static int by_key(const void *a, const void *b)
{
    return sd_keyed_before(a, b) ? -1 : sd_keyed_before(b, a);
}

static bool is_within(const struct window *window)
{
    return window->rank >= window->below && window->rank - window->below < window->count;
}

static int select_within(struct selection *selection, uint64_t rows, unsigned threads,
                         struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    bool found = false;
    for (int doubled = 0; !found && status == SPLITDATA_OK; doubled++) {
        for (size_t w = 0; w < selection->windows; w++)
            place(&selection->window[w], rows, ldexp(1, doubled));
        status = sd_parallel_for(threads, rows, STEP, sift_rows, selection, error);
        found = true;
        for (size_t w = 0; w < selection->windows; w++)
            found = found && is_within(&selection->window[w]);
    }
    return status;
}

int sd_keyed_select(uint64_t seed, uint64_t rows, const uint64_t *ranks, size_t count,
                    struct sd_keyed_row *found, unsigned threads, int cancel_fd,
                    struct splitdata_error *error)
{
    struct selection selection = {.seed = seed, .cancel_fd = cancel_fd};
    selection.window = calloc(count + 1, sizeof *selection.window);
    if (selection.window == NULL)
        return sd_fail_memory(error, "the rows' keys");
    for (size_t i = 0; i < count; i++) {
        if (ranks[i] < rows)
            selection.window[selection.windows++].rank = ranks[i];
    }
    pthread_mutex_init(&selection.lock, NULL);
    int status =
        selection.windows != 0 ? select_within(&selection, rows, threads, error) : SPLITDATA_OK;
    pthread_mutex_destroy(&selection.lock);
    for (size_t i = 0, w = 0; i < count && status == SPLITDATA_OK; i++) {
        found[i] = (struct sd_keyed_row){UINT64_MAX, rows};
        if (ranks[i] == rows)
            continue;
        struct window *window = &selection.window[w++];
        qsort(window->row, window->count, sizeof *window->row, by_key);
        found[i] = window->row[window->rank - window->below];
    }
    for (size_t w = 0; w < selection.windows; w++)
        free(selection.window[w].row);
    free(selection.window);
    return status;
}
