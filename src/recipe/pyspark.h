/* SPDX-License-Identifier: MIT */
/* What the recipes of PySpark share: partitions, and the code that reads the input. */
#ifndef SD_RECIPE_PYSPARK_H
#define SD_RECIPE_PYSPARK_H

#include "recipe/weights.h"

/* The first parameters of such a recipe. */
#define SD_PARTITIONS_PARAMETERS                                                                   \
    {.name = "partitions",                                                                         \
     .usual = "1",                                                                                 \
     .summary = "how many, of sc.parallelize(rows, N)",                                            \
     .kind = SD_PARAMETER_COUNT,                                                                   \
     .least = 1,                                                                                   \
     .most = 1 << 20},                                                                             \
        {.name = "cores",                                                                          \
         .summary = "partitions as so many cores cut a file (spark.sql.files.minPartitionNum)",    \
         .kind = SD_PARAMETER_COUNT,                                                               \
         .least = 1,                                                                               \
         .most = 1 << 20},                                                                         \
    {                                                                                              \
        .name = "bytes",                                                                           \
        .summary = "of a file's partition at most (spark.sql.files.maxPartitionBytes)",            \
        .kind = SD_PARAMETER_COUNT, .least = 16, .most = INT64_MAX                                 \
    }
enum { SD_SPARK_CORES = 1, SD_SPARK_BYTES, SD_SPARK_FURTHER }; /* further parameters follow */

/* Whether cores= or bytes= are said. */
bool sd_spark_is_cut(const struct sd_recipe_options *options);

/* sd_recipe.run_count and run_bytes. */
uint64_t sd_spark_run_count(const struct sd_recipe_options *options);
int sd_spark_run_bytes(const struct sd_recipe_options *options, uint64_t size, uint64_t *bytes,
                       struct splitdata_error *error);

/* Why counts are refused. */
#define SD_SPARK_DRAWS "a draw decides where each record goes"

/* Keeps the seed, a number of 64 bits, unhashed in the state of Spark's generator: a partition's
 * generator is made of the seed and its number. */
int sd_spark_keep_seed(struct splitdata_random *random, const char *text,
                       const struct sd_recipe_options *options, struct splitdata_error *error);

/* The seed of this repeat; the next one has the next. */
static inline int64_t sd_spark_seed(const struct sd_draw *draw)
{
    return draw->random->state.spark.state;
}

static inline void sd_spark_next_seed(const struct sd_draw *draw)
{
    struct splitdata_spark *kept = &draw->random->state.spark;
    kept->state = (int64_t)((uint64_t)kept->state + 1);
}

/* A row draw of Spark: partition p has its own generator, of seed + p. */
int sd_spark_begin_run(const struct sd_draw *draw, uint64_t run, struct splitdata_random *random,
                       struct splitdata_error *error);
double sd_spark_next(struct splitdata_random *random);

/* RDD.randomSplit and DataFrame.randomSplit of the plan's items in their order. */
int sd_spark_assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                    const struct sd_draw *draw, const char *recipe, struct splitdata_error *error);

/* Appends the lines that read the input into `df`, of so many partitions, by `spark`, a session;
 * `arguments` are more of spark.read.csv, each after a comma. */
int sd_pyspark_read(const struct sd_code_asked *asked, struct sd_code *code, const char *arguments,
                    struct splitdata_error *error);

/* The same of one partition, whatever parameters there are. */
int sd_pyspark_read_whole(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error);

/* Appends the line that sets the parts, or `repeats`, a list of them, of one seed after another, to
 * what call([weights], seed) returns. */
void sd_pyspark_assign(const struct sd_code_asked *asked, struct sd_code *code, const char *call,
                       const char *weights);

#endif
