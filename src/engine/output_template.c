/* SPDX-License-Identifier: MIT */
#include "engine/output_template.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static size_t line_end_of(const struct sd_output_template *template, struct sd_span record)
{
    const uint8_t *bytes = template->records->data + record.start;
    if (template->records->dialect->lines)
        return record.length != 0 && bytes[record.length - 1] == '\n';
    return sd_record_end_length(bytes, record.length, template->records->dialect->escape);
}

/* Whether a value can be a field without quotes. */
static bool is_plain(const struct sd_dialect *dialect, const char *value)
{
    const char delimiter = (char)dialect->delimiter;
    size_t length = strlen(value);
    if ((dialect->blanks && (length == 0 || strpbrk(value, " \t") != NULL)) ||
        (dialect->escape != 0 && strchr(value, dialect->escape) != NULL))
        return false;
    bool plain = length == 0 ||
                 (strchr(" \t", value[0]) == NULL && strchr(" \t", value[length - 1]) == NULL);
    for (size_t i = 0; i < length; i++)
        plain = plain && value[i] != delimiter && value[i] != '\n' && value[i] != '\r' &&
                (dialect->quote == SD_NO_QUOTE || value[i] != (char)dialect->quote);
    return plain;
}

static bool add_quoted(struct sd_text *out, const struct sd_dialect *dialect, const char *value)
{
    const char quote = (char)dialect->quote, escape = (char)dialect->escape;
    bool added = sd_text_append(out, &quote, 1);
    for (size_t i = 0; value[i] != '\0' && added; i++)
        added = (value[i] != quote || sd_text_append(out, &quote, 1)) &&
                (escape == '\0' || value[i] != escape || sd_text_append(out, &escape, 1)) &&
                sd_text_append(out, value + i, 1);
    return added && sd_text_append(out, &quote, 1);
}

/* Adds the delimiter and a value, quoted if necessary, as they are put before a record's line
 * terminator. `what` describes the value in messages. */
static int add_field(const struct sd_dialect *dialect, const char *what, const char *value,
                     struct sd_text *text, struct splitdata_error *error)
{
    bool plain = is_plain(dialect, value);
    if (!plain && dialect->quote == SD_NO_QUOTE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--emit column: the %s '%s' cannot be a field without quotes, and quoting "
                       "is off",
                       what, value);
    return sd_text_append(text, &dialect->delimiter, 1) &&
                   (!dialect->colons || sd_text_append(text, &dialect->delimiter, 1)) &&
                   (plain ? sd_text_add(text, value) : add_quoted(text, dialect, value))
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the new column");
}

/* The text of a label: a part's name, a fold's number, or nothing. */
static const char *label_text(const struct sd_output_template *template, uint32_t label,
                              uint32_t folds, char number[12])
{
    if (label >= template->labels)
        return "";
    if (folds == 0)
        return template->request->parts.part[label].name;
    char *digit = number + 11;
    *digit = '\0';
    for (label++; label != 0; label /= 10)
        *--digit = (char)('0' + label % 10);
    return digit;
}

static int make_suffixes(struct sd_output_template *template, uint32_t folds,
                         struct splitdata_error *error)
{
    template->labels = folds != 0 ? folds : (uint32_t) template->request->parts.count;
    template->text_begin = calloc((size_t) template->labels + 2, sizeof *template->text_begin);
    template->suffixes = calloc((size_t) template->request->rounds, sizeof *template->suffixes);
    if (template->text_begin == NULL || template->suffixes == NULL)
        return sd_fail_memory(error, "the new column");
    int status = SPLITDATA_OK;
    for (uint32_t label = 0; label <= template->labels && status == SPLITDATA_OK; label++) {
        char number[12];
        status = add_field(template->records->dialect, "value",
                           label_text(template, label, folds, number), &template->texts, error);
        template->text_begin[label + 1] = template->texts.length;
    }
    return status;
}

