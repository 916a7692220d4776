/* SPDX-License-Identifier: MIT */
/*
 * Flower's FederatedDataset(..., partitioners={"train": IidPartitioner(k)}, shuffle=True,
 * seed=seed): datasets shuffles all rows, default_rng(seed).permutation(n), and each partition is a
 * run of them, the first n mod k longer by one. A partition is a part, so that all have one share,
 * or with --folds the test part of a fold.
 */
#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/folds.h"
#include "algorithm/holdout.h"

#include <inttypes.h>

/* Whether a part has its share of all, or the rest. */
static bool has_share(const struct sd_size *size, size_t parts)
{
    return size->kind == SD_SIZE_NONE || size->kind == SD_SIZE_REST ||
           (size->kind == SD_SIZE_SHARE && size->share.numerator == 1 &&
            size->share.denominator == parts);
}

static int check(const struct sd_part *part, size_t parts, struct splitdata_error *error)
{
    for (size_t p = 0; p < parts; p++) {
        if (!has_share(&part[p].size, parts))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like flwr: its partitions have one size (--parts a=1/3,b=1/3,c=1/3, "
                           "or --folds 3)");
    }
    return SPLITDATA_OK;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    int status = check(asked->part, asked->parts, error);
    if (status == SPLITDATA_OK && asked->n < asked->parts)
        return sd_fail(error, SPLITDATA_DATA,
                       "%" PRIu64 " %s%s: a part would be empty (name fewer parts)", asked->n,
                       asked->unit, asked->n == 1 ? "" : "s");
    for (size_t p = 0; p < asked->parts && status == SPLITDATA_OK; p++)
        sizes[p] = asked->n / asked->parts + (p < asked->n % asked->parts);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "from datasets import Dataset\n"
                   "from flwr_datasets.partitioner import IidPartitioner",
        .lines = "partitioner = IidPartitioner(num_partitions={count})\n"
                 "partitioner.dataset = Dataset.from_dict({\"row\": range(n)}){shuffle}  # as "
                 "FederatedDataset does\n"
                 "{name} = [partitioner.load_partition(i)[\"row\"][:] for i in range({count})]",
        .whole = true,
    };
    const uint64_t folds = asked->options->folds;
    struct sd_text count = {0}, shuffle = {0};
    struct sd_code_asked by = *asked;
    int status = folds == 0 ? check(asked->part, asked->parts, error) : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&count, "%" PRIu64, folds != 0 ? folds : (uint64_t)asked->parts);
    bool told = asked->seed == NULL ||
                sd_text_format(&shuffle, ".shuffle(seed=%s)", sd_python_seed(code, asked->seed));
    const struct sd_code_word words[] = {
        {"count", sd_code_keep(code, &count, made)},
        {"shuffle", asked->seed == NULL ? "" : sd_code_keep(code, &shuffle, told)},
        {"name", folds != 0 ? "tests" : "parts"},
        {NULL, NULL}};
    by.kind = SD_SPLIT_ROWS; /* the lines say whether it shuffles */
    return sd_calls_print(&by, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_flwr = {
    .name = "flwr",
    .summary = "Flower's FederatedDataset with an IidPartitioner, parts of one size",
    .call = "FederatedDataset(dataset=D, partitioners={\"train\": IidPartitioner(5)}, "
            "shuffle=True, seed=SEED)",
    .versions = "0.6.1",
    .of = "flwr-datasets",
    .checked = "golden vectors; beside flwr-datasets itself",
    .once = true,
    .code = print_code,
    .generator = "numpy-pcg64",
    .sizes = sizes_of,
    .permute = sd_permute_numpy_generator,
    .cut = sd_cut_first_part_first,
    .fold_rows = sd_fold_rows,
};
