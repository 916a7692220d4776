/* SPDX-License-Identifier: MIT */
/*
 * H2O, which seeds a generator anew for each row, by the sum of the seed and the row's number, so
 * that a row's part depends on nothing else: not on threads, chunks or the size of the frame. The
 * split of the seed S + 1 is that of S moved by one row. Seeds are sent as doubles.
 *
 *     train, test = frame.split_frame(ratios=[0.8], seed=seed)
 *
 * A float u is drawn for each row; it is in the first part with u <= the running sum of the ratios,
 * or in the last part. So the sizes come out of the draws.
 *
 *     frame.kfold_column(n_folds=k, seed=seed)
 *
 * is also what a model does with fold_assignment="Random" or "AUTO"; without a shuffle it is
 * modulo_kfold_column, row number modulo k. H2O's stratified folds do not look at the classes.
 *
 *     frame["y"].stratified_split(test_frac=0.2, seed=seed)
 *
 * With classes: test takes floor(0.2 * m + 0.5) of the m rows of each, at least one. Draw number i
 * of a class, from 0, is that of the seed plus i, for each class anew; rows drawn twice count once.
 */
#include "recipe/calls.h"
#include "recipe/python.h"
#include "recipe/r_strata.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include "algorithm/distribute.h"
#include "rng/bits.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* --- PCG32 ----------------------------------------------------------------------------------- */

enum { INCREMENT = 3 };

static uint64_t step(uint64_t state)
{
    return state * UINT64_C(6364136223846793005) + INCREMENT;
}

static uint64_t seeded(uint64_t seed)
{
    return step(INCREMENT + seed);
}

static uint32_t next32(uint64_t *state)
{
    const uint64_t x = *state;
    *state = step(x);
    return sd_rotr32((uint32_t)(((x >> 18) ^ x) >> 27), (unsigned)(x >> 59));
}

static uint64_t next64(uint64_t *state)
{
    const uint64_t high = next32(state);
    return high << 32 | next32(state);
}

/* The seed of this call. It reaches H2O as a double, so that one beyond 2^53 is rounded. */
static uint64_t call_seed(const struct sd_draw *draw)
{
    const double seed = (double)(int64_t)sd_calls_next(draw);
    return (uint64_t)(seed < 9223372036854775808.0 ? (int64_t)seed : INT64_MAX);
}

/* --- split_frame ----------------------------------------------------------------------------- */

/* The running sums of the ratios, of all parts but the last one. */
static int limits_of(const struct sd_sizes_asked *asked, double *limits,
                     struct splitdata_error *error)
{
    double sum = 0;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        const bool rest = size->kind == SD_SIZE_NONE || size->kind == SD_SIZE_REST;
        struct sd_ratio share = size->share;
        if (rest && p == 0 && asked->train_test && asked->part[1].size.kind == SD_SIZE_SHARE) {
            share = asked->part[1].size.share;
            share.numerator = share.denominator - share.numerator;
        } else if (rest ? p + 1 < asked->parts : size->kind != SD_SIZE_SHARE) {
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like h2o: a draw decides where each record goes, so sizes are shares "
                           "(--ratio, or --parts with shares alone)");
        }
        if (p + 1 < asked->parts)
            limits[p] = sum += sd_ratio_double(share);
    }
    return SPLITDATA_OK;
}

static int row_rule(const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                    struct sd_row_rule *rule, struct splitdata_error *error)
{
    *rule = (struct sd_row_rule){.seed = call_seed(draw),
                                 .limits = calloc(asked->parts, sizeof *rule->limits),
                                 .parts = asked->parts};
    return rule->limits != NULL ? limits_of(asked, rule->limits, error)
                                : sd_fail_memory(error, "the parts");
}

static uint32_t part_of_row(const struct sd_row_rule *rule, uint64_t row)
{
    uint64_t state = seeded(rule->seed + row);
    const double u = (double)(next64(&state) & 0xffffff) / 16777216.0;
    uint32_t part = 0;
    while (part + 1 < rule->parts && u > rule->limits[part])
        part++;
    return part;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_row_rule rule;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    int status = row_rule(asked, draw, &rule, error);
    if (status == SPLITDATA_OK && part_of == NULL)
        status = sd_fail_memory(error, "the parts");
    for (uint64_t row = 0; row < plan->count && status == SPLITDATA_OK; row++)
        part_of[row] = part_of_row(&rule, row);
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    free(rule.limits);
    return status;
}

