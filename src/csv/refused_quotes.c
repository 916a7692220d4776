/* SPDX-License-Identifier: MIT */
#include "csv/refused_quotes.h"

#include "csv/start.h"

#include <string.h>

struct line {
    const uint8_t *text;
    size_t length;
};

/* The quotes of a line. */
struct quotes {
    bool odd;    /* their number */
    bool opens;  /* read as the beginning of a record, the line ends inside quotes */
    bool closes; /* read as the rest of a quoted text, it is closed where a field ends */
};

struct reading {
    const struct sd_refused *refused;
    struct sd_dialect plain; /* without quotes */
    bool typed[SD_TRIAL_FIELDS];
    bool any_typed;
};

static bool ends_field(const struct sd_dialect *dialect, struct line line, size_t at)
{
    return at == line.length || line.text[at] == dialect->delimiter;
}

static bool is_closed(const struct sd_dialect *dialect, struct line line)
{
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] != dialect->quote)
            continue;
        if (ends_field(dialect, line, i + 1))
            return true;
        if (line.text[i + 1] != dialect->quote)
            return false;
        i++;
    }
    return false;
}

static struct quotes quotes_of(const struct sd_dialect *dialect, struct line line)
{
    struct quotes quotes = {false, false, is_closed(dialect, line)};
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] != dialect->quote)
            continue;
        quotes.odd = !quotes.odd;
        /* A doubled quote closes and opens. */
        if (quotes.opens || i == 0 || line.text[i - 1] == dialect->delimiter ||
            line.text[i - 1] == dialect->quote)
            quotes.opens = !quotes.opens;
    }
    return quotes;
}

/* Finds the columns in which nearly all records, read without quotes, have values. */
static void find_types(struct reading *reading)
{
    enum { ENOUGH = 3, NEARLY = 70 }; /* records; per cent */
    struct sd_beginning beginning;
    sd_trial_begin(&reading->plain, reading->refused, &beginning);
    for (size_t f = 0; f < SD_TRIAL_FIELDS; f++) {
        size_t values = 0, all = 0;
        for (size_t r = reading->plain.header; r < beginning.records; r++) {
            values += beginning.value[r][f];
            all += f < beginning.fields[r] && !beginning.empty[r][f];
        }
        reading->typed[f] = values >= ENOUGH && values * 100 >= all * NEARLY;
        reading->any_typed = reading->any_typed || reading->typed[f];
    }
}

/* Whether the line, read without quotes, has values where the records have them. */
static bool is_like_records(const struct reading *reading, struct line line)
{
    size_t begin = 0;
    for (size_t f = 0; f < SD_TRIAL_FIELDS && begin <= line.length; f++) {
        const uint8_t *text = line.text + begin;
        const uint8_t *next = memchr(text, reading->plain.delimiter, line.length - begin);
        size_t length = next != NULL ? (size_t)(next - text) : line.length - begin;
        if (reading->typed[f] && length != 0 && !sd_trial_is_value(text, length))
            return false;
        begin += length + 1;
    }
    return reading->any_typed;
}

/* Takes the next line, without its end; false: there is none. */
static bool next_line(const struct sd_refused *refused, uint64_t *at, struct line *line)
{
    uint64_t end = *at;
    if (*at >= refused->size)
        return false;
    while (end < refused->size && refused->data[end] != '\n' && refused->data[end] != '\r')
        end++;
    *line = (struct line){refused->data + *at, (size_t)(end - *at)};
    *at = end + 1;
    return true;
}

bool sd_refused_holds_text(const struct sd_refused *refused)
{
    struct reading reading = {.refused = refused, .plain = *refused->dialect};
    struct line line;
    uint64_t at = sd_byte_order_mark(refused->data, refused->size);
    bool open = false, alike = true;
    reading.plain.quote = SD_NO_QUOTE;
    find_types(&reading);
    while (at < SD_TRIAL_MOST && next_line(refused, &at, &line)) {
        const struct quotes quotes = quotes_of(refused->dialect, line);
        alike = alike && (!open || is_like_records(&reading, line));
        if (open && !quotes.odd)
            continue;
        if (open && quotes.closes && !alike)
            return true;
        open = quotes.opens;
        alike = true;
    }
    return false;
}
