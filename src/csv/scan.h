/* SPDX-License-Identifier: MIT */
/*
 * Record boundaries: docs/csv.md, which defines a record, as a program.
 *
 * Two machines read in lock-step: P reads as Python's csv module, pandas and Rust's csv crate do, L
 * as libcsv does by default. A line terminator outside quotes must end the record for both;
 * otherwise the input is refused at the byte where they began to disagree. At each boundary both
 * are in their start state, so a record means the same wherever it is put.
 *
 * The exact machine (machine.c) takes one byte at a time and implements the whole grammar. A fast
 * scanner (fast.inc and a file for each instruction set) takes 64 bytes at a time, finishes the
 * records that are plainly well-formed, and hands everything else to the exact machine, from the
 * last boundary on. So all scanners find the same records; they differ in speed alone.
 *
 * Life of a scan: sd_scan_begin; sd_scan_feed any number of times with pieces of any size, in
 * order; sd_scan_finish. The spans belong to the caller; sd_scan_abandon frees what the struct owns
 * (only libcsv's parser).
 */
#ifndef SD_CSV_SCAN_H
#define SD_CSV_SCAN_H

#include "base/error.h"
#include "base/spans.h"
#include "csv/oddities.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_NO_QUOTE = -1 };

struct sd_dialect {
    unsigned char delimiter;
    int quote;  /* a byte, or SD_NO_QUOTE */
    bool lines; /* every line is a record, ended by LF alone; of the other members only the comment
                   and those about the beginning have an effect */
    bool ragged_keep;   /* records may have any number of fields */
    bool delimiter_set; /* the user chose the delimiter, so no other one is suspected */
    bool format_set;    /* the user, or a manifest, chose `lines`: no text is taken for another
                           kind of file */
    const char *alike;  /* the suffix that says more, and that the input's name has in capitals:
                           ".txt", ".tsv"; NULL: none */
    bool header;        /* the input begins with a header */

    uint64_t skip_lines;     /* lines before the first record, whatever is in them */
    uint64_t header_records; /* records of the header, if there is one; 0 is 1 */
    unsigned char comment;   /* a line outside quotes that begins with it is skipped; 0: none */
    unsigned char escape;    /* takes the meaning from the byte after it; 0: none */
    bool blanks; /* fields are separated by runs of blanks and tabs; `delimiter` is a blank */
    bool escape_suspected; /* a backslash before a quote may be an escape: no option chose the quote
                            */
    bool colons;           /* fields are separated by two colons; `delimiter` is a colon */
};

/* Whether machine P alone reads the dialect, with a table of its own (variants.c): libcsv knows
 * nothing of it. */
static inline bool sd_dialect_is_variant(const struct sd_dialect *dialect)
{
    return dialect->escape != 0 || dialect->blanks || dialect->colons;
}

/* The number of records that the header has; 1 without one: the first record is read alone. */
static inline uint64_t sd_dialect_first_records(const struct sd_dialect *dialect)
{
    return dialect->header && dialect->header_records > 1 ? dialect->header_records : 1;
}

struct sd_scan;

/* Takes plainly well-formed records from the start of bytes[0..length-1], which is the start of a
 * record, up to the first that ends at byte `enough` or later; returns the number of bytes that
 * they fill. A fault of such a record goes to *error and *status. */
typedef size_t sd_fast_scan(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                            size_t enough, int *status, struct splitdata_error *error);

/* A field or a record: borrowed bytes. */
struct sd_key_field {
    const char *bytes;
    size_t length;
};

/* Finds field `column` (from 0) of each of records[0..count-1]; a record with fewer fields has a
 * value of length 0. Returns how many it found, from the first: less than `count` if a value cannot
 * be told from the record's delimiters and quotes alone. Bytes before `end` can be read. Not for
 * variants, nor for lines. */
typedef size_t sd_fast_fields(const struct sd_dialect *dialect, const struct sd_key_field *records,
                              size_t count, const uint8_t *end, size_t column,
                              struct sd_key_field *values);

/* One way to find boundaries and fields: a row of the table in scanners.c. */
struct sd_scanner {
    const char *name;
    bool (*available)(void); /* on this processor */
    sd_fast_scan *fast;      /* NULL: the exact machine alone */
    sd_fast_fields *fields;  /* NULL: csv/cells.h finds each by itself */
    bool libcsv;             /* libcsv alone decides (an oracle for tests) */
};

