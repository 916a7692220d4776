/* SPDX-License-Identifier: MIT */
/* Scanning the components of dates and times. Each function moves past what it has read and returns
 * true, or returns false if the text does not match. */
#ifndef SD_KEYS_STAMP_SCAN_H
#define SD_KEYS_STAMP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_scan {
    const char *at;
    const char *end;
};

/* The text without surrounding blanks. */
struct sd_scan sd_scan_trimmed(const char *text, size_t length);

bool sd_scan_byte(struct sd_scan *s, char byte);

/* Whether a digit comes next; does not move. */
bool sd_scan_digit_next(const struct sd_scan *s);

/* Reads one to `most` (at most 18) digits; exactly `count`; exactly two. */
bool sd_scan_number(struct sd_scan *s, int most, int64_t *value);
bool sd_scan_fixed(struct sd_scan *s, int count, int64_t *value);
bool sd_scan_two(struct sd_scan *s, unsigned *value);

/* Reads one or more digits after a point, as nanoseconds; digits after the ninth must be zeros. */
bool sd_scan_decimals(struct sd_scan *s, uint32_t *nanos);

/* Reads Z, +02, +0200, +02:00 or the same with a minus, as seconds east of UTC. */
bool sd_scan_zone(struct sd_scan *s, int32_t *offset);

#endif
