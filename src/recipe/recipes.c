/* SPDX-License-Identifier: MIT */
/* The table of recipes: one row each. */
#include "base/suggest.h"
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <string.h>

/* The first one is the default. */
static const struct sd_recipe *const recipes[] = {&sd_recipe_sklearn, &sd_recipe_numpy,
                                                  &sd_recipe_numpy_mask};

enum { RECIPES = sizeof recipes / sizeof recipes[0] };

int sd_recipe_find(const char *name, const struct sd_recipe **recipe, struct splitdata_error *error)
{
    const char *names[RECIPES];
    for (size_t i = 0; i < RECIPES; i++) {
        names[i] = recipes[i]->name;
        if (strcmp(name, names[i]) == 0) {
            *recipe = recipes[i];
            return SPLITDATA_OK;
        }
    }
    size_t nearest = sd_suggest(name, names, RECIPES);
    return nearest < RECIPES
               ? sd_fail(error, SPLITDATA_USAGE, "--like %s: no such split; did you mean %s?", name,
                         names[nearest])
               : sd_fail(error, SPLITDATA_USAGE, "--like %s: no such split (--like help lists all)",
                         name);
}

static bool has(const struct sd_recipe *recipe, enum sd_split_kind kind)
{
    switch (kind) {
    case SD_SPLIT_ROWS:
        return recipe->cut != NULL || recipe->assign != NULL;
    case SD_SPLIT_ROWS_IN_ORDER:
    case SD_SPLIT_ROWS_SHUFFLED:
        return recipe->cut != NULL;
    case SD_SPLIT_STRATA:
        return recipe->stratified != NULL;
    case SD_SPLIT_GROUPS:
        return recipe->grouped != NULL;
    case SD_SPLIT_FOLDS:
        return recipe->fold_rows != NULL;
    case SD_SPLIT_FOLDS_STRATA:
        return recipe->fold_strata != NULL;
    case SD_SPLIT_FOLDS_GROUPS:
        return recipe->fold_groups != NULL;
    case SD_SPLIT_FOLDS_STRATA_GROUPS:
        return recipe->fold_strata_groups != NULL;
    case SD_SPLIT_EACH_GROUP:
        return recipe->fold_each_group != NULL;
    case SD_SPLIT_PREDEFINED_FOLDS:
        return recipe->fold_predefined != NULL;
    case SD_SPLIT_TIME_FOLDS:
        return recipe->time_fold != NULL;
    case SD_SPLIT_OWN:
        break;
    }
    return recipe == recipes[0];
}

int sd_recipe_supports(const struct sd_recipe *recipe, enum sd_split_kind kind,
                       struct splitdata_error *error)
{
    static const char *const options[] = {
        [SD_SPLIT_ROWS] = "split by rows",
        [SD_SPLIT_ROWS_IN_ORDER] = "--no-shuffle",
        [SD_SPLIT_ROWS_SHUFFLED] = "--order shuffled",
        [SD_SPLIT_STRATA] = "--stratify",
        [SD_SPLIT_GROUPS] = "--group",
        [SD_SPLIT_FOLDS] = "--folds",
        [SD_SPLIT_FOLDS_STRATA] = "--folds with --stratify",
        [SD_SPLIT_FOLDS_GROUPS] = "--folds with --group",
        [SD_SPLIT_FOLDS_STRATA_GROUPS] = "--folds with --stratify and --group",
        [SD_SPLIT_EACH_GROUP] = "--leave-one-group-out",
        [SD_SPLIT_PREDEFINED_FOLDS] = "--predefined without --map",
        [SD_SPLIT_TIME_FOLDS] = "--time with --folds",
    };
    if (has(recipe, kind))
        return SPLITDATA_OK;
    if (kind == SD_SPLIT_OWN)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: this split is a rule of splitdata's own (leave --like out)",
                       recipe->name);
    return sd_fail(error, SPLITDATA_USAGE, "--like %s: has no %s (--like %s has)", recipe->name,
                   options[kind], recipes[0]->name);
}

int sd_recipe_fold(const struct sd_recipe *recipe, struct sd_folds *folds,
                   const struct sd_codes *strata, const struct sd_codes *groups,
                   const struct sd_draw *draw, struct splitdata_error *error)
{
    if (strata != NULL && groups != NULL)
        return recipe->fold_strata_groups(folds, strata, groups, draw, error);
    if (strata != NULL)
        return recipe->fold_strata(folds, strata, draw, error);
    return groups != NULL ? recipe->fold_groups(folds, groups, draw, error)
                          : recipe->fold_rows(folds, draw, error);
}

bool splitdata_recipe(size_t index, struct splitdata_recipe_info *info)
{
    if (index >= RECIPES)
        return false;
    *info = (struct splitdata_recipe_info){recipes[index]->name, recipes[index]->summary};
    return true;
}
