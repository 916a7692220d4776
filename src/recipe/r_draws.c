/* SPDX-License-Identifier: MIT */
#include "recipe/r_draws.h"

#include "base/sort.h"
#include "rng/r_sample.h"
#include "rng/shuffle.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

const char *const sd_r_sample_kinds[] = {"rejection", "rounding", NULL};

int sd_r_seed(struct splitdata_random *random, const char *text,
              const struct sd_recipe_options *options, struct splitdata_error *error)
{
    return splitdata_random_init(random, options->value[0].number == 0 ? "r" : "r@3.5", text,
                                 error);
}

/* --- samples --------------------------------------------------------------------------------- */

/* By R's function itself, which refuses k > n. */
static int draw_apart(const struct sd_draw *draw, uint64_t *rows, uint64_t n, uint64_t k,
                      struct splitdata_error *error)
{
    struct splitdata_choice choice = {.population = n, .size = k};
    uint64_t *place = sd_memory_take(draw->memory, k + 1, sizeof *place);
    choice.work = sd_memory_take(draw->memory, splitdata_r_sample_work(&choice) + 1, 1);
    int status = place != NULL && choice.work != NULL
                     ? splitdata_r_sample(&draw->random->state.r, &choice, place, error)
                     : sd_fail_memory(error, "the plan");
    for (uint64_t i = 0; i < k && status == SPLITDATA_OK; i++)
        place[i] = rows[place[i]];
    if (status == SPLITDATA_OK)
        memcpy(rows, place, (size_t)k * sizeof *rows);
    sd_memory_free(choice.work);
    sd_memory_free(place);
    return status;
}

int sd_r_sample_rows(const struct sd_draw *draw, uint64_t *rows, uint64_t n, uint64_t k,
                     struct splitdata_error *error)
{
    if (sd_r_draws_again(n, k) || k > n)
        return draw_apart(draw, rows, n, k, error);
    sd_r_sample_to_front(&draw->random->state.r, rows, n, sizeof *rows, k);
    return SPLITDATA_OK;
}

int sd_r_sample(const struct sd_draw *draw, uint64_t n, uint64_t k, uint64_t *out,
                struct splitdata_error *error)
{
    sd_identity_u64(out, n);
    return sd_r_sample_rows(draw, out, n, k, error);
}

/* --- sizes ----------------------------------------------------------------------------------- */

uint64_t sd_r_size(const struct sd_size *size, enum sd_r_rounding rounding, uint64_t n)
{
    if (size->kind != SD_SIZE_SHARE)
        return size->count;
    return sd_r_part_of(sd_ratio_double(size->share), rounding, n);
}

uint64_t sd_r_part_of(double share, enum sd_r_rounding rounding, uint64_t n)
{
    const double product = share * (double)n;
    return (uint64_t)(rounding == SD_R_FLOOR   ? floor(product)
                      : rounding == SD_R_ROUND ? nearbyint(product)
                                               : ceil(product));
}

static uint64_t size_of(const struct sd_sizes_asked *asked, size_t p, enum sd_r_rounding rounding)
{
    const struct sd_size *size = &asked->part[p].size;
    return asked->exact && size->kind == SD_SIZE_SHARE ? sd_ratio_floor(size->share, asked->n)
                                                       : sd_r_size(size, rounding, asked->n);
}

/* What is left besides the other part. */
static uint64_t rest_of(const struct sd_sizes_asked *asked, uint64_t other)
{
    return other < asked->n ? asked->n - other : 0;
}

