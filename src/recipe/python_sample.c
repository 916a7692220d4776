/* SPDX-License-Identifier: MIT */
/*
 * Python's random module, as scripts sample rows with it:
 *
 *     random.seed(seed)
 *     train = random.sample(range(n), int(ratio * n))
 *     test = [i for i in range(n) if i not in set(train)]
 *
 * Train is in the order of the sample, test in that of the file. The next repeat is another sample
 * by the same generator.
 */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/sampled.h"
#include "recipe/table.h"

#include "rng/python_sample.h"

#include <inttypes.h>

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like python-sample: a sample and the rest are two parts");
    return sd_head_sizes(asked, sizes, error);
}

/* A sample of so few that random.sample looks up in a set whether a row was drawn. */
static int assign_few(struct sd_plan *plan, const struct sd_draw *draw, uint64_t train,
                      struct splitdata_error *error)
{
    struct splitdata_choice choice = {.population = plan->count, .size = train};
    uint64_t *order = sd_memory_take(draw->memory, train, sizeof *order);
    choice.work = sd_memory_take(draw->memory, splitdata_python_choice_work(&choice) + 1, 1);
    int status = order != NULL && choice.work != NULL
                     ? splitdata_python_choice(&draw->random->state.python, &choice, order, error)
                     : sd_fail_memory(error, "the order of the records");
    if (status == SPLITDATA_OK)
        status = sd_assign_sample(plan, order, train, error);
    sd_memory_free(order);
    sd_memory_free(choice.work);
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    const uint64_t n = plan->count;
    uint64_t sizes[2] = {0};
    int status = sizes_of(asked, sizes, error);
    if (status == SPLITDATA_OK && sizes[0] + sizes[1] != n)
        status = sd_fail(error, SPLITDATA_USAGE,
                         "--like python-sample: test is all that is not in the sample");
    if (status != SPLITDATA_OK)
        return status;
    if (!sd_python_sample_copies(n, sizes[0]))
        return assign_few(plan, draw, sizes[0], error);
    uint64_t *train = plan->items + n - sizes[0];
    sd_python_sample_in_place(&draw->random->state.python, plan->items, n, sizeof *plan->items,
                              sizes[0]);
    sd_reverse(train, sizes[0], sizeof *train);
    return sd_assign_rest(plan, (struct sd_cut){n - sizes[0], n}, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const struct sd_size *given =
        train->kind == SD_SIZE_NONE || train->kind == SD_SIZE_REST ? test : train;
    const bool several = asked->options->repeats != 0;
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    sd_code_line(code, "import random");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "n = len(df)");
    sd_code_line(code, "random.seed(%s)", sd_python_random_seed(code, asked->seed));
    if (several)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    sd_code_line(code,
                 given->kind == SD_SIZE_SHARE ? "sample = random.sample(range(n), %sint(%s * n))"
                                              : "sample = random.sample(range(n), %s%s)",
                 given == test ? "n - " : "", sd_code_size(code, given));
    sd_code_line(code, "parts = df.iloc[%s], df.drop(df.index[sample])",
                 input ? "sorted(sample)" : "sample");
    sd_code_line(code, several ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_python_sample = {
    .name = "python-sample",
    .summary = "Python's random.sample for train, and the rest in the order of the file",
    .call = "random.seed(SEED); train = random.sample(range(n), int(0.8 * n)); test = the others",
    .versions = "3.13.0 3.12.1 3.11.7 3.10.13 3.9.18 3.8.18 3.7.16 3.6.15",
    .of = "Python",
    .checked = "golden vectors; beside Python itself",
    .code = print_code,
    .generator = "python",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .assign = assign,
};
