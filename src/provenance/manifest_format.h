/* SPDX-License-Identifier: MIT */
/* Shared by the writer and the reader of manifests. */
#ifndef SD_PROVENANCE_MANIFEST_FORMAT_H
#define SD_PROVENANCE_MANIFEST_FORMAT_H

#include "provenance/json_values.h"
#include "provenance/manifest.h"

/* The values of the first member. A manifest is of kind 2 only if it has a member of that kind, so
 * that the others keep their bytes. */
enum { SD_MANIFEST_FIRST = 1, SD_MANIFEST_SECOND = 2 };

/* A document being read. */
struct sd_reader {
    struct sd_manifest *manifest;
    struct splitdata_error *error;
    int status;     /* the status of the first fault */
    char where[40]; /* prefix of a key in messages: "", "input.", "parts[3]." */
};

/* Sets the prefix for the object that is read next: "input.", or "parts[%zu].", 3. */
void sd_read_inside(struct sd_reader *reader, const char *format, ...) SD_PRINTF(2, 3);

/* Records a fault; only the first one counts. */
void sd_read_fault(struct sd_reader *reader, const char *format, ...) SD_PRINTF(2, 3);

/* A member of `object` by its key; a missing one or a wrong type is a fault. sd_read_only refuses
 * unknown members. Integers are as sd_json_integer writes them. */
const json_t *sd_read_object(struct sd_reader *reader, const json_t *object, const char *key);
const json_t *sd_read_array(struct sd_reader *reader, const json_t *object, const char *key);
uint64_t sd_read_integer(struct sd_reader *reader, const json_t *object, const char *key);
const char *sd_read_text(struct sd_reader *reader, const json_t *object, const char *key);

/* Reads null or a missing member as NULL. */
const char *sd_read_optional_text(struct sd_reader *reader, const json_t *object, const char *key);

/* Reads a value written by sd_json_exact. */
const char *sd_read_exact(struct sd_reader *reader, const json_t *value, const char *name);

/* A member that is a text of `length` hexadecimal digits. */
const char *sd_read_hex(struct sd_reader *reader, const json_t *object, const char *key,
                        size_t length);

/* The member that is a digest, of the kind that the options name. */
const char *sd_read_digest(struct sd_reader *reader, const json_t *object);

/* The member "path", a tidy path; NULL for null: a standard stream. */
const char *sd_read_path(struct sd_reader *reader, const json_t *object);

/* A fault if `object` has a key that is not among keys[0..count-1]. */
void sd_read_only(struct sd_reader *reader, const json_t *object, const char *where,
                  const char *const *keys, size_t count);

/* Zeroed memory with the manifest's lifetime; NULL, and a fault, if there is none. */
void *sd_read_memory(struct sd_reader *reader, size_t size);

/* The member "parts"; the options are read before it (manifest_parts.c). */
void sd_parts_read(struct sd_reader *reader, const json_t *root);

/* The kind of the manifest, by its members. */
uint64_t sd_manifest_kind(const struct sd_manifest *manifest);

/* The members "options" and "dialect", and whether they have members of kind 2: see
 * manifest_options.c. */
json_t *sd_options_write(const struct splitdata_options *options, bool *made);
bool sd_options_need_second(const struct splitdata_options *options);
json_t *sd_dialect_write(const struct splitdata_options *options, bool *made);
void sd_options_read(struct sd_reader *reader, const json_t *object);
void sd_dialect_read(struct sd_reader *reader, const json_t *object);

#endif
