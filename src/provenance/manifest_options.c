/* SPDX-License-Identifier: MIT */
/*
 * Options as members of a manifest: those that determine the contents and names of the outputs,
 * under their command-line names, where they differ from their defaults. One table row each.
 */
#include "provenance/manifest_format.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, COUNT, FLAG, CHOICE };

/* In the order of the enums in splitdata.h; an empty word is a default that cannot be requested. */
static const char *const orders[] = {"", "shuffled", "input", NULL};
static const char *const rares[] = {"error", "merge", "train", "each", NULL};
static const char *const units[] = {"groups", "rows", NULL};
static const char *const straddles[] = {"error", "drop", "train", "test", NULL};
static const char *const missings[] = {"error", "drop", "class", NULL};
static const char *const line_ends[] = {"keep", "lf", "crlf", NULL};
static const char *const duplicates[] = {"keep", "note", "together", "drop", NULL};
static const char *const digests[] = {"sha256", "xxh3-128", NULL};
static const char *const emits[] = {"rows", "indices", "column", "indices=file", NULL};

struct row {
    const char *name;
    enum kind kind;
    size_t field;
    const char *const *words; /* of a CHOICE */
    unsigned second; /* a member of manifests of kind 2; of a CHOICE: from the word with this number
                        on; 0: of kind 1 */
};

#define AT(member) offsetof(struct splitdata_options, member)

static const struct row rows[] = {
    {"like", TEXT, AT(like), NULL, false},
    {"ratio", TEXT, AT(ratio), NULL, false},
    {"train-size", TEXT, AT(train_size), NULL, false},
    {"test-size", TEXT, AT(test_size), NULL, false},
    {"parts", TEXT, AT(parts), NULL, false},
    {"repeats", COUNT, AT(repeats), NULL, false},
    {"no-shuffle", FLAG, AT(no_shuffle), NULL, false},
    {"order", CHOICE, AT(order), orders, false},
    {"sample", TEXT, AT(sample), NULL, false},
    {"stratify", TEXT, AT(stratify), NULL, false},
    {"rare", CHOICE, AT(rare), rares, SPLITDATA_RARE_EACH},
    {"group", TEXT, AT(group), NULL, false},
    {"group-unit", CHOICE, AT(group_unit), units, false},
    {"folds", COUNT, AT(folds), NULL, false},
    {"leave-one-group-out", FLAG, AT(leave_one_group_out), NULL, false},
    {"time", TEXT, AT(time), NULL, false},
    {"time-format", TEXT, AT(time_format), NULL, false},
    {"cutoff", TEXT, AT(cutoff), NULL, false},
    {"gap", TEXT, AT(gap), NULL, false},
    {"window-sliding", FLAG, AT(window_sliding), NULL, false},
    {"straddle", CHOICE, AT(straddle), straddles, false},
    {"hash", TEXT, AT(hash), NULL, false},
    {"predefined", TEXT, AT(predefined), NULL, false},
    {"map", TEXT, AT(map), NULL, false},
    {"emit", CHOICE, AT(emit), emits, SPLITDATA_EMIT_INDICES_BY_FILE},
    {"column", TEXT, AT(column), NULL, false},
    {"name", TEXT, AT(name_template), NULL, false},
    {"only", TEXT, AT(only), NULL, true},
    {"missing", CHOICE, AT(missing), missings, true},
    {"na-values", TEXT, AT(na_values), NULL, true},
    {"no-output-header", FLAG, AT(no_output_header), NULL, true},
    {"line-ends", CHOICE, AT(line_ends), line_ends, true},
    {"duplicates", CHOICE, AT(duplicates), duplicates, true},
    {"ignore", TEXT, AT(ignore), NULL, true},
    {"query-files", FLAG, AT(query_files), NULL, true},
    {"shards", TEXT, AT(shards), NULL, true},
    {"digest", CHOICE, AT(digest), digests, true},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

/* --- writing --------------------------------------------------------------------------------- */

static bool is_default(const struct row *row, const void *field)
{
    switch (row->kind) {
    case TEXT:
        return *(const char *const *)field == NULL;
    case COUNT:
        return *(const uint64_t *)field == 0;
    case FLAG:
        return !*(const bool *)field;
    default:
        return *(const unsigned *)field == 0;
    }
}

static void write_row(json_t *object, const struct row *row, const void *field, bool *made)
{
    if (is_default(row, field))
        return;
    switch (row->kind) {
    case TEXT:
        sd_json_add(object, row->name, sd_json_exact(*(const char *const *)field), made);
        break;
    case COUNT:
        sd_json_add(object, row->name, sd_json_integer(*(const uint64_t *)field), made);
        break;
    case FLAG:
        sd_json_add(object, row->name, json_true(), made);
        break;
    case CHOICE:
        sd_json_add(object, row->name, json_string(row->words[*(const unsigned *)field]), made);
        break;
    }
}

static bool is_second(const struct row *row, const void *field)
{
    if (row->second == 0 || is_default(row, field))
        return false;
    return row->kind != CHOICE || *(const unsigned *)field >= row->second;
}

bool sd_options_need_second(const struct splitdata_options *options)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (is_second(&rows[i], (const char *)options + rows[i].field))
            return true;
    }
    return options->skip_lines != 0 || options->header_records > 1 || options->comment != 0 ||
           options->escape != 0 || options->delimiter < SPLITDATA_DELIMITER_BY_NAME;
}

