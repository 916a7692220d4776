/* SPDX-License-Identifier: MIT */
/* The draws of a whole shuffle of shuf's, without a division that waits for the one before. */
#ifndef SD_RNG_SHUF_TARGETS_H
#define SD_RNG_SHUF_TARGETS_H

#include "splitdata/random_more.h"

#include <stddef.h>

/* targets[k] = place + k + splitdata_shuf_choose(random, count - place - k), for all k < window in
 * order; window is at most count - place. `random` is left as those calls leave it, except that
 * other bytes may have been made ahead. */
void sd_shuf_targets(struct splitdata_shuf *random, uint64_t *targets, size_t window,
                     uint64_t place, uint64_t count);

#endif
