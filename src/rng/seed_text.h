/* SPDX-License-Identifier: MIT */
/* Seeds given as text. Every function here reports invalid text with one sentence. */
#ifndef SD_RNG_SEED_TEXT_H
#define SD_RNG_SEED_TEXT_H

#include "splitdata/error.h"

#include <stddef.h>
#include <stdint.h>

/* Whether text[0..length-1] is an integer: an optional sign and decimal digits. */
int sd_is_integer(const char *text, size_t length);

/* Reads an integer from low to high; returns 0 if the text is none or out of range. */
int sd_integer_within(const char *text, size_t length, int64_t low, int64_t high, int64_t *value);

/* The same for 0 to high. */
int sd_unsigned_within(const char *text, size_t length, uint64_t high, uint64_t *value);

/* Receives the absolute value of an integer as words, least significant first, without leading
 * zeros (none for 0); returns a status. */
typedef int sd_take_words(void *context, const uint32_t *words, size_t count,
                          struct splitdata_error *error);

/* Passes the absolute value of the integer text[0..length-1], of any size, to `take` and returns
 * its status. The words are valid during the call; beyond 4,300 digits (Python's default limit)
 * they are allocated. SPLITDATA_SYSTEM: no memory. */
int sd_integer_words(const char *text, size_t length, sd_take_words *take, void *context,
                     struct splitdata_error *error);

#endif
