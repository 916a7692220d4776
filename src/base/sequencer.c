/* SPDX-License-Identifier: MIT */
#include "base/sequencer.h"

void sd_turns_begin(struct sd_turns *turns)
{
    pthread_mutex_init(&turns->lock, NULL);
    pthread_cond_init(&turns->passed, NULL);
    atomic_init(&turns->stopped, false);
}

bool sd_turns_wait(struct sd_turns *turns, const size_t *next, size_t number)
{
    pthread_mutex_lock(&turns->lock);
    while (*next != number && !sd_turns_stopped(turns))
        pthread_cond_wait(&turns->passed, &turns->lock);
    pthread_mutex_unlock(&turns->lock);
    return !sd_turns_stopped(turns);
}

void sd_turns_pass(struct sd_turns *turns, size_t *next)
{
    pthread_mutex_lock(&turns->lock);
    ++*next;
    pthread_cond_broadcast(&turns->passed);
    pthread_mutex_unlock(&turns->lock);
}

void sd_turns_stop(struct sd_turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    atomic_store(&turns->stopped, true);
    pthread_cond_broadcast(&turns->passed);
    pthread_mutex_unlock(&turns->lock);
}

void sd_turns_end(struct sd_turns *turns)
{
    pthread_cond_destroy(&turns->passed);
    pthread_mutex_destroy(&turns->lock);
}
