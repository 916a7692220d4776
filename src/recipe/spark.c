/* SPDX-License-Identifier: MIT */
/*
 * Spark's DataFrames. randomSplit sorts each partition by all columns first (strategy/row_order.c),
 * then partition p draws one double for each row from XORShiftRandom(seed + p); the parts come out
 * in this order. sampleBy and PySpark's CrossValidator draw rand(seed), the same without sorting:
 * a row is in the sample if its draw is below the fraction of its value, and in the validation part
 * of fold i if i * h <= draw < (i + 1) * h with h = 1.0 / k. CrossValidator in Scala,
 * MLUtils.kFold, has other generators, of the successive java.util.Random(seed).nextLong(), and
 * limits that are quotients of two floats.
 */
#include "recipe/java_code.h"
#include "recipe/pyspark.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>
#include <string.h>

enum { INFER = SD_SPARK_FURTHER, FOLDS }; /* parameters */
enum { FOLDS_OF_PYTHON, FOLDS_OF_SCALA }; /* of folds= */

static bool sorts_numbers(const struct sd_recipe_options *options)
{
    return options->value[INFER].number == 1;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_spark_assign(plan, asked, draw, "spark", error);
}

/* --- sampleBy -------------------------------------------------------------------------------- */

/* A row without a value has no fraction; here there are none. */
static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    for (uint32_t c = 0; c < count; c++) {
        order[c] = c;
        if (classes[c].length == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like spark: sampleBy has no fraction for records without a value "
                           "(--missing drop leaves them out)");
    }
    return SPLITDATA_OK;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_row_draws draws = {.begin_run = sd_spark_begin_run,
                                       .next = sd_spark_next,
                                       .strata = stratified->strata,
                                       .class_rows = stratified->rows};
    double limits[2];
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like spark: sampleBy makes a sample and a rest, two parts");
    int status = sd_weights_of(asked, "spark", SD_SPARK_DRAWS, limits, error);
    limits[1] = 1.0; /* above every draw */
    if (status == SPLITDATA_OK)
        status = sd_assign_by_draws(plan, &draws, limits, draw, error);
    sd_spark_next_seed(draw);
    return status;
}

/* --- folds ----------------------------------------------------------------------------------- */

/* Where fold `fold` of `count` begins. */
static double fold_begin(uint64_t kind, uint32_t fold, uint32_t count)
{
    if (kind == FOLDS_OF_SCALA)
        return (double)((float)fold / (float)count);
    return fold * (1.0 / count);
}

static uint32_t fold_of(uint64_t kind, double drawn, uint32_t count)
{
    uint32_t fold = (uint32_t)(drawn * count); /* or next to it */
    fold -= fold != 0;
    while (fold < count && drawn >= fold_begin(kind, fold + 1, count))
        fold++;
    return fold < count ? fold : SD_NO_FOLD;
}

static int check_folds(const struct sd_folds *folds, struct splitdata_error *error)
{
    uint64_t *rows = sd_memory_take(folds->memory, folds->count, sizeof *rows);
    int status = rows != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
    for (uint64_t row = 0; status == SPLITDATA_OK && row < folds->rows; row++) {
        if (folds->fold_of[row] != SD_NO_FOLD)
            rows[folds->fold_of[row]]++;
    }
    for (uint32_t fold = 0; status == SPLITDATA_OK && fold < folds->count; fold++) {
        if (rows[fold] == 0)
            status = sd_fail(error, SPLITDATA_DATA,
                             "--folds %" PRIu32 ": by the draws, fold %" PRIu32
                             " would have no record (take another seed, or fewer folds)",
                             folds->count, fold + 1);
    }
    sd_memory_free(rows);
    return status;
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--no-shuffle: Spark's folds are always drawn");
    const uint64_t kind = draw->options->value[FOLDS].number;
    const uint64_t *begin = draw->runs->begin;
    struct splitdata_random random = *draw->random;
    struct splitdata_java seeds;
    splitdata_java_seed(&seeds, sd_spark_seed(draw));
    for (uint64_t run = 0; run < draw->runs->count; run++) {
        if (kind == FOLDS_OF_SCALA)
            splitdata_spark3_seed(&random.state.spark, splitdata_java_next_long(&seeds));
        else
            sd_spark_begin_run(draw, run, &random, error);
        for (uint64_t row = begin[run]; row < begin[run + 1]; row++)
            folds->fold_of[row] = fold_of(kind, sd_spark_next(&random), folds->count);
    }
    sd_spark_next_seed(draw);
    return check_folds(folds, error);
}

/* --- code ------------------------------------------------------------------------------------ */

