/* SPDX-License-Identifier: MIT */
/*
 * rsample of R, after set.seed(seed): initial_split, also with strata, initial_validation_split
 * (three parts), group_initial_split, vfold_cv and group_vfold_cv. Read in rsample 1.1.1, and
 * initial_validation_split in 1.2.0. The next repeat calls the function again; without strata that
 * is mc_cv(times =), too.
 */
#include "recipe/permute.h"
#include "recipe/r_draws.h"
#include "recipe/r_pool.h"
#include "recipe/r_strata.h"
#include "recipe/rsample_code.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <math.h>
#include <string.h>

static const struct sd_recipe_parameter parameters[] = {
    SD_R_SAMPLE_PARAMETER,
    SD_R_COLLATE_PARAMETER,
    {.name = "breaks",
     .usual = "4",
     .summary = "bins of a column of numbers with more than 5 values",
     .kind = SD_PARAMETER_COUNT,
     .least = 2,
     .most = SD_R_BREAKS},
    {.name = "pool",
     .usual = "0.1",
     .summary = "classes with a smaller share are spread over the others",
     .kind = SD_PARAMETER_TEXT},
    {.name = NULL},
};

/* --- one split ----------------------------------------------------------------------------------
 */

/* Takes floor(m * prop) of the m rows, or of each of their strata, to the front of rows[]: in the
 * order of the draws, or sorted by stratum. */
static int take(const struct sd_codes *strata, uint64_t *rows, uint64_t m, double prop, double pool,
                const struct sd_draw *draw, uint64_t *count, struct splitdata_error *error)
{
    struct sd_r_groups groups = {0};
    uint32_t *stratum = NULL, levels = 0;
    *count = 0;
    if (strata == NULL) {
        *count = sd_r_part_of(prop, SD_R_FLOOR, m);
        return sd_r_sample_rows(draw, rows, m, *count, error);
    }
    int status = sd_r_make_strata(strata, rows, m, pool, draw, &stratum, &levels, error);
    if (status == SPLITDATA_OK)
        status = sd_r_group(&groups, stratum, NULL, m, levels, draw->memory, error);
    uint64_t *taken = sd_memory_take(draw->memory, m + 1, sizeof *taken);
    if (status == SPLITDATA_OK && taken == NULL)
        status = sd_fail_memory(error, "the strata");
    for (uint32_t s = 0; s < levels && status == SPLITDATA_OK; s++) {
        uint64_t *places = groups.rows + groups.begin[s];
        const uint64_t size = groups.begin[s + 1] - groups.begin[s];
        const uint64_t k = sd_r_part_of(prop, SD_R_FLOOR, size);
        status = sd_r_sample_rows(draw, places, size, k, error);
        if (status == SPLITDATA_OK)
            status = sd_r_sort(places, k, draw->memory, error);
        for (uint64_t i = 0; i < k && status == SPLITDATA_OK; i++)
            taken[(*count)++] = rows[places[i]];
    }
    if (status == SPLITDATA_OK)
        memcpy(rows, taken, (size_t)*count * sizeof *rows);
    sd_memory_free(taken);
    sd_memory_free(stratum);
    sd_r_groups_free(&groups);
    return status;
}

/* Marks the rows taken as those of a part; the others, in input order, become rows[0..]. */
static uint64_t mark(uint32_t *part_of, uint64_t n, uint64_t *rows, uint64_t count, uint32_t part)
{
    uint64_t left = 0;
    for (uint64_t i = 0; i < count; i++)
        part_of[rows[i]] = part;
    for (uint64_t row = 0; row < n; row++) {
        if (part_of[row] == SD_NO_PART)
            rows[left++] = row;
    }
    return left;
}

