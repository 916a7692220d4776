/* SPDX-License-Identifier: MIT */
/*
 * caTools of R, after set.seed(seed):
 *
 *     split <- sample.split(d$y, SplitRatio = 0.8), or of seq_len(nrow(d))
 *     train <- subset(d, split); test <- subset(d, !split)
 *
 * Each row of a class draws runif, and the rows with the smallest numbers are train's: at least one
 * of each class. Classes are in the order of their first rows; where there is only one, or more
 * than half as many as rows, they do not count. A SplitRatio from 1 on is a number of rows, and
 * rows too many or too few are then exchanged by draws (R/sample.split.R, read in caTools 1.18.2).
 * The next repeat is the next call.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/r_strata.h"
#include "recipe/table.h"

#include "base/sort.h"
#include "rng/mt19937.h"

#include <float.h>
#include <inttypes.h>
#include <stdlib.h>

static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    {.name = NULL},
};

/* SplitRatio: the share of train, or its number of rows. */
struct ratio {
    double share; /* 0: it is a number */
    uint64_t count;
};

static int ratio_of(const struct sd_part *part, size_t parts, uint64_t n, struct ratio *ratio,
                    struct splitdata_error *error)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    *ratio = (struct ratio){0};
    if (parts == 2 && train->kind == SD_SIZE_COUNT &&
        (test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST ||
         (test->kind == SD_SIZE_COUNT && test->count <= n && train->count == n - test->count)))
        ratio->count = train->count;
    else if (parts == 2 && test->kind == SD_SIZE_COUNT && train->kind != SD_SIZE_COUNT &&
             train->kind != SD_SIZE_SHARE)
        ratio->count = test->count < n ? n - test->count : 0;
    else
        return sd_r_share("catools", part, parts, &ratio->share, error);
    return ratio->count != 0 && ratio->count < n
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "--like catools: SplitRatio parameter has to be in [0, 1] range or "
                         "[1, length(Y)] range, and the records are %" PRIu64,
                         n);
}

/* What split has become so far. */
struct splitting {
    uint32_t *word; /* room for n draws */
    uint8_t *train; /* of each row */
    uint64_t n;
};

/* The word at a rank of the ascending order, from 0; *same of those before it are equal to it.
 * Digit after digit, from the highest. */
static uint32_t select_word(const uint32_t *words, uint64_t count, uint64_t rank, uint64_t *same)
{
    uint32_t found = 0;
    for (unsigned shift = 32; shift > 0;) {
        uint64_t of_digit[256] = {0};
        const unsigned above = shift;
        uint32_t digit = 0;
        shift -= 8;
        for (uint64_t i = 0; i < count; i++)
            of_digit[words[i] >> shift & 255] += (uint64_t)(words[i] ^ found) >> above == 0;
        for (; rank >= of_digit[digit]; digit++)
            rank -= of_digit[digit];
        found |= digit << shift;
    }
    *same = rank;
    return found;
}

/* The rows[0..m-1], NULL: 0 to m-1, draw; the first k in the order of their numbers, then of the
 * rows, are train's. runif() is in the order of the generator's words. */
static void take(struct splitting *splitting, const uint64_t *rows, uint64_t m, uint64_t k,
                 const struct sd_draw *draw)
{
    uint32_t *word = splitting->word, last = UINT32_MAX;
    uint64_t same = m;
    sd_mt19937_fill(&draw->random->state.r.twister, word, m);
    if (k < m)
        last = select_word(word, m, k, &same);
    for (uint64_t i = 0; i < m; i++) {
        const bool is_same = word[i] == last, taken = word[i] < last || (is_same && same != 0);
        same -= is_same && same != 0;
        splitting->train[rows != NULL ? rows[i] : i] = taken;
    }
}

/* The length of 1:n, which rounds up what is almost whole, and counts down from 1 to 0. */
static uint64_t length_of(double n)
{
    return n < 1.0 ? 1 : (uint64_t)(n + (double)FLT_EPSILON);
}

static int take_classes(struct splitting *splitting, const struct sd_codes *strata,
                        const struct ratio *ratio, const struct sd_draw *draw,
                        struct splitdata_error *error)
{
    struct sd_r_groups groups = {0};
    const double rate =
        ratio->share != 0 ? ratio->share : (double)ratio->count / (double)splitting->n;
    int status =
        sd_r_group(&groups, strata->code, NULL, splitting->n, strata->count, draw->memory, error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        const uint64_t m = groups.begin[c + 1] - groups.begin[c];
        const uint64_t k = sd_r_part_of(rate, SD_R_ROUND, m);
        take(splitting, groups.rows + groups.begin[c], m, k != 0 ? k : 1, draw);
    }
    sd_r_groups_free(&groups);
    return status;
}

