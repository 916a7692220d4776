/* SPDX-License-Identifier: MIT */
/*
 * The split by key that Google's guides give for BigQuery:
 *
 *     WHERE MOD(ABS(FARM_FINGERPRINT(key)), buckets) < train
 *
 * The fingerprint is a signed number of 64 bits. The absolute value of the least one, -2^63, is no
 * such number: BigQuery stops there, and so does the split.
 */
#include "recipe/buckets.h"
#include "recipe/farmhash.h"
#include "recipe/sql.h"
#include "recipe/table.h"

#include <inttypes.h>

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    const uint64_t hash = sd_farm_fingerprint(key->bytes, key->length), least = UINT64_C(1) << 63;
    if (hash == least)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like bigquery: the fingerprint of the key is -2^63, of which BigQuery's "
                       "ABS has no value");
    *number = (hash < least ? hash : -hash) % sd_buckets(options);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "bigquery", .quote = '`', .engine = ""};
    const char *column = "";
    struct sd_text text = {0};
    int status = sd_code_check_whole(asked, error);
    if (status == SPLITDATA_OK)
        status = sd_sql_column(&sql, code, asked->options->hash, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&text, "MOD(ABS(FARM_FINGERPRINT(%s)), %" PRIu64 ")", column,
                               sd_buckets(asked->parameters));
    sd_code_line(code, "-- input: the table of %s, %s being a STRING", asked->file, column);
    return sd_sql_cut_buckets(&sql, asked, code, sd_code_keep(code, &text, made), error);
}

static const struct sd_recipe_parameter parameters[] = {SD_BUCKETS_PARAMETER, {0}};

const struct sd_recipe sd_recipe_bigquery = {
    .name = "bigquery",
    .summary = "rows by BigQuery's FARM_FINGERPRINT of a key, with --hash COL",
    .call = "MOD(ABS(FARM_FINGERPRINT(key)), 100) < 80",
    .versions = "2019.05.13",
    .of = "farmhash",
    .checked = "golden vectors of libfarmhash, and values that BigQuery's manual gives",
    .conditions = "the key is a STRING; of a number it is the decimal text, CAST(key AS STRING)",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
