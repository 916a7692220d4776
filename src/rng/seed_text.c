/* SPDX-License-Identifier: MIT */
#include "rng/seed_text.h"

#include "base/error.h"

#include <stdlib.h>

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int sd_is_integer(const char *text, size_t length)
{
    size_t i = length > 0 && (text[0] == '-' || text[0] == '+');
    if (i == length)
        return 0;
    while (i < length && is_digit(text[i]))
        i++;
    return i == length;
}

/* The absolute value of an integer; returns 0 and leaves *value unset if it exceeds high. */
static int magnitude_within(const char *text, size_t length, uint64_t high, uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]))
            continue; /* the sign */
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (sum > (UINT64_MAX - digit) / 10 || sum * 10 + digit > high)
            return 0;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return 1;
}

int sd_unsigned_within(const char *text, size_t length, uint64_t high, uint64_t *value)
{
    if (!sd_is_integer(text, length))
        return 0;
    return magnitude_within(text, length, text[0] == '-' ? 0 : high, value);
}

int sd_integer_within(const char *text, size_t length, int64_t low, int64_t high, int64_t *value)
{
    if (!sd_is_integer(text, length))
        return 0;
    uint64_t magnitude;
    if (text[0] == '-') {
        if (!magnitude_within(text, length, (uint64_t)1 << 63, &magnitude))
            return 0;
        *value = magnitude == 0 ? 0 : -(int64_t)(magnitude - 1) - 1;
    } else {
        if (!magnitude_within(text, length, INT64_MAX, &magnitude))
            return 0;
        *value = (int64_t)magnitude;
    }
    return *value >= low && *value <= high;
}

/* words = words * factor + add; returns the new count. */
static size_t multiply_add(uint32_t *words, size_t count, uint32_t factor, uint32_t add)
{
    uint64_t carry = add;
    for (size_t i = 0; i < count; i++) {
        carry += (uint64_t)words[i] * factor;
        words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0)
        words[count++] = (uint32_t)carry;
    return count;
}

static size_t convert(const char *text, size_t length, uint32_t *words)
{
    size_t count = 0;
    uint32_t factor = 1, part = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]))
            continue; /* the sign */
        part = part * 10 + (uint32_t)(text[i] - '0');
        factor *= 10;
        if (factor == 1000000000U) {
            count = multiply_add(words, count, factor, part);
            factor = 1;
            part = 0;
        }
    }
    return multiply_add(words, count, factor, part);
}

int sd_integer_words(const char *text, size_t length, sd_take_words *take, void *context,
                     struct splitdata_error *error)
{
    uint32_t few[450] = {0};      /* 4,301 characters need 447: a digit has less than 3.322 bits */
    size_t room = length / 9 + 2; /* nine digits fit into a word */
    uint32_t *words = length <= 4301 ? few : NULL;
    if (words == NULL)
        words = room <= SIZE_MAX / sizeof *words ? malloc(room * sizeof *words) : NULL;
    if (words == NULL)
        return sd_fail_memory(error, "the seed");
    size_t count = convert(text, length, words);
    int status = take(context, words, count, error);
    if (words != few)
        free(words);
    return status;
}
