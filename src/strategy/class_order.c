/* SPDX-License-Identifier: MIT */
/* Classes and groups in the order of a framework that does not number them as scikit-learn does. */
#include "strategy/strategy.h"

#include "splitdata/random.h"

#include <stdio.h>
#include <string.h>

/* The classes as the recipe sees them. */
static void describe(const struct sd_key_set *set, struct sd_recipe_class *classes)
{
    const struct sd_distinct *column = &set->keys.column[0];
    for (uint32_t c = 0; c < set->codes.count; c++) {
        const uint32_t key = set->classes.example[c];
        const struct sd_distinct_value *value = &column->value[sd_keys_cell(&set->keys, key, 0)];
        classes[c] = (struct sd_recipe_class){
            .bytes = (const char *)column->bytes + value->offset,
            .length = value->length,
            .rows = set->classes.sizes[c],
            .first = sd_keys_value(&set->keys, key)->first,
        };
    }
}

/* Gives class order[i] the number i. */
static void renumber(struct sd_key_set *set, const uint32_t *order, uint32_t *number,
                     uint64_t *sizes, uint32_t *example)
{
    const uint32_t count = set->codes.count;
    for (uint32_t i = 0; i < count; i++) {
        number[order[i]] = i;
        sizes[i] = set->classes.sizes[order[i]];
        example[i] = set->classes.example[order[i]];
    }
    memcpy(set->classes.sizes, sizes, count * sizeof *sizes);
    memcpy(set->classes.example, example, count * sizeof *example);
    for (uint32_t key = 0; key < sd_keys_distinct(&set->keys); key++)
        set->classes.class_of[key] = number[set->classes.class_of[key]];
    for (uint64_t row = 0; row < set->codes.rows; row++)
        set->code[row] = number[set->code[row]];
}

/* Keeps the labels, in the new order. */
static int keep_labels(struct sd_key_set *set, const struct sd_recipe_class *classes,
                       const uint32_t *order, struct sd_memory *memory,
                       struct splitdata_error *error)
{
    struct sd_recipe_class *labels = sd_memory_take(memory, set->codes.count, sizeof *labels);
    if (labels == NULL)
        return sd_fail_memory(error, "the classes");
    for (uint32_t i = 0; i < set->codes.count; i++)
        labels[i] = classes[order[i]];
    set->codes.classes = set->labels = labels;
    set->codes.numbers = set->classes.numbers == 0;
    return SPLITDATA_OK;
}

int sd_strategy_order_classes(struct sd_decision *decision, struct sd_key_set *set,
                              struct splitdata_error *error)
{
    const struct sd_request *request = decision->request;
    const uint32_t count = set->codes.count;
    if (request->recipe->order_classes == NULL)
        return SPLITDATA_OK;
    if (set->count != 1 || set->columns[0].bins.kind != SD_BINS_NONE)
        return sd_fail(error, SPLITDATA_USAGE, "%s: --like %s takes one column, without bins",
                       set->option, request->recipe->name);
    struct sd_memory *memory = decision->memory;
    struct sd_recipe_class *classes = sd_memory_take(memory, count, sizeof *classes);
    uint32_t *order = sd_memory_take(memory, 3 * (uint64_t)count, sizeof *order);
    uint64_t *sizes = sd_memory_take(memory, count, sizeof *sizes);
    int status = classes != NULL && order != NULL && sizes != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the classes");
    if (status == SPLITDATA_OK) {
        describe(set, classes);
        status = request->recipe->order_classes(&request->recipe_options, classes, count,
                                                set->classes.numbers == 0, order, error);
    }
    if (status == SPLITDATA_OK)
        renumber(set, order, order + count, sizes, order + 2 * (size_t)count);
    if (status == SPLITDATA_OK && request->recipe->own_strata)
        status = keep_labels(set, classes, order, memory, error);
    sd_memory_free(classes);
    sd_memory_free(order);
    sd_memory_free(sizes);
    return status;
}

/* --- labels ---------------------------------------------------------------------------------- */

/* Whether the text is a label that a row has, or has not; -1: neither. */
static int label_of(const char *bytes, size_t length)
{
    static const char *const words[] = {"false", "true", "False", "True", "FALSE", "TRUE"};
    char text[64];
    double number;
    snprintf(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : 0), bytes);
    for (int i = 0; i < 6; i++) {
        if (strcmp(text, words[i]) == 0)
            return i & 1;
    }
    return splitdata_parse_double(text, &number) == 0 || (number != 0 && number != 1) ? -1
                                                                                      : number == 1;
}

int sd_strategy_read_labels(struct sd_decision *decision, struct sd_key_set *set,
                            struct splitdata_error *error)
{
    const uint32_t classes = set->codes.count;
    if (!decision->request->recipe->labels)
        return SPLITDATA_OK;
    if (set->count < 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: Supported target type is: multilabel-indicator. Got 'binary' instead. "
                       "(name two columns or more, each of one label)",
                       set->option);
    uint8_t *labels = sd_memory_take(decision->memory, (uint64_t)classes * set->count, 1);
    if (labels == NULL)
        return sd_fail_memory(error, "the labels");
    decision->labels = labels;
    for (uint32_t c = 0; c < classes; c++) {
        for (size_t column = 0; column < set->count; column++) {
            const struct sd_distinct *values = &set->keys.column[column];
            const struct sd_distinct_value *value =
                &values->value[sd_keys_cell(&set->keys, set->classes.example[c], column)];
            const char *bytes = (const char *)values->bytes + value->offset;
            const int label = label_of(bytes, value->length);
            if (label < 0)
                return sd_fail(error, SPLITDATA_DATA,
                               "%s: %.100s has the value '%.*s', but a label is 0 or 1 (or false "
                               "or true)",
                               set->option, set->names[column],
                               (int)(value->length < 40 ? value->length : 40), bytes);
            labels[(size_t)c * set->count + column] = (uint8_t)label;
        }
    }
    set->codes.labels = labels;
    set->codes.label_columns = set->count;
    return SPLITDATA_OK;
}
