/* SPDX-License-Identifier: MIT */
/*
 * splitdata/check.h - looks at the parts of a split, which any program may have made, for what
 * makes a measurement on them worthless: records on two sides, groups, time, columns that give the
 * answer away, classes and distributions that differ.
 *
 * No finding is no proof: docs/check.md says what each check cannot see.
 */
#ifndef SPLITDATA_CHECK_H
#define SPLITDATA_CHECK_H

#include "splitdata/error.h"
#include "splitdata/options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Only SPLITDATA_CHECK_OK means that a check found nothing. */
enum splitdata_check_state {
    SPLITDATA_CHECK_OK,
    SPLITDATA_CHECK_FINDING,
    SPLITDATA_CHECK_NOT_ASKED, /* it needs an option that was not given */
    SPLITDATA_CHECK_COULD_NOT  /* the data do not allow it; the message says why */
};

enum splitdata_check_severity {
    SPLITDATA_CHECK_NOTE,
    SPLITDATA_CHECK_WARNING,
    SPLITDATA_CHECK_ERROR
};

enum { SPLITDATA_CHECK_EVIDENCE = 10 };

/* A place: a line of a part and, of a pair, one of another part. */
struct splitdata_check_evidence {
    uint64_t line;       /* of the file of `part`, from 1 */
    uint64_t other_line; /* of the file of `against`; 0: there is none */
};

/* What one check says of two parts, of a part or of a column. */
struct splitdata_check_result {
    const char *id;    /* "L01": stable from version to version */
    const char *check; /* its name: "same record" */
    enum splitdata_check_state state;
    enum splitdata_check_severity severity; /* of a finding */
    bool asked;                             /* an option asked for this check */
    size_t part, against;                   /* which parts it is about; SIZE_MAX: none */
    char *column;                           /* the name of the column; NULL: none */
    const char *statistic;                  /* what `value` is: "records"; NULL: there is none */
    double value;
    double expected;    /* by chance alone; NAN: not known */
    double p;           /* how probable so much is by chance alone, at most; NAN: not known */
    char *message;      /* one sentence, safe to show */
    const char *advice; /* what to do, with the option that does it; NULL: nothing */
    struct splitdata_check_evidence evidence[SPLITDATA_CHECK_EVIDENCE];
    size_t evidence_count;
};

struct splitdata_check_part {
    char *path; /* as given */
    char *name; /* what messages call it: of a part in a file of its own that file, else the value
                   of the part column */
    uint64_t rows;
};

struct splitdata_check_picture;

struct splitdata_checked {
    struct splitdata_check_part *parts; /* the first is train */
    size_t part_count;
    struct splitdata_check_result *results; /* by check; at least one of each */
    size_t result_count;

    uint64_t clean_left_out;                 /* with write_clean: the records that train knows */
    struct splitdata_check_picture *picture; /* for the report */
    bool clean_written; /* false: it is not asked for, none would be left, or a check that was
                           asked for could not be made */
};

struct splitdata_check_options {
    /* How the files are read, and resources: format, header, delimiter, quote, ragged_keep,
     * skip_lines, header_records, comment, escape, threads, map_input, memory, tmpdir, spill,
     * max_inflate, gzip_library, cancel_fd, progress; for what is written, force and no_sync. Of
     * the others these are used:
     * ignore (columns that do not count where records are compared), group (its values are to be in
     * one part each), time and time_format (train is to end before the others begin). */
    struct splitdata_options how;

    const char *target; /* the column that a model is to predict; NULL: not known */

    /* The column of the only file whose values say the part of each record, at most 100 of them:
     * the first one is train, unless one is called so. No check looks at this column. NULL: each
     * part is a file. */
    const char *part_column;

    /* Of two parts, where to write the second (with part_column all of the file) without its
     * records that train knows: those of which train has the bytes (or all values but the part's);
     * those of which it has the values that are compared, if there are more than chance makes;
     * those whose group has records in train; and those that are not after its end. All other bytes
     * are kept. NULL: it is not written. */
    const char *write_clean;

    const char *near; /* a share, "0.75": records with so many equal values are near; NULL: none */
    const char *page; /* where to write the report as a page of HTML; NULL: it is not written */
};

SPLITDATA_API void splitdata_check_options_init(struct splitdata_check_options *options);

/*
 * Checks the files paths[0..count-1], two or more, of which the first is train and is read as a
 * stream: private memory grows with the other parts alone. "-" is standard input; each file is
 * opened once. Writes only unnamed temporary files and what the options ask for.
 *
 * With part_column there is one path, that of a file with all parts, and all are indexed.
 *
 * One path is that of a manifest: it names the parts, and how they are read; what `options` leaves
 * open of group, time and target (stratify) it knows, too.
 *
 * Returns SPLITDATA_OK if the files could be read: *checked is filled and must be freed with
 * splitdata_checked_free. On failure it is zeroed.
 */
SPLITDATA_API int splitdata_check(const char *const *paths, size_t count,
                                  const struct splitdata_check_options *options,
                                  struct splitdata_checked *checked, struct splitdata_error *error);

SPLITDATA_API void splitdata_checked_free(struct splitdata_checked *checked);

/* The number of findings of a severity. */
SPLITDATA_API size_t splitdata_checked_count(const struct splitdata_checked *checked,
                                             enum splitdata_check_severity severity);

/* The result as one JSON object, to be freed with free(); NULL: no memory. */
SPLITDATA_API char *splitdata_checked_json(const struct splitdata_checked *checked);

/* The same in the format SARIF 2.1.0. */
SPLITDATA_API char *splitdata_checked_sarif(const struct splitdata_checked *checked);

/* The report as text, at most 25 lines, which each end with a line feed; `blocks`: with block
 * characters of UTF-8, else in ASCII. */
SPLITDATA_API char *splitdata_checked_text(const struct splitdata_checked *checked, bool blocks);

/* The report as a page of HTML, which needs no other file. */
SPLITDATA_API char *splitdata_checked_html(const struct splitdata_checked *checked);

#ifdef __cplusplus
}
#endif

#endif
