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

#include "base/digest.h"

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    uint8_t digest[SD_DIGEST_BYTES];
    (void)error;
    sd_sha256(key->bytes, key->length, digest);
    *number = sd_bucket_of_digest(options, digest, sizeof digest);
    return SPLITDATA_OK;
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
    .key_number = key_number,
};
