/* SPDX-License-Identifier: MIT */
/* Ruby: rows.shuffle(random: Random.new(seed)), MT19937 with masked rejection. */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "rows = File.readlines(%s, chomp: true)",
        .quoting = SD_QUOTED_PLAIN,
        .drop = "rows.shift",
        .shuffle = "rows = rows.shuffle(random: Random.new(%s))",
        .share = "(%s * rows.size).to_i",
        .cut = "k = %s\n"
               "train, test = rows[0...k], rows[k..]",
    };
    return sd_script_print("ruby", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_ruby = {
    .name = "ruby",
    .summary = "rows in the order of Ruby's shuffle(random: Random.new(seed)), train first",
    .call = "rows = rows.shuffle(random: Random.new(SEED)), cut at (0.8 * rows.size).to_i",
    .versions = "3.1.2 3.1.7",
    .of = "Ruby",
    .checked = "golden vectors; 50 random cases beside Ruby",
    .code = print_code,
    .generator = "ruby",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
