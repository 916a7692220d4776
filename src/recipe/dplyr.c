/* SPDX-License-Identifier: MIT */
/*
 * dplyr of R:
 *
 *     train <- slice_sample(d, prop = 0.8), or sample_frac(d, 0.8), after set.seed(seed)
 *     test  <- anti_join(d, train), d[-rows of train, ]
 *
 * and of a grouped data frame, group after group: --stratify. train is in the order of the draws
 * (R/slice.R and R/sample.R, read in dplyr 1.0.10). The next repeat goes on with the generator.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/r_strata.h"
#include "recipe/table.h"

enum { SLICE_SAMPLE, SAMPLE_FRAC };

static const char *const functions[] = {"slice_sample", "sample_frac", NULL};
static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    SD_R_COLLATE_PARAMETER,
    {.name = "call",
     .usual = "slice_sample",
     .summary = "slice_sample cuts the number of rows off, sample_frac rounds it",
     .kind = SD_PARAMETER_CHOICE,
     .words = functions},
    {.name = NULL},
};

static enum sd_r_rounding rounding_of(const struct sd_recipe_options *options)
{
    return options != NULL && options->value[2].number == SAMPLE_FRAC ? SD_R_ROUND : SD_R_FLOOR;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    int status = asked->parts == 2
                     ? sd_r_sizes("dplyr", asked, rounding_of(asked->options), sizes, error)
                     : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    if (asked->parts == 2 && (asked->exact || sizes[0] + sizes[1] == asked->n))
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like dplyr: makes two parts, and test is the rest (--like r has more)");
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t sizes[2] = {0};
    int status = sizes_of(asked, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *taken = sd_memory_take(draw->memory, plan->count, sizeof *taken);
    status = taken != NULL ? sd_r_sample(draw, plan->count, sizes[0], taken, error)
                           : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        status = sd_r_take(plan, taken, sizes[0], error);
    sd_memory_free(taken);
    return status;
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    struct sd_r_groups groups = {0};
    double share;
    uint64_t count = 0;
    int status = sd_r_share("dplyr", asked->part, asked->parts, &share, error);
    if (status == SPLITDATA_OK)
        status = sd_r_group(&groups, strata->code, NULL, plan->count, strata->count, draw->memory,
                            error);
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        uint64_t *rows = groups.rows + groups.begin[c];
        const uint64_t m = groups.begin[c + 1] - groups.begin[c];
        const uint64_t k = sd_r_part_of(share, rounding_of(draw->options), m);
        status = sd_r_sample_rows(draw, rows, m, k, error);
        for (uint64_t i = 0; i < k; i++)
            groups.rows[count++] = rows[i];
    }
    if (status == SPLITDATA_OK)
        status = sd_r_take(plan, groups.rows, count, error);
    if (status == SPLITDATA_OK)
        sd_r_count_classes(stratified, groups.rows, count);
    sd_r_groups_free(&groups);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const bool counts = train->kind == SD_SIZE_COUNT || test->kind == SD_SIZE_COUNT;
    const bool rounds = asked->parameters->value[2].number == SAMPLE_FRAC;
    const bool grouped = asked->options->stratify != NULL;
    const char *column = NULL, *share = sd_r_code_share(asked, code);
    double value;
    int status = sd_r_code_read("dplyr", asked, code, error);
    if (status == SPLITDATA_OK && (grouped || !counts))
        status = sd_r_share("dplyr", asked->part, asked->parts, &value, error);
    if (status == SPLITDATA_OK && grouped)
        status = sd_r_code_column("dplyr", asked->options->stratify, code, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(dplyr)");
    if (grouped)
        sd_code_line(code, "rows <- group_by(data.frame(i = seq_len(n), g = %s), g)", column);
    else
        sd_code_line(code, "rows <- data.frame(i = seq_len(n))");
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    if (train->kind == SD_SIZE_COUNT)
        sd_code_line(code, "idx <- slice_sample(rows, n = %s)$i", sd_code_size(code, train));
    else if (counts)
        sd_code_line(code, "idx <- slice_sample(rows, n = n - %s)$i", sd_code_size(code, test));
    else
        sd_code_line(code,
                     rounds ? "idx <- sample_frac(rows, %s)$i"
                            : "idx <- slice_sample(rows, prop = %s)$i",
                     share);
    sd_r_code_two(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_dplyr = {
    .name = "dplyr",
    .summary = "dplyr's slice_sample and sample_frac, also of groups (--stratify)",
    .call = "set.seed(SEED); train <- slice_sample(d, prop = 0.8); test <- anti_join(d, train)",
    .versions = "1.0.10",
    .of = "dplyr",
    .checked = "golden vectors; beside dplyr itself",
    .conditions = "groups of texts are in the order of R's ICU (collate=c: of bytes, as dplyr "
                  "has it since 1.1.0)",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .seed = sd_r_seed,
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .assign = assign,
    .order_classes = sd_r_order_classes,
    .own_strata = true,
    .assign_strata = assign_strata,
};