bool sd_options_name_left_out(const struct splitdata_options *options)
{
    return options->missing == SPLITDATA_MISSING_DROP ||
           options->duplicates == SPLITDATA_DUPLICATES_DROP;
}

json_t *sd_options_write(const struct splitdata_options *options, bool *made)
{
    json_t *object = json_object(), *types = json_array(), *outputs = json_object();
    for (size_t i = 0; i < ROWS; i++)
        write_row(object, &rows[i], (const char *)options + rows[i].field, made);
    for (size_t i = 0; i < options->column_type_count; i++)
        sd_json_append(types, sd_json_exact(options->column_types[i]), made);
    for (size_t i = 0; i < options->output_count; i++)
        sd_json_add(outputs, options->outputs[i].part, sd_json_exact(options->outputs[i].path),
                    made);
    if (options->column_type_count != 0)
        sd_json_add(object, "column-type", json_incref(types), made);
    if (options->output_count != 0)
        sd_json_add(object, "output", json_incref(outputs), made);
    if (options->gzip_level != SPLITDATA_GZIP_BY_NAME)
        sd_json_add(object, "gzip", json_integer(options->gzip_level), made);
    json_decref(types);
    json_decref(outputs);
    return object;
}

/* The delimiters that are not one byte. */
static const char BLANKS[] = "blanks", COLONS[] = "::";

/* One byte as text: itself, or \xNN if it is not printable ASCII. */
static json_t *byte_text(int byte)
{
    static const char digits[] = "0123456789abcdef";
    if (byte == SPLITDATA_DELIMITER_BLANKS || byte == SPLITDATA_DELIMITER_COLONS)
        return json_string(byte == SPLITDATA_DELIMITER_BLANKS ? BLANKS : COLONS);
    if (byte < 0)
        return json_null();
    const char plain[] = {(char)byte, '\0'};
    const char escaped[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15], '\0'};
    return json_string((byte >= 0x20 && byte < 0x7f) || byte == '\t' ? plain : escaped);
}

