/* SPDX-License-Identifier: MIT */
#include "keys/stamp_guess.h"

#include "keys/stamp.h"
#include "keys/stamp_scan.h"

#include <stdio.h>
#include <string.h>

/* A form that is made from a text, piece by piece. */
struct making {
    struct sd_scan text;
    const char *order; /* what is left of the date: Y y m d b, and t for a time among them */
    char *out;
    size_t used, times; /* bytes of `out`; components of the time so far: hour, minute ... */
    char apart;         /* what separates hours and minutes; 0: not known */
    bool half;          /* the text says am or pm */
    bool colons;        /* may separate a year from months and days: 2024:05:31, as in EXIF */
};

static bool put(struct making *m, const char *piece)
{
    size_t length = strlen(piece);
    if (m->used + length + 1 > SD_GUESS_BYTES)
        return false;
    memcpy(m->out + m->used, piece, length + 1);
    m->used += length;
    return true;
}

static bool put_directive(struct making *m, char directive)
{
    const char piece[] = {'%', directive, '\0'};
    return put(m, piece);
}

/* --- digits ---------------------------------------------------------------------------------- */

static bool put_time(struct making *m, size_t digits)
{
    static const char component[] = {'H', 'M', 'S', 'f'};
    if (m->times == 0 && (digits == 4 || digits == 6)) {
        m->times = digits / 2;
        return put(m, digits == 4 ? "%H%M" : "%H%M%S");
    }
    if (m->times > 3 || (m->times == 3 ? digits > 9 : digits > 2))
        return false;
    if (m->times == 1)
        m->apart = m->out[m->used - 1];
    bool first = m->times == 0;
    return put_directive(m, first && m->half ? 'I' : component[first ? 0 : m->times]) && ++m->times;
}

/* Digits that hold several components of a date, perhaps with a time. */
static bool put_run(struct making *m, size_t digits)
{
    static const struct {
        size_t digits, times;
        const char *order, *form;
    } runs[] = {
        {8, 0, "Ymd", "%Y%m%d"}, {12, 2, "Ymd", "%Y%m%d%H%M"},   {14, 3, "Ymd", "%Y%m%d%H%M%S"},
        {6, 0, "ymd", "%y%m%d"}, {12, 3, "ymd", "%y%m%d%H%M%S"},
    };
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        if (runs[i].digits != digits || strcmp(runs[i].order, m->order) != 0)
            continue;
        m->order = "";
        m->times = runs[i].times;
        return put(m, runs[i].form);
    }
    return false;
}

static bool put_digits(struct making *m)
{
    size_t digits = 0;
    for (; sd_scan_digit_next(&m->text); m->text.at++)
        digits++;
    char field = *m->order;
    if (field == 't' && digits == 4 && m->times > 1)
        field = *++m->order; /* the year after the time */
    if (field == '\0' || field == 't')
        return put_time(m, digits);
    if (digits > 4 || (digits > 2 && field != 'Y'))
        return put_run(m, digits);
    if (field == 'b' || (field == 'Y' && digits != 4) || (field == 'y' && digits != 2))
        return false;
    m->order++;
    return put_directive(m, field);
}

/* --- letters and the rest -------------------------------------------------------------------- */

/* Whether a format reads these bytes alone. */
static bool is_a(const char *bytes, size_t length, const char *format)
{
    struct sd_stamp ignored;
    return sd_stamp_read_format(&ignored, bytes, length, format);
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool put_letters(struct making *m)
{
    const char *begin = m->text.at;
    while (m->text.at < m->text.end && is_letter(*m->text.at))
        m->text.at++;
    size_t length = (size_t)(m->text.at - begin);
    if (is_a(begin, length, "%b"))
        return *m->order == 'b' && put(m, length > 3 ? "%B" : "%b") && m->order++;
    if (is_a(begin, length, "%a"))
        return put(m, length > 3 ? "%A" : "%a");
    if (m->times > 0 && is_a(begin, length, "%p"))
        return put(m, "%p");
    if (m->times > 1 && is_a(begin, length, "%Z"))
        return put(m, is_a(begin, length, "%z") ? "%z" : "%Z");
    const char t[] = {*begin, '\0'};
    return length == 1 && (*begin == 'T' || *begin == 't') && *m->order == '\0' && put(m, t);
}

/* Reads an offset from UTC after a time. */
static bool put_offset(struct making *m)
{
    int32_t ignored;
    return sd_scan_zone(&m->text, &ignored) && put(m, "%z");
}

static bool put_piece(struct making *m)
{
    char c = *m->text.at;
    if (c >= '0' && c <= '9')
        return put_digits(m);
    if (is_letter(c))
        return put_letters(m);
    if (c == '+' || (c == '-' && m->times > 1 && m->apart != '-'))
        return m->times > 1 && put_offset(m);
    const char piece[] = {c, '\0'};
    bool in_date = *m->order != '\0' && *m->order != 't';
    if (strchr(" \t/.,:;_-", c) == NULL || (c == ':' && in_date && !m->colons))
        return false;
    for (m->text.at++; c == ' ' && m->text.at < m->text.end && *m->text.at == ' ';)
        m->text.at++; /* a blank matches any number of them */
    return put(m, piece);
}

/* Whether a text has am or pm in it. */
static bool says_half(const struct sd_scan *text)
{
    for (const char *at = text->at; at + 1 < text->end; at++) {
        bool alone =
            (at == text->at || !is_letter(at[-1])) && (at + 2 == text->end || !is_letter(at[2]));
        if (alone && is_a(at, 2, "%p"))
            return true;
    }
    return false;
}

/* Makes the form of a stamp whose date has its components in this order; "": it has no date. */
static bool make(char *out, const char *text, size_t length, const char *order)
{
    struct making m = {.text = sd_scan_trimmed(text, length), .order = order, .out = out};
    m.half = says_half(&m.text);
    m.colons = *order == 'Y';
    *out = '\0';
    while (m.text.at < m.text.end) {
        if (!put_piece(&m))
            return false;
    }
    if (*order == '\0')
        return m.times >= 3 && m.apart == ':';
    if (strchr(order, 't') != NULL && m.apart != ':')
        return false; /* it would be a year */
    /* A time belongs to a day. */
    return *m.order == '\0' && (m.times == 0 || strchr(order, 'd') != NULL);
}

/* --- plain numbers --------------------------------------------------------------------------- */

/* The number of digits before ".0", as a column of decimals has it, or the end; 0: others. */
static size_t whole_digits(const struct sd_scan *text)
{
    size_t length = (size_t)(text->end - text->at), digits = 0;
    while (digits < length && text->at[digits] >= '0' && text->at[digits] <= '9')
        digits++;
    bool decimal = length == digits + 2 && memcmp(text->at + digits, ".0", 2) == 0;
    return digits == length || decimal ? digits : 0;
}

static void begin_numbers(struct sd_stamp_guess *guess, const struct sd_scan *text)
{
    static const struct {
        size_t digits;
        const char *form;
    } dates[] = {
        {4, "%Y"},
        {6, "%Y%m"},
        {6, "%y%m%d"},
        {7, "%Y%j"},
        {8, "%Y%m%d"},
        {10, "%Y%m%d%H"},
        {10, "%y%m%d%H%M"},
        {12, "%Y%m%d%H%M"},
        {12, "%y%m%d%H%M%S"},
        {14, "%Y%m%d%H%M%S"},
        {17, "%Y%m%d%H%M%S%f"},
    };
    size_t digits = whole_digits(text);
    guess->digits = (size_t)(text->end - text->at);
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        if (dates[i].digits == digits)
            snprintf(guess->form[guess->count++], SD_GUESS_BYTES, "%s%s", dates[i].form,
                     guess->digits > digits ? ".0" : "");
    }
}

