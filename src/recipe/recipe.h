/* SPDX-License-Identifier: MIT */
/*
 * Whose split is reproduced. A recipe is one file that ends in one constant: functions for the
 * kinds of split that the framework has, each NULL where it has none; and one row of the table in
 * recipes.c, which also holds what all recipes share. A function may be one of src/algorithm/,
 * where two frameworks have the same rule, or the recipe's own.
 *
 * Functions know arrays and numbers only. Items are in input order when a function is called;
 * classes and groups are numbered in the order of their labels (algorithm/codes.h). A function
 * draws from the generator where it needs it, by draw->permute or straight from draw->random, and
 * the next repeat calls it again with the same draw. Arrays that it needs on the way come from
 * sd_memory_take.
 */
#ifndef SD_RECIPE_RECIPE_H
#define SD_RECIPE_RECIPE_H

#include "algorithm/chronological.h"
#include "algorithm/codes.h"
#include "algorithm/draw.h"
#include "algorithm/folds.h"
#include "algorithm/plan.h"
#include "algorithm/sizes.h"
#include "algorithm/stratified.h"

struct sd_recipe {
    const char *name;      /* as --like takes it */
    const char *summary;   /* one line for --like help */
    const char *generator; /* a name of splitdata_random_kind_at */
    bool two_parts;        /* no call of it makes more than two parts: splitdata's rule for more is
                              its own, with the framework's generator */

    /* sizes[0..parts-1] in units, each at least 1; what no part takes is left out. NULL only where
     * all sizes come out of the draws (`assign`). A framework without --parts of its own uses
     * sd_sizes_of_parts for them. SPLITDATA_DATA when the units do not suffice, SPLITDATA_USAGE
     * when the framework has no rule for what is asked. */
    int (*sizes)(const struct sd_sizes_asked *asked, uint64_t *sizes,
                 struct splitdata_error *error);

    /* The framework's permutation (algorithm/draw.h), of rows, and of what its other kinds of split
     * draw. Never NULL. It runs in one thread, while others may take the items that it reports as
     * final; one that finishes its items in another order than from the back reports nothing. */
    sd_permute *permute;

    /* Split by rows, where the parts are runs of one permutation: fills plan->cuts with the places
     * that parts of sizes[p] items have in the permutation of all items. It is called before
     * anything is drawn, so that outputs can be laid out, or the parts of rows noted, while the
     * items are permuted. Places in no part are left out. Without a shuffle the parts follow each
     * other in input order, whatever the recipe. */
    void (*cut)(struct sd_plan *plan, const uint64_t *sizes);

    /* Split by rows, where they are not, or where a draw for each row decides: rearranges
     * plan->items (8 bytes each) and fills plan->cuts from the sizes as they are asked for, of
     * plan->count rows. The order in each part is the framework's, and --order shuffled and
     * --no-shuffle are refused. SPLITDATA_USAGE for sizes that it does not take, SPLITDATA_DATA
     * when a part would be empty. A recipe with `assign` has no `cut`. */
    int (*assign)(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error);

    /* --stratify: rearranges plan->items and fills plan->cuts; sizes are of rows. Rows with the
     * code strata->count are the first part's, and its size counts them (--rare train). */
    int (*stratified)(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                      const struct sd_draw *draw, struct splitdata_error *error);

    /* --group: the same, rows of one group in one part; sizes are of groups. */
    int (*grouped)(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
                   const struct sd_draw *draw, struct splitdata_error *error);

    /* --folds, alone and with --stratify, --group or both: see algorithm/folds.h. `draw` is NULL
     * with
     * --no-shuffle. */
    int (*fold_rows)(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error);
    int (*fold_strata)(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error);
    int (*fold_groups)(struct sd_folds *folds, const struct sd_codes *groups,
                       const struct sd_draw *draw, struct splitdata_error *error);
    int (*fold_strata_groups)(struct sd_folds *folds, const struct sd_codes *strata,
                              const struct sd_codes *groups, const struct sd_draw *draw,
                              struct splitdata_error *error);

    /* --leave-one-group-out, --predefined without --map: the same; nothing is drawn. */
    int (*fold_each_group)(struct sd_folds *folds, const struct sd_codes *groups,
                           struct splitdata_error *error);
    int (*fold_predefined)(struct sd_folds *folds, const struct sd_codes *values,
                           uint32_t always_train, struct splitdata_error *error);

    /* --time with --folds: sd_time_folds_set and sd_time_fold (algorithm/chronological.h), or
     * others with the same contract. Both or none. */
    int (*time_folds_set)(struct sd_time_folds *folds, struct splitdata_error *error);
    void (*time_fold)(const struct sd_time_folds *folds, uint32_t fold, struct sd_cut *train,
                      struct sd_cut *test);
};

extern const struct sd_recipe sd_recipe_numpy;
extern const struct sd_recipe sd_recipe_numpy_mask;
extern const struct sd_recipe sd_recipe_sklearn;

/* The recipe called `name`; SPLITDATA_USAGE with the nearest name when there is none. */
int sd_recipe_find(const char *name, const struct sd_recipe **recipe,
                   struct splitdata_error *error);

/* Kinds of split, each but the last one by functions of a recipe. */
enum sd_split_kind {
    SD_SPLIT_ROWS,
    SD_SPLIT_ROWS_IN_ORDER, /* --no-shuffle */
    SD_SPLIT_ROWS_SHUFFLED, /* --order shuffled, asked for */
    SD_SPLIT_STRATA,
    SD_SPLIT_GROUPS,
    SD_SPLIT_FOLDS,
    SD_SPLIT_FOLDS_STRATA,
    SD_SPLIT_FOLDS_GROUPS,
    SD_SPLIT_FOLDS_STRATA_GROUPS,
    SD_SPLIT_EACH_GROUP,
    SD_SPLIT_PREDEFINED_FOLDS,
    SD_SPLIT_TIME_FOLDS,
    SD_SPLIT_OWN, /* no framework has it: splitdata's own rule, which draws as the default recipe */
};

/* SPLITDATA_USAGE when the recipe has no such split; the sentence names one that has. The default
 * recipe, the first of the table, has all. */
int sd_recipe_supports(const struct sd_recipe *recipe, enum sd_split_kind kind,
                       struct splitdata_error *error);

/* The function for folds that suits what is given: strata and groups may be NULL. */
int sd_recipe_fold(const struct sd_recipe *recipe, struct sd_folds *folds,
                   const struct sd_codes *strata, const struct sd_codes *groups,
                   const struct sd_draw *draw, struct splitdata_error *error);

#endif
