/* SPDX-License-Identifier: MIT */
/* Reading the pieces of dates and times. Each function steps over what it has read and returns
 * true, or returns false when the text does not go on that way. */
#ifndef SD_KEYS_STAMP_SCAN_H
#define SD_KEYS_STAMP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_scan {
    const char *at;
    const char *end;
};

/* The text without the blanks around it. */
struct sd_scan sd_scan_trimmed(const char *text, size_t length);

bool sd_scan_byte(struct sd_scan *s, char byte);

/* Whether a digit comes next, which is not stepped over. */
bool sd_scan_digit_next(const struct sd_scan *s);

/* One to `most` (18 at most) digits; exactly `count` of them; exactly two. */
bool sd_scan_number(struct sd_scan *s, int most, int64_t *value);
bool sd_scan_fixed(struct sd_scan *s, int count, int64_t *value);
bool sd_scan_two(struct sd_scan *s, unsigned *value);

/* One or more digits behind a point, as nanoseconds; further ones than nine must be zeros. */
bool sd_scan_decimals(struct sd_scan *s, uint32_t *nanos);

/* Z, +02, +0200, +02:00 or with a minus: seconds east of UTC. */
bool sd_scan_zone(struct sd_scan *s, int32_t *offset);

#endif
