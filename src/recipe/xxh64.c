/* SPDX-License-Identifier: MIT */
/*
 * XXH64 of the key with the seed 0, and its remainder:
 *
 *     xxhash.xxh64_intdigest(key) % buckets < train
 *
 * the hash being a number of 64 bits without a sign. So do ClickHouse's xxHash64(key) % buckets and
 * others; Spark's xxhash64 has another seed.
 */
#include "recipe/buckets.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "base/hash64.h"

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    (void)error;
    *number = sd_hash64(key->bytes, key->length, 0) % sd_buckets(options);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_python_hash(asked, code, "xxhash", "xxhash.xxh64_intdigest(key.encode())", error);
}

static const struct sd_recipe_parameter parameters[] = {SD_BUCKETS_PARAMETER, {0}};

const struct sd_recipe sd_recipe_xxh64 = {
    .name = "xxh64",
    .summary = "rows by the remainder of XXH64 of a key, with --hash COL",
    .call = "xxhash.xxh64_intdigest(key) % 100 < 80",
    .versions = "4.1.0",
    .of = "the package xxhash",
    .checked = "golden vectors of libxxhash and of the package",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
