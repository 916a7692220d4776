/* SPDX-License-Identifier: MIT */
/* Frameworks whose split cannot be made from a seed by another program: why, and what is nearest.
 */
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *names;   /* with blanks between */
    const char *why;     /* after "--like NAME: " */
    const char *nearest; /* a name of the table of recipes */
} frameworks[] = {
    {"duckdb-reservoir",
     "the reservoir of DuckDB has changed between releases, and no rule of it is known", "duckdb"},
    {"duckdb-threads",
     "on several threads random() of DuckDB draws in the order in which they read, which changes "
     "from run to run",
     "duckdb-random"},
    {"tf.data tf-data",
     "each pass of a tf.data shuffle has another order, so that take and skip overlap, unless "
     "reshuffle_each_iteration=False is given",
     "tensorflow"},
    {"datasets-streaming huggingface-streaming",
     "the order of a streaming shuffle depends on how its source yields rows, and one file has two",
     "huggingface"},
    {"mlpack", "the seed that mlpack takes has no effect on its split", "sklearn"},
    {"flaml",
     "the seed given to FLAML has no influence, and rows of small classes are in both parts",
     "sklearn"},
    {"julia mlj mlutils mldatautils", "Julia says that its streams change between releases",
     "sklearn"},
    {"cvpartition",
     "MATLAB's source is closed, so that no rule could be checked; that of Octave is another one",
     "octave-cvpartition"},
    {"matlab sas stata spss", "its source is closed, so that no rule could be checked", "numpy"},
    {"golearn", "golearn draws from Go's global generator, which Go seeds at random", "sklearn"},
    {"scikit-multilearn skmultilearn",
     "its iterative split takes no seed, but goes on from what the process has drawn before",
     "iterstrat"},
    {"datasail", "the parts of DataSAIL come out of a solver", "sklearn"},
    {"cudf cuml nvtabular", "it draws on a graphics processor, which could not be run", "sklearn"},
    {"dask dask-ml", "its draws depend on the partitions, which a file does not have", "sklearn"},
    {"tfx", "TFX hashes the bytes of serialised examples, which depend on inferred types",
     "sha256"},
    {"snowflake redshift", "its hashes and samples are undocumented, or depend on storage",
     "sha256"},
    {"ibis-ml", "ibis-ml hashes keys by the function of its backend", "sha256"},
};

enum { FRAMEWORKS = sizeof frameworks / sizeof frameworks[0] };

int sd_recipe_refuse(const char *name, struct splitdata_error *error)
{
    const size_t length = strcspn(name, "@,");
    for (size_t i = 0; i < FRAMEWORKS; i++) {
        for (const char *at = frameworks[i].names; *at != '\0'; at += strspn(at, " ")) {
            const size_t own = strcspn(at, " ");
            if (own == length && strncasecmp(at, name, own) == 0)
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
