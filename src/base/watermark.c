/* SPDX-License-Identifier: MIT */
#include "base/watermark.h"

/* Items that are told of at once: so many that telling takes no time, so few that nobody waits long
 * for the last ones. */
enum { STEP = 1 << 16 };

void sd_settling_begin(struct sd_settling *settling)
{
    pthread_mutex_init(&settling->lock, NULL);
    pthread_cond_init(&settling->told, NULL);
    settling->from = UINT64_MAX;
    settling->stopped = false;
    settling->enough = 0;
}

void sd_settling_tell(struct sd_settling *settling, uint64_t from)
{
    if (settling->from - from < STEP && from != 0)
        return; /* nobody else writes it */
    pthread_mutex_lock(&settling->lock);
    settling->from = from;
    pthread_cond_broadcast(&settling->told);
    pthread_mutex_unlock(&settling->lock);
}

void sd_settling_stop(struct sd_settling *settling)
{
    pthread_mutex_lock(&settling->lock);
    settling->stopped = true;
    pthread_cond_broadcast(&settling->told);
    pthread_mutex_unlock(&settling->lock);
}

bool sd_settling_wait(struct sd_settling *settling, uint64_t from)
{
    pthread_mutex_lock(&settling->lock);
    while (settling->from > from && !settling->stopped)
        pthread_cond_wait(&settling->told, &settling->lock);
    bool settled = settling->from <= from;
    pthread_mutex_unlock(&settling->lock);
    return settled;
}

void sd_settling_end(struct sd_settling *settling)
{
    pthread_cond_destroy(&settling->told);
    pthread_mutex_destroy(&settling->lock);
}
