/* SPDX-License-Identifier: MIT */
/*
 * A growable string.
 *
 * Invariants: starts zeroed; `bytes` is NULL or ends with a NUL that `length` does not count;
 * a failed allocation leaves the old text and is reported once, by the call that met it.
 */
#ifndef SD_BASE_TEXT_H
#define SD_BASE_TEXT_H

#include "base/error.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct sd_text {
    char *bytes;
    size_t length;
    size_t capacity;
    struct sd_memory *memory; /* for texts that may be large; NULL: the heap */
};

bool sd_text_append(struct sd_text *text, const void *bytes, size_t length);
bool sd_text_add(struct sd_text *text, const char *string);
bool sd_text_format(struct sd_text *text, const char *format, ...) SD_PRINTF(2, 3);
void sd_text_free(struct sd_text *text);

/* A copy of `length` bytes with a NUL after them, which the caller frees; NULL: no memory. */
char *sd_copy_string(const char *bytes, size_t length);

#endif
