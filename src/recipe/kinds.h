/* SPDX-License-Identifier: MIT */
#ifndef SD_RECIPE_KINDS_H
#define SD_RECIPE_KINDS_H

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
    SD_SPLIT_KEYS, /* --hash */
    SD_SPLIT_OWN, /* no framework has it: splitdata's own rule, which draws as the default recipe */
};

#endif
