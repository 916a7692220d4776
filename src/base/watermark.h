/* SPDX-License-Identifier: MIT */
/*
 * Items that one thread puts into their final order, the last ones first, and that others take as
 * soon as they will stay where they are.
 *
 * Life: sd_watermark_begin, sd_watermark_advance by the one and sd_watermark_wait by the others,
 * sd_watermark_end when all have returned.
 */
#ifndef SD_BASE_WATERMARK_H
#define SD_BASE_WATERMARK_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct sd_watermark {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t from; /* items from this one on have settled; UINT64_MAX: nobody has told yet */
    bool stopped;
    uint64_t enough; /* nobody asks for the order of the items before this one: they need not be put
                        into it. 0, unless set before they are arranged */
};

void sd_watermark_begin(struct sd_watermark *watermark);

/* Items from `from` on have settled: less than in the last call, or as much. It may take some more
 * of them until the others hear of it, but 0 is heard at once. */
void sd_watermark_advance(struct sd_watermark *watermark, uint64_t from);

/* None will settle any more. */
void sd_watermark_stop(struct sd_watermark *watermark);

/* To wait for: the first word of how far it is. */
#define SD_WATERMARK_ANY (UINT64_MAX - 1)

/* Waits until the items from `from` on have settled; what the other thread did before it told that
 * is seen from then on. False: none will. */
bool sd_watermark_wait(struct sd_watermark *watermark, uint64_t from);

void sd_watermark_end(struct sd_watermark *watermark);

#endif
