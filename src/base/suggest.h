/* SPDX-License-Identifier: MIT */
/* "Did you mean": the known name that is nearest to a misspelt one. */
#ifndef SD_BASE_SUGGEST_H
#define SD_BASE_SUGGEST_H

#include <stddef.h>

/* The index of the candidate with the smallest edit distance to `name` (single-byte insertions,
 * deletions and replacements; letters compare without case), or `count` if none is within a third
 * of the name's length (at least one, at least two for four bytes and more). An empty candidate
 * never matches. */
size_t sd_suggest(const char *name, const char *const *candidates, size_t count);

#endif
