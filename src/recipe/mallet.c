/* SPDX-License-Identifier: MIT */
/*
 * MALLET: instances.split(new java.util.Random(seed), proportions): Collections.shuffle, then parts
 * that end at Math.rint(c * n), half to even, c being the running sum of the proportions after they
 * were divided by their sum.
 */
#include "recipe/java_code.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"
#include "recipe/weights.h"

#include "algorithm/holdout.h"

#include <inttypes.h>

#define WHY "MALLET's split takes proportions"

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    return sd_weights_sizes(asked, "mallet", WHY, false, sizes, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const uint64_t repeats = asked->options->repeats;
    const char *weights = sd_weights_text(asked, code, "mallet", WHY, error);
    if (weights == NULL)
        return (int)error->status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER || asked->options->order == SPLITDATA_ORDER_INPUT)
        return sd_code_refuse("mallet", "order of the input", error);
    sd_code_line(code, "import cc.mallet.pipe.Noop;\nimport cc.mallet.types.*;\n"
                       "import java.nio.file.*;\nimport java.util.*;");
    int status = sd_java_read(
        asked, code, "List<String> rows = new ArrayList<>(Files.readAllLines(Path.of(%s)));",
        "rows.remove(0);", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "InstanceList data = new InstanceList(new Noop());");
    sd_code_line(code, "for (String row : rows)");
    sd_code_line(code, "    data.add(new Instance(row, null, null, null));");
    sd_code_line(code, "Random random = new Random(%s);", sd_java_seed(code, asked->seed));
    if (repeats == 0)
        sd_code_line(code, "InstanceList[] parts = data.split(random, new double[]{%s});", weights);
    else
        sd_code_line(code,
                     "InstanceList[][] repeats = new InstanceList[%" PRIu64
                     "][];\nfor (int r = 0; r < repeats.length; r++)\n"
                     "    repeats[r] = data.split(random, new double[]{%s});",
                     repeats, weights);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_mallet = {
    .name = "mallet",
    .summary = "rows by MALLET's InstanceList.split with java.util.Random, train first",
    .call = "data.split(new java.util.Random(SEED), new double[]{0.8, 0.2})",
    .versions = "2.0.8",
    .of = "MALLET",
    .checked = "golden vectors; 300 random cases beside MALLET",
    .code = print_code,
    .generator = "java",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
