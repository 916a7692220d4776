/* SPDX-License-Identifier: MIT */
/*
 * MySQL and MariaDB:
 *
 *     SELECT * FROM data WHERE RAND(seed) < 0.8
 *
 * The seed is that of each query, which draws a number for each row in the order in which it reads
 * them. Repeat number i, from 0, is the query with the seed S + i.
 *
 *     SELECT * FROM data ORDER BY RAND(seed) LIMIT 0.8 * n
 *
 * takes the same numbers, which have 30 bits: of some thousands of rows, two mostly have the same
 * one, and MariaDB's order of these differs with LIMIT and with the columns that are selected.
 */
#include "recipe/by_draw.h"
#include "recipe/head.h"
#include "recipe/sql.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include "algorithm/holdout.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

enum { MOST = 0x3FFFFFFF };

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t value = 0;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT32_MIN, UINT32_MAX, &value))
        return sd_fail(error, SPLITDATA_USAGE,
                       "the seed of RAND is an integer from -2**31 to 2**32 - 1: '%s'", text);
    *random = (struct splitdata_random){.state.words.word[0] = (uint32_t)value};
    return SPLITDATA_OK;
}

static double next(struct splitdata_random *random)
{
    uint32_t *word = random->state.words.word;
    word[1] = (uint32_t)(((uint64_t)word[1] * 3 + word[2]) % MOST);
    word[2] = (word[1] + word[2] + 33) % MOST;
    return word[1] / (double)MOST;
}

/* The next query. */
static void begin_query(struct splitdata_random *random)
{
    uint32_t *word = random->state.words.word;
    word[1] = (word[0] * UINT32_C(0x10001) + 55555555) % MOST;
    word[2] = word[0] * UINT32_C(0x10000001) % MOST;
    word[0]++;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    begin_query(draw->random);
    return sd_uniform_assign("mysql", plan, asked, draw, next, error);
}

static void print_drawn(const struct sd_code_asked *asked, struct sd_code *code)
{
    int64_t value = 0;
    sd_integer_within(asked->seed, strlen(asked->seed), INT32_MIN, UINT32_MAX, &value);
    sd_code_line(code, "-- input: the table of %s, its rows in the order of the file", asked->file);
    sd_code_line(code, "CREATE TABLE drawn AS SELECT *, RAND(%" PRId64 ") AS u FROM input;", value);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_sql sql = {
        .recipe = "mysql", .quote = '`', .engine = "", .columns = "*", .print_drawn = print_drawn};
    return sd_sql_print_uniform(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_mysql = {
    .name = "mysql",
    .summary = "rows by RAND(seed) < 0.8 of MySQL and MariaDB, in input order",
    .call = "SELECT * FROM data WHERE RAND(SEED) < 0.8",
    .versions = "10.11.19",
    .of = "MariaDB",
    .checked = "golden vectors; beside MariaDB itself",
    .conditions = "the table's rows are read in the order of the file, which is that of its "
                  "primary key",
    .nearest = "duckdb-random",
    .code = print_code,
    .generator = "mysql",
    .seed = seed,
    .assign = assign,
};

/* --- ORDER BY RAND(seed) --------------------------------------------------------------------- */

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    begin_query(draw->random);
    return sd_permute_by_draw("mysql-order", "mysql", draw, next, items, count, item_size, error);
}

static int print_ordered(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "mysql-order",
                                      .quote = '`',
                                      .engine = "",
                                      .columns = "*",
                                      .real = "CAST(%s AS DOUBLE)",
                                      .print_drawn = print_drawn};
    return sd_sql_print_ordered(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_mysql_order = {
    .name = "mysql-order",
    .summary = "rows in the order of RAND(seed) of MySQL and MariaDB, train first",
    .call = "SELECT * FROM data ORDER BY RAND(SEED), the first floor(0.8 * n) of which are train",
    .versions = "10.11.19",
    .of = "MariaDB",
    .checked = "golden vectors; beside MariaDB itself",
    .conditions = "the table's rows are read in the order of the file, which is that of its "
                  "primary key",
    .nearest = "mysql",
    .code = print_ordered,
    .generator = "mysql",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
