/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 of the key, as a whole number, and its remainder:
 *
 *     int(hashlib.sha256(key.encode()).hexdigest(), 16) % buckets < train
 *
 * the digest being read with its most significant byte first.
 */
#include "recipe/buckets.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "base/little.h"
#include "base/sha256_many.h"

enum { DIGEST_WORDS = SD_DIGEST_BYTES / 4 };

static uint64_t number_of_long(const struct sd_digest_buckets *buckets,
                               const struct sd_recipe_key *key)
{
    uint8_t digest[SD_DIGEST_BYTES];
    uint32_t words[DIGEST_WORDS];
    sd_sha256(key->bytes, key->length, digest);
    for (size_t w = 0; w < DIGEST_WORDS; w++)
        words[w] = sd_big32(digest + 4 * w);
    return sd_digest_bucket(buckets, words);
}

_Static_assert((int)SD_RECIPE_KEYS <= (int)SD_SHA256_MOST,
               "the keys of a batch are hashed at once");

static void key_numbers(const struct sd_recipe_options *options, const struct sd_recipe_key *keys,
                        size_t count, uint64_t *numbers)
{
    struct sd_short_message messages[SD_RECIPE_KEYS];
    struct sd_sha256_words digests;
    struct sd_digest_buckets buckets;
    size_t short_ones = 0, place[SD_RECIPE_KEYS];
    sd_digest_buckets_begin(&buckets, options, DIGEST_WORDS);
    for (size_t i = 0; i < count; i++) {
        messages[short_ones] = (struct sd_short_message){0};
        if (sd_short_message_add(&messages[short_ones], keys[i].bytes, keys[i].length))
            place[short_ones++] = i;
        else
            numbers[i] = number_of_long(&buckets, &keys[i]);
    }
    sd_sha256_many(messages, short_ones, &digests);
    for (size_t m = 0; m < short_ones; m++) {
        uint32_t words[DIGEST_WORDS];
        for (size_t w = 0; w < DIGEST_WORDS; w++)
            words[w] = digests.word[w][m];
        numbers[place[m]] = sd_digest_bucket(&buckets, words);
    }
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_python_hash(asked, code, "hashlib",
                          "int(hashlib.sha256(key.encode()).hexdigest(), 16)", error);
}

static const struct sd_recipe_parameter parameters[] = {SD_BUCKETS_PARAMETER, {0}};

const struct sd_recipe sd_recipe_sha256 = {
    .name = "sha256",
    .summary = "rows by the remainder of SHA-256 of a key, with --hash COL",
    .call = "int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100 < 80",
    .versions = "3.12.1 3.11.7",
    .of = "Python",
    .checked = "golden vectors of hashlib",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_numbers = key_numbers,
};
