/* SPDX-License-Identifier: MIT */
/* What the recipes of R and its packages draw, and the parts that come of it. */
#ifndef SD_RECIPE_R_DRAWS_H
#define SD_RECIPE_R_DRAWS_H

#include "algorithm/draw.h"
#include "algorithm/folds.h"
#include "algorithm/plan.h"
#include "algorithm/sizes.h"
#include "recipe/parameters.h"

/* The first parameter of packages: sample=rejection|rounding, sample.kind of R's RNGkind. */
#define SD_R_SAMPLE_PARAMETER                                                                      \
    {                                                                                              \
        .name = "sample", .usual = "rejection",                                                    \
        .summary = "R's sample.kind: rounding is what R before 3.6 had",                           \
        .kind = SD_PARAMETER_CHOICE, .words = sd_r_sample_kinds                                    \
    }
extern const char *const sd_r_sample_kinds[];

/* set.seed(text), after RNGkind(sample.kind = ) of the first parameter. */
int sd_r_seed(struct splitdata_random *random, const char *text,
              const struct sd_recipe_options *options, struct splitdata_error *error);

/* sample(n, k) into out[0..k-1], from 0; out has room for n. SPLITDATA_SYSTEM: no memory. */
int sd_r_sample(const struct sd_draw *draw, uint64_t n, uint64_t k, uint64_t *out,
                struct splitdata_error *error);

/* The same of rows[0..n-1], of which rows[0..k-1] become the sample; the others may change. */
int sd_r_sample_rows(const struct sd_draw *draw, uint64_t *rows, uint64_t n, uint64_t k,
                     struct splitdata_error *error);

/* How a share of the rows becomes a number of rows; counts stay what they are. */
enum sd_r_rounding { SD_R_FLOOR, SD_R_ROUND, SD_R_CEILING };
uint64_t sd_r_size(const struct sd_size *size, enum sd_r_rounding rounding, uint64_t n);
/* The same of a share that is a double already. */
uint64_t sd_r_part_of(double share, enum sd_r_rounding rounding, uint64_t n);

/* Sizes where a function takes that of train and test is the rest, or where --parts says all.
 * SPLITDATA_USAGE for a share of test alone, which no such function takes. */
int sd_r_sizes(const char *recipe, const struct sd_sizes_asked *asked, enum sd_r_rounding rounding,
               uint64_t *sizes, struct splitdata_error *error);

/* Two parts: the first one is the rows taken[0..count-1] in this order, the second one all other
 * rows in input order. SPLITDATA_DATA: one of them would be empty. */
int sd_r_take(struct sd_plan *plan, const uint64_t *taken, uint64_t count,
              struct splitdata_error *error);

int sd_r_sort(uint64_t *numbers, uint64_t count, struct sd_memory *memory,
              struct splitdata_error *error);

/* The same with both parts in input order. `taken` is sorted. */
int sd_r_take_sorted(struct sd_plan *plan, uint64_t *taken, uint64_t count,
                     struct splitdata_error *error);

/* Before folds of `units` are drawn: SPLITDATA_USAGE with --no-shuffle (`draw` is NULL),
 * SPLITDATA_DATA for more folds than units. */
int sd_r_folds_begin(const char *recipe, const struct sd_folds *folds, uint64_t units,
                     const char *unit, const struct sd_draw *draw, struct splitdata_error *error);

/* sample(rep(1:v, length.out = m)): fold[0..m-1] from 0. */
int sd_r_draw_folds(const struct sd_draw *draw, uint32_t v, uint64_t m, uint64_t *fold,
                    struct splitdata_error *error);

/* A fold_rows that draws so. */
int sd_r_fold_rows(const char *recipe, struct sd_folds *folds, const struct sd_draw *draw,
                   struct splitdata_error *error);

/* Afterwards: SPLITDATA_DATA where a fold has no row, as R then makes fewer folds. */
int sd_r_folds_end(const char *recipe, const struct sd_folds *folds, struct splitdata_error *error);

#endif
