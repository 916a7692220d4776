/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_NUMPY_GENERATOR_H
#define SD_RNG_NUMPY_GENERATOR_H

#include "rng/shuffle.h"
#include "splitdata/random_numpy.h"

struct splitdata_error;
struct splitdata_random;

/* The next count words of 32 bits; `generator` is a struct splitdata_numpy_generator. */
void sd_numpy_generator_fill32(void *generator, uint32_t *out, size_t count);

/* Uniform on 0 ... range, by D. Lemire's multiplication (ACM TOMACS 29, 2019), with 32-bit words
 * where they suffice. */
uint64_t sd_numpy_generator_lemire(struct splitdata_numpy_generator *random, uint64_t range);

/* splitdata_numpy_shuffle as the permutation of a recipe (algorithm/draw.h): `progress` (NULL:
 * none) as in rng/shuffle.h. It cannot fail. */
int sd_numpy_permute(struct splitdata_random *random, void *items, uint64_t count, size_t item_size,
                     const struct sd_shuffle_progress *progress, struct splitdata_error *error);

/* The targets of the shuffles of both APIs, as rng/shuffle.h wants them. */
void sd_numpy_draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                           uint64_t count);
void sd_numpy_generator_draw_targets(void *generator, uint64_t *targets, size_t window,
                                     uint64_t position, uint64_t count);

#endif
