/* SPDX-License-Identifier: MIT */
/* What recipe.h says of every recipe, for each row of the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 10000 };

static const struct sd_recipe *recipe_at(size_t index)
{
    struct splitdata_recipe_info info;
    struct splitdata_error error;
    struct sd_recipe_options options;
    const struct sd_recipe *recipe = NULL;
    size_t found = SIZE_MAX;
    if (!splitdata_recipe(index, &info))
        return NULL;
    assert_int_equal(sd_recipe_find(info.name, false, &recipe, &options, &error), SPLITDATA_OK);
    assert_string_equal(recipe->name, info.name);
    sd_recipe_options_free(&options);
    assert_int_equal(splitdata_recipe_find(info.name, &found, &error), SPLITDATA_OK);
    assert_int_equal(found, index);
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
        assert_true(r->generator != NULL || r->permute == NULL);
        assert_false(r->cut != NULL && (r->assign != NULL || r->permute == NULL));
        assert_false(r->stratified != NULL && r->assign_strata != NULL);
        assert_false(r->grouped != NULL && r->assign_groups != NULL);
        assert_true(r->sizes != NULL ||
                    (r->cut == NULL && r->stratified == NULL && r->grouped == NULL));
        assert_int_equal(r->key_ranges != NULL, r->key_number != NULL || r->key_numbers != NULL);
        assert_int_equal(r->time_fold != NULL, r->time_folds_set != NULL);
    }
}

static void each_tells_of_itself(void **unused)
{
    const struct sd_recipe *r;
    (void)unused;
    for (size_t i = 0; (r = recipe_at(i)) != NULL; i++) {
        const char *const lines[] = {r->summary, r->call, r->versions, r->of, r->checked};
        for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) {
            assert_non_null(lines[k]);
            assert_true(lines[k][0] != '\0' && strchr(lines[k], '\n') == NULL);
        }
        assert_non_null(r->code);
        struct splitdata_recipe_parameter_info parameter;
        size_t parameters = 0;
        while (splitdata_recipe_parameter(i, parameters, &parameter)) {
            assert_non_null(parameter.summary);
            parameters++;
        }
        assert_true(parameters <= SD_RECIPE_PARAMETERS);
    }
}

/* The seed that a recipe takes: 5, or 0.5 where the framework has none above 1. */
static const char *seed_of(const struct sd_recipe *r)
{
    struct splitdata_random random;
    struct sd_recipe_options options;
    struct splitdata_error error;
    assert_int_equal(sd_recipe_options_read(&options, r->name, r->parameters, NULL, &error),
                     SPLITDATA_OK);
    return r->generator == NULL || sd_recipe_seed(r, &options, "5", &random, &error) == SPLITDATA_OK
               ? "5"
               : "0.5";
}

/* The option that makes a recipe split in its plainest way. */
static void ask_for(const struct sd_recipe *r, struct splitdata_options *options)
{
    struct splitdata_error error;
    splitdata_options_init(options);
    options->like = r->name;
    options->seed = seed_of(r);
    if (r->key_ranges != NULL)
        options->hash = "a", options->seed = NULL;
    else if (r->in_order)
        options->no_shuffle = true, options->seed = NULL;
    else if (sd_recipe_supports(r, SD_SPLIT_ROWS, &error) != SPLITDATA_OK &&
             sd_recipe_supports(r, SD_SPLIT_STRATA, &error) == SPLITDATA_OK)
        options->stratify = r->labels ? "a,b" : "a";
    else if (sd_recipe_supports(r, SD_SPLIT_ROWS, &error) != SPLITDATA_OK)
        options->folds = 5;
    if (options->folds != 0 && sd_recipe_supports(r, SD_SPLIT_FOLDS, &error) != SPLITDATA_OK)
        options->stratify = "a";
}

static void each_prints_code(void **unused)
{
    const struct sd_recipe *r;
    (void)unused;
    for (size_t i = 0; (r = recipe_at(i)) != NULL; i++) {
        struct splitdata_options options;
        struct splitdata_error error = {.message = ""};
        char *code = NULL;
        ask_for(r, &options);
        if (splitdata_code("in.csv", &options, &code, &error) != SPLITDATA_OK)
            options.parts = "train=0.7,val=0.1,test=0.2";
        if (code == NULL && splitdata_code("in.csv", &options, &code, &error) != SPLITDATA_OK)
            options.parts = "a=0.5,b=0.5";
        if (code == NULL && splitdata_code("in.csv", &options, &code, &error) != SPLITDATA_OK)
            fail_msg("%s: %s", r->name, error.message);
        assert_non_null(strstr(code, "in.csv"));
        assert_true(options.seed == NULL || strchr(code, '5') != NULL);
        assert_int_equal(code[strlen(code) - 1], '\n');
        free(code);
    }
}

static void refused(const char *like, const char *message)
{
    const struct sd_recipe *recipe;
    struct sd_recipe_options options;
    struct splitdata_error error;
    assert_int_equal(sd_recipe_find(like, false, &recipe, &options, &error), SPLITDATA_USAGE);
    if (strstr(error.message, message) == NULL)
        fail_msg("%s: %s, not %s", like, error.message, message);
    sd_recipe_options_free(&options);
}

