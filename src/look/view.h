/* SPDX-License-Identifier: MIT */
/* The records that are looked at, and their columns: shared by the judgements of this folder. */
#ifndef SD_LOOK_VIEW_H
#define SD_LOOK_VIEW_H

#include "look/cells.h"
#include "look/profile.h"

/* The most columns that are looked at; records whose kinds are kept, the first ones; records in
 * all. */
enum { SD_VIEW_COLUMNS = 256, SD_VIEW_HEAD = 24, SD_VIEW_RECORDS = 10000 };

struct sd_view_column {
    uint32_t count[SD_CELL_KINDS]; /* of the records after the head */
    uint32_t years;                /* integers that may be years */
    uint32_t again;                /* cells equal to the first record's, in all records after it */
    uint8_t head[SD_VIEW_HEAD];    /* the kinds of the head's records */
};

struct sd_view {
    const struct sd_records *records;
    struct sd_profile *profile;
    struct sd_spans spans; /* of the records at the beginning */
    size_t columns;        /* that are looked at */
    size_t head;           /* records of the head, the first record among them */
    size_t body;           /* the first record that is no part of the header */
    uint64_t looked;
    struct sd_view_column *column;
    struct sd_look_cell *cells; /* room for a record */
    struct sd_look_cell *first; /* the cells of the first record */
    size_t first_count;
};

/* Record number i of those at the beginning. */
static inline struct sd_span sd_view_span(const struct sd_view *view, size_t i)
{
    return sd_spans_unpack(&view->spans, view->spans.packed[i]);
}

/* Its cells, in view->cells; returns their number. */
size_t sd_view_cells(const struct sd_view *view, size_t i);

/* Of the records from number `from` (in the head) on: how many cells of a column are of these
 * kinds, `kinds` a sum of 1 << kind. */
uint64_t sd_view_count(const struct sd_view *view, size_t column, size_t from, unsigned kinds);

/* The kind of nearly all cells of a column that have a value, from record `from` on: integers among
 * decimals are decimals. SD_CELL_TEXT: no such kind, SD_CELL_EMPTY: no values. */
enum sd_cell_kind sd_view_kind(const struct sd_view *view, size_t column, size_t from);

/* The kind of a cell of the head over a column of the kind `below`: true or no are names but over
 * their like. */
static inline enum sd_cell_kind sd_kind_over(enum sd_cell_kind kind, enum sd_cell_kind below)
{
    return kind == SD_CELL_BOOLEAN && below != SD_CELL_BOOLEAN ? SD_CELL_TEXT : kind;
}

/* Copies a cell to be shown. */
void sd_view_show(char shown[SD_SHOWN_CELL], const struct sd_look_cell *cell);

/* The judgements: each fills its members of the profile. */
void sd_look_at_head(struct sd_view *view);      /* head.c: title lines, several header lines */
void sd_look_at_first(struct sd_view *view);     /* first.c: no header */
void sd_look_at_delimiter(struct sd_view *view); /* delimiter.c: one column that is several */
void sd_look_at_quotes(struct sd_view *view);    /* quotes.c: merged lines, backslashes */

#endif
