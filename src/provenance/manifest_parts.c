/* SPDX-License-Identifier: MIT */
/* The parts of a manifest, as it is read. */
#include "base/fingerprint.h"
#include "provenance/manifest_format.h"

#include <string.h>

/* The number of a repeat or a fold; 0 if there is none. */
static uint64_t read_number(struct sd_reader *reader, const json_t *part, const char *key)
{
    if (json_object_get(part, key) == NULL)
        return 0;
    uint64_t number = sd_read_integer(reader, part, key);
    if (number == 0)
        sd_read_fault(reader, "%s%s is 0, but counting starts at 1", reader->where, key);
    return number;
}

/* A part has been written unless --only names another one. */
static void read_written(struct sd_reader *reader, const json_t *object,
                         struct sd_manifest_part *part)
{
    const char *const absent[] = {"path", "bytes", sd_digest_key(reader->manifest->options.digest),
                                  "query", "shards"};
    const json_t *written = json_object_get(object, "written");
    const char *only = reader->manifest->options.only;
    part->unwritten = only != NULL && part->name != NULL && strcmp(part->name, only) != 0;
    if (written != NULL && !json_is_false(written))
        sd_read_fault(reader, "%swritten is not false", reader->where);
    else if (part->unwritten != (written != NULL))
        sd_read_fault(reader, "%swritten does not fit options.only", reader->where);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0] && part->unwritten; i++) {
        if (json_object_get(object, absent[i]) != NULL)
            sd_read_fault(reader, "%s%s is there, but the part was not written", reader->where,
                          absent[i]);
    }
}

/* The file of a part's groups is there with the option, and only then. */
static void read_query(struct sd_reader *reader, const json_t *object,
                       struct sd_manifest_part *part)
{
    const char *const keys[] = {"path", "bytes", sd_digest_key(reader->manifest->options.digest)};
    const bool there = json_object_get(object, "query") != NULL;
    if (there != reader->manifest->options.query_files)
        sd_read_fault(reader, "%squery does not fit options.query-files", reader->where);
    if (!there || reader->status != SPLITDATA_OK)
        return;
    const json_t *query = sd_read_object(reader, object, "query");
    sd_read_only(reader, query, "a query", keys, sizeof keys / sizeof keys[0]);
    part->query_path = sd_read_path(reader, query);
    part->query_bytes = sd_read_integer(reader, query, "bytes");
    part->query_digest = sd_read_digest(reader, query);
    if (part->query_path == NULL && reader->status == SPLITDATA_OK)
        sd_read_fault(reader, "%squery has no path", reader->where);
}

static void read_part_file(struct sd_reader *reader, const json_t *object,
                           struct sd_manifest_file *file)
{
    file->path = sd_read_path(reader, object);
    file->bytes = sd_read_integer(reader, object, "bytes");
    file->digest = sd_read_digest(reader, object);
}

/* The shards of a part, which together have its records; the caller's prefix stays. */
static void read_shards(struct sd_reader *reader, const json_t *object,
                        const struct sd_manifest_part *part)
{
    const char *const keys[] = {"path", "records", "bytes",
                                sd_digest_key(reader->manifest->options.digest)};
    struct sd_manifest *manifest = reader->manifest;
    const json_t *shards = sd_read_array(reader, object, "shards");
    uint64_t records = 0;
    for (size_t s = 0; s < json_array_size(shards) && reader->status == SPLITDATA_OK; s++) {
        const json_t *shard = json_array_get(shards, s);
        struct sd_manifest_file *file = &manifest->files[part->first_file + s];
        if (!json_is_object(shard)) {
            sd_read_fault(reader, "%sshards has a member that is not an object", reader->where);
            return;
        }
        sd_read_only(reader, shard, "a shard", keys, sizeof keys / sizeof keys[0]);
        read_part_file(reader, shard, file);
        file->records = sd_read_integer(reader, shard, "records");
        if (file->path == NULL)
            sd_read_fault(reader, "%sshards has one without a path", reader->where);
        if (file->records > part->records - records)
            sd_read_fault(reader, "%sshards have more records than the part", reader->where);
        records += file->records;
    }
    if (reader->status == SPLITDATA_OK && records != part->records)
        sd_read_fault(reader, "%sshards have fewer records than the part", reader->where);
}

/* A part has shards with that option, and is one file without it. */
static void read_part_files(struct sd_reader *reader, const json_t *object,
                            struct sd_manifest_part *part)
{
    const char *const absent[] = {"path", "bytes", sd_digest_key(reader->manifest->options.digest)};
    struct sd_manifest *manifest = reader->manifest;
    const bool sharded = manifest->options.shards != NULL;
    if (sharded != (json_object_get(object, "shards") != NULL)) {
        sd_read_fault(reader, "%sshards does not fit options.shards", reader->where);
        return;
    }
    part->files = sharded ? json_array_size(json_object_get(object, "shards")) : 1;
    manifest->file_count += part->files;
    if (!sharded) {
        read_part_file(reader, object, &manifest->files[part->first_file]);
        return;
    }
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        if (json_object_get(object, absent[i]) != NULL)
            sd_read_fault(reader, "%s%s is there, but the part has shards", reader->where,
                          absent[i]);
    }
    if (part->files == 0)
        sd_read_fault(reader, "%sshards is empty", reader->where);
    read_shards(reader, object, part);
}

static void read_part(struct sd_reader *reader, const json_t *object, struct sd_manifest_part *part)
{
    const char *const keys[] = {
        "name",    "repeat", "fold",
        "written", "path",   "size",
        "records", "bytes",  sd_digest_key(reader->manifest->options.digest),
        "shards",  "query"};
    if (!json_is_object(object)) {
        sd_read_fault(reader, "parts has a member that is not an object");
        return;
    }
    sd_read_only(reader, object, "a part", keys, sizeof keys / sizeof keys[0]);
    part->name = sd_read_text(reader, object, "name");
    part->repeat = read_number(reader, object, "repeat");
    part->fold = read_number(reader, object, "fold");
    read_written(reader, object, part);
    part->size = sd_read_optional_text(reader, object, "size");
    part->records = sd_read_integer(reader, object, "records");
    part->first_file = reader->manifest->file_count;
    if (part->unwritten)
        return;
    read_part_files(reader, object, part);
    read_query(reader, object, part);
}

/* How many files the parts have, at most: of any number of shards, which is checked later. */
static size_t count_files(const json_t *parts)
{
    size_t files = 0;
    for (size_t i = 0; i < json_array_size(parts); i++) {
        size_t shards = json_array_size(json_object_get(json_array_get(parts, i), "shards"));
        files += shards != 0 ? shards : 1;
    }
    return files;
}

void sd_parts_read(struct sd_reader *reader, const json_t *root)
{
    struct sd_manifest *manifest = reader->manifest;
    const json_t *parts = sd_read_array(reader, root, "parts");
    size_t count = json_array_size(parts);
    if (count == 0)
        sd_read_fault(reader, "parts is empty");
    manifest->parts = sd_read_memory(reader, count * sizeof *manifest->parts);
    manifest->files = sd_read_memory(reader, count_files(parts) * sizeof *manifest->files);
    manifest->part_count = manifest->parts != NULL && manifest->files != NULL ? count : 0;
    for (size_t i = 0; i < manifest->part_count && reader->status == SPLITDATA_OK; i++) {
        sd_read_inside(reader, "parts[%zu].", i);
        read_part(reader, json_array_get(parts, i), &manifest->parts[i]);
    }
    sd_read_inside(reader, "%s", "");
}
