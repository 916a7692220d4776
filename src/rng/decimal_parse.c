/* SPDX-License-Identifier: MIT */
/* Decimal text to the nearest double (ties to even), by exact division. */
#include "rng/decimal.h"

#include "rng/bits.h"

#include <math.h>

/* Digits that can matter: no double, and no midpoint between two doubles, has more than 768. Any
 * non-zero digits after them are replaced by one more digit that is not 0. */
enum { DIGITS = 780 };

struct decimal {
    struct sd_big digits;
    int count;        /* of significant digits taken */
    int64_t exponent; /* value = digits * 10^exponent */
    int more;         /* a skipped digit is not 0 */
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(struct decimal *number, char c, int fraction)
{
    if (number->count == DIGITS) {
        number->more |= c != '0';
        number->exponent += !fraction;
        return;
    }
    sd_big_multiply(&number->digits, 10, (uint32_t)(c - '0'));
    number->count += number->digits.count > 0;
    number->exponent -= fraction;
}

/* Reads digits with at most one decimal point; NULL if there is no digit. */
static const char *take_digits(struct decimal *number, const char *at)
{
    int seen = 0, fraction = 0;
    for (;; at++) {
        if (*at == '.' && !fraction) {
            fraction = 1;
        } else if (is_digit(*at)) {
            take_digit(number, *at, fraction);
            seen = 1;
        } else {
            return seen ? at : NULL;
        }
    }
}

static const char *take_exponent(struct decimal *number, const char *at)
{
    if (*at != 'e' && *at != 'E')
        return at;
    at++;
    int negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (!is_digit(*at))
        return NULL;
    int64_t exponent = 0;
    for (; is_digit(*at); at++)
        exponent = exponent < 1000000000000 ? exponent * 10 + (*at - '0') : exponent;
    number->exponent += negative ? -exponent : exponent;
    return at;
}

/* The quotient top / bottom rounded to a double. Both are scaled so that the integer quotient has
 * one or two bits more than the double can hold; a remainder sets the lowest one. */
static double divide(struct sd_big *top, struct sd_big *bottom, int sticky)
{
    int shift = 55 - (sd_big_bits(top) - sd_big_bits(bottom));
    if (shift > 1076)
        shift = 1076; /* subnormal: units of 2^-1074, and two bits for rounding */
    sd_big_shift(shift > 0 ? top : bottom, shift > 0 ? shift : -shift);
    uint64_t quotient = 0;
    int step = sd_big_bits(top) - sd_big_bits(bottom);
    if (step > 0)
        sd_big_shift(bottom, step);
    for (int i = step > 0 ? step : 0; i >= 0; i--) {
        quotient <<= 1;
        if (sd_big_compare(top, bottom) >= 0) {
            sd_big_subtract(top, bottom);
            quotient |= 1;
        }
        sd_big_shift(top, 1);
    }
    unsigned bits = sd_bit_length(quotient);
    unsigned drop = bits > 55 ? bits - 53 : 2; /* 55 or 56 bits, fewer when subnormal */
    uint64_t half = (uint64_t)1 << (drop - 1), rest = quotient & (2 * half - 1);
    quotient >>= drop;
    sticky |= top->count > 0;
    if (rest > half || (rest == half && (sticky || (quotient & 1) != 0)))
        quotient++;
    return ldexp((double)quotient, (int)drop - shift);
}

static double nearest(struct decimal *number)
{
    /* Values from 10^309 on round to infinity, values below 10^-326 to 0. */
    if (number->count == 0 || number->exponent + number->count < -325)
        return 0.0;
    if (number->exponent + number->count > 310)
        return HUGE_VAL;
    struct sd_big bottom;
    sd_big_set(&bottom, 1);
    if (number->exponent > 0)
        sd_big_power10(&number->digits, (int)number->exponent);
    else
        sd_big_power10(&bottom, (int)-number->exponent);
    return divide(&number->digits, &bottom, number->more);
}

/* Is text the lower-case word, in any case? */
static int is_word(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++) {
        if (*text != *word && *text != *word - 'a' + 'A')
            return 0;
    }
    return *text == '\0';
}

int splitdata_parse_double(const char *text, double *value)
{
    int negative = text[0] == '-';
    const char *at = text + (text[0] == '-' || text[0] == '+');
    double magnitude;
    if (is_word(at, "inf") || is_word(at, "infinity")) {
        magnitude = HUGE_VAL;
    } else if (is_word(at, "nan")) {
        magnitude = NAN;
    } else {
        struct decimal number = {.digits.count = 0};
        at = take_digits(&number, at);
        at = at != NULL ? take_exponent(&number, at) : NULL;
        if (at == NULL || *at != '\0')
            return 0;
        magnitude = nearest(&number);
    }
    *value = negative ? -magnitude : magnitude;
    return 1;
}
