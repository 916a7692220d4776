/* SPDX-License-Identifier: MIT */
/*
 * RDD.randomSplit of PySpark, which draws in Python (pyspark/rddsampler.py), so that its parts are
 * not those of rdd.randomSplit in Scala. Partition p draws from random.Random(seed ^ p), of which
 * ten times randint(0, 1) is thrown away, one random() for each row, in input order.
 */
#include "recipe/pyspark.h"
#include "recipe/python.h"
#include "recipe/table.h"

static int begin_run(const struct sd_draw *draw, uint64_t run, struct splitdata_random *random,
                     struct splitdata_error *error)
{
    const int64_t seed = sd_spark_seed(draw) ^ (int64_t)run;
    const uint64_t size = seed < 0 ? 0 - (uint64_t)seed : (uint64_t)seed;
    const uint32_t words[2] = {(uint32_t)size, (uint32_t)(size >> 32)};
    (void)error;
    splitdata_python_seed(&random->state.python, words, words[1] != 0 ? 2 : words[0] != 0);
    for (int i = 0; i < 10; i++)
        splitdata_python_randbelow(&random->state.python, 2);
    return SPLITDATA_OK;
}

static double next(struct splitdata_random *random)
{
    return splitdata_python_random(&random->state.python);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    const struct sd_row_draws draws = {.begin_run = begin_run, .next = next};
    double *weights = sd_memory_take(draw->memory, asked->parts, 2 * sizeof *weights);
    int status = weights != NULL
                     ? sd_weights_of(asked, "pyspark-rdd", SD_SPARK_DRAWS, weights, error)
                     : sd_fail_memory(error, "the sizes");
    if (status == SPLITDATA_OK) {
        sd_weights_limits(weights, asked->parts, true, weights + asked->parts);
        status = sd_assign_by_draws(plan, &draws, weights + asked->parts, draw, error);
    }
    sd_spark_next_seed(draw);
    sd_memory_free(weights);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *weights = sd_weights_text(asked, code, "pyspark-rdd", SD_SPARK_DRAWS, error);
    int status = weights != NULL ? sd_pyspark_read(asked, code, "", error) : (int)error->status;
    if (status == SPLITDATA_OK)
        sd_pyspark_assign(asked, code, "df.rdd.randomSplit", weights);
    return status;
}

static const struct sd_recipe_parameter parameters[] = {SD_PARTITIONS_PARAMETERS, {0}};

const struct sd_recipe sd_recipe_pyspark_rdd = {
    .name = "pyspark-rdd",
    .summary = "rows by the draws of an RDD's randomSplit in Python, in input order",
    .call = "train, test = rdd.randomSplit([0.8, 0.2], SEED), in Python",
    .versions = "4.3.0 3.5.9",
    .of = "PySpark",
    .checked = "golden vectors; 300 random cases beside PySpark",
    .conditions = "the RDD has one partition, as many as partitions= says, or those of a file "
                  "that cores= and bytes= say",
    .parameters = parameters,
    .code = print_code,
    .generator = "spark@3",
    .seed = sd_spark_keep_seed,
    .nearest = "spark",
    .assign = assign,
    .run_count = sd_spark_run_count,
    .run_begin = sd_run_of_batches,
    .run_bytes = sd_spark_run_bytes,
};
