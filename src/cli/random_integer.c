/* SPDX-License-Identifier: MIT */
#include "cli/random_integer.h"

#include "cli/random_call.h"

#include <inttypes.h>
#include <string.h>

void random_integer_trim(struct random_integer *integer)
{
    while (integer->count > 0 && integer->words[integer->count - 1] == 0)
        integer->count--;
    if (integer->count == 0)
        integer->negative = false;
}

void random_integer_set(struct random_integer *integer, int32_t value)
{
    integer->negative = value < 0;
    integer->words[0] = value < 0 ? 0U - (uint32_t)value : (uint32_t)value;
    integer->count = 1;
    random_integer_trim(integer);
}

/* magnitude = magnitude * factor + add */
static void multiply_add(struct random_integer *integer, uint32_t factor, uint32_t add)
{
    uint64_t carry = add;
    for (int i = 0; i < integer->count; i++) {
        carry += (uint64_t)integer->words[i] * factor;
        integer->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0)
        integer->words[integer->count++] = (uint32_t)carry;
}

bool random_integer_parse(struct random_integer *integer, const char *text)
{
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    random_integer_set(integer, 0);
    if (*text == '\0')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        multiply_add(integer, 10, (uint32_t)(*text - '0'));
        if (integer->count > RANDOM_INTEGER_WORDS)
            return false;
    }
    integer->negative = negative && integer->count > 0;
    return *text == '\0';
}

static int compare(const struct random_integer *a, const struct random_integer *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--) {
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    }
    return 0;
}

static uint32_t word(const struct random_integer *integer, int i)
{
    return i < integer->count ? integer->words[i] : 0;
}

static void add_magnitude(struct random_integer *a, const struct random_integer *b)
{
    uint64_t carry = 0;
    int count = a->count > b->count ? a->count : b->count;
    for (int i = 0; i < count; i++) {
        carry += (uint64_t)word(a, i) + word(b, i);
        a->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    a->count = count;
    if (carry != 0)
        a->words[a->count++] = 1;
}

/* to = big - small (magnitudes); `to` may alias either. */
static void subtract_magnitude(struct random_integer *to, const struct random_integer *big,
                               const struct random_integer *small)
{
    uint32_t borrow = 0;
    int count = big->count;
    for (int i = 0; i < count; i++) {
        uint64_t take = (uint64_t)word(small, i) + borrow;
        uint32_t have = big->words[i];
        borrow = have < take;
        to->words[i] = (uint32_t)(have - take);
    }
    to->count = count;
}

static void add_signed(struct random_integer *a, const struct random_integer *b, bool b_negative)
{
    if (a->negative == b_negative || a->count == 0) {
        a->negative = b_negative;
        add_magnitude(a, b);
    } else if (compare(a, b) >= 0) {
        subtract_magnitude(a, a, b);
    } else {
        subtract_magnitude(a, b, a);
        a->negative = b_negative;
    }
    random_integer_trim(a);
}

void random_integer_add(struct random_integer *a, const struct random_integer *b)
{
    add_signed(a, b, b->negative);
}

void random_integer_subtract(struct random_integer *a, const struct random_integer *b)
{
    add_signed(a, b, !b->negative);
}

void random_integer_multiply(struct random_integer *a, const struct random_integer *b)
{
    struct random_integer product = {.negative = a->negative != b->negative};
    product.count = a->count + b->count;
    for (int i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b->count; j++) {
            carry += (uint64_t)a->words[i] * b->words[j] + product.words[i + j];
            product.words[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        product.words[i + b->count] = (uint32_t)carry;
    }
    random_integer_trim(&product);
    *a = product;
}

/* Long division bit by bit: the remainder of the bits so far stays below b. */
void random_integer_divide_up(struct random_integer *a, const struct random_integer *b)
{
    struct random_integer rest = {.count = 0}, one;
    for (int bit = 32 * a->count - 1; bit >= 0; bit--) {
        uint32_t mask = (uint32_t)1 << bit % 32;
        multiply_add(&rest, 2, (a->words[bit / 32] & mask) != 0);
        a->words[bit / 32] &= ~mask;
        if (compare(&rest, b) >= 0) {
            subtract_magnitude(&rest, &rest, b);
            random_integer_trim(&rest);
            a->words[bit / 32] |= mask;
        }
    }
    a->negative = false;
    random_integer_trim(a);
    random_integer_set(&one, 1);
    if (rest.count > 0)
        add_magnitude(a, &one);
}

/* Divides by 10^9 and returns the remainder, nine digits. */
static uint32_t take_digits(struct random_integer *integer)
{
    uint64_t rest = 0;
    for (int i = integer->count - 1; i >= 0; i--) {
        rest = rest << 32 | integer->words[i];
        integer->words[i] = (uint32_t)(rest / 1000000000);
        rest %= 1000000000;
    }
    random_integer_trim(integer);
    return (uint32_t)rest;
}

void random_integer_print(struct random_integer *integer)
{
    static const int digits_of_words = 9 * (2 * (2 * RANDOM_INTEGER_WORDS + 2));
    char text[1 + 9 * (2 * (2 * RANDOM_INTEGER_WORDS + 2)) + 1]; /* with a sign */
    bool negative = integer->negative;
    char *at = text + 1 + digits_of_words;
    *at = '\0';
    do {
        uint32_t nine = take_digits(integer);
        for (int i = 0; i < 9; i++) {
            *--at = (char)('0' + nine % 10);
            nine /= 10;
        }
    } while (integer->count > 0);
    at += strspn(at, "0");
    if (*at == '\0')
        at--;
    else if (negative)
        *--at = '-';
    random_print_text(at);
}
