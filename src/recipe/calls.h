/* SPDX-License-Identifier: MIT */
/*
 * Recipes of frameworks that take the seed with each call: repeat number i, from 0, is the call
 * with the seed S + i. And the code of such calls.
 */
#ifndef SD_RECIPE_CALLS_H
#define SD_RECIPE_CALLS_H

#include "recipe/code.h"

#include "algorithm/draw.h"

/* The state is the seed of the next call. */
void sd_calls_seed(struct splitdata_random *random, uint64_t seed);

/* The seed of this call. */
uint64_t sd_calls_next(const struct sd_draw *draw);

/* The seed as an integer from `least` to `most`, or up to 2^64 - 1 where `most` is 0.
 * SPLITDATA_USAGE: it is none. */
int sd_calls_seed_text(struct splitdata_random *random, const char *text, int64_t least,
                       int64_t most, struct splitdata_error *error);

/* A word of a pattern, "{name}" there, and what stands for it. */
struct sd_code_word {
    const char *name;
    const char *text;
};

/* Appends the lines of a pattern; a word without a name ends the words. */
void sd_code_fill(struct sd_code *code, const char *pattern, const struct sd_code_word *words);

struct sd_calls_code {
    const char *imports; /* lines; NULL: none */
    /* Lines in which {seed} is the seed of the call. They set `order`, a permutation of the n rows
     * that is cut from the front, or with `whole` the result itself: `parts`, lists of rows in the
     * order in which the parts are named, or `tests`, the rows of the test part of each fold. */
    const char *lines;
    bool whole;
};

/* Appends all lines: one split, or `repeats`, a list of such. `words`: of the lines, besides the
 * seed; NULL: none. */
int sd_calls_print(const struct sd_code_asked *asked, struct sd_code *code,
                   const struct sd_calls_code *lines, const struct sd_code_word *words,
                   struct splitdata_error *error);

#endif
