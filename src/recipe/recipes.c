/* SPDX-License-Identifier: MIT */
/* The table of recipes: one row each. */
#include "base/suggest.h"
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <string.h>

static const struct sd_recipe *const recipes[] = {&sd_recipe_sklearn};

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

bool splitdata_recipe(size_t index, struct splitdata_recipe_info *info)
{
    if (index >= RECIPES)
        return false;
    *info = (struct splitdata_recipe_info){recipes[index]->name, recipes[index]->summary};
    return true;
}
