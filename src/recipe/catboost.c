/* SPDX-License-Identifier: MIT */
/*
 * The folds of CatBoost:
 *
 *     catboost.cv(pool, params, fold_count=k, partition_random_seed=seed, stratified=False)
 *
 * The rows are shuffled by a pair of 32-bit generators of the PCG family and cut into folds of
 * equal length, the first ones longer by one. With classes (stratified, the default for Logloss and
 * MultiClass), the rows of each class are cut so, in the shuffled order: what is over goes to the
 * first folds for each class. Without a shuffle the order is the file's.
 */
#include "recipe/calls.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "rng/bits.h"
#include "rng/shuffle.h"

#include <inttypes.h>
#include <string.h>

/* --- TFastRng64 ------------------------------------------------------------------------------ */

struct stream {
    uint64_t state, increment;
};

struct fast_rng {
    struct stream high, low;
};

static uint32_t next_of(struct stream *stream)
{
    const uint64_t x = stream->state =
        stream->state * UINT64_C(6364136223846793005) + stream->increment;
    return sd_rotr32((uint32_t)(((x >> 18) ^ x) >> 27), (unsigned)(x >> 59));
}

static uint64_t next_pair(struct stream *stream)
{
    const uint64_t low = next_of(stream);
    return low | (uint64_t)next_of(stream) << 32;
}

static struct fast_rng seeded(uint64_t seed)
{
    enum { LOW_31 = 0x7fffffff };
    struct stream from = {seed, 1};
    const uint64_t first = next_pair(&from);
    const uint32_t first_way = next_of(&from);
    const uint64_t second = next_pair(&from);
    uint32_t second_way = next_of(&from);
    if ((first_way & LOW_31) == (second_way & LOW_31))
        second_way = ~second_way;
    return (struct fast_rng){{first, (uint64_t)first_way << 1 | 1},
                             {second, (uint64_t)second_way << 1 | 1}};
}

/* A number below `bound`. */
static uint64_t draw_below(struct fast_rng *rng, uint64_t bound)
{
    const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    uint64_t drawn;
    do {
        drawn = (uint64_t)next_of(&rng->high) << 32;
        drawn |= next_of(&rng->low);
    } while (drawn >= limit);
    return drawn % bound;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t i = 0; i < window; i++)
        targets[i] = position + i == 0 ? 0 : draw_below(generator, position + i + 1);
}

/* --- folds ----------------------------------------------------------------------------------- */

/* The rows in the order in which they are cut; NULL: no memory. */
static uint64_t *order_of(const struct sd_folds *folds, const struct sd_draw *draw)
{
    uint64_t *order = sd_memory_take(folds->memory, folds->rows, sizeof *order);
    if (order == NULL)
        return NULL;
    sd_identity_u64(order, folds->rows);
    if (draw != NULL) {
        struct fast_rng rng = seeded(sd_calls_next(draw));
        sd_shuffle_up(draw_targets, &rng, order, folds->rows, sizeof *order);
    }
    return order;
}

/* The fold of number `place` of `count` rows. */
static uint32_t fold_at(const struct sd_folds *folds, uint64_t place, uint64_t count)
{
    const uint64_t each = count / folds->count, longer = count % folds->count;
    const uint64_t end = longer * (each + 1);
    return (uint32_t)(each == 0 || place < end ? place / (each + 1)
                                               : longer + (place - end) / each);
}

