/* SPDX-License-Identifier: MIT */
/*
 * Points in time from text, exactly and in any locale: no floating point, no library of the system.
 *
 * A stamp is a number of seconds with nine decimals: since 1970-01-01T00:00:00Z for dates
 * (Gregorian also before 1582, days of 86,400 seconds, a 60th second counts as the next minute's
 * first), or whatever a column of plain numbers counts.
 */
#ifndef SD_KEYS_STAMP_H
#define SD_KEYS_STAMP_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_stamp {
    int64_t seconds; /* rounded down */
    uint32_t nanos;  /* 0 ... 999999999, always towards later */
    bool zoned;      /* the text said how far from UTC; otherwise it is taken for UTC */
};

/* The parts of a date and time, as far as a text gives them. */
struct sd_civil {
    int64_t year;
    unsigned month, day, hour, minute, second; /* months and days from 1; second up to 60 */
    uint32_t nanos;
    int32_t offset; /* seconds east of UTC */
    bool zoned;
};

/* False when there is no such day or time. What returns false here and below leaves *stamp alone.
 */
bool sd_stamp_from_civil(struct sd_stamp *stamp, const struct sd_civil *civil);

/* A decimal number with at most nine decimals that are not zero, an exponent allowed, blanks around
 * it too, its whole part within int64. False: anything else. */
bool sd_stamp_read_number(struct sd_stamp *stamp, const char *text, size_t length);

/* ISO 8601 and RFC 3339: 2024-05, 2024-05-31, 2024-152 (the day of the year), 2024-W22 and
 * 2024-W22-5 (a week, from Monday on), and behind a day T12, T12:30, T12:30:59, T12:30:59.123456789
 * (or a comma), a blank or t for the T, then nothing, Z, +02, +0200 or +02:00; blanks around it.
 * Without dashes and colons 20240531T123059, which needs a time (else it is a number). */
bool sd_stamp_read_iso(struct sd_stamp *stamp, const char *text, size_t length);

/* A text in a form that is said as for strptime: %Y %y %m %d %e %H %I %M %S %f (one to nine
 * decimals) %p %j %b %B %h %a %A (English) %z %Z (UTC, GMT or Z) %s %F %T %R %D %n %t %%; a blank
 * stands for any number of blanks. What the form leaves out is that of 1970-01-01T00:00:00. */
bool sd_stamp_read_format(struct sd_stamp *stamp, const char *text, size_t length,
                          const char *format);

/* SPLITDATA_USAGE when a form has something else after a %. */
int sd_stamp_check_format(const char *format, struct splitdata_error *error);

/* A duration: a number, as above and not negative, and w, d, h, m, min, s, ms, us or ns. False:
 * anything else, or one beyond int64 seconds. */
bool sd_duration_read(struct sd_stamp *duration, const char *text, size_t length);

/* a < b: -1, equal: 0, else 1. */
int sd_stamp_compare(const struct sd_stamp *a, const struct sd_stamp *b);

#endif
