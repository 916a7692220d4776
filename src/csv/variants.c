/* SPDX-License-Identifier: MIT */
#include "csv/variants.h"

#include <string.h>

enum { OTHER, BLANK, DELIMITER, QUOTE, ESCAPE, CR, LF };

/* HALF: after the first of two colons. ESCAPED: after the escape. ESCAPED_CR: after an escaped CR,
 * ESCAPED_LF: after an escaped line terminator that ended with LF. */
enum {
    START,
    PLAIN,
    QUOTED,
    CLOSED,
    START_HALF,
    PLAIN_HALF,
    ESCAPED,
    ESCAPED_CR,
    ESCAPED_LF,
    QUOTED_ESCAPED,
    QUOTED_CR,
    STATES
};

enum { FIELD = SD_ENTRY_FIELD, OPENS = SD_ENTRY_OPENS, ENDS = SD_ENTRY_ENDS };

static unsigned transition(const struct sd_dialect *dialect, unsigned state, unsigned class);

/* At the start of a field. With blanks, a field begins with its first byte. */
static unsigned from_start(const struct sd_dialect *dialect, unsigned class)
{
    unsigned begins = dialect->blanks ? FIELD : 0;
    switch (class) {
    case DELIMITER:
        return dialect->blanks ? START : dialect->colons ? START_HALF : START | FIELD;
    case QUOTE:
        return QUOTED | OPENS | begins;
    case ESCAPE:
        return ESCAPED | begins;
    case CR:
    case LF:
        return START | ENDS;
    default:
        return PLAIN | begins;
    }
}

/* In an unquoted field, or after a closing quote, where a second quote means a quote. */
static unsigned from_plain(const struct sd_dialect *dialect, unsigned state, unsigned class)
{
    switch (class) {
    case DELIMITER:
        return dialect->blanks ? START : dialect->colons ? PLAIN_HALF : START | FIELD;
    case QUOTE:
        return state == CLOSED ? QUOTED : PLAIN;
    case ESCAPE:
        return ESCAPED;
    case CR:
    case LF:
        return state | ENDS;
    default:
        return PLAIN;
    }
}

static unsigned transition(const struct sd_dialect *dialect, unsigned state, unsigned class)
{
    switch (state) {
    case START:
        return from_start(dialect, class);
    case QUOTED:
        return class == QUOTE ? CLOSED : class == ESCAPE ? QUOTED_ESCAPED : QUOTED;
    case START_HALF:
    case PLAIN_HALF:
        return class == DELIMITER ? START | FIELD : from_plain(dialect, PLAIN, class);
    case ESCAPED:
        return class == CR ? ESCAPED_CR : class == LF ? ESCAPED_LF : PLAIN;
    case ESCAPED_CR:
        return class == LF ? ESCAPED_LF : from_plain(dialect, PLAIN, class);
    case QUOTED_ESCAPED:
        return class == CR ? QUOTED_CR : QUOTED;
    case QUOTED_CR:
        return class == LF ? QUOTED : transition(dialect, QUOTED, class);
    default:
        return from_plain(dialect, state == CLOSED ? CLOSED : PLAIN, class);
    }
}

void sd_variant_table(struct sd_machine *machine, const struct sd_dialect *dialect)
{
    memset(machine->class_of, OTHER, sizeof machine->class_of);
    machine->class_of[' '] = dialect->blanks ? DELIMITER : BLANK;
    machine->class_of['\t'] = dialect->blanks ? DELIMITER : BLANK;
    machine->class_of['\n'] = LF;
    machine->class_of['\r'] = CR;
    machine->class_of[dialect->delimiter] = DELIMITER;
    if (dialect->quote != SD_NO_QUOTE)
        machine->class_of[dialect->quote] = QUOTE;
    if (dialect->escape != 0)
        machine->class_of[dialect->escape] = ESCAPE;
    for (unsigned state = 0; state < STATES; state++) {
        for (unsigned class = 0; class < SD_CLASSES; class ++)
            machine->next[state][class] = (uint16_t)transition(dialect, state, class);
    }
    machine->blank_classes =
        (uint8_t)(1 << BLANK | (dialect->delimiter == ' ' ? 1 << DELIMITER : 0));
}

bool sd_variant_in_quotes(unsigned state)
{
    return state == QUOTED || state == QUOTED_ESCAPED || state == QUOTED_CR;
}

bool sd_variant_is_escaped(unsigned state)
{
    return state == ESCAPED || state == ESCAPED_CR || state == ESCAPED_LF;
}

/* --- fields ---------------------------------------------------------------------------------- */

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* The length of the delimiter at `at`; 0: there is none. */
static size_t delimiter_at(const struct sd_dialect *dialect, const uint8_t *at, const uint8_t *end)
{
    if (dialect->blanks)
        return is_blank(*at);
    if (*at != dialect->delimiter)
        return 0;
    return !dialect->colons ? 1 : at + 1 < end && at[1] == ':' ? 2 : 0;
}

bool sd_variant_next(const struct sd_dialect *dialect, const uint8_t **at, const uint8_t *end,
                     struct sd_variant_field *field)
{
    const uint8_t *i = *at;
    size_t width = 0;
    bool quoted = false;
    while (dialect->blanks && i != NULL && i < end && is_blank(*i))
        i++;
    if (i == NULL || (dialect->blanks && i == end)) {
        *at = NULL;
        return false;
    }
    field->begin = i;
    if (i < end && *i == dialect->quote) {
        quoted = true;
        i++;
    }
    for (; i < end; i++) {
        if (dialect->escape != 0 && *i == dialect->escape)
            i += i + 1 < end;
        else if (quoted && *i == dialect->quote && i + 1 < end && i[1] == dialect->quote)
            i++;
        else if (quoted && *i == dialect->quote)
            quoted = false;
        else if (!quoted && (width = delimiter_at(dialect, i, end)) != 0)
            break;
    }
    field->end = i;
    *at = width != 0 ? i + width : NULL;
    return true;
}

size_t sd_variant_value(const struct sd_dialect *dialect, const struct sd_variant_field *field,
                        char *value)
{
    const uint8_t *i = field->begin, *end = field->end;
    size_t length = 0;
    bool quoted = i < end && *i == dialect->quote;
    for (i += quoted; i < end; i++) {
        bool is_quote = quoted && *i == dialect->quote;
        bool skip = (dialect->escape != 0 && *i == dialect->escape && i + 1 < end) ||
                    (is_quote && i + 1 < end && i[1] == dialect->quote);
        if (is_quote && !skip) {
            quoted = false;
            continue;
        }
        i += skip;
        value[length++] = (char)*i;
    }
    return length;
}

/* --- comments -------------------------------------------------------------------------------- */

static void end_comment(struct sd_scan *scan)
{
    scan->comment_lines++;
    scan->in_comment = 0;
    scan->record_start = scan->at;
}

size_t sd_comment_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length)
{
    size_t i = 0;
    if (scan->in_comment != 2) {
        scan->in_comment = 1;
        while (i < length && bytes[i] != '\n' && bytes[i] != '\r')
            i++;
        if (i < length && bytes[i] == '\r') {
            scan->in_comment = 2;
            i++;
        }
    }
    scan->at += i;
    if (i == length)
        return i;
    if (bytes[i] == '\n') {
        scan->at++;
        i++;
    }
    end_comment(scan);
    return i;
}

void sd_comment_finish(struct sd_scan *scan)
{
    if (scan->in_comment != 0)
        end_comment(scan);
}
