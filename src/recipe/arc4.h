/* SPDX-License-Identifier: MIT */
/* The generator of the JavaScript package seedrandom: ARC4, whose bytes make doubles. */
#ifndef SD_RECIPE_ARC4_H
#define SD_RECIPE_ARC4_H

#include "recipe/code.h"
#include "splitdata/random.h"

/* A seed of JavaScript's. */
struct sd_js_seed {
    const char *text; /* borrowed; of a number its digits, in `digits` */
    bool number;
    char digits[24];
};

/* "42" is the number 42, "str:42" and whatever is no integer a text. SPLITDATA_USAGE for integers
 * that a double does not hold, and texts beyond ASCII or longer than a key. */
int sd_js_seed_read(struct sd_js_seed *seed, const char *text, struct splitdata_error *error);

/* The seed as a literal: 42, or "42". The code owns it. */
const char *sd_js_seed_literal(const struct sd_js_seed *seed, struct sd_code *code);

/* SPLITDATA_DATA for more records than an array of JavaScript has. */
int sd_js_check_count(const char *recipe, uint64_t count, struct splitdata_error *error);

/* The state is in random->state.words. */
void sd_arc4_seed(struct splitdata_random *random, const struct sd_js_seed *seed);

/* A double from 0, below 1. */
double sd_arc4_next(struct splitdata_words *state);

#endif
