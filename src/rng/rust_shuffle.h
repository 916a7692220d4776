/* SPDX-License-Identifier: MIT */
/* slice.shuffle(&mut rng) of Rust's rand crate, for at most 2^32 - 2 items: rand 0.8's, and that of
 * rand 0.9 and later. `fill` draws the generator's 32-bit words, never more than rand draws. */
#ifndef SD_RNG_RUST_SHUFFLE_H
#define SD_RNG_RUST_SHUFFLE_H

#include "rng/masked.h"

#include <stddef.h>
#include <stdint.h>

void sd_rust08_shuffle(sd_fill32 *fill, void *generator, void *items, uint64_t count,
                       size_t item_size);
void sd_rust09_shuffle(sd_fill32 *fill, void *generator, void *items, uint64_t count,
                       size_t item_size);

#endif
