/* SPDX-License-Identifier: MIT */
/* JSON values, in the form that all of splitdata's documents use. */
#ifndef SD_PROVENANCE_JSON_VALUES_H
#define SD_PROVENANCE_JSON_VALUES_H

#include "splitdata/splitdata.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Text for people: invalid UTF-8 and control bytes become \xNN. */
json_t *sd_json_shown(const char *bytes);

/* Text to be read back: a string, or {"bytes": "hexadecimal digits"} if it is not UTF-8. NULL
 * becomes null. */
json_t *sd_json_exact(const char *bytes);

/* JSON readers keep integers exactly up to 2^53: larger ones are written as text. */
#define SD_JSON_MOST (INT64_C(1) << 53)
json_t *sd_json_integer(uint64_t value);

/* Adds a member; `value` is NULL if there was no memory for it. *made becomes false on failure, and
 * stays so. */
void sd_json_add(json_t *object, const char *key, json_t *value, bool *made);

/* The same for an integer that is left out if it is 0. */
void sd_json_add_unless_0(json_t *object, const char *key, uint64_t value, bool *made);

/* The same for an array item. */
void sd_json_append(json_t *array, json_t *value, bool *made);

/* How many records are left out for which reason (enum splitdata_left_out), and the names of the
 * members. */
extern const char *const sd_left_out_names[SPLITDATA_LEFT_OUT_KINDS];
json_t *sd_json_left_out(const uint64_t *by_reason, bool *made);

/* The finished document, indented, to be freed with free(). NULL: no memory, now or (`made` false)
 * before. Takes ownership of the document. (json_dumps() leaves out what it has no memory for.) */
char *sd_json_finish(json_t *document, bool made);

#endif
