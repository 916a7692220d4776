/* SPDX-License-Identifier: MIT */
/* Keys as Spark's hash functions take them: by the type of their column. */
#ifndef SD_RECIPE_SPARK_BUCKETS_H
#define SD_RECIPE_SPARK_BUCKETS_H

#include "recipe/buckets.h"

enum sd_spark_type { SD_SPARK_STRING, SD_SPARK_INT, SD_SPARK_BIGINT };

extern const char *const sd_spark_type_words[];

/* The parameters after the first. */
#define SD_SPARK_TYPE_PARAMETER                                                                    \
    {                                                                                              \
        .name = "type", .usual = "string", .summary = "of the key's column in Spark",              \
        .kind = SD_PARAMETER_CHOICE, .words = sd_spark_type_words                                  \
    }

static inline enum sd_spark_type sd_spark_type(const struct sd_recipe_options *options)
{
    return (enum sd_spark_type)options->value[1].number;
}

/* The key as an int or a bigint. SPLITDATA_DATA: it is none. */
int sd_spark_integer(const struct sd_recipe_options *options, const char *recipe,
                     const struct sd_recipe_key *key, int64_t *number,
                     struct splitdata_error *error);

/* The remainder that pmod gives, never below 0. */
static inline uint64_t sd_spark_pmod(int64_t hash, uint64_t buckets)
{
    const int64_t rest = hash % (int64_t)buckets;
    return (uint64_t)(rest < 0 ? rest + (int64_t)buckets : rest);
}

/* The code: pmod(FUNCTION(key), buckets) as a column. */
int sd_spark_print_hash(const struct sd_code_asked *asked, struct sd_code *code,
                        const char *function, struct splitdata_error *error);

#endif
