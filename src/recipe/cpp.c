/* SPDX-License-Identifier: MIT */
/* C++: std::shuffle with std::mt19937, whose rule the standard leaves to the library: that of
 * libstdc++ since GCC 11, and that of libc++. */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "#include <algorithm>\n"
                "#include <fstream>\n"
                "#include <random>\n"
                "#include <string>\n"
                "#include <vector>\n"
                "int main()\n"
                "{\n"
                "    std::ifstream in(%s);\n"
                "    std::vector<std::string> rows;\n"
                "    for (std::string line; std::getline(in, line);)\n"
                "        rows.push_back(line);",
        .drop = "    rows.erase(rows.begin());",
        .shuffle = "    std::mt19937 random(%s);\n"
                   "    std::shuffle(rows.begin(), rows.end(), random);",
        .share = "static_cast<long>(%s * rows.size())",
        .cut = "    const long k = %s;\n"
               "    std::vector<std::string> train(rows.begin(), rows.begin() + k);\n"
               "    std::vector<std::string> test(rows.begin() + k, rows.end());\n"
               "}",
    };
    return sd_script_print(asked->options->like, asked, code, &script, error);
}

const struct sd_recipe sd_recipe_libstdcxx = {
    .name = "libstdc++",
    .summary = "rows in the order of C++'s std::shuffle as GCC's library has it, train first",
    .call = "std::shuffle(rows.begin(), rows.end(), std::mt19937(SEED)), cut at (long)(0.8 * n)",
    .versions = "12.2",
    .of = "GCC",
    .checked = "golden vectors; 50 random cases beside GCC",
    .nearest = "libc++",
    .code = print_code,
    .generator = "libstdc++",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};

const struct sd_recipe sd_recipe_libcxx = {
    .name = "libc++",
    .summary = "rows in the order of C++'s std::shuffle as LLVM's library has it, train first",
    .call = "std::shuffle(rows.begin(), rows.end(), std::mt19937(SEED)), cut at (long)(0.8 * n)",
    .versions = "16 14",
    .of = "LLVM",
    .checked = "golden vectors",
    .nearest = "libstdc++",
    .code = print_code,
    .generator = "libc++",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
