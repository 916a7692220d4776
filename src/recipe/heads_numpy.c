/* SPDX-License-Identifier: MIT */
/*
 * Libraries that cut RandomState(seed).permutation(n) from the front, train first. They differ in
 * how sizes are rounded:
 *
 *     lightfm    train has int((1.0 - test) * n)
 *     cornac     test and val have ceil(share * n) each, train the rest
 *     dgl        every part int(n * share), the last one the rest
 *     deepchem   cuts at int(train * n) and int((train + valid) * n)
 *
 * Keras' directories (keras-images) are a list of paths that is shuffled by the same draws; test,
 * which is validation, is its tail of int(test * n).
 */
#include "recipe/calls.h"
#include "recipe/permute.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* The share of each part; of the one without a size, what the others leave. SPLITDATA_USAGE: one is
 * no share. */
static int shares_of(const struct sd_sizes_asked *asked, const char *name, double *shares,
                     struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        if (size->kind == SD_SIZE_COUNT ||
            (size->kind == SD_SIZE_SHARE && !sd_ratio_add(sum, size->share, &sum)))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like %s: it takes shares alone (--ratio, or --parts with shares)",
                           name);
        if (size->kind == SD_SIZE_SHARE)
            shares[p] = sd_ratio_double(size->share);
        else
            rest = p;
    }
    if (rest == asked->parts ? sd_ratio_against_one(sum) != 0 : sd_ratio_against_one(sum) >= 0)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: the shares must sum to 1", name);
    if (rest < asked->parts)
        shares[rest] =
            sd_ratio_double((struct sd_ratio){sum.denominator - sum.numerator, sum.denominator});
    return SPLITDATA_OK;
}

/* The sizes of `parts` parts that take all n units. */
typedef void size_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes);

static int sizes_by(const struct sd_sizes_asked *asked, const char *name, size_t most,
                    size_rule *rule, uint64_t *sizes, struct splitdata_error *error)
{
    double *shares = calloc(asked->parts, sizeof *shares);
    int status =
        shares != NULL ? shares_of(asked, name, shares, error) : sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK && asked->parts > most)
        status = sd_fail(error, SPLITDATA_USAGE, "--like %s: makes %zu parts, not %zu", name, most,
                         asked->parts);
    if (status == SPLITDATA_OK)
        rule(shares, asked->parts, asked->n, sizes);
    for (size_t p = 0; p < asked->parts && status == SPLITDATA_OK && !asked->exact; p++) {
        if (sizes[p] == 0 || sizes[p] > asked->n)
            status = sd_fail(error, SPLITDATA_DATA,
                             "%" PRIu64 " %s%s: a part would be empty (choose other sizes)",
                             asked->n, asked->unit, asked->n == 1 ? "" : "s");
    }
    free(shares);
    return status;
}

static void lightfm_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes)
{
    (void)parts;
    sizes[0] = (uint64_t)((1.0 - shares[1]) * (double)n);
    sizes[1] = n - sizes[0];
}

static void keras_images_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes)
{
    (void)parts;
    sizes[1] = (uint64_t)(shares[1] * (double)n);
    sizes[0] = n - sizes[1];
}

static void cornac_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes)
{
    uint64_t others = 0;
    for (size_t p = 1; p < parts; p++)
        others += sizes[p] = (uint64_t)ceil(shares[p] * (double)n);
    sizes[0] = others < n ? n - others : 0;
}

static void dgl_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes)
{
    uint64_t others = 0;
    for (size_t p = 0; p + 1 < parts; p++)
        others += sizes[p] = (uint64_t)((double)n * shares[p]);
    sizes[parts - 1] = n - others;
}

static void deepchem_rule(const double *shares, size_t parts, uint64_t n, uint64_t *sizes)
{
    double sum = 0;
    uint64_t begin = 0;
    for (size_t p = 0; p < parts; p++) {
        sum += shares[p];
        const uint64_t end = p + 1 < parts ? (uint64_t)(sum * (double)n) : n;
        sizes[p] = end - begin;
        begin = end;
    }
}

