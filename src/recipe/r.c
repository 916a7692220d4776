/* SPDX-License-Identifier: MIT */
/*
 * R alone, as scripts split the rows of a data frame:
 *
 *     set.seed(seed)
 *     idx <- sample(nrow(d), 0.8 * nrow(d))
 *     train <- d[idx, ]; test <- d[-idx, ]
 *
 * sample truncates its size (src/main/random.c, read in R 4.2). train is in the order of the draws,
 * test in that of the file. More parts, and sizes that leave rows out, are cut from
 * sample(nrow(d)). The next repeat goes on with the generator.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/r_draws.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static const char *const roundings[] = {"floor", "round", "ceiling", NULL};
static const struct sd_recipe_parameter parameters[] = {
    {.name = "size",
     .usual = "floor",
     .summary = "how 0.8 * nrow(d) becomes a number of rows",
     .kind = SD_PARAMETER_CHOICE,
     .words = roundings},
    {.name = NULL},
};

static bool is_rest(const struct sd_size *size)
{
    return size->kind == SD_SIZE_NONE || size->kind == SD_SIZE_REST;
}

/* Whether test is what train leaves. */
static bool is_two(const struct sd_part *part, size_t parts, bool train_test)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    return parts == 2 &&
           (is_rest(train) || is_rest(test) ||
            (!train_test && train->kind == SD_SIZE_SHARE && test->kind == SD_SIZE_SHARE));
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    const enum sd_r_rounding rounding =
        asked->options != NULL ? (enum sd_r_rounding)asked->options->value[0].number : SD_R_FLOOR;
    if (rounding != SD_R_FLOOR && !is_two(asked->part, asked->parts, asked->train_test))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like r,size=%s: rounds the size of train, where test is the rest",
                       roundings[rounding]);
    return sd_r_sizes("r", asked, rounding, sizes, error);
}

/* sample(n), cut. */
static int cut(struct sd_plan *plan, const uint64_t *sizes, const struct sd_draw *draw,
               struct splitdata_error *error)
{
    sd_cut_first_part_first(plan, sizes);
    return splitdata_random_shuffle(draw->random, plan->items, plan->count, sizeof *plan->items,
                                    error);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t *sizes = sd_memory_take(draw->memory, asked->parts, sizeof *sizes);
    int status = sizes != NULL ? sizes_of(asked, sizes, error) : sd_fail_memory(error, "the plan");
    if (status == SPLITDATA_OK && (asked->parts > 2 || sizes[0] + sizes[1] != plan->count)) {
        status = cut(plan, sizes, draw, error);
    } else if (status == SPLITDATA_OK) {
        uint64_t *taken = sd_memory_take(draw->memory, plan->count, sizeof *taken);
        status = taken != NULL ? sd_r_sample(draw, plan->count, sizes[0], taken, error)
                               : sd_fail_memory(error, "the plan");
        if (status == SPLITDATA_OK)
            status = sd_r_take(plan, taken, sizes[0], error);
        sd_memory_free(taken);
    }
    sd_memory_free(sizes);
    return status;
}

/* The size of train, where test is the rest. */
static const char *size_of_train(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const uint64_t rounding = asked->parameters->value[0].number;
    struct sd_text text = {0};
    bool made;
    if (train->kind == SD_SIZE_SHARE && rounding == SD_R_FLOOR)
        made = sd_text_format(&text, "%s * n", sd_code_size(code, train));
    else if (train->kind == SD_SIZE_SHARE)
        made = sd_text_format(&text, "%s(%s * n)", roundings[rounding], sd_code_size(code, train));
    else if (train->kind == SD_SIZE_COUNT)
        made = sd_text_add(&text, sd_code_size(code, train));
    else
        made = sd_text_format(&text, "n - %s", sd_code_size(code, test));
    return sd_code_keep(code, &text, made);
}

static int print(const struct sd_code_asked *asked, bool rounding, struct sd_code *code,
                 struct splitdata_error *error)
{
    int status = sd_r_code_read("r", asked, code, error);
    if (status == SPLITDATA_OK && is_rest(&asked->part[0].size) &&
        asked->part[1].size.kind == SD_SIZE_SHARE)
        status = sd_code_refuse("r", "--test-size as a share", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_r_code_seed(asked, code, rounding);
    sd_r_code_open(asked, code);
    if (is_two(asked->part, asked->parts, asked->train_test)) {
        sd_code_line(code, "idx <- sample(n, %s)", size_of_train(asked, code));
        sd_r_code_two(asked, code);
        return SPLITDATA_OK;
    }
    sd_code_line(code, "order <- sample(n)");
    sd_r_code_cut(asked, code);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return print(asked, false, code, error);
}

static int print_code_rounding(const struct sd_code_asked *asked, struct sd_code *code,
                               struct splitdata_error *error)
{
    return print(asked, true, code, error);
}

const struct sd_recipe sd_recipe_r = {
    .name = "r",
    .summary = "R's sample(nrow(d), 0.8 * nrow(d)), train in the order of the draws",
    .call = "set.seed(SEED); idx <- sample(nrow(d), 0.8 * nrow(d)); train <- d[idx, ]; "
            "test <- d[-idx, ]",
    .versions = "4.2.2",
    .of = "R",
    .checked = "golden vectors; beside R itself",
    .conditions = "sample.kind is Rejection, R's default since 3.6",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code,
    .generator = "r",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .assign = assign,
};

const struct sd_recipe sd_recipe_r_3_5 = {
    .name = "r@3.5",
    .summary = "the same before R 3.6, whose sample.kind was Rounding",
    .call = "RNGkind(sample.kind = \"Rounding\"); set.seed(SEED); "
            "idx <- sample(nrow(d), 0.8 * nrow(d)); train <- d[idx, ]; test <- d[-idx, ]",
    .versions = "3.5",
    .of = "R",
    .checked = "golden vectors of R 4.2.2 with sample.kind Rounding; beside R itself",
    .nearest = "rsample",
    .parameters = parameters,
    .code = print_code_rounding,
    .generator = "r@3.5",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .assign = assign,
};
