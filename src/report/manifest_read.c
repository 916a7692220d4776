/* SPDX-License-Identifier: MIT */
#include "base/exact.h"
#include "base/fingerprint.h"
#include "report/manifest_format.h"
#include "report/paths.h"
#include "report/split_id.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- values ---------------------------------------------------------------------------------- */

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
        sd_read_fault(reader, "%s is missing or no object", key);
    return json_is_object(value) ? value : NULL;
}

const json_t *sd_read_array(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_array(value))
        sd_read_fault(reader, "%s is missing or no array", key);
    return json_is_array(value) ? value : NULL;
}

uint64_t sd_read_integer(struct sd_reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    uint64_t number = 0;
    if (json_is_integer(value) && json_integer_value(value) >= 0)
        return (uint64_t)json_integer_value(value);
    if (text == NULL || !sd_parse_integer(text, strlen(text), &number))
        sd_read_fault(reader, "%s is missing or no whole number", key);
    return number;
}

const char *sd_read_text(struct sd_reader *reader, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (text == NULL)
        sd_read_fault(reader, "%s is missing or no text", key);
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
        sd_read_fault(reader, "%s has bytes that are not hexadecimal", name);
    return right ? bytes : NULL;
}

const char *sd_read_exact(struct sd_reader *reader, const json_t *value, const char *name)
{
    static const char *const keys[] = {"bytes"};
    if (json_is_string(value))
        return json_string_value(value);
    if (!json_is_object(value)) {
        sd_read_fault(reader, "%s is missing or no text", name);
        return NULL;
    }
    sd_read_only(reader, value, name, keys, 1);
    const char *digits = sd_read_text(reader, value, "bytes");
    return digits != NULL ? decode(reader, digits, name) : NULL;
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
            sd_read_fault(reader, "%s has a member that there is not: %s", where, key);
    }
}

/* --- the document ---------------------------------------------------------------------------- */

static const char *read_digits(struct sd_reader *reader, const json_t *object, const char *key,
                               size_t length)
{
    const char *text = sd_read_text(reader, object, key);
    if (text != NULL && (strlen(text) != length || strspn(text, "0123456789abcdef") != length))
        sd_read_fault(reader, "%s is not %zu hexadecimal digits", key, length);
    return text;
}

static const char *read_path(struct sd_reader *reader, const json_t *object)
{
    const char *path = sd_read_optional_text(reader, object, "path");
    if (path != NULL && !sd_path_is_tidy(path))
        sd_read_fault(reader,
                      "the path '%s' is not relative, or leaves the manifest's directory in a way "
                      "that splitdata does not write",
                      path);
    return path;
}

static void read_beginnings(struct sd_reader *reader, const json_t *input)
{
    static const char *const keys[] = {"step", "sha256"};
    struct sd_manifest *manifest = reader->manifest;
    const json_t *object = sd_read_object(reader, input, "beginnings");
    sd_read_only(reader, object, "beginnings", keys, 2);
    manifest->step = sd_read_integer(reader, object, "step");
    if (manifest->step < SD_LEAST_STEP || (manifest->step & (manifest->step - 1)) != 0 ||
        manifest->input_bytes / manifest->step > SD_BEGINNINGS) {
        sd_read_fault(reader, "beginnings.step makes no sense");
        return;
    }
    manifest->beginnings =
        read_digits(reader, object, "sha256",
                    (size_t)(manifest->input_bytes / manifest->step) * SD_BEGINNING_DIGITS);
}

static void read_input(struct sd_reader *reader, const json_t *root)
{
    static const char *const keys[] = {"path",        "bytes",   "records", "columns",
                                       "blank_lines", "dialect", "sha256",  "beginnings"};
    struct sd_manifest *manifest = reader->manifest;
    const json_t *input = sd_read_object(reader, root, "input");
    sd_read_only(reader, input, "input", keys, sizeof keys / sizeof keys[0]);
    manifest->input_path = read_path(reader, input);
    manifest->input_bytes = sd_read_integer(reader, input, "bytes");
    manifest->records = sd_read_integer(reader, input, "records");
    manifest->columns = sd_read_integer(reader, input, "columns");
    manifest->blank_lines = sd_read_integer(reader, input, "blank_lines");
    manifest->input_sha256 = read_digits(reader, input, "sha256", 2 * SD_DIGEST_BYTES);
    sd_dialect_read(reader, sd_read_object(reader, input, "dialect"));
    read_beginnings(reader, input);
}

