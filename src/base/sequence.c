/* SPDX-License-Identifier: MIT */
#include "base/sequence.h"

void sd_sequence_begin(struct sd_sequence *sequence)
{
    pthread_mutex_init(&sequence->lock, NULL);
    pthread_cond_init(&sequence->moved, NULL);
    sequence->reached = 0;
    atomic_init(&sequence->stopped, false);
}

bool sd_sequence_wait(struct sd_sequence *sequence, uint64_t number)
{
    pthread_mutex_lock(&sequence->lock);
    while (sequence->reached < number && !sd_sequence_stopped(sequence))
        pthread_cond_wait(&sequence->moved, &sequence->lock);
    bool reached = sequence->reached >= number;
    pthread_mutex_unlock(&sequence->lock);
    return reached;
}

void sd_sequence_advance(struct sd_sequence *sequence, uint64_t number)
{
    pthread_mutex_lock(&sequence->lock);
    sequence->reached = number;
    pthread_cond_broadcast(&sequence->moved);
    pthread_mutex_unlock(&sequence->lock);
}

void sd_sequence_stop(struct sd_sequence *sequence)
{
    pthread_mutex_lock(&sequence->lock);
    atomic_store(&sequence->stopped, true);
    pthread_cond_broadcast(&sequence->moved);
    pthread_mutex_unlock(&sequence->lock);
}

void sd_sequence_end(struct sd_sequence *sequence)
{
    pthread_cond_destroy(&sequence->moved);
    pthread_mutex_destroy(&sequence->lock);
}

/* --- watermark -------------------------------------------------------------------------------- */

/* Items per update: enough that publishing costs nothing, few enough that the followers do not wait
 * long for the last ones. */
enum { STEP = 1 << 16 };

void sd_watermark_begin(struct sd_watermark *watermark)
{
    sd_sequence_begin(&watermark->fallen);
    watermark->from = UINT64_MAX;
}

void sd_watermark_advance(struct sd_watermark *watermark, uint64_t from)
{
    if (watermark->from - from < STEP && from != 0)
        return;
    watermark->from = from;
    sd_sequence_advance(&watermark->fallen, UINT64_MAX - from);
}

void sd_watermark_stop(struct sd_watermark *watermark)
{
    sd_sequence_stop(&watermark->fallen);
}

bool sd_watermark_wait(struct sd_watermark *watermark, uint64_t from)
{
    return sd_sequence_wait(&watermark->fallen, UINT64_MAX - from);
}

void sd_watermark_end(struct sd_watermark *watermark)
{
    sd_sequence_end(&watermark->fallen);
}
