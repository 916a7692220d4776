/* SPDX-License-Identifier: MIT */
/* Orders by sorting: each row draws a number, and rows follow each other by theirs. */
#ifndef SD_RECIPE_BY_DRAW_H
#define SD_RECIPE_BY_DRAW_H

#include "algorithm/draw.h"
#include "recipe/uniform.h"

/* A row and its number. */
struct sd_drawn {
    double number;
    uint64_t row;
};

/* Sorts by number, then by row. SPLITDATA_SYSTEM: no memory. */
int sd_sort_drawn(struct sd_drawn *drawn, uint64_t count, struct sd_memory *memory,
                  struct splitdata_error *error);

/* The permutation of rows that ORDER BY makes of numbers from `next`. SPLITDATA_DATA where two rows
 * have the same number, since then it is not known which comes first: `recipe` has such an order,
 * and `other` none. */
int sd_permute_by_draw(const char *recipe, const char *other, const struct sd_draw *draw,
                       sd_uniform_next *next, void *items, uint64_t count, size_t item_size,
                       struct splitdata_error *error);

#endif
