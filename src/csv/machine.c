/* SPDX-License-Identifier: MIT */
#include "csv/machine.h"

#include "csv/variants.h"

#include <inttypes.h>
#include <string.h>

enum { OTHER, BLANK, DELIMITER, QUOTE, LINE_END, CLASSES };

/* The states of machine P (Python's csv) within a field. */
enum { P_START, P_PLAIN, P_QUOTED, P_CLOSED };

/* Of the machine with a suspected escape: its state, and that the last byte was the escape. */
enum { ESCAPE = '\\', P_STATES = 3, ESCAPED = 4 };

/* Machine L (libcsv): the same, but blanks before a field do not start it, and text after a closing
 * quote re-opens the quotes. */
enum { L_START, L_PLAIN, L_QUOTED, L_CLOSED };

/* A state combines P, L, whether blanks followed L's closing quote, and whether the two have
 * disagreed about being in quotes since both were last at the start of a field. */
enum { L_SHIFT = 2, SPACES = 16, PARTED = 32 };

/* An entry of the table: the next state, and flags. */
enum {
    STATE = 63,
    FIELD = SD_ENTRY_FIELD, /* the byte is a delimiter outside quotes */
    OPENS = SD_ENTRY_OPENS, /* P opens quotes */
    BARE = 1 << 8,          /* a quote inside an unquoted field of P */
    PARTS = 1 << 9,         /* P and L begin to disagree */
    ENDS = SD_ENTRY_ENDS,   /* a line terminator that is not inside the quotes of both */
    AFTER = 1 << 11,        /* a byte after a closing quote of P */
    SPECIAL = OPENS | BARE | PARTS | ENDS | AFTER
};

static unsigned next_p(unsigned p, unsigned class)
{
    switch (p) {
    case P_START:
        return class == QUOTE ? P_QUOTED : class == DELIMITER ? P_START : P_PLAIN;
    case P_PLAIN:
        return class == DELIMITER ? P_START : P_PLAIN;
    case P_QUOTED:
        return class == QUOTE ? P_CLOSED : P_QUOTED;
    default:
        return class == QUOTE ? P_QUOTED : class == DELIMITER ? P_START : P_PLAIN;
    }
}

/* Returns L's next state, SPACES included. */
static unsigned next_l(unsigned l, bool spaces, unsigned class)
{
    switch (l) {
    case L_START:
        return class == QUOTE ? L_QUOTED : class == BLANK || class == DELIMITER ? L_START : L_PLAIN;
    case L_PLAIN:
        return class == DELIMITER ? L_START : L_PLAIN;
    case L_QUOTED:
        return class == QUOTE ? L_CLOSED : L_QUOTED;
    default:
        if (class == DELIMITER)
            return L_START;
        if (class == BLANK)
            return L_CLOSED | SPACES;
        return class == QUOTE && spaces ? L_CLOSED : L_QUOTED;
    }
}

static uint16_t transition(unsigned state, unsigned class)
{
    unsigned p = state & 3, l = state >> L_SHIFT & 3;
    bool quoted = p == P_QUOTED && l == L_QUOTED;
    if (class == LINE_END)
        return (uint16_t)(quoted ? state : state | ENDS);
    unsigned p_next = next_p(p, class);
    unsigned l_both = next_l(l, (state & SPACES) != 0, class);
    unsigned l_next = l_both & 3;
    bool disagree = (p_next == P_QUOTED) != (l_next == L_QUOTED);
    bool together = p_next == P_START && l_next == L_START;
    unsigned parted = disagree || ((state & PARTED) != 0 && !together) ? PARTED : 0;
    unsigned entry = p_next | l_next << L_SHIFT | (l_both & SPACES) | parted;
    if (class == DELIMITER && p != P_QUOTED)
        entry |= FIELD;
    if (p == P_START && class == QUOTE)
        entry |= OPENS;
    if (p == P_PLAIN && class == QUOTE)
        entry |= BARE;
    if (p == P_CLOSED && class != QUOTE && class != DELIMITER)
        entry |= AFTER;
    if (parted != 0 && (state & PARTED) == 0)
        entry |= PARTS;
    return (uint16_t)entry;
}

