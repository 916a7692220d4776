/* SPDX-License-Identifier: MIT */
#include "recipe/r_strata.h"

#include "base/sort.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

const char *const sd_r_collations[] = {"icu", "c", NULL};

/* --- the order of texts ---------------------------------------------------------------------- */

/* Printable ASCII in the order of the root collation (CLDR), in which both cases of a letter are
 * the same character at first. Other characters are not known. */
static int primary(unsigned char byte)
{
    static const char order[] = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";
    const char *found = byte != 0 ? strchr(order, byte) : NULL;
    if (found != NULL)
        return (int)(found - order);
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'))
        return (int)sizeof order + (byte | 0x20);
    return -1;
}

struct label {
    const char *bytes;
    size_t length;
    uint32_t class;
    bool *unknown; /* set where two texts have an order that is not known */
};

static int by_bytes(const void *left, const void *right)
{
    const struct label *a = left, *b = right;
    int order = memcmp(a->bytes, b->bytes, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length;
}

/* Lower case first, where the texts are equal but for it. */
static int by_case(const struct label *a, const struct label *b)
{
    for (size_t i = 0; i < a->length; i++) {
        if (a->bytes[i] != b->bytes[i])
            return (unsigned char)a->bytes[i] > (unsigned char)b->bytes[i] ? -1 : 1;
    }
    return 0;
}

static int by_collation(const void *left, const void *right)
{
    const struct label *a = left, *b = right;
    for (size_t i = 0; i < a->length && i < b->length; i++) {
        const int one = primary((unsigned char)a->bytes[i]),
                  other = primary((unsigned char)b->bytes[i]);
        if (one < 0 || other < 0) {
            *a->unknown = true;
            return by_bytes(a, b);
        }
        if (one != other)
            return one - other;
    }
    const struct label *longer = a->length > b->length ? a : b;
    const size_t shorter = a->length < b->length ? a->length : b->length;
    if (longer->length == shorter)
        return by_case(a, b);
    if (primary((unsigned char)longer->bytes[shorter]) < 0)
        *a->unknown = true;
    return longer == a ? 1 : -1;
}

static int sort_labels(const struct sd_recipe_options *options, struct label *labels,
                       uint32_t count, uint32_t *order, struct splitdata_error *error)
{
    bool unknown = false;
    for (uint32_t i = 0; i < count; i++)
        labels[i].unknown = &unknown;
    if (!sd_sort(labels, count, sizeof *labels,
                 options->value[1].number == 0 ? by_collation : by_bytes, NULL))
        return sd_fail_memory(error, "the classes");
    for (uint32_t i = 0; i < count; i++)
        order[i] = labels[i].class;
    return unknown ? sd_fail(error, SPLITDATA_USAGE,
                             "--stratify: the order of texts beyond ASCII is the matter of R's "
                             "ICU, which is not known here (collate=c: R runs with LC_ALL=C)")
                   : SPLITDATA_OK;
}

int sd_r_order_classes(const struct sd_recipe_options *options,
                       const struct sd_recipe_class *classes, uint32_t count, bool numbers,
                       uint32_t *order, struct splitdata_error *error)
{
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (numbers)
        return SPLITDATA_OK;
    struct label *labels = calloc((size_t)count + 1, sizeof *labels);
    if (labels == NULL)
        return sd_fail_memory(error, "the classes");
    for (uint32_t i = 0; i < count; i++)
        labels[i] = (struct label){classes[i].bytes, classes[i].length, i, NULL};
    int status = sort_labels(options, labels, count, order, error);
    free(labels);
    return status;
}

/* --- numbers --------------------------------------------------------------------------------- */

enum { NUMBER_TEXT = 512 };

static bool read_number(const struct sd_recipe_class *class, double *value)
{
    char text[NUMBER_TEXT];
    const char *from = class->bytes;
    size_t length = class->length;
    while (length != 0 && (from[0] == ' ' || from[0] == '\t'))
        from++, length--;
    while (length != 0 && (from[length - 1] == ' ' || from[length - 1] == '\t'))
        length--;
    if (length >= sizeof text)
        return false;
    memcpy(text, from, length);
    text[length] = '\0';
    return splitdata_parse_double(text, value) != 0;
}

int sd_r_values(const struct sd_recipe_class *classes, uint32_t count, double *values,
                struct splitdata_error *error)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!read_number(&classes[i], &values[i]))
            return sd_fail(error, SPLITDATA_DATA, "--stratify: '%.*s' is no number that R reads",
                           (int)(classes[i].length < 100 ? classes[i].length : 100),
                           classes[i].bytes);
    }
    return SPLITDATA_OK;
}

