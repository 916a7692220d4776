/* SPDX-License-Identifier: MIT */
/*
 * TensorFlow's buckets of a text, with --hash COL:
 *
 *     tf.strings.to_hash_bucket_fast(key, buckets) < train
 *
 * the fingerprint of the key as a number without a sign: where its first bit is set, BigQuery's
 * bucket is another one.
 */
#include "recipe/buckets.h"
#include "recipe/farmhash.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include <inttypes.h>

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    (void)error;
    *number = sd_farm_fingerprint(key->bytes, key->length) % sd_buckets(options);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *column = "";
    sd_code_line(code, "import numpy as np");
    sd_code_line(code, "import tensorflow as tf");
    int status = sd_python_read_texts(asked, code, error);
    if (status == SPLITDATA_OK)
        status = sd_python_columns(code, asked->options->hash, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "numbers = tf.strings.to_hash_bucket_fast(list(%s), %" PRIu64 ").numpy()",
                 column, sd_buckets(asked->parameters));
    return sd_python_cut_buckets(asked, code, error);
}

static const struct sd_recipe_parameter parameters[] = {SD_BUCKETS_PARAMETER, {0}};

const struct sd_recipe sd_recipe_tensorflow = {
    .name = "tensorflow",
    .summary = "rows by tf.strings.to_hash_bucket_fast of a key, with --hash COL",
    .call = "tf.strings.to_hash_bucket_fast(key, 100) < 80",
    .versions = "2.21.0",
    .of = "TensorFlow",
    .checked = "golden vectors, and values that TensorFlow's manual gives",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
