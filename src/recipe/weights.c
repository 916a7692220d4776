/* SPDX-License-Identifier: MIT */
#include "recipe/weights.h"

#include "algorithm/distribute.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static int refuse(const char *recipe, const char *why, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like %s: %s, so sizes are shares (--ratio, or --parts with shares alone)",
                   recipe, why);
}

int sd_weights_of(const struct sd_sizes_asked *asked, const char *recipe, const char *why,
                  double *weights, struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        if (size->kind == SD_SIZE_COUNT)
            return refuse(recipe, why, error);
        if (size->kind == SD_SIZE_SHARE) {
            sd_ratio_add(sum, size->share, &sum); /* it fits: the parts have been checked */
            weights[p] = sd_ratio_double(size->share);
        } else {
            rest = p;
        }
    }
    if (rest == asked->parts && sum.numerator != sum.denominator)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: its call gives every row to a part, so the shares must sum to 1",
                       recipe);
    if (rest < asked->parts)
        weights[rest] =
            sd_ratio_double((struct sd_ratio){sum.denominator - sum.numerator, sum.denominator});
    return SPLITDATA_OK;
}

const char *sd_weights_text(const struct sd_code_asked *asked, struct sd_code *code,
                            const char *recipe, const char *why, struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    double *weights = calloc(asked->parts, sizeof *weights);
    struct sd_text text = {0};
    bool made = true;
    int status = weights != NULL ? sd_weights_of(&sizes, recipe, why, weights, error)
                                 : sd_fail_memory(error, "the code");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts && made; p++) {
        char weight[SPLITDATA_DOUBLE_TEXT];
        splitdata_format_double(weight, weights[p]);
        made = sd_text_format(&text, "%s%s", p != 0 ? ", " : "", weight);
    }
    free(weights);
    const char *list = sd_code_keep(code, &text, made);
    return status == SPLITDATA_OK ? list : NULL;
}

/* Left to right; with `compensated` after Neumaier. */
static double sum_of(const double *weights, size_t parts, bool compensated)
{
    double sum = 0.0, lost = 0.0;
    for (size_t p = 0; p < parts; p++) {
        const double next = sum + weights[p];
        lost +=
            fabs(sum) >= fabs(weights[p]) ? (sum - next) + weights[p] : (weights[p] - next) + sum;
        sum = next;
    }
    return compensated ? sum + lost : sum;
}

void sd_weights_limits(const double *weights, size_t parts, bool compensated, double *limits)
{
    const double sum = sum_of(weights, parts, compensated);
    double limit = 0.0;
    for (size_t p = 0; p < parts; p++) {
        limit += weights[p] / sum;
        limits[p] = limit;
    }
}

int sd_weights_sizes(const struct sd_sizes_asked *asked, const char *recipe, const char *why,
                     bool compensated, uint64_t *sizes, struct splitdata_error *error)
{
    double *weights = calloc(asked->parts, sizeof *weights);
    double *limits = calloc(asked->parts, sizeof *limits);
    uint64_t begin = 0;
    int status;
    if (weights == NULL || limits == NULL) {
        status = sd_fail_memory(error, "the sizes");
    } else if ((status = sd_weights_of(asked, recipe, why, weights, error)) == SPLITDATA_OK) {
        sd_weights_limits(weights, asked->parts, compensated, limits);
        for (size_t p = 0; p < asked->parts; p++) {
            const uint64_t limit = (uint64_t)nearbyint(limits[p] * (double)asked->n);
            const uint64_t end = limit < asked->n ? limit : asked->n;
            sizes[p] = end - begin;
            begin = end;
        }
        status = sd_sizes_check_filled(asked, sizes, error);
    }
    free(weights);
    free(limits);
    return status;
}

uint64_t sd_run_of_slices(uint64_t rows, uint64_t runs, uint64_t run)
{
    return rows / runs * run + rows % runs * run / runs;
}

uint64_t sd_run_of_batches(uint64_t rows, uint64_t runs, uint64_t run)
{
    enum { LARGEST_BATCH = 1024 };
    const uint64_t even = rows / runs < LARGEST_BATCH ? rows / runs : LARGEST_BATCH;
    const uint64_t batch = even != 0 ? even : 1, batches = (rows + batch - 1) / batch;
    const uint64_t begin = (batches / runs * run + batches % runs * run / runs) * batch;
    return begin < rows ? begin : rows;
}

static void draw_rows(const struct sd_plan *plan, const struct sd_row_draws *draws,
                      const double *limits, struct splitdata_random *random, const uint64_t *run,
                      uint32_t *part_of)
{
    for (uint64_t row = run[0]; row < run[1]; row++) {
        const double drawn = draws->next(random);
        uint32_t part = 0;
        while (part < plan->parts && drawn >= limits[part])
            part++;
        part_of[row] = part < plan->parts ? part : SD_NO_PART;
    }
}

static void count_classes(const struct sd_plan *plan, const struct sd_row_draws *draws,
                          const uint32_t *part_of)
{
    const size_t classes = draws->strata->count;
    for (uint64_t row = 0; row < plan->count; row++) {
        if (part_of[row] != SD_NO_PART)
            draws->class_rows[part_of[row] * classes + draws->strata->code[row]]++;
    }
}

int sd_assign_by_draws(struct sd_plan *plan, const struct sd_row_draws *draws, const double *limits,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    struct splitdata_random random = *draw->random;
    const uint64_t all[] = {0, plan->count};
    const uint64_t *begin = draw->runs != NULL ? draw->runs->begin : all;
    const uint64_t runs = draw->runs != NULL ? draw->runs->count : 1;
    int status = part_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the parts of the records");
    for (uint64_t run = 0; status == SPLITDATA_OK && run < runs; run++) {
        status = draws->begin_run(draw, run, &random, error);
        if (status == SPLITDATA_OK)
            draw_rows(plan, draws, limits, &random, begin + run, part_of);
    }
    if (status == SPLITDATA_OK && draws->class_rows != NULL)
        count_classes(plan, draws, part_of);
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    return status;
}