/* Whether read.csv makes the column one of integers. */
static bool are_integers(const struct sd_recipe_class *classes, const double *values,
                         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (memchr(classes[i].bytes, '.', classes[i].length) != NULL ||
            memchr(classes[i].bytes, 'e', classes[i].length) != NULL ||
            memchr(classes[i].bytes, 'E', classes[i].length) != NULL || fabs(values[i]) > INT32_MAX)
            return false;
    }
    return true;
}

/* as.character of a double: 15 significant digits at most, in the shorter form; the fixed one if
 * both are equally long. */
static size_t write_double(double value, char text[NUMBER_TEXT])
{
    char digits[40];
    snprintf(digits, sizeof digits, "%.14e", value);
    char *mark = strchr(digits, 'e');
    const int exponent = (int)strtol(mark + 1, NULL, 10);
    const int negative = value < 0;
    int significant = 15;
    while (significant > 1 && digits[negative + significant] == '0')
        significant--;
    const int fraction = significant - 1 - exponent > 0 ? significant - 1 - exponent : 0;
    const int fixed = (exponent > 0 ? exponent : 0) + 1 + (fraction > 0 ? fraction + 1 : 0);
    const int scientific =
        significant + (significant > 1) + (exponent > 99 || exponent < -99 ? 5 : 4);
    return (size_t)(fixed <= scientific
                        ? snprintf(text, NUMBER_TEXT, "%.*f", fraction, value)
                        : snprintf(text, NUMBER_TEXT, "%.*e", significant - 1, value));
}

int sd_r_order_numbers(const struct sd_recipe_options *options,
                       const struct sd_recipe_class *classes, uint32_t count, uint32_t *order,
                       struct splitdata_error *error)
{
    struct label *labels = calloc((size_t)count + 1, sizeof *labels);
    double *values = calloc((size_t)count + 1, sizeof *values);
    char(*texts)[NUMBER_TEXT] = calloc((size_t)count + 1, sizeof *texts);
    int status = labels != NULL && values != NULL && texts != NULL
                     ? sd_r_values(classes, count, values, error)
                     : sd_fail_memory(error, "the classes");
    const bool integers = status == SPLITDATA_OK && are_integers(classes, values, count);
    for (uint32_t i = 0; status == SPLITDATA_OK && i < count; i++) {
        const size_t length = integers ? (size_t)snprintf(texts[i], NUMBER_TEXT, "%.0f", values[i])
                                       : write_double(values[i], texts[i]);
        labels[i] = (struct label){texts[i], length, i, NULL};
    }
    if (status == SPLITDATA_OK)
        status = sort_labels(options, labels, count, order, error);
    for (uint32_t i = 1; status == SPLITDATA_OK && i < count; i++) {
        if (by_bytes(&labels[i - 1], &labels[i]) == 0)
            status = sd_fail(error, SPLITDATA_DATA,
                             "--stratify: two numbers are %s to 15 digits, which is one level of "
                             "R's factor",
                             labels[i].bytes);
    }
    free(labels);
    free(values);
    free(texts);
    return status;
}

/* --- quantile and cut ------------------------------------------------------------------------ */

/* The number at place `rank`, from 1, of all rows. */
static double number_at(const struct sd_r_numbers *numbers, double rank)
{
    uint64_t before = 0;
    uint32_t i = 0;
    while (i + 1 < numbers->count && (double)(before + numbers->rows[i]) < rank)
        before += numbers->rows[i++];
    return numbers->value[i];
}

/* Type 7. */
static double quantile(const struct sd_r_numbers *numbers, double n, double probability)
{
    const double place = 1.0 + (n - 1.0) * probability, low = floor(place), high = ceil(place);
    const double below = number_at(numbers, low), above = number_at(numbers, high);
    if (!(place > low) || above == below)
        return below;
    const double weight = place - low, kept = (1.0 - weight) * below, added = weight * above;
    return kept + added;
}

