/* SPDX-License-Identifier: MIT */
/* Parts of the frameworks' choice and sample functions. */
#ifndef SD_RNG_CHOICE_H
#define SD_RNG_CHOICE_H

#include "splitdata/random_numpy.h"

#include <stddef.h>
#include <stdint.h>

/* Set of the values chosen so far, in caller's memory: a hash table with open addressing, at most
 * half full. */
struct sd_chosen {
    uint64_t *slots; /* value + 1, or 0 */
    uint64_t mask;
};

/* Bytes needed for `size` values; SIZE_MAX if they do not fit into memory. */
size_t sd_chosen_bytes(uint64_t size);

void sd_chosen_init(struct sd_chosen *chosen, void *memory, uint64_t size);

/* Adds a value (not UINT64_MAX); returns 0 if it was already there. */
int sd_chosen_add(struct sd_chosen *chosen, uint64_t value);

/* count * item_size, or SIZE_MAX on overflow. */
size_t sd_bytes(uint64_t count, size_t item_size);

/* The first i in 0 ... count - 1 with sums[i] > u, count if there is none. */
size_t sd_first_above(const double *sums, size_t count, double u);

/* NumPy's choice with probabilities, shared by its two APIs: draws doubles from `generator`. */
typedef double sd_draw_double(void *generator);
void sd_choose_weighted(sd_draw_double *draw, void *generator,
                        const struct splitdata_choice *choice, uint64_t *out);

/* NumPy's rules for the probabilities and the size; `larger` is its message if the sample is too
 * large. */
int sd_check_numpy_choice(const struct splitdata_choice *choice, const char *larger,
                          struct splitdata_error *error);

#endif
