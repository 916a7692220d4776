/* SPDX-License-Identifier: MIT */
#include "provenance/json_values.h"

#include "base/error.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

json_t *sd_json_shown(const char *bytes)
{
    size_t length = strlen(bytes);
    char *escaped = malloc(4 * length + 1);
    if (escaped == NULL)
        return NULL;
    splitdata_escape(escaped, 4 * length + 1, bytes, length);
    json_t *value = json_string(escaped);
    free(escaped);
    return value;
}

static json_t *hexadecimal(const char *bytes)
{
    static const char digits[] = "0123456789abcdef";
    size_t length = strlen(bytes);
    char *text = malloc(2 * length + 1);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        text[2 * i] = digits[(unsigned char)bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * length] = '\0';
    json_t *value = json_pack("{s: s}", "bytes", text);
    free(text);
    return value;
}

json_t *sd_json_exact(const char *bytes)
{
    if (bytes == NULL)
        return json_null();
    json_error_t fault = {0}; /* without memory, jansson leaves the code unchanged */
    json_t *value = json_pack_ex(&fault, 0, "s", bytes);
    if (value != NULL || json_error_code(&fault) != json_error_invalid_utf8)
        return value;
    return hexadecimal(bytes);
}

json_t *sd_json_integer(uint64_t value)
{
    char digits[24];
    if (value <= SD_JSON_MOST)
        return json_integer((json_int_t)value);
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    for (; value != 0; value /= 10)
        digits[--at] = (char)('0' + value % 10);
    return json_string(digits + at);
}

void sd_json_add(json_t *object, const char *key, json_t *value, bool *made)
{
    *made = json_object_set_new(object, key, value) == 0 && *made;
}

void sd_json_add_unless_0(json_t *object, const char *key, uint64_t value, bool *made)
{
    if (value != 0)
        sd_json_add(object, key, sd_json_integer(value), made);
}

void sd_json_append(json_t *array, json_t *value, bool *made)
{
    *made = json_array_append_new(array, value) == 0 && *made;
}

const char *const sd_left_out_names[SPLITDATA_LEFT_OUT_KINDS] = {
    [SPLITDATA_LEFT_OUT_MISSING] = "missing",
    [SPLITDATA_LEFT_OUT_DUPLICATE] = "duplicates",
    [SPLITDATA_LEFT_OUT_SAMPLE] = "sample",
    [SPLITDATA_LEFT_OUT_OTHER] = "other",
};

json_t *sd_json_left_out(const uint64_t *by_reason, bool *made)
{
    json_t *object = json_object();
    for (size_t i = 0; i < SPLITDATA_LEFT_OUT_KINDS; i++)
        sd_json_add(object, sd_left_out_names[i], sd_json_integer(by_reason[i]), made);
    return object;
}

struct writing {
    struct sd_text text;
    bool failed;
};

static int write_piece(const char *bytes, size_t length, void *context)
{
    struct writing *writing = context;
    writing->failed = writing->failed || !sd_text_append(&writing->text, bytes, length);
    return writing->failed ? -1 : 0;
}

char *sd_json_finish(json_t *document, bool made)
{
    struct writing writing = {.failed = !made};
    bool done = made && json_dump_callback(document, write_piece, &writing,
                                           JSON_INDENT(2) | JSON_REAL_PRECISION(6)) == 0;
    json_decref(document);
    if (done && !writing.failed)
        return writing.text.bytes;
    sd_text_free(&writing.text);
    return NULL;
}
