/* SPDX-License-Identifier: MIT */
/* Bit operations and wide products with the same result on every machine. */
#ifndef SD_RNG_BITS_H
#define SD_RNG_BITS_H

#include "splitdata/random_numpy.h"

#include <stdint.h>

/* The smallest 2^k - 1 that is at least max. */
static inline uint64_t sd_mask64(uint64_t max)
{
    max |= max >> 1;
    max |= max >> 2;
    max |= max >> 4;
    max |= max >> 8;
    max |= max >> 16;
    return max | max >> 32;
}

static inline uint32_t sd_mask32(uint32_t max)
{
    return (uint32_t)sd_mask64(max);
}

/* The number of bits of n; 0 for n = 0. */
static inline unsigned sd_bit_length(uint64_t n)
{
#if defined(__GNUC__)
    return n == 0 ? 0 : 64 - (unsigned)__builtin_clzll(n);
#else
    unsigned bits = 0;
    for (; n != 0; n >>= 1)
        bits++;
    return bits;
#endif
}

static inline uint32_t sd_rotr32(uint32_t x, unsigned by)
{
    return x >> (by & 31U) | x << ((0U - by) & 31U);
}

static inline uint32_t sd_rotl32(uint32_t x, unsigned by)
{
    return sd_rotr32(x, 0U - by);
}

static inline uint64_t sd_rotr64(uint64_t x, unsigned by)
{
    return x >> (by & 63U) | x << ((0U - by) & 63U);
}

static inline uint64_t sd_rotl64(uint64_t x, unsigned by)
{
    return sd_rotr64(x, 0U - by);
}

/* Eight bytes as a number, the most significant first. */
static inline uint64_t sd_load_be64(const uint8_t *at)
{
    return (uint64_t)at[0] << 56 | (uint64_t)at[1] << 48 | (uint64_t)at[2] << 40 |
           (uint64_t)at[3] << 32 | (uint64_t)at[4] << 24 | (uint64_t)at[5] << 16 |
           (uint64_t)at[6] << 8 | at[7];
}

static inline void sd_store_be64(uint8_t *at, uint64_t value)
{
    at[0] = (uint8_t)(value >> 56);
    at[1] = (uint8_t)(value >> 48);
    at[2] = (uint8_t)(value >> 40);
    at[3] = (uint8_t)(value >> 32);
    at[4] = (uint8_t)(value >> 24);
    at[5] = (uint8_t)(value >> 16);
    at[6] = (uint8_t)(value >> 8);
    at[7] = (uint8_t)value;
}

/* The 128 bits of a * b. */
static inline struct splitdata_u128 sd_multiply(uint64_t a, uint64_t b)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (struct splitdata_u128){(uint64_t)(product >> 64), (uint64_t)product};
#else
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t low = a0 * b0;
    uint64_t middle = a1 * b0 + (low >> 32); /* at most (2^32 - 1)^2 + 2^32 - 1 */
    uint64_t other = a0 * b1 + (uint32_t)middle;
    return (struct splitdata_u128){a1 * b1 + (middle >> 32) + (other >> 32),
                                   other << 32 | (uint32_t)low};
#endif
}

static inline struct splitdata_u128 sd_add128(struct splitdata_u128 a, struct splitdata_u128 b)
{
    uint64_t low = a.low + b.low;
    return (struct splitdata_u128){a.high + b.high + (low < a.low), low};
}

/* a * b + c modulo 2^128. */
static inline struct splitdata_u128 sd_multiply_add(struct splitdata_u128 a,
                                                    struct splitdata_u128 b,
                                                    struct splitdata_u128 c)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    wide x = (wide)a.high << 64 | a.low, y = (wide)b.high << 64 | b.low;
    wide sum = x * y + ((wide)c.high << 64 | c.low);
    return (struct splitdata_u128){(uint64_t)(sum >> 64), (uint64_t)sum};
#else
    struct splitdata_u128 product = sd_multiply(a.low, b.low);
    product.high += a.high * b.low + a.low * b.high;
    return sd_add128(product, c);
#endif
}

#endif