/* The lists of rows, as the libraries cut them. {list}: the shares; {b}: the second one. */
static int print_by(const struct sd_code_asked *asked, struct sd_code *code, const char *name,
                    const char *sizes, struct splitdata_error *error)
{
    static const char *const places[] = {"a", "b", "c"};
    const struct sd_sizes_asked of = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_code_word words[5] = {{NULL, NULL}};
    struct sd_text list = {0}, all = {0};
    double *shares = calloc(asked->parts, sizeof *shares);
    if (shares == NULL)
        return sd_fail_memory(error, "the code");
    int status = shares_of(&of, name, shares, error);
    bool made = true;
    for (size_t p = 0; p < asked->parts && status == SPLITDATA_OK; p++) {
        char share[SPLITDATA_DOUBLE_TEXT];
        struct sd_text text = {0};
        splitdata_format_double(share, shares[p]);
        made = sd_text_format(&list, "%s%s", p != 0 ? ", " : "", share) && made;
        if (p < 3)
            words[p] = (struct sd_code_word){places[p],
                                             sd_code_keep(code, &text, sd_text_add(&text, share))};
    }
    free(shares);
    const char *listed = sd_code_keep(code, &list, made);
    if (status != SPLITDATA_OK)
        return status;
    words[asked->parts < 3 ? asked->parts : 3] = (struct sd_code_word){"list", listed};
    made = sd_text_format(&all,
                          "order = np.random.RandomState({seed}).permutation(n)\n%s\n"
                          "parts = np.split(order, np.cumsum(sizes))[:-1]",
                          sizes);
    const struct sd_calls_code lines = {
        .imports = "import numpy as np", .lines = sd_code_keep(code, &all, made), .whole = true};
    return asked->kind == SD_SPLIT_ROWS_IN_ORDER
               ? sd_code_refuse(name, "--no-shuffle", error)
               : sd_calls_print(asked, code, &lines, words, error);
}

#define HEAD(NAME, LIBRARY, MOST, SIZES, SUMMARY, CALL, VERSIONS)                                  \
    HEAD_CALLED(NAME, #NAME, LIBRARY, MOST, SIZES, SUMMARY, CALL, VERSIONS, NULL)

/* With the name as --like has it, and conditions. */
#define HEAD_CALLED(NAME, LIKE, LIBRARY, MOST, SIZES, SUMMARY, CALL, VERSIONS, CONDITIONS)         \
    static int NAME##_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,                   \
                            struct splitdata_error *error)                                         \
    {                                                                                              \
        return sizes_by(asked, LIKE, MOST, NAME##_rule, sizes, error);                             \
    }                                                                                              \
    static int NAME##_code(const struct sd_code_asked *asked, struct sd_code *code,                \
                           struct splitdata_error *error)                                          \
    {                                                                                              \
        return print_by(asked, code, LIKE, SIZES, error);                                          \
    }                                                                                              \
    const struct sd_recipe sd_recipe_##NAME = {                                                    \
        .name = LIKE,                                                                              \
        .summary = SUMMARY,                                                                        \
        .call = CALL,                                                                              \
        .versions = VERSIONS,                                                                      \
        .of = LIBRARY,                                                                             \
        .checked = "golden vectors; beside the library's own function",                            \
        .conditions = CONDITIONS,                                                                  \
        .once = true,                                                                              \
        .code = NAME##_code,                                                                       \
        .generator = "numpy",                                                                      \
        .sizes = NAME##_sizes,                                                                     \
        .permute = sd_permute_numpy,                                                               \
        .cut = sd_cut_first_part_first,                                                            \
    }

HEAD_CALLED(
    keras_images, "keras-images", "Keras", 2,
    "# image_dataset_from_directory(directory, validation_split={b}, subset=\"both\", "
    "seed={seed})\n"
    "sizes = [n - int({b} * n), int({b} * n)]",
    "the files of Keras' image_dataset_from_directory and its like, as a list",
    "keras.utils.image_dataset_from_directory(directory, validation_split=0.2, "
    "subset=\"both\", seed=SEED)",
    "3.15.1",
    "the records in Keras' order of the files: class by class, as Python sorts their names");

HEAD(lightfm, "lightfm-next", 2, "sizes = [int((1.0 - {b}) * n), n - int((1.0 - {b}) * n)]",
     "LightFM's and Spotlight's random_train_test_split",
     "random_train_test_split(interactions, test_percentage=0.2, "
     "random_state=RandomState(SEED))",
     "1.19.0");
HEAD(cornac, "Cornac", 3,
     "sizes = [int(np.ceil(share * n)) for share in [{list}][1:]]\n"
     "sizes = [n - sum(sizes)] + sizes",
     "Cornac's RatioSplit of records",
     "RatioSplit(data, test_size=0.2, seed=SEED, "
     "exclude_unknowns=False)",
     "3.0.1");
HEAD(dgl, "DGL", 1000,
     "sizes = [int(n * share) for share in [{list}][:-1]]\n"
     "sizes = sizes + [n - sum(sizes)]",
     "DGL's split_dataset with shuffle=True",
     "dgl.data.utils.split_dataset(data, [0.8, 0.1, 0.1], shuffle=True, random_state=SEED)",
     "2.1.0");
HEAD(deepchem, "DeepChem", 3,
     "ends = [int(end * n) for end in np.cumsum([{list}])[:-1]] + [n]\n"
     "sizes = np.diff([0] + ends)",
     "DeepChem's RandomSplitter",
     "RandomSplitter().split(data, frac_train=0.8, frac_valid=0.1, "
     "frac_test=0.1, seed=SEED)",
     "2.8.0");
