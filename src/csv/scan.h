/* SPDX-License-Identifier: MIT */
/*
 * Where records begin and end. docs/csv.md says what a record is; this is that page as a program.
 *
 * Two machines read in lock-step: P reads as Python's csv module, pandas and Rust's csv crate do, L
 * as libcsv does by default. A line end outside quotes must end the record for both, else the input
 * is refused at the byte where they parted. At each boundary both are at rest, so a record means
 * the same wherever it is put.
 *
 * The exact machine (machine.c) takes one byte at a time and knows the whole grammar. A fast
 * scanner (fast.inc and a file for each instruction set) takes 64 bytes at a time, finishes the
 * records that are plainly well-formed and hands everything else to the exact machine, from the
 * last boundary on. So every scanner gives the same records; they differ in speed alone.
 *
 * Life of a scan: sd_scan_begin, sd_scan_feed any number of times with pieces of any size, in
 * order, sd_scan_finish. The spans found are the caller's; the struct owns nothing but what
 * sd_scan_abandon frees (nothing, for all scanners but libcsv's).
 */
#ifndef SD_CSV_SCAN_H
#define SD_CSV_SCAN_H

#include "base/error.h"
#include "base/spans.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_NO_QUOTE = -1 };

struct sd_dialect {
    unsigned char delimiter;
    int quote;          /* a byte, or SD_NO_QUOTE */
    bool lines;         /* only LF ends a record, every line is one; the rest plays no part */
    bool ragged_keep;   /* records may have any number of fields */
    bool delimiter_set; /* the user chose the delimiter: do not suspect that it is another one */
    bool header;        /* the first record is a header (for messages) */
};

struct sd_scan;

/* Takes plainly well-formed records from the start of bytes[0..length-1], where a record starts,
 * none behind the first that ends at byte `enough` or later, and returns how many bytes they fill.
 * A fault of such a record goes to *error and *status. */
typedef size_t sd_fast_scan(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                            size_t enough, int *status, struct splitdata_error *error);

/* One way to find the boundaries: a row of the table in scanners.c. */
struct sd_scanner {
    const char *name;
    bool (*available)(void); /* on this processor */
    sd_fast_scan *fast;      /* NULL: the exact machine alone */
    bool libcsv;             /* libcsv alone decides (an oracle for tests) */
};

/* The classes of bytes that the machines tell apart, and their tables: see machine.c. */
enum { SD_CLASSES = 5, SD_STATES = 64 };

struct sd_machine {
    uint8_t class_of[256];
    uint16_t next[SD_STATES][SD_CLASSES];
    uint8_t blank_classes; /* a line of these classes alone is blank */
};

struct sd_scan {
    const struct sd_dialect *dialect;
    const struct sd_scanner *scanner;
    struct sd_spans *spans; /* the records found go here */
    uint64_t fields;        /* of the first record; 0 until there is one */
    uint64_t blank_lines;

    struct sd_machine machine;
    uint64_t at;                   /* offset of the next byte to be fed */
    uint64_t slow;                 /* bytes that were fed and taken by the exact machine */
    uint64_t record_start;         /* offset of the record being read */
    uint64_t delimiters;           /* in it, outside quotes */
    uint64_t cr_run;               /* CRs behind it that may yet belong to one line end */
    uint64_t quote_at;             /* where machine P last opened quotes */
    uint64_t parted_at;            /* where P and L began to disagree about quotes */
    uint64_t other_delimiter_at;   /* where a quote first stood behind another separator */
    uint8_t state;                 /* of P and L together; 0: at rest */
    uint8_t seen;                  /* classes of bytes seen in the record */
    uint8_t previous;              /* the byte before `at`, when it lies in the same record */
    uint8_t other_delimiter;       /* that other separator; 0: none was seen */
    uint8_t other_delimiter_state; /* of machine P with that separator */
    bool space_parted;             /* they parted at blanks before a quote */
    void *libcsv;                  /* the parser of the scanner "libcsv" */
};

/* Begins at offset `at` of the input, where a record starts. `scanner` NULL is the fastest one. */
void sd_scan_begin(struct sd_scan *scan, const struct sd_dialect *dialect,
                   const struct sd_scanner *scanner, struct sd_spans *spans, uint64_t at);

/* Begins once more, elsewhere, with what it was begun with. Not with libcsv. */
void sd_scan_again(struct sd_scan *scan, uint64_t at);

/* Takes the next piece of the input. SPLITDATA_DATA with the offset when it must be refused. */
int sd_scan_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                 struct splitdata_error *error);

/* Takes bytes until a record or blank line has ended at byte `enough` or later, at most `length`;
 * *used says how many. Not with libcsv. */
int sd_scan_feed_enough(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                        size_t *used, struct splitdata_error *error);

/* The same until one has ended, by the exact machine. */
int sd_scan_feed_record(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t *used,
                        struct splitdata_error *error);

/* Says that the input ends here. */
int sd_scan_finish(struct sd_scan *scan, struct splitdata_error *error);

void sd_scan_abandon(struct sd_scan *scan);

/* Whether the next byte starts a record (or a blank line) in every state of knowledge. */
static inline bool sd_scan_at_rest(const struct sd_scan *scan)
{
    return scan->record_start == scan->at;
}

/* NULL: there is no such scanner, or not on this processor. */
const struct sd_scanner *sd_scanner_named(const char *name);
const struct sd_scanner *sd_scanner_fastest(void);

#endif
