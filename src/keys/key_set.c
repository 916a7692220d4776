/* SPDX-License-Identifier: MIT */
#include "keys/key_set.h"

#include "algorithm/strata.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct sd_key_field sd_key_no_value = {"", 0};

/* --- memory ---------------------------------------------------------------------------------- */

void sd_key_source_set_memory(struct sd_key_source *source, struct sd_memory *memory)
{
    enum { MODERATE = 512 << 20 };
    source->memory = source->tables = memory;
    if (source->options->memory != 0 || memory == NULL || memory->directory == NULL)
        return;
    sd_memory_begin_part(&source->own_tables, memory, MODERATE);
    source->tables = &source->own_tables;
}

/* --- which columns --------------------------------------------------------------------------- */

static int find(const struct sd_key_source *source, const char *option, const char *name,
                size_t length, size_t *field, struct splitdata_error *error)
{
    return sd_columns_find(source->names, source->width, name, length, option, field, error);
}

/* The type of a column by --column-type, or else by the source; NULL: inferred. Refuses a name in
 * --column-type that no column has. */
static int type_of(const struct sd_key_source *source, size_t field, const char **type,
                   struct splitdata_error *error)
{
    const struct splitdata_options *options = source->options;
    *type = source->type != NULL ? source->type(source, field) : NULL;
    for (size_t i = 0; i < options->column_type_count; i++) {
        const char *text = options->column_types[i], *equals = strrchr(text, '=');
        size_t found;
        int status = find(source, "--column-type", text, (size_t)(equals - text), &found, error);
        if (status != SPLITDATA_OK)
            return status;
        if (found == field)
            *type = equals + 1;
    }
    return SPLITDATA_OK;
}

/* Parses the bins in name[0..length-1], after the colon at `colon`. */
static int read_bins(const char *option, const char *name, size_t length, size_t colon,
                     struct sd_bins *bins, struct splitdata_error *error)
{
    char prefix[160];
    int status = sd_bins_parse(bins, name + colon + 1, length - colon - 1, error);
    snprintf(prefix, sizeof prefix, "%s %.*s: ", option, length > 100 ? 100 : (int)length, name);
    if (status != SPLITDATA_OK)
        sd_error_prefix(error, prefix);
    return status;
}

/* Finds the column and the bins of "age:q10", whose colon is at `colon`. Where there is no such
 * column and nothing like bins, the message in *error stays: it is about the whole name. */
static int find_binned(const struct sd_key_set *set, const char *name, size_t length, size_t colon,
                       size_t *field, struct sd_bins *bins, struct splitdata_error *error)
{
    struct splitdata_error without, bins_error;
    const bool like_bins =
        sd_bins_parse(bins, name + colon + 1, length - colon - 1, &bins_error) == SPLITDATA_OK;
    int status = find(set->source, set->option, name, colon, field, &without);
    if (status == SPLITDATA_OK)
        return read_bins(set->option, name, length, colon, bins, error);
    if (like_bins)
        *error = without;
    return (int)error->status;
}

static int add_column(struct sd_key_set *set, const char *name, size_t length, bool binned,
                      struct splitdata_error *error)
{
    size_t n = set->count, field;
    struct sd_bins bins = {0};
    int status = find(set->source, set->option, name, length, &field, error);
    const char *colon = NULL;
    for (size_t i = 0; i < length; i++)
        colon = name[i] == ':' ? name + i : colon;
    if (status != SPLITDATA_OK && binned && colon != NULL) {
        size_t end = (size_t)(colon - name);
        status = find_binned(set, name, length, end, &field, &bins, error);
        length = end;
    }
    if (status != SPLITDATA_OK)
        return status;
    set->names[n] = sd_copy_string(name, length);
    if (set->names[n] == NULL)
        return sd_fail_memory(error, "the key columns");
    set->fields[n] = field;
    set->columns[n] = (struct sd_key_column){
        .name = set->names[n], .bins = bins, .na_values = set->source->options->na_values};
    set->count++;
    return type_of(set->source, field, &set->columns[n].type, error);
}

void sd_key_set_word(const struct sd_key_set *set, size_t c, const char *more,
                     char out[SD_SHELL_WORD])
{
    char text[SD_SHELL_WORD];
    int length = snprintf(text, sizeof text, "%s%s", set->names[c], more);
    if (length < SD_SHELL_WORD && strchr(set->names[c], ',') == NULL &&
        sd_shell_word(out, text, (size_t)length))
        return;
    length = snprintf(text, sizeof text, "#%zu%s", set->fields[c] + 1, more);
    sd_shell_word(out, text, (size_t)length);
}

static int add_columns(struct sd_key_set *set, const char *list, bool binned,
                       struct splitdata_error *error)
{
    struct splitdata_error unused;
    size_t whole;
    /* A name may contain a comma. */
    if (find(set->source, set->option, list, strlen(list), &whole, &unused) == SPLITDATA_OK)
        return add_column(set, list, strlen(list), binned, error);
    for (const char *at = list;; at++) {
        size_t length = strcspn(at, ",");
        int status = add_column(set, at, length, binned, error);
        if (status != SPLITDATA_OK)
            return status;
        at += length;
        if (*at == '\0')
            return SPLITDATA_OK;
    }
}

