/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_TORCH_H
#define SD_RNG_TORCH_H

#include "splitdata/random.h"

#include <stdint.h>

/* Draws what torch.randperm(count) draws, for nothing. */
void sd_torch_skip_randperm(struct splitdata_torch *random, uint64_t count);

#endif
