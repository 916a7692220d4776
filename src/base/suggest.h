/* SPDX-License-Identifier: MIT */
/* The known name that a misspelt one was probably meant to be. */
#ifndef SD_BASE_SUGGEST_H
#define SD_BASE_SUGGEST_H

#include <stddef.h>

/* The index of the candidate that is fewest single-byte insertions, deletions and replacements away
 * from `name` (letters compare without case), or `count` when none is within a third of the name's
 * length (at least one, two for four bytes and more). An empty candidate is near to nothing. */
size_t sd_suggest(const char *name, const char *const *candidates, size_t count);

#endif