int sd_r_sizes(const char *recipe, const struct sd_sizes_asked *asked, enum sd_r_rounding rounding,
               uint64_t *sizes, struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    if (!asked->train_test && asked->parts > 2)
        return sd_sizes_of_parts(asked, sizes, error);
    if (train->kind == SD_SIZE_NONE && test->kind == SD_SIZE_SHARE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--test-size %.*s: --like %s takes the size of train, and test is the rest "
                       "(--ratio says the share of train)",
                       (int)test->text_length, test->text, recipe);
    int status = sd_sizes_check_counts(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    const bool all = !asked->train_test && train->kind == SD_SIZE_SHARE;
    sizes[0] = size_of(asked, 0, rounding);
    sizes[1] = size_of(asked, 1, rounding);
    if (test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST ||
        (all && test->kind == SD_SIZE_SHARE))
        sizes[1] = rest_of(asked, sizes[0]);
    if (train->kind == SD_SIZE_NONE || train->kind == SD_SIZE_REST)
        sizes[0] = rest_of(asked, sizes[1]);
    return sd_sizes_check(asked, sizes, error);
}

/* --- parts ----------------------------------------------------------------------------------- */

static void gather(struct sd_plan *plan, const uint64_t *taken, uint64_t count, uint64_t *kept,
                   uint8_t *is_taken)
{
    uint64_t next = 0;
    for (uint64_t i = 0; i < count; i++) {
        kept[i] = plan->items[taken[i]];
        is_taken[taken[i]] = 1;
    }
    for (uint64_t row = plan->count; row-- > 0;) {
        if (is_taken[row] == 0)
            plan->items[plan->count - ++next] = plan->items[row];
    }
    memcpy(plan->items, kept, (size_t)count * sizeof *kept);
}

int sd_r_take(struct sd_plan *plan, const uint64_t *taken, uint64_t count,
              struct splitdata_error *error)
{
    if (count == 0 || count == plan->count)
        return sd_fail(error, SPLITDATA_DATA, "%" PRIu64 " records: %s would be empty", plan->count,
                       count == 0 ? "train" : "test");
    uint64_t *kept = sd_memory_take(plan->memory, count, sizeof *kept);
    uint8_t *is_taken = sd_memory_take(plan->memory, plan->count, sizeof *is_taken);
    int status =
        kept != NULL && is_taken != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK)
        gather(plan, taken, count, kept, is_taken);
    plan->cuts[0] = (struct sd_cut){0, count};
    plan->cuts[1] = (struct sd_cut){count, plan->count};
    sd_memory_free(kept);
    sd_memory_free(is_taken);
    return status;
}

int sd_r_sort(uint64_t *numbers, uint64_t count, struct sd_memory *memory,
              struct splitdata_error *error)
{
    uint64_t *spare = sd_memory_take(memory, count + 1, sizeof *spare);
    if (spare == NULL)
        return sd_fail_memory(error, "the plan");
    sd_sort_numbers(numbers, spare, count, 0);
    sd_memory_free(spare);
    return SPLITDATA_OK;
}

int sd_r_take_sorted(struct sd_plan *plan, uint64_t *taken, uint64_t count,
                     struct splitdata_error *error)
{
    int status = sd_r_sort(taken, count, plan->memory, error);
    return status == SPLITDATA_OK ? sd_r_take(plan, taken, count, error) : status;
}

/* --- folds ----------------------------------------------------------------------------------- */

int sd_r_folds_begin(const char *recipe, const struct sd_folds *folds, uint64_t units,
                     const char *unit, const struct sd_draw *draw, struct splitdata_error *error)
{
    if (draw == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: has no --no-shuffle", recipe);
    if (folds->count > units)
        return sd_fail(error, SPLITDATA_DATA, "%" PRIu32 " folds need more than %" PRIu64 " %s",
                       folds->count, units, unit);
    return SPLITDATA_OK;
}

int sd_r_draw_folds(const struct sd_draw *draw, uint32_t v, uint64_t m, uint64_t *fold,
                    struct splitdata_error *error)
{
    int status = sd_r_sample(draw, m, m, fold, error);
    for (uint64_t i = 0; i < m && status == SPLITDATA_OK; i++)
        fold[i] %= v;
    return status;
}

int sd_r_fold_rows(const char *recipe, struct sd_folds *folds, const struct sd_draw *draw,
                   struct splitdata_error *error)
{
    int status = sd_r_folds_begin(recipe, folds, folds->rows, "records", draw, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *fold = sd_memory_take(draw->memory, folds->rows, sizeof *fold);
    status = fold != NULL ? sd_r_draw_folds(draw, folds->count, folds->rows, fold, error)
                          : sd_fail_memory(error, "the folds");
    for (uint64_t row = 0; row < folds->rows && status == SPLITDATA_OK; row++)
        folds->fold_of[row] = (uint32_t)fold[row];
    sd_memory_free(fold);
    return status;
}

int sd_r_folds_end(const char *recipe, const struct sd_folds *folds, struct splitdata_error *error)
{
    uint8_t *filled = sd_memory_take(folds->memory, folds->count, sizeof *filled);
    if (filled == NULL)
        return sd_fail_memory(error, "the folds");
    uint32_t empty = 0;
    for (uint64_t row = 0; row < folds->rows; row++)
        filled[folds->fold_of[row]] = 1;
    while (empty < folds->count && filled[empty] != 0)
        empty++;
    sd_memory_free(filled);
    return empty == folds->count ? SPLITDATA_OK
                                 : sd_fail(error, SPLITDATA_DATA,
                                           "fold %" PRIu32 " of %" PRIu32
                                           " would get no record, and %s makes fewer folds then",
                                           empty + 1, folds->count, recipe);
}
