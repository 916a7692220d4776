/* SPDX-License-Identifier: MIT */
/*
 * caret of R: createDataPartition (--stratify), createFolds (--folds with --stratify) and
 * groupKFold (--folds with --group), after set.seed(seed). Read in caret 6.0-93. A column of
 * numbers is cut at its quantiles first, also one of class codes: with 0 and 1 that is a single
 * stratum. The next repeat goes on with the generator, as times= does.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/r_strata.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>
#include <math.h>

enum { COLLATE = 1, NUMBERS, GROUPS };
enum { MOST_GROUPS = 1000 };

static const char *const numbers_as[] = {"bins", "factor", NULL};
static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    SD_R_COLLATE_PARAMETER,
    {.name = "numbers",
     .usual = "bins",
     .summary = "what a column of numbers is: factor makes each a class, as factor(y) does",
     .kind = SD_PARAMETER_CHOICE,
     .words = numbers_as},
    {.name = "groups",
     .usual = "5",
     .summary = "quantiles at which createDataPartition cuts numbers, both ends included",
     .kind = SD_PARAMETER_COUNT,
     .least = 2,
     .most = MOST_GROUPS},
    {.name = NULL},
};

static bool cuts(const struct sd_codes *strata, const struct sd_draw *draw)
{
    return strata->numbers && draw->options->value[NUMBERS].number == 0;
}

/* --- numbers -----------------------------------------------------------------------------------
 */

/* seq(0, 1, length = count) */
static void set_probabilities(double *probs, uint32_t count)
{
    const double step = 1.0 / (double)(count - 1);
    for (uint32_t i = 0; i < count; i++)
        probs[i] = i + 1 < count ? (double)i * step : 1.0;
}

static int cut_numbers(const struct sd_codes *strata, uint32_t groups, uint32_t *bin,
                       double *breaks, uint32_t *bins, struct splitdata_error *error)
{
    double probs[MOST_GROUPS];
    double *values = sd_memory_take(strata->memory, strata->count, sizeof *values);
    int status = values != NULL ? sd_r_values(strata->classes, strata->count, values, error)
                                : sd_fail_memory(error, "the strata");
    set_probabilities(probs, groups);
    if (status == SPLITDATA_OK)
        status = sd_r_cut(&(struct sd_r_numbers){values, strata->sizes, strata->count}, probs,
                          groups, breaks, bin, bins, error);
    sd_memory_free(values);
    return status;
}

/* The order in which createFolds visits classes: that of their texts, also of numbers. */
static int order_texts(const struct sd_codes *strata, const struct sd_draw *draw, uint32_t **order,
                       struct splitdata_error *error)
{
    *order = NULL;
    if (!strata->numbers)
        return SPLITDATA_OK;
    *order = sd_memory_take(draw->memory, strata->count, sizeof **order);
    return *order != NULL
               ? sd_r_order_numbers(draw->options, strata->classes, strata->count, *order, error)
               : sd_fail_memory(error, "the folds");
}

/* --- createDataPartition -----------------------------------------------------------------------
 */

/* The rows of train, sorted by stratum, into the front of groups->rows. */
static int sample_strata(struct sd_r_groups *groups, double share, const struct sd_draw *draw,
                         uint64_t *count, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (uint32_t s = 0; s < groups->count && status == SPLITDATA_OK; s++) {
        uint64_t *rows = groups->rows + groups->begin[s];
        const uint64_t m = groups->begin[s + 1] - groups->begin[s];
        const uint64_t k = m == 1 ? 1 : sd_r_part_of(share, SD_R_CEILING, m);
        if (m > 1)
            status = sd_r_sample_rows(draw, rows, m, k, error);
        for (uint64_t i = 0; i < k && m != 0; i++)
            groups->rows[(*count)++] = rows[i];
    }
    return status;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    const uint64_t n = plan->count, most = draw->options->value[GROUPS].number;
    const uint32_t quantiles = (uint32_t)(n < most && most == 5 ? (n < 2 ? 2 : n) : most);
    struct sd_r_groups groups = {0};
    double share, breaks[MOST_GROUPS];
    uint32_t count = strata->count, *bin = NULL;
    uint64_t taken = 0;
    int status = sd_r_share("caret", asked->part, asked->parts, &share, error);
    if (status == SPLITDATA_OK && !cuts(strata, draw)) { /* for what factor(y) joins */
        status = order_texts(strata, draw, &bin, error);
        sd_memory_free(bin);
        bin = NULL;
    }
    if (status == SPLITDATA_OK && cuts(strata, draw)) {
        bin = sd_memory_take(draw->memory, strata->count, sizeof *bin);
        status = bin != NULL ? cut_numbers(strata, quantiles, bin, breaks, &count, error)
                             : sd_fail_memory(error, "the strata");
    }
    if (status == SPLITDATA_OK)
        status = sd_r_group(&groups, strata->code, bin, n, count, draw->memory, error);
    if (status == SPLITDATA_OK)
        status = sample_strata(&groups, share, draw, &taken, error);
    if (status == SPLITDATA_OK)
        status = sd_r_take_sorted(plan, groups.rows, taken, error);
    if (status == SPLITDATA_OK)
        sd_r_count_classes(stratified, groups.rows, taken);
    sd_r_groups_free(&groups);
    sd_memory_free(bin);
    return status;
}

/* --- createFolds -------------------------------------------------------------------------------
 */

/* The folds of the rows of one class: as many of each as there are rows for, then some of those
 * that are left, in random order. */
static int fold_class(const struct sd_draw *draw, uint32_t k, uint64_t m, uint64_t *fold,
                      struct splitdata_error *error)
{
    const uint64_t whole = m / k * k;
    for (uint64_t i = 0; i < whole; i++)
        fold[i] = i % k;
    int status = sd_r_sample(draw, k, m - whole, fold + whole, error);
    return status == SPLITDATA_OK && whole != 0 ? sd_r_sample_rows(draw, fold, m, m, error)
                                                : status;
}

