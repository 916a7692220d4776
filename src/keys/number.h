/* SPDX-License-Identifier: MIT */
/*
 * What pandas.read_csv recognises as missing value, number and boolean, and the number it reads.
 *
 * Sources: pandas 1.5.3, 2.x and 3.1 (pandas/_libs/parsers.pyx, src/parser/tokenizer.c), tested
 * with the releases 1.5.3 and 3.1.1.
 */
#ifndef SD_KEYS_NUMBER_H
#define SD_KEYS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The two ways in which pandas releases read numbers. Up to 3.0, a decimal is computed from its
 * first 17 digits with one rounding too many, and numbers beyond 64 bits or the range of doubles
 * make the column text. As of 3.1, a decimal is the nearest double, or infinite if too large, and
 * integers of any size are integers. For ordinary short decimals the two agree. */
enum sd_pandas {
    SD_PANDAS_2,
    SD_PANDAS_3,
    SD_EXACT_VALUES /* no file was read: as 3.1, but only SD_MISSING is a missing value */
};

/* The text of a missing value among exact ones: a byte that is in no UTF-8 text. */
#define SD_MISSING "\xff"

enum sd_integer_fit {
    SD_INTEGER_OK,
    SD_INTEGER_NONE, /* not an integer */
    SD_INTEGER_WIDE  /* too large for the type */
};

/* One of pandas' markers: empty, NA, NaN, null, None ... */
bool sd_is_missing(const char *text, size_t length);

/* The same by a list of the user's, the option --na-values: the empty text and those in "NA,-",
 * byte by byte; "none": no text; NULL: pandas' markers. */
bool sd_is_no_value(const char *list, const char *text, size_t length);

/* An optional sign and digits, with blanks around. */
enum sd_integer_fit sd_read_int64(const char *text, size_t length, int64_t *value);
enum sd_integer_fit sd_read_uint64(const char *text, size_t length, uint64_t *value);

/* The digits of an integer of any size, without leading zeros ("0" itself keeps one); NULL: not an
 * integer. */
const char *sd_read_digits(const char *text, size_t length, size_t *digits, bool *negative);

/* Reads a decimal or an infinity. False: not a decimal, or one that the release cannot read. */
bool sd_read_double(const char *text, size_t length, enum sd_pandas pandas, double *value);

/* true or false, case-insensitive. */
bool sd_read_boolean(const char *text, size_t length, bool *value);

#endif
