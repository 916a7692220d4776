/* SPDX-License-Identifier: MIT */
/*
 * Points in time from text, exactly and independent of the locale: no floating point, no library of
 * the system.
 *
 * A stamp is a number of seconds with nine decimals: since 1970-01-01T00:00:00Z for dates
 * (Gregorian also before 1582, days of 86,400 seconds, a 60th second counts as the first of the
 * next minute); for a column of plain numbers, in whatever unit they count.
 */
#ifndef SD_KEYS_STAMP_H
#define SD_KEYS_STAMP_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_stamp {
    int64_t seconds; /* rounded down */
    uint32_t nanos;  /* 0 ... 999999999, always added */
    bool zoned;      /* the text gave an offset from UTC; otherwise UTC is assumed */
};

/* The components of a date and time that a text gives. */
struct sd_civil {
    int64_t year;
    unsigned month, day, hour, minute, second; /* months and days from 1; second up to 60 */
    uint32_t nanos;
    int32_t offset; /* seconds east of UTC */
    bool zoned;
};

/* False if there is no such day or time. Functions here leave *stamp unchanged if they return
 * false. */
bool sd_stamp_from_civil(struct sd_stamp *stamp, const struct sd_civil *civil);

/* Reads a decimal number with at most nine non-zero decimals and a whole part within int64; an
 * exponent and blanks around it are allowed. False: anything else. */
bool sd_stamp_read_number(struct sd_stamp *stamp, const char *text, size_t length);

/* Reads such a number of units since 1970-01-01T00:00:00Z, `per_second` (1, 1e3, 1e6 or 1e9) of
 * which are a second. False, too, if it is no whole number of nanoseconds. */
bool sd_stamp_read_units(struct sd_stamp *stamp, const char *text, size_t length,
                         uint64_t per_second);

/* The units per second that a --time-format counts in: of "%s", "ms", "us" or "ns"; 0: it is a
 * format as for strptime. */
uint64_t sd_stamp_units_of(const char *format);

/* ISO 8601 and RFC 3339: 2024-05, 2024-05-31, 2024-152 (day of the year), 2024-W22 and 2024-W22-5
 * (a week, from Monday on); a day may be followed by T12, T12:30, T12:30:59, T12:30:59.123456789
 * (or a comma), with a blank or t for the T, and then by nothing, Z, +02, +0200 or +02:00; blanks
 * around it are allowed. Without dashes and colons: 20240531T123059, which needs a time (otherwise
 * it is a number). */
bool sd_stamp_read_iso(struct sd_stamp *stamp, const char *text, size_t length);

/* Reads a text by a strptime format: %Y %y %m %d %e %H %I %M %S %f (one to nine decimals) %p %j %b
 * %B %h %a %A (English) %z %Z (UTC, GMT or Z) %s %F %T %R %D %n %t %%; a blank matches any number
 * of blanks. Missing components are those of 1970-01-01T00:00:00. */
bool sd_stamp_read_format(struct sd_stamp *stamp, const char *text, size_t length,
                          const char *format);

/* SPLITDATA_USAGE if a format, which is no unit, has an unknown conversion. */
int sd_stamp_check_format(const char *format, struct splitdata_error *error);

/* A duration: a number, as above and not negative, followed by w, d, h, m, min, s, ms, us or ns.
 * False: anything else, or more than int64 seconds. */
bool sd_duration_read(struct sd_stamp *duration, const char *text, size_t length);

/* -1 if a < b, 0 if equal, else 1. */
int sd_stamp_compare(const struct sd_stamp *a, const struct sd_stamp *b);

#endif
