/* SPDX-License-Identifier: MIT */
/*
 * Factorizes a column whose values are integers in memory. The integers themselves are counted and
 * ordered: in a table by value where they lie close together, else in a hash table. Text is made of
 * each distinct value once.
 */
#ifndef SD_KEYS_INTEGERS_H
#define SD_KEYS_INTEGERS_H

#include "keys/key_set.h"

/* Does what sd_key_set_factorize does if the set is one column, not binned, of which the source has
 * integers, and sets *done. Keys are then numbered in the order of their values. SPLITDATA_SYSTEM:
 * no memory. */
int sd_integers_factorize(struct sd_key_set *set, bool *done, struct splitdata_error *error);

/* Room for any integer in text, and such texts, as keys have them. */
#define SD_INTEGER_TEXT 20
struct sd_key_field sd_boolean_text(bool boolean);
struct sd_key_field sd_natural_text(uint64_t number, char text[SD_INTEGER_TEXT]);
struct sd_key_field sd_integer_text(int64_t number, char text[SD_INTEGER_TEXT]);

#endif