void sd_machine_begin(struct sd_machine *machine, const struct sd_dialect *dialect)
{
    machine->variant = sd_dialect_is_variant(dialect);
    if (machine->variant) {
        sd_variant_table(machine, dialect);
        return;
    }
    memset(machine->class_of, OTHER, sizeof machine->class_of);
    machine->class_of[' '] = BLANK;
    machine->class_of['\t'] = BLANK;
    machine->class_of['\n'] = LINE_END;
    machine->class_of['\r'] = LINE_END;
    machine->class_of[dialect->delimiter] = DELIMITER;
    if (dialect->quote != SD_NO_QUOTE)
        machine->class_of[dialect->quote] = QUOTE;
    for (unsigned state = 0; state < SD_STATES; state++) {
        for (unsigned class = 0; class < CLASSES; class ++)
            machine->next[state][class] = transition(state, class);
    }
    machine->blank_classes =
        (uint8_t)(1 << BLANK | (dialect->delimiter == ' ' ? 1 << DELIMITER : 0));
}

int sd_fail_ragged(const struct sd_scan *scan, uint64_t start, uint64_t fields,
                   struct splitdata_error *error)
{
    int status = sd_fail_at(error, start, "%" PRIu64 " field%s, the %s has %" PRIu64, fields,
                            fields == 1 ? "" : "s",
                            scan->dialect->header ? "header" : "first record", scan->fields);
    error->fault = SPLITDATA_FAULT_FIELDS;
    return status;
}

static int fail_parted(const struct sd_scan *scan, struct splitdata_error *error)
{
    bool parted = (scan->state & PARTED) != 0, blanks = parted && scan->space_parted;
    int status = sd_fail_at(error, parted ? scan->parted_at : scan->at,
                            "%s: readers disagree on where this record ends",
                            blanks ? "a quote after blanks" : "text after a closing quote");
    error->fault = blanks ? SPLITDATA_FAULT_BLANKS : SPLITDATA_FAULT_QUOTES;
    return status;
}

static int fail_other_delimiter(const struct sd_scan *scan, struct splitdata_error *error)
{
    if (scan->other_delimiter == ESCAPE)
        return sd_fail_at(error, scan->other_delimiter_at,
                          "a backslash before a quote: readers disagree on where this record ends "
                          "(--escape '\\'; --quote '%c' insists)",
                          scan->dialect->quote);
    const char *name = scan->other_delimiter == '\t'  ? "tab"
                       : scan->other_delimiter == ';' ? "';'"
                                                      : "'|'";
    char insist[8] = "tab";
    if (scan->dialect->delimiter != '\t')
        splitdata_escape(insist, sizeof insist, (const char *)&scan->dialect->delimiter, 1);
    return sd_fail_at(error, scan->other_delimiter_at,
                      "quoted fields follow another separator: is the delimiter %s? (-d %s; "
                      "-d %s insists)",
                      scan->other_delimiter == '\t' ? "a tab" : name, name, insist);
}

/* Machine P with the other, suspected delimiter, or with an escape: only to notice a line
 * terminator inside quotes. */
static void step_other_delimiter(struct sd_scan *scan, uint8_t byte)
{
    const uint8_t state = scan->other_delimiter_state;
    const bool escapes = scan->other_delimiter == ESCAPE;
    const uint8_t delimiter = escapes ? scan->dialect->delimiter : scan->other_delimiter;
    unsigned class = byte == scan->dialect->quote ? QUOTE : byte == delimiter ? DELIMITER : OTHER;
    if (state & ESCAPED)
        scan->other_delimiter_state = state & P_STATES;
    else if (escapes && byte == ESCAPE)
        scan->other_delimiter_state = (state == P_QUOTED ? P_QUOTED : P_PLAIN) | ESCAPED;
    else
        scan->other_delimiter_state = (uint8_t)next_p(state, class);
}

