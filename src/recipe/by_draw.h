/* SPDX-License-Identifier: MIT */
/* Orders by sorting: each row draws a number, and rows follow each other by theirs. */
#ifndef SD_RECIPE_BY_DRAW_H
#define SD_RECIPE_BY_DRAW_H

#include "algorithm/draw.h"
#include "recipe/uniform.h"

/* Sets order[0..count-1] to the places of the numbers, which are from 0 to 1, in ascending order;
 * equal ones follow each other by their places. spare[0..count-1] is working space. Fast for
 * numbers that are drawn evenly, and right for all. */
void sd_order_draws(const double *number, uint64_t count, uint64_t *order, uint64_t *spare);

/* The permutation of rows that ORDER BY makes of numbers from `next`. SPLITDATA_DATA where two rows
 * have the same number, since then it is not known which comes first: `recipe` has such an order,
 * and `other` none. */
int sd_permute_by_draw(const char *recipe, const char *other, const struct sd_draw *draw,
                       sd_uniform_next *next, void *items, uint64_t count, size_t item_size,
                       struct splitdata_error *error);

#endif
