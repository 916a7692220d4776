/* SPDX-License-Identifier: MIT */
#include "csv/json_start.h"

#include "csv/start.h"

#include <string.h>

enum result { COMPLETE, CUT_OFF, WRONG };

/* What may come next. FIRST_…: or the end of the object or array. */
enum next { VALUE, FIRST_VALUE, NAME, FIRST_NAME, COLON, AFTER };

struct reader {
    const uint8_t *data;
    size_t size, at, depth;
    struct sd_json_start *found; /* gets what is seen in the value; NULL: it is not needed */
    size_t name, name_length;    /* the last member's name at depth 1 */
    uint8_t open[SD_START];      /* '{' or '[', by depth */
};

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_blanks(struct reader *reader)
{
    while (reader->at < reader->size && is_blank(reader->data[reader->at]))
        reader->at++;
}

/* From the opening quote to after the closing one. */
static enum result skip_string(struct reader *reader)
{
    for (reader->at++; reader->at < reader->size; reader->at++) {
        uint8_t byte = reader->data[reader->at];
        if (byte == '\n' || byte == '\r')
            return WRONG;
        if (byte == '\\')
            reader->at++;
        if (byte == '"') {
            reader->at++;
            return COMPLETE;
        }
    }
    return CUT_OFF;
}

static bool is_word_byte(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '+' || byte == '-' || byte == '.';
}

/* A number, true, false, null, or the numbers that Python writes beyond JSON. */
static enum result skip_word(struct reader *reader)
{
    static const char *const words[] = {"true", "false", "null", "NaN", "Infinity", "-Infinity"};
    const char *text = (const char *)reader->data + reader->at;
    size_t length = 0;
    while (reader->at + length < reader->size && is_word_byte((uint8_t)text[length]))
        length++;
    bool cut = reader->at + length == reader->size;
    reader->at += length;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (length != 0 && strncmp(text, words[i], length) == 0 &&
            (cut || words[i][length] == '\0'))
            return cut ? CUT_OFF : COMPLETE;
    }
    size_t sign = length != 0 && text[0] == '-' ? 1 : 0;
    for (size_t i = sign; i < length; i++) {
        if (strchr("0123456789+-.eE", text[i]) == NULL)
            return WRONG;
    }
    if (cut && length == sign)
        return CUT_OFF;
    if (length == sign || text[sign] < '0' || text[sign] > '9')
        return WRONG;
    return cut ? CUT_OFF : COMPLETE;
}

static enum result skip_name(struct reader *reader)
{
    size_t begin = reader->at + 1;
    enum result result = skip_string(reader);
    if (result != COMPLETE || reader->depth != 1 || reader->found == NULL)
        return result;
    const char *name = (const char *)reader->data + begin;
    reader->name = begin;
    reader->name_length = reader->at - 1 - begin;
    if (reader->name_length == 8 && memcmp(name, "nbformat", 8) == 0)
        reader->found->notebook = true;
    return COMPLETE;
}

/* A list that begins here may hold the records. */
static void note_list(struct reader *reader)
{
    struct sd_json_start *found = reader->found;
    size_t i = reader->at + 1;
    while (i < reader->size && is_blank(reader->data[i]))
        i++;
    if (found == NULL || found->list != NULL || reader->depth != 1 || reader->open[0] != '{' ||
        i == reader->size || (reader->data[i] != '{' && reader->data[i] != '['))
        return;
    const uint8_t *name = reader->data + reader->name;
    bool plain = reader->name_length != 0 && (name[0] < '0' || name[0] > '9');
    for (size_t k = 0; k < reader->name_length && plain; k++)
        plain = is_word_byte(name[k]) && strchr("+-.", name[k]) == NULL;
    if (reader->name_length == 5 && memcmp(name, "cells", 5) == 0 && reader->data[i] == '{') {
        const char *end = "\"cell_type\"";
        size_t left = reader->size - i, length = strlen(end);
        for (size_t k = 0; k + length <= left && !found->notebook; k++)
            found->notebook = memcmp(reader->data + i + k, end, length) == 0;
    }
    if (plain) {
        found->list = (const char *)name;
        found->list_length = reader->name_length;
    }
}

