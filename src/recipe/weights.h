/* SPDX-License-Identifier: MIT */
/* Sizes as weights, which a framework divides by their sum; where draws decide, rows by them. */
#ifndef SD_RECIPE_WEIGHTS_H
#define SD_RECIPE_WEIGHTS_H

#include "recipe/recipe.h"

/* Sets weights[p] of each part to its share as a double; the part without a size, or with the rest,
 * has what the others leave, exactly. SPLITDATA_USAGE for counts: `why` says why, after "--like
 * NAME: ". */
int sd_weights_of(const struct sd_sizes_asked *asked, const char *recipe, const char *why,
                  double *weights, struct splitdata_error *error);

/* The same as a list of a language, "0.8, 0.2"; the code owns it. NULL and an error: counts. */
const char *sd_weights_text(const struct sd_code_asked *asked, struct sd_code *code,
                            const char *recipe, const char *why, struct splitdata_error *error);

/* limits[p], the end of part p: the running sum of weights / their sum, which may end below 1. The
 * sum is left to right or, with `compensated`, Python's since 3.12. */
void sd_weights_limits(const double *weights, size_t parts, bool compensated, double *limits);

/* The sizes of parts that end at limit * n, halves to the even number. */
int sd_weights_sizes(const struct sd_sizes_asked *asked, const char *recipe, const char *why,
                     bool compensated, uint64_t *sizes, struct splitdata_error *error);

/* How rows draw one double each, in runs that begin anew. */
struct sd_row_draws {
    /* Makes the generator of a run. */
    int (*begin_run)(const struct sd_draw *draw, uint64_t run, struct splitdata_random *random,
                     struct splitdata_error *error);
    double (*next)(struct splitdata_random *random);
    /* Counts the rows of each class in each part, [part * classes + class]; NULL: no one asks. */
    const struct sd_codes *strata;
    uint64_t *class_rows;
};

/* Row i of the parts' items goes to the first part whose limit is above its draw; one at or above
 * all limits is in no part. */
int sd_assign_by_draws(struct sd_plan *plan, const struct sd_row_draws *draws, const double *limits,
                       const struct sd_draw *draw, struct splitdata_error *error);

/* Runs as SparkContext.parallelize of a Seq in Scala cuts them: run r begins with row
 * r * n / runs. */
uint64_t sd_run_of_slices(uint64_t rows, uint64_t runs, uint64_t run);

/* The same of a list in Python: into batches, and these into runs. */
uint64_t sd_run_of_batches(uint64_t rows, uint64_t runs, uint64_t run);

#endif
