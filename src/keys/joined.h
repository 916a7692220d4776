/* SPDX-License-Identifier: MIT */
/* Keys of several columns as texts, as scikit-learn joins a two-dimensional y (classes.h). */
#ifndef SD_KEYS_JOINED_H
#define SD_KEYS_JOINED_H

#include "base/text.h"
#include "keys/keys.h"
#include "keys/types.h"

/* The text of code c is text.bytes[begin[c] .. begin[c+1]-1]. */
struct sd_joined {
    struct sd_text text;
    size_t *begin;
    uint64_t *missing; /* the cells without a value: a bit for each column, modulo 64 */
};

/* Whether all columns become numbers of one type; otherwise every cell keeps its own. */
bool sd_joined_numbers(const struct sd_keys *keys, const struct sd_typed *typed);

/* typed[0..columns-1]. SPLITDATA_SYSTEM: no memory. */
int sd_joined_make(struct sd_joined *joined, const struct sd_keys *keys,
                   const struct sd_typed *typed, struct splitdata_error *error);

void sd_joined_free(struct sd_joined *joined);

#endif