/* --- stratified_split ------------------------------------------------------------------------ */

static const char STRATIFIED[] = "stratified_split takes one share, test_frac";

static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    (void)numbers;
    return sd_two_order_classes("h2o", classes, count, order, error);
}

/* Marks the test rows of a class, whose rows are rows[0..m-1], and says how many they are. */
static uint64_t draw_class(uint64_t seed, double share, const uint64_t *rows, uint64_t m,
                           uint32_t *part_of)
{
    const double wanted = floor((double)m * share + 0.5);
    const uint64_t count = wanted < 1 ? 1 : (uint64_t)wanted;
    uint64_t found = 0;
    for (uint64_t i = 0; found < count; i++) {
        uint64_t state = seeded(seed + i);
        const uint64_t high = next64(&state) & 0x3ffffff, low = next64(&state) & 0x7ffffff;
        const double u = (double)(high << 27 | low) / 9007199254740992.0;
        uint32_t *part = &part_of[rows[(uint64_t)(u * (double)m)]];
        found += *part == 0;
        *part = 1;
    }
    return found;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    const uint64_t seed = call_seed(draw);
    struct sd_r_groups classes = {0};
    double share = 0;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    int status = part_of != NULL ? sd_two_test_share("h2o", STRATIFIED, asked->part, asked->parts,
                                                     &share, error)
                                 : sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = sd_r_group(&classes, strata->code, NULL, plan->count, strata->count, draw->memory,
                            error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        const uint64_t m = classes.begin[c + 1] - classes.begin[c];
        const uint64_t test = draw_class(seed, share, classes.rows + classes.begin[c], m, part_of);
        if (stratified->rows != NULL) {
            stratified->rows[c] = m - test;
            stratified->rows[strata->count + c] = test;
        }
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_r_groups_free(&classes);
    sd_memory_free(part_of);
    return status;
}

/* --- kfold_column ---------------------------------------------------------------------------- */

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    const uint64_t seed = draw != NULL ? call_seed(draw) : 0;
    uint64_t *sizes = calloc(folds->count, sizeof *sizes);
    int status = SPLITDATA_OK;
    if (sizes == NULL)
        return sd_fail_memory(error, "the folds");
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++) {
        uint64_t state = seeded(seed + row);
        const int64_t drawn = (int32_t)next32(&state);
        const uint64_t number = draw == NULL ? row : (uint64_t)(drawn < 0 ? -drawn : drawn);
        /* Java's absolute value of its least integer is negative, and so is the remainder. */
        if (draw != NULL && drawn == INT32_MIN && number % folds->count != 0)
            status = sd_fail(error, SPLITDATA_DATA,
                             "--like h2o: record %" PRIu64 " is in no fold with this seed: H2O's "
                             "number of its fold is negative (choose another seed)",
                             row + 1);
        folds->fold_of[row] = (uint32_t)(number % folds->count);
        sizes[folds->fold_of[row]]++;
    }
    for (uint32_t fold = 0; fold < folds->count && status == SPLITDATA_OK; fold++) {
        if (sizes[fold] == 0)
            status =
                sd_fail(error, SPLITDATA_DATA,
                        "no record was drawn for the test part of fold %" PRIu32 " of %" PRIu32,
                        fold + 1, folds->count);
    }
    free(sizes);
    return status;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    int status = sd_calls_seed_text(random, text, INT64_MIN, INT64_MAX, error);
    if (status == SPLITDATA_OK && random->state.xoshiro.state[0] == UINT64_MAX)
        status = sd_fail(error, SPLITDATA_USAGE, "H2O takes -1 for no seed, and draws one itself");
    return status;
}

/* --- the code -------------------------------------------------------------------------------- */

