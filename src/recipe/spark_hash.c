/* SPDX-License-Identifier: MIT */
/*
 * Spark SQL's hash(key), and its remainder pmod(hash(key), buckets). It is MurmurHash3 of 32 bits
 * with the seed 42, but each byte after the last whole word is a word of its own, with its sign. An
 * int is one word, a bigint its lower one and its upper one. A missing value has the seed as hash.
 */
#include "recipe/spark_buckets.h"
#include "recipe/table.h"

#include "rng/bits.h"

static uint32_t add_word(uint32_t hash, uint32_t word)
{
    word = sd_rotl32(word * 0xcc9e2d51U, 15) * 0x1b873593U;
    return sd_rotl32(hash ^ word, 13) * 5 + 0xe6546b64U;
}

static int32_t finish(uint32_t hash, size_t length)
{
    hash ^= (uint32_t)length;
    hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
    hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
    return (int32_t)(hash ^ (hash >> 16));
}

static int32_t hash_text(const unsigned char *bytes, size_t length, uint32_t hash)
{
    size_t i = 0;
    for (; i + 4 <= length; i += 4)
        hash = add_word(hash, bytes[i] | (uint32_t)bytes[i + 1] << 8 |
                                  (uint32_t)bytes[i + 2] << 16 | (uint32_t)bytes[i + 3] << 24);
    for (; i < length; i++)
        hash = add_word(hash, (uint32_t)(int32_t)(int8_t)bytes[i]);
    return finish(hash, length);
}

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    enum { SEED = 42 };
    int64_t integer = 0;
    int32_t hash = SEED;
    if (key->length != 0 && sd_spark_type(options) == SD_SPARK_STRING) {
        hash = hash_text((const unsigned char *)key->bytes, key->length, SEED);
    } else if (key->length != 0) {
        int status = sd_spark_integer(options, "spark-hash", key, &integer, error);
        if (status != SPLITDATA_OK)
            return status;
        const bool small = sd_spark_type(options) == SD_SPARK_INT;
        uint32_t words = add_word(SEED, (uint32_t)integer);
        if (!small)
            words = add_word(words, (uint32_t)((uint64_t)integer >> 32));
        hash = finish(words, small ? 4 : 8);
    }
    *number = sd_spark_pmod(hash, sd_buckets(options));
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_spark_print_hash(asked, code, "hash", error);
}

static const struct sd_recipe_parameter parameters[] = {
    SD_BUCKETS_PARAMETER, SD_SPARK_TYPE_PARAMETER, {0}};

const struct sd_recipe sd_recipe_spark_hash = {
    .name = "spark-hash",
    .summary = "rows by the remainder of Spark's hash of a key, with --hash COL",
    .call = "pmod(hash(key), 100) < 80",
    .versions = "4.3.0 3.5.9",
    .of = "Spark",
    .checked = "random cases beside Spark",
    .conditions = "the key's column is a string, or what type= says",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
