/* SPDX-License-Identifier: MIT */
#include "recipe/pyspark.h"

#include "recipe/python.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

int sd_spark_keep_seed(struct splitdata_random *random, const char *text,
                       const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t seed;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "a seed is an integer from -2**63 to 2**63 - 1: '%s'", text);
    int status = splitdata_random_init(random, "spark@3", "0", error);
    random->state.spark.state = seed;
    return status;
}

int sd_spark_begin_run(const struct sd_draw *draw, uint64_t run, struct splitdata_random *random,
                       struct splitdata_error *error)
{
    (void)error;
    splitdata_spark3_seed(&random->state.spark, (int64_t)((uint64_t)sd_spark_seed(draw) + run));
    return SPLITDATA_OK;
}

double sd_spark_next(struct splitdata_random *random)
{
    return splitdata_spark_next_double(&random->state.spark);
}

/* --- partitions ------------------------------------------------------------------------------ */

/* 0: they are not said. */
static uint64_t cores(const struct sd_recipe_options *options)
{
    return options->value[SD_SPARK_CORES].number;
}

bool sd_spark_is_cut(const struct sd_recipe_options *options)
{
    return cores(options) != 0 || options->value[SD_SPARK_BYTES].text != NULL;
}

static uint64_t most_bytes(const struct sd_recipe_options *options)
{
    const struct sd_recipe_value *bytes = &options->value[SD_SPARK_BYTES];
    return bytes->text != NULL ? bytes->number : UINT64_C(128) << 20;
}

uint64_t sd_spark_run_count(const struct sd_recipe_options *options)
{
    return options->value[0].number;
}

/* Spark counts the opening of a file as so many bytes. */
int sd_spark_run_bytes(const struct sd_recipe_options *options, uint64_t size, uint64_t *bytes,
                       struct splitdata_error *error)
{
    const uint64_t opening = UINT64_C(4) << 20;
    const bool cut = sd_spark_is_cut(options);
    const uint64_t even = (size + opening) / (cores(options) != 0 ? cores(options) : 1);
    const uint64_t wanted = even > opening ? even : opening, most = most_bytes(options);
    *bytes = !cut ? 0 : wanted < most ? wanted : most;
    return cut && sd_spark_run_count(options) != 1
               ? sd_fail(error, SPLITDATA_USAGE,
                         "--like: partitions= cuts rows by their number, cores= and bytes= cut a "
                         "file by its bytes (leave partitions= out)")
               : SPLITDATA_OK;
}

int sd_spark_assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                    const struct sd_draw *draw, const char *recipe, struct splitdata_error *error)
{
    const struct sd_row_draws draws = {.begin_run = sd_spark_begin_run, .next = sd_spark_next};
    double *weights = sd_memory_take(draw->memory, asked->parts, 2 * sizeof *weights);
    int status = weights != NULL ? sd_weights_of(asked, recipe, SD_SPARK_DRAWS, weights, error)
                                 : sd_fail_memory(error, "the sizes");
    if (status == SPLITDATA_OK) {
        sd_weights_limits(weights, asked->parts, false, weights + asked->parts);
        status = sd_assign_by_draws(plan, &draws, weights + asked->parts, draw, error);
    }
    sd_spark_next_seed(draw);
    sd_memory_free(weights);
    return status;
}

/* --- code ------------------------------------------------------------------------------------ */

static const char *name_of(const struct sd_code_asked *asked)
{
    return asked->options->like;
}

/* What spark.read has no word for. */
static int check(const struct sd_code_asked *asked, struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    if (options->missing == SPLITDATA_MISSING_DROP ||
        options->duplicates == SPLITDATA_DUPLICATES_DROP)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code shows a split of all records (leave --missing drop and "
                       "--duplicates drop out)");
    if (options->delimiter == SPLITDATA_DELIMITER_BLANKS)
        return sd_code_refuse(name_of(asked), "fields that blanks separate", error);
    if (options->skip_lines != 0 || options->header_records > 1 || (asked->lines && asked->header))
        return sd_code_refuse(name_of(asked), "lines before the records but a header", error);
    return SPLITDATA_OK;
}

