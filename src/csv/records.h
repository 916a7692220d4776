/* SPDX-License-Identifier: MIT */
/*
 * The records of an input: what the stage that finds them hands on.
 *
 * With a full index, row i, from 0 and after the header, is packed[i]. An engine that needs no full
 * index leaves `packed` NULL and index.spans with the first record alone.
 */
#ifndef SD_CSV_RECORDS_H
#define SD_CSV_RECORDS_H

#include "csv/columns.h"
#include "csv/index.h"

struct sd_records {
    const uint8_t *data; /* the whole input, borrowed; NULL: it was read in one pass */
    uint64_t size;       /* its bytes */
    const struct sd_dialect *dialect;
    struct sd_index index;     /* owned */
    struct sd_columns columns; /* the header's names, owned; none without a header */
    uint64_t *packed;          /* the rows' offsets and lengths (base/spans.h); the index's */
    uint64_t rows;             /* records, the header not counted */
};

/* Where row `i` is. With a full index. */
static inline struct sd_span sd_records_span(const struct sd_records *records, uint64_t i)
{
    return sd_spans_unpack(&records->index.spans, records->packed[i]);
}

/* The first record of all, a header included. */
static inline struct sd_span sd_records_first(const struct sd_records *records)
{
    return sd_spans_unpack(&records->index.spans, records->index.spans.packed[0]);
}

/* With a full index in records->index: finds the rows, reads the header's names, and refuses an
 * input without rows (SPLITDATA_DATA). */
int sd_records_complete(struct sd_records *records, struct splitdata_error *error);

/* Refuses an input without records: it is empty, has blank lines alone, or nothing but a header. */
int sd_fail_empty(struct splitdata_error *error);
int sd_fail_blank(struct splitdata_error *error);
int sd_fail_only_header(struct splitdata_error *error);

/* Puts the input's name, and the line or else the byte, in front of a message about a byte of the
 * input (error->offset). */
void sd_records_locate(const struct sd_records *records, const char *name,
                       struct splitdata_error *error);

void sd_records_free(struct sd_records *records);

#endif
