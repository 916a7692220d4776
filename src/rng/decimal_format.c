/* SPDX-License-Identifier: MIT */
/*
 * The shortest decimal of a double, by the exact arithmetic of G. Steele and J. White ("How to
 * Print Floating-Point Numbers Accurately", PLDI 1990) with the scaling of R. Burger and R. Dybvig
 * (PLDI 1996).
 */
#include "rng/decimal.h"

#include "rng/bits.h"

#include <math.h>
#include <string.h>

/* value = rest / scale; up and down are the distances, over scale, to the midpoints towards the
 * neighbouring doubles. */
struct printing {
    struct sd_big rest, scale, up, down;
    int ends_included; /* an even mantissa: ties round to it */
};

static void start(struct printing *state, uint64_t mantissa, int exponent)
{
    /* Below a power of two the doubles are twice as dense (not below the smallest normal one). */
    int narrow = mantissa == (uint64_t)1 << 52 && exponent > -1074;
    sd_big_set(&state->rest, mantissa);
    sd_big_set(&state->scale, 1);
    sd_big_set(&state->up, 1);
    sd_big_set(&state->down, 1);
    int extra = 1 + narrow;
    int up = exponent > 0 ? exponent : 0;
    sd_big_shift(&state->rest, up + extra);
    sd_big_shift(&state->up, up + narrow);
    sd_big_shift(&state->down, up);
    sd_big_shift(&state->scale, (exponent < 0 ? -exponent : 0) + extra);
    state->ends_included = (mantissa & 1) == 0;
}

static int reaches_scale(const struct printing *state)
{
    struct sd_big sum;
    sum.count = state->rest.count;
    memcpy(sum.words, state->rest.words, (size_t)sum.count * sizeof sum.words[0]);
    sd_big_add(&sum, &state->up);
    int order = sd_big_compare(&sum, &state->scale);
    return state->ends_included ? order >= 0 : order > 0;
}

/* Scales so that the value is 0.d1 d2 ... times 10^power; returns power. */
static int find_power(struct printing *state, double value)
{
    int power = (int)floor(log10(value)) - 1; /* never above the true power */
    if (power >= 0) {
        sd_big_power10(&state->scale, power);
    } else {
        sd_big_power10(&state->rest, -power);
        sd_big_power10(&state->up, -power);
        sd_big_power10(&state->down, -power);
    }
    while (reaches_scale(state)) {
        sd_big_multiply(&state->scale, 10, 0);
        power++;
    }
    return power;
}

static int next_digit(struct printing *state)
{
    sd_big_multiply(&state->rest, 10, 0);
    sd_big_multiply(&state->up, 10, 0);
    sd_big_multiply(&state->down, 10, 0);
    int digit = 0;
    while (sd_big_compare(&state->rest, &state->scale) >= 0) {
        sd_big_subtract(&state->rest, &state->scale);
        digit++;
    }
    return digit;
}

/* Writes the at most 17 digits of a positive value and their count; returns the power of ten by
 * which 0.DIGITS is to be multiplied. */
static int shortest(double value, char digits[20], int *count)
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(value, &exponent), 53);
    exponent -= 53;
    while (exponent < -1074) { /* subnormal: fewer bits */
        mantissa >>= 1;
        exponent++;
    }
    struct printing state;
    start(&state, mantissa, exponent);
    int power = find_power(&state, value);
    int low = 0, high = 0;
    *count = 0;
    while (!low && !high) {
        digits[(*count)++] = (char)('0' + next_digit(&state));
        int order = sd_big_compare(&state.rest, &state.down);
        low = state.ends_included ? order <= 0 : order < 0;
        high = reaches_scale(&state);
    }
    if (low && high) { /* both digits are close enough: take the nearer one */
        sd_big_multiply(&state.rest, 2, 0);
        int order = sd_big_compare(&state.rest, &state.scale);
        high = order > 0 || (order == 0 && (digits[*count - 1] & 1) != 0);
    }
    digits[*count - 1] = (char)(digits[*count - 1] + high); /* never beyond 9 */
    return power;
}

static char *put_exponent(char *at, int exponent)
{
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    exponent = exponent < 0 ? -exponent : exponent;
    if (exponent >= 100)
        *at++ = (char)('0' + exponent / 100);
    *at++ = (char)('0' + exponent / 10 % 10);
    *at++ = (char)('0' + exponent % 10);
    return at;
}

static char *put(char *at, char fill, int times)
{
    for (; times > 0; times--)
        *at++ = fill;
    return at;
}

static char *put_digits(char *at, const char *digits, int count)
{
    memcpy(at, digits, (size_t)count);
    return at + count;
}

/* Python's repr: with an exponent below 1e-4 and from 1e16 on, otherwise always with a decimal
 * point. */
static char *lay_out(char *at, const char *digits, int count, int power)
{
    if (power > 16 || power < -3) {
        at = put_digits(at, digits, 1);
        if (count > 1)
            *at++ = '.';
        at = put_digits(at, digits + 1, count - 1);
        return put_exponent(at, power - 1);
    }
    if (power <= 0) {
        at = put(put_digits(at, "0.", 2), '0', -power);
        return put_digits(at, digits, count);
    }
    int whole = count < power ? count : power;
    at = put(put_digits(at, digits, whole), '0', power - whole);
    *at++ = '.';
    return count > whole ? put_digits(at, digits + whole, count - whole) : put(at, '0', 1);
}

size_t splitdata_format_double(char *out, double value)
{
    char *at = out;
    if (isnan(value)) {
        memcpy(out, "nan", 4);
        return 3;
    }
    if (signbit(value))
        *at++ = '-';
    value = fabs(value);
    if (isinf(value)) {
        at = put_digits(at, "inf", 3);
    } else if (value == 0.0) {
        at = put_digits(at, "0.0", 3);
    } else {
        char digits[20];
        int count;
        int power = shortest(value, digits, &count);
        at = lay_out(at, digits, count, power);
    }
    *at = '\0';
    return (size_t)(at - out);
}
