/* SPDX-License-Identifier: MIT */
/*
 * Go's math/rand/v2, rand.New(rand.NewPCG(seed1, seed2)).Shuffle; Perm(n) is the same order. PCG is
 * a congruential generator of 128 bits with the DXSM output of the new state; positions from the
 * back are swapped with the low bits of a word for a power of two, or else by the high half of its
 * product with the number of choices (D. Lemire).
 */
#include "recipe/go_code.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/bits.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

/* Kept in random->state.words. */
struct pcg {
    struct splitdata_u128 state;
};

static uint64_t next64(struct pcg *pcg)
{
    static const struct splitdata_u128 multiplier = {0x2360ed051fc65da4U, 0x4385df649fccf645U};
    static const struct splitdata_u128 increment = {0x5851f42d4c957f2dU, 0x14057b7ef767814fU};
    pcg->state = sd_multiply_add(pcg->state, multiplier, increment);
    uint64_t word = pcg->state.high;
    word ^= word >> 32;
    word *= 0xda942042e4dd58b5U;
    word ^= word >> 48;
    return word * (pcg->state.low | 1);
}

static uint64_t below(struct pcg *pcg, uint64_t n)
{
    if ((n & (n - 1)) == 0)
        return next64(pcg) & (n - 1);
    struct splitdata_u128 product = sd_multiply(next64(pcg), n);
    if (product.low < n) {
        const uint64_t threshold = (0 - n) % n;
        while (product.low < threshold)
            product = sd_multiply(next64(pcg), n);
    }
    return product.high;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = below(generator, position - k + 1);
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct pcg pcg;
    (void)error;
    memcpy(&pcg, &draw->random->state.words, sizeof pcg);
    sd_shuffle_down_followed(draw_targets, &pcg, items, count, item_size, progress);
    memcpy(&draw->random->state.words, &pcg, sizeof pcg);
    return SPLITDATA_OK;
}

/* "S", whose second seed is 0, or "S,T". */
static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    const size_t length = strcspn(text, ",");
    const char *second = text[length] == ',' ? text + length + 1 : "0";
    struct pcg pcg;
    (void)options;
    if (!sd_unsigned_within(text, length, UINT64_MAX, &pcg.state.high) ||
        !sd_unsigned_within(second, strlen(second), UINT64_MAX, &pcg.state.low))
        return sd_fail(error, SPLITDATA_USAGE,
                       "rand.NewPCG takes two integers from 0 to 2**64 - 1, 'S,T', or S for 'S,0': "
                       "'%s'",
                       text);
    *random = (struct splitdata_random){0};
    memcpy(&random->state.words, &pcg, sizeof pcg);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    struct sd_script script = {
        .read = SD_GO_READ("math/rand/v2"),
        .drop = "\trows = rows[1:]",
        .shuffle = "\trandom := rand.New(rand.NewPCG(%s, 0))\n" SD_GO_SHUFFLE,
        .share = SD_GO_SHARE,
        .cut = SD_GO_CUT,
    };
    if (asked->seed != NULL && strchr(asked->seed, ',') != NULL)
        script.shuffle = "\trandom := rand.New(rand.NewPCG(%s))\n" SD_GO_SHUFFLE;
    return sd_script_print("go-v2", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_go_v2 = {
    .name = "go-v2",
    .summary = "rows in the order of Shuffle of Go's math/rand/v2 with PCG, train first",
    .call = "rand.New(rand.NewPCG(SEED, 0)).Shuffle(len(rows), swap), cut at int(0.8 * "
            "float64(len(rows)))",
    .versions = "1.26.8",
    .of = "Go",
    .checked = "golden vectors; 50 random cases beside Go",
    .nearest = "go",
    .code = print_code,
    .generator = "go-v2",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
