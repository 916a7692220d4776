/* SPDX-License-Identifier: MIT */
#include "base/fingerprint.h"
#include "provenance/manifest_format.h"
#include "provenance/paths.h"
#include "provenance/split_id.h"

#include <stdlib.h>
#include <string.h>

/* Whether `step` is the smallest power of two with at most SD_BEGINNINGS beginnings. */
static bool step_is_right(uint64_t step, uint64_t bytes)
{
    bool power = step >= SD_LEAST_STEP && (step & (step - 1)) == 0;
    return power && bytes / step <= SD_BEGINNINGS &&
           (step == SD_LEAST_STEP || bytes / (step / 2) > SD_BEGINNINGS);
}

static void read_beginnings(struct sd_reader *reader, const json_t *input)
{
    const char *const keys[] = {"step", sd_digest_key(reader->manifest->options.digest)};
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
        sd_read_hex(reader, object, sd_digest_key(manifest->options.digest),
                    (size_t)(manifest->input_bytes / manifest->step) * SD_BEGINNING_DIGITS);
}

/* The name of a folder. */
static const char *read_stem(struct sd_reader *reader, const json_t *input)
{
    const char *stem = sd_read_exact(reader, json_object_get(input, "stem"), "stem");
    if (stem != NULL && (stem[0] == '\0' || strchr(stem, '/') != NULL))
        sd_read_fault(reader, "input.stem is not the name of a folder");
    return stem;
}

static void read_input(struct sd_reader *reader, const json_t *root, bool several)
{
    const char *const keys[] = {
        "bytes",         "records", "columns", "blank_lines",
        "comment_lines", "dialect", "path",    sd_digest_key(reader->manifest->options.digest),
        "beginnings"};
    static const char *const keys_of_several[] = {
        "bytes", "records", "columns", "blank_lines", "comment_lines", "dialect", "stem"};
    struct sd_manifest *manifest = reader->manifest;
    const json_t *input = sd_read_object(reader, root, "input");
    sd_read_inside(reader, "input.");
    if (several)
        sd_read_only(reader, input, "input", keys_of_several,
                     sizeof keys_of_several / sizeof keys_of_several[0]);
    else
        sd_read_only(reader, input, "input", keys, sizeof keys / sizeof keys[0]);
    if (several)
        manifest->stem = read_stem(reader, input);
    else
        manifest->input_path = sd_read_path(reader, input);
    manifest->input_bytes = sd_read_integer(reader, input, "bytes");
    manifest->records = sd_read_integer(reader, input, "records");
    manifest->columns = sd_read_integer(reader, input, "columns");
    manifest->blank_lines = sd_read_integer(reader, input, "blank_lines");
    if (json_object_get(input, "comment_lines") != NULL)
        manifest->comment_lines = sd_read_integer(reader, input, "comment_lines");
    if (!several) {
        manifest->input_digest = sd_read_digest(reader, input);
        read_beginnings(reader, input);
        sd_read_inside(reader, "input.");
    }
    sd_dialect_read(reader, sd_read_object(reader, input, "dialect"));
    sd_read_inside(reader, "%s", "");
}

static void read_file(struct sd_reader *reader, const json_t *object,
                      struct sd_manifest_input *file)
{
    const char *const keys[] = {"path", "bytes", "records",
                                sd_digest_key(reader->manifest->options.digest)};
    if (!json_is_object(object)) {
        sd_read_fault(reader, "inputs has a member that is not an object");
        return;
    }
    sd_read_only(reader, object, "an input", keys, sizeof keys / sizeof keys[0]);
    file->path = sd_read_path(reader, object);
    file->bytes = sd_read_integer(reader, object, "bytes");
    file->records = sd_read_integer(reader, object, "records");
    file->digest = sd_read_digest(reader, object);
}

