/* SPDX-License-Identifier: MIT */
#include "base/watermark.h"

/* Items that are told of at once: so many that telling takes no time, so few that nobody waits long
 * for the last ones. */
enum { STEP = 1 << 16 };

void sd_watermark_begin(struct sd_watermark *watermark)
{
    pthread_mutex_init(&watermark->lock, NULL);
    pthread_cond_init(&watermark->moved, NULL);
    watermark->from = UINT64_MAX;
    watermark->stopped = false;
    watermark->enough = 0;
}

void sd_watermark_advance(struct sd_watermark *watermark, uint64_t from)
{
    if (watermark->from - from < STEP && from != 0)
        return; /* nobody else writes it */
    pthread_mutex_lock(&watermark->lock);
    watermark->from = from;
    pthread_cond_broadcast(&watermark->moved);
    pthread_mutex_unlock(&watermark->lock);
}

void sd_watermark_stop(struct sd_watermark *watermark)
{
    pthread_mutex_lock(&watermark->lock);
    watermark->stopped = true;
    pthread_cond_broadcast(&watermark->moved);
    pthread_mutex_unlock(&watermark->lock);
}

bool sd_watermark_wait(struct sd_watermark *watermark, uint64_t from)
{
    pthread_mutex_lock(&watermark->lock);
    while (watermark->from > from && !watermark->stopped)
        pthread_cond_wait(&watermark->moved, &watermark->lock);
    bool settled = watermark->from <= from;
    pthread_mutex_unlock(&watermark->lock);
    return settled;
}

void sd_watermark_end(struct sd_watermark *watermark)
{
    pthread_cond_destroy(&watermark->moved);
    pthread_mutex_destroy(&watermark->lock);
}
