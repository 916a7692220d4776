/* SPDX-License-Identifier: MIT */
/*
 * A column of stamps, as 64-bit keys in the order of time.
 *
 * All stamps of a column have one form: the caller's, or that of the first one, which is a number
 * or an ISO 8601 date. Stamps with a zone and stamps without do not mix. The keys count from the
 * earliest stamp, in the coarsest of seconds, milli-, micro- and nanoseconds that loses nothing.
 *
 * Memory: 8 bytes a row, 12 when there are fractions of seconds.
 * Life: zeroed, sd_stamps_begin, sd_stamps_add for each row, sd_stamps_finish, then the questions,
 * sd_stamps_free.
 */
#ifndef SD_KEYS_STAMPS_H
#define SD_KEYS_STAMPS_H

#include "base/memory.h"
#include "keys/stamp.h"

enum sd_stamp_form { SD_STAMPS_UNKNOWN, SD_STAMPS_NUMBERS, SD_STAMPS_ISO, SD_STAMPS_FORMAT };

struct sd_stamps {
    uint64_t *key;   /* of each row */
    uint32_t *nanos; /* of each row until sd_stamps_finish; NULL while all are 0 */
    uint64_t rows;
    size_t capacity;
    struct sd_memory *memory;
    enum sd_stamp_form form;
    const char *format; /* borrowed */
    bool zoned;         /* whether the first stamp names its zone */
    uint64_t origin;    /* the earliest second, turned so that it orders unsigned */
    uint64_t latest;    /* likewise */
    uint64_t unit;      /* keys a second: 1, 1e3, 1e6 or 1e9 */
};

/* `format` NULL: numbers or ISO 8601. `memory` is where the keys live. SPLITDATA_USAGE for a bad
 * format. */
int sd_stamps_begin(struct sd_stamps *stamps, const char *format, struct sd_memory *memory,
                    struct splitdata_error *error);

/* The next row's stamp. SPLITDATA_DATA, saying what is wrong, when it is missing, cannot be read or
 * is not like the first one; SPLITDATA_SYSTEM. */
int sd_stamps_add(struct sd_stamps *stamps, const char *text, size_t length,
                  struct splitdata_error *error);

/* Makes the keys. SPLITDATA_DATA when the stamps are too far apart for their fractions. */
int sd_stamps_finish(struct sd_stamps *stamps, struct splitdata_error *error);

/* A single stamp in the column's form, for --cutoff (a missing zone is UTC). SPLITDATA_USAGE. */
int sd_stamps_read(const struct sd_stamps *stamps, const char *text, size_t length,
                   struct sd_stamp *stamp, struct splitdata_error *error);

/* The least key of a stamp that is not before `stamp`; UINT64_MAX when there can be none. */
uint64_t sd_stamps_key(const struct sd_stamps *stamps, const struct sd_stamp *stamp);

/* A duration in keys, rounded up; UINT64_MAX when it is longer than any. */
uint64_t sd_stamps_ticks(const struct sd_stamps *stamps, const struct sd_stamp *duration);

void sd_stamps_free(struct sd_stamps *stamps);

#endif
