/* SPDX-License-Identifier: MIT */
/*
 * Things done by several threads whose results must be joined in order: whoever has number n waits
 * until 0 to n-1 have passed. Numbers are drawn in ascending order, so the one whose turn it is
 * never waits. When somebody fails, all are told to stop.
 */
#ifndef SD_BASE_SEQUENCER_H
#define SD_BASE_SEQUENCER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct sd_sequencer {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    atomic_bool stopped;
};

void sd_sequencer_begin(struct sd_sequencer *sequencer);

/* Waits until *next is `number`; false when all were told to stop meanwhile. */
bool sd_sequencer_wait(struct sd_sequencer *sequencer, const size_t *next, size_t number);

/* Lets *next go on by one. */
void sd_sequencer_advance(struct sd_sequencer *sequencer, size_t *next);

void sd_sequencer_stop(struct sd_sequencer *sequencer);

static inline bool sd_sequencer_stopped(struct sd_sequencer *sequencer)
{
    return atomic_load_explicit(&sequencer->stopped, memory_order_relaxed);
}

void sd_sequencer_end(struct sd_sequencer *sequencer);

#endif