/* Handles the table's rare flags; `byte` is at offset `at`. */
static void note_special(struct sd_scan *scan, unsigned entry, uint64_t at, uint8_t byte,
                         uint8_t previous, uint8_t before)
{
    if (entry & OPENS)
        scan->quote_at = at;
    if ((entry & BARE) && scan->bare_at == SD_UNSEEN)
        scan->bare_at = at;
    if ((entry & AFTER) && scan->after_at == SD_UNSEEN)
        scan->after_at = at;
    if (entry & PARTS) {
        scan->parted_at = at;
        scan->space_parted =
            (scan->state & 3) == P_PLAIN && (scan->state >> L_SHIFT & 3) == L_START;
    }
    if (scan->other_delimiter != 0) {
        step_other_delimiter(scan, byte);
    } else if ((entry & BARE) && !scan->dialect->delimiter_set &&
               previous != scan->dialect->delimiter &&
               (previous == ';' || previous == '\t' || previous == '|')) {
        scan->other_delimiter = previous;
        scan->other_delimiter_state = P_QUOTED;
        scan->other_delimiter_at = at;
    } else if ((entry & PARTS) && !scan->space_parted && before == ESCAPE &&
               scan->dialect->escape_suspected) {
        scan->other_delimiter = ESCAPE;
        scan->other_delimiter_state = byte == ESCAPE ? P_QUOTED | ESCAPED : P_QUOTED;
        scan->other_delimiter_at = at - 2;
    }
}

bool sd_machine_agrees(const struct sd_machine *machine, unsigned state)
{
    return machine->variant || ((state & 3) == P_QUOTED) == ((state >> L_SHIFT & 3) == L_QUOTED);
}

bool sd_machine_is_quoted(unsigned state)
{
    return (state & 3) == P_QUOTED && (state >> L_SHIFT & 3) == L_QUOTED;
}

/* At a line terminator outside quotes: whether the two machines, and the one with the suspected
 * delimiter, agree. */
static int check_line_end(struct sd_scan *scan, struct splitdata_error *error)
{
    if (!sd_machine_agrees(&scan->machine, scan->state))
        return fail_parted(scan, error);
    if (scan->machine.variant)
        return SPLITDATA_OK;
    if (scan->other_delimiter != 0 && (scan->other_delimiter_state & P_STATES) == P_QUOTED)
        return fail_other_delimiter(scan, error);
    return SPLITDATA_OK;
}

/* Counts the quotes that are odd in a record. */
static void count_quotes(struct sd_scan *scan)
{
    if (scan->bare_at != SD_UNSEEN)
        sd_sighting_add(&scan->odd.bare_quote, 1, scan->bare_at);
    if (scan->after_at != SD_UNSEEN)
        sd_sighting_add(&scan->odd.after_quote, 1, scan->after_at);
    scan->bare_at = scan->after_at = SD_UNSEEN;
}

/* The current record or blank line ends at offset `end`, its line terminator included. */
static int end_record(struct sd_scan *scan, uint64_t end, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if ((scan->seen & ~scan->machine.blank_classes) == 0)
        scan->blank_lines++;
    else
        status = sd_scan_record(scan, scan->record_start, end - scan->record_start,
                                scan->delimiters + (scan->dialect->blanks ? 0 : 1), error);
    count_quotes(scan);
    scan->record_start = end;
    scan->delimiters = 0;
    scan->state = 0;
    scan->seen = 0;
    scan->cr_run = 0;
    scan->other_delimiter_state = P_START;
    return status;
}

