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

enum sd_stamp_form {
    SD_STAMPS_UNKNOWN,
    SD_STAMPS_NUMBERS, /* nothing says what they count */
    SD_STAMPS_UNITS,   /* numbers of `per_second` since 1970 */
    SD_STAMPS_ISO,
    SD_STAMPS_FORMAT
};

struct sd_stamps {
    uint64_t *key;   /* of each row */
    uint32_t *nanos; /* of each row, until sd_stamps_finish; NULL while all are 0 */
    uint64_t rows;
    size_t capacity;
    struct sd_memory *memory;
    enum sd_stamp_form form;
    const char *format;  /* borrowed */
    uint64_t per_second; /* of SD_STAMPS_UNITS */
    bool zoned;          /* the first stamp has a time zone */
    uint64_t origin;     /* the earliest second, mapped to unsigned order */
    uint64_t latest;     /* the latest second, likewise */
    uint64_t unit;       /* keys per second: 1, 1e3, 1e6 or 1e9 */
};

/* `format`: a unit or as for strptime; NULL: numbers or ISO 8601. `memory` holds the keys.
 * SPLITDATA_USAGE for an invalid format. */
int sd_stamps_begin(struct sd_stamps *stamps, const char *format, struct sd_memory *memory,
                    struct splitdata_error *error);

/* Adds the next row's stamp. SPLITDATA_DATA, with the reason, if it is missing, invalid or not in
 * the form of the first one; SPLITDATA_SYSTEM: no memory. */
int sd_stamps_add(struct sd_stamps *stamps, const char *text, size_t length,
                  struct splitdata_error *error);

/* Computes the keys. SPLITDATA_DATA if the stamps are too far apart for the unit of their
 * fractions. */
int sd_stamps_finish(struct sd_stamps *stamps, struct splitdata_error *error);

/* Reads a single stamp for --cutoff, in the column's form or else in ISO 8601 (a missing zone is
 * UTC); *iso: in that, unlike the column. SPLITDATA_USAGE. */
int sd_stamps_read(const struct sd_stamps *stamps, const char *text, size_t length,
                   struct sd_stamp *stamp, bool *iso, struct splitdata_error *error);

/* Whether numbers are all Unix seconds of 2001 to 2100, which have ten digits. */
bool sd_stamps_are_unix_seconds(const struct sd_stamps *stamps);

/* The earliest and the latest second. */
int64_t sd_stamps_first(const struct sd_stamps *stamps);
int64_t sd_stamps_last(const struct sd_stamps *stamps);

/* The smallest key of a stamp not before `stamp`; UINT64_MAX if there can be none. */
uint64_t sd_stamps_key(const struct sd_stamps *stamps, const struct sd_stamp *stamp);

/* A duration in units of the keys, rounded up; UINT64_MAX if it exceeds all. */
uint64_t sd_stamps_ticks(const struct sd_stamps *stamps, const struct sd_stamp *duration);

void sd_stamps_free(struct sd_stamps *stamps);

#endif
