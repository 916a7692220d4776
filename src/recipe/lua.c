/* SPDX-License-Identifier: MIT */
/*
 * Lua 5.4, which has no shuffle of its own but the loop that everybody writes:
 *
 *     math.randomseed(seed)
 *     for i = #rows, 2, -1 do local j = math.random(i); rows[i], rows[j] = rows[j], rows[i] end
 *
 * The generator is Xoshiro256** (D. Blackman and S. Vigna); a word masked to the bits of the bound
 * is drawn again while it exceeds it.
 */
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/bits.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

enum { DROPPED = 16 };

/* The steps are those of Xoshiro256+; the output is another one. */
static uint64_t next64(struct splitdata_xoshiro *random)
{
    const uint64_t word = sd_rotl64(random->state[1] * 5, 7) * 9;
    splitdata_xoshiro_next64(random);
    return word;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++) {
        const uint64_t mask = sd_mask64(position - k);
        do {
            targets[k] = next64(generator) & mask;
        } while (targets[k] > position - k);
    }
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)error;
    sd_shuffle_down_followed(draw_targets, &draw->random->state.xoshiro, items, count, item_size,
                             progress);
    return SPLITDATA_OK;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t number;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &number))
        return sd_fail(error, SPLITDATA_USAGE,
                       "math.randomseed takes an integer from -2**63 to 2**63 - 1: '%s'", text);
    *random = (struct splitdata_random){0};
    random->state.xoshiro.state[0] = (uint64_t)number;
    random->state.xoshiro.state[1] = 0xff;
    for (int i = 0; i < DROPPED; i++)
        next64(&random->state.xoshiro);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "local rows = {}\n"
                "for line in io.lines(%s) do rows[#rows + 1] = line end",
        .drop = "table.remove(rows, 1)",
        .shuffle = "math.randomseed(%s)\n"
                   "for i = #rows, 2, -1 do\n"
                   "    local j = math.random(i)\n"
                   "    rows[i], rows[j] = rows[j], rows[i]\n"
                   "end",
        .share = "math.floor(%s * #rows)",
        .cut = "local k = %s\n"
               "local train = table.move(rows, 1, k, 1, {})\n"
               "local test = table.move(rows, k + 1, #rows, 1, {})",
    };
    return sd_script_print("lua", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_lua = {
    .name = "lua",
    .summary = "rows shuffled from the back by Lua's math.random(i), train first",
    .call = "math.randomseed(SEED); for i = #rows, 2, -1 do local j = math.random(i); rows[i], "
            "rows[j] = rows[j], rows[i] end; the first math.floor(0.8 * #rows) are train",
    .versions = "5.4.4",
    .of = "Lua",
    .checked = "golden vectors; beside Lua itself",
    .code = print_code,
    .generator = "lua",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