void sd_stamp_guess_units(struct sd_stamp_guess *guess, int64_t first, int64_t last)
{
    static const struct {
        const char *form;
        int64_t scale;
    } units[] = {{"%s", 1}, {"ms", 1000}, {"us", 1000000}, {"ns", 1000000000}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        int64_t scale = units[i].scale;
        if (last >= 100000000 * scale && last < INT64_C(4133980800) * scale &&
            first >= INT64_C(-2208988800) * scale)
            snprintf(guess->form[guess->count++], SD_GUESS_BYTES, "%s", units[i].form);
    }
}

/* --- all of it ------------------------------------------------------------------------------- */

static bool reads(const struct sd_stamp_guess *guess, const char *form, const char *text,
                  size_t length)
{
    struct sd_stamp ignored;
    struct sd_scan year = sd_scan_trimmed(text, length);
    uint64_t per_second = sd_stamp_units_of(form);
    int64_t number;
    if (per_second != 0)
        return sd_stamp_read_units(&ignored, text, length, per_second);
    if (guess->digits != 0 && (size_t)(year.end - year.at) != guess->digits)
        return false;
    /* Any four digits could be a year. */
    bool likely = guess->digits == 0 || form[1] != 'Y' ||
                  (sd_scan_fixed(&year, 4, &number) && number >= 1700 && number < 2200);
    return likely && sd_stamp_read_format(&ignored, text, length, form);
}

void sd_stamp_guess_begin(struct sd_stamp_guess *guess, const char *text, size_t length)
{
    /* The likelier of two comes first. */
    static const char *const orders[] = {"Ymd", "dmY", "mdY", "dbY", "bdY", "Ybd",
                                         "ymd", "dmy", "mdy", "dby", "bdy", "bdtY",
                                         "bY",  "Yb",  "mY",  "Ym",  ""};
    struct sd_scan trimmed = sd_scan_trimmed(text, length);
    struct sd_stamp ignored;
    *guess = (struct sd_stamp_guess){.iso = true};
    if (sd_stamp_read_number(&ignored, text, length)) {
        begin_numbers(guess, &trimmed);
    } else {
        for (size_t i = 0; i < sizeof orders / sizeof orders[0] && guess->count < SD_GUESSES; i++)
            guess->count += make(guess->form[guess->count], text, length, orders[i]);
    }
    sd_stamp_guess_try(guess, text, length);
}

void sd_stamp_guess_try(struct sd_stamp_guess *guess, const char *text, size_t length)
{
    struct sd_stamp ignored;
    size_t left = 0;
    for (size_t i = 0; i < guess->count; i++) {
        if (!reads(guess, guess->form[i], text, length))
            continue;
        if (i != left)
            memcpy(guess->form[left], guess->form[i], SD_GUESS_BYTES);
        left++;
    }
    guess->count = left;
    guess->iso = guess->iso && sd_stamp_read_iso(&ignored, text, length);
}

bool sd_stamp_guess_tell(const struct sd_stamp_guess *guess, char *out, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < guess->count && used < size; i++) {
        const char *before = i == 0 ? "--time-format " : i + 1 < guess->count ? ", " : " or ";
        const char *quote = strpbrk(guess->form[i], " ;") != NULL ? "'" : "";
        used += (size_t)snprintf(out + used, size - used, "%s%s%s%s", before, quote, guess->form[i],
                                 quote);
    }
    return used != 0 && used < size;
}
