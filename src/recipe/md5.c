/* SPDX-License-Identifier: MIT */
/*
 * MD5 (RFC 1321) of the key, as a whole number, and its remainder:
 *
 *     int(hashlib.md5(key.encode()).hexdigest(), 16) % buckets < train
 *
 * the digest being read with its most significant byte first.
 */
#include "recipe/buckets.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "base/little.h"
#include "rng/bits.h"

#include <string.h>

enum { BLOCK = 64, DIGEST = 16 };

/* floor(2^32 * |sin(i + 1)|). */
static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

static const unsigned rotations[4][4] = {
    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static inline void step(uint32_t now[4], unsigned i, uint32_t mixed, uint32_t word)
{
    const uint32_t b = now[1];
    const uint32_t sum = mixed + now[0] + sines[i] + word;
    now[0] = now[3];
    now[3] = now[2];
    now[2] = b;
    now[1] = b + sd_rotl32(sum, rotations[i / 16][i % 4]);
}

/* One loop for each round, so that the compiler has constants. */
static void add_block(uint32_t state[4], const uint8_t *block)
{
    uint32_t now[4], word[16];
    memcpy(now, state, sizeof now);
    for (unsigned k = 0; k < 16; k++)
        word[k] = sd_little32(block + 4 * (size_t)k);
    for (unsigned i = 0; i < 16; i++)
        step(now, i, (now[1] & now[2]) | (~now[1] & now[3]), word[i]);
    for (unsigned i = 16; i < 32; i++)
        step(now, i, (now[3] & now[1]) | (~now[3] & now[2]), word[(5 * i + 1) % 16]);
    for (unsigned i = 32; i < 48; i++)
        step(now, i, now[1] ^ now[2] ^ now[3], word[(3 * i + 5) % 16]);
    for (unsigned i = 48; i < 64; i++)
        step(now, i, now[2] ^ (now[1] | ~now[3]), word[7 * i % 16]);
    for (unsigned k = 0; k < 4; k++)
        state[k] += now[k];
}

static void md5(const char *bytes, size_t length, uint8_t digest[DIGEST])
{
    uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    uint8_t last[2 * BLOCK] = {0};
    const size_t whole = length / BLOCK * BLOCK, rest = length - whole;
    const size_t end = rest < BLOCK - 8 ? BLOCK : sizeof last;
    for (size_t at = 0; at < whole; at += BLOCK)
        add_block(state, (const uint8_t *)bytes + at);
    if (rest != 0)
        memcpy(last, bytes + whole, rest);
    last[rest] = 0x80;
    for (unsigned k = 0; k < 8; k++)
        last[end - 8 + k] = (uint8_t)((uint64_t)length * 8 >> 8 * k);
    for (size_t at = 0; at < end; at += BLOCK)
        add_block(state, last + at);
    for (unsigned k = 0; k < DIGEST; k++)
        digest[k] = (uint8_t)(state[k / 4] >> 8 * (k % 4));
}

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    uint8_t digest[DIGEST];
    (void)error;
    md5(key->bytes, key->length, digest);
    *number = sd_bucket_of_digest(options, digest, sizeof digest);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_python_hash(asked, code, "hashlib", "int(hashlib.md5(key.encode()).hexdigest(), 16)",
                          error);
}

static const struct sd_recipe_parameter parameters[] = {SD_BUCKETS_PARAMETER, {0}};

const struct sd_recipe sd_recipe_md5 = {
    .name = "md5",
    .summary = "rows by the remainder of MD5 of a key, with --hash COL",
    .call = "int(hashlib.md5(key.encode()).hexdigest(), 16) % 100 < 80",
    .versions = "3.12.1 3.11.7",
    .of = "Python",
    .checked = "golden vectors of hashlib",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
