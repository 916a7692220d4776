/* SPDX-License-Identifier: MIT */
/*
 * Spark SQL's xxhash64(key), and its remainder pmod(xxhash64(key), buckets): XXH64 with the seed 42
 * of a text's bytes, of the four bytes of an int or of the eight bytes of a bigint, the least
 * significant first. A missing value has the seed as hash.
 */
#include "recipe/spark_buckets.h"
#include "recipe/table.h"

#include "base/hash64.h"

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    enum { SEED = 42 };
    int64_t integer = 0;
    uint64_t hash = SEED;
    if (key->length != 0 && sd_spark_type(options) == SD_SPARK_STRING) {
        hash = sd_hash64(key->bytes, key->length, SEED);
    } else if (key->length != 0) {
        int status = sd_spark_integer(options, "spark-xxhash64", key, &integer, error);
        if (status != SPLITDATA_OK)
            return status;
        unsigned char bytes[8];
        for (int i = 0; i < 8; i++)
            bytes[i] = (unsigned char)((uint64_t)integer >> (8 * i));
        hash = sd_hash64(bytes, sd_spark_type(options) == SD_SPARK_INT ? 4 : 8, SEED);
    }
    *number = sd_spark_pmod((int64_t)hash, sd_buckets(options));
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_spark_print_hash(asked, code, "xxhash64", error);
}

static const struct sd_recipe_parameter parameters[] = {
    SD_BUCKETS_PARAMETER, SD_SPARK_TYPE_PARAMETER, {0}};

const struct sd_recipe sd_recipe_spark_xxhash64 = {
    .name = "spark-xxhash64",
    .summary = "rows by the remainder of Spark's xxhash64 of a key, by --hash COL",
    .call = "pmod(xxhash64(key), 100) < 80",
    .versions = "4.3.0 3.5.9",
    .of = "Spark",
    .checked = "random cases beside Spark",
    .conditions = "the key's column is a string, or what type= says",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