int sd_key_set_choose(struct sd_key_set *set, const struct sd_key_source *source,
                      const char *option, const char *list, bool binned,
                      struct splitdata_error *error)
{
    size_t most = 1;
    for (const char *at = list; *at != '\0'; at++)
        most += *at == ',';
    *set = (struct sd_key_set){.source = source, .option = option};
    set->columns = calloc(most, sizeof *set->columns);
    set->names = calloc(most, sizeof *set->names);
    set->fields = calloc(most, sizeof *set->fields);
    if (set->columns == NULL || set->names == NULL || set->fields == NULL)
        return sd_fail_memory(error, "the key columns");
    return add_columns(set, list, binned, error);
}

/* --- their values ---------------------------------------------------------------------------- */

int sd_key_set_batches(const struct sd_key_set *set, sd_take_keys *take, void *context,
                       struct splitdata_error *error)
{
    const struct sd_key_source *source = set->source;
    struct sd_key_field *fields = calloc(set->count, SD_DISTINCT_BATCH * sizeof *fields);
    void *reader = NULL;
    int status = fields != NULL ? source->open(source, set, &reader, error)
                                : sd_fail_memory(error, "the key columns");
    for (uint64_t row = 0; row < source->rows && status == SPLITDATA_OK;) {
        size_t count = 0;
        status = source->read(reader, row, source->rows, fields, &count, error);
        if (status == SPLITDATA_OK)
            status = take(context, row, fields, count, error);
        row += count;
    }
    if (reader != NULL)
        source->close(reader);
    free(fields);
    return status;
}

struct each {
    struct sd_key_field *fields; /* of one row */
    size_t columns;
    sd_take_key *take;
    void *context;
};

static int take_each(void *context, uint64_t row, struct sd_key_field *fields, size_t count,
                     struct splitdata_error *error)
{
    const struct each *each = context;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        for (size_t c = 0; c < each->columns; c++)
            each->fields[c] = fields[c * SD_DISTINCT_BATCH + i];
        status = each->take(each->context, row + i, each->fields, error);
    }
    return status;
}

int sd_key_set_each(const struct sd_key_set *set, sd_take_key *take, void *context,
                    struct splitdata_error *error)
{
    struct each each = {calloc(set->count, sizeof *each.fields), set->count, take, context};
    int status = each.fields != NULL ? sd_key_set_batches(set, take_each, &each, error)
                                     : sd_fail_memory(error, "the key columns");
    free(each.fields);
    return status;
}

bool sd_key_set_is_joined(const struct sd_key_set *set, uint32_t code)
{
    return set->classes.example[code] == SD_STRATA_JOINED;
}

/* Whether the class of this key is that of the rows without a value. */
static bool is_missing(const struct sd_key_set *set, uint32_t key)
{
    const struct sd_classes *classes = &set->classes;
    return set->count == 1 && classes->missing != 0 &&
           classes->class_of[key] == classes->class_of[classes->missing_key];
}

/* Writes one column of a label; returns its length. */
static size_t label_column(const struct sd_key_set *set, uint32_t cell, size_t column, char *out,
                           size_t size)
{
    const struct sd_bin_ends *ends = set->columns[column].ends;
    static const char to[] = " to ";
    if (ends == NULL || ends[cell].low == ends[cell].high)
        return sd_keys_add_value(&set->keys, column, cell, out, size);
    size_t length = sd_keys_add_value(&set->keys, column, ends[cell].low, out, size);
    if (length + sizeof to > size)
        return length;
    memcpy(out + length, to, sizeof to);
    length += sizeof to - 1;
    return length +
           sd_keys_add_value(&set->keys, column, ends[cell].high, out + length, size - length);
}

void sd_key_set_label(const struct sd_key_set *set, uint32_t code, char *out, size_t size)
{
    if (set->count == 0) {
        uint64_t row = 0;
        while (row + 1 < set->codes.rows && set->code[row] != code)
            row++;
        snprintf(out, size, "row %" PRIu64, sd_key_row(set->source, row));
        return;
    }
    const uint32_t example = set->classes.example[code];
    size_t length = 0;
    out[0] = '\0';
    if (example == SD_STRATA_JOINED) {
        snprintf(out, size, "(rare ones, joined)");
        return;
    }
    if (is_missing(set, example)) {
        snprintf(out, size, "(no value)");
        return;
    }
    for (size_t c = 0; c < set->count && length + 2 < size; c++) {
        if (c > 0)
            memcpy(out + length++, ",", 2);
        length +=
            label_column(set, sd_keys_cell(&set->keys, example, c), c, out + length, size - length);
    }
}

void sd_key_set_free(struct sd_key_set *set)
{
    sd_keys_free(&set->keys);
    sd_classes_free(&set->classes);
    for (size_t c = 0; c < set->count; c++) {
        free(set->names[c]);
        sd_memory_free(set->columns[c].ends);
    }
    free(set->names);
    free(set->columns);
    free(set->fields);
    sd_memory_free(set->code);
    sd_memory_free(set->labels);
    *set = (struct sd_key_set){0};
}