/* initial_validation_split: all three parts in input order. */
static int assign_three(struct sd_plan *plan, const struct sd_codes *strata, uint64_t *rows,
                        const double prop[2], const struct sd_draw *draw, uint64_t *class_rows,
                        struct splitdata_error *error)
{
    const uint64_t n = plan->count;
    const double pool = sd_r_pool(draw->options);
    uint32_t *part_of = sd_memory_take(draw->memory, n, sizeof *part_of);
    uint64_t count = 0;
    int status = part_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
    for (uint64_t row = 0; status == SPLITDATA_OK && row < n; row++)
        part_of[row] = SD_NO_PART;
    if (status == SPLITDATA_OK)
        status = take(strata, rows, n, prop[0], pool, draw, &count, error);
    if (status == SPLITDATA_OK) {
        const uint64_t left = mark(part_of, n, rows, count, 0);
        status = take(strata, rows, left, prop[1] / (1.0 - prop[0]), pool / (1.0 - prop[0]), draw,
                      &count, error);
    }
    if (status == SPLITDATA_OK) {
        const uint64_t left = mark(part_of, n, rows, count, 1);
        mark(part_of, n, rows, left, 2);
        status = sd_distribute(plan, part_of, error);
    }
    for (uint64_t row = 0; status == SPLITDATA_OK && class_rows != NULL && row < n; row++)
        class_rows[part_of[row] * (uint64_t)strata->count + strata->code[row]]++;
    sd_memory_free(part_of);
    return status;
}

