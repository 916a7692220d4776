/* SPDX-License-Identifier: MIT */
#include "rng/decimal.h"

#include "rng/bits.h"

#include <string.h>

void sd_big_set(struct sd_big *big, uint64_t value)
{
    big->words[0] = (uint32_t)value;
    big->words[1] = (uint32_t)(value >> 32);
    big->count = big->words[1] != 0 ? 2 : big->words[0] != 0;
}

void sd_big_multiply(struct sd_big *big, uint32_t factor, uint32_t add)
{
    uint64_t carry = add;
    for (int i = 0; i < big->count; i++) {
        carry += (uint64_t)big->words[i] * factor;
        big->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0)
        big->words[big->count++] = (uint32_t)carry;
}

void sd_big_power10(struct sd_big *big, int power)
{
    for (; power >= 9; power -= 9)
        sd_big_multiply(big, 1000000000U, 0);
    for (; power > 0; power--)
        sd_big_multiply(big, 10, 0);
}

void sd_big_shift(struct sd_big *big, int bits)
{
    sd_big_multiply(big, 1U << (bits % 32), 0);
    int words = bits / 32;
    if (words == 0 || big->count == 0)
        return;
    memmove(big->words + words, big->words, (size_t)big->count * sizeof big->words[0]);
    memset(big->words, 0, (size_t)words * sizeof big->words[0]);
    big->count += words;
}

void sd_big_add(struct sd_big *big, const struct sd_big *other)
{
    uint64_t carry = 0;
    for (int i = 0; i < other->count || (carry != 0 && i < big->count); i++) {
        carry += i < big->count ? big->words[i] : 0;
        carry += i < other->count ? other->words[i] : 0;
        big->words[i] = (uint32_t)carry;
        carry >>= 32;
        if (i == big->count)
            big->count++;
    }
    if (carry != 0)
        big->words[big->count++] = 1;
}

void sd_big_subtract(struct sd_big *big, const struct sd_big *other)
{
    uint32_t borrow = 0;
    for (int i = 0; i < big->count; i++) {
        uint64_t take = (uint64_t)(i < other->count ? other->words[i] : 0) + borrow;
        borrow = big->words[i] < take;
        big->words[i] = (uint32_t)(big->words[i] - take);
    }
    while (big->count > 0 && big->words[big->count - 1] == 0)
        big->count--;
}

int sd_big_compare(const struct sd_big *a, const struct sd_big *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--) {
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    }
    return 0;
}

int sd_big_bits(const struct sd_big *big)
{
    if (big->count == 0)
        return 0;
    return 32 * (big->count - 1) + (int)sd_bit_length(big->words[big->count - 1]);
}
