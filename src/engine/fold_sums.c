/* SPDX-License-Identifier: MIT */
#include "engine/fold_sums.h"

#include "base/cancel.h"
#include "base/extents.h"
#include "base/threads.h"
#include "provenance/split_id.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_WORKERS = 4 };

struct state {
    const struct sd_fold_rows *rows;
    const uint64_t *part_rows;
    uint64_t *sums;    /* of all parts */
    uint32_t *ordinal; /* by row: how many test rows of its fold are before it */
    unsigned workers;  /* threads */
    uint64_t *jump;    /* by worker and row: see sum_shift */
    uint32_t *large;   /* the folds that have a pass of their own */
    uint64_t large_count;
    uint64_t shifts;    /* the others have fewer test rows than that: a pass for each shift */
    uint64_t *end;      /* by shift: the sum of all rows */
    atomic_ullong next; /* the next pass: of a large fold, or of a shift */
};

static inline uint64_t start_of(const struct sd_fold_rows *rows, uint64_t i)
{
    return sd_joined_offset(rows->gaps, rows->packed[rows->chosen != NULL ? rows->chosen[i] : i] >>
                                            rows->length_bits);
}

/* Counts and adds up the test parts. */
static void sum_test_rows(const struct state *state, uint64_t *part_rows, uint64_t *sums)
{
    const struct sd_fold_rows *rows = state->rows;
    for (uint32_t f = 0; f < rows->folds; f++)
        part_rows[2 * f + 1] = sums[2 * f + 1] = 0;
    for (uint64_t i = 0; i < rows->rows; i++) {
        uint32_t f = rows->fold_of[i];
        state->ordinal[i] = UINT32_MAX;
        if (f == rows->folds)
            continue;
        uint64_t k = part_rows[2 * f + 1]++;
        state->ordinal[i] = k < UINT32_MAX ? (uint32_t)k : UINT32_MAX;
        sums[2 * f + 1] += sd_split_place(start_of(rows, i), k);
    }
    for (uint32_t f = 0; f < rows->folds; f++)
        part_rows[2 * f] = rows->rows - part_rows[2 * f + 1];
}

/* Adds up the train part of one fold. */
static void sum_fold(const struct state *state, uint32_t fold)
{
    const struct sd_fold_rows *rows = state->rows;
    uint64_t sum = 0, k = 0;
    for (uint64_t i = 0; i < rows->rows; i++) {
        if (rows->fold_of[i] != fold)
            sum += sd_split_place(start_of(rows, i), k++);
    }
    state->sums[2 * fold] = sum;
}

static bool is_large(const struct state *state, uint32_t fold)
{
    return state->part_rows[2 * fold + 1] >= state->shifts;
}

/* Adds up all rows, shifted by `shift`. A test row ends a stretch of its fold's train part with one
 * shift and begins another one with the next shift: jump[i] becomes the sum before it with the one,
 * less the sum up to it with the other. */
static void sum_shift(const struct state *state, uint64_t shift, uint64_t *jump)
{
    const struct sd_fold_rows *rows = state->rows;
    uint64_t sum = 0; /* where i < shift it cancels out */
    for (uint64_t i = 0; i < rows->rows; i++) {
        uint64_t ordinal = state->ordinal[i];
        uint64_t ends = -(uint64_t)(ordinal == shift), begins = -(uint64_t)(ordinal + 1 == shift);
        uint64_t before = sum;
        sum += sd_split_place(start_of(rows, i), i - shift);
        jump[i] += (before & ends) - (sum & begins);
    }
    state->end[shift] = sum;
}

static int run_passes(void *context, unsigned worker, struct splitdata_error *error)
{
    struct state *state = context;
    uint64_t pass;
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK &&
           (pass = atomic_fetch_add(&state->next, 1)) < state->large_count + state->shifts) {
        if (pass < state->large_count)
            sum_fold(state, state->large[pass]);
        else
            sum_shift(state, pass - state->large_count, state->jump + worker * state->rows->rows);
        status = sd_check_cancel(state->rows->cancel_fd, error);
    }
    return status;
}