json_t *sd_dialect_write(const struct splitdata_options *options, bool *made)
{
    json_t *object = json_object();
    bool lines = options->format == SPLITDATA_FORMAT_LINES;
    uint64_t headers = options->header_records > 1 ? options->header_records : 0;
    sd_json_add(object, "format", json_string(lines ? "lines" : "csv"), made);
    sd_json_add(object, "header", json_boolean(options->header == SPLITDATA_HEADER_PRESENT), made);
    if (!lines) {
        sd_json_add(object, "delimiter", byte_text(options->delimiter), made);
        sd_json_add(object, "quote",
                    options->quote == SPLITDATA_QUOTE_NONE    ? json_null()
                    : options->quote == SPLITDATA_QUOTE_USUAL ? byte_text('"')
                                                              : byte_text(options->quote),
                    made);
        sd_json_add(object, "ragged", json_string(options->ragged_keep ? "keep" : "error"), made);
    }
    sd_json_add_unless_0(object, "header-records", headers, made);
    sd_json_add_unless_0(object, "skip-lines", options->skip_lines, made);
    if (options->comment != 0)
        sd_json_add(object, "comment", byte_text(options->comment), made);
    if (options->escape != 0)
        sd_json_add(object, "escape", byte_text(options->escape), made);
    return object;
}

/* --- reading --------------------------------------------------------------------------------- */

static void read_choice(struct sd_reader *reader, const struct row *row, const json_t *value,
                        unsigned *field)
{
    const char *word = json_string_value(value);
    for (unsigned i = 1; word != NULL && row->words[i] != NULL; i++) {
        if (strcmp(word, row->words[i]) == 0) {
            *field = i;
            return;
        }
    }
    sd_read_fault(reader, "options.%s has an unknown value", row->name);
}

static void read_row(struct sd_reader *reader, const struct row *row, const json_t *object)
{
    const json_t *value = json_object_get(object, row->name);
    void *field = (char *)&reader->manifest->options + row->field;
    if (value == NULL)
        return;
    switch (row->kind) {
    case TEXT:
        *(const char **)field = sd_read_exact(reader, value, row->name);
        break;
    case COUNT:
        *(uint64_t *)field = sd_read_integer(reader, object, row->name);
        if (*(uint64_t *)field == 0)
            sd_read_fault(reader, "options.%s is 0", row->name);
        break;
    case FLAG:
        if (!json_is_true(value))
            sd_read_fault(reader, "options.%s is not true", row->name);
        *(bool *)field = true;
        break;
    case CHOICE:
        read_choice(reader, row, value, field);
        break;
    }
}

static void read_types(struct sd_reader *reader, const json_t *object)
{
    struct splitdata_options *options = &reader->manifest->options;
    const json_t *types = sd_read_array(reader, object, "column-type");
    size_t count = json_array_size(types);
    if (count == 0)
        sd_read_fault(reader, "options.column-type is empty");
    const char **list = sd_read_memory(reader, count * sizeof(*list));
    for (size_t i = 0; list != NULL && i < count; i++)
        list[i] = sd_read_exact(reader, json_array_get(types, i), "column-type");
    options->column_types = list;
    options->column_type_count = list != NULL ? count : 0;
}

static void read_outputs(struct sd_reader *reader, const json_t *object)
{
    struct splitdata_options *options = &reader->manifest->options;
    json_t *outputs = (json_t *)(uintptr_t)sd_read_object(reader, object, "output");
    struct splitdata_output *list =
        sd_read_memory(reader, json_object_size(outputs) * sizeof *list);
    if (json_object_size(outputs) == 0)
        sd_read_fault(reader, "options.output is empty");
    size_t count = 0;
    const char *part;
    json_t *path;
    if (list == NULL)
        return;
    json_object_foreach(outputs, part, path) list[count++] =
        (struct splitdata_output){part, sd_read_exact(reader, path, "output")};
    options->outputs = list;
    options->output_count = count;
}

