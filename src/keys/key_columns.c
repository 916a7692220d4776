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

static int add_column(struct sd_keying *keying, const struct sd_contents *contents,
                      const struct sd_columns *columns, const char *name, size_t length,
                      bool binned, struct splitdata_error *error)
{
    size_t n = keying->count, field;
    struct sd_bins bins = {0};
    int status = sd_columns_find(columns, contents->index->fields, name, length, keying->option,
                                 &field, error);
    const char *colon = NULL;
    for (size_t i = 0; i < length; i++)
        colon = name[i] == ':' ? name + i : colon;
    if (status != SPLITDATA_OK && binned && colon != NULL) {
        size_t end = (size_t)(colon - name);
        status = sd_columns_find(columns, contents->index->fields, name, end, keying->option,
                                 &field, error);
        if (status == SPLITDATA_OK)
            status = read_bins(keying->option, name, length, end, &bins, error);
        length = end;
    }
    if (status != SPLITDATA_OK)
        return status;
    keying->names[n] = sd_copy_string(name, length);
    if (keying->names[n] == NULL)
        return sd_fail_memory(error, "the key columns");
    keying->fields[n] = field;
    keying->columns[n] = (struct sd_key_column){.name = keying->names[n], .bins = bins};
    keying->count++;
    return type_of(contents, columns, field, &keying->columns[n].type, error);
}

static int add_columns(struct sd_keying *keying, const struct sd_contents *contents,
                       const struct sd_columns *columns, const char *list, bool binned,
                       struct splitdata_error *error)
{
    struct splitdata_error unused;
    size_t whole;
    /* A name may contain a comma. */
    if (sd_columns_find(columns, contents->index->fields, list, strlen(list), keying->option,
                        &whole, &unused) == SPLITDATA_OK)
        return add_column(keying, contents, columns, list, strlen(list), binned, error);
    for (const char *at = list;; at++) {
        size_t length = strcspn(at, ",");
        int status = add_column(keying, contents, columns, at, length, binned, error);
        if (status != SPLITDATA_OK)
            return status;
        at += length;
        if (*at == '\0')
            return SPLITDATA_OK;
    }
}

int sd_keying_choose(struct sd_keying *keying, const struct sd_contents *contents,
                     const struct sd_columns *columns, const char *option, const char *list,
                     bool binned, struct splitdata_error *error)
{
    size_t most = 1;
    for (const char *at = list; *at != '\0'; at++)
        most += *at == ',';
    *keying = (struct sd_keying){.option = option};
    keying->columns = calloc(most, sizeof *keying->columns);
    keying->names = calloc(most, sizeof *keying->names);
    keying->fields = calloc(most, sizeof *keying->fields);
    keying->cells = calloc(most, sizeof *keying->cells);
    keying->values = calloc(most, sizeof *keying->values);
    if (keying->columns == NULL || keying->names == NULL || keying->fields == NULL ||
        keying->cells == NULL || keying->values == NULL)
        return sd_fail_memory(error, "the key columns");
    int status = add_columns(keying, contents, columns, list, binned, error);
    for (size_t c = 0; c < keying->count && status == SPLITDATA_OK; c++)
        status = sd_cells_open(&keying->cells[c], contents->dialect, error);
    return status;
}

/* --- their values ---------------------------------------------------------------------------- */

int sd_keying_read(struct sd_keying *keying, const uint8_t *record, size_t length,
                   struct splitdata_error *error)
{
    for (size_t c = 0; c < keying->count; c++) {
        struct sd_field_value value;
        int status =
            sd_cells_read(&keying->cells[c], record, length, keying->fields[c], &value, error);
        if (status != SPLITDATA_OK)
            return status;
        keying->values[c] = (struct sd_key_field){value.bytes, value.present ? value.length : 0};
    }
    return SPLITDATA_OK;
}

int sd_keying_each(struct sd_keying *keying, const struct sd_rows *rows, sd_take_key *take,
                   void *context, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (uint64_t i = 0; i < rows->count && status == SPLITDATA_OK; i++) {
        struct sd_span span = sd_rows_span(rows, i);
        status = sd_keying_read(keying, rows->contents->input->data + span.start,
                                (size_t)span.length, error);
        if (status == SPLITDATA_OK)
            status = take(context, i, keying->values, error);
    }
    return status;
}

void sd_keying_label(const struct sd_keying *keying, uint32_t code, char *out, size_t size)
{
    sd_keys_label(&keying->keys, keying->classes.example[code], out, size);
}

void sd_keying_free(struct sd_keying *keying)
{
    sd_keys_free(&keying->keys);
    sd_classes_free(&keying->classes);
    for (size_t c = 0; c < keying->count; c++) {
        free(keying->names[c]);
        sd_cells_close(&keying->cells[c]);
    }
    free(keying->cells);
    free(keying->values);
    free(keying->names);
    free(keying->columns);
    free(keying->fields);
    sd_memory_free(keying->code);
    *keying = (struct sd_keying){0};
}
