/* SPDX-License-Identifier: MIT */
/*
 * What the report shows beside the findings: it is drawn while the records are at hand, and kept
 * with the results. Numbers of what is kept are bounded, so that a page stays small.
 */
#ifndef SD_CHECK_PICTURE_H
#define SD_CHECK_PICTURE_H

#include "check/origin.h"
#include "splitdata/check.h"

enum {
    SD_PICTURE_BINS = 12,     /* of a histogram */
    SD_PICTURE_CLASSES = 12,  /* the last one may be all others */
    SD_PICTURE_COLUMNS = 100, /* those that differ most */
    SD_PICTURE_PARTS = 12,    /* the first ones */
    SD_PICTURE_PAIRS = 10,
    SD_PICTURE_FIELDS = 8, /* of a pair */
    SD_PICTURE_SHOWN = 40  /* bytes of a value */
};

/* A column in train, and in the part that differs from it most. */
struct sd_picture_column {
    char *name;
    size_t side;
    double effect; /* the distance, or Cramer's V */
    bool numbers;  /* bins are equally wide from `low` to `high`; else they are values */
    size_t bins;
    double share[2][SD_PICTURE_BINS]; /* of the values in train, in the part */
    double missing[2];
    char *low, *high; /* of values: the most frequent, and the last one shown */
};

struct sd_picture_class {
    char *name;      /* NULL: all others */
    uint64_t *count; /* by part */
};

struct sd_picture_range {
    char *first, *last; /* NULL: not known */
    double begin, end;
};

struct sd_picture_field {
    char *name, *value, *other;
    bool differs;
};

/* A record of a part, and its twin. */
struct sd_picture_pair {
    const char *id; /* of the check */
    size_t part, against;
    struct splitdata_check_evidence place;
    struct sd_picture_field field[SD_PICTURE_FIELDS];
    size_t fields, left_out; /* fields that are not kept: they are equal, or there is no room */
};

struct splitdata_check_picture {
    char *target; /* NULL: its classes are not known */
    struct sd_picture_class *classes;
    size_t class_count;
    char *time;                     /* NULL: no times */
    struct sd_picture_range *range; /* by part */
    struct sd_picture_column *column;
    size_t columns, all_columns;
    struct sd_picture_pair pair[SD_PICTURE_PAIRS];
    size_t pairs;
    struct sd_origin origin;
    char *again; /* the command that makes this report */
    size_t parts;
};

struct sd_run;

/* picture.c: draws it, once all checks have been made, and gives it to the results. */
int sd_picture_draw(struct sd_run *run, struct splitdata_error *error);
void sd_picture_free(struct splitdata_check_picture *picture);

/* picture_pairs.c: the first pairs of findings. False: no memory. */
bool sd_picture_pairs(struct splitdata_check_picture *picture, struct sd_run *run);

/* values.c: a copy of some bytes that is safe to show, and short. */
char *sd_picture_text(const char *bytes, size_t length);

/* picture_cell.c: the value of a column in the record at `offset` of a part, safe to show; NULL: it
 * cannot be read.
 */
char *sd_picture_cell(struct sd_run *run, size_t side, uint64_t offset, size_t column);

#endif
