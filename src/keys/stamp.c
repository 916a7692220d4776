/* SPDX-License-Identifier: MIT */
#include "keys/stamp.h"

#include "keys/stamp_scan.h"

#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

int sd_stamp_compare(const struct sd_stamp *a, const struct sd_stamp *b)
{
    if (a->seconds != b->seconds)
        return a->seconds < b->seconds ? -1 : 1;
    return a->nanos < b->nanos ? -1 : a->nanos > b->nanos;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned days_of_month(int64_t year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01 of a date from year 0 on: whole years with their leap days, then whole
 * months. */
static int64_t days_before(int64_t year, unsigned month, unsigned day)
{
    int64_t past = year > 0 ? year - 1 : 0; /* years after the year 0, a leap year */
    int64_t days = year * 365 + (year > 0) + past / 4 - past / 100 + past / 400;
    for (unsigned m = 1; m < month; m++)
        days += days_of_month(year, m);
    return days + day - 1 - 719528; /* the days from 0000-01-01 to 1970-01-01 */
}

bool sd_stamp_from_civil(struct sd_stamp *stamp, const struct sd_civil *c)
{
    bool real = c->year >= 0 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
                c->day <= days_of_month(c->year, c->month) && c->minute < 60 && c->second <= 60;
    /* The end of a day may be written 24:00. */
    bool midnight = c->hour == 24 && c->minute == 0 && c->second == 0 && c->nanos == 0;
    if (!real || (c->hour > 23 && !midnight) || c->nanos > 999999999)
        return false;
    int64_t seconds = days_before(c->year, c->month, c->day) * DAY;
    seconds += (int64_t)c->hour * HOUR + (int64_t)c->minute * MINUTE + c->second - c->offset;
    *stamp = (struct sd_stamp){seconds, c->nanos, c->zoned};
    return true;
}

/* ---- ISO 8601 ----------------------------------------------------------------------------------
 */

static bool one_digit(struct sd_scan *s, unsigned *value)
{
    int64_t number;
    if (!sd_scan_fixed(s, 1, &number))
        return false;
    *value = (unsigned)number;
    return true;
}

/* Sets month and day from a day of the year, counted from 1; always true. Days outside the year
 * belong to the year before or after, as days of ISO weeks may. */
static bool set_day_of_year(struct sd_civil *c, int64_t day)
{
    if (day < 1)
        day += 365 + is_leap(--c->year);
    else if (day > 365 + is_leap(c->year))
        day -= 365 + is_leap(c->year++);
    c->month = 1;
    for (; day > days_of_month(c->year, c->month); c->month++)
        day -= days_of_month(c->year, c->month);
    c->day = (unsigned)day;
    return true;
}

/* Week 1 contains January 4th; a year has 53 weeks if it begins or ends on a Thursday. */
static bool read_week(struct sd_scan *s, struct sd_civil *c)
{
    unsigned week, weekday = 1;
    if (!sd_scan_two(s, &week) || (sd_scan_byte(s, '-') && !one_digit(s, &weekday)))
        return false;
    int64_t first = (days_before(c->year, 1, 1) + 719528 + 5) % 7; /* 0: a Monday */
    bool long_year = first == 3 || (first == 2 && is_leap(c->year));
    if (c->year < 1 || week < 1 || week > 52u + long_year || weekday < 1 || weekday > 7)
        return false;
    int64_t monday = first <= 3 ? 1 - first : 8 - first; /* the day of the year of week 1 */
    return set_day_of_year(c, monday + 7 * ((int64_t)week - 1) + weekday - 1);
}

/* Reads the rest of a date after the year and a dash. */
static bool read_month(struct sd_scan *s, struct sd_civil *c)
{
    const char *begin = s->at;
    int64_t day;
    if (sd_scan_byte(s, 'W'))
        return read_week(s, c);
    if (sd_scan_fixed(s, 3, &day))
        return day >= 1 && day <= 365 + is_leap(c->year) && set_day_of_year(c, day);
    s->at = begin;
    c->day = 1;
    return sd_scan_two(s, &c->month) && (!sd_scan_byte(s, '-') || sd_scan_two(s, &c->day));
}

static bool read_seconds(struct sd_scan *s, struct sd_civil *c)
{
    if (!sd_scan_two(s, &c->second))
        return false;
    return (!sd_scan_byte(s, '.') && !sd_scan_byte(s, ',')) || sd_scan_decimals(s, &c->nanos);
}

/* Reads a time with colons, or without in the basic form. */
static bool read_time(struct sd_scan *s, struct sd_civil *c, bool basic)
{
    if (!sd_scan_two(s, &c->hour))
        return false;
    if (basic ? !sd_scan_digit_next(s) : !sd_scan_byte(s, ':'))
        return true;
    if (!sd_scan_two(s, &c->minute))
        return false;
    return (basic ? !sd_scan_digit_next(s) : !sd_scan_byte(s, ':')) || read_seconds(s, c);
}

bool sd_stamp_read_iso(struct sd_stamp *stamp, const char *text, size_t length)
{
    struct sd_scan s = sd_scan_trimmed(text, length);
    struct sd_civil c = {0};
    if (!sd_scan_fixed(&s, 4, &c.year))
        return false;
    bool basic = !sd_scan_byte(&s, '-');
    if (basic ? !sd_scan_two(&s, &c.month) || !sd_scan_two(&s, &c.day) : !read_month(&s, &c))
        return false;
    if (sd_scan_byte(&s, 'T') || sd_scan_byte(&s, 't') || (!basic && sd_scan_byte(&s, ' '))) {
        if (!read_time(&s, &c, basic))
            return false;
        sd_scan_byte(&s, ' ');
        c.zoned = s.at < s.end;
        if (c.zoned && !sd_scan_zone(&s, &c.offset))
            return false;
    } else if (basic) {
        return false;
    }
    return s.at == s.end && sd_stamp_from_civil(stamp, &c);
}

/* ---- numbers -----------------------------------------------------------------------------------
 */

enum { MOST_DIGITS = 400, WHOLE_DIGITS = 19, DECIMALS = 9 };

/* The digits of a number without the point, and the position of the point. */
struct digits {
    char digit[MOST_DIGITS];
    int count;
    int point; /* digits before it; may lie outside of them */
    bool negative;
};

static bool scan_digits(struct sd_scan *s, struct digits *d)
{
    bool after_point = false, any = false;
    *d = (struct digits){.negative = sd_scan_byte(s, '-')};
    if (!d->negative)
        sd_scan_byte(s, '+');
    for (; s->at < s->end; s->at++) {
        if (*s->at == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (*s->at < '0' || *s->at > '9')
            break;
        any = true;
        if (d->count == 0 && *s->at == '0') {
            d->point -= after_point;
            continue; /* leading zeros */
        }
        if (d->count == MOST_DIGITS)
            return false;
        d->digit[d->count++] = *s->at;
        d->point += !after_point;
    }
    return any;
}

static bool scan_exponent(struct sd_scan *s, int *exponent)
{
    int64_t value = 0;
    *exponent = 0;
    if (!sd_scan_byte(s, 'e') && !sd_scan_byte(s, 'E'))
        return true;
    bool negative = sd_scan_byte(s, '-');
    if (!negative)
        sd_scan_byte(s, '+');
    if (!sd_scan_number(s, 4, &value))
        return false;
    *exponent = (int)(negative ? -value : value);
    return true;
}

static char digit_at(const struct digits *d, int at)
{
    return at >= 0 && at < d->count ? d->digit[at] : '0';
}

static bool from_digits(struct sd_stamp *stamp, const struct digits *d)
{
    uint64_t whole = 0, nanos = 0, most = (uint64_t)INT64_MAX;
    for (int at = d->point + DECIMALS; at < d->count; at++) {
        if (digit_at(d, at) != '0')
            return false;
    }
    if (d->count > 0 && d->point > WHOLE_DIGITS)
        return false;
    for (int at = 0; d->count > 0 && at < d->point; at++)
        whole = whole * 10 + (uint64_t)(digit_at(d, at) - '0');
    for (int at = d->point; at < d->point + DECIMALS; at++)
        nanos = nanos * 10 + (uint64_t)(digit_at(d, at) - '0');
    if (whole > most)
        return false;
    *stamp = (struct sd_stamp){.seconds = (int64_t)whole, .nanos = (uint32_t)nanos};
    if (d->negative) {
        bool borrow = nanos > 0;
        stamp->seconds = -stamp->seconds - borrow;
        stamp->nanos = borrow ? (uint32_t)(1000000000 - nanos) : 0;
    }
    return true;
}

static bool scan_stamp(struct sd_scan *s, struct sd_stamp *stamp)
{
    struct digits d;
    int exponent;
    if (!scan_digits(s, &d) || !scan_exponent(s, &exponent))
        return false;
    d.point += exponent;
    return from_digits(stamp, &d);
}

bool sd_stamp_read_number(struct sd_stamp *stamp, const char *text, size_t length)
{
    struct sd_scan s = sd_scan_trimmed(text, length);
    struct sd_stamp number;
    if (!scan_stamp(&s, &number) || s.at != s.end)
        return false;
    *stamp = number;
    return true;
}

bool sd_stamp_read_units(struct sd_stamp *stamp, const char *text, size_t length,
                         uint64_t per_second)
{
    struct sd_stamp number;
    if (!sd_stamp_read_number(&number, text, length) || number.nanos % per_second != 0)
        return false;
    int64_t per = (int64_t)per_second, rest = number.seconds % per;
    if (rest < 0)
        rest += per; /* seconds are rounded down */
    *stamp = (struct sd_stamp){
        .seconds = (number.seconds - rest) / per,
        .nanos = (uint32_t)((uint64_t)rest * (1000000000 / per_second) + number.nanos / per_second),
        .zoned = true,
    };
    return true;
}

uint64_t sd_stamp_units_of(const char *format)
{
    static const struct {
        const char *format;
        uint64_t per_second;
    } units[] = {{"%s", 1}, {"ms", 1000}, {"us", 1000000}, {"ns", 1000000000}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(format, units[i].format) == 0)
            return units[i].per_second;
    }
    return 0;
}

/* ---- durations ---------------------------------------------------------------------------------
 */

bool sd_duration_read(struct sd_stamp *duration, const char *text, size_t length)
{
    static const struct {
        const char *name;
        uint64_t nanos;
    } units[] = {
        {"w", UINT64_C(604800000000000)},
        {"d", UINT64_C(86400000000000)},
        {"h", UINT64_C(3600000000000)},
        {"m", UINT64_C(60000000000)},
        {"min", UINT64_C(60000000000)},
        {"s", UINT64_C(1000000000)},
        {"ms", 1000000},
        {"us", 1000},
        {"ns", 1},
    };
    struct sd_scan s = sd_scan_trimmed(text, length);
    struct sd_stamp number;
    if (!scan_stamp(&s, &number) || number.seconds < 0)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i].name) != (size_t)(s.end - s.at) ||
            memcmp(units[i].name, s.at, (size_t)(s.end - s.at)) != 0)
            continue;
        /* A unit is a whole number of seconds, or a whole fraction of one. */
        uint64_t seconds_of = units[i].nanos / 1000000000, nanos_of = units[i].nanos % 1000000000;
        if (seconds_of > 0 && (uint64_t)number.seconds > INT64_MAX / seconds_of - 1)
            return false;
        uint64_t whole = (uint64_t)number.seconds * seconds_of;
        uint64_t rest = (uint64_t)number.nanos * seconds_of; /* nanoseconds, below 6.1e14 */
        if (nanos_of > 0) {
            uint64_t per_second = 1000000000 / nanos_of; /* units in a second */
            whole = (uint64_t)number.seconds / per_second;
            rest = (uint64_t)number.seconds % per_second * nanos_of + number.nanos / per_second;
            rest += number.nanos % per_second != 0; /* never less than asked for */
        }
        duration->seconds = (int64_t)(whole + rest / 1000000000);
        duration->nanos = (uint32_t)(rest % 1000000000);
        duration->zoned = false;
        return true;
    }
    return false;
}
