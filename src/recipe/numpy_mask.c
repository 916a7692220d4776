/* SPDX-License-Identifier: MIT */
/*
 * NumPy's mask, as scripts split a table in a line: a draw for each row says where it goes, so the
 * sizes come out of the draws.
 *
 *     mask = numpy.random.RandomState(seed).rand(n) < ratio
 *     train, test = df[mask], df[~mask]
 *
 * numpy.random.seed(seed) and numpy.random.rand(n) draw the same. Part p of --parts has the rows
 * whose draw is below c, the sum of the shares up to its own as a double, and not below that of the
 * part before. The next repeat draws another n numbers from the same generator.
 */
#include "recipe/recipe.h"

#include "algorithm/distribute.h"
#include "rng/numpy_generator.h"

/* The sum of the shares of the parts up to number p; 1 for the last one. */
static double limit_of(const struct sd_sizes_asked *asked, size_t p)
{
    struct sd_ratio sum = {0, 1};
    for (size_t i = 0; i <= p; i++)
        sd_ratio_add(sum, asked->part[i].size.share, &sum); /* it fits: --parts has been checked */
    return p + 1 < asked->parts ? sd_ratio_double(sum) : 1.0;
}

/* Every part but the last one needs a share; the share of test follows from that of train. */
static int check_shares(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        bool rest = asked->train_test && p == 1;
        if (size->kind != (rest ? SD_SIZE_NONE : SD_SIZE_SHARE))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like numpy-mask: a draw decides where each record goes, so sizes are "
                           "shares (--ratio, or --parts with shares alone)");
    }
    return SPLITDATA_OK;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_shares(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    double *limit = sd_memory_take(draw->memory, asked->parts, sizeof *limit);
    if (part_of == NULL || limit == NULL)
        status = sd_fail_memory(error, "the parts of the records");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts; p++)
        limit[p] = limit_of(asked, p);
    for (uint64_t row = 0; status == SPLITDATA_OK && row < plan->count; row++) {
        double drawn = splitdata_numpy_random_sample(&draw->random->state.numpy);
        uint32_t part = 0;
        while (drawn >= limit[part])
            part++;
        part_of[row] = part;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, NULL, error);
    sd_memory_free(part_of);
    sd_memory_free(limit);
    return status;
}

const struct sd_recipe sd_recipe_numpy_mask = {
    .name = "numpy-mask",
    .summary = "rows by NumPy's RandomState(seed).rand(n) < ratio, in input order",
    .generator = "numpy",
    .permute = sd_numpy_permute,
    .assign = assign,
};
