/* SPDX-License-Identifier: MIT */
#include "csv/columns.h"

#include "base/exact.h"
#include "base/shell_word.h"
#include "base/text.h"
#include "csv/variants.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for the names of two columns in a message. */
enum { LIST = 2 * SD_SHELL_WORD + 4 };

static bool take_name(void *context, size_t index, const char *bytes, size_t length)
{
    struct sd_columns *columns = context;
    if (index == columns->capacity) {
        size_t capacity = columns->capacity * 2 + 16;
        char **names = realloc(columns->names, capacity * sizeof *names);
        if (names == NULL)
            return false;
        columns->names = names;
        columns->capacity = capacity;
    }
    columns->names[index] = sd_copy_string(length != 0 ? bytes : "", length);
    if (columns->names[index] == NULL)
        return false;
    columns->count = index + 1;
    return true;
}

/* The names of a variant, without the blanks around them, as libcsv reads other names. */
static int read_variant(struct sd_columns *columns, const struct sd_dialect *dialect,
                        const uint8_t *header, size_t length, struct splitdata_error *error)
{
    const uint8_t *at = header,
                  *end = header + length - sd_record_end_length(header, length, dialect->escape);
    struct sd_variant_field field;
    char *value = malloc(length + 1);
    bool room = value != NULL;
    for (size_t i = 0; room && sd_variant_next(dialect, &at, end, &field); i++) {
        size_t begin = 0, stop = sd_variant_value(dialect, &field, value);
        bool quoted = field.begin < field.end && *field.begin == dialect->quote;
        while (!quoted && begin < stop && (value[begin] == ' ' || value[begin] == '\t'))
            begin++;
        while (!quoted && begin < stop && (value[stop - 1] == ' ' || value[stop - 1] == '\t'))
            stop--;
        room = take_name(columns, i, value + begin, stop - begin);
    }
    free(value);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the header");
}

int sd_columns_read(struct sd_columns *columns, const struct sd_dialect *dialect,
                    const uint8_t *header, size_t length, struct splitdata_error *error)
{
    *columns = (struct sd_columns){.none = columns->none};
    int status = sd_dialect_is_variant(dialect) && !dialect->lines
                     ? read_variant(columns, dialect, header, length, error)
                     : sd_read_fields(dialect, header, length, take_name, columns, error);
    if (status != SPLITDATA_OK)
        sd_columns_free(columns);
    return status;
}

bool sd_columns_have(const struct sd_columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (strcmp(columns->names[i], name) == 0)
            return true;
    }
    return false;
}

/* Reads "#N"; false: it is something else. */
static bool parse_number(const char *name, size_t length, uint64_t *number)
{
    return length > 1 && name[0] == '#' && sd_parse_integer(name + 1, length - 1, number);
}

/* pandas calls column N, from 0, "Unnamed: N" if it has no name. Returns N + 1; 0: it is no such
 * name. */
static size_t unnamed(const struct sd_columns *columns, const char *name, size_t length)
{
    static const char begin[] = "Unnamed: ";
    const size_t before = sizeof begin - 1;
    uint64_t number;
    if (length <= before || memcmp(name, begin, before) != 0 ||
        !sd_parse_integer(name + before, length - before, &number) || number >= columns->count)
        return 0;
    return columns->names[number][0] == '\0' ? (size_t)number + 1 : 0;
}

/* A column's name as a shell takes it; one that cannot be copied from a message is cut. */
static void show(const char *name, char shown[SD_SHELL_WORD])
{
    enum { CUT = 50 };
    size_t length = strlen(name);
    if (!sd_shell_word(shown, name, length))
        snprintf(shown, SD_SHELL_WORD, length > CUT ? "%.50s..." : "%s", length != 0 ? name : "''");
}

/* The names of the first columns, for messages; a name without bytes is ''. */
static void list_first(const struct sd_columns *columns, char list[LIST])
{
    enum { SHOWN = 2 };
    char shown[SD_SHELL_WORD];
    size_t used = 0;
    for (size_t i = 0; i < columns->count && i < SHOWN; i++) {
        show(columns->names[i], shown);
        used += (size_t)snprintf(list + used, LIST - used, "%s%s", i != 0 ? ", " : "", shown);
    }
}

static int fail_unknown(const struct sd_columns *columns, const char *name, int length,
                        const char *option, struct splitdata_error *error)
{
    char wanted[128], list[LIST], meant[SD_SHELL_WORD];
    snprintf(wanted, sizeof wanted, "%.*s", length, name);
    const char *nearest =
        splitdata_nearest_name(wanted, (const char *const *)columns->names, columns->count);
    const char *quote = strpbrk(wanted, " :") != NULL ? "'" : "";
    const size_t empty = unnamed(columns, name, (size_t)length);
    if (columns->none != NULL)
        return sd_fail(error, SPLITDATA_DATA, "%s %s: %s", option, wanted, columns->none);
    if (columns->count == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "%s %s: without a header columns are called #1, #2, ...", option, wanted);
    if (length == 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "%s '': no column has an empty name (#N takes the Nth)", option);
    if (empty != 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "%s '%s': that is what pandas calls column %zu, whose name in the header is "
                       "empty (#%zu takes it)",
                       option, wanted, empty, empty);
    if (nearest != NULL && nearest[0] != '\0') {
        show(nearest, meant);
        return sd_fail(error, SPLITDATA_DATA, "%s %s%s%s: no such column; did you mean %s?", option,
                       quote, wanted, quote, meant);
    }
    list_first(columns, list);
    return sd_fail(error, SPLITDATA_DATA,
                   columns->count > 1
                       ? "%s %s%s%s: no such column (the first are %s; #N takes the Nth)"
                       : "%s %s%s%s: no such column (the only one is %s; #1 takes it)",
                   option, quote, wanted, quote, list);
}

int sd_columns_find(const struct sd_columns *columns, uint64_t width, const char *name,
                    size_t length, const char *option, size_t *index, struct splitdata_error *error)
{
    int shown = length > 100 ? 100 : (int)length;
    size_t found = columns->count;
    for (size_t i = 0; i < columns->count; i++) {
        if (strlen(columns->names[i]) != length || memcmp(columns->names[i], name, length) != 0)
            continue;
        if (found < columns->count)
            return sd_fail(error, SPLITDATA_DATA,
                           "%s %.*s: columns %zu and %zu have this name (#%zu or #%zu says which)",
                           option, shown, name, found + 1, i + 1, found + 1, i + 1);
        found = i;
    }
    if (found < columns->count) {
        *index = found;
        return SPLITDATA_OK;
    }
    uint64_t number;
    if (!parse_number(name, length, &number))
        return fail_unknown(columns, name, shown, option, error);
    if (columns->none != NULL && number > width)
        return fail_unknown(columns, name, shown, option, error);
    if (number == 0 || number > width)
        return sd_fail(error, SPLITDATA_DATA, "%s %.*s: there are %" PRIu64 " columns", option,
                       shown, name, width);
    *index = (size_t)number - 1;
    return SPLITDATA_OK;
}

void sd_columns_free(struct sd_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        free(columns->names[i]);
    free(columns->names);
    *columns = (struct sd_columns){0};
}
