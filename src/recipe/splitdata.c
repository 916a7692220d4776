/* SPDX-License-Identifier: MIT */
/*
 * A rule of splitdata's own, for data on many machines: the key of a row is a function of the seed
 * and the row's number alone (recipe/keyed_order.h), train is the rows with the smallest keys, and
 * the next part those with the next ones. So a machine that knows where a part's keys end knows
 * without the other rows which of its own belong there, and a smaller train part of the same seed
 * is always contained in a larger one. The rule is in docs/reproducibility.md.
 */
#include "recipe/calls.h"
#include "recipe/head.h"
#include "recipe/keyed_order.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, 0, 0, error);
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    (void)progress;
    return sd_order_by_row_key(items, count, item_size, sd_calls_next(draw), draw->memory)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the rows' keys");
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .lines =
            "word = 0xFFFFFFFF\n"
            "rows = np.arange(n, dtype=np.uint64)\n"
            "a, b, c, d = rows & word, rows >> 32, rows * 0, rows * 0\n"
            "seed = {seed}\n"
            "keys = [seed & word, seed >> 32 & word]\n"
            "for _ in range(10):  # Philox 4x32-10\n"
            "    p, q = a * 0xD2511F53, c * 0xCD9E8D57\n"
            "    a, b, c, d = q >> 32 ^ b ^ keys[0], q & word, p >> 32 ^ d ^ keys[1], p & word\n"
            "    keys = [keys[0] + 0x9E3779B9 & word, keys[1] + 0xBB67AE85 & word]\n"
            "order = np.argsort(a | b << 32, kind=\"stable\")",
    };
    return sd_calls_print(asked, code, &lines, NULL, error);
}

const struct sd_recipe sd_recipe_splitdata = {
    .name = "splitdata",
    .summary = "rows in the order of keys by Philox, which any machine knows alone",
    .call = "train = the int(0.8 * n) rows with the smallest keys; a key is the first 64 bits of "
            "Philox4x32-10(counter=row, key=SEED)",
    .versions = "1",
    .of = "the rule",
    .checked = "golden vectors by NumPy; the paper's own vectors",
    .code = print_code,
    .generator = "philox4x32",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
