/* SPDX-License-Identifier: MIT */
/*
 * The parts of records by their keys, for the one-pass engine: several threads read the keys of a
 * piece of the input while it is in the cache.
 *
 * Life: zeroed, sd_keyed_parts_begin, any number of sd_keyed_parts_find, sd_keyed_parts_end.
 */
#ifndef SD_ENGINE_KEYED_PARTS_H
#define SD_ENGINE_KEYED_PARTS_H

#include "csv/scan.h"
#include "strategy/decide.h"

struct sd_keyed_parts {
    const struct sd_decision *decision;
    struct sd_key_worker *workers; /* one for each thread */
    unsigned threads;
    uint32_t *part;  /* of each record of the last piece */
    size_t known;    /* how many of them are known, from the first */
    size_t capacity; /* of `part` */
    uint64_t empty;  /* records with an empty key, in all pieces */
    uint64_t rows;   /* in all pieces before the next one */
};

int sd_keyed_parts_begin(struct sd_keyed_parts *parts, const struct sd_decision *decision,
                         const struct sd_dialect *dialect, unsigned threads,
                         struct splitdata_error *error);

/* Sets parts->part and parts->known for the records in `spans`. Their bytes are at
 * bytes[0..used-1], of which the first is byte `base` of the input. After a failure about the data,
 * the first record that is not known is at fault. */
int sd_keyed_parts_find(struct sd_keyed_parts *parts, const struct sd_spans *spans,
                        const uint8_t *bytes, size_t used, uint64_t base,
                        struct splitdata_error *error);

void sd_keyed_parts_end(struct sd_keyed_parts *parts);

#endif