static int ascending(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

static uint32_t bin_of(const double *breaks, uint32_t last, double value)
{
    uint32_t low = 0, high = last;
    while (high - low >= 2) {
        const uint32_t middle = (low + high) / 2;
        if (value > breaks[middle])
            low = middle;
        else
            high = middle;
    }
    return low;
}

int sd_r_cut(const struct sd_r_numbers *numbers, const double *probs, uint32_t count,
             double *breaks, uint32_t *bin, uint32_t *bins, struct splitdata_error *error)
{
    uint64_t n = 0;
    uint32_t made = 0;
    for (uint32_t i = 0; i < numbers->count; i++)
        n += numbers->rows[i];
    for (uint32_t i = 0; i < count; i++)
        breaks[i] = quantile(numbers, (double)n, probs[i]);
    qsort(breaks, count, sizeof *breaks, ascending);
    for (uint32_t i = 0; i < count; i++) {
        if (made == 0 || breaks[i] != breaks[made - 1])
            breaks[made++] = breaks[i];
    }
    if (made == 1 && breaks[0] < 2.0)
        return sd_fail(error, SPLITDATA_DATA,
                       "--stratify: all values are %g: invalid number of intervals, says R's cut",
                       breaks[0]);
    *bins = made == 1 ? 1 : made - 1;
    for (uint32_t i = 0; i < numbers->count; i++)
        bin[i] = made == 1 ? 0 : bin_of(breaks, made - 1, numbers->value[i]);
    return SPLITDATA_OK;
}

/* --- rows by stratum ------------------------------------------------------------------------- */

static uint32_t stratum_at(const uint32_t *code, const uint32_t *stratum_of, uint64_t row)
{
    return stratum_of != NULL ? stratum_of[code[row]] : code[row];
}

int sd_r_group(struct sd_r_groups *groups, const uint32_t *code, const uint32_t *stratum_of,
               uint64_t n, uint32_t count, struct sd_memory *memory, struct splitdata_error *error)
{
    groups->count = count;
    groups->rows = sd_memory_take(memory, n + 1, sizeof *groups->rows);
    groups->begin = sd_memory_take(memory, (uint64_t)count + 2, sizeof *groups->begin);
    if (groups->rows == NULL || groups->begin == NULL)
        return sd_fail_memory(error, "the strata");
    for (uint64_t row = 0; row < n; row++) {
        const uint32_t stratum = stratum_at(code, stratum_of, row);
        if (stratum < count)
            groups->begin[stratum + 2]++;
    }
    for (uint32_t i = 2; i <= count; i++)
        groups->begin[i + 1] += groups->begin[i];
    for (uint64_t row = 0; row < n; row++) {
        const uint32_t stratum = stratum_at(code, stratum_of, row);
        if (stratum < count)
            groups->rows[groups->begin[stratum + 1]++] = row;
    }
    return SPLITDATA_OK;
}

void sd_r_groups_free(struct sd_r_groups *groups)
{
    sd_memory_free(groups->rows);
    sd_memory_free(groups->begin);
    *groups = (struct sd_r_groups){0};
}

void sd_r_count_classes(const struct sd_stratified *stratified, const uint64_t *taken,
                        uint64_t count)
{
    const struct sd_codes *strata = stratified->strata;
    uint64_t *rows = stratified->rows;
    if (rows == NULL)
        return;
    memset(rows, 0, 2 * (size_t)strata->count * sizeof *rows);
    for (uint64_t i = 0; i < count; i++)
        rows[strata->code[taken[i]]]++;
    for (uint32_t c = 0; c < strata->count; c++)
        rows[strata->count + c] = strata->sizes[c] - rows[c];
}

/* --- the share of train ---------------------------------------------------------------------- */

int sd_r_share(const char *recipe, const struct sd_part *part, size_t parts, double *share,
               struct splitdata_error *error)
{
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    struct sd_ratio sum = {0, 1};
    const bool both = train->kind == SD_SIZE_SHARE && test->kind == SD_SIZE_SHARE &&
                      sd_ratio_add(train->share, test->share, &sum) &&
                      sum.numerator == sum.denominator;
    if (parts == 2 && train->kind == SD_SIZE_SHARE &&
        (both || test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST)) {
        *share = sd_ratio_double(train->share);
        return SPLITDATA_OK;
    }
    if (parts == 2 && test->kind == SD_SIZE_SHARE &&
        (train->kind == SD_SIZE_NONE || train->kind == SD_SIZE_REST)) {
        *share = 1.0 - sd_ratio_double(test->share);
        return SPLITDATA_OK;
    }
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like %s: takes the share of train, and test is the rest (--ratio 0.8)",
                   recipe);
}
