/* SPDX-License-Identifier: MIT */
#include "base/exact.h"

#include <math.h>
#include <string.h>

/* *number = 10 * *number + the digit's value; false when that is beyond 64 bits. */
static bool append_digit(uint64_t *number, char text)
{
    uint64_t digit = (uint64_t)(text - '0');
    if (*number > (UINT64_MAX - digit) / 10)
        return false;
    *number = *number * 10 + digit;
    return true;
}

bool sd_parse_integer(const char *text, size_t length, uint64_t *value)
{
    uint64_t sum = 0;
    if (length == 0)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || !append_digit(&sum, text[i]))
            return false;
    }
    *value = sum;
    return true;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool reduced(uint64_t numerator, uint64_t denominator, struct sd_ratio *ratio)
{
    if (denominator == 0)
        return false;
    uint64_t divisor = common_divisor(numerator, denominator);
    ratio->numerator = numerator / divisor;
    ratio->denominator = denominator / divisor;
    return true;
}

/* "12.5" as 125 / 10, the denominator times `scale` (100 for a percentage). Zeros at the end are
 * dropped; both numbers must then fit 64 bits. */
static bool parse_decimal(const char *text, size_t length, uint64_t scale, struct sd_ratio *ratio)
{
    uint64_t digits = 0, denominator = scale;
    bool any = false, point = false;
    while (length != 0 && text[length - 1] == '0' && memchr(text, '.', length) != NULL) {
        any = true;
        length--;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || !append_digit(&digits, text[i]) ||
            (point && !append_digit(&denominator, '0')))
            return false;
        any = true;
    }
    return any && reduced(digits, denominator, ratio);
}

bool sd_parse_share(const char *text, size_t length, struct sd_ratio *share)
{
    bool point = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '/') {
            uint64_t above, below;
            return sd_parse_integer(text, i, &above) &&
                   sd_parse_integer(text + i + 1, length - i - 1, &below) &&
                   reduced(above, below, share);
        }
        point = point || text[i] == '.';
    }
    if (length != 0 && text[length - 1] == '%')
        return parse_decimal(text, length - 1, 100, share);
    return point && parse_decimal(text, length, 1, share);
}

/* *product = a * b. */
static bool multiply(uint64_t a, uint64_t b, uint64_t *product)
{
    *product = a * b;
    return a == 0 || *product / a == b;
}

bool sd_ratio_add(struct sd_ratio a, struct sd_ratio b, struct sd_ratio *sum)
{
    uint64_t divisor = common_divisor(a.denominator, b.denominator);
    uint64_t left, right, denominator;
    if (!multiply(a.numerator, b.denominator / divisor, &left) ||
        !multiply(b.numerator, a.denominator / divisor, &right) ||
        !multiply(a.denominator, b.denominator / divisor, &denominator) ||
        left > UINT64_MAX - right)
        return false;
    return reduced(left + right, denominator, sum);
}

int sd_ratio_against_one(struct sd_ratio ratio)
{
    return (ratio.numerator > ratio.denominator) - (ratio.numerator < ratio.denominator);
}

double sd_ratio_double(struct sd_ratio ratio)
{
    if (ratio.numerator == 0)
        return 0.0;
    /* Long division, one binary digit at a time, to 55 digits and whether anything is left over:
     * two more than a double holds, so that one rounding at the end is the only one. */
    uint64_t rest = ratio.numerator % ratio.denominator;
    uint64_t quotient = ratio.numerator / ratio.denominator;
    int exponent = 0;
    bool left_over = false;
    while (quotient >> 55 != 0) {
        left_over = left_over || (quotient & 1) != 0;
        quotient >>= 1;
        exponent++;
    }
    while (quotient >> 54 == 0) {
        bool carry = rest >> 63 != 0;
        rest <<= 1;
        bool digit = carry || rest >= ratio.denominator;
        if (digit)
            rest -= ratio.denominator;
        quotient = quotient << 1 | digit;
        exponent--;
    }
    left_over = left_over || rest != 0;
    return ldexp((double)(quotient << 1 | left_over), exponent - 1);
}

uint64_t sd_ratio_floor(struct sd_ratio ratio, uint64_t n)
{
    /* (n * numerator) / denominator by Horner's rule over the digits of n: the remainder stays
     * below the denominator, so nothing needs more than 65 bits. */
    uint64_t quotient = 0, rest = 0;
    uint64_t whole = ratio.numerator / ratio.denominator;
    uint64_t part = ratio.numerator % ratio.denominator;
    for (int bit = 63; bit >= 0; bit--) {
        bool carry = rest >> 63 != 0;
        rest <<= 1;
        quotient <<= 1;
        if (carry || rest >= ratio.denominator) {
            rest -= ratio.denominator;
            quotient++;
        }
        if ((n >> bit & 1) == 0)
            continue;
        quotient += whole;
        if (rest >= ratio.denominator - part && part != 0) {
            rest -= ratio.denominator - part;
            quotient++;
        } else {
            rest += part;
        }
    }
    return quotient;
}