static enum result skip_one(struct reader *reader, enum next *next)
{
    uint8_t byte = reader->data[reader->at];
    bool first = *next == FIRST_VALUE || *next == FIRST_NAME;
    if ((first || *next == AFTER) && byte == (reader->open[reader->depth - 1] == '{' ? '}' : ']')) {
        reader->depth--;
        reader->at++;
        *next = AFTER;
        return COMPLETE;
    }
    switch (*next) {
    case VALUE:
    case FIRST_VALUE:
        if (byte == '[')
            note_list(reader);
        if (byte == '{' || byte == '[') {
            reader->open[reader->depth++] = byte;
            reader->at++;
            *next = byte == '{' ? FIRST_NAME : FIRST_VALUE;
            return COMPLETE;
        }
        *next = AFTER;
        return byte == '"' ? skip_string(reader) : skip_word(reader);
    case NAME:
    case FIRST_NAME:
        *next = COLON;
        return byte == '"' ? skip_name(reader) : WRONG;
    case COLON:
        *next = VALUE;
        reader->at++;
        return byte == ':' ? COMPLETE : WRONG;
    default: /* AFTER */
        *next = reader->open[reader->depth - 1] == '{' ? NAME : VALUE;
        reader->at++;
        return byte == ',' ? COMPLETE : WRONG;
    }
}

/* From the bracket that opens a value to after the one that closes it. Every open bracket is a
 * byte that was read, so `open` has room. */
static enum result skip_value(struct reader *reader)
{
    enum next next = VALUE;
    enum result result = COMPLETE;
    do {
        result = skip_one(reader, &next);
        if (reader->depth != 0)
            skip_blanks(reader);
    } while (result == COMPLETE && reader->depth != 0 && reader->at < reader->size);
    return result == COMPLETE && reader->depth != 0 ? CUT_OFF : result;
}

static bool has_line_end(const uint8_t *data, size_t begin, size_t end)
{
    return memchr(data + begin, '\n', end - begin) != NULL ||
           memchr(data + begin, '\r', end - begin) != NULL;
}

/* What an input is whose first value ends at reader->at. */
static enum sd_json_shape look_behind(struct reader *reader, bool whole)
{
    struct sd_json_start *found = reader->found;
    size_t end = reader->at;
    skip_blanks(reader);
    reader->found = NULL;
    bool line_end = has_line_end(reader->data, end, reader->at);
    if (reader->at == reader->size && !whole)
        return line_end || found->several_lines ? SD_JSON_LONG : SD_JSON_LINE;
    if (reader->at == reader->size)
        return found->opening == '[' ? SD_JSON_ARRAY : SD_JSON_OBJECT;
    if ((!line_end && reader->at != end) || reader->data[reader->at] != found->opening ||
        skip_value(reader) == WRONG)
        return SD_JSON_NONE;
    return line_end && !found->several_lines ? SD_JSON_LINES : SD_JSON_VALUES;
}

struct sd_json_start sd_json_look(const uint8_t *data, size_t size, bool whole)
{
    struct sd_json_start found = {.shape = SD_JSON_NONE};
    struct reader reader = {.data = data, .size = size, .found = &found};
    reader.at = (size_t)sd_byte_order_mark(data, size);
    skip_blanks(&reader);
    size_t begin = reader.at;
    if (begin == size || (data[begin] != '{' && data[begin] != '['))
        return found;
    found.opening = data[begin];
    enum result result = skip_value(&reader);
    if (result == WRONG)
        return found;
    if (reader.at > size)
        reader.at = size;
    found.several_lines = has_line_end(data, begin, reader.at);
    if (result == COMPLETE)
        found.shape = look_behind(&reader, whole);
    else
        found.shape = !found.several_lines   ? SD_JSON_LINE
                      : found.opening == '[' ? SD_JSON_ARRAY
                                             : SD_JSON_LONG;
    return found;
}
