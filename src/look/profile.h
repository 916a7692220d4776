/* SPDX-License-Identifier: MIT */
/*
 * What an input looks like: its first 10,000 records (of the first mebibyte) and some records of 64
 * places in the rest, cell by cell. It is for notes: nothing else depends on it, and what is found
 * is a likelihood, never a reason to refuse. A streamed input shows its first window only.
 *
 * Cost: bounded, whatever the size of the input.
 */
#ifndef SD_LOOK_PROFILE_H
#define SD_LOOK_PROFILE_H

#include "csv/records.h"

/* A cell as it is shown: its beginning, with a NUL after it. */
enum { SD_SHOWN_CELL = 32 };

/* Why the first record looks like the others. */
enum sd_first_record {
    SD_FIRST_NAMES,       /* it does not, or nothing shows it */
    SD_FIRST_NUMBER,      /* a number that is no name, among numbers */
    SD_FIRST_ALL_NUMBERS, /* nothing but numbers that are no names */
    SD_FIRST_DATE,        /* a date, a time or a boolean among others */
    SD_FIRST_AGAIN,       /* a cell that comes back in its column */
    SD_FIRST_LIBSVM       /* 1 3:0.5 7:1 */
};

/* What comes before the records. */
struct sd_head {
    uint64_t skip_lines;      /* lines that seem to be no header; 0: none */
    size_t headers;           /* records that seem to be the header, after these; 1: the usual */
    char comment;             /* the byte that they, and no record, begin with; 0: none */
    uint64_t comment_rows;    /* such lines that are rows among the values of a column alone */
    bool single;              /* one column: the lines may as well be a header of several */
    uint64_t blank_lines;     /* among those to be skipped */
    uint64_t line;            /* of the header that was found */
    char name[SD_SHOWN_CELL]; /* its first name */
};

/* How one column falls into several. */
struct sd_other_delimiter {
    const char *option; /* what -d must be given; NULL: it does not */
    const char *name;
    uint64_t fields; /* in each line */
    uint64_t before; /* lines at the beginning that have another number; 0: none */
};

struct sd_profile {
    uint64_t looked; /* records looked at, the header among them; 0: none, and nothing below */
    enum sd_first_record first;
    char first_cell[SD_SHOWN_CELL]; /* the cell that shows it */
    uint64_t first_column;          /* its column, from 1 */
    uint64_t first_again;           /* how often it comes back, of so many records */
    struct sd_head head;
    bool nameless_first; /* the first column has no name, and all others are texts */
    struct sd_other_delimiter other;
    uint64_t merged;         /* records with line ends whose lines look like records */
    uint64_t merged_line;    /* the line of the first */
    uint64_t merged_lines;   /* its number of lines */
    bool merged_all_plain;   /* without quotes, each line looked at has the same number of fields */
    bool backslashes;        /* backslashes precede quotes, and no quote is doubled */
    uint64_t continued;      /* records that end in a backslash, see quotes.c */
    uint64_t continued_line; /* the line of the first */
    uint64_t hashes;         /* records that begin with # */
};

/* Looks at the records, which were found, and of which records->data has at least the first ones.
 * `header_asked`: the caller knows that the first record is the header. No memory: nothing is
 * seen. */
void sd_profile_make(struct sd_profile *profile, const struct sd_records *records,
                     bool header_asked);

#endif