static int fold_classes(struct sd_folds *folds, const struct sd_r_groups *groups,
                        const uint32_t *order, const struct sd_draw *draw,
                        struct splitdata_error *error)
{
    uint64_t *fold = sd_memory_take(draw->memory, folds->rows + folds->count, sizeof *fold);
    int status = fold != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
    for (uint32_t i = 0; i < groups->count && status == SPLITDATA_OK; i++) {
        const uint32_t s = order != NULL ? order[i] : i;
        const uint64_t *rows = groups->rows + groups->begin[s];
        const uint64_t m = groups->begin[s + 1] - groups->begin[s];
        if (m != 0)
            status = fold_class(draw, folds->count, m, fold, error);
        for (uint64_t j = 0; j < m && status == SPLITDATA_OK; j++)
            folds->fold_of[rows[j]] = (uint32_t)fold[j];
    }
    sd_memory_free(fold);
    return status;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_r_groups groups = {0};
    uint32_t *order = NULL;
    int status = sd_r_folds_begin("caret", folds, folds->rows, "records", draw, error);
    if (status != SPLITDATA_OK)
        return status;
    if (cuts(strata, draw))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like caret: createFolds cuts numbers into intervals and takes these in "
                       "the order of their texts, which is not made here (numbers=factor: "
                       "createFolds(factor(y)))");
    if (folds->count == folds->rows) {
        for (uint64_t row = 0; row < folds->rows; row++)
            folds->fold_of[row] = (uint32_t)row;
        return SPLITDATA_OK;
    }
    status =
        sd_r_group(&groups, strata->code, NULL, folds->rows, strata->count, draw->memory, error);
    if (status == SPLITDATA_OK)
        status = order_texts(strata, draw, &order, error);
    if (status == SPLITDATA_OK)
        status = fold_classes(folds, &groups, order, draw, error);
    if (status == SPLITDATA_OK)
        status = sd_r_folds_end("caret", folds, error);
    sd_r_groups_free(&groups);
    sd_memory_free(order);
    return status;
}

/* --- groupKFold --------------------------------------------------------------------------------
 */

static int fold_groups(struct sd_folds *folds, const struct sd_codes *codes,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = sd_r_folds_begin("caret", folds, codes->count, "groups", draw, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *fold = sd_memory_take(draw->memory, codes->count, sizeof *fold);
    if (fold == NULL)
        status = sd_fail_memory(error, "the folds");
    for (uint32_t g = 0; status == SPLITDATA_OK && g < codes->count; g++)
        fold[g] = UINT32_MAX;
    for (uint64_t row = 0, groups = 0; status == SPLITDATA_OK && row < folds->rows; row++) {
        const uint32_t group = codes->code[row];
        if (fold[group] == UINT32_MAX && groups++ < codes->count)
            fold[group] = (uint32_t)splitdata_r_index(&draw->random->state.r, folds->count);
        folds->fold_of[row] = fold[group];
    }
    sd_memory_free(fold);
    return status == SPLITDATA_OK ? sd_r_folds_end("caret", folds, error) : status;
}

/* --- code --------------------------------------------------------------------------------------
 */

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    const bool factor = asked->parameters->value[NUMBERS].number == 1;
    const uint64_t groups = asked->parameters->value[GROUPS].number;
    const char *column, *share = sd_r_code_share(asked, code);
    double value;
    int status = sd_r_code_read("caret", asked, code, error);
    if (status == SPLITDATA_OK && options->folds == 0)
        status = sd_r_share("caret", asked->part, asked->parts, &value, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_column("caret",
                                  options->stratify != NULL ? options->stratify : options->group,
                                  code, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(caret)");
    sd_code_line(code, factor && options->stratify != NULL ? "y <- factor(%s)" : "y <- %s", column);
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    if (options->group != NULL) {
        sd_code_line(code, "train <- groupKFold(y, k = %" PRIu64 ")", options->folds);
        sd_code_line(code,
                     "parts <- lapply(train, function(rows) "
                     "list(train = d[rows, , drop = FALSE], test = d[-rows, , drop = FALSE]))");
        sd_r_code_close(asked, code);
    } else if (options->folds != 0) {
        sd_code_line(code, "fold <- createFolds(y, k = %" PRIu64 ", list = FALSE)", options->folds);
        sd_r_code_folds(asked, code);
    } else {
        if (groups == 5)
            sd_code_line(code, "idx <- createDataPartition(y, p = %s, list = FALSE)[, 1]", share);
        else
            sd_code_line(code,
                         "idx <- createDataPartition(y, p = %s, list = FALSE, groups = %" PRIu64
                         ")[, 1]",
                         share, groups);
        sd_r_code_two(asked, code);
    }
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_caret = {
    .name = "caret",
    .summary = "caret's createDataPartition, createFolds and groupKFold",
    .call = "set.seed(SEED); idx <- createDataPartition(d$y, p = 0.8, list = FALSE); "
            "train <- d[idx, ]; test <- d[-idx, ]",
    .versions = "6.0-93",
    .of = "caret",
    .checked = "golden vectors; beside caret itself",
    .conditions = "numbers are cut at their quantiles, 0 and 1 mostly into one stratum "
                  "(numbers=factor: each is a class); texts are in the order of R's ICU "
                  "(collate=c: of bytes)",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .seed = sd_r_seed,
    .permute = sd_permute_own,
    .order_classes = sd_r_order_classes,
    .own_strata = true,
    .assign_strata = assign_strata,
    .fold_strata = fold_strata,
    .fold_groups = fold_groups,
};
