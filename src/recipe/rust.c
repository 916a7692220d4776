/* SPDX-License-Identifier: MIT */
/* Rust: rows.shuffle(&mut StdRng::seed_from_u64(seed)) of the crate rand, whose rule is not
 * promised to stay: that of 0.8, and that of 0.9 and 0.10. */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "use rand::{rngs::StdRng, seq::SliceRandom, SeedableRng};\n"
                "fn main() {\n"
                "    let text = std::fs::read_to_string(%s).unwrap();\n"
                "    let mut rows: Vec<&str> = text.lines().collect();",
        .drop = "    rows.remove(0);",
        .shuffle = "    rows.shuffle(&mut StdRng::seed_from_u64(%s));",
        .share = "(%s * rows.len() as f64) as usize",
        .cut = "    let (train, test) = rows.split_at(%s);\n"
               "}",
    };
    return sd_script_print(asked->options->like, asked, code, &script, error);
}

const struct sd_recipe sd_recipe_rust_0_9 = {
    .name = "rust@0.9",
    .summary = "rows in the order of Rust's shuffle by StdRng, train first",
    .call = "rows.shuffle(&mut StdRng::seed_from_u64(SEED)), cut at (0.8 * n as f64) as usize",
    .versions = "0.10.4 0.10.0 0.9.5 0.9.2",
    .of = "rand",
    .checked = "golden vectors; 50 random cases beside rand 0.9",
    .code = print_code,
    .generator = "rust@0.9",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};

const struct sd_recipe sd_recipe_rust_0_8 = {
    .name = "rust@0.8",
    .summary = "the same up to rand 0.8",
    .call = "rows.shuffle(&mut StdRng::seed_from_u64(SEED)), cut at (0.8 * n as f64) as usize",
    .versions = "0.8.8 0.8.5",
    .of = "rand",
    .checked = "golden vectors; 50 random cases beside rand 0.8",
    .code = print_code,
    .generator = "rust@0.8",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
