/* SPDX-License-Identifier: MIT */
#include "keys/number.h"

#include "splitdata/random.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

/* Longer decimals are text: no number has that many digits. */
enum { LONGEST = 2000 };

struct span {
    const char *at, *end;
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct span trim(const char *text, size_t length)
{
    struct span s = {text, text + length};
    while (s.at < s.end && is_blank(*s.at))
        s.at++;
    while (s.at < s.end && is_blank(s.end[-1]))
        s.end--;
    return s;
}

static bool skip_sign(struct span *s)
{
    bool negative = s->at < s->end && *s->at == '-';
    if (s->at < s->end && (*s->at == '-' || *s->at == '+'))
        s->at++;
    return negative;
}

static bool same_word(struct span s, const char *lower)
{
    for (; s.at < s.end && *lower != '\0'; s.at++, lower++) {
        char c = *s.at >= 'A' && *s.at <= 'Z' ? (char)(*s.at - 'A' + 'a') : *s.at;
        if (c != *lower)
            return false;
    }
    return s.at == s.end && *lower == '\0';
}

bool sd_is_missing(const char *text, size_t length)
{
    static const char *const markers[] = {
        "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
        "<NA>", "N/A",      "NA",  "NULL",    "NaN",      "None", "n/a",  "nan",    "null",
    };
    if (length == 0)
        return true;
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        if (strlen(markers[i]) == length && memcmp(text, markers[i], length) == 0)
            return true;
    }
    return false;
}

bool sd_is_no_value(const char *list, const char *text, size_t length)
{
    if (list == NULL)
        return sd_is_missing(text, length);
    if (strcmp(list, "none") == 0)
        return false;
    bool found = length == 0;
    for (const char *at = list; !found; at++) {
        size_t end = strcspn(at, ",");
        found = end == length && memcmp(at, text, length) == 0;
        at += end;
        if (*at == '\0')
            break;
    }
    return found;
}

const char *sd_read_digits(const char *text, size_t length, size_t *digits, bool *negative)
{
    struct span s = trim(text, length);
    *negative = skip_sign(&s);
    for (const char *c = s.at; c < s.end; c++) {
        if (!is_digit(*c))
            return NULL;
    }
    if (s.at == s.end)
        return NULL;
    while (s.end - s.at > 1 && *s.at == '0')
        s.at++;
    *digits = (size_t)(s.end - s.at);
    return s.at;
}

enum sd_integer_fit sd_read_uint64(const char *text, size_t length, uint64_t *value)
{
    size_t count;
    bool negative;
    const char *digit = sd_read_digits(text, length, &count, &negative);
    if (digit == NULL)
        return SD_INTEGER_NONE;
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned d = (unsigned)(digit[i] - '0');
        if (*value > (UINT64_MAX - d) / 10)
            return SD_INTEGER_WIDE;
        *value = *value * 10 + d;
    }
    return negative && *value > 0 ? SD_INTEGER_WIDE : SD_INTEGER_OK;
}

enum sd_integer_fit sd_read_int64(const char *text, size_t length, int64_t *value)
{
    size_t count;
    bool negative;
    uint64_t size;
    const char *digit = sd_read_digits(text, length, &count, &negative);
    if (digit == NULL)
        return SD_INTEGER_NONE;
    uint64_t largest = (uint64_t)INT64_MAX + negative;
    if (sd_read_uint64(digit, count, &size) != SD_INTEGER_OK || size > largest)
        return SD_INTEGER_WIDE;
    *value = !negative ? (int64_t)size : size == 0 ? 0 : -(int64_t)(size - 1) - 1;
    return SD_INTEGER_OK;
}

/* The digits and the exponent of a decimal; false if it is none. */
struct decimal {
    double mantissa; /* of its first 17 digits, including leading zeros */
    int exponent;
};

enum { DIGITS = 17, EXPONENT_LIMIT = 100000 };

static bool read_exponent(struct span *s, int *exponent)
{
    if (s->at == s->end || (*s->at != 'e' && *s->at != 'E'))
        return true;
    s->at++;
    bool negative = skip_sign(s);
    int value = 0;
    const char *first = s->at;
    for (; s->at < s->end && is_digit(*s->at); s->at++)
        value = value > EXPONENT_LIMIT ? value : value * 10 + (*s->at - '0');
    *exponent += negative ? -value : value;
    return s->at > first;
}

static bool read_decimal(struct span *s, struct decimal *decimal)
{
    int used = 0;
    bool any = false, behind_point = false;
    *decimal = (struct decimal){0};
    for (; s->at < s->end; s->at++) {
        if (*s->at == '.' && !behind_point) {
            behind_point = true;
            continue;
        }
        if (!is_digit(*s->at))
            break;
        any = true;
        if (used < DIGITS) {
            decimal->mantissa = decimal->mantissa * 10.0 + (double)(*s->at - '0');
            used++;
            decimal->exponent -= behind_point;
        } else {
            decimal->exponent += !behind_point;
        }
    }
    return any && read_exponent(s, &decimal->exponent) && s->at == s->end;
}

static double power_of_ten(int exponent)
{
    char text[16];
    double power = 0.0;
    snprintf(text, sizeof text, "1e%d", exponent);
    splitdata_parse_double(text, &power);
    return power;
}

/* One multiplication or division; two below the normal range. */
static double scale(struct decimal decimal)
{
    if (decimal.exponent > DBL_MAX_10_EXP)
        return INFINITY;
    if (decimal.exponent > 0)
        return decimal.mantissa * power_of_ten(decimal.exponent);
    if (decimal.exponent >= -DBL_MAX_10_EXP)
        return decimal.mantissa / power_of_ten(-decimal.exponent);
    if (decimal.exponent < -2 * DBL_MAX_10_EXP)
        return 0.0;
    double shifted = decimal.mantissa / power_of_ten(-DBL_MAX_10_EXP - decimal.exponent);
    return shifted / power_of_ten(DBL_MAX_10_EXP);
}

bool sd_read_double(const char *text, size_t length, enum sd_pandas pandas, double *value)
{
    struct span whole = {text, text + length}, s = trim(text, length);
    bool negative = skip_sign(&whole);
    if (same_word(whole, "inf") || same_word(whole, "infinity")) {
        *value = negative ? -INFINITY : INFINITY;
        return true;
    }
    struct decimal decimal;
    char copy[LONGEST + 1];
    size_t size = (size_t)(s.end - s.at);
    if (size == 0 || size > LONGEST)
        return false;
    memcpy(copy, s.at, size);
    copy[size] = '\0';
    negative = skip_sign(&s);
    if (!read_decimal(&s, &decimal))
        return false;
    if (pandas != SD_PANDAS_2)
        return splitdata_parse_double(copy, value) != 0;
    double absolute = scale(decimal);
    *value = negative ? -absolute : absolute;
    return isfinite(absolute);
}

bool sd_read_boolean(const char *text, size_t length, bool *value)
{
    struct span s = {text, text + length};
    *value = same_word(s, "true");
    return *value || same_word(s, "false");
}
