/* SPDX-License-Identifier: MIT */
/*
 * Reads one record after another: hashes of its fields, and of records by them; what its cells are.
 * One struct serves one thread.
 *
 * Life: zeroed, sd_reader_open, sd_reader_take, sd_reader_close.
 */
#ifndef SD_CHECK_READER_H
#define SD_CHECK_READER_H

#include "check/census.h"
#include "check/side.h"
#include "check/twins.h"
#include "csv/cells.h"
#include "look/cells.h"

/* What the cells of one column are. */
struct sd_cell_counts {
    uint64_t of[SD_CELL_KINDS];
    uint64_t first[SD_CELL_KINDS]; /* the lowest offset of a record with such a cell */
};

/* Which columns make the key of a record, and which one is its label. */
struct sd_key_columns {
    size_t columns;
    const bool *in_key; /* by column */
    size_t label;       /* SD_NO_COLUMN: none */
    const bool *group;  /* by column: its values are the record's group; NULL: none */
    size_t time;        /* SD_NO_COLUMN: none */
    const bool *few;    /* by column: it has few values, which are counted */
    bool by_values;     /* records are the same if all their values are, else if their bytes are */
};

struct sd_reader {
    const struct sd_side *side;
    const struct sd_key_columns *key_columns;
    struct sd_cells cells;
    struct sd_cell_counts *counts; /* by column, owned */
    uint64_t *hash;                /* by column, owned: of the last record's fields */
    uint64_t *more;                /* the same with another seed, of columns that make keys */
    struct sd_census *classes;     /* by column, owned: the values of those that have few */
    struct sd_span span;           /* of the last record */

    /* Of the last record. */
    struct sd_value whole;  /* of its bytes */
    struct sd_value values; /* of those in the key, and the label */
    struct sd_value group;
    bool has_group;      /* none of its values is missing */
    struct sd_text time; /* its cell */
};

int sd_reader_open(struct sd_reader *reader, const struct sd_side *side,
                   const struct sd_key_columns *key_columns, struct sd_memory *memory,
                   struct splitdata_error *error);

/* Reads the record in `span`. */
int sd_reader_take(struct sd_reader *reader, struct sd_span span, struct splitdata_error *error);

/* Adds the counts of `more`, of the same part. False: no memory. */
bool sd_reader_join(struct sd_reader *reader, const struct sd_reader *more);

void sd_reader_close(struct sd_reader *reader);

#endif
