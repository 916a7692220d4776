/* SPDX-License-Identifier: MIT */
/*
 * astartes with its sampler "random": the rows in the order that train_test_split of scikit-learn
 * gives with train_size = n - 1, which is RandomState(seed).permutation(n) with its first row moved
 * to the end. train has int(n * train_size) rows, val int(n * val_size), test the rest. Shares
 * whose sum in doubles is not 1 are divided by it first, but for val's, which stays as it is.
 */
#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/table.h"
#include "recipe/weights.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <string.h>

static const char NAME[] = "astartes";
static const char WHY[] = "its shares are of all records";

/* The shares as the call divides them, of train, val (0: none) and test. What is not given is what
 * the others leave, in doubles. */
static int shares_of(const struct sd_sizes_asked *asked, double shares[3],
                     struct splitdata_error *error)
{
    const struct sd_part *part = asked->part;
    if (asked->parts > 3)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: makes 3 parts, not %zu", NAME,
                       asked->parts);
    int status = sd_weights_of(asked, NAME, WHY, shares, error);
    if (status != SPLITDATA_OK)
        return status;
    const bool train = part[0].size.kind == SD_SIZE_SHARE;
    const bool test = part[asked->parts - 1].size.kind == SD_SIZE_SHARE;
    if (asked->parts == 2) {
        shares[2] = shares[1];
        shares[1] = 0.0;
    } else if (part[1].size.kind != SD_SIZE_SHARE) {
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: %s needs a share of its own", NAME,
                       part[1].name);
    }
    if (!train)
        shares[0] = 1.0 - (shares[2] + shares[1]);
    else if (test && shares[0] + shares[2] + shares[1] != 1.0)
        shares[0] /= shares[0] + shares[2] + shares[1];
    return SPLITDATA_OK;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    double shares[3] = {0};
    int status = shares_of(asked, shares, error);
    if (status != SPLITDATA_OK)
        return status;
    const uint64_t train = (uint64_t)((double)asked->n * shares[0]);
    const uint64_t val = (uint64_t)((double)asked->n * shares[1]);
    sizes[0] = train;
    sizes[1] = asked->parts == 3 ? val : asked->n - train;
    if (asked->parts == 3)
        sizes[2] = train + val < asked->n ? asked->n - train - val : 0;
    for (size_t p = 0; p < asked->parts && !asked->exact; p++) {
        if (sizes[p] == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "%" PRIu64 " %s%s: %s would be empty (choose other sizes)", asked->n,
                           asked->unit, asked->n == 1 ? "" : "s", asked->part[p].name);
    }
    return SPLITDATA_OK;
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    unsigned char first[16]; /* the largest item */
    (void)progress;
    int status = sd_permute_numpy(draw, items, count, item_size, NULL, error);
    if (status != SPLITDATA_OK || count < 2 || item_size > sizeof first)
        return status;
    unsigned char *bytes = items;
    const size_t rest = (size_t)(count - 1) * item_size;
    memcpy(first, bytes, item_size);
    memmove(bytes, bytes + item_size, rest);
    memcpy(bytes + rest, first, item_size);
    return SPLITDATA_OK;
}

static const char *argument(struct sd_code *code, const struct sd_part *part)
{
    return part->size.kind == SD_SIZE_SHARE ? sd_code_size(code, &part->size) : "None";
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import numpy as np\n"
                   "from astartes import train_val_test_split",
        .lines = "parts = train_val_test_split(np.arange(n), train_size={train}, val_size={val}, "
                 "test_size={test}, random_state={seed})",
        .whole = true,
    };
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    double shares[3] = {0};
    int status = shares_of(&sizes, shares, error);
    if (status == SPLITDATA_OK && asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        status = sd_code_refuse(NAME, "--no-shuffle", error);
    if (status != SPLITDATA_OK)
        return status;
    const struct sd_code_word words[] = {
        {"train", argument(code, &asked->part[0])},
        {"val", asked->parts == 3 ? argument(code, &asked->part[1]) : "0"},
        {"test", argument(code, &asked->part[asked->parts - 1])},
        {NULL, NULL}};
    return sd_calls_print(asked, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_astartes = {
    .name = "astartes",
    .summary = "astartes' train_val_test_split with the sampler random",
    .call = "astartes.train_val_test_split(X, train_size=0.8, val_size=0.1, test_size=0.1, "
            "random_state=SEED)",
    .versions = "1.3.3",
    .of = "astartes",
    .checked = "golden vectors; beside astartes itself",
    .once = true,
    .code = print_code,
    .generator = "numpy",
    .sizes = sizes_of,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