static int print_sample(const struct sd_code_asked *asked, struct sd_code *code,
                        struct splitdata_error *error)
{
    const char *column = "",
               *weights = sd_weights_text(asked, code, "spark", SD_SPARK_DRAWS, error);
    if (weights == NULL)
        return (int)error->status;
    if (asked->options->repeats != 0 || asked->parts != 2)
        return sd_code_refuse("spark", "repeats or more parts of sampleBy", error);
    int status = sd_python_columns(code, asked->options->stratify, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from pyspark.sql.functions import lit, rand, when");
    sd_code_line(code, "share = %.*s", (int)strcspn(weights, ","), weights);
    sd_code_line(code, "fractions = {row[0]: share for row in df.select(%s).distinct().collect()}",
                 column);
    sd_code_line(code, "train = df.sampleBy(%s, fractions, %s)", column, asked->seed);
    sd_code_line(code, "test = df.filter(rand(%s) >= share) # the rows that sampleBy leaves",
                 asked->seed);
    return SPLITDATA_OK;
}

static int print_folds(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    const uint64_t folds = (uint64_t)asked->options->folds;
    if (asked->options->repeats != 0)
        return sd_code_refuse("spark", "repeats of folds", error);
    sd_code_line(code, "from pyspark.sql.functions import rand");
    sd_code_line(code, "df = df.select(\"*\", rand(%s).alias(\"_rand\")) # as CrossValidator does",
                 asked->seed);
    sd_code_line(code, "h = 1.0 / %" PRIu64, folds);
    sd_code_line(code,
                 "tests = [(df[\"_rand\"] >= i * h) & (df[\"_rand\"] < (i + 1) * h) for i in "
                 "range(%" PRIu64 ")]",
                 folds);
    sd_code_line(code, "folds = [(df.filter(~test), df.filter(test)) for test in tests]");
    return SPLITDATA_OK;
}

static bool in_one_partition(const struct sd_recipe_options *options)
{
    return sd_spark_run_count(options) == 1 && !sd_spark_is_cut(options);
}

/* The folds of Scala, in Scala. */
static int print_scala(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    if (asked->options->repeats != 0 || !in_one_partition(asked->parameters) || asked->lines ||
        asked->options->quote != SPLITDATA_QUOTE_USUAL || asked->options->escape != 0)
        return sd_code_refuse("spark", "repeats, partitions or such files in Scala", error);
    sd_code_line(code, "import org.apache.spark.mllib.util.MLUtils");
    sd_code_line(code, "val csv = spark.read.option(\"header\", %s).option(\"sep\", %s)",
                 asked->header ? "true" : "false",
                 sd_code_quoted(code, SD_QUOTED_C, asked->delimiter));
    sd_code_line(code,
                 "val df = csv.option(\"escape\", \"\\\"\").option(\"multiLine\", true).csv(%s)",
                 sd_code_quoted(code, SD_QUOTED_C, asked->file));
    sd_code_line(code, "val folds = MLUtils.kFold(df.rdd, %" PRIu64 ", %s.toLong)",
                 (uint64_t)asked->options->folds, sd_java_seed(code, asked->seed));
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *infer = sorts_numbers(asked->parameters) ? ", inferSchema=True" : "";
    const char *weights = "";
    if (asked->kind == SD_SPLIT_FOLDS && asked->parameters->value[FOLDS].number == FOLDS_OF_SCALA)
        return print_scala(asked, code, error);
    if (asked->kind == SD_SPLIT_ROWS)
        weights = sd_weights_text(asked, code, "spark", SD_SPARK_DRAWS, error);
    int status = weights != NULL ? sd_pyspark_read(asked, code, infer, error) : (int)error->status;
    if (status != SPLITDATA_OK)
        return status;
    if (asked->kind == SD_SPLIT_FOLDS)
        return print_folds(asked, code, error);
    if (asked->kind == SD_SPLIT_STRATA)
        return print_sample(asked, code, error);
    sd_pyspark_assign(asked, code, "df.randomSplit", weights);
    return SPLITDATA_OK;
}

static const char *const infer_words[] = {"no", "yes", NULL};
static const char *const folds_words[] = {"python", "scala", NULL};

static const struct sd_recipe_parameter parameters[] = {
    SD_PARTITIONS_PARAMETERS,
    {.name = "infer",
     .usual = "no",
     .summary = "whether columns of numbers are sorted as numbers (inferSchema)",
     .kind = SD_PARAMETER_CHOICE,
     .words = infer_words},
    {.name = "folds",
     .usual = "python",
     .summary = "whose CrossValidator makes --folds: PySpark's or that of Scala",
     .kind = SD_PARAMETER_CHOICE,
     .words = folds_words},
    {0},
};

const struct sd_recipe sd_recipe_spark = {
    .name = "spark",
    .summary = "Spark's DataFrame.randomSplit, sampleBy with --stratify, CrossValidator",
    .call = "df.randomSplit([0.8, 0.2], SEED); df.sampleBy(column, fractions, SEED); "
            "CrossValidator(numFolds=k, seed=SEED)",
    .versions = "4.3.0 3.5.9",
    .of = "Spark",
    .checked = "golden vectors and random cases beside Spark",
    .conditions = "the table has one partition, as many as partitions= says, or those of a file "
                  "that cores= and bytes= say; columns are texts unless infer=yes",
    .parameters = parameters,
    .code = print_code,
    .generator = "spark@3",
    .seed = sd_spark_keep_seed,
    .assign = assign,
    .run_count = sd_spark_run_count,
    .run_begin = sd_run_of_batches,
    .run_bytes = sd_spark_run_bytes,
    .sorts_numbers = sorts_numbers,
    .order_classes = order_classes,
    .assign_strata = assign_strata,
    .fold_rows = fold_rows,
};
