/* SPDX-License-Identifier: MIT */
/* What the writer and the reader of manifests share. */
#ifndef SD_PROVENANCE_MANIFEST_FORMAT_H
#define SD_PROVENANCE_MANIFEST_FORMAT_H

#include "provenance/manifest.h"
#include "report/values.h"

enum { SD_MANIFEST_FORMAT = 1 }; /* the first member says so */

/* A document being read. */
struct sd_reader {
    struct sd_manifest *manifest;
    struct splitdata_error *error;
    int status;     /* of the first fault */
    char where[40]; /* what stands before a key in messages: "", "input.", "parts[3]." */
};

/* What is read from now on is inside of an object: "input.", or "parts[%zu].", 3. */
void sd_read_inside(struct sd_reader *reader, const char *format, ...) SD_PRINTF(2, 3);

/* Notes a fault; the first one counts. */
void sd_read_fault(struct sd_reader *reader, const char *format, ...) SD_PRINTF(2, 3);

/* A value of `object`, by its key; what is missing or has another type is a fault. Whoever takes
 * all members of an object says so with sd_read_only. An integer is as sd_json_integer writes it.
 */
const json_t *sd_read_object(struct sd_reader *reader, const json_t *object, const char *key);
const json_t *sd_read_array(struct sd_reader *reader, const json_t *object, const char *key);
uint64_t sd_read_integer(struct sd_reader *reader, const json_t *object, const char *key);
const char *sd_read_text(struct sd_reader *reader, const json_t *object, const char *key);

/* Reads null or what is missing as NULL. */
const char *sd_read_optional_text(struct sd_reader *reader, const json_t *object, const char *key);

/* A value that sd_json_exact has made. */
const char *sd_read_exact(struct sd_reader *reader, const json_t *value, const char *name);

/* A fault when `object` has a key that is not among keys[0..count-1]. */
void sd_read_only(struct sd_reader *reader, const json_t *object, const char *where,
                  const char *const *keys, size_t count);

/* Memory that lives as long as the manifest; NULL, and a fault, when there is none. */
void *sd_read_memory(struct sd_reader *reader, size_t size);

/* The members "options" and "dialect": manifest_options.c. */
json_t *sd_options_write(const struct splitdata_options *options, bool *made);
json_t *sd_dialect_write(const struct splitdata_options *options, bool *made);
void sd_options_read(struct sd_reader *reader, const json_t *object);
void sd_dialect_read(struct sd_reader *reader, const json_t *object);

#endif
