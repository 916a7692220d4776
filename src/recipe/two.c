/* SPDX-License-Identifier: MIT */
#include "recipe/two.h"

#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"

#include <inttypes.h>

int sd_two_sizes(const struct sd_sizes_asked *asked, const char *recipe, struct sd_two_sizes *two,
                 struct splitdata_error *error)
{
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: makes 2 parts, not %zu", recipe,
                       asked->parts);
    *two = (struct sd_two_sizes){{asked->part[0], asked->part[1]}, *asked};
    two->asked.part = two->part;
    two->asked.train_test = true;
    if (!asked->train_test) {
        const bool shares = two->part[0].size.kind == SD_SIZE_SHARE;
        for (size_t p = 0; p < 2; p++) {
            if (two->part[p].size.kind == SD_SIZE_REST || (p == 1 && shares))
                two->part[p].size.kind = SD_SIZE_NONE;
        }
    }
    return SPLITDATA_OK;
}

int sd_two_sizes_of_sklearn(const struct sd_sizes_asked *asked, const char *recipe, uint64_t *sizes,
                            struct splitdata_error *error)
{
    struct sd_two_sizes two;
    int status = sd_two_sizes(asked, recipe, &two, error);
    return status == SPLITDATA_OK ? sd_sklearn_sizes(&two.asked, sizes, error) : status;
}

const char *sd_two_sizes_text(const struct sd_code_asked *asked, struct sd_code *code,
                              const char *recipe, const char *train, const char *test,
                              struct splitdata_error *error)
{
    const struct sd_sizes_asked of = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_two_sizes two;
    struct sd_code_asked by = *asked;
    if (sd_two_sizes(&of, recipe, &two, error) != SPLITDATA_OK)
        return NULL;
    by.part = two.part;
    return sd_python_sizes(&by, code, train, test);
}

int sd_two_test_share(const char *recipe, const char *call, const struct sd_part *part,
                      size_t parts, double *share, struct splitdata_error *error)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    const bool own = test->kind == SD_SIZE_SHARE && parts == 2;
    const bool other = train->kind == SD_SIZE_SHARE && parts == 2;
    struct sd_ratio sum = {0, 1};
    if ((!own && !other) || (!own && test->kind == SD_SIZE_COUNT) ||
        (!other && train->kind == SD_SIZE_COUNT) ||
        (own && other &&
         (!sd_ratio_add(train->share, test->share, &sum) || sd_ratio_against_one(sum) != 0)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: %s, and train is the rest (--ratio, or --test-size with a "
                       "share)",
                       recipe, call);
    const struct sd_ratio rest = {train->share.denominator - train->share.numerator,
                                  train->share.denominator};
    *share = sd_ratio_double(own ? test->share : rest);
    return SPLITDATA_OK;
}

int sd_two_order_classes(const char *recipe, const struct sd_recipe_class *classes, uint32_t count,
                         uint32_t *order, struct splitdata_error *error)
{
    for (uint32_t c = 0; c < count; c++) {
        order[c] = c;
        if (classes[c].length == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like %s: records without a value in the column are lost or refused "
                           "there (--missing drop leaves them out)",
                           recipe);
    }
    return SPLITDATA_OK;
}

int sd_two_seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, 0, UINT32_MAX, error);
}

int sd_two_call(struct sd_two_call *call, const struct sd_draw *draw, struct splitdata_error *error)
{
    const uint64_t seed = sd_calls_next(draw);
    if (seed > UINT32_MAX)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--repeats: a repeat would have the seed %" PRIu64
                       ", above 2**32 - 1 (choose a lower --seed)",
                       seed);
    call->seed = (uint32_t)seed;
    call->random.kind = splitdata_random_find("numpy");
    splitdata_numpy_seed(&call->random.state.numpy, call->seed);
    call->draw = *draw;
    call->draw.permute = sd_permute_numpy;
    call->draw.random = &call->random;
    return SPLITDATA_OK;
}

int sd_two_permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct sd_two_call call;
    int status = sd_two_call(&call, draw, error);
    return status == SPLITDATA_OK
               ? sd_permute_numpy(&call.draw, items, count, item_size, progress, error)
               : status;
}
