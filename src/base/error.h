/* SPDX-License-Identifier: MIT */
/*
 * Errors: one constructor fills the caller's struct, so that failing is one statement:
 *
 *     return sd_fail(error, SPLITDATA_DATA, "no records");
 */
#ifndef SD_BASE_ERROR_H
#define SD_BASE_ERROR_H

#include "splitdata/error.h"

#include <stddef.h>

#if defined(__GNUC__)
#define SD_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define SD_PRINTF(text, first)
#endif

/* Fills *error and returns `status`. Bytes that could upset a terminal or break the line are
 * escaped in the finished message, so callers pass names and data as they are. */
int sd_fail(struct splitdata_error *error, enum splitdata_status status, const char *format, ...)
    SD_PRINTF(3, 4);

/* The same for a failed system call: status SPLITDATA_SYSTEM, and the text of `system_error` (an
 * errno value) follows the sentence after a colon. */
int sd_fail_system(struct splitdata_error *error, int system_error, const char *format, ...)
    SD_PRINTF(3, 4);

/* The same for a fault at a byte of the input: status SPLITDATA_DATA and the offset. A caller that
 * knows the file's name adds it and the line in front. */
int sd_fail_at(struct splitdata_error *error, uint64_t offset, const char *format, ...)
    SD_PRINTF(3, 4);

/* Out of memory: `what` names what the memory was for. If errno says that the disk is full, the
 * allocation was a temporary file (base/memory.h), and the message says so. */
int sd_fail_memory(struct splitdata_error *error, const char *what);

/* Puts "prefix" in front of the message (shortening its end if it must). */
void sd_error_prefix(struct splitdata_error *error, const char *prefix);

#endif
