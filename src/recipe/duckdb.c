/* SPDX-License-Identifier: MIT */
/*
 * DuckDB's sample, and the rows that are not in it:
 *
 *     FROM data USING SAMPLE 80 PERCENT (bernoulli, seed)
 *
 * Each row takes a number on [0, 1], two words of PCG32; it is in the sample if the number is at
 * most percent / 100. The result does not depend on the number of threads. Repeat number i, from 0,
 * is the call with the seed S + i.
 *
 *     SELECT setseed(seed); FROM data WHERE random() < 0.8
 *
 * Here the seed, a number from -1 to 1, is that of a global generator, of which each query takes
 * the seed of its own. The next repeat is the next query. With several threads it holds for small
 * tables alone: where every row is drawn by the same thread. ORDER BY random() takes the same
 * numbers.
 */
#include "recipe/by_draw.h"
#include "recipe/head.h"
#include "recipe/sql.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include "algorithm/distribute.h"
#include "algorithm/holdout.h"
#include "rng/seed_text.h"

#include <math.h>
#include <string.h>

static const struct sd_sql bernoulli_sql = {.recipe = "duckdb", .quote = '"', .engine = ""};

/* The input as a table of texts. */
static void print_input(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "SET threads = 1;");
    sd_code_line(code, "CREATE TABLE input AS SELECT * FROM read_csv(%s, header = true,",
                 sd_code_quoted(code, SD_QUOTED_SQL, asked->file));
    sd_code_line(code, "    all_varchar = true, delim = %s, quote = '\"', escape = '\"');",
                 sd_code_quoted(code, SD_QUOTED_SQL, asked->delimiter));
}

/* --- bernoulli ------------------------------------------------------------------------------- */

/* The share of the sample in percent, as a double. */
static double percent_of(const struct sd_part *part)
{
    const struct sd_ratio share = part->size.share;
    uint64_t hundred = 100, denominator = share.denominator;
    for (uint64_t by = 2; by <= 5; by += 3) {
        while (hundred % by == 0 && denominator % by == 0) {
            hundred /= by;
            denominator /= by;
        }
    }
    return share.numerator <= UINT64_MAX / 100
               ? sd_ratio_double((struct sd_ratio){share.numerator * hundred, denominator})
               : sd_ratio_double(share) * 100;
}

static int check_bernoulli(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    int status = sd_uniform_check("duckdb", asked, error);
    return status == SPLITDATA_OK && asked->parts != 2
               ? sd_fail(error, SPLITDATA_USAGE,
                         "--like duckdb: a sample and the rest are two parts (--like duckdb-random "
                         "has more)")
               : status;
}

