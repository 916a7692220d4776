/* SPDX-License-Identifier: MIT */
/* Stamps in a format given by the caller: see stamp.h. */
#include "keys/stamp.h"
#include "keys/stamp_scan.h"

#include <string.h>

/* The values read besides the civil date. */
struct reading {
    struct sd_scan text;
    struct sd_civil civil;
    struct sd_stamp epoch; /* %s */
    unsigned day_of_year;  /* %j, 0: none */
    bool has_epoch, twelve, afternoon;
};

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};
static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday"};

static void skip_blanks(struct sd_scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || (*s->at >= '\t' && *s->at <= '\r')))
        s->at++;
}

/* The length of the common prefix of `word` and the remaining text, case-insensitive. */
static size_t common_length(const struct sd_scan *s, const char *word)
{
    size_t i = 0;
    for (; word[i] != '\0' && s->at + i < s->end; i++) {
        char c = s->at[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != word[i])
            break;
    }
    return i;
}

/* Reads a name in full or by its first three letters; returns its number from 1, or 0. */
static unsigned read_name(struct sd_scan *s, const char *const *names, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        size_t length = common_length(s, names[i]);
        if (names[i][length] == '\0' || length >= 3) {
            s->at += names[i][length] == '\0' ? length : 3;
            return i + 1;
        }
    }
    return 0;
}

static bool read_small(struct sd_scan *s, int digits, unsigned *value)
{
    int64_t number;
    bool ready = sd_scan_number(s, digits, &number);
    *value = ready ? (unsigned)number : 0;
    return ready;
}

static bool read_half(struct reading *r)
{
    bool afternoon = common_length(&r->text, "pm") == 2;
    if (!afternoon && common_length(&r->text, "am") != 2)
        return false;
    r->text.at += 2;
    r->afternoon = afternoon;
    return true;
}

static bool read_zone(struct reading *r, char directive)
{
    r->civil.zoned = true;
    if (directive == 'Z' &&
        (common_length(&r->text, "utc") == 3 || common_length(&r->text, "gmt") == 3)) {
        r->text.at += 3;
        return true;
    }
    return sd_scan_zone(&r->text, &r->civil.offset);
}

static bool read_year(struct reading *r, int digits)
{
    if (digits == 4)
        return sd_scan_fixed(&r->text, 4, &r->civil.year);
    bool ready = sd_scan_fixed(&r->text, 2, &r->civil.year);
    r->civil.year += r->civil.year < 69 ? 2000 : 1900; /* POSIX */
    return ready;
}

static bool read_epoch(struct reading *r)
{
    bool negative = sd_scan_byte(&r->text, '-');
    int64_t seconds;
    if (!sd_scan_number(&r->text, 18, &seconds))
        return false;
    r->epoch.seconds = negative ? -seconds : seconds;
    r->has_epoch = true;
    return true;
}

static bool read_parts(struct reading *r, const char *format);

static bool read_directive(struct reading *r, char directive)
{
    struct sd_scan *s = &r->text;
    switch (directive) {
    case 'Y':
        return read_year(r, 4);
    case 'y':
        return read_year(r, 2);
    case 'm':
        return read_small(s, 2, &r->civil.month);
    case 'd':
    case 'e':
        skip_blanks(s);
        return read_small(s, 2, &r->civil.day);
    case 'j':
        return read_small(s, 3, &r->day_of_year) && r->day_of_year > 0;
    case 'H':
        return read_small(s, 2, &r->civil.hour);
    case 'I':
        r->twelve = true;
        return read_small(s, 2, &r->civil.hour) && r->civil.hour >= 1 && r->civil.hour <= 12;
    case 'M':
        return read_small(s, 2, &r->civil.minute);
    case 'S':
        return read_small(s, 2, &r->civil.second);
    case 'f':
        return sd_scan_decimals(s, &r->civil.nanos);
    case 'p':
        return read_half(r);
    case 'b':
    case 'B':
    case 'h':
        r->civil.month = read_name(s, months, 12);
        return r->civil.month > 0;
    case 'a':
    case 'A':
        return read_name(s, days, 7) > 0;
    case 'z':
    case 'Z':
        return read_zone(r, directive);
    case 's':
        return read_epoch(r);
    case 'F':
        return read_parts(r, "%Y-%m-%d");
    case 'T':
        return read_parts(r, "%H:%M:%S");
    case 'R':
        return read_parts(r, "%H:%M");
    case 'D':
        return read_parts(r, "%m/%d/%y");
    case 'n':
    case 't':
        skip_blanks(s);
        return true;
    default:
        return sd_scan_byte(s, directive);
    }
}

/* Recursion is one level deep: composite formats contain no composite formats. */
static bool read_parts(struct reading *r, const char *format)
{
    for (const char *f = format; *f != '\0'; f++) {
        bool ready = true;
        if (*f == ' ')
            skip_blanks(&r->text);
        else if (*f == '%')
            ready = read_directive(r, *++f);
        else
            ready = sd_scan_byte(&r->text, *f);
        if (!ready)
            return false;
    }
    return true;
}

bool sd_stamp_read_format(struct sd_stamp *stamp, const char *text, size_t length,
                          const char *format)
{
    struct reading r = {.text = sd_scan_trimmed(text, length),
                        .civil = {.year = 1970, .month = 1, .day = 1}};
    if (!read_parts(&r, format) || r.text.at != r.text.end)
        return false;
    if (r.twelve)
        r.civil.hour = r.civil.hour % 12 + (r.afternoon ? 12 : 0);
    if (r.has_epoch) {
        *stamp = (struct sd_stamp){r.epoch.seconds, r.civil.nanos, true};
        return true;
    }
    if (!sd_stamp_from_civil(stamp, &r.civil))
        return false;
    bool leap = r.civil.year % 4 == 0 && (r.civil.year % 100 != 0 || r.civil.year % 400 == 0);
    if (r.day_of_year > (leap ? 366u : 365u))
        return false;
    if (r.day_of_year > 0)
        stamp->seconds += (int64_t)(r.day_of_year - 1) * 86400;
    return true;
}

int sd_stamp_check_format(const char *format, struct splitdata_error *error)
{
    for (const char *f = format; *f != '\0'; f++) {
        if (*f != '%')
            continue;
        f++;
        if (*f == '\0' || strchr("YymdejHIMSfpbBhaAzZsFTRDnt%", *f) == NULL)
            return sd_fail(
                error, SPLITDATA_USAGE,
                "--time-format: %%%.1s is not known (%%Y-%%m-%%d %%H:%%M:%%S and others of "
                "strptime are)",
                f);
    }
    return SPLITDATA_OK;
}
