/* SPDX-License-Identifier: MIT */
#include "check/values.h"

#include "base/text.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int sd_sample_value_compare(const void *left, const void *right)
{
    const struct sd_sample_value *a = left, *b = right;
    if (a->value < b->value || a->value > b->value)
        return a->value < b->value ? -1 : 1;
    const size_t shorter = a->length < b->length ? a->length : b->length;
    const int order = shorter != 0 ? memcmp(a->text, b->text, shorter) : 0;
    return order != 0 ? order : a->length < b->length ? -1 : a->length > b->length;
}

char *sd_picture_text(const char *bytes, size_t length)
{
    char text[SD_PICTURE_SHOWN + 1];
    const size_t escaped = splitdata_escape(text, sizeof text, bytes, length);
    return sd_copy_string(text, escaped < sizeof text ? escaped : strlen(text));
}

static bool set_bounds(struct sd_picture_column *column, char *low, char *high)
{
    column->low = low;
    column->high = high;
    return low != NULL && high != NULL;
}

static void add(struct sd_picture_column *column, const struct sd_values *values, size_t bin,
                double train, double part)
{
    column->share[0][bin] += values->train > 0 ? train / values->train : 0;
    column->share[1][bin] += values->part > 0 ? part / values->part : 0;
}

/* Bins of one width; the few values farthest out are in the first and the last one. */
static bool draw_numbers(const struct sd_values *values, struct sd_picture_column *column)
{
    char text[32];
    const size_t out = values->count / 200;
    const double low = values->item[out].value;
    const double high = values->item[values->count - 1 - out].value;
    column->bins = high > low ? SD_PICTURE_BINS : 1;
    for (size_t i = 0; i < values->count; i++) {
        const struct sd_sample_value *item = &values->item[i];
        const double at = high > low ? (item->value - low) / (high - low) * SD_PICTURE_BINS : 0;
        const size_t bin = !(at > 0)                   ? 0
                           : at >= SD_PICTURE_BINS - 1 ? column->bins - 1
                                                       : (size_t)at;
        add(column, values, bin, !item->part, item->part);
    }
    const int length = snprintf(text, sizeof text, "%.6g", low);
    char *least = sd_copy_string(text, (size_t)length);
    const int other = snprintf(text, sizeof text, "%.6g", high);
    return set_bounds(column, least, sd_copy_string(text, (size_t)other));
}

/* A run of equal values. */
struct category {
    double train, part;
    const struct sd_sample_value *value;
};

static struct category category_at(const struct sd_values *values, size_t *at)
{
    struct category category = {.value = &values->item[*at]};
    for (; *at < values->count && sd_sample_value_compare(category.value, &values->item[*at]) == 0;
         ++*at) {
        category.train += !values->item[*at].part;
        category.part += values->item[*at].part;
    }
    return category;
}

/* Whether `a` comes before `b` in a picture: it is more frequent, or else lower. */
static bool precedes(const struct category *a, const struct category *b)
{
    const double x = a->train + a->part, y = b->train + b->part;
    return x > y || (!(x < y) && a->value < b->value);
}

/* The most frequent values, and all others together. */
static bool draw_categories(const struct sd_values *values, struct sd_picture_column *column)
{
    struct category most[SD_PICTURE_BINS] = {{0, 0, values->item}};
    size_t kept = 0;
    double others_train = values->train, others_part = values->part;
    for (size_t i = 0; i < values->count;) {
        struct category category = category_at(values, &i);
        size_t at = kept;
        while (at > 0 && precedes(&category, &most[at - 1]))
            at--;
        if (at == SD_PICTURE_BINS - 1)
            continue;
        kept += kept < SD_PICTURE_BINS - 1;
        memmove(&most[at + 1], &most[at], (kept - 1 - at) * sizeof *most);
        most[at] = category;
    }
    for (size_t i = 0; i < kept; i++) {
        add(column, values, i, most[i].train, most[i].part);
        others_train -= most[i].train;
        others_part -= most[i].part;
    }
    column->bins = kept;
    if (others_train + others_part > 0)
        add(column, values, column->bins++, others_train, others_part);
    return set_bounds(
        column, sd_picture_text(most[0].value->text, most[0].value->length),
        others_train + others_part > 0
            ? sd_copy_string("others", 6)
            : sd_picture_text(most[kept - 1].value->text, most[kept - 1].value->length));
}

bool sd_values_draw(const struct sd_values *values, struct sd_picture_column *column)
{
    free(column->low);
    free(column->high);
    memset(column->share, 0, sizeof column->share);
    return values->numbers ? draw_numbers(values, column) : draw_categories(values, column);
}
