/* SPDX-License-Identifier: MIT */
/*
 * polars, which draws from Rust's SmallRng (xoshiro256++), seeded anew by each call.
 *
 * `polars`: all rows shuffled, then cut from the front at int(ratio * n):
 *
 *     order = df.sample(fraction=1.0, shuffle=True, seed=seed)
 *
 * Series.shuffle(seed) and pl.col.shuffle(seed) give the same order. It is the shuffle of rand 0.9.
 *
 * `polars-sample`: a sample, and the rows that are not in it, in input order:
 *
 *     train = df.sample(fraction=ratio, seed=seed)
 *
 * A fraction is cut to a whole number of rows. shuffle=True changes nothing for fewer rows than all
 * (of all rows without it, nothing is drawn and the order stays). It is rand::seq::index::sample,
 * whose three methods are chosen by f32 arithmetic.
 */
#include "recipe/calls.h"
#include "recipe/head.h"
#include "recipe/sampled.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/rust_shuffle.h"
#include "rng/small_rng.h"

#include <inttypes.h>

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, 0, 0, error);
}

static int check_count(uint64_t count, struct splitdata_error *error)
{
    return count < UINT32_MAX
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "polars has row numbers of 32 bits, too few for %" PRIu64 " records",
                         count);
}

/* --- shuffle --------------------------------------------------------------------------------- */

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct splitdata_xoshiro random;
    (void)progress;
    splitdata_xoshiro_seed(&random, sd_calls_next(draw));
    int status = check_count(count, error);
    if (status == SPLITDATA_OK)
        sd_rust09_shuffle(sd_small_rng_fill32, &random, items, count, item_size);
    return status;
}

static int print_shuffle(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import polars as pl",
        .lines = "order = pl.Series(range(n)).shuffle(seed={seed}).to_list()",
    };
    return sd_calls_print(asked, code, &lines, NULL, error);
}

const struct sd_recipe sd_recipe_polars = {
    .name = "polars",
    .summary = "polars' shuffle of all rows, train first",
    .call = "order = df.sample(fraction=1.0, shuffle=True, seed=SEED); train, test = order[:k], "
            "order[k:], k = int(0.8 * n)",
    .versions = "2.1.0",
    .of = "polars",
    .checked = "golden vectors; beside polars itself",
    .nearest = "polars-sample",
    .code = print_shuffle,
    .generator = "qsv-faster",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};

/* --- sample ---------------------------------------------------------------------------------- */

/* A number below `bound`: random_range, which takes a second word where it can matter. */
static uint32_t draw_below(struct splitdata_xoshiro *random, uint32_t bound)
{
    const uint64_t product = (uint64_t)sd_small_rng_next32(random) * bound;
    const uint32_t low = (uint32_t)product;
    uint32_t high = (uint32_t)(product >> 32);
    if (low > 0U - bound) {
        const uint64_t more = (uint64_t)sd_small_rng_next32(random) * bound >> 32;
        high += low + more > UINT32_MAX;
    }
    return high;
}

/* The same by Uniform, which draws again where a number would be too frequent. */
static uint32_t draw_evenly(struct splitdata_xoshiro *random, uint32_t bound)
{
    const uint32_t threshold = (0U - bound) % bound;
    uint64_t product;
    do {
        product = (uint64_t)sd_small_rng_next32(random) * bound;
    } while ((uint32_t)product < threshold);
    return (uint32_t)(product >> 32);
}

static void draw_in_place(void *generator, uint64_t *targets, size_t window, uint64_t position,
                          uint64_t count)
{
    for (size_t i = 0; i < window; i++)
        targets[i] = position + i + draw_below(generator, (uint32_t)(count - position - i));
}

/* R. Floyd's method, for few rows. */
static void sample_floyd(struct splitdata_xoshiro *random, uint32_t *rows, uint32_t n, uint32_t k)
{
    for (uint32_t taken = 0; taken < k; taken++) {
        const uint32_t j = n - k + taken, drawn = draw_below(random, j + 1);
        uint32_t place = 0;
        while (place < taken && rows[place] != drawn)
            place++;
        if (place < taken)
            rows[place] = j;
        rows[taken] = drawn;
    }
}

