/* SPDX-License-Identifier: MIT */
/*
 * Commons Math: MathArrays.shuffle(int[], new MersenneTwister(seed)). The twister's key is the
 * upper and the lower half of the seed, a long; positions from the back are swapped with nextInt(i
 * + 1) as in java.util.Random, by the upper 31 bits of a word.
 */
#include "recipe/head.h"
#include "recipe/java_code.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/java_rule.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"

#include <string.h>

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t number;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &number))
        return sd_fail(error, SPLITDATA_USAGE,
                       "MersenneTwister takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    const uint32_t key[] = {(uint32_t)((uint64_t)number >> 32), (uint32_t)number};
    int status = splitdata_random_init(random, "libstdc++", "0", error);
    sd_mt19937_init_array(&random->state.cpp.twister, key, 2);
    return status;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = sd_java_below(sd_mt19937_java31, generator, (uint32_t)(position - k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    int status = sd_java_check_count(count, "commons-math", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_shuffle_down(draw_targets, &draw->random->state.cpp.twister, items, count, item_size);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_java_code lines = {
        .imports = "import org.apache.commons.math3.random.MersenneTwister;\n"
                   "import org.apache.commons.math3.util.MathArrays;",
        .seed = "MersenneTwister random = new MersenneTwister((long) %s);",
        .shuffle = "int[] numbers = MathArrays.natural(n); MathArrays.shuffle(numbers, random); "
                   "List<Integer> order = IntStream.of(numbers).boxed().toList();",
    };
    return sd_java_print(asked, code, &lines, error);
}

const struct sd_recipe sd_recipe_commons_math = {
    .name = "commons-math",
    .summary = "rows in the order of Commons Math's MathArrays.shuffle, train first",
    .call = "MathArrays.shuffle(order, new MersenneTwister(SEED)), cut at (int) (0.8 * n)",
    .versions = "3.6.1",
    .of = "Commons Math",
    .checked = "golden vectors; 300 random cases beside Commons Math",
    .code = print_code,
    .generator = "libstdc++",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