/* The machines' byte classes and states, of the tables in machine.c and variants.c. */
enum { SD_CLASSES = 7, SD_STATES = 64 };

struct sd_machine {
    uint8_t class_of[256];
    uint16_t next[SD_STATES][SD_CLASSES];
    uint8_t blank_classes; /* a line with only these classes is blank */
    bool variant;          /* the table is that of variants.c */
};

struct sd_scan {
    const struct sd_dialect *dialect;
    const struct sd_scanner *scanner;
    sd_fast_scan *fast;     /* the scanner's, if it can read the dialect */
    struct sd_spans *spans; /* the records found go here */
    uint64_t fields;        /* of the first record; 0 until there is one */
    uint64_t blank_lines;
    uint64_t comment_lines;
    struct sd_oddities odd;

    struct sd_machine machine;
    uint64_t at;                   /* offset of the next byte to be fed */
    uint64_t slow;                 /* bytes that the exact machine has taken */
    uint64_t record_start;         /* offset of the current record */
    uint64_t delimiters;           /* in it, outside quotes */
    uint64_t cr_run;               /* CRs after it that may belong to one line terminator */
    uint64_t quote_at;             /* where machine P last opened quotes */
    uint64_t parted_at;            /* where P and L began to disagree about quotes, if they do */
    uint64_t other_delimiter_at;   /* where a quote first followed another delimiter */
    uint8_t state;                 /* of P and L together; 0: at a boundary */
    uint8_t seen;                  /* classes of bytes seen in the record */
    uint8_t previous, before;      /* the last two bytes before `at`, if they are in the record */
    uint8_t other_delimiter;       /* that other delimiter; a backslash: the escape that is
                                      suspected; 0: none so far */
    uint8_t other_delimiter_state; /* of machine P with that delimiter */
    bool space_parted;             /* they began to disagree at blanks before a quote */
    uint8_t in_comment;            /* 1: in a comment line; 2: after its CR */
    uint64_t bare_at;              /* a quote in an unquoted field of the record, or SD_UNSEEN */
    uint64_t after_at;             /* a byte after a closing quote in it, or SD_UNSEEN */
    void *libcsv;                  /* the parser of the scanner "libcsv" */
};

/* Begins at offset `at` of the input, the start of a record. `scanner` NULL: the fastest one. */
void sd_scan_begin(struct sd_scan *scan, const struct sd_dialect *dialect,
                   const struct sd_scanner *scanner, struct sd_spans *spans, uint64_t at);

/* Begins again at another offset, with the same arguments otherwise. Not with libcsv. */
void sd_scan_again(struct sd_scan *scan, uint64_t at);

/* Takes the next piece of the input. SPLITDATA_DATA with the offset if it must be refused. */
int sd_scan_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                 struct splitdata_error *error);

/* Takes at most `length` bytes, until a record or blank line has ended at byte `enough` or later;
 * *used is their number. Not with libcsv. */
int sd_scan_feed_enough(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                        size_t *used, struct splitdata_error *error);

/* The same until the next record or blank line has ended, by the exact machine. */
int sd_scan_feed_record(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t *used,
                        struct splitdata_error *error);

/* Goes on from a boundary to the first one at or after `until`, or to `limit`, the end of the input
 * or of a file in it; `data` is all of it. Not with libcsv. */
int sd_scan_until(struct sd_scan *scan, const uint8_t *data, uint64_t until, uint64_t limit,
                  int cancel_fd, struct splitdata_error *error);

/* Ends the input. */
int sd_scan_finish(struct sd_scan *scan, struct splitdata_error *error);

void sd_scan_abandon(struct sd_scan *scan);

/* Whether the next byte starts a record (or a blank line) for both machines. */
static inline bool sd_scan_at_rest(const struct sd_scan *scan)
{
    return scan->record_start == scan->at;
}

/* NULL: there is no such scanner, or not on this processor. */
const struct sd_scanner *sd_scanner_named(const char *name);
const struct sd_scanner *sd_scanner_fastest(void);

#endif