/* The train parts of all folds that are not large, from the passes. */
static void take_jumps(const struct state *state)
{
    const struct sd_fold_rows *rows = state->rows;
    for (uint32_t f = 0; f < rows->folds; f++) {
        if (!is_large(state, f))
            state->sums[2 * f] = state->end[state->part_rows[2 * f + 1]];
    }
    for (uint64_t i = 0; i < rows->rows; i++) {
        uint32_t f = rows->fold_of[i];
        if (f == rows->folds || is_large(state, f))
            continue;
        for (unsigned w = 0; w < state->workers; w++)
            state->sums[2 * f] += state->jump[w * rows->rows + i];
    }
}

/* Decides which folds are large: so that there are as few passes as possible. `with_size` is zeroed
 * and has an item for each size up to that of all rows. */
static void choose_passes(struct state *state, uint32_t *with_size)
{
    const uint32_t folds = state->rows->folds;
    uint64_t fewest = folds, larger = folds, most = 0;
    for (uint32_t f = 0; f < folds; f++) {
        uint64_t size = state->part_rows[2 * f + 1];
        with_size[size]++;
        most = size > most ? size : most;
    }
    state->shifts = 0;
    for (uint64_t size = 0; size <= most && size < UINT32_MAX; size++) {
        larger -= with_size[size];
        if (with_size[size] != 0 && size + 1 + larger < fewest) {
            fewest = size + 1 + larger;
            state->shifts = size + 1;
        }
    }
    for (uint32_t f = 0; f < folds; f++) {
        if (is_large(state, f))
            state->large[state->large_count++] = f;
    }
}

/* Takes the arrays that the passes need. */
static bool begin_passes(struct state *state, struct sd_memory *memory)
{
    enum { ENOUGH = 1 << 19 }; /* rows in all passes, for more than one thread */
    const struct sd_fold_rows *rows = state->rows;
    uint64_t passes = state->large_count + state->shifts;
    unsigned most = rows->threads < MOST_WORKERS ? rows->threads : MOST_WORKERS;
    state->workers = rows->rows * passes < ENOUGH ? 1 : passes < most ? (unsigned)passes : most;
    uint64_t jumps = state->shifts != 0 ? state->workers * rows->rows : 0;
    state->jump = sd_memory_take(memory, jumps + 1, sizeof *state->jump);
    state->end = sd_memory_take(memory, state->shifts + 1, sizeof *state->end);
    return state->jump != NULL && state->end != NULL;
}

int sd_fold_sums(const struct sd_fold_rows *rows, struct sd_memory *memory, uint64_t *part_rows,
                 uint64_t *sums, struct splitdata_error *error)
{
    struct state state = {.rows = rows, .part_rows = part_rows, .sums = sums};
    uint32_t *with_size = sd_memory_take(memory, rows->rows + 1, sizeof *with_size);
    state.ordinal = sd_memory_take(memory, rows->rows + 1, sizeof *state.ordinal);
    state.large = calloc((size_t)rows->folds + 1, sizeof *state.large);
    bool begun = with_size != NULL && state.ordinal != NULL && state.large != NULL;
    if (begun) {
        sum_test_rows(&state, part_rows, sums);
        choose_passes(&state, with_size);
        sd_memory_free(with_size); /* before more is taken */
        with_size = NULL;
        begun = begin_passes(&state, memory);
    }
    int status = begun ? sd_parallel(state.workers, run_passes, &state, error)
                       : sd_fail_memory(error, "the split id of the folds");
    if (status == SPLITDATA_OK)
        take_jumps(&state);
    sd_memory_free(with_size);
    sd_memory_free(state.ordinal);
    sd_memory_free(state.jump);
    sd_memory_free(state.end);
    free(state.large);
    return status;
}
