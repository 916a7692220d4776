/* SPDX-License-Identifier: MIT */
#include "base/digest.h"
#include "provenance/manifest_format.h"

#include <stdlib.h>

static json_t *input_object(const struct sd_manifest *manifest, bool *made)
{
    json_t *input = json_object();
    if (manifest->stem != NULL)
        sd_json_add(input, "stem", sd_json_exact(manifest->stem), made);
    else
        sd_json_add(input, "path", sd_json_exact(manifest->input_path), made);
    sd_json_add(input, "bytes", sd_json_integer(manifest->input_bytes), made);
    sd_json_add(input, "records", sd_json_integer(manifest->records), made);
    sd_json_add(input, "columns", sd_json_integer(manifest->columns), made);
    sd_json_add(input, "blank_lines", sd_json_integer(manifest->blank_lines), made);
    sd_json_add_unless_0(input, "comment_lines", manifest->comment_lines, made);
    sd_json_add(input, "dialect", sd_dialect_write(&manifest->options, made), made);
    if (manifest->stem != NULL)
        return input;
    json_t *beginnings = json_object();
    sd_json_add(input, sd_digest_key(manifest->options.digest), json_string(manifest->input_digest),
                made);
    sd_json_add(beginnings, "step", sd_json_integer(manifest->step), made);
    sd_json_add(beginnings, sd_digest_key(manifest->options.digest),
                json_string(manifest->beginnings), made);
    sd_json_add(input, "beginnings", beginnings, made);
    return input;
}

static json_t *file_object(const struct sd_manifest *manifest, const struct sd_manifest_input *file,
                           bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "path", sd_json_exact(file->path), made);
    sd_json_add(object, "bytes", sd_json_integer(file->bytes), made);
    sd_json_add(object, "records", sd_json_integer(file->records), made);
    sd_json_add(object, sd_digest_key(manifest->options.digest), json_string(file->digest), made);
    return object;
}

static void add_files(json_t *root, const struct sd_manifest *manifest, bool *made)
{
    json_t *files = json_array();
    for (size_t i = 0; i < manifest->input_count; i++)
        sd_json_append(files, file_object(manifest, &manifest->inputs[i], made), made);
    sd_json_add(root, "inputs", files, made);
}

static void add_file(json_t *object, const struct sd_manifest *manifest,
                     const struct sd_manifest_file *file, bool *made)
{
    sd_json_add(object, "bytes", sd_json_integer(file->bytes), made);
    sd_json_add(object, sd_digest_key(manifest->options.digest), json_string(file->digest), made);
}

static json_t *shards_array(const struct sd_manifest *manifest, const struct sd_manifest_part *part,
                            bool *made)
{
    json_t *shards = json_array();
    for (size_t s = 0; s < part->files; s++) {
        const struct sd_manifest_file *file = &manifest->files[part->first_file + s];
        json_t *object = json_object();
        sd_json_add(object, "path", sd_json_exact(file->path), made);
        sd_json_add(object, "records", sd_json_integer(file->records), made);
        add_file(object, manifest, file, made);
        sd_json_append(shards, object, made);
    }
    return shards;
}

static json_t *part_object(const struct sd_manifest *manifest, const struct sd_manifest_part *part,
                           bool *made)
{
    const struct sd_manifest_file *file = &manifest->files[part->first_file];
    const bool sharded = manifest->options.shards != NULL;
    json_t *object = json_object();
    sd_json_add(object, "name", json_string(part->name), made);
    sd_json_add_unless_0(object, "repeat", part->repeat, made);
    sd_json_add_unless_0(object, "fold", part->fold, made);
    if (part->unwritten)
        sd_json_add(object, "written", json_false(), made);
    else if (!sharded)
        sd_json_add(object, "path", sd_json_exact(file->path), made);
    sd_json_add(object, "size", sd_json_exact(part->size), made);
    sd_json_add(object, "records", sd_json_integer(part->records), made);
    if (part->unwritten)
        return object;
    if (sharded)
        sd_json_add(object, "shards", shards_array(manifest, part, made), made);
    else
        add_file(object, manifest, file, made);
    if (part->query_path == NULL)
        return object;
    json_t *query = json_object();
    sd_json_add(query, "path", sd_json_exact(part->query_path), made);
    sd_json_add(query, "bytes", sd_json_integer(part->query_bytes), made);
    sd_json_add(query, sd_digest_key(manifest->options.digest), json_string(part->query_digest),
                made);
    sd_json_add(object, "query", query, made);
    return object;
}

uint64_t sd_manifest_kind(const struct sd_manifest *manifest)
{
    return sd_options_need_second(&manifest->options) || manifest->stem != NULL ? SD_MANIFEST_SECOND
                                                                                : SD_MANIFEST_FIRST;
}

static json_t *document(const struct sd_manifest *manifest, bool *made)
{
    json_t *root = json_object(), *parts = json_array(), *warnings = json_array();
    sd_json_add(root, "manifest", sd_json_integer(sd_manifest_kind(manifest)), made);
    sd_json_add(root, "tool", json_string("splitdata"), made);
    sd_json_add(root, "version", json_string(manifest->version), made);
    sd_json_add(root, "split_id", json_string(manifest->split_id), made);
    sd_json_add(root, "recipe", json_string(manifest->recipe), made);
    sd_json_add(root, "strategy",
                manifest->strategy != NULL ? sd_json_shown(manifest->strategy) : json_null(), made);
    sd_json_add(root, "seed", sd_json_exact(manifest->options.seed), made);
    sd_json_add(root, "options", sd_options_write(&manifest->options, made), made);
    sd_json_add(root, "input", input_object(manifest, made), made);
    if (manifest->stem != NULL)
        add_files(root, manifest, made);
    for (size_t i = 0; i < manifest->part_count; i++)
        sd_json_append(parts, part_object(manifest, &manifest->parts[i], made), made);
    sd_json_add(root, "parts", parts, made);
    sd_json_add(root, "left_out", sd_json_integer(manifest->left_out), made);
    if (sd_options_name_left_out(&manifest->options))
        sd_json_add(root, "left_out_by", sd_json_left_out(manifest->left_out_by, made), made);
    for (size_t i = 0; i < manifest->warning_count; i++)
        sd_json_append(warnings, sd_json_shown(manifest->warnings[i]), made);
    sd_json_add(root, "warnings", warnings, made);
    return root;
}

bool sd_manifest_write(const struct sd_manifest *manifest, struct sd_text *text)
{
    bool made = true;
    json_t *root = document(manifest, &made);
    char *bytes = sd_json_finish(root, made);
    bool done = bytes != NULL && sd_text_add(text, bytes) && sd_text_add(text, "\n");
    free(bytes);
    return done;
}
