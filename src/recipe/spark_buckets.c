/* SPDX-License-Identifier: MIT */
#include "recipe/spark_buckets.h"

#include "recipe/pyspark.h"
#include "recipe/python.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <stdlib.h>

const char *const sd_spark_type_words[] = {"string", "int", "bigint", NULL};

int sd_spark_integer(const struct sd_recipe_options *options, const char *recipe,
                     const struct sd_recipe_key *key, int64_t *number,
                     struct splitdata_error *error)
{
    const bool small = sd_spark_type(options) == SD_SPARK_INT;
    if (sd_integer_within(key->bytes, key->length, small ? INT32_MIN : INT64_MIN,
                          small ? INT32_MAX : INT64_MAX, number))
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_DATA, "--like %s: '%.*s' is no %s (type=string hashes texts)",
                   recipe, (int)(key->length < 40 ? key->length : 40), key->bytes,
                   small ? "int" : "bigint");
}

/* "0, 80, 100": the buckets where parts begin, and the end. */
static int print_parts(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {.part = asked->part,
                                         .parts = asked->parts,
                                         .train_test = asked->train_test,
                                         .options = asked->parameters};
    struct sd_cut *ranges = calloc(asked->parts, sizeof *ranges);
    struct sd_text text = {0};
    bool made = true;
    int status = ranges != NULL ? sd_bucket_ranges(&sizes, ranges, error)
                                : sd_fail_memory(error, "the code");
    for (size_t p = 0; p < asked->parts && status == SPLITDATA_OK && made; p++)
        made = sd_text_format(&text, "%s(%" PRIu64 ", %" PRIu64 ")", p != 0 ? ", " : "",
                              ranges[p].begin, ranges[p].end - 1);
    free(ranges);
    const char *list = sd_code_keep(code, &text, made);
    if (status == SPLITDATA_OK)
        sd_code_line(code, "%s = [df.filter(bucket.between(a, b)) for a, b in [%s]]",
                     sd_python_parts(asked, code), list);
    return status;
}

int sd_spark_print_hash(const struct sd_code_asked *asked, struct sd_code *code,
                        const char *function, struct splitdata_error *error)
{
    const uint64_t buckets = sd_buckets(asked->parameters);
    const char *column = "";
    int status = sd_pyspark_read_whole(asked, code, error);
    if (status == SPLITDATA_OK)
        status = sd_python_columns(code, asked->options->hash, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from pyspark.sql.functions import %s, lit, pmod", function);
    sd_code_line(code, "key = %s.cast(\"%s\")", column,
                 sd_spark_type_words[sd_spark_type(asked->parameters)]);
    sd_code_line(code, "bucket = pmod(%s(key), lit(%" PRIu64 "))", function, buckets);
    return print_parts(asked, code, error);
}
