/* SPDX-License-Identifier: MIT */
/* How R and its packages make strata out of a column: factor, quantile, cut. */
#ifndef SD_RECIPE_R_STRATA_H
#define SD_RECIPE_R_STRATA_H

#include "algorithm/stratified.h"
#include "recipe/recipe.h"

/* The second parameter of packages: collate=icu|c. */
#define SD_R_COLLATE_PARAMETER                                                                     \
    {                                                                                              \
        .name = "collate", .usual = "icu",                                                         \
        .summary = "the order of texts: c is that of bytes, where R runs with LC_ALL=C",           \
        .kind = SD_PARAMETER_CHOICE, .words = sd_r_collations                                      \
    }
extern const char *const sd_r_collations[];

/* An order_classes: numbers by value, texts as R sorts them. SPLITDATA_USAGE for texts whose order
 * is not known. */
int sd_r_order_classes(const struct sd_recipe_options *options,
                       const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                       uint32_t *order, struct splitdata_error *error);

/* The same of numbers as texts, as.character: order[i] becomes the one that comes i-th. */
int sd_r_order_numbers(const struct sd_recipe_options *options,
                       const struct sd_recipe_class *classes, uint32_t count, uint32_t *order,
                       struct splitdata_error *error);

/* values[i] becomes the number that class i is. SPLITDATA_DATA for one that is too long to read. */
int sd_r_values(const struct sd_recipe_class *classes, uint32_t count, double *values,
                struct splitdata_error *error);

/* Numbers in ascending order, each as often as `rows` says. */
struct sd_r_numbers {
    const double *value;
    const uint64_t *rows;
    uint32_t count;
};

/* cut(x, unique(quantile(x, probs)), include.lowest = TRUE): bin[i], from 0, of value i. *bins is
 * their number, empty ones included. `breaks` has room for count + 1 of the probabilities.
 * SPLITDATA_DATA where cut stops. */
int sd_r_cut(const struct sd_r_numbers *numbers, const double *probs, uint32_t count,
             double *breaks, uint32_t *bin, uint32_t *bins, struct splitdata_error *error);

/* Rows by stratum, in input order within each. */
struct sd_r_groups {
    uint64_t *rows;
    uint64_t *begin; /* [count + 1]: where a stratum begins in `rows` */
    uint32_t count;
};

/* Gathers the rows code[0..n-1] by stratum_of[code], NULL: by code; a row with the stratum `count`
 * is in none. What is taken is freed by sd_r_groups_free, also after a failure. */
int sd_r_group(struct sd_r_groups *groups, const uint32_t *code, const uint32_t *stratum_of,
               uint64_t n, uint32_t count, struct sd_memory *memory, struct splitdata_error *error);
void sd_r_groups_free(struct sd_r_groups *groups);

/* For the report: rows of each class in train, which is taken[0..count-1], and in test, the rest.
 */
void sd_r_count_classes(const struct sd_stratified *stratified, const uint64_t *taken,
                        uint64_t count);

/* The share of train, of one of both sizes: that of test leaves 1 - share. SPLITDATA_USAGE for
 * counts, for both unless they are all, and for more parts. */
int sd_r_share(const char *recipe, const struct sd_part *part, size_t parts, double *share,
               struct splitdata_error *error);

#endif