static void releases_that_were_run_are_names(void **unused)
{
    struct splitdata_recipe_info info;
    (void)unused;
    for (size_t i = 0; splitdata_recipe(i, &info); i++) {
        const size_t name = strcspn(info.name, "@");
        for (const char *at = info.versions; *at != '\0'; at += strspn(at, " ")) {
            const size_t length = strcspn(at, " ");
            char like[128];
            size_t index = SIZE_MAX;
            struct splitdata_error error;
            snprintf(like, sizeof like, "%.*s@%.*s", (int)name, info.name, (int)length, at);
            assert_int_equal(splitdata_recipe_find(like, &index, &error), SPLITDATA_OK);
            assert_int_equal(index, i);
            at += length;
        }
    }
    refused("numpy@0.1",
            "--like numpy@0.1: that release is none of those found to make this split: ");
    refused("numpy@", "none of those found");
    refused("numpy@2.", "none of those found");
    refused("nunpy@2", "--like nunpy: no such split; did you mean numpy?");
    refused("numpy,k=1", "--like numpy: takes no k=");
    refused("numpy,", "not KEY=VALUE");
}

static void what_cannot_be_reproduced_names_another(void **unused)
{
    struct splitdata_unreproducible_info info;
    (void)unused;
    for (size_t i = 0; splitdata_unreproducible(i, &info); i++) {
        struct splitdata_error error;
        size_t index;
        assert_int_equal(splitdata_recipe_find(info.nearest, &index, &error), SPLITDATA_OK);
        for (const char *at = info.names; *at != '\0'; at += strspn(at, " ")) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", (int)strcspn(at, " "), at);
            refused(name, "cannot be reproduced");
            at += strcspn(at, " ");
        }
    }
}

static const char *const words[] = {"one", "two", NULL};
static const struct sd_recipe_parameter table[] = {
    {.name = "count",
     .usual = "7",
     .summary = "",
     .kind = SD_PARAMETER_COUNT,
     .least = 2,
     .most = 9},
    {.name = "word", .usual = "one", .summary = "", .kind = SD_PARAMETER_CHOICE, .words = words},
    {.name = "file", .summary = "", .kind = SD_PARAMETER_TEXT},
    {0},
};

static void check_parameters(const char *text, const char *canonical, const char *message)
{
    struct sd_recipe_options options;
    struct splitdata_error error = {.message = ""};
    int status = sd_recipe_options_read(&options, "x", table, text, &error);
    assert_int_equal(status, message == NULL ? SPLITDATA_OK : SPLITDATA_USAGE);
    if (message != NULL) {
        assert_string_equal(error.message, message);
        return;
    }
    char *made = sd_recipe_options_text(&options, "x", table);
    assert_string_equal(made, canonical);
    free(made);
    sd_recipe_options_free(&options);
}

static void parameters_have_one_form(void **unused)
{
    (void)unused;
    check_parameters(NULL, "x", NULL);
    check_parameters("count=7,word=one", "x", NULL);
    check_parameters("count=07", "x", NULL);
    check_parameters("word=two,count=03", "x,count=3,word=two", NULL);
    check_parameters("file=a=b", "x,file=a=b", NULL);
    check_parameters("count=10", NULL, "--like x,count=10: not a whole number from 2 to 9");
    check_parameters("count=", NULL, "--like x,count=: not a whole number from 2 to 9");
    check_parameters("word=three", NULL, "--like x,word=three: not one of one, two");
    check_parameters("file=", NULL, "--like x,file=: says nothing");
    check_parameters("count=3,count=3", NULL, "--like x: count= is given twice");
    check_parameters("cuont=3", NULL, "--like x: takes no cuont=, but count= (--like help,x)");
    check_parameters("count", NULL, "--like x,count: not KEY=VALUE (--like help,x)");
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
    struct sd_recipe_options options;
    struct sd_memory memory = {.bound = UINT64_MAX};
    assert_int_equal(
        sd_recipe_options_read(&options, recipe->name, recipe->parameters, NULL, &error),
        SPLITDATA_OK);
    assert_int_equal(sd_recipe_seed(recipe, &options, seed_of(recipe), &random, &error),
                     SPLITDATA_OK);
    const struct sd_draw draw = {
        .permute = recipe->permute, .random = &random, .memory = &memory, .options = &options};
    sd_identity_u32(items, COUNT);
    assert_int_equal(recipe->permute(&draw, items, COUNT, sizeof *items, progress, &error),
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
        if (r->permute == NULL)
            continue;
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
        cmocka_unit_test(each_tells_of_itself),
        cmocka_unit_test(each_prints_code),
        cmocka_unit_test(releases_that_were_run_are_names),
        cmocka_unit_test(what_cannot_be_reproduced_names_another),
        cmocka_unit_test(parameters_have_one_form),
        cmocka_unit_test(cuts_are_the_sizes),
        cmocka_unit_test(final_items_stay_and_enough_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