/* Draws rows that go over to the other side until train has `count`. */
static int exchange(struct splitting *splitting, uint64_t count, uint64_t *rows,
                    const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t train = 0, left = 0;
    for (uint64_t row = 0; row < splitting->n; row++)
        train += splitting->train[row];
    const uint8_t from = train > count;
    for (uint64_t row = 0; row < splitting->n && train != count; row++) {
        if (splitting->train[row] == from)
            rows[left++] = row;
    }
    const uint64_t over = train > count ? train - count : count - train;
    int status = over != 0 ? sd_r_sample_rows(draw, rows, left, over, error) : SPLITDATA_OK;
    for (uint64_t i = 0; i < over && status == SPLITDATA_OK; i++)
        splitting->train[rows[i]] = from == 0;
    return status;
}

static int split(struct sd_plan *plan, struct sd_stratified *stratified,
                 const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                 struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified != NULL ? stratified->strata : NULL;
    const uint64_t n = plan->count;
    struct ratio ratio;
    int status = ratio_of(asked->part, asked->parts, n, &ratio, error);
    if (status != SPLITDATA_OK)
        return status;
    struct splitting splitting = {sd_memory_take(draw->memory, n, sizeof *splitting.word),
                                  sd_memory_take(draw->memory, n, sizeof *splitting.train), n};
    uint64_t *rows = sd_memory_take(draw->memory, n, sizeof *rows), count = 0;
    if (splitting.word == NULL || splitting.train == NULL || rows == NULL)
        status = sd_fail_memory(error, "the plan");
    else if (strata == NULL || strata->count == 1 || 2 * (uint64_t)strata->count > n)
        take(&splitting, NULL, n,
             ratio.share != 0 ? length_of(ratio.share * (double)n) : ratio.count, draw);
    else
        status = take_classes(&splitting, strata, &ratio, draw, error);
    if (status == SPLITDATA_OK && ratio.share == 0)
        status = exchange(&splitting, ratio.count, rows, draw, error);
    for (uint64_t row = 0; row < n && status == SPLITDATA_OK; row++) {
        if (splitting.train[row] != 0)
            rows[count++] = row;
    }
    if (status == SPLITDATA_OK)
        status = sd_r_take(plan, rows, count, error);
    if (status == SPLITDATA_OK && stratified != NULL)
        sd_r_count_classes(stratified, rows, count);
    sd_memory_free(splitting.word);
    sd_memory_free(splitting.train);
    sd_memory_free(rows);
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return split(plan, NULL, asked, draw, error);
}

struct class
{
    uint64_t first;
    uint32_t number;
};

static int by_first(const void *left, const void *right)
{
    const struct class *a = left, *b = right;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* unique(Y) */
static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    struct class *class = calloc((size_t)count + 1, sizeof *class);
    (void)options;
    (void)numbers;
    for (uint32_t i = 0; class != NULL && i < count; i++)
        class[i] = (struct class){classes[i].first, i};
    const bool sorted = class != NULL && sd_sort(class, count, sizeof *class, by_first, NULL);
    for (uint32_t i = 0; sorted && i < count; i++)
        order[i] = class[i].number;
    free(class);
    return sorted ? SPLITDATA_OK : sd_fail_memory(error, "the classes");
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const char *column = "seq_len(n)", *share = sd_r_code_share(asked, code);
    struct ratio ratio;
    int status = ratio_of(asked->part, asked->parts, UINT64_MAX, &ratio, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_read("catools", asked, code, error);
    if (status == SPLITDATA_OK && asked->options->stratify != NULL)
        status = sd_r_code_column("catools", asked->options->stratify, code, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(caTools)");
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    if (ratio.share != 0)
        sd_code_line(code, "idx <- which(sample.split(%s, SplitRatio = %s))", column, share);
    else if (train->kind == SD_SIZE_COUNT)
        sd_code_line(code, "idx <- which(sample.split(%s, SplitRatio = %s))", column,
                     sd_code_size(code, train));
    else
        sd_code_line(code, "idx <- which(sample.split(%s, SplitRatio = n - %s))", column,
                     sd_code_size(code, test));
    sd_r_code_two(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_catools = {
    .name = "catools",
    .summary = "caTools' sample.split, also by a label (--stratify), in input order",
    .call = "set.seed(SEED); split <- sample.split(d$y, SplitRatio = 0.8); train <- subset(d, "
            "split); test <- subset(d, !split)",
    .versions = "1.18.2",
    .of = "caTools",
    .checked = "golden vectors; beside caTools itself",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .seed = sd_r_seed,
    .permute = sd_permute_own,
    .assign = assign,
    .order_classes = order_classes,
    .assign_strata = split,
};
