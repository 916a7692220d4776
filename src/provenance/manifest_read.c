/* SPDX-License-Identifier: MIT */
#include "base/exact.h"
#include "base/fingerprint.h"
#include "provenance/manifest_format.h"
#include "provenance/paths.h"
#include "provenance/split_id.h"

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

/* --- the document ---------------------------------------------------------------------------- */

static const char *read_digits(struct sd_reader *reader, const json_t *object, const char *key,
                               size_t length)
{
    const char *text = sd_read_text(reader, object, key);
    if (text != NULL && (strlen(text) != length || strspn(text, "0123456789abcdef") != length))
        sd_read_fault(reader, "%s%s is not %zu hexadecimal digits", reader->where, key, length);
    return text;
}

static const char *read_path(struct sd_reader *reader, const json_t *object)
{
    const char *path = sd_read_optional_text(reader, object, "path");
    if (path != NULL && !sd_path_is_tidy(path))
        sd_read_fault(reader,
                      "%spath '%s' is not relative, or leaves the manifest's directory in a way "
                      "that splitdata does not write",
                      reader->where, path);
    return path;
}

/* The smallest power of two that makes no more beginnings than there may be. */
static bool step_is_right(uint64_t step, uint64_t bytes)
{
    bool power = step >= SD_LEAST_STEP && (step & (step - 1)) == 0;
    return power && bytes / step <= SD_BEGINNINGS &&
           (step == SD_LEAST_STEP || bytes / (step / 2) > SD_BEGINNINGS);
}

static void read_beginnings(struct sd_reader *reader, const json_t *input)
{
    static const char *const keys[] = {"step", "sha256"};
    struct sd_manifest *manifest = reader->manifest;
    const json_t *object = sd_read_object(reader, input, "beginnings");
    sd_read_inside(reader, "input.beginnings.");
    sd_read_only(reader, object, "input.beginnings", keys, 2);
    manifest->step = sd_read_integer(reader, object, "step");
    if (!step_is_right(manifest->step, manifest->input_bytes)) {
        sd_read_fault(reader, "input.beginnings.step does not fit input.bytes");
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
    sd_read_inside(reader, "input.");
    sd_read_only(reader, input, "input", keys, sizeof keys / sizeof keys[0]);
    manifest->input_path = read_path(reader, input);
    manifest->input_bytes = sd_read_integer(reader, input, "bytes");
    manifest->records = sd_read_integer(reader, input, "records");
    manifest->columns = sd_read_integer(reader, input, "columns");
    manifest->blank_lines = sd_read_integer(reader, input, "blank_lines");
    manifest->input_sha256 = read_digits(reader, input, "sha256", 2 * SD_DIGEST_BYTES);
    read_beginnings(reader, input);
    sd_read_inside(reader, "input.");
    sd_dialect_read(reader, sd_read_object(reader, input, "dialect"));
    sd_read_inside(reader, "%s", "");
}

/* The number of a repeat or a fold; 0 when there is none. */
static uint64_t read_number(struct sd_reader *reader, const json_t *part, const char *key)
{
    if (json_object_get(part, key) == NULL)
        return 0;
    uint64_t number = sd_read_integer(reader, part, key);
    if (number == 0)
        sd_read_fault(reader, "%s%s is 0, but counting starts at 1", reader->where, key);
    return number;
}

static void read_part(struct sd_reader *reader, const json_t *object, struct sd_manifest_part *part)
{
    static const char *const keys[] = {"name", "repeat",  "fold",  "path",
                                       "size", "records", "bytes", "sha256"};
    if (!json_is_object(object)) {
        sd_read_fault(reader, "parts has a member that is not an object");
        return;
    }
    sd_read_only(reader, object, "a part", keys, sizeof keys / sizeof keys[0]);
    part->name = sd_read_text(reader, object, "name");
    part->repeat = read_number(reader, object, "repeat");
    part->fold = read_number(reader, object, "fold");
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
    for (size_t i = 0; i < manifest->part_count && reader->status == SPLITDATA_OK; i++) {
        sd_read_inside(reader, "parts[%zu].", i);
        read_part(reader, json_array_get(parts, i), &manifest->parts[i]);
    }
    sd_read_inside(reader, "%s", "");
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
            sd_read_fault(reader, "warnings has a member that is not a string");
    }
    manifest->warnings = list;
    manifest->warning_count = list != NULL ? count : 0;
}

static const char *read_split_id(struct sd_reader *reader, const json_t *root)
{
    const char *text = sd_read_text(reader, root, "split_id");
    bool right = text != NULL && strlen(text) == SD_SPLIT_ID_TEXT - 1;
    for (size_t i = 0; right && text[i] != '\0'; i++)
        right = i % 5 == 4 ? text[i] == '-' : digit_of(text[i]) >= 0;
    if (!right)
        sd_read_fault(reader, "split_id is not four groups of four hexadecimal digits");
    return text;
}

static void read_document(struct sd_reader *reader, const json_t *root)
{
    static const char *const keys[] = {"manifest", "tool",     "version",  "split_id",
                                       "recipe",   "strategy", "seed",     "options",
                                       "input",    "parts",    "left_out", "warnings"};
    struct sd_manifest *manifest = reader->manifest;
    const char *tool = json_string_value(json_object_get(root, "tool"));
    if (!json_is_object(root) || tool == NULL || strcmp(tool, "splitdata") != 0) {
        sd_read_fault(reader, "is JSON, but not a splitdata manifest");
        return;
    }
    uint64_t format = sd_read_integer(reader, root, "manifest");
    if (reader->status == SPLITDATA_OK && format != SD_MANIFEST_FORMAT)
        sd_read_fault(reader,
                      "is a manifest of another kind than %d, the only one that this version "
                      "reads",
                      SD_MANIFEST_FORMAT);
    sd_read_only(reader, root, "the manifest", keys, sizeof keys / sizeof keys[0]);
    manifest->version = sd_read_text(reader, root, "version");
    manifest->split_id = read_split_id(reader, root);
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
    json_error_t fault = {.text = ""};
    struct sd_reader reader = {.manifest = manifest, .error = error};
    *manifest = (struct sd_manifest){0};
    splitdata_options_init(&manifest->options);
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (root == NULL &&
        (json_error_code(&fault) == json_error_out_of_memory || fault.text[0] == '\0'))
        return sd_fail_memory(error, "the manifest");
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
