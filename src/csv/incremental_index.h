/* SPDX-License-Identifier: MIT */
/*
 * The record index of an input that arrives in pieces, made as they arrive.
 *
 * It is the same as that of csv/index.h, and is used only if the input raised no error or warning
 * and private memory sufficed. Otherwise it is discarded; the index is then built from the finished
 * input, which also reports the errors.
 *
 * Life: zeroed, sd_incremental_begin, all bytes passed to the observer, sd_incremental_take; or
 * sd_incremental_end at any time, also after the others.
 */
#ifndef SD_CSV_INCREMENTAL_INDEX_H
#define SD_CSV_INCREMENTAL_INDEX_H

#include "base/observer.h"
#include "csv/index.h"

struct sd_incremental {
    struct sd_observer observer; /* sees all bytes; the first 3 in one call, if there are so many.
                                    It never fails */
    struct sd_scan scan;
    struct sd_spans spans;
    uint64_t bom;  /* bytes of the byte order mark */
    uint64_t most; /* a longer input gets no index */
    bool begun;    /* and no error or warning since */
};

/* Uses the request's dialect, scanner (not libcsv) and memory. The struct must not move. */
void sd_incremental_begin(struct sd_incremental *incremental,
                          const struct sd_index_request *request, uint64_t most);

/* The index of the finished input request->data, all of whose bytes were seen. False: there is
 * none. */
bool sd_incremental_take(struct sd_incremental *incremental, const struct sd_index_request *request,
                         struct sd_index *index);

void sd_incremental_end(struct sd_incremental *incremental);

#endif
