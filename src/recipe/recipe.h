/* SPDX-License-Identifier: MIT */
/*
 * Whose split is reproduced. A recipe is one file that ends in one constant: what --like help tells
 * of it, and functions for the kinds of split that the framework has, each NULL where it has none;
 * and one row of the table in recipes.c. What several recipes share is in recipe/permute.h,
 * recipe/buckets.h, recipe/code.h and src/algorithm/.
 *
 * Functions know arrays and numbers only. Items are in input order when a function is called;
 * classes and groups are numbered in the order of their labels (algorithm/codes.h). A function
 * draws from the generator where it needs it, by draw->permute or straight from draw->random, and
 * the next repeat calls it again with the same draw. Arrays that it needs on the way come from
 * sd_memory_take. What follows the recipe's name in --like is in draw->options and asked->options,
 * in the order of the recipe's parameters.
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
#include "recipe/code.h"
#include "recipe/kinds.h"
#include "recipe/parameters.h"

/* The value of a key column in one row, after unquoting; borrowed. */
enum { SD_RECIPE_KEYS = 128 };
struct sd_recipe_key {
    const char *bytes;
    size_t length;
};

/* A class or group as the file has it. */
struct sd_recipe_class {
    const char *bytes; /* of the value in its first row, after unquoting; borrowed */
    size_t length;
    uint64_t rows;  /* how many it has */
    uint64_t first; /* the first of them */
};

/* What decides the part of each row. */
struct sd_row_rule {
    uint64_t seed;
    double *limits; /* of all parts but the last one */
    size_t parts;
};

struct sd_recipe {
    /* As --like and manifests have it: "torch" or, where a framework has another rule for other
     * releases, "sklearn@0.24". The rows of one framework follow each other in the table, the rule
     * of the newest releases first: its name alone on the command line means that one. */
    const char *name;
    const char *summary; /* one line for --like help */
    const char *call;    /* the call that it reproduces, in one line */
    /* The releases for which it was run and found equal, the newest first, with blanks between:
     * "2.15.0 1.13.1". Each may follow the name after @, and so may the beginning of one, up to a
     * point: 2.15, 2. */
    const char *versions;
    const char *of;         /* what these are releases of: "PyTorch" */
    const char *checked;    /* how it was checked: "720 golden vectors" */
    const char *conditions; /* on what else the framework's result depends, for the summary; NULL:
                               on nothing */
    const char *nearest;    /* the recipe that --like should name for a split that this one has not;
                               NULL: the default recipe */
    const struct sd_recipe_parameter *parameters; /* NULL: none */

    /* --print-code: the lines whose result the split equals (recipe/code.h). Never NULL. */
    sd_recipe_code *code;

    /* A name of splitdata_random_kind_at, or with `seed` any name: such a state is of the recipe's
     * own, in random->state.words say. NULL: nothing is drawn. */
    const char *generator;
    /* Seeds the generator by the text of --seed. NULL: splitdata_random_init by `generator`. */
    int (*seed)(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error);
    bool once; /* its calls seed anew, so that there are no --repeats */
    bool tail; /* the last part is the tail of the rows also with --no-shuffle, where sizes that
                  leave rows out are refused */
    /* The seed without --seed: a text that `seed` takes, which the caller frees; NULL in *text: the
     * system draws one. NULL: it always does. */
    int (*own_seed)(const struct sd_recipe_options *options, char **text,
                    struct splitdata_error *error);
    bool in_order;  /* nothing is drawn, and the rows of a split by rows keep their order:
                       --no-shuffle is to be given, and `permute` and `cut` are NULL */
    bool two_parts; /* no call of it makes more than two parts: splitdata's rule for more is its
                       own, with the framework's generator */

    /* sizes[0..parts-1] in units, each at least 1; what no part takes is left out. NULL only where
     * all sizes come out of the draws, or of a rule of the framework's own (`assign`). A framework
     * without --parts of its own uses sd_sizes_of_parts for them. SPLITDATA_DATA when the units do
     * not suffice, SPLITDATA_USAGE when the framework has no rule for what is asked. */
    int (*sizes)(const struct sd_sizes_asked *asked, uint64_t *sizes,
                 struct splitdata_error *error);

    /* The framework's permutation (algorithm/draw.h), of rows, of what its other kinds of split
     * draw, and of --sample. NULL: it has none. It runs in one thread, while others may take the
     * items that it reports as final; one that finishes its items in another order than from the
     * back reports nothing. */
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
     * when a part would be empty. A recipe with `assign` has no `cut`; if it has `sizes`, these are
     * asked for first, and it keeps to them. */
    int (*assign)(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error);

    /* With `assign`, where a row's part depends on its number alone: the rule of this round, whose
     * limits the caller frees, and the part of a row by it, counted from 0. Several threads may
     * ask. So one pass suffices, and no memory for rows. Both or none. */
    int (*row_rule)(const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                    struct sd_row_rule *rule, struct splitdata_error *error);
    uint32_t (*part_of_row)(const struct sd_row_rule *rule, uint64_t row);