static const char *ratios(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_text text = {0};
    double *limits = calloc(asked->parts, sizeof *limits);
    bool made = limits != NULL;
    if (made && limits_of(&sizes, limits, error) != SPLITDATA_OK) {
        free(limits);
        return NULL;
    }
    for (size_t p = 0; p + 1 < asked->parts && made; p++) {
        char share[SPLITDATA_DOUBLE_TEXT];
        const bool first = p == 0 && asked->part[0].size.kind == SD_SIZE_NONE;
        splitdata_format_double(share,
                                first ? limits[0] : sd_ratio_double(asked->part[p].size.share));
        made = sd_text_format(&text, "%s%s", p != 0 ? ", " : "", share);
    }
    free(limits);
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code parts = {
        .imports = "import h2o\nh2o.init()",
        .lines = "frame = h2o.H2OFrame([[row] for row in range(n)], column_names=[\"row\"])\n"
                 "parts = frame.split_frame(ratios=[{ratios}], seed={seed})\n"
                 "parts = [[int(row) for row, in part.as_data_frame().values] for part in parts]",
        .whole = true,
    };
    static const struct sd_calls_code strata = {
        .imports = "import h2o\nh2o.init()",
        .lines = "codes = pd.factorize({column})[0]\n"
                 "frame = h2o.H2OFrame([[int(y)] for y in codes], column_names=[\"y\"])\n"
                 "side = frame[\"y\"].asfactor().stratified_split(test_frac={share}, seed={seed})\n"
                 "side = side.as_data_frame().values[:, 0]\n"
                 "parts = [[row for row in range(n) if side[row] == name] for name in (\"train\", "
                 "\"test\")]",
        .whole = true,
    };
    static const struct sd_calls_code folds = {
        .imports = "import h2o\nh2o.init()",
        .lines = "frame = h2o.H2OFrame([[row] for row in range(n)], column_names=[\"row\"])\n"
                 "fold = frame.{call}.as_data_frame().values\n"
                 "tests = [[row for row in range(n) if fold[row, 0] == k] for k in range({folds})]",
        .whole = true,
    };
    const bool ordered = asked->options->no_shuffle;
    struct sd_text count = {0}, call = {0};
    if (asked->options->stratify != NULL) {
        char text[SPLITDATA_DOUBLE_TEXT];
        double share = 0;
        const char *column = "";
        int status = sd_two_test_share("h2o", STRATIFIED, asked->part, asked->parts, &share, error);
        if (status == SPLITDATA_OK)
            status = sd_python_columns(code, asked->options->stratify, &column, error);
        splitdata_format_double(text, share);
        const struct sd_code_word words[] = {{"column", column}, {"share", text}, {NULL, NULL}};
        return status == SPLITDATA_OK ? sd_calls_print(asked, code, &strata, words, error) : status;
    }
    if (asked->options->folds == 0) {
        const struct sd_code_word words[] = {{"ratios", ratios(asked, code, error)}, {NULL, NULL}};
        return words[0].text != NULL ? sd_calls_print(asked, code, &parts, words, error)
                                     : SPLITDATA_USAGE;
    }
    bool made = sd_text_format(&count, "%" PRIu64, asked->options->folds);
    const char *number = sd_code_keep(code, &count, made);
    made = ordered ? sd_text_format(&call, "modulo_kfold_column(n_folds=%s)", number)
                   : sd_text_format(&call, "kfold_column(n_folds=%s, seed=%s%s)", number,
                                    sd_python_seed(code, asked->seed),
                                    asked->options->repeats != 0 ? " + i" : "");
    const struct sd_code_word words[] = {
        {"folds", number}, {"call", sd_code_keep(code, &call, made)}, {NULL, NULL}};
    return sd_calls_print(asked, code, &folds, words, error);
}

const struct sd_recipe sd_recipe_h2o = {
    .name = "h2o",
    .summary = "H2O's split_frame, stratified_split, and random and modulo folds, in input order",
    .call = "frame.split_frame(ratios=[0.8], seed=SEED); frame.kfold_column(n_folds=5, seed=SEED)",
    .versions = "3.46.0.12",
    .of = "H2O",
    .checked = "golden vectors; beside H2O itself",
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed,
    .assign = assign,
    .row_rule = row_rule,
    .part_of_row = part_of_row,
    .order_classes = order_classes,
    .assign_strata = assign_strata,
    .fold_rows = fold_rows,
};
