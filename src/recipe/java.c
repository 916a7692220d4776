/* SPDX-License-Identifier: MIT */
/*
 * Java's Collections.shuffle(rows, new Random(seed)), as programs split a list with it, and what is
 * built on it: new scala.util.Random(seed).shuffle(rows), Tribuo's TrainTestSplitter, whose train
 * part is (int) (share * n) rows, too. java.util.Random and this shuffle have not changed since
 * Java 1.2. The next repeat shuffles the rows in input order again, by the same generator.
 */
#include "recipe/head.h"
#include "recipe/java_code.h"
#include "recipe/permute.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_java_code lines = {
        .seed = "Random random = new Random(%s);",
        .shuffle = "List<Integer> order = IntStream.range(0, n).boxed()"
                   ".collect(Collectors.toList()); Collections.shuffle(order, random);",
    };
    return sd_java_print(asked, code, &lines, error);
}

const struct sd_recipe sd_recipe_java = {
    .name = "java",
    .summary = "rows in the order of Java's Collections.shuffle, train first",
    .call = "Collections.shuffle(rows, new Random(SEED)); train = rows.subList(0, (int) (0.8 * n))",
    .versions = "25 17.0.15",
    .of = "Java",
    .checked = "golden vectors, also of Scala 2.13.15 and Tribuo 4.3.2; 300 random cases beside "
               "Java 17",
    .code = print_code,
    .generator = "java",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
