/* SPDX-License-Identifier: MIT */
#include "csv/guess.h"

#include <string.h>

static bool at_boundary(const struct sd_dialect *dialect, uint8_t byte)
{
    return byte == dialect->delimiter || byte == '\n' || byte == '\r';
}

/* Whether byte `begin` seems to be inside quotes. A quote after a field boundary opens, so the
 * parity of the quotes before it decides; without one, a quote before a boundary closes. But two of
 * these in a row are no quotes: 5" and 8" are lengths. */
static bool guess_quoted(const struct sd_dialect *dialect, const uint8_t *data, uint64_t begin,
                         uint64_t end)
{
    enum { ENOUGH = 4096 }; /* bytes, so that files with few quotes are not read twice */
    bool toggled = false, closed = false, quoted = false;
    end = end - begin < ENOUGH ? end : begin + ENOUGH;
    const uint8_t *quote;
    for (uint64_t i = begin;
         i + 1 < end && (quote = memchr(data + i, dialect->quote, (size_t)(end - 1 - i))) != NULL;
         i++) {
        i = (uint64_t)(quote - data);
        bool after = at_boundary(dialect, data[i - 1]), before = at_boundary(dialect, data[i + 1]);
        if (after != before && data[i - 1] != dialect->quote && data[i + 1] != dialect->quote) {
            if (after)
                return toggled;
            if (closed)
                return false;
            closed = true;
            quoted = !toggled;
        }
        toggled = !toggled;
    }
    return quoted;
}

/* Whether byte i is a quote that opens or closes quotes. */
static bool toggles(const struct sd_dialect *dialect, const uint8_t *data, uint64_t i, bool quoted)
{
    return data[i] == dialect->quote &&
           (quoted || at_boundary(dialect, data[i - 1]) || data[i - 1] == dialect->quote);
}

/* The first line terminator at or after `i`, if there are no quotes and no CRs before it; else
 * NULL. */
static const uint8_t *plain_line_end(const struct sd_dialect *dialect, const uint8_t *data,
                                     uint64_t i, uint64_t end)
{
    const uint8_t *lf = memchr(data + i, '\n', (size_t)(end - i));
    size_t length = lf != NULL ? (size_t)(lf - (data + i)) : 0;
    bool quoted = dialect->quote != SD_NO_QUOTE && memchr(data + i, dialect->quote, length) != NULL;
    return quoted || memchr(data + i, '\r', length) != NULL ? NULL : lf;
}

uint64_t sd_guess_boundary(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                           uint64_t begin, uint64_t end)
{
    const bool quotes = !dialect->lines && dialect->quote != SD_NO_QUOTE;
    bool quoted = quotes && guess_quoted(dialect, data, begin, end);
    uint64_t i = begin - 1; /* the state after byte i is known */
    const uint8_t *lf = quoted ? NULL : plain_line_end(dialect, data, i, end);
    if (lf != NULL)
        return (uint64_t)(lf - data) + 1;
    while (i < end && (quoted || (data[i] != '\n' && (dialect->lines || data[i] != '\r')))) {
        i++;
        quoted = quoted != (quotes && i < end && toggles(dialect, data, i, quoted));
    }
    uint64_t run = i;
    while (run < end && data[run] == '\r')
        run++;
    if (run == end)
        return size; /* only the byte after the CRs tells what they end */
    return data[run] == '\n' ? run + 1 : i + 1;
}
