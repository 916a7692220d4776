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

enum { BLOCK = 64, LANES = 16, DIGEST_WORDS = 4 };

/* A word of each of so many messages. Vectors are those of gcc and clang, which choose the
 * instructions. */
typedef uint32_t words __attribute__((vector_size(4 * LANES)));

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

/* Step i of a round: `mixed` is the round's function of b, c and d. */
#define STEP(a, b, mixed, i, k, by)                                                                \
    do {                                                                                           \
        const words sum = (a) + (mixed) + word[(k) % 16] + sines[i];                               \
        (a) = (b) + (sum << (by) | sum >> (32 - (by)));                                            \
    } while (0)

/* Four steps, after which the state's words have their names again. */
#define FOUR_STEPS(MIXED, i, k, next, by, by_two, by_three, by_four)                               \
    do {                                                                                           \
        STEP(a, b, MIXED(b, c, d), (i) + 0, (k) + 0 * (next), by);                                 \
        STEP(d, a, MIXED(a, b, c), (i) + 1, (k) + 1 * (next), by_two);                             \
        STEP(c, d, MIXED(d, a, b), (i) + 2, (k) + 2 * (next), by_three);                           \
        STEP(b, c, MIXED(c, d, a), (i) + 3, (k) + 3 * (next), by_four);                            \
    } while (0)

#define CHOSEN(x, y, z)      ((z) ^ ((x) & ((y) ^ (z))))
#define CHOSEN_BY_Z(x, y, z) CHOSEN(z, x, y)
#define PARITY(x, y, z)      ((x) ^ (y) ^ (z))
#define OR_NOT(x, y, z)      ((y) ^ ((x) | ~(z)))

/* Adds a block to each of the messages. */
static void add_blocks(words state[DIGEST_WORDS], const words word[16])
{
    words a = state[0], b = state[1], c = state[2], d = state[3];
    for (unsigned i = 0; i < 16; i += 4)
        FOUR_STEPS(CHOSEN, i, i, 1, 7, 12, 17, 22);
    for (unsigned i = 16; i < 32; i += 4)
        FOUR_STEPS(CHOSEN_BY_Z, i, 5 * i + 1, 5, 5, 9, 14, 20);
    for (unsigned i = 32; i < 48; i += 4)
        FOUR_STEPS(PARITY, i, 3 * i + 5, 3, 4, 11, 16, 23);
    for (unsigned i = 48; i < 64; i += 4)
        FOUR_STEPS(OR_NOT, i, 7 * i, 7, 6, 10, 15, 21);
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static size_t blocks_of(const struct sd_recipe_key *key)
{
    return (key->length + 8) / BLOCK + 1;
}

/* The words of a block of each key. */
union block {
    words of_all[BLOCK / 4];
    uint32_t word[BLOCK / 4][LANES];
};

/* Block number b of a key with its padding: a bit after it, and its length in bits at the end. */
static void write_block(const struct sd_recipe_key *key, size_t b, uint8_t bytes[BLOCK])
{
    const size_t begin = b * BLOCK, left = key->length > begin ? key->length - begin : 0;
    memset(bytes, 0, BLOCK);
    if (left != 0)
        memcpy(bytes, key->bytes + begin, left < BLOCK ? left : BLOCK);
    if (key->length >= begin && left < BLOCK)
        bytes[left] = 0x80;
    for (unsigned k = 0; k < 8 && b + 1 == blocks_of(key); k++)
        bytes[BLOCK - 8 + k] = (uint8_t)((uint64_t)key->length << 3 >> 8 * k);
}

/* Block number b of each key. */
static void write_blocks(const struct sd_recipe_key *keys, size_t count, size_t b,
                         union block *block)
{
    uint8_t bytes[LANES][BLOCK];
    for (size_t m = 0; m < count; m++)
        write_block(&keys[m], b, bytes[m]);
    for (size_t m = 0; m < count; m++) {
        for (size_t k = 0; k < BLOCK / 4; k++)
            block->word[k][m] = sd_little32(bytes[m] + 4 * k);
    }
}

/* digests[m] becomes that of keys[m], as a number; count is at most LANES. */
static void md5(const struct sd_recipe_key *keys, size_t count,
                uint32_t digests[LANES][DIGEST_WORDS])
{
    static const uint32_t initial[DIGEST_WORDS] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    words state[DIGEST_WORDS];
    union block block;
    size_t blocks = 0;
    if (count < LANES)
        memset(&block, 0, sizeof block);
    for (size_t k = 0; k < DIGEST_WORDS; k++)
        state[k] = (words){0} + initial[k];
    for (size_t m = 0; m < count; m++)
        blocks = blocks_of(&keys[m]) > blocks ? blocks_of(&keys[m]) : blocks;
    for (size_t b = 0; b < blocks; b++) {
        write_blocks(keys, count, b, &block);
        add_blocks(state, block.of_all);
        for (size_t m = 0; m < count; m++) {
            for (size_t k = 0; k < DIGEST_WORDS && b + 1 == blocks_of(&keys[m]); k++)
                digests[m][k] = __builtin_bswap32(state[k][m]);
        }
    }
}

static void key_numbers(const struct sd_recipe_options *options, const struct sd_recipe_key *keys,
                        size_t count, uint64_t *numbers)
{
    uint32_t digests[LANES][DIGEST_WORDS];
    struct sd_digest_buckets buckets;
    sd_digest_buckets_begin(&buckets, options, DIGEST_WORDS);
    for (size_t first = 0; first < count; first += LANES) {
        const size_t here = count - first < LANES ? count - first : LANES;
        md5(keys + first, here, digests);
        for (size_t m = 0; m < here; m++)
            numbers[first + m] = sd_digest_bucket(&buckets, digests[m]);
    }
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
    .key_numbers = key_numbers,
};
