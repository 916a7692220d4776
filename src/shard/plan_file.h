/* SPDX-License-Identifier: MIT */
/*
 * The plan of a split on many machines: where the records of each range are, and who goes where.
 * docs/distributed.md describes the file, of which a task reads its slice alone.
 */
#ifndef SD_SHARD_PLAN_FILE_H
#define SD_SHARD_PLAN_FILE_H

#include "recipe/keyed_select.h"
#include "shard/chain.h"

/* Whether the last record of a file has a line terminator. */
enum {
    SD_LAST_ENDS,
    SD_LAST_OF_ALL, /* no, and no file goes on: it gets one if another record follows in its part */
    SD_LAST_GOES_ON /* no, and another file goes on: it gets one */
};

/* A file of the data set, as a plan tells of it. */
struct sd_plan_file {
    char *path; /* owned */
    uint64_t size;
    bool gzip;
    unsigned lacks_end;    /* its last record has no line terminator: SD_LAST_ENDS ... */
    struct sd_text ending; /* that it gets then */
};

struct sd_plan_span {
    uint64_t file, begin, end, rows, first_row;
};

enum { SD_SPAN_WORDS = 5 };

/* One set of parts. */
struct sd_plan_set {
    uint64_t *sizes;       /* owned, by part */
    const uint8_t *labels; /* `bits` a row: its part, or the number of parts: none */
    const uint8_t *places; /* `width` bytes a row: its place in the part; NULL: in the input's
                              order */
};

struct sd_shard_plan {
    struct sd_shard_map map;
    uint64_t ranges, rows, fields;
    uint64_t folds; /* 0: none; set number s is fold s % folds of repeat s / folds */
    bool repeated;
    bool exchanged;  /* pieces are joined by place or key */
    json_t *dialect; /* borrowed */
    struct sd_text prologue;
    struct sd_plan_file *file; /* owned */
    size_t files;
    char **part; /* owned: names */
    size_t parts, sets;
    /* Either rows are in the order of keys, and part p begins at cut[p] and ends before
     * cut[p + 1], */
    bool keyed;
    uint64_t seed;
    struct sd_keyed_row *cut; /* owned */
    /* or there is a table. */
    unsigned bits, width;
    struct sd_plan_set *set;   /* owned */
    const uint8_t *first_span; /* 8 bytes a range, and one more */
    const uint8_t *spans;
    uint64_t id; /* a hash of the document, of 63 bits: its pieces have it, too */
};

/* Zeroed, sd_shard_plan_open, sd_shard_plan_close. */
int sd_shard_plan_open(struct sd_shard_plan *plan, const char *path, struct splitdata_error *error);
void sd_shard_plan_close(struct sd_shard_plan *plan);

/* Span number s of all. */
struct sd_plan_span sd_shard_plan_span(const struct sd_shard_plan *plan, uint64_t s);

/* The part of a row in a set; plan->parts: none. `key` is the row's, of a plan by keys. */
size_t sd_shard_plan_part(const struct sd_shard_plan *plan, size_t set, uint64_t row, uint64_t key);

/* The name of a piece's file, without its range: "fold1.train". */
bool sd_shard_plan_name(const struct sd_shard_plan *plan, size_t set, size_t part,
                        struct sd_text *name);

/* --- for the step that makes it -------------------------------------------------------------- */

/* What it has made; labels and places of each set follow by sd_shard_plan_put_set. */
struct sd_shard_plan_made {
    const struct sd_chain *chain;
    const char *seed; /* as text; NULL: nothing is drawn */
    const char *const *part;
    size_t parts, sets;
    uint64_t folds;
    bool repeated, exchanged, keyed;
    uint64_t key_seed;
    const struct sd_keyed_row *cut;
    const uint64_t *sizes; /* by set and part */
    unsigned bits, width;
};

/* Puts all but the sets. */
int sd_shard_plan_put(const struct sd_shard_plan_made *plan, struct sd_shard_file *file,
                      struct splitdata_error *error);

/* Puts the next set: labels and, if plan->exchanged, places. */
int sd_shard_plan_put_set(const struct sd_shard_plan_made *plan, const uint32_t *labels,
                          const uint64_t *places, struct sd_shard_file *file,
                          struct splitdata_error *error);

#endif
