/* SPDX-License-Identifier: MIT */
/*
 * PostgreSQL since 15:
 *
 *     SELECT setseed(seed);
 *     SELECT * FROM data WHERE random() < 0.8;
 *
 * The seed is a number from -1 to 1. Its product with 2^52 - 1, as an integer, seeds xoroshiro128**
 * (D. Blackman and S. Vigna) by SplitMix64; a row takes a number of 52 bits. The next repeat is the
 * next query of the session.
 *
 *     SELECT * FROM data ORDER BY random() LIMIT 0.8 * n
 *
 * takes the same numbers.
 */
#include "recipe/by_draw.h"
#include "recipe/head.h"
#include "recipe/sql.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include "algorithm/holdout.h"
#include "rng/bits.h"

static uint64_t split_mix(uint64_t *state)
{
    uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    double value = 0;
    (void)options;
    int status = sd_sql_setseed(text, &value, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t state = (uint64_t)(int64_t)(4503599627370495.0 * value);
    *random = (struct splitdata_random){0};
    random->state.xoshiro.state[0] = split_mix(&state);
    random->state.xoshiro.state[1] = split_mix(&state);
    return SPLITDATA_OK;
}

static double next(struct splitdata_random *random)
{
    uint64_t *state = random->state.xoshiro.state;
    const uint64_t first = state[0], second = state[1] ^ first;
    const uint64_t word = sd_rotl64(first * 5, 7) * 9;
    state[0] = sd_rotl64(first, 24) ^ second ^ second << 16;
    state[1] = sd_rotl64(second, 37);
    return (double)(word >> 12) / 4503599627370496.0;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("postgres", plan, asked, draw, next, error);
}

static void print_drawn(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "-- input: the table of %s, its rows in the order of the file", asked->file);
    sd_code_line(code, "SET max_parallel_workers_per_gather = 0;");
    sd_code_line(code, "SELECT setseed(%s);", asked->seed);
    sd_code_line(code, "CREATE TABLE drawn AS SELECT *, random() AS u FROM input;");
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "postgres",
                                      .quote = '"',
                                      .engine = "",
                                      .columns = "*",
                                      .print_drawn = print_drawn};
    return sd_sql_print_uniform(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_postgres = {
    .name = "postgres",
    .summary = "rows by PostgreSQL's random() < 0.8 after setseed, in input order",
    .call = "SELECT setseed(SEED); SELECT * FROM data WHERE random() < 0.8",
    .versions = "15.18",
    .of = "PostgreSQL",
    .checked = "golden vectors; beside PostgreSQL itself",
    .conditions = "the table's rows are in the order of the file, and one process reads them",
    .nearest = "duckdb-random",
    .code = print_code,
    .generator = "postgres",
    .seed = seed,
    .assign = assign,
};

/* --- ORDER BY random() ----------------------------------------------------------------------- */

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    return sd_permute_by_draw("postgres-order", "postgres", draw, next, items, count, item_size,
                              error);
}

static int print_ordered(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    static const struct sd_sql sql = {.recipe = "postgres-order",
                                      .quote = '"',
                                      .engine = "",
                                      .columns = "*",
                                      .real = "CAST(%s AS double precision)",
                                      .print_drawn = print_drawn};
    return sd_sql_print_ordered(&sql, asked, code, error);
}

const struct sd_recipe sd_recipe_postgres_order = {
    .name = "postgres-order",
    .summary = "rows in the order of PostgreSQL's random() after setseed, train first",
    .call = "SELECT setseed(SEED); SELECT * FROM data ORDER BY random(), the first floor(0.8 * n) "
            "of which are train",
    .versions = "15.18",
    .of = "PostgreSQL",
    .checked = "golden vectors; beside PostgreSQL itself",
    .conditions = "the table's rows are in the order of the file, and one process reads them",
    .nearest = "postgres",
    .code = print_ordered,
    .generator = "postgres",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
