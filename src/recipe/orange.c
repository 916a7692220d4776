/* SPDX-License-Identifier: MIT */
/*
 * Orange's Data Sampler, whose seed is 42 while its sampling is replicable. Train is the Data
 * Sample and test the Remaining Data:
 *
 *     a proportion, a size    the sample is the head of RandomState(seed).permutation(n), of
 *                             ceil(share * n) rows, and the rest comes after it: scikit-learn's
 *                             ShuffleSplit, of which the sample is test
 *     stratified              StratifiedShuffleSplit, by the codes of the classes; the sample has
 *                             at least as many rows as there are classes
 *     cross-validation        KFold and StratifiedKFold
 *
 * Classes are numbered in their natural order: digits in a name count as a number, so that a2
 * comes before a10.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"
#include "recipe/two.h"

#include "algorithm/folds.h"
#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char SEED[] = "42";

static int own_seed(const struct sd_recipe_options *options, char **text,
                    struct splitdata_error *error)
{
    (void)options;
    *text = malloc(sizeof SEED);
    if (*text != NULL)
        memcpy(*text, SEED, sizeof SEED);
    return *text != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the seed");
}

/* The sample's rows. */
static int sample_of(const struct sd_sizes_asked *asked, uint64_t *sample,
                     struct splitdata_error *error)
{
    struct sd_two_sizes two;
    int status = sd_two_sizes(asked, "orange", &two, error);
    if (status != SPLITDATA_OK)
        return status;
    const struct sd_size *train = &two.part[0].size;
    if (train->kind == SD_SIZE_NONE || two.part[1].size.kind != SD_SIZE_NONE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like orange: takes the size of the sample, which is train, and test is "
                       "the rest (--ratio, or --train-size N)");
    *sample = train->kind == SD_SIZE_COUNT
                  ? train->count
                  : (uint64_t)ceil((double)asked->n * sd_ratio_double(train->share));
    return SPLITDATA_OK;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    int status = sample_of(asked, &sizes[0], error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[1] = sizes[0] < asked->n ? asked->n - sizes[0] : 0;
    return sd_sizes_check(asked, sizes, error);
}

/* --- classes --------------------------------------------------------------------------------- */

/* A piece of a name: digits, or bytes up to the next digit. */
static size_t piece_of(const char *bytes, size_t length, bool digits)
{
    size_t i = 0;
    while (i < length && (bytes[i] >= '0' && bytes[i] <= '9') == digits)
        i++;
    return i;
}

static int compare_bytes(const char *a, size_t a_length, const char *b, size_t b_length)
{
    const int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare_numbers(const char *a, size_t a_length, const char *b, size_t b_length)
{
    for (; a_length > 1 && *a == '0'; a++)
        a_length--;
    for (; b_length > 1 && *b == '0'; b++)
        b_length--;
    return a_length != b_length ? (a_length > b_length) - (a_length < b_length)
                                : memcmp(a, b, a_length);
}

/* 0: Orange's order of both is that of a set, by chance. */
static int compare(const struct sd_recipe_class *left, const struct sd_recipe_class *right)
{
    const char *a = left->bytes, *b = right->bytes;
    size_t a_length = left->length, b_length = right->length;
    for (bool digits = false;; digits = !digits) {
        const size_t i = piece_of(a, a_length, digits), j = piece_of(b, b_length, digits);
        if (digits && (i == 0 || j == 0)) /* a list of pieces ends with its last text */
            return (i != 0) - (j != 0);
        const int order = (digits ? compare_numbers : compare_bytes)(a, i, b, j);
        if (order != 0)
            return order;
        a += i, b += j;
        a_length -= i, b_length -= j;
    }
}

/* Whether Python sees no digits in a name but 0 to 9: characters before U+0660 but superscripts,
 * and those of Chinese, Japanese and Korean. */
static bool is_known(const struct sd_recipe_class *class)
{
    for (size_t i = 0; i < class->length; i++) {
        const unsigned char byte = (unsigned char)class->bytes[i];
        const unsigned char next =
            i + 1 < class->length ? (unsigned char)class->bytes[i + 1] : (unsigned char)0;
        if ((byte == 0xC2 && (next == 0xB2 || next == 0xB3 || next == 0xB9)) ||
            (byte >= 0xD9 && byte <= 0xE2) || byte == 0xEA || byte >= 0xEE)
            return false;
    }
    return true;
}

static bool is_number(const struct sd_recipe_class *class)
{
    return class->length != 0 && piece_of(class->bytes, class->length, true) == class->length;
}

struct place {
    const struct sd_recipe_class *class;
    uint32_t number;
};

static int by_name(const void *left, const void *right)
{
    return compare(((const struct place *)left)->class, ((const struct place *)right)->class);
}

static int check_class(const struct sd_recipe_class *class, bool number,
                       struct splitdata_error *error)
{
    const int length = (int)(class->length < 40 ? class->length : 40);
    if (class->length == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like orange: cannot stratify records without a class (--missing drop "
                       "leaves them out)");
    if (number && !is_number(class))
        return sd_fail(error, SPLITDATA_DATA,
                       "--like orange: %.*s is a number there, and no class (leave --stratify out)",
                       length, class->bytes);
    if (!is_known(class))
        return sd_fail(error, SPLITDATA_DATA,
                       "--like orange: the place of %.*s among the classes is not known (leave "
                       "--stratify out)",
                       length, class->bytes);
    return SPLITDATA_OK;
}

static int order_classes(const struct sd_recipe_options *options,
                         const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                         uint32_t *order, struct splitdata_error *error)
{
    (void)options;
    int status = SPLITDATA_OK;
    struct place *places = calloc((size_t)count + 1, sizeof *places);
    if (places == NULL)
        return sd_fail_memory(error, "the classes");
    for (uint32_t c = 0; c < count && status == SPLITDATA_OK; c++) {
        places[c] = (struct place){&classes[c], c};
        status = check_class(&classes[c], numbers, error);
    }
    if (status == SPLITDATA_OK)
        qsort(places, count, sizeof *places, by_name);
    for (uint32_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        order[i] = places[i].number;
        if (i != 0 && by_name(&places[i - 1], &places[i]) == 0)
            status = sd_fail(error, SPLITDATA_DATA,
                             "--like orange: the classes %.*s and %.*s are one number to Orange, "
                             "and come in any order (leave --stratify out)",
                             (int)places[i - 1].class->length, places[i - 1].class->bytes,
                             (int)places[i].class->length, places[i].class->bytes);
    }
    free(places);
    return status;
}

/* What is test there is the sample, train here. */
static void swap_parts(struct sd_plan *plan, uint64_t *rows, uint32_t classes)
{
    const struct sd_cut cut = plan->cuts[0];
    plan->cuts[0] = plan->cuts[1];
    plan->cuts[1] = cut;
    for (uint32_t c = 0; c < classes && rows != NULL; c++) {
        const uint64_t of_rest = rows[c];
        rows[c] = rows[classes + c];
        rows[classes + c] = of_rest;
    }
}

static int assign_strata(struct sd_plan *plan, struct sd_stratified *stratified,
                         const struct sd_sizes_asked *asked, const struct sd_draw *draw,
                         struct splitdata_error *error)
{
    const struct sd_codes *strata = stratified->strata;
    uint64_t sample = 0;
    int status = sample_of(asked, &sample, error);
    if (status != SPLITDATA_OK)
        return status;
    sample = sample < strata->count ? strata->count : sample;
    const uint64_t sizes[2] = {sample < plan->count ? plan->count - sample : 0, sample};
    for (uint32_t c = 0; c < strata->count && status == SPLITDATA_OK; c++) {
        if (strata->sizes[c] < 2 || sizes[0] < strata->count)
            status = sd_fail(error, SPLITDATA_DATA,
                             "Orange cannot stratify these classes (one has 1 record, or the rest "
                             "fewer records than there are classes) and samples all records "
                             "alike: leave --stratify out");
    }
    if (status == SPLITDATA_OK)
        status = sd_stratified(plan, stratified, sizes, draw, error);
    if (status == SPLITDATA_OK)
        swap_parts(plan, stratified->rows, strata->count);
    return status;
}

/* --- folds ----------------------------------------------------------------------------------- */

static int check_draw(const struct sd_draw *draw, struct splitdata_error *error)
{
    return draw != NULL ? SPLITDATA_OK
                        : sd_fail(error, SPLITDATA_USAGE,
                                  "--like orange: its folds are always shuffled (leave "
                                  "--no-shuffle out)");
}

static int fold_rows(struct sd_folds *folds, const struct sd_draw *draw,
                     struct splitdata_error *error)
{
    int status = check_draw(draw, error);
    return status == SPLITDATA_OK ? sd_fold_rows(folds, draw, error) : status;
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_draw(draw, error);
    return status == SPLITDATA_OK ? sd_fold_strata(folds, strata, draw, error) : status;
}

/* --- the code -------------------------------------------------------------------------------- */

static const char *say_size(const struct sd_code_asked *asked, struct sd_code *code,
                            struct splitdata_error *error)
{
    const struct sd_sizes_asked of = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    const struct sd_size *train = &asked->part[0].size;
    uint64_t ignored;
    if (sample_of(&of, &ignored, error) != SPLITDATA_OK)
        return NULL;
    return sd_code_size(code, train);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const bool stratified = o->stratify != NULL;
    const char *seed = sd_python_seed(code, asked->seed != NULL ? asked->seed : SEED);
    const char *size = o->folds == 0 ? say_size(asked, code, error) : "";
    if (size == NULL)
        return (int)error->status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse("orange", "--no-shuffle", error);
    sd_code_line(code, "from Orange.data import %sTable", stratified ? "Domain, " : "");
    sd_code_line(code, "from Orange.widgets.data import owdatasampler");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "data = Table(%s)", sd_code_quoted(code, SD_QUOTED_C, asked->file));
    if (stratified) {
        const char *name = sd_code_columns(code, SD_QUOTED_C, o->stratify, "data.domain[%lu].name");
        sd_code_line(code, "data = data.transform(Domain([], data.domain[%s]))", name);
    }
    if (o->folds != 0) {
        sd_code_line(code,
                     "pairs = owdatasampler.SampleFoldIndices(%" PRIu64
                     ", stratified=%s, random_state=%s)(data)",
                     (uint64_t)o->folds, stratified ? "True" : "False", seed);
        sd_code_line(code, "folds = [(df.iloc[train], df.iloc[test]) for train, test in pairs]");
        return SPLITDATA_OK;
    }
    sd_code_line(code,
                 "rest, sample = owdatasampler.SampleRandom%s(%s, stratified=%s, "
                 "random_state=%s)(data)",
                 asked->part[0].size.kind == SD_SIZE_SHARE ? "P" : "N", size,
                 stratified ? "True" : "False", seed);
    sd_code_line(code, "%s = %s", sd_python_parts(asked, code),
                 o->order == SPLITDATA_ORDER_INPUT
                     ? "df.iloc[sorted(sample)], df.iloc[sorted(rest)]"
                     : "df.iloc[sample], df.iloc[rest]");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_orange = {
    .name = "orange",
    .summary = "Orange's Data Sampler: train is the sample, test the remaining data",
    .call = "the widget Data Sampler, replicable (seed 42), with a proportion of 80 %",
    .versions = "3.40.0",
    .of = "Orange3",
    .checked = "golden vectors; beside the widget's own functions",
    .once = true,
    .code = print_code,
    .generator = "numpy",
    .own_seed = own_seed,
    .sizes = sizes_of,
    .permute = sd_permute_numpy,
    .cut = sd_cut_first_part_first,
    .order_classes = order_classes,
    .assign_strata = assign_strata,
    .fold_rows = fold_rows,
    .fold_strata = fold_strata,
};