static bool add_byte(struct sd_code *code, struct sd_text *text, const char *name, int byte)
{
    const char bytes[] = {(char)byte, '\0'};
    return sd_text_format(text, ", %s=%s", name, sd_code_quoted(code, SD_QUOTED_C, bytes));
}

/* With `whole`, records may have several lines, and the file is one partition. */
static bool add_arguments(const struct sd_code_asked *asked, struct sd_code *code,
                          struct sd_text *text, bool whole)
{
    const struct splitdata_options *options = asked->options;
    const bool colons = options->delimiter == SPLITDATA_DELIMITER_COLONS;
    bool made = sd_text_add(text, asked->header ? ", header=True" : ", header=False");
    if (colons)
        made = made && sd_text_add(text, ", sep=\"::\"");
    else if (strcmp(asked->delimiter, ",") != 0)
        made = made && sd_text_format(text, ", sep=%s",
                                      sd_code_quoted(code, SD_QUOTED_C, asked->delimiter));
    if (options->comment != 0)
        made = made && add_byte(code, text, "comment", options->comment);
    if (options->quote == SPLITDATA_QUOTE_NONE)
        return made && sd_text_add(text, ", quote=\"\"");
    if (options->quote >= 0)
        made = made && add_byte(code, text, "quote", options->quote);
    return made &&
           add_byte(code, text, "escape",
                    options->escape != 0 ? options->escape
                                         : (options->quote >= 0 ? options->quote : '"')) &&
           (!whole || sd_text_add(text, ", multiLine=True"));
}

static int read(const struct sd_code_asked *asked, struct sd_code *code, const char *arguments,
                bool whole, struct splitdata_error *error)
{
    const char *file = sd_code_quoted(code, SD_QUOTED_C, asked->file);
    struct sd_text text = {0};
    int status = check(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from pyspark.sql import SparkSession");
    sd_code_line(code, "spark = SparkSession.builder.getOrCreate()");
    if (!whole) {
        const struct sd_recipe_options *options = asked->parameters;
        sd_code_line(code, "spark.conf.set(\"spark.sql.files.minPartitionNum\", %" PRIu64 ")",
                     cores(options) != 0 ? cores(options) : 1);
        sd_code_line(code, "spark.conf.set(\"spark.sql.files.maxPartitionBytes\", %" PRIu64 ")",
                     most_bytes(options));
    }
    if (asked->lines) {
        sd_code_line(code, "df = spark.read.text(%s).filter(\"value != ''\")%s", file,
                     whole ? ".coalesce(1)" : "");
    } else {
        bool made = add_arguments(asked, code, &text, whole);
        sd_code_line(code, "df = spark.read.csv(%s%s%s)", file, sd_code_keep(code, &text, made),
                     arguments);
    }
    return SPLITDATA_OK;
}

int sd_pyspark_read_whole(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    return read(asked, code, "", true, error);
}

int sd_pyspark_read(const struct sd_code_asked *asked, struct sd_code *code, const char *arguments,
                    struct splitdata_error *error)
{
    const uint64_t partitions = sd_spark_run_count(asked->parameters);
    uint64_t bytes = 0;
    int status = sd_spark_run_bytes(asked->parameters, 0, &bytes, error);
    if (status == SPLITDATA_OK)
        status = read(asked, code, arguments, bytes == 0, error);
    if (status == SPLITDATA_OK && partitions != 1) {
        sd_code_line(code, "rows = spark.sparkContext.parallelize(df.collect(), %" PRIu64 ")",
                     partitions);
        sd_code_line(code, "df = spark.createDataFrame(rows, df.schema)");
    }
    return status;
}

void sd_pyspark_assign(const struct sd_code_asked *asked, struct sd_code *code, const char *call,
                       const char *weights)
{
    const uint64_t repeats = asked->options->repeats;
    if (repeats == 0)
        sd_code_line(code, "%s = %s([%s], %s)", sd_python_parts(asked, code), call, weights,
                     asked->seed);
    else
        sd_code_line(code, "repeats = [%s([%s], %s + i) for i in range(%" PRIu64 ")]", call,
                     weights, asked->seed, repeats);
}
