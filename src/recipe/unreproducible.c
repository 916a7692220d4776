/* SPDX-License-Identifier: MIT */
/* Frameworks whose split cannot be made from a seed by another program: why, and what is nearest.
 */
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <string.h>

static const struct {
    const char *names;   /* with blanks between */
    const char *why;     /* after "--like NAME: " */
    const char *nearest; /* a name of the table of recipes */
} frameworks[] = {
    {"duckdb-reservoir",
     "DuckDB's reservoir sample depends on threads and blocks, and no rule of it is known",
     "duckdb"},
    {"datasets-streaming huggingface-streaming",
     "the order of a streaming dataset's shuffle depends on how its source yields blocks",
     "sklearn"},
    {"mlpack", "mlpack's split draws from a generator that its seed does not reach", "sklearn"},
    {"flaml", "FLAML shuffles with a seed of its own and moves rows of rare classes afterwards",
     "sklearn"},
    {"julia mlj mldatautils", "Julia may change its random streams with every release, and does",
     "sklearn"},
    {"matlab cvpartition", "MATLAB's generator and cvpartition could not be run", "numpy"},
    {"golearn", "golearn seeds its split with the time and takes no seed", "sklearn"},
    {"scikit-multilearn skmultilearn",
     "its iterative split takes no seed, but what the process has drawn before", "sklearn"},
    {"datasail", "DataSAIL's parts come out of a solver", "sklearn"},
    {"cudf nvtabular cuml", "it draws on the graphics processor, in an order of its own",
     "sklearn"},
};

enum { FRAMEWORKS = sizeof frameworks / sizeof frameworks[0] };

int sd_recipe_refuse(const char *name, struct splitdata_error *error)
{
    const size_t length = strcspn(name, "@,");
    for (size_t i = 0; i < FRAMEWORKS; i++) {
        for (const char *at = frameworks[i].names; *at != '\0'; at += strspn(at, " ")) {
            const size_t own = strcspn(at, " ");
            if (own == length && memcmp(at, name, own) == 0)
                return sd_fail(error, SPLITDATA_USAGE,
                               "--like %.*s: cannot be reproduced: %s (nearest: --like %s)",
                               (int)length, name, frameworks[i].why, frameworks[i].nearest);
            at += own;
        }
    }
    return SPLITDATA_OK;
}

bool splitdata_unreproducible(size_t index, struct splitdata_unreproducible_info *info)
{
    if (index >= FRAMEWORKS)
        return false;
    *info = (struct splitdata_unreproducible_info){frameworks[index].names, frameworks[index].why,
                                                   frameworks[index].nearest};
    return true;
}