/* Several files that were split as one: the input is what they are together. */
static void read_files(struct sd_reader *reader, const json_t *root)
{
    struct sd_manifest *manifest = reader->manifest;
    const json_t *files = sd_read_array(reader, root, "inputs");
    size_t count = json_array_size(files);
    uint64_t bytes = 0, records = 0;
    if (count == 0)
        sd_read_fault(reader, "inputs is empty");
    manifest->inputs = sd_read_memory(reader, count * sizeof *manifest->inputs);
    manifest->input_count = manifest->inputs != NULL ? count : 0;
    for (size_t i = 0; i < manifest->input_count && reader->status == SPLITDATA_OK; i++) {
        sd_read_inside(reader, "inputs[%zu].", i);
        read_file(reader, json_array_get(files, i), &manifest->inputs[i]);
        bytes += manifest->inputs[i].bytes;
        records += manifest->inputs[i].records;
    }
    sd_read_inside(reader, "%s", "");
    if (reader->status == SPLITDATA_OK &&
        (bytes != manifest->input_bytes || records != manifest->records))
        sd_read_fault(reader, "input.%s is not the sum of those of inputs",
                      bytes != manifest->input_bytes ? "bytes" : "records");
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
        right = i % 5 == 4 ? text[i] == '-' : strchr("0123456789abcdef", text[i]) != NULL;
    if (!right)
        sd_read_fault(reader, "split_id is not four groups of four hexadecimal digits");
    return text;
}

/* The reasons are told by a manifest whose options name some, and by no other. */
static void read_left_out(struct sd_reader *reader, const json_t *root)
{
    struct sd_manifest *manifest = reader->manifest;
    uint64_t sum = 0;
    if (!sd_options_name_left_out(&manifest->options)) {
        if (json_object_get(root, "left_out_by") != NULL)
            sd_read_fault(reader, "left_out_by is there, but the options leave nothing out");
        return;
    }
    const json_t *object = sd_read_object(reader, root, "left_out_by");
    sd_read_inside(reader, "left_out_by.");
    sd_read_only(reader, object, "left_out_by", sd_left_out_names, SPLITDATA_LEFT_OUT_KINDS);
    for (size_t i = 0; i < SPLITDATA_LEFT_OUT_KINDS; i++) {
        manifest->left_out_by[i] = sd_read_integer(reader, object, sd_left_out_names[i]);
        sum += manifest->left_out_by[i];
    }
    sd_read_inside(reader, "%s", "");
    if (reader->status == SPLITDATA_OK && sum != manifest->left_out)
        sd_read_fault(reader, "left_out is not the sum of left_out_by");
}

static void read_document(struct sd_reader *reader, const json_t *root)
{
    static const char *const keys[] = {"manifest", "tool",     "version",     "split_id", "recipe",
                                       "strategy", "seed",     "options",     "input",    "inputs",
                                       "parts",    "left_out", "left_out_by", "warnings"};
    const bool several = json_object_get(root, "inputs") != NULL;
    struct sd_manifest *manifest = reader->manifest;
    const char *tool = json_string_value(json_object_get(root, "tool"));
    if (!json_is_object(root) || tool == NULL || strcmp(tool, "splitdata") != 0) {
        sd_read_fault(reader, "is JSON, but not a splitdata manifest");
        return;
    }
    uint64_t format = sd_read_integer(reader, root, "manifest");
    if (reader->status == SPLITDATA_OK && format != SD_MANIFEST_FIRST &&
        format != SD_MANIFEST_SECOND)
        sd_read_fault(reader,
                      "is a manifest of another kind than %d and %d, which this version reads",
                      SD_MANIFEST_FIRST, SD_MANIFEST_SECOND);
    sd_read_only(reader, root, "the manifest", keys, sizeof keys / sizeof keys[0]);
    manifest->version = sd_read_text(reader, root, "version");
    manifest->split_id = read_split_id(reader, root);
    manifest->recipe = sd_read_text(reader, root, "recipe");
    manifest->strategy = sd_read_optional_text(reader, root, "strategy");
    manifest->options.seed = sd_read_optional_text(reader, root, "seed");
    sd_options_read(reader, sd_read_object(reader, root, "options"));
    read_input(reader, root, several);
    if (several)
        read_files(reader, root);
    manifest->left_out = sd_read_integer(reader, root, "left_out");
    read_left_out(reader, root);
    if (reader->status == SPLITDATA_OK)
        sd_parts_read(reader, root);
    read_warnings(reader, root);
    if (reader->status == SPLITDATA_OK && format != sd_manifest_kind(manifest))
        sd_read_fault(reader, "manifest is %d, but the members are those of %d", (int)format,
                      (int)sd_manifest_kind(manifest));
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
