/* SPDX-License-Identifier: MIT */
/*
 * A column of stamps, as 64-bit keys ordered by time.
 *
 * All stamps of a column have one form: the caller's format, or that of the first one (a number or
 * an ISO 8601 date). Stamps with and without a time zone do not mix. Keys count from the earliest
 * stamp, in the coarsest of seconds, milli-, micro- and nanoseconds that is exact.
 *
 * Memory: 8 bytes per row, 12 if there are fractions of seconds. Life: zeroed, sd_stamps_begin,
 * sd_stamps_add for each row, sd_stamps_finish, the functions after it, sd_stamps_free.
 */
#ifndef SD_KEYS_STAMPS_H
#define SD_KEYS_STAMPS_H

#include "base/memory.h"
#include "keys/stamp.h"

enum sd_stamp_form { SD_STAMPS_UNKNOWN, SD_STAMPS_NUMBERS, SD_STAMPS_ISO, SD_STAMPS_FORMAT };

struct sd_stamps {
    uint64_t *key;   /* of each row */
    uint32_t *nanos; /* of each row, until sd_stamps_finish; NULL while all are 0 */
    uint64_t rows;
    size_t capacity;
    struct sd_memory *memory;
    enum sd_stamp_form form;
    const char *format; /* borrowed */
    bool zoned;         /* the first stamp has a time zone */
    uint64_t origin;    /* the earliest second, mapped to unsigned order */
    uint64_t latest;    /* the latest second, likewise */
    uint64_t unit;      /* keys per second: 1, 1e3, 1e6 or 1e9 */
};

/* `format` NULL: numbers or ISO 8601. `memory` holds the keys. SPLITDATA_USAGE for an invalid
 * format. */
int sd_stamps_begin(struct sd_stamps *stamps, const char *format, struct sd_memory *memory,
                    struct splitdata_error *error);

/* Adds the next row's stamp. SPLITDATA_DATA, with the reason, if it is missing, invalid or not in
 * the form of the first one; SPLITDATA_SYSTEM: no memory. */
int sd_stamps_add(struct sd_stamps *stamps, const char *text, size_t length,
                  struct splitdata_error *error);

/* Computes the keys. SPLITDATA_DATA if the stamps are too far apart for the unit of their
 * fractions. */
int sd_stamps_finish(struct sd_stamps *stamps, struct splitdata_error *error);

/* Reads a single stamp in the column's form, for --cutoff (a missing zone is UTC).
 * SPLITDATA_USAGE. */
int sd_stamps_read(const struct sd_stamps *stamps, const char *text, size_t length,
                   struct sd_stamp *stamp, struct splitdata_error *error);

/* The smallest key of a stamp not before `stamp`; UINT64_MAX if there can be none. */
uint64_t sd_stamps_key(const struct sd_stamps *stamps, const struct sd_stamp *stamp);

/* A duration in units of the keys, rounded up; UINT64_MAX if it exceeds all. */
uint64_t sd_stamps_ticks(const struct sd_stamps *stamps, const struct sd_stamp *duration);

void sd_stamps_free(struct sd_stamps *stamps);

#endif
