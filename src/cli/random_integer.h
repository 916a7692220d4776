/* SPDX-License-Identifier: MIT */
/* Python's integers: signed, up to 32,768 bits (9,864 digits). */
#ifndef SD_CLI_RANDOM_INTEGER_H
#define SD_CLI_RANDOM_INTEGER_H

#include <stdbool.h>
#include <stdint.h>

enum { RANDOM_INTEGER_WORDS = 1024, RANDOM_INTEGER_BITS = 32 * RANDOM_INTEGER_WORDS };

struct random_integer {
    bool negative; /* never for 0 */
    int count;     /* of words, the highest not 0; 0 for the number 0 */
    uint32_t words[2 * RANDOM_INTEGER_WORDS + 2]; /* products have twice as many as inputs */
};

/* False: no integer, or too long. */
bool random_integer_parse(struct random_integer *integer, const char *text);

void random_integer_set(struct random_integer *integer, int32_t value);

/* Drops leading zero words. */
void random_integer_trim(struct random_integer *integer);

/* a += b, a -= b, a *= b, a = ceiling of a / b for a and b of the same sign or a = 0, b not 0. */
void random_integer_add(struct random_integer *a, const struct random_integer *b);
void random_integer_subtract(struct random_integer *a, const struct random_integer *b);
void random_integer_multiply(struct random_integer *a, const struct random_integer *b);
void random_integer_divide_up(struct random_integer *a, const struct random_integer *b);

/* Prints it and a line feed; its value is 0 afterwards. */
void random_integer_print(struct random_integer *integer);

#endif