static void read_part(struct sd_reader *reader, const json_t *object, struct sd_manifest_part *part)
{
    static const char *const keys[] = {"name", "repeat",  "fold",  "path",
                                       "size", "records", "bytes", "sha256"};
    if (!json_is_object(object)) {
        sd_read_fault(reader, "parts has a member that is no object");
        return;
    }
    sd_read_only(reader, object, "a part", keys, sizeof keys / sizeof keys[0]);
    part->name = sd_read_text(reader, object, "name");
    if (json_object_get(object, "repeat") != NULL)
        part->repeat = sd_read_integer(reader, object, "repeat");
    if (json_object_get(object, "fold") != NULL)
        part->fold = sd_read_integer(reader, object, "fold");
    part->path = read_path(reader, object);
    part->size = sd_read_optional_text(reader, object, "size");
    part->records = sd_read_integer(reader, object, "records");
    part->bytes = sd_read_integer(reader, object, "bytes");
    part->sha256 = read_digits(reader, object, "sha256", 2 * SD_DIGEST_BYTES);
}

static void read_parts(struct sd_reader *reader, const json_t *root)
{
    struct sd_manifest *manifest = reader->manifest;
    const json_t *parts = sd_read_array(reader, root, "parts");
    size_t count = json_array_size(parts);
    if (count == 0)
        sd_read_fault(reader, "parts is empty");
    manifest->parts = sd_read_memory(reader, count * sizeof *manifest->parts);
    manifest->part_count = manifest->parts != NULL ? count : 0;
    for (size_t i = 0; i < manifest->part_count && reader->status == SPLITDATA_OK; i++)
        read_part(reader, json_array_get(parts, i), &manifest->parts[i]);
}

static void read_warnings(struct sd_reader *reader, const json_t *root)
{
    struct sd_manifest *manifest = reader->manifest;
    const json_t *warnings = sd_read_array(reader, root, "warnings");
    size_t count = json_array_size(warnings);
    char **list = sd_read_memory(reader, count * sizeof *list);
    for (size_t i = 0; list != NULL && i < count; i++) {
        list[i] = (char *)(uintptr_t)json_string_value(json_array_get(warnings, i));
        if (list[i] == NULL)
            sd_read_fault(reader, "warnings has a member that is no text");
    }
    manifest->warnings = list;
    manifest->warning_count = list != NULL ? count : 0;
}

static void read_document(struct sd_reader *reader, const json_t *root)
{
    static const char *const keys[] = {"manifest", "tool",     "version",  "split_id",
                                       "recipe",   "strategy", "seed",     "options",
                                       "input",    "parts",    "left_out", "warnings"};
    struct sd_manifest *manifest = reader->manifest;
    const char *tool = json_string_value(json_object_get(root, "tool"));
    if (!json_is_object(root) || tool == NULL || strcmp(tool, "splitdata") != 0) {
        sd_read_fault(reader, "is JSON, but no manifest of splitdata");
        return;
    }
    uint64_t format = sd_read_integer(reader, root, "manifest");
    if (reader->status == SPLITDATA_OK && format != SD_MANIFEST_FORMAT)
        sd_read_fault(reader,
                      "is a manifest of another kind than %d, which is all that this "
                      "version knows",
                      SD_MANIFEST_FORMAT);
    sd_read_only(reader, root, "the manifest", keys, sizeof keys / sizeof keys[0]);
    manifest->version = sd_read_text(reader, root, "version");
    manifest->split_id = sd_read_text(reader, root, "split_id");
    if (manifest->split_id != NULL && strlen(manifest->split_id) != SD_SPLIT_ID_TEXT - 1)
        sd_read_fault(reader, "split_id is not four groups of four hexadecimal digits");
    manifest->recipe = sd_read_text(reader, root, "recipe");
    manifest->strategy = sd_read_optional_text(reader, root, "strategy");
    manifest->options.seed = sd_read_optional_text(reader, root, "seed");
    sd_options_read(reader, sd_read_object(reader, root, "options"));
    read_input(reader, root);
    manifest->left_out = sd_read_integer(reader, root, "left_out");
    if (reader->status == SPLITDATA_OK)
        read_parts(reader, root);
    read_warnings(reader, root);
}

int sd_manifest_parse(struct sd_manifest *manifest, const char *bytes, size_t length,
                      struct splitdata_error *error)
{
    json_error_t fault;
    struct sd_reader reader = {.manifest = manifest, .error = error};
    *manifest = (struct sd_manifest){0};
    splitdata_options_init(&manifest->options);
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (root == NULL)
        return sd_fail(error, SPLITDATA_DATA, "line %d is not the JSON of a manifest: %s",
                       fault.line, fault.text);
    manifest->document = root;
    read_document(&reader, root);
    if (reader.status != SPLITDATA_OK)
        sd_manifest_free(manifest);
    return reader.status;
}

void sd_manifest_free(struct sd_manifest *manifest)
{
    for (size_t i = 0; i < manifest->owned_count; i++)
        free(manifest->owned[i]);
    free(manifest->owned);
    json_decref(manifest->document);
    *manifest = (struct sd_manifest){0};
}
