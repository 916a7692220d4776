/* SPDX-License-Identifier: MIT */
/*
 * A counter for which threads wait: "wait until it has reached n, advance it, stop". It only grows,
 * from 0.
 *
 * Use 1, ordered commit. Threads draw numbers in ascending order, work on them at the same time,
 * and join the results in order: the thread with number n waits until the counter has reached n,
 * joins, and advances the counter to n + 1. The lowest number in work never waits.
 *
 * Use 2, sd_watermark below: one thread publishes how much of an array is final, others follow.
 *
 * Life: sd_sequence_begin; wait, advance and stop by any threads; sd_sequence_end when all have
 * returned.
 */
#ifndef SD_BASE_SEQUENCE_H
#define SD_BASE_SEQUENCE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct sd_sequence {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t reached; /* under the lock */
    atomic_bool stopped;
};

void sd_sequence_begin(struct sd_sequence *sequence);

/* Waits until the counter has reached `number`. What the advancing thread wrote before that is
 * visible to the caller from then on. False: stopped before. */
bool sd_sequence_wait(struct sd_sequence *sequence, uint64_t number);

/* Advances the counter to `number`, which is not less than in the last call. */
void sd_sequence_advance(struct sd_sequence *sequence, uint64_t number);

/* Wakes all threads that wait: the counter will not advance any more. */
void sd_sequence_stop(struct sd_sequence *sequence);

static inline bool sd_sequence_stopped(struct sd_sequence *sequence)
{
    return atomic_load_explicit(&sequence->stopped, memory_order_relaxed);
}

void sd_sequence_end(struct sd_sequence *sequence);

/*
 * A watermark over an array that one thread puts into its final order from the last item to the
 * first: the items from the watermark on are final. It starts above the array and falls.
 */
struct sd_watermark {
    struct sd_sequence fallen; /* by how much below UINT64_MAX */
    uint64_t from;             /* last published; used by the publishing thread alone */
};

void sd_watermark_begin(struct sd_watermark *watermark);

/* Publishes that the items from `from` on are final; `from` is not more than in the last call. Up
 * to 65,535 further items may be held back until a later call; 0 is published at once. */
void sd_watermark_advance(struct sd_watermark *watermark, uint64_t from);

/* No further items will become final. */
void sd_watermark_stop(struct sd_watermark *watermark);

/* Pass this to sd_watermark_wait to wait for the first update. */
#define SD_WATERMARK_ANY (UINT64_MAX - 1)

/* Waits until the items from `from` on are final. What the publishing thread wrote before that is
 * visible to the caller from then on. False: stopped before. */
bool sd_watermark_wait(struct sd_watermark *watermark, uint64_t from);

void sd_watermark_end(struct sd_watermark *watermark);

#endif
