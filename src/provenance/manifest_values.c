/* SPDX-License-Identifier: MIT */
/* Reading the members of a manifest's JSON objects. */
#include "base/digest.h"
#include "base/exact.h"
#include "provenance/manifest_format.h"
#include "provenance/paths.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sd_read_fault(struct sd_reader *reader, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (reader->status == SPLITDATA_OK)
        reader->status = sd_fail(reader->error, SPLITDATA_DATA, "%s", message);
}

void sd_read_inside(struct sd_reader *reader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->where, sizeof reader->where, format, arguments);
    va_end(arguments);
}

void *sd_read_memory(struct sd_reader *reader, size_t size)
{
    struct sd_manifest *manifest = reader->manifest;
    void *memory = calloc(1, size + 1);
    char **more = realloc(manifest->owned, (manifest->owned_count + 1) * sizeof *more);
    if (more != NULL)
        manifest->owned = more;
    if (memory != NULL && more != NULL) {
        manifest->owned[manifest->owned_count++] = memory;
        return memory;
    }
    free(memory);
    if (reader->status == SPLITDATA_OK)
        reader->status = sd_fail_memory(reader->error, "the manifest");
    return NULL;
}

const json_t *sd_read_object(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_object(value))
        sd_read_fault(reader, "%s%s is missing or not an object", reader->where, key);
    return json_is_object(value) ? value : NULL;
}

const json_t *sd_read_array(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_array(value))
        sd_read_fault(reader, "%s%s is missing or not an array", reader->where, key);
    return json_is_array(value) ? value : NULL;
}

uint64_t sd_read_integer(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    uint64_t number = 0;
    bool right = false;
    if (json_is_integer(value)) {
        right = json_integer_value(value) >= 0 && json_integer_value(value) <= SD_JSON_MOST;
        number = json_integer_value(value) > 0 ? (uint64_t)json_integer_value(value) : 0;
    } else if (text != NULL && text[0] != '0') {
        right = sd_parse_integer(text, strlen(text), &number) && number > SD_JSON_MOST;
    }
    if (!right)
        sd_read_fault(reader, "%s%s is %s", reader->where, key,
                      number > SD_JSON_MOST ? "above 2^53 and not in quotes"
                                            : "missing or not a whole number");
    return right ? number : 0;
}

const char *sd_read_text(struct sd_reader *reader, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL)
        sd_read_fault(reader, "%s%s is missing or not a string", reader->where, key);
    return text;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static const char *decode(struct sd_reader *reader, const char *digits, const char *name)
{
    size_t length = strlen(digits) / 2;
    char *bytes = sd_read_memory(reader, length + 1);
    bool right = digits[2 * length] == '\0';
    for (size_t i = 0; bytes != NULL && right && i < length; i++) {
        int high = digit_of(digits[2 * i]), low = digit_of(digits[2 * i + 1]);
        right = high >= 0 && low >= 0 && (high | low) != 0;
        bytes[i] = (char)(right ? high << 4 | low : 0);
    }
    if (!right)
        sd_read_fault(reader, "%s%s has bytes that are not hexadecimal", reader->where, name);
    return right ? bytes : NULL;
}

const char *sd_read_exact(struct sd_reader *reader, const json_t *value, const char *name)
{
    static const char *const keys[] = {"bytes"};
    if (json_is_string(value))
        return json_string_value(value);
    if (!json_is_object(value)) {
        sd_read_fault(reader, "%s%s is missing or not a string", reader->where, name);
        return NULL;
    }
    sd_read_only(reader, value, name, keys, 1);
    const char *digits = json_string_value(json_object_get(value, "bytes"));
    return decode(reader, digits != NULL ? digits : "?", name);
}

const char *sd_read_optional_text(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_null(value))
        return NULL;
    return sd_read_exact(reader, value, key);
}

void sd_read_only(struct sd_reader *reader, const json_t *object, const char *where,
                  const char *const *keys, size_t count)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        bool known = false;
        for (size_t i = 0; i < count && !known; i++)
            known = strcmp(keys[i], key) == 0;
        if (!known)
            sd_read_fault(reader, "%s has an unknown member: %.60s", where, key);
    }
}

const char *sd_read_digest(struct sd_reader *reader, const json_t *object)
{
    const enum splitdata_digest kind = reader->manifest->options.digest;
    return sd_read_hex(reader, object, sd_digest_key(kind), sd_digest_digits(kind));
}

const char *sd_read_hex(struct sd_reader *reader, const json_t *object, const char *key,
                        size_t length)
{
    const char *text = sd_read_text(reader, object, key);
    if (text != NULL && (strlen(text) != length || strspn(text, "0123456789abcdef") != length))
        sd_read_fault(reader, "%s%s is not %zu hexadecimal digits", reader->where, key, length);
    return text;
}

const char *sd_read_path(struct sd_reader *reader, const json_t *object)
{
    const char *path = sd_read_optional_text(reader, object, "path");
    if (path != NULL && !sd_path_is_tidy(path))
        sd_read_fault(reader,
                      "%spath '%s' is not relative, or leaves the manifest's directory in a way "
                      "that splitdata does not write",
                      reader->where, path);
    return path;
}
