/* SPDX-License-Identifier: MIT */
#include "base/sequencer.h"

void sd_sequencer_begin(struct sd_sequencer *sequencer)
{
    pthread_mutex_init(&sequencer->lock, NULL);
    pthread_cond_init(&sequencer->passed, NULL);
    atomic_init(&sequencer->stopped, false);
}

bool sd_sequencer_wait(struct sd_sequencer *sequencer, const size_t *next, size_t number)
{
    pthread_mutex_lock(&sequencer->lock);
    while (*next != number && !sd_sequencer_stopped(sequencer))
        pthread_cond_wait(&sequencer->passed, &sequencer->lock);
    pthread_mutex_unlock(&sequencer->lock);
    return !sd_sequencer_stopped(sequencer);
}

void sd_sequencer_advance(struct sd_sequencer *sequencer, size_t *next)
{
    pthread_mutex_lock(&sequencer->lock);
    ++*next;
    pthread_cond_broadcast(&sequencer->passed);
    pthread_mutex_unlock(&sequencer->lock);
}

void sd_sequencer_stop(struct sd_sequencer *sequencer)
{
    pthread_mutex_lock(&sequencer->lock);
    atomic_store(&sequencer->stopped, true);
    pthread_cond_broadcast(&sequencer->passed);
    pthread_mutex_unlock(&sequencer->lock);
}

void sd_sequencer_end(struct sd_sequencer *sequencer)
{
    pthread_cond_destroy(&sequencer->passed);
    pthread_mutex_destroy(&sequencer->lock);
}
