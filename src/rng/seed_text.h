/* SPDX-License-Identifier: MIT */
/* Seeds as people write them. Every function here gives one sentence for a text that is no seed. */
#ifndef SD_RNG_SEED_TEXT_H
#define SD_RNG_SEED_TEXT_H

#include "splitdata/error.h"

#include <stddef.h>
#include <stdint.h>

/* Is text[0..length-1] an integer: an optional sign and decimal digits? */
int sd_is_integer(const char *text, size_t length);

/* An integer of text[0..length-1] in low ... high; 0 if it is none or lies outside. */
int sd_integer_within(const char *text, size_t length, int64_t low, int64_t high, int64_t *value);

/* The same for 0 ... high. */
int sd_unsigned_within(const char *text, size_t length, uint64_t high, uint64_t *value);

/* Takes the absolute value of an integer in words, the least significant first, without leading
 * zeros (0 has no word), and returns a status. */
typedef int sd_take_words(void *context, const uint32_t *words, size_t count,
                          struct splitdata_error *error);

/* Hands the absolute value of the integer text[0..length-1], of any size, to `take` and returns its
 * status. The words last for the call; beyond 4,300 digits (what Python reads by default) they are
 * allocated. SPLITDATA_SYSTEM without memory. */
int sd_integer_words(const char *text, size_t length, sd_take_words *take, void *context,
                     struct splitdata_error *error);

#endif