/* CRs that no LF follows: the first ends the record, each other one is a blank line. */
static int end_at_lone_cr(struct sd_scan *scan, struct splitdata_error *error)
{
    uint64_t more = scan->cr_run - 1;
    sd_sighting_add(&scan->odd.lone_cr, scan->cr_run, scan->at - scan->cr_run);
    int status = end_record(scan, scan->at - more, error);
    scan->blank_lines += more;
    scan->record_start = scan->at;
    return status;
}

/* Takes bytes within a record, up to a line terminator outside quotes; returns their number. */
static size_t take_content(struct sd_scan *scan, const uint8_t *bytes, size_t length)
{
    const struct sd_machine *machine = &scan->machine;
    unsigned state = scan->state, seen = scan->seen;
    uint64_t delimiters = scan->delimiters;
    size_t i = 0;
    for (; i < length; i++) {
        unsigned class = machine->class_of[bytes[i]];
        unsigned entry = machine->next[state][class];
        if (entry & ENDS)
            break;
        seen |= 1u << class;
        delimiters += entry >> 6 & 1;
        if ((entry & SPECIAL) || scan->other_delimiter != 0) {
            scan->state = (uint8_t)state;
            note_special(scan, entry, scan->at + i, bytes[i], i > 0 ? bytes[i - 1] : scan->previous,
                         i > 1   ? bytes[i - 2]
                         : i > 0 ? scan->previous
                                 : scan->before);
        }
        state = entry & STATE;
    }
    if (i > 0) {
        scan->before = i > 1 ? bytes[i - 2] : scan->previous;
        scan->previous = bytes[i - 1];
    }
    scan->state = (uint8_t)state;
    scan->seen = (uint8_t)seen;
    scan->delimiters = delimiters;
    scan->at += i;
    return i;
}

int sd_machine_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                    size_t *used, struct splitdata_error *error)
{
    size_t i = 0;
    int status = SPLITDATA_OK;
    while (i < length && status == SPLITDATA_OK) {
        if (sd_comment_begins(scan, bytes[i])) {
            i += sd_comment_feed(scan, bytes + i, length - i);
            if (i >= enough)
                break;
            continue;
        }
        if (scan->cr_run == 0) {
            i += take_content(scan, bytes + i, length - i);
            if (i == length)
                break;
            status = check_line_end(scan, error);
            if (status != SPLITDATA_OK)
                break;
        }
        uint8_t byte = bytes[i];
        if (byte == '\r') {
            scan->cr_run++;
            scan->at++;
            i++;
            continue;
        }
        if (byte == '\n') {
            scan->at++;
            i++;
            scan->odd.lf |= scan->cr_run == 0;
            scan->odd.crlf |= scan->cr_run != 0;
            status = end_record(scan, scan->at, error);
        } else {
            status = end_at_lone_cr(scan, error);
        }
        if (i >= enough)
            break;
    }
    *used = i;
    return status;
}

static int fail_open(const struct sd_scan *scan, struct splitdata_error *error)
{
    int status = sd_fail_at(error, scan->quote_at, "the quote opened here is never closed");
    error->fault = SPLITDATA_FAULT_OPEN_QUOTE;
    return status;
}

int sd_machine_finish(struct sd_scan *scan, struct splitdata_error *error)
{
    sd_comment_finish(scan);
    if (scan->cr_run != 0)
        return end_at_lone_cr(scan, error);
    if (sd_scan_at_rest(scan))
        return SPLITDATA_OK;
    if (scan->machine.variant ? sd_variant_in_quotes(scan->state)
                              : sd_machine_is_quoted(scan->state))
        return fail_open(scan, error);
    if (scan->machine.variant && sd_variant_is_escaped(scan->state))
        return sd_fail_at(error, scan->at - 1,
                          "the input ends in the escape, or in a line end that it escapes: its "
                          "last record is not complete");
    int status = check_line_end(scan, error);
    return status != SPLITDATA_OK ? status : end_record(scan, scan->at, error);
}
