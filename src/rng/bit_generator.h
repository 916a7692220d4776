/* SPDX-License-Identifier: MIT */
/* The interface of a bit generator under NumPy's Generator; each has a file of its own. */
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
