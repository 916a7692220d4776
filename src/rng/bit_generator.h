/* SPDX-License-Identifier: MIT */
/* What a bit generator of NumPy's Generator consists of; one file each. */
#ifndef SD_RNG_BIT_GENERATOR_H
#define SD_RNG_BIT_GENERATOR_H

#include "rng/seed_sequence.h"
#include "splitdata/random_numpy.h"

struct sd_bit_generator {
    void (*seed)(struct splitdata_numpy_generator *, const struct sd_seed_sequence *);
    /* The next count words of 64 bits. */
    void (*fill64)(struct splitdata_numpy_generator *, uint64_t *out, size_t count);
};

extern const struct sd_bit_generator sd_pcg64;
extern const struct sd_bit_generator sd_pcg64dxsm;
extern const struct sd_bit_generator sd_philox;
extern const struct sd_bit_generator sd_sfc64;
extern const struct sd_bit_generator sd_numpy_mt19937;

#endif