void sd_options_read(struct sd_reader *reader, const json_t *object)
{
    const char *keys[ROWS + 3];
    for (size_t i = 0; i < ROWS; i++)
        keys[i] = rows[i].name;
    sd_read_inside(reader, "options.");
    keys[ROWS] = "column-type";
    keys[ROWS + 1] = "output";
    keys[ROWS + 2] = "gzip";
    sd_read_only(reader, object, "options", keys, ROWS + 3);
    for (size_t i = 0; i < ROWS; i++)
        read_row(reader, &rows[i], object);
    if (json_object_get(object, "column-type") != NULL)
        read_types(reader, object);
    if (json_object_get(object, "output") != NULL)
        read_outputs(reader, object);
    if (json_object_get(object, "gzip") != NULL) {
        uint64_t level = sd_read_integer(reader, object, "gzip");
        reader->manifest->options.gzip_level = level <= 9 ? (int)level : 0;
        if (level > 9)
            sd_read_fault(reader, "options.gzip is not a level");
    }
    sd_read_inside(reader, "%s", "");
}

/* -1 for null. */
static int read_byte(struct sd_reader *reader, const json_t *object, const char *key, bool nullable)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    if (nullable && json_is_null(value))
        return SPLITDATA_QUOTE_NONE;
    if (text != NULL && text[0] != '\0' && text[1] == '\0')
        return (unsigned char)text[0];
    if (text != NULL && strlen(text) == 4 && text[0] == '\\' && text[1] == 'x' &&
        strspn(text + 2, "0123456789abcdef") == 2)
        return (int)strtol(text + 2, NULL, 16);
    if (text != NULL && strcmp(key, "delimiter") == 0 && strcmp(text, BLANKS) == 0)
        return SPLITDATA_DELIMITER_BLANKS;
    if (text != NULL && strcmp(key, "delimiter") == 0 && strcmp(text, COLONS) == 0)
        return SPLITDATA_DELIMITER_COLONS;
    sd_read_fault(reader, "input.dialect.%s is not one byte", key);
    return 0;
}

/* The members of manifests of kind 2. */
static void read_second_dialect(struct sd_reader *reader, const json_t *object, bool lines)
{
    struct splitdata_options *options = &reader->manifest->options;
    if (json_object_get(object, "header-records") != NULL)
        options->header_records = sd_read_integer(reader, object, "header-records");
    if (json_object_get(object, "header-records") != NULL && options->header_records < 2)
        sd_read_fault(reader, "input.dialect.header-records is less than 2");
    if (json_object_get(object, "skip-lines") != NULL)
        options->skip_lines = sd_read_integer(reader, object, "skip-lines");
    if (json_object_get(object, "comment") != NULL)
        options->comment = read_byte(reader, object, "comment", false);
    if (json_object_get(object, "escape") != NULL && !lines)
        options->escape = read_byte(reader, object, "escape", false);
}

void sd_dialect_read(struct sd_reader *reader, const json_t *object)
{
    static const char *const keys[] = {"format",     "header",  "header-records",
                                       "skip-lines", "comment", "delimiter",
                                       "quote",      "ragged",  "escape"};
    struct splitdata_options *options = &reader->manifest->options;
    sd_read_inside(reader, "input.dialect.");
    const char *format = sd_read_text(reader, object, "format");
    const json_t *header = json_object_get(object, "header");
    bool lines = format != NULL && strcmp(format, "lines") == 0;
    sd_read_only(reader, object, "input.dialect", keys, lines ? 5 : 9);
    read_second_dialect(reader, object, lines);
    if (format != NULL && !lines && strcmp(format, "csv") != 0)
        sd_read_fault(reader, "input.dialect.format is neither csv nor lines");
    if (!json_is_boolean(header))
        sd_read_fault(reader, "input.dialect.header is neither true nor false");
    options->format = lines ? SPLITDATA_FORMAT_LINES : SPLITDATA_FORMAT_CSV;
    options->header = json_is_true(header) ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    if (lines || format == NULL)
        return;
    options->delimiter = read_byte(reader, object, "delimiter", false);
    options->quote = read_byte(reader, object, "quote", true);
    const char *ragged = sd_read_text(reader, object, "ragged");
    options->ragged_keep = ragged != NULL && strcmp(ragged, "keep") == 0;
    if (ragged != NULL && !options->ragged_keep && strcmp(ragged, "error") != 0)
        sd_read_fault(reader, "input.dialect.ragged is neither error nor keep");
}
