/* SPDX-License-Identifier: MIT */
/*
 * RDD.randomSplit of Spark in Scala and Java: partition p draws one double for each row, in input
 * order, from XORShiftRandom(seed + p). In Python, the method of this name draws otherwise:
 * pyspark_rdd.c.
 */
#include "recipe/java_code.h"
#include "recipe/pyspark.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include <inttypes.h>

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_spark_assign(plan, asked, draw, "spark-rdd", error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const uint64_t repeats = asked->options->repeats;
    if (sd_spark_is_cut(asked->parameters))
        return sd_code_refuse("spark-rdd", "partitions of a file in Scala", error);
    const char *weights = sd_weights_text(asked, code, "spark-rdd", SD_SPARK_DRAWS, error);
    int status =
        weights != NULL
            ? sd_java_read(asked, code, "var lines = scala.io.Source.fromFile(%s).getLines().toSeq",
                           "lines = lines.drop(1)", error)
            : (int)error->status;
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "val rows = spark.sparkContext.parallelize(lines, %" PRIu64 ")",
                 sd_spark_run_count(asked->parameters));
    if (repeats != 0)
        sd_code_line(code,
                     "val repeats = (0 until %" PRIu64
                     ").map(i => rows.randomSplit(Array(%s), %s + i))",
                     repeats, weights, sd_java_seed(code, asked->seed));
    else
        sd_code_line(code, "val Array(%s) = rows.randomSplit(Array(%s), %s)",
                     sd_python_parts(asked, code), weights, sd_java_seed(code, asked->seed));
    return SPLITDATA_OK;
}

static const struct sd_recipe_parameter parameters[] = {SD_PARTITIONS_PARAMETERS, {0}};

const struct sd_recipe sd_recipe_spark_rdd = {
    .name = "spark-rdd",
    .summary = "rows by the draws of an RDD's randomSplit in Scala, in input order",
    .call = "val Array(train, test) = rdd.randomSplit(Array(0.8, 0.2), SEED), in Scala",
    .versions = "4.3.0 3.5.9",
    .of = "Spark",
    .checked = "golden vectors; 300 random cases beside Spark",
    .conditions = "the RDD has one partition, as many as partitions= says, or those of a file "
                  "that cores= and bytes= say",
    .parameters = parameters,
    .code = print_code,
    .generator = "spark@3",
    .seed = sd_spark_keep_seed,
    .nearest = "spark",
    .assign = assign,
    .run_count = sd_spark_run_count,
    .run_begin = sd_run_of_slices,
    .run_bytes = sd_spark_run_bytes,
};