static void sample_rejecting(struct splitdata_xoshiro *random, uint32_t *rows, uint8_t *taken,
                             uint32_t n, uint32_t k)
{
    for (uint32_t i = 0; i < k; i++) {
        do
            rows[i] = draw_evenly(random, n);
        while (taken[rows[i]] != 0);
        taken[rows[i]] = 1;
    }
}

/* Whether k of n rows are sampled by swaps: which way was measured as the fastest. */
static bool samples_in_place(uint32_t n, uint32_t k)
{
    const bool many = n >= 500000;
    const float count = (float)k, times = (many ? 8.0F / 45.0F : 1.6F) * count;
    if (k < 163)
        return k > 11 && (float)n < ((many ? 70.0F / 9.0F : 10.0F) + times) * count;
    return (float)n < (many ? 330.0F / 9.0F : 270.0F) * count;
}

/* A sample of few rows. */
static int assign_few(struct sd_plan *plan, struct splitdata_xoshiro *random, uint32_t k,
                      struct splitdata_error *error)
{
    const uint32_t n = (uint32_t)plan->count;
    uint32_t *rows = sd_memory_take(plan->memory, k, sizeof *rows);
    uint64_t *order = sd_memory_take(plan->memory, k, sizeof *order);
    uint8_t *taken = sd_memory_take(plan->memory, n, sizeof *taken);
    int status = rows != NULL && order != NULL && taken != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the sample");
    if (status == SPLITDATA_OK && k < 163)
        sample_floyd(random, rows, n, k);
    else if (status == SPLITDATA_OK)
        sample_rejecting(random, rows, taken, n, k);
    for (uint32_t i = 0; i < k && status == SPLITDATA_OK; i++)
        order[i] = rows[i];
    if (status == SPLITDATA_OK)
        status = sd_assign_sample(plan, order, k, error);
    sd_memory_free(rows);
    sd_memory_free(order);
    sd_memory_free(taken);
    return status;
}

static int sizes_of_sample(const struct sd_sizes_asked *asked, uint64_t *sizes,
                           struct splitdata_error *error)
{
    if (!asked->train_test)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like polars-sample: a sample and the rest are two parts, train and test "
                       "(--like polars has more)");
    int status = sd_head_sizes(asked, sizes, error);
    if (status == SPLITDATA_OK && !asked->exact && sizes[0] + sizes[1] != asked->n)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like polars-sample: test is the rest (leave its size out)");
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    const uint32_t n = (uint32_t)plan->count;
    uint64_t sizes[2] = {0, 0};
    struct splitdata_xoshiro random;
    int status = check_count(plan->count, error);
    if (status == SPLITDATA_OK)
        status = sizes_of_sample(asked, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    splitdata_xoshiro_seed(&random, sd_calls_next(draw));
    if (!samples_in_place(n, (uint32_t)sizes[0]))
        return assign_few(plan, &random, (uint32_t)sizes[0], error);
    sd_shuffle_up_first(draw_in_place, &random, plan->items, n, sizeof *plan->items, sizes[0]);
    return sd_assign_rest(plan, (struct sd_cut){0, sizes[0]}, error);
}

static int print_sample(const struct sd_code_asked *asked, struct sd_code *code,
                        struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import polars as pl",
        .lines = "train = pl.DataFrame({\"row\": range(n)}).sample({size}, seed={seed})[\"row\"]"
                 ".to_list()\n"
                 "rows = set(train)\n"
                 "parts = [train, [row for row in range(n) if row not in rows]]",
        .whole = true,
    };
    const struct sd_size *size = &asked->part[0].size;
    struct sd_text text = {0};
    if (!asked->train_test || size->kind == SD_SIZE_NONE)
        return sd_code_refuse("polars-sample", "other sizes than train's", error);
    const char *number = sd_code_size(code, size);
    bool made = sd_text_format(&text, size->kind == SD_SIZE_SHARE ? "fraction=%s" : "n=%s", number);
    const struct sd_code_word words[] = {{"size", sd_code_keep(code, &text, made)}, {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_polars_sample = {
    .name = "polars-sample",
    .summary = "polars' sample of some rows, and the rest in input order",
    .call = "train = df.sample(fraction=0.8, seed=SEED); test: the rows that are not in it",
    .versions = "2.1.0",
    .of = "polars",
    .checked = "golden vectors; beside polars itself",
    .nearest = "polars",
    .code = print_sample,
    .generator = "qsv-faster",
    .seed = seed,
    .sizes = sizes_of_sample,
    .assign = assign,
};