static int check(const struct sd_folds *folds, struct splitdata_error *error)
{
    if (folds->count == 0 || folds->count >= folds->rows)
        return sd_fail(error, SPLITDATA_DATA,
                       "Pool is too small to be split into folds (%" PRIu32 " of %" PRIu64
                       " records: CatBoost takes fewer folds than records)",
                       folds->count, folds->rows);
    return SPLITDATA_OK;
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    int status = check(folds, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *order = order_of(folds, draw);
    if (order == NULL)
        return sd_fail_memory(error, "the folds");
    for (uint64_t i = 0; i < folds->rows; i++)
        folds->fold_of[order[i]] = fold_at(folds, i, folds->rows);
    sd_memory_free(order);
    return SPLITDATA_OK;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t most = 0;
    for (uint32_t c = 0; c < strata->count; c++)
        most = strata->sizes[c] > most ? strata->sizes[c] : most;
    int status = check(folds, error);
    if (status == SPLITDATA_OK && most < folds->count)
        status = sd_fail(error, SPLITDATA_DATA,
                         "Not enough objects for splitting into %" PRIu32
                         " parts (the largest class has %" PRIu64 ")",
                         folds->count, most);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *order = order_of(folds, draw);
    uint64_t *next = sd_memory_take(folds->memory, strata->count, sizeof *next);
    if (order == NULL || next == NULL)
        status = sd_fail_memory(error, "the folds");
    for (uint64_t i = 0; i < folds->rows && order != NULL && next != NULL; i++) {
        const uint32_t class = strata->code[order[i]];
        folds->fold_of[order[i]] = fold_at(folds, next[class]++, strata->sizes[class]);
    }
    sd_memory_free(order);
    sd_memory_free(next);
    return status;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, INT32_MIN, INT32_MAX, error);
}

/* cv tells no rows, only scores. But a model's leaves have the weights of the rows that it was
 * trained on: powers of two say which. */
static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "from catboost import Pool, cv",
        .lines =
            "tests = [[] for _ in range({folds})]\n"
            "for begin in range(0, n, 50):  # a model's weights tell the rows it has seen\n"
            "    block = range(begin, min(begin + 50, n))\n"
            "    weights = [2.0 ** (row - begin) if row in block else 0.0 for row in range(n)]\n"
            "    pool = Pool([[float(row)] for row in range(n)], {target}, weight=weights)\n"
            "    _, models = cv(pool, {\"loss_function\": \"RMSE\", \"depth\": 1, "
            "\"iterations\": 1, \"bootstrap_type\": \"No\",\n"
            "                          \"allow_writing_files\": False, "
            "\"logging_level\": \"Silent\"},\n"
            "                   fold_count={folds}, partition_random_seed={seed}{shuffle}, "
            "stratified={stratified},\n"
            "                   return_models=True)\n"
            "    for test, model in zip(tests, models):\n"
            "        seen = int(sum(model.get_leaf_weights()))\n"
            "        test += [row for row in block if not seen >> (row - begin) & 1]",
        .whole = true,
    };
    const struct splitdata_options *options = asked->options;
    const char *target = "[float(row) for row in range(n)]", *column = NULL;
    struct sd_text folds = {0}, classes = {0};
    int status = SPLITDATA_OK;
    if (options->stratify != NULL)
        status = sd_python_columns(code, options->stratify, &column, error);
    if (status == SPLITDATA_OK && column != NULL && strncmp(column, "df[[", 4) == 0)
        status = sd_code_refuse("catboost", "classes of several columns", error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&folds, "%" PRIu64, options->folds);
    const char *count = sd_code_keep(code, &folds, made);
    if (column != NULL) {
        made = sd_text_format(&classes, "%s.astype(\"category\").cat.codes", column);
        target = sd_code_keep(code, &classes, made);
    }
    const struct sd_code_word words[] = {{"folds", count},
                                         {"target", target},
                                         {"shuffle", options->no_shuffle ? ", shuffle=False" : ""},
                                         {"stratified", column != NULL ? "True" : "False"},
                                         {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_catboost = {
    .name = "catboost",
    .summary = "the folds of CatBoost's cv, with --folds",
    .call = "catboost.cv(pool, params, fold_count=5, partition_random_seed=SEED), stratified or "
            "not",
    .versions = "1.2.10",
    .of = "CatBoost",
    .checked = "golden vectors; beside CatBoost itself",
    .conditions = "no groups in the pool",
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed,
    .fold_rows = fold_rows,
    .fold_strata = fold_strata,
};
