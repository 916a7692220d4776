/* SPDX-License-Identifier: MIT */
/*
 * Equal records: the same bytes without the line end or, with --ignore, equal values in all other
 * columns. Records are found by a hash and compared byte by byte, never by the hash alone.
 *
 * Threads hash runs of rows, and then look up a share of the hashes each, in the order of the rows.
 * So the result is that of one pass and does not depend on threads. Memory: 24 bytes a row, and
 * a table for each thread.
 */
#ifndef SD_KEYS_EQUAL_H
#define SD_KEYS_EQUAL_H

#include "keys/key_set.h"

/* Sets *first, to be freed with sd_memory_free: for each row that takes part, the number, among
 * these, of the first one with an equal record, its own if there is none before it. `ignore` is the
 * list of columns, or NULL. */
int sd_equal_find(const struct sd_key_source *source, const char *ignore, uint64_t **first,
                  struct splitdata_error *error);

/* Makes groups of equal records: of a zeroed set, its only groups, numbered as they appear; of a
 * factorized one, each of its groups joined with those that share a record with it, in the order of
 * the first group of each. */
int sd_equal_group(struct sd_key_set *set, const struct sd_key_source *source, const char *ignore,
                   struct splitdata_error *error);

/* Numbers rows that have an equal one: *code, to be freed with sd_memory_free, is by row the number
 * of its records, from 1 to *count, or 0 if no other row is equal. */
int sd_equal_number(const struct sd_key_source *source, const char *ignore, uint32_t **code,
                    uint32_t *count, struct splitdata_error *error);

#endif
