/* SPDX-License-Identifier: MIT */
/*
 * Hugging Face datasets: Dataset.train_test_split(test_size=..., seed=...), which has the sizes of
 * scikit-learn, and NumPy's newer generator:
 *
 *     order = numpy.random.default_rng(seed).permutation(n)
 *     test, train = order[:n_test], order[n_test:n_test + n_train]
 *
 * stratify_by_column needs a ClassLabel: class_encode_column makes one, whose classes come in the
 * order of their texts, also those of integers (10 before 2). The numbers by class are those of
 * scikit-learn before 1.0, and among equal remainders Generator.choice chooses.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/sklearn.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- classes --------------------------------------------------------------------------------- */

/* A class by its text, as str() of its value writes it. */
struct label {
    const char *bytes; /* NULL: `number` */
    size_t length;
    uint32_t class;
    char number[SPLITDATA_DOUBLE_TEXT];
};

static int by_text(const void *left, const void *right)
{
    const struct label *a = left, *b = right;
    const char *one = a->bytes != NULL ? a->bytes : a->number;
    const char *other = b->bytes != NULL ? b->bytes : b->number;
    int order = memcmp(one, other, a->length < b->length ? a->length : b->length);
    if (order == 0)
        order = a->length < b->length ? -1 : a->length > b->length;
    return order != 0 ? order : a->class < b->class ? -1 : a->class > b->class;
}

/* Whether the number is written without a point and an exponent. */
static bool is_whole(const struct sd_recipe_class *class)
{
    for (size_t i = 0; i < class->length; i++) {
        if (strchr("0123456789+- \t", class->bytes[i]) == NULL)
            return false;
    }
    return true;
}

/* "+07" is 7, and 7.0 in a column of decimals. */
static void write_number(struct label *label, bool whole)
{
    char text[512];
    double value = 0;
    const char *from = label->bytes;
    size_t length = label->length;
    while (length != 0 && (from[0] == ' ' || from[0] == '\t'))
        from++, length--;
    while (length != 0 && (from[length - 1] == ' ' || from[length - 1] == '\t'))
        length--;
    if (!whole && length < sizeof text) {
        memcpy(text, from, length);
        text[length] = '\0';
        splitdata_parse_double(text, &value);
        label->length = splitdata_format_double(label->number, value);
        label->bytes = NULL;
        return;
    }
    const bool negative = length != 0 && from[0] == '-';
    const size_t sign = length != 0 && (from[0] == '-' || from[0] == '+');
    from += sign;
    length -= sign;
    while (length > 1 && from[0] == '0')
        from++, length--;
    label->length = (size_t)snprintf(label->number, sizeof label->number, "%s%.*s",
                                     negative && from[0] != '0' ? "-" : "", (int)length, from);
    label->bytes = NULL;
}

static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    struct label *labels = calloc((size_t)count + 1, sizeof *labels);
    bool whole = true;
    (void)options;
    if (labels == NULL)
        return sd_fail_memory(error, "the classes");
    for (uint32_t c = 0; c < count; c++)
        whole = whole && is_whole(&classes[c]);
    for (uint32_t c = 0; c < count; c++) {
        labels[c] =
            (struct label){.bytes = classes[c].bytes, .length = classes[c].length, .class = c};
        if (numbers)
            write_number(&labels[c], whole);
    }
    qsort(labels, count, sizeof *labels, by_text);
    for (uint32_t c = 0; c < count; c++)
        order[c] = labels[c].class;
    free(labels);
    return SPLITDATA_OK;
}

/* --- numbers by class ------------------------------------------------------------------------ */

/* Generator.choice(count, wanted, replace=False): the chosen ones come to the front, and their
 * order has no meaning. */
static int choose(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                  uint64_t wanted, struct splitdata_error *error)
{
    struct splitdata_choice choice = {.population = count, .size = wanted};
    const size_t work = splitdata_numpy_generator_choice_work(&choice);
    uint64_t *chosen = calloc((size_t)wanted + 1, sizeof *chosen);
    char *kept = malloc((size_t)count * (item_size + 1) + 1), *taken = kept;
    choice.work = malloc(work + 1);
    const bool room = chosen != NULL && kept != NULL && choice.work != NULL;
    int status = room ? splitdata_numpy_generator_choice(&draw->random->state.numpy_generator,
                                                         &choice, chosen, error)
                      : sd_fail_memory(error, "the classes");
    if (room && status == SPLITDATA_OK) {
        char *out = items, *from = kept + count;
        memset(taken, 0, (size_t)count);
        memcpy(from, items, (size_t)count * item_size);
        for (uint64_t i = 0; i < wanted; i++, out += item_size) {
            taken[chosen[i]] = 1;
            memcpy(out, from + chosen[i] * item_size, item_size);
        }
        for (uint64_t i = 0; i < count; i++) {
            if (taken[i] == 0) {
                memcpy(out, from + i * item_size, item_size);
                out += item_size;
            }
        }
    }
    free(choice.work);
    free(chosen);
    free(kept);
    return status;
}

static int stratified(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                      const struct sd_draw *draw, struct splitdata_error *error)
{
    static const struct sd_mode_rule rule = {.product_first = true, .choose = choose};
    stratified->rule = &rule;
    return sd_stratified(plan, stratified, sizes, draw, error);
}

/* --- the code -------------------------------------------------------------------------------- */

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *stratify = asked->options->stratify;
    const bool ordered = asked->kind == SD_SPLIT_ROWS_IN_ORDER;
    if (!asked->train_test || asked->options->repeats != 0)
        return sd_code_refuse("huggingface", "more parts than two, or repeats", error);
    if (asked->options->rare != SPLITDATA_RARE_ERROR)
        return sd_code_refuse("huggingface", "--rare, a rule of splitdata's own", error);
    if (stratify != NULL && stratify[0] == '#')
        return sd_code_refuse("huggingface", "columns by number (name it)", error);
    sd_code_line(code, "from datasets import Dataset");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, asked->lines ? "ds = Dataset.from_dict({\"line\": df})"
                                    : "ds = Dataset.from_pandas(df, preserve_index=False)");
    if (stratify != NULL)
        sd_code_line(code, "ds = ds.class_encode_column(%s)",
                     sd_code_quoted(code, SD_QUOTED_C, stratify));
    const char *sizes = sd_python_sizes(asked, code, "train_size", "test_size") + 2;
    if (ordered)
        sd_code_line(code, "parts = ds.train_test_split(%s, shuffle=False)", sizes);
    else if (stratify == NULL)
        sd_code_line(code, "parts = ds.train_test_split(%s, seed=%s)", sizes,
                     sd_python_seed(code, asked->seed));
    else
        sd_code_line(code, "parts = ds.train_test_split(%s, seed=%s, stratify_by_column=%s)", sizes,
                     sd_python_seed(code, asked->seed),
                     sd_code_quoted(code, SD_QUOTED_C, stratify));
    sd_code_line(code, "train, test = parts[\"train\"], parts[\"test\"]");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_huggingface = {
    .name = "huggingface",
    .summary = "Dataset.train_test_split of Hugging Face datasets, with stratify_by_column",
    .call = "ds.train_test_split(train_size=0.8, seed=SEED)",
    .versions = "5.2.0 5.0.1 4.0.0",
    .of = "datasets",
    .checked = "golden vectors; beside datasets itself",
    .code = print_code,
    .generator = "numpy-pcg64",
    .two_parts = true,
    .sizes = sd_sklearn_sizes,
    .permute = sd_permute_numpy_generator,
    .cut = sd_cut_last_part_first,
    .order_classes = order_classes,
    .stratified = stratified,
};
