/* SPDX-License-Identifier: MIT */
/* What recipe.h says of every recipe, for each row of the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT = 10000 };

static const struct sd_recipe *recipe_at(size_t index)
{
    struct splitdata_recipe_info info;
    struct splitdata_error error;
    const struct sd_recipe *recipe = NULL;
    if (!splitdata_recipe(index, &info))
        return NULL;
    assert_int_equal(sd_recipe_find(info.name, &recipe, &error), SPLITDATA_OK);
    assert_string_equal(recipe->name, info.name);
    return recipe;
}

static void the_first_one_has_every_split(void **unused)
{
    struct splitdata_error error;
    (void)unused;
    for (int kind = SD_SPLIT_ROWS; kind <= SD_SPLIT_OWN; kind++)
        assert_int_equal(sd_recipe_supports(recipe_at(0), (enum sd_split_kind)kind, &error),
                         SPLITDATA_OK);
}

static void functions_are_there_together(void **unused)
{
    const struct sd_recipe *r;
    (void)unused;
    for (size_t i = 0; (r = recipe_at(i)) != NULL; i++) {
        assert_non_null(r->summary);
        assert_non_null(r->permute);
        assert_false(r->cut != NULL && r->assign != NULL);
        assert_true(r->sizes != NULL || r->assign != NULL);
        assert_true(r->sizes != NULL || (r->stratified == NULL && r->grouped == NULL));
        assert_int_equal(r->time_fold != NULL, r->time_folds_set != NULL);
    }
}

static void cuts_are_the_sizes(void **unused)
{
    const uint64_t sizes[] = {5, 1, 3};
    const struct sd_recipe *r;
    (void)unused;
    for (size_t i = 0; (r = recipe_at(i)) != NULL; i++) {
        struct sd_cut cuts[3] = {{0}};
        struct sd_plan plan = {.count = 10, .cuts = cuts, .parts = 3};
        bool taken[10] = {false};
        if (r->cut == NULL)
            continue;
        r->cut(&plan, sizes);
        for (size_t p = 0; p < 3; p++) {
            assert_int_equal(cuts[p].end - cuts[p].begin, sizes[p]);
            assert_true(cuts[p].end <= 10);
            for (uint64_t k = cuts[p].begin; k < cuts[p].end; k++) {
                assert_false(taken[k]);
                taken[k] = true;
            }
        }
    }
}

/* What was reported as final, as it was then. */
struct follower {
    const uint32_t *items;
    uint32_t seen[COUNT];
    uint64_t from;
};

static void follow(void *context, uint64_t from)
{
    struct follower *follower = context;
    assert_true(from < follower->from);
    memcpy(follower->seen + from, follower->items + from,
           (size_t)(follower->from - from) * sizeof *follower->items);
    follower->from = from;
}

static int by_value(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

static void permute(const struct sd_recipe *recipe, uint32_t *items,
                    const struct sd_shuffle_progress *progress)
{
    struct splitdata_random random;
    struct splitdata_error error;
    assert_int_equal(splitdata_random_init(&random, recipe->generator, "101", &error),
                     SPLITDATA_OK);
    sd_identity_u32(items, COUNT);
    assert_int_equal(recipe->permute(&random, items, COUNT, sizeof *items, progress, &error),
                     SPLITDATA_OK);
}

static void final_items_stay_and_enough_are_in_order(void **unused)
{
    static uint32_t whole[COUNT], items[COUNT];
    static struct follower follower;
    static const uint64_t enough[] = {0, 1, 5000, COUNT};
    const struct sd_recipe *r;
    (void)unused;
    for (size_t i = 0; (r = recipe_at(i)) != NULL; i++) {
        permute(r, whole, NULL);
        for (size_t e = 0; e < sizeof enough / sizeof enough[0]; e++) {
            follower.items = items;
            follower.from = COUNT;
            permute(r, items, &(struct sd_shuffle_progress){follow, &follower, enough[e]});
            size_t final = (size_t)(COUNT - follower.from), wanted = (size_t)(COUNT - enough[e]);
            assert_memory_equal(follower.seen + follower.from, items + follower.from,
                                final * sizeof *items);
            assert_memory_equal(items + enough[e], whole + enough[e], wanted * sizeof *items);
            qsort(items, COUNT, sizeof *items, by_value);
            for (uint32_t k = 0; k < COUNT; k++)
                assert_int_equal(items[k], k);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_one_has_every_split),
        cmocka_unit_test(functions_are_there_together),
        cmocka_unit_test(cuts_are_the_sizes),
        cmocka_unit_test(final_items_stay_and_enough_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
