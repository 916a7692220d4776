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

struct sd_turns {
    pthread_mutex_t lock;
    pthread_cond_t passed;
    atomic_bool stopped;
};

void sd_turns_begin(struct sd_turns *turns);

/* Waits until *next is `number`; false when all were told to stop meanwhile. */
bool sd_turns_wait(struct sd_turns *turns, const size_t *next, size_t number);

/* Lets *next go on by one. */
void sd_turns_pass(struct sd_turns *turns, size_t *next);

void sd_turns_stop(struct sd_turns *turns);

static inline bool sd_turns_stopped(struct sd_turns *turns)
{
    return atomic_load_explicit(&turns->stopped, memory_order_relaxed);
}

void sd_turns_end(struct sd_turns *turns);

#endif