/* Adds the names of the new columns after the header's fields. */
static int add_column_names(struct sd_output_template *template, const char *usual,
                            struct splitdata_error *error)
{
    const struct sd_request *request = template->request;
    const char *base = request->options->column != NULL ? request->options->column : usual;
    for (uint64_t round = 1; round <= request->rounds; round++) {
        struct sd_text name = {0};
        int status = SPLITDATA_OK;
        bool named = request->options->repeats == 0
                         ? sd_text_add(&name, base)
                         : sd_text_format(&name, "%s%" PRIu64, base, round);
        if (!named)
            status = sd_fail_memory(error, "the new column");
        else if (sd_columns_have(&template->records->columns, name.bytes))
            status = sd_fail(error, SPLITDATA_DATA,
                             "the column %s exists already (--emit column=NAME names another)",
                             name.bytes);
        if (status == SPLITDATA_OK)
            status = add_field(template->records->dialect, "column name", name.bytes,
                               &template->prologue, error);
        sd_text_free(&name);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

/* Adds one record of the header, with the new columns' names, which only the first one has. */
static int add_header_record(struct sd_output_template *template, struct sd_span record, bool names,
                             uint32_t folds, struct splitdata_error *error)
{
    const struct splitdata_options *options = template->request->options;
    const uint8_t *bytes = template->records->data + record.start;
    const char *ending = sd_line_end_of(options->line_ends);
    size_t end = line_end_of(template, record);
    int status = SPLITDATA_OK;
    bool made = sd_text_append(&template->prologue, bytes, (size_t)record.length - end);
    if (made && options->emit == SPLITDATA_EMIT_COLUMN && names)
        status = add_column_names(template, folds != 0 ? "fold" : "split", error);
    for (uint64_t r = 0; made && options->emit == SPLITDATA_EMIT_COLUMN && !names &&
                         status == SPLITDATA_OK && r < template->request->rounds;
         r++)
        status = add_field(template->records->dialect, "value", "", &template->prologue, error);
    if (status != SPLITDATA_OK)
        return status;
    made = made && (ending != NULL && end != 0
                        ? sd_text_add(&template->prologue, ending)
                        : sd_text_append(&template->prologue, bytes + record.length - end, end));
    return made ? SPLITDATA_OK : sd_fail_memory(error, "the header");
}

/* Finds the records of the header again: comments and blank lines between them are none. */
static int add_header(struct sd_output_template *template, uint32_t folds,
                      struct splitdata_error *error)
{
    const struct sd_records *records = template->records;
    struct sd_span header = sd_records_first(records);
    struct sd_spans spans;
    struct sd_scan scan;
    if (sd_dialect_first_records(records->dialect) == 1)
        return add_header_record(template, header, true, folds, error);
    sd_spans_begin(&spans, 0);
    sd_scan_begin(&scan, records->dialect, NULL, &spans, header.start);
    int status = sd_scan_feed(&scan, records->data + header.start, (size_t)header.length, error);
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, error);
    for (size_t i = 0; i < spans.count && status == SPLITDATA_OK; i++)
        status = add_header_record(template, sd_spans_unpack(&spans, spans.packed[i]), i == 0,
                                   folds, error);
    sd_spans_free(&spans);
    return status;
}

static int make_prologue(struct sd_output_template *template, uint32_t folds,
                         struct splitdata_error *error)
{
    const struct splitdata_options *options = template->request->options;
    if (sd_options_emit_numbers(options))
        return SPLITDATA_OK;
    if (!sd_text_append(&template->prologue, "\xef\xbb\xbf", (size_t) template->records->index.bom))
        return sd_fail_memory(error, "the header");
    return template->records->dialect->header && !options->no_output_header
               ? add_header(template, folds, error)
               : SPLITDATA_OK;
}

void sd_output_template_begin(struct sd_output_template *template, const struct sd_request *request,
                              const struct sd_records *records, struct sd_memory *memory)
{
    struct sd_span first = sd_records_first(records);
    struct sd_span all = {0, records->size};
    *template =
        (struct sd_output_template){.request = request, .records = records, .memory = memory};
    if (records->extents != NULL)
        template->file_rows = sd_file_rows_of(records->extents, records->extents->count);
    template->line_end_length = line_end_of(template, first);
    template->line_end =
        (const char *)records->data + first.start + first.length - template->line_end_length;
    template->last_lacks_end = line_end_of(template, all) == 0;
    template->ending = sd_line_end_of(request->options->line_ends);
    if (template->ending != NULL) {
        template->line_end = template->ending;
        template->line_end_length = strlen(template->ending);
    }
}

int sd_output_template_prepare(struct sd_output_template *template, uint32_t folds,
                               struct splitdata_error *error)
{
    int status = make_prologue(template, folds, error);
    if (status == SPLITDATA_OK && template->request->options->emit == SPLITDATA_EMIT_COLUMN)
        status = make_suffixes(template, folds, error);
    return status;
}

uint32_t *sd_output_template_labels(struct sd_output_template *template, uint64_t round)
{
    uint32_t *labels = sd_memory_take(template->memory, template->records->rows, sizeof *labels);
    for (uint64_t i = 0; labels != NULL && i < template->records->rows; i++)
        labels[i] = template->labels;
    template->suffixes[round] =
        (struct sd_suffixes){labels, template->texts.bytes, template->text_begin};
    return labels;
}

const char *sd_output_template_suffix(const struct sd_output_template *template, uint32_t label,
                                      size_t *length)
{
    const struct sd_suffixes suffixes = {NULL, template->texts.bytes, template->text_begin};
    return sd_suffix(&suffixes, label, length);
}

struct sd_content sd_output_template_content(const struct sd_output_template *template,
                                             const uint64_t *items, uint64_t count)
{
    static const struct sd_form *const forms[] = {
        [SPLITDATA_EMIT_ROWS] = &sd_form_rows,
        [SPLITDATA_EMIT_INDICES] = &sd_form_indices,
        [SPLITDATA_EMIT_COLUMN] = &sd_form_column,
        [SPLITDATA_EMIT_INDICES_BY_FILE] = &sd_form_indices_by_file,
    };
    enum splitdata_emit emit = template->request->options->emit;
    bool endings = template->ending != NULL && emit == SPLITDATA_EMIT_ROWS;
    return (struct sd_content){
        .form = endings ? &sd_form_endings : forms[emit],
        .escape = template->records->dialect->escape,
        .ending = template->ending,
        .ending_length = template->ending != NULL ? strlen(template->ending) : 0,
        .prologue = template->prologue.bytes,
        .prologue_length = template->prologue.length,
        .items = items,
        .count = count,
        .spans = &template->records->index.spans,
        .data = template->records->data,
        .size = template->records->size,
        .line_end = template->line_end,
        .line_end_length = template->last_lacks_end ? template->line_end_length : 0,
        .suffixes = template->suffixes,
        .suffix_sets = emit == SPLITDATA_EMIT_COLUMN ? (size_t) template->request->rounds : 0,
        .file_rows = template->file_rows,
    };
}

void sd_output_template_end(struct sd_output_template *template)
{
    for (uint64_t r = 0; template->suffixes != NULL && r < template->request->rounds; r++)
        sd_memory_free((void *)(uintptr_t) template->suffixes[r].labels);
    free(template->suffixes);
    free(template->text_begin);
    sd_text_free(&template->texts);
    sd_text_free(&template->prologue);
    *template = (struct sd_output_template){0};
}
