/* SPDX-License-Identifier: MIT */
/*
 * TensorFlow: tf.data's shuffle (recipe/tensorflow_data.c), and, with --hash COL, the buckets of a
 * text:
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
#include "recipe/tensorflow_data.h"

#include "algorithm/holdout.h"

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
    if (asked->options->hash == NULL)
        return sd_tensorflow_data_code(asked, code, error);
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

static int key_ranges(const struct sd_sizes_asked *asked, struct sd_cut *ranges,
                      struct splitdata_error *error)
{
    const struct sd_recipe_value *value = asked->options->value;
    if (value[1].text != NULL || value[2].text != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like tensorflow: buffer= and global= are for tf.data's shuffle, and "
                       "--hash takes neither");
    return sd_bucket_ranges(asked, ranges, error);
}

static const struct sd_recipe_parameter parameters[] = {
    SD_BUCKETS_PARAMETER, SD_TENSORFLOW_BUFFER, SD_TENSORFLOW_GLOBAL, {0}};

const struct sd_recipe sd_recipe_tensorflow = {
    .name = "tensorflow",
    .summary = "tf.data's shuffle, made once, then take and skip; buckets with --hash COL",
    .call = "data.shuffle(n, seed=SEED, reshuffle_each_iteration=False), take(k), skip(k); "
            "tf.strings.to_hash_bucket_fast(key, 100) < 80",
    .versions = "2.21.0",
    .of = "TensorFlow",
    .checked = "golden vectors; beside TensorFlow itself",
    .conditions = "reshuffle_each_iteration=False; tf.random.set_seed not called (or global=)",
    .parameters = parameters,
    .code = print_code,
    .generator = "qsv-faster",
    .seed = sd_tensorflow_seed,
    .sizes = sd_tensorflow_sizes,
    .permute = sd_tensorflow_permute,
    .cut = sd_cut_first_part_first,
    .key_ranges = key_ranges,
    .key_number = key_number,
};
