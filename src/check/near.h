/* SPDX-License-Identifier: MIT */
/*
 * Records whose near ones in train are looked for: those of a part, or some of train itself, which
 * tell how many chance makes. Records that are equal by all values that count are not near ones.
 *
 * Life: zeroed, sd_near_begin, any number of sd_near_add, then threads call sd_near_find;
 * sd_near_free.
 */
#ifndef SD_CHECK_NEAR_H
#define SD_CHECK_NEAR_H

#include "check/nearness.h"

#include <stdatomic.h>

/* So many records that share a key are looked at, and so many near ones are counted. */
enum { SD_NEAR_CROWD = 8, SD_NEAR_COUNTED = 8 };

struct sd_near_subject {
    struct sd_span span;
    uint64_t key;        /* by all values that count */
    atomic_ullong first; /* the lowest offset of a near record of train; UINT64_MAX: none */
    atomic_uint count;   /* of near records, up to SD_NEAR_COUNTED */
    atomic_bool equal;   /* train has an equal record besides */
};

struct sd_near_table {
    struct sd_memory *memory;
    const struct sd_side *side; /* of the subjects */
    struct sd_near_subject *subject;
    uint8_t *sketch; /* of each subject */
    uint64_t count;
    uint64_t *slot; /* the upper half of a key, and the number of the subject plus 1 */
    uint64_t slots;
};

/* What a thread needs. */
struct sd_near_finder {
    struct sd_cells *cells; /* by table: of its side; owned */
    struct sd_near_record mine, other;
    uint64_t **tried; /* by table and subject: the record that it was compared with last; owned */
    uint8_t sketch[SD_NEAR_SKETCH]; /* of `mine` */
    uint64_t records;
    size_t tables;
};

bool sd_near_begin(struct sd_near_table *table, const struct sd_side *side, uint64_t most,
                   const struct sd_nearness *nearness, struct sd_memory *memory);

/* Adds a record, which is `record`'s last one. */
void sd_near_add(struct sd_near_table *table, struct sd_span span, uint64_t key,
                 const struct sd_near_record *record);

/* Looks up the record of train that finder->mine is. */
int sd_near_find(const struct sd_near_table *table, size_t number, struct sd_near_finder *finder,
                 const uint64_t *keys, uint64_t offset, uint64_t key,
                 struct splitdata_error *error);

void sd_near_free(struct sd_near_table *table);

int sd_near_finder_open(struct sd_near_finder *finder, const struct sd_nearness *nearness,
                        const struct sd_near_table *tables, size_t count, struct sd_memory *memory,
                        struct splitdata_error *error);
void sd_near_finder_close(struct sd_near_finder *finder);

#endif
