/* SPDX-License-Identifier: MIT */
/* Python's random.seed for integers, floats, bytes and text. */
#include "rng/table.h"

#include "base/digest.h"
#include "base/error.h"
#include "rng/decimal.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"
#include "rng/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void splitdata_python_seed(struct splitdata_python *random, const uint32_t *words, size_t count)
{
    sd_mt19937_init_array(&random->twister, words, count);
}

static void seed_u64(struct splitdata_python *random, uint64_t seed)
{
    uint32_t words[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    splitdata_python_seed(random, words, words[1] != 0 ? 2 : words[0] != 0);
}

/* Version 2: the bytes followed by their SHA-512, as one big-endian number. */
struct digested {
    const unsigned char *bytes;
    size_t size;
    uint8_t digest[SD_SHA512_BYTES];
};

static uint32_t word_of_digested(const void *key, size_t index)
{
    const struct digested *text = key;
    size_t all = text->size + sizeof text->digest;
    uint32_t word = 0;
    for (size_t k = 0; k < 4 && 4 * index + k < all; k++) {
        size_t at = all - 1 - (4 * index + k);
        uint32_t byte = at < text->size ? text->bytes[at] : text->digest[at - text->size];
        word |= byte << (8 * k);
    }
    return word;
}

int splitdata_python_seed_bytes(struct splitdata_python *random, const void *bytes, size_t size,
                                struct splitdata_error *error)
{
    struct digested text = {.bytes = bytes, .size = size};
    (void)error;
    sd_sha512(bytes, size, text.digest);
    /* Leading zero bytes are no digits of the number. */
    size_t zeros = 0, all = size + sizeof text.digest;
    while (zeros < all && (zeros < size ? text.bytes[zeros] : text.digest[zeros - size]) == 0)
        zeros++;
    sd_mt19937_init_key(&random->twister, word_of_digested, &text, (all - zeros + 3) / 4);
    return SPLITDATA_OK;
}

/* Version 1: Python 2's string hash, made independent of the machine's word size. */
void splitdata_python_seed_version1(struct splitdata_python *random, const uint32_t *characters,
                                    size_t count)
{
    uint64_t hash = count > 0 ? (uint64_t)characters[0] << 7 : 0;
    for (size_t i = 0; i < count; i++)
        hash = (1000003 * hash) ^ characters[i];
    seed_u64(random, hash ^ count);
}

/* hash(float): the value modulo the prime 2^61 - 1, equal for equal numbers of any type. */
static uint64_t hash_of_double(double value)
{
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    if (isnan(value))
        return 0;
    if (isinf(value))
        return value > 0 ? 314159 : 0U - 314159;
    int exponent;
    double fraction = frexp(fabs(value), &exponent);
    uint64_t mantissa = (uint64_t)ldexp(fraction, 53);
    exponent -= 53;
    /* 2^61 is 1 modulo the prime: multiplying by 2^e rotates 61 bits. */
    unsigned turn = (unsigned)((exponent % 61 + 61) % 61);
    uint64_t hash = ((mantissa << turn) & prime) | (turn > 0 ? mantissa >> (61 - turn) : 0);
    if (hash == prime)
        hash = 0;
    if (value < 0)
        hash = 0U - hash;
    return hash == UINT64_MAX ? UINT64_MAX - 1 : hash; /* -1 means "error" in CPython */
}

void splitdata_python_seed_float(struct splitdata_python *random, double value)
{
    seed_u64(random, hash_of_double(value));
}

static int seed_words(void *context, const uint32_t *words, size_t count,
                      struct splitdata_error *error)
{
    (void)error;
    splitdata_python_seed(context, words, count);
    return SPLITDATA_OK;
}

/* Version 1 for a text of `characters` code points. */
static int seed_characters(struct splitdata_python *random, const char *text, size_t length,
                           int (*next)(const char **, const char *, uint32_t *),
                           struct splitdata_error *error)
{
    uint32_t few[1024] = {0};
    uint32_t *characters = few;
    if (length > sizeof few / sizeof few[0])
        characters = malloc(length * sizeof *characters);
    if (characters == NULL)
        return sd_fail_memory(error, "the seed");
    size_t count = 0;
    const char *end = text + length;
    for (uint32_t character; next(&text, end, &character); count++)
        characters[count] = character;
    splitdata_python_seed_version1(random, characters, count);
    if (characters != few)
        free(characters);
    return SPLITDATA_OK;
}

static int seed_str(struct splitdata_python *random, const char *text, int version,
                    struct splitdata_error *error)
{
    size_t length = strlen(text);
    if (!sd_is_utf8(text, length))
        return sd_fail(error, SPLITDATA_USAGE, "a str seed must be UTF-8; bytes:... takes any");
    if (version == 1)
        return seed_characters(random, text, length, sd_next_character, error);
    return splitdata_python_seed_bytes(random, text, length, error);
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Reads one byte of hexadecimal text. */
static int next_byte(const char **at, const char *end, uint32_t *byte)
{
    if (end - *at < 2 || digit_value((*at)[0]) < 0 || digit_value((*at)[1]) < 0)
        return 0;
    *byte = (uint32_t)(digit_value((*at)[0]) * 16 + digit_value((*at)[1]));
    *at += 2;
    return 1;
}

static int seed_hex(struct splitdata_python *random, const char *text, int version,
                    struct splitdata_error *error)
{
    size_t length = strlen(text);
    const char *at = text;
    uint32_t byte;
    while (next_byte(&at, text + length, &byte))
        continue;
    if (*at != '\0')
        return sd_fail(error, SPLITDATA_USAGE, "bytes: needs pairs of hexadecimal digits: '%s'",
                       text);
    if (version == 1)
        return seed_characters(random, text, length, next_byte, error);
    unsigned char *bytes = malloc(length / 2 + 1);
    if (bytes == NULL)
        return sd_fail_memory(error, "the seed");
    size_t count = 0;
    for (at = text; next_byte(&at, text + length, &byte); count++)
        bytes[count] = (unsigned char)byte;
    int status = splitdata_python_seed_bytes(random, bytes, count, error);
    free(bytes);
    return status;
}

int splitdata_python_seed_text(struct splitdata_python *random, const char *text, int version,
                               struct splitdata_error *error)
{
    if (version != 1 && version != 2)
        return sd_fail(error, SPLITDATA_USAGE, "the seed version must be 1 or 2");
    int is_int = strncmp(text, "int:", 4) == 0;
    const char *integer = is_int ? text + 4 : text;
    if (sd_is_integer(integer, strlen(integer)))
        return sd_integer_words(integer, strlen(integer), seed_words, random, error);
    if (is_int)
        return sd_fail(error, SPLITDATA_USAGE, "int: needs an integer: '%s'", integer);
    if (strncmp(text, "bytes:", 6) == 0)
        return seed_hex(random, text + 6, version, error);
    if (strncmp(text, "float:", 6) == 0) {
        double value;
        if (!splitdata_parse_double(text + 6, &value))
            return sd_fail(error, SPLITDATA_USAGE, "float: needs a number: '%s'", text + 6);
        splitdata_python_seed_float(random, value);
        return SPLITDATA_OK;
    }
    return seed_str(random, strncmp(text, "str:", 4) == 0 ? text + 4 : text, version, error);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_python_seed_text(&state->python, text, 2, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->python.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_python_shuffle(&state->python, items, count, item_size);
}

const struct splitdata_random_kind sd_python_kind = {
    .name = "python",
    .about = "Python's random: MT19937",
    .seed_rule = "an integer of any size, any other text; int:5 str:5 bytes:00ff float:0.5",
    .family = SPLITDATA_FAMILY_PYTHON,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT64_MAX,
};
