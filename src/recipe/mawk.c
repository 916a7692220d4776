/* SPDX-License-Identifier: MIT */
/*
 * Awks that draw from the C library's generator, as they do on GNU/Linux:
 *
 *     mawk 'BEGIN { srand(seed) } { print >(rand() < 0.8 ? "train" : "test") }'
 *
 * mawk divides random() by 2^31 - 1. busybox awk takes 63 bits out of three draws. The next repeat
 * goes on in the same program.
 */
#include "recipe/awk.h"
#include "recipe/glibc_random.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

static int seed_up_to(struct splitdata_random *random, const char *text, uint32_t most,
                      struct splitdata_error *error)
{
    uint32_t value = 0;
    int status = sd_seed32(text, &value, error);
    if (status != SPLITDATA_OK)
        return status;
    *random = (struct splitdata_random){0};
    sd_glibc_srandom(&random->state.words, value < most ? value : most);
    return SPLITDATA_OK;
}

/* --- mawk ------------------------------------------------------------------------------------ */

/* mawk takes larger seeds for 2^31 - 1. */
static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return seed_up_to(random, text, INT32_MAX, error);
}

static double next(struct splitdata_random *random)
{
    return sd_glibc_random(&random->state.words) / 2147483647.0;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("mawk", plan, asked, draw, next, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_awk_print("mawk", "mawk", asked, code, error);
}

const struct sd_recipe sd_recipe_mawk = {
    .name = "mawk",
    .summary = "rows by mawk's rand() < 0.8 after srand(seed), in input order",
    .call = "mawk 'BEGIN { srand(SEED) } { print >(rand() < 0.8 ? \"train\" : \"test\") }'",
    .versions = "1.3.4-20200120",
    .of = "mawk",
    .checked = "golden vectors; beside mawk itself",
    .conditions = SD_AWK_CONDITION "; mawk draws from glibc's random(), as Debian's does",
    .nearest = "shuf",
    .code = print_code,
    .generator = "mawk",
    .seed = seed,
    .assign = assign,
};

/* --- busybox awk ----------------------------------------------------------------------------- */

static int seed_of_busybox(struct splitdata_random *random, const char *text,
                           const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return seed_up_to(random, text, UINT32_MAX, error);
}

static double next_of_busybox(struct splitdata_random *random)
{
    struct splitdata_words *words = &random->state.words;
    const uint32_t first = sd_glibc_random(words), second = sd_glibc_random(words);
    const uint64_t low = (first << 16) ^ second;
    return (double)((uint64_t)sd_glibc_random(words) << 32 | low) / 9223372036854775808.0;
}

static int assign_of_busybox(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                             const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("busybox-awk", plan, asked, draw, next_of_busybox, error);
}

static int print_code_of_busybox(const struct sd_code_asked *asked, struct sd_code *code,
                                 struct splitdata_error *error)
{
    return sd_awk_print("busybox-awk", "busybox awk", asked, code, error);
}

const struct sd_recipe sd_recipe_busybox_awk = {
    .name = "busybox-awk",
    .summary = "rows by busybox awk's rand() < 0.8 after srand(seed), in input order",
    .call = "busybox awk 'BEGIN { srand(SEED) } { print >(rand() < 0.8 ? \"train\" : \"test\") }'",
    .versions = "1.35.0",
    .of = "busybox",
    .checked = "golden vectors; beside busybox itself",
    .conditions = SD_AWK_CONDITION "; busybox draws from glibc's rand(), as Debian's does",
    .nearest = "shuf",
    .code = print_code_of_busybox,
    .generator = "busybox",
    .seed = seed_of_busybox,
    .assign = assign_of_busybox,
};
