/* SPDX-License-Identifier: MIT */
/* Reads a refused input again by another dialect, to see whether that would help. */
#ifndef SD_CSV_TRIAL_H
#define SD_CSV_TRIAL_H

#include "csv/scan.h"

/* The refused input. */
struct sd_refused {
    const struct sd_dialect *dialect;
    const uint8_t *data;
    uint64_t size, base; /* data[0] is byte `base` of the input */
    uint64_t at;         /* the byte of data that the message names */
    enum splitdata_fault fault;
};

/* Bytes at the beginning that tell most dialects that do not help; the most that are read. */
enum { SD_TRIAL_QUICK = 1 << 16, SD_TRIAL_MOST = 256 << 20 };

/* Whether the first `size` bytes are records of this dialect, a header and at least one more. */
bool sd_trial_reads(const struct sd_dialect *dialect, const struct sd_refused *refused,
                    uint64_t size);

/* The byte at which the dialect is refused within those 256 MB; refused->at, if it is not. Only
 * where base is 0. */
uint64_t sd_trial_end(const struct sd_dialect *dialect, const struct sd_refused *refused);

/* Whether the dialect reads the input, or its first 256 MB. */
bool sd_trial_helps(const struct sd_dialect *dialect, const struct sd_refused *refused);

/* The beginning of the input, read by one dialect: its first records and their fields. */
enum { SD_TRIAL_RECORDS = 24, SD_TRIAL_FIELDS = 64 };

struct sd_beginning {
    size_t records;
    uint64_t start[SD_TRIAL_RECORDS]; /* the first byte of each */
    size_t fields[SD_TRIAL_RECORDS];
    struct sd_span name[SD_TRIAL_RECORDS]; /* the first field */
    /* value: a number, a date, true or false; empty, or R's NA */
    bool value[SD_TRIAL_RECORDS][SD_TRIAL_FIELDS], empty[SD_TRIAL_RECORDS][SD_TRIAL_FIELDS];
};

void sd_trial_begin(const struct sd_dialect *dialect, const struct sd_refused *refused,
                    struct sd_beginning *beginning);

/* Whether a field is a number, a date or a time of day in figures, true or false. */
bool sd_trial_is_value(const uint8_t *text, size_t length);

/* Whether record r of the beginning looks like names: several, nothing empty, no values. */
bool sd_trial_are_names(const struct sd_beginning *beginning, size_t r);

/* Whether record r has one field, or nothing but empty ones after the first. */
bool sd_trial_is_padded(const struct sd_beginning *beginning, size_t r);

/* Whether the first fields of the records from r on differ, as names of rows do. */
bool sd_trial_differ(const struct sd_beginning *beginning, const struct sd_refused *refused,
                     size_t r);

/* Whether a column has a text in record r, and a value in one of the next. */
bool sd_trial_values_follow(const struct sd_beginning *beginning, size_t r);

#endif
