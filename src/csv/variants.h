/* SPDX-License-Identifier: MIT */
/*
 * Variants of CSV that libcsv does not know: an escape byte, runs of blanks or two colons as
 * delimiters. Machine P alone reads them, with another table; the loop is that of machine.c.
 *
 * The escape is that of Python's csv module (escapechar): the byte after it has no meaning, inside
 * quotes and outside; if it is a CR, an LF after that has none either. Doubled quotes mean one, as
 * always.
 */
#ifndef SD_CSV_VARIANTS_H
#define SD_CSV_VARIANTS_H

#include "csv/scan.h"

/* Flags of a table's entry that both tables have; the low six bits are the next state. */
enum { SD_ENTRY_FIELD = 1 << 6, SD_ENTRY_OPENS = 1 << 7, SD_ENTRY_ENDS = 1 << 10 };

/* Makes the tables for a variant. With blanks, the fields of a record are counted where they begin,
 * otherwise their delimiters. */
void sd_variant_table(struct sd_machine *machine, const struct sd_dialect *dialect);

/* Whether a state is inside quotes; after an escape, or after a line terminator that was
 * escaped. */
bool sd_variant_in_quotes(unsigned state);
bool sd_variant_is_escaped(unsigned state);

/* One field: the bytes from `begin` to `end` without the delimiters around it. */
struct sd_variant_field {
    const uint8_t *begin, *end;
};

/* Finds the next field of a record at *at, which ends before `end`, without its line terminator,
 * and moves *at after it. Begin with *at at the start of the record; false: there are no more
 * fields, and *at is NULL. */
bool sd_variant_next(const struct sd_dialect *dialect, const uint8_t **at, const uint8_t *end,
                     struct sd_variant_field *field);

/* Writes the value of a field to `value`, which has room for as many bytes: quotes and escapes are
 * taken away. Returns its length. */
size_t sd_variant_value(const struct sd_dialect *dialect, const struct sd_variant_field *field,
                        char *value);

/* --- comments, of all dialects --------------------------------------------------------------- */

/* Whether the next byte begins a comment line, or is in one. */
static inline bool sd_comment_begins(const struct sd_scan *scan, uint8_t byte)
{
    return scan->in_comment != 0 || (scan->dialect->comment != 0 && scan->cr_run == 0 &&
                                     sd_scan_at_rest(scan) && byte == scan->dialect->comment);
}

/* Takes bytes of a comment line, which LF, CR LF or a lone CR ends; returns their number, 0 if it
 * has ended before them. */
size_t sd_comment_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length);

/* The input ends. */
void sd_comment_finish(struct sd_scan *scan);

#endif