static int split(struct sd_plan *plan, struct sd_stratified *stratified,
                 const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                 struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified != NULL ? stratified->strata : NULL;
    double prop[2];
    int status = sd_rsample_shares(asked->part, asked->parts, prop, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *rows = sd_memory_take(draw->memory, plan->count, sizeof *rows), count;
    if (rows == NULL)
        return sd_fail_memory(error, "the plan");
    for (uint64_t row = 0; row < plan->count; row++)
        rows[row] = row;
    if (asked->parts == 3) {
        uint64_t *class_rows = stratified != NULL ? stratified->rows : NULL;
        if (class_rows != NULL)
            memset(class_rows, 0, 3 * (size_t)strata->count * sizeof *class_rows);
        status = assign_three(plan, strata, rows, prop, draw, class_rows, error);
    } else {
        status =
            take(strata, rows, plan->count, prop[0], sd_r_pool(draw->options), draw, &count, error);
        if (status == SPLITDATA_OK)
            status = sd_r_take(plan, rows, count, error);
        if (status == SPLITDATA_OK && stratified != NULL)
            sd_r_count_classes(stratified, rows, count);
    }
    sd_memory_free(rows);
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return split(plan, NULL, asked, draw, error);
}

/* --- groups -------------------------------------------------------------------------------------
 */

/* The groups in the order of their first rows. */
static int order_groups(const struct sd_codes *groups, struct sd_memory *memory, uint32_t **order,
                        struct splitdata_error *error)
{
    uint8_t *seen = sd_memory_take(memory, groups->count, sizeof *seen);
    uint32_t count = 0;
    *order = sd_memory_take(memory, groups->count, sizeof **order);
    int status = seen != NULL && *order != NULL ? SPLITDATA_OK : sd_fail_memory(error, "groups");
    for (uint64_t row = 0; status == SPLITDATA_OK && count < groups->count; row++) {
        const uint32_t group = groups->code[row];
        if (seen[group] == 0)
            (*order)[count++] = group;
        seen[group] = 1;
    }
    sd_memory_free(seen);
    return status;
}

/* Groups from the front until their share of the rows is nearest to what is asked for. */
static uint64_t count_groups(const struct sd_codes *groups, const uint32_t *order,
                             const uint64_t *drawn, double prop)
{
    const double n = (double)groups->rows;
    double before = 0;
    uint64_t rows = 0;
    for (uint32_t i = 0; i < groups->count; i++) {
        rows += groups->sizes[order[drawn[i]]];
        const double share = (double)rows / n;
        if (share > prop)
            return i != 0 && fabs(before - prop) < fabs(share - prop) ? i : i + 1U;
        before = share;
    }
    return groups->count;
}

static int assign_groups(struct sd_plan *plan, const struct sd_codes *groups,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    uint32_t *order = NULL;
    double prop;
    int status = sd_r_share("rsample", asked->part, asked->parts, &prop, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *drawn = sd_memory_take(draw->memory, groups->count, sizeof *drawn);
    uint32_t *part_of = sd_memory_take(draw->memory, groups->count, sizeof *part_of);
    status = drawn != NULL && part_of != NULL ? order_groups(groups, draw->memory, &order, error)
                                              : sd_fail_memory(error, "the groups");
    if (status == SPLITDATA_OK)
        status = sd_r_sample(draw, groups->count, groups->count, drawn, error);
    if (status == SPLITDATA_OK) {
        const uint64_t train = count_groups(groups, order, drawn, prop);
        (void)splitdata_r_index(&draw->random->state.r, 1); /* as rsample labels its one split */
        for (uint32_t i = 0; i < groups->count; i++)
            part_of[order[drawn[i]]] = i >= train;
        status = sd_distribute_groups(plan, groups, part_of, error);
    }
    sd_memory_free(order);
    sd_memory_free(drawn);
    sd_memory_free(part_of);
    return status;
}

/* --- folds --------------------------------------------------------------------------------------
 */

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    return sd_r_fold_rows("rsample", folds, draw, error);
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    struct sd_r_groups groups = {0};
    uint32_t *stratum = NULL, levels = 0;
    int status = sd_r_folds_begin("rsample", folds, folds->rows, "records", draw, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_r_make_strata(strata, NULL, folds->rows, sd_r_pool(draw->options), draw, &stratum,
                              &levels, error);
    if (status == SPLITDATA_OK)
        status = sd_r_group(&groups, stratum, NULL, folds->rows, levels, draw->memory, error);
    uint64_t *fold = sd_memory_take(draw->memory, folds->rows, sizeof *fold);
    if (status == SPLITDATA_OK && fold == NULL)
        status = sd_fail_memory(error, "the folds");
    for (uint32_t s = 0; s < levels && status == SPLITDATA_OK; s++) {
        const uint64_t begin = groups.begin[s], m = groups.begin[s + 1] - begin;
        status = sd_r_draw_folds(draw, folds->count, m, fold, error);
        for (uint64_t i = 0; i < m && status == SPLITDATA_OK; i++)
            folds->fold_of[groups.rows[begin + i]] = (uint32_t)fold[i];
    }
    if (status == SPLITDATA_OK)
        status = sd_r_folds_end("rsample", folds, error);
    sd_memory_free(fold);
    sd_memory_free(stratum);
    sd_r_groups_free(&groups);
    return status;
}

static int fold_groups(struct sd_folds *folds, const struct sd_codes *groups,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t *order = NULL;
    int status = sd_r_folds_begin("rsample", folds, groups->count, "groups", draw, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *fold = sd_memory_take(draw->memory, groups->count, sizeof *fold);
    uint32_t *of_group = sd_memory_take(draw->memory, groups->count, sizeof *of_group);
    status = fold != NULL && of_group != NULL ? order_groups(groups, draw->memory, &order, error)
                                              : sd_fail_memory(error, "the folds");
    if (status == SPLITDATA_OK)
        status = sd_r_draw_folds(draw, folds->count, groups->count, fold, error);
    for (uint32_t i = 0; i < groups->count && status == SPLITDATA_OK; i++)
        of_group[order[i]] = (uint32_t)fold[i];
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++)
        folds->fold_of[row] = of_group[groups->code[row]];
    sd_memory_free(order);
    sd_memory_free(fold);
    sd_memory_free(of_group);
    return status;
}

static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    const double pool = sd_r_pool(options);
    if (!(pool >= 0.0 && pool < 1.0))
        return sd_fail(error, SPLITDATA_USAGE, "--like rsample,pool=%.40s: not a share from 0 to 1",
                       options->value[3].text);
    return sd_r_order_classes(options, classes, count, numbers, order, error);
}

const struct sd_recipe sd_recipe_rsample = {
    .name = "rsample",
    .summary = "rsample's initial_split, vfold_cv and their like, with strata or groups",
    .call = "set.seed(SEED); split <- initial_split(d, prop = 0.8, strata = y); "
            "training(split); testing(split)",
    .versions = "1.1.1",
    .of = "rsample",
    .checked = "golden vectors; beside rsample itself",
    .conditions = "texts are in the order of R's ICU (collate=c: of bytes)",
    .parameters = parameters,
    .code = sd_rsample_code,
    .generator = "r",
    .seed = sd_r_seed,
    .permute = sd_permute_own,
    .assign = assign,
    .order_classes = order_classes,
    .own_strata = true,
    .assign_strata = split,
    .assign_groups = assign_groups,
    .fold_rows = fold_rows,
    .fold_strata = fold_strata,
    .fold_groups = fold_groups,
};