static int assign_bernoulli(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                            const struct sd_draw *draw, struct splitdata_error *error)
{
    struct splitdata_duckdb random;
    int status = check_bernoulli(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    const double limit = percent_of(&asked->part[0]) / 100.0;
    uint64_t *seed = &draw->random->state.duckdb.state;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    if (part_of == NULL)
        return sd_fail_memory(error, "the parts of the records");
    splitdata_duckdb_seed(&random, (*seed)++);
    for (uint64_t row = 0; row < plan->count; row++)
        part_of[row] = splitdata_duckdb_random(&random) <= limit ? 0 : 1;
    status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    return status;
}

/* The state is the seed of the next call. */
static int seed_bernoulli(struct splitdata_random *random, const char *text,
                          const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t seed = 0;
    (void)options;
    if (!sd_integer_within(text, strlen(text), 0, INT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "the seed of a sample is an integer from 0 to 2**63 - 1: '%s'", text);
    *random = (struct splitdata_random){.state.duckdb.state = (uint64_t)seed};
    return SPLITDATA_OK;
}

static int print_bernoulli(const struct sd_code_asked *asked, struct sd_code *code,
                           struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    char percent[SPLITDATA_DOUBLE_TEXT];
    int status = check_bernoulli(&sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_sql_check_drawn(&bernoulli_sql, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    print_input(asked, code);
    splitdata_format_double(percent, percent_of(&asked->part[0]));
    sd_code_line(code, "CREATE TABLE sampled AS SELECT rowid AS id FROM input");
    sd_code_line(code, "    USING SAMPLE %s PERCENT (bernoulli, %s);", percent, asked->seed);
    for (size_t p = 0; p < 2; p++)
        sd_code_line(code,
                     "CREATE TABLE %s AS SELECT * FROM input WHERE rowid %sIN (SELECT id FROM "
                     "sampled) ORDER BY rowid;",
                     sd_sql_name(&bernoulli_sql, code, asked->part[p].name), p != 0 ? "NOT " : "");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_duckdb = {
    .name = "duckdb",
    .summary = "rows of DuckDB's bernoulli sample, and the others",
    .call = "FROM data USING SAMPLE 80 PERCENT (bernoulli, SEED)",
    .versions = "2.0.1 1.5.6 1.5.0 1.4.4 1.3.2 1.2.2",
    .of = "DuckDB",
    .checked = "golden vectors; beside DuckDB itself",
    .conditions = "the table's rows are in the order of the file",
    .code = print_bernoulli,
    .generator = "duckdb@1.5",
    .seed = seed_bernoulli,
    .assign = assign_bernoulli,
};

/* --- setseed and random() -------------------------------------------------------------------- */

static int seed_random(struct splitdata_random *random, const char *text,
                       const struct sd_recipe_options *options, struct splitdata_error *error)
{
    double value = 0;
    (void)options;
    int status = sd_sql_setseed(text, &value, error);
    if (status != SPLITDATA_OK)
        return status;
    *random = (struct splitdata_random){0};
    splitdata_duckdb_seed(&random->state.duckdb, (uint32_t)((value + 1.0) * 2147483647.0));
    return SPLITDATA_OK;
}

static double next(struct splitdata_random *random)
{
    return splitdata_duckdb_random(&random->state.duckdb);
}

/* The generator of the next query. */
static void begin_query(struct splitdata_random *global, struct splitdata_random *query)
{
    const uint64_t high = splitdata_duckdb_next32(&global->state.duckdb);
    splitdata_duckdb_seed(&query->state.duckdb,
                          high << 32 | splitdata_duckdb_next32(&global->state.duckdb));
}

static int assign_random(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                         const struct sd_draw *draw, struct splitdata_error *error)
{
    struct splitdata_random query = {0};
    struct sd_draw drawn = *draw;
    begin_query(draw->random, &query);
    drawn.random = &query;
    return sd_uniform_assign("duckdb-random", plan, asked, &drawn, next, error);
}

static void print_drawn(const struct sd_code_asked *asked, struct sd_code *code)
{
    print_input(asked, code);
    sd_code_line(code, "SELECT setseed(%s);", asked->seed);
    sd_code_line(code, "CREATE TABLE drawn AS SELECT *, random() AS u FROM input;");
}

static int print_random(const struct sd_code_asked *asked, struct sd_code *code,
                        struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "duckdb-random",
                                      .quote = '"',
                                      .engine = "",
                                      .columns = "* EXCLUDE (u)",
                                      .print_drawn = print_drawn};
    return sd_sql_print_uniform(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_duckdb_random = {
    .name = "duckdb-random",
    .summary = "rows by DuckDB's random() < 0.8 after setseed, in input order",
    .call = "SELECT setseed(SEED); FROM data WHERE random() < 0.8",
    .versions = "2.0.1 1.5.0 1.4.4 1.3.2 1.2.2",
    .of = "DuckDB",
    .checked = "golden vectors; beside DuckDB itself",
    .conditions = "the table's rows are in the order of the file, and one thread reads them (SET "
                  "threads = 1)",
    .nearest = "duckdb",
    .code = print_random,
    .generator = "duckdb@1.5",
    .seed = seed_random,
    .assign = assign_random,
};

/* --- ORDER BY random() ----------------------------------------------------------------------- */

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct splitdata_random query = {0};
    struct sd_draw drawn = *draw;
    (void)progress;
    begin_query(draw->random, &query);
    drawn.random = &query;
    return sd_permute_by_draw("duckdb-order", "duckdb-random", &drawn, next, items, count,
                              item_size, error);
}

static int print_ordered(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "duckdb-order",
                                      .quote = '"',
                                      .engine = "",
                                      .columns = "* EXCLUDE (u, place)",
                                      .real = "CAST(%s AS DOUBLE)",
                                      .print_drawn = print_drawn};
    return sd_sql_print_ordered(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_duckdb_order = {
    .name = "duckdb-order",
    .summary = "rows in the order of DuckDB's random() after setseed, train first",
    .call = "SELECT setseed(SEED); FROM data ORDER BY random(), the first floor(0.8 * n) of which "
            "are train",
    .versions = "2.0.1",
    .of = "DuckDB",
    .checked = "golden vectors; beside DuckDB itself",
    .conditions = "the table's rows are in the order of the file, and one thread reads them (SET "
                  "threads = 1)",
    .nearest = "duckdb-random",
    .code = print_ordered,
    .generator = "duckdb@1.5",
    .seed = seed_random,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
