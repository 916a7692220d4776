/* SPDX-License-Identifier: MIT */
/*
 * Commons RNG: ListSampler.shuffle(RandomSource.SPLIT_MIX_64.create(seed), rows). SplitMix64 begins
 * at the seed; words of 32 bits are the lower half of a draw, then its upper half. Positions from
 * the back are swapped with Lemire's nextInt(i).
 */
#include "recipe/head.h"
#include "recipe/java_code.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/lemire.h"
#include "rng/seed_text.h"

#include <string.h>

/* Kept in the state of another generator. */
struct split_mix {
    uint64_t state;
    uint64_t upper; /* the upper half of the last draw */
    uint64_t kept;  /* 1: it has not been given out */
};

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t number;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &number))
        return sd_fail(error, SPLITDATA_USAGE,
                       "SPLIT_MIX_64 takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    const struct split_mix mix = {.state = (uint64_t)number};
    int status = splitdata_random_init(random, "qsv-faster", "0", error);
    memcpy(&random->state, &mix, sizeof mix);
    return status;
}

static uint32_t next32(void *generator)
{
    struct split_mix *mix = generator;
    mix->kept ^= 1;
    if (mix->kept == 0)
        return (uint32_t)mix->upper;
    uint64_t z = mix->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    mix->upper = z >> 32;
    return (uint32_t)z;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = sd_lemire32(next32, generator, (uint32_t)(position - k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct split_mix mix;
    (void)progress;
    int status = sd_java_check_count(count, "commons-rng", error);
    if (status != SPLITDATA_OK)
        return status;
    memcpy(&mix, &draw->random->state, sizeof mix);
    sd_shuffle_down(draw_targets, &mix, items, count, item_size);
    memcpy(&draw->random->state, &mix, sizeof mix);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_java_code lines = {
        .imports = "import org.apache.commons.rng.sampling.ListSampler;\n"
                   "import org.apache.commons.rng.simple.RandomSource;",
        .seed = "var random = RandomSource.SPLIT_MIX_64.create((long) %s);",
        .shuffle = "List<Integer> order = IntStream.range(0, n).boxed()"
                   ".collect(Collectors.toList()); ListSampler.shuffle(random, order);",
    };
    return sd_java_print(asked, code, &lines, error);
}

const struct sd_recipe sd_recipe_commons_rng = {
    .name = "commons-rng",
    .summary = "rows in the order of Commons RNG's ListSampler.shuffle, train first",
    .call = "ListSampler.shuffle(RandomSource.SPLIT_MIX_64.create(SEED), rows), cut at "
            "(int) (0.8 * n)",
    .versions = "1.6",
    .of = "Commons RNG",
    .checked = "golden vectors; 300 random cases beside Commons RNG",
    .conditions = "the source is SPLIT_MIX_64",
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
