/* SPDX-License-Identifier: MIT */
#include "keys/key_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sd_span sd_rows_span(const struct sd_rows *rows, uint64_t i)
{
    uint64_t number = rows->chosen != NULL ? rows->chosen[i] : i;
    return sd_spans_unpack(&rows->contents->index->spans, rows->contents->records[number]);
}

/* --- which columns --------------------------------------------------------------------------- */

/* The type that --column-type gives a column; NULL: none. A name that no column has is refused. */
static int type_of(const struct sd_contents *contents, const struct sd_columns *columns,
                   size_t field, const char **type, struct splitdata_error *error)
{
    const struct splitdata_options *options = contents->request->options;
    *type = NULL;
    for (size_t i = 0; i < options->column_type_count; i++) {
        const char *text = options->column_types[i], *equals = strrchr(text, '=');
        size_t found;
        int status = sd_columns_find(columns, contents->index->fields, text,
                                     (size_t)(equals - text), "--column-type", &found, error);
        if (status != SPLITDATA_OK)
            return status;
        if (found == field)
            *type = equals + 1;
    }
    return SPLITDATA_OK;
}

/* The bins in name[0..length-1], behind the colon at `colon`. */
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

static int add_column(struct sd_key_columns *key, const struct sd_contents *contents,
                      const struct sd_columns *columns, const char *name, size_t length,
                      bool binned, struct splitdata_error *error)
{
    size_t n = key->count, field;
    struct sd_bins bins = {0};
    int status =
        sd_columns_find(columns, contents->index->fields, name, length, key->option, &field, error);
    const char *colon = NULL;
    for (size_t i = 0; i < length; i++)
        colon = name[i] == ':' ? name + i : colon;
    if (status != SPLITDATA_OK && binned && colon != NULL) {
        size_t end = (size_t)(colon - name);
        status = sd_columns_find(columns, contents->index->fields, name, end, key->option, &field,
                                 error);
        if (status == SPLITDATA_OK)
            status = read_bins(key->option, name, length, end, &bins, error);
        length = end;
    }
    if (status != SPLITDATA_OK)
        return status;
    key->names[n] = sd_copy_string(name, length);
    if (key->names[n] == NULL)
        return sd_fail_memory(error, "the key columns");
    key->fields[n] = field;
    key->columns[n] = (struct sd_key_column){.name = key->names[n], .bins = bins};
    key->count++;
    return type_of(contents, columns, field, &key->columns[n].type, error);
}

static int add_columns(struct sd_key_columns *key, const struct sd_contents *contents,
                       const struct sd_columns *columns, const char *list, bool binned,
                       struct splitdata_error *error)
{
    struct splitdata_error unused;
    size_t whole;
    /* A name may contain a comma. */
    if (sd_columns_find(columns, contents->index->fields, list, strlen(list), key->option, &whole,
                        &unused) == SPLITDATA_OK)
        return add_column(key, contents, columns, list, strlen(list), binned, error);
    for (const char *at = list;; at++) {
        size_t length = strcspn(at, ",");
        int status = add_column(key, contents, columns, at, length, binned, error);
        if (status != SPLITDATA_OK)
            return status;
        at += length;
        if (*at == '\0')
            return SPLITDATA_OK;
    }
}

int sd_key_columns_choose(struct sd_key_columns *key, const struct sd_contents *contents,
                          const struct sd_columns *columns, const char *option, const char *list,
                          bool binned, struct splitdata_error *error)
{
    size_t most = 1;
    for (const char *at = list; *at != '\0'; at++)
        most += *at == ',';
    *key = (struct sd_key_columns){.option = option};
    key->columns = calloc(most, sizeof *key->columns);
    key->names = calloc(most, sizeof *key->names);
    key->fields = calloc(most, sizeof *key->fields);
    key->cells = calloc(most, sizeof *key->cells);
    key->values = calloc(most, sizeof *key->values);
    if (key->columns == NULL || key->names == NULL || key->fields == NULL || key->cells == NULL ||
        key->values == NULL)
        return sd_fail_memory(error, "the key columns");
    int status = add_columns(key, contents, columns, list, binned, error);
    for (size_t c = 0; c < key->count && status == SPLITDATA_OK; c++)
        status = sd_cells_open(&key->cells[c], contents->dialect, error);
    return status;
}

/* --- their values ---------------------------------------------------------------------------- */

int sd_key_columns_read(struct sd_key_columns *key, const uint8_t *record, size_t length,
                        struct splitdata_error *error)
{
    for (size_t c = 0; c < key->count; c++) {
        struct sd_field_value value;
        int status = sd_cells_read(&key->cells[c], record, length, key->fields[c], &value, error);
        if (status != SPLITDATA_OK)
            return status;
        key->values[c] = (struct sd_key_field){value.bytes, value.present ? value.length : 0};
    }
    return SPLITDATA_OK;
}

int sd_key_columns_each(struct sd_key_columns *key, const struct sd_rows *rows, sd_take_key *take,
                        void *context, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (uint64_t i = 0; i < rows->count && status == SPLITDATA_OK; i++) {
        struct sd_span span = sd_rows_span(rows, i);
        status = sd_key_columns_read(key, rows->contents->input->data + span.start,
                                     (size_t)span.length, error);
        if (status == SPLITDATA_OK)
            status = take(context, i, key->values, error);
    }
    return status;
}

void sd_key_columns_label(const struct sd_key_columns *key, uint32_t code, char *out, size_t size)
{
    sd_keys_label(&key->keys, key->classes.example[code], out, size);
}

void sd_key_columns_free(struct sd_key_columns *key)
{
    sd_keys_free(&key->keys);
    sd_classes_free(&key->classes);
    for (size_t c = 0; c < key->count; c++) {
        free(key->names[c]);
        sd_cells_close(&key->cells[c]);
    }
    free(key->cells);
    free(key->values);
    free(key->names);
    free(key->columns);
    free(key->fields);
    sd_memory_free(key->code);
    *key = (struct sd_key_columns){0};
}