    /* The framework's partitions, draw->runs: how many, and the first row of number `run`; run ==
     * runs: rows. Both or none. */
    uint64_t (*run_count)(const struct sd_recipe_options *options);
    uint64_t (*run_begin)(uint64_t rows, uint64_t runs, uint64_t run);
    /* Where it cuts a file by bytes instead: *bytes becomes those of a partition, of a file of
     * `size`; 0: these options do not. A record belongs to the partition that has the last byte of
     * the line before it. NULL: it cuts none. */
    int (*run_bytes)(const struct sd_recipe_options *options, uint64_t size, uint64_t *bytes,
                     struct splitdata_error *error);

    /* With `assign`, where the framework sorts the rows of each run by the values of all columns
     * first, missing ones in front: whether columns of numbers and of booleans are sorted as such.
     * NULL: it does not sort. */
    bool (*sorts_numbers)(const struct sd_recipe_options *options);

    /* The numbers of classes and of groups, where they do not follow scikit-learn's order: order[i]
     * becomes the class that comes i-th. classes[] are in scikit-learn's order; `numbers`: it has
     * read them as numbers. One column without bins, other keys are refused. NULL: its order. */
    int (*order_classes)(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error);

    /* --stratify names columns of labels, at least two, each 0 or 1 (false, true): they are in
     * strata->labels. A class need not have two rows. */
    bool labels;
    /* --stratify: strata are made from the labels, strata->classes, and numbers are values rather
     * than classes. */
    bool own_strata;

    /* --stratify: rearranges plan->items and fills plan->cuts; sizes are of rows. Rows with the
     * code strata->count are the first part's, and its size counts them (--rare train). */
    int (*stratified)(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                      const struct sd_draw *draw, struct splitdata_error *error);

    /* --group: the same, rows of one group in one part; sizes are of groups. */
    int (*grouped)(struct sd_plan *plan, const struct sd_codes *groups, const uint64_t *sizes,
                   const struct sd_draw *draw, struct splitdata_error *error);

    /* --stratify, --group: the same where the sizes come out of the classes or groups, from the
     * sizes as they are asked for (asked->n is in rows). Instead of `stratified`, `grouped`. A
     * class may have one row, --rare is refused, and no part must be empty. */
    int (*assign_strata)(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error);
    int (*assign_groups)(struct sd_plan *plan, const struct sd_codes *groups,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error);

    /* --hash: ranges[p] gets the numbers of part p, as asked for; together they hold every number
     * that a key can have. Nothing is drawn: --seed is refused. Usually sd_bucket_ranges. */
    int (*key_ranges)(const struct sd_sizes_asked *asked, struct sd_cut *ranges,
                      struct splitdata_error *error);
    /* The number of a key of one column. SPLITDATA_DATA: it is none of the framework's. NULL where
     * there is key_numbers. */
    int (*key_number)(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error);
    /* Those of keys[0..count-1], at most SD_RECIPE_KEYS, none of which is at fault. */
    void (*key_numbers)(const struct sd_recipe_options *options, const struct sd_recipe_key *keys,
                        size_t count, uint64_t *numbers);

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

/* The recipe of "NAME[@VERSION][,KEY=VALUE...]", with what follows its name in *options, which the
 * caller frees. SPLITDATA_USAGE when there is none: with the nearest name, or why the framework's
 * split cannot be reproduced. `recorded`: the text is a manifest's, in which a name alone is the
 * rule of that name, whatever rules have come since. */
int sd_recipe_find(const char *text, bool recorded, const struct sd_recipe **recipe,
                   struct sd_recipe_options *options, struct splitdata_error *error);

/* Fails with what is known of a framework whose split cannot be reproduced; SPLITDATA_OK: it is not
 * among those (unreproducible.c). `name` ends at the first @ or comma. */
int sd_recipe_refuse(const char *name, struct splitdata_error *error);

/* The generator of the recipe, seeded. */
int sd_recipe_seed(const struct sd_recipe *recipe, const struct sd_recipe_options *options,
                   const char *seed, struct splitdata_random *random,
                   struct splitdata_error *error);

/* SPLITDATA_USAGE when the recipe has no such split; the sentence names one that has. The default
 * recipe, the first of the table, has all. */
int sd_recipe_supports(const struct sd_recipe *recipe, enum sd_split_kind kind,
                       struct splitdata_error *error);

/* The function for folds that suits what is given: strata and groups may be NULL. */
int sd_recipe_fold(const struct sd_recipe *recipe, struct sd_folds *folds,
                   const struct sd_codes *strata, const struct sd_codes *groups,
                   const struct sd_draw *draw, struct splitdata_error *error);

#endif
