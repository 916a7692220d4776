/* SPDX-License-Identifier: MIT */
/*
 * The record index of an input whose bytes come one after another, made while they come.
 *
 * It is the one of csv/index.h or none: at whatever is wrong, and where private memory does not
 * suffice, all that was found is thrown away. The index is built of the finished input then, which
 * also says what is wrong.
 *
 * Life: zeroed, sd_incremental_begin, all bytes shown to the observer, sd_incremental_take; or
 * sd_incremental_end at any time, also after the others.
 */
#ifndef SD_CSV_INCREMENTAL_INDEX_H
#define SD_CSV_INCREMENTAL_INDEX_H

#include "base/observer.h"
#include "csv/index.h"

struct sd_incremental {
    struct sd_observer observer; /* is shown all bytes; the first 3 at once, if there are so many.
                                  It never fails */
    struct sd_scan scan;
    struct sd_spans spans;
    uint64_t bom;  /* bytes of the byte order mark */
    uint64_t most; /* of a longer input no index is made */
    bool begun;    /* and nothing was wrong since */
};

/* Of the request, the dialect, the scanner (not libcsv) and the memory count now. The struct stays
 * where it is. */
void sd_incremental_begin(struct sd_incremental *incremental,
                          const struct sd_index_request *request, uint64_t most);

/* The index of the finished input request->data, whose every byte was seen; false: there is none.
 */
bool sd_incremental_take(struct sd_incremental *incremental, const struct sd_index_request *request,
                         struct sd_index *index);

void sd_incremental_end(struct sd_incremental *incremental);

#endif
