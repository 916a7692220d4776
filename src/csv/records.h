/* SPDX-License-Identifier: MIT */
/*
 * The records of an input: the result of the stage that finds them.
 *
 * With a full index, row i is packed[i], from 0 and without the header. Without one, `packed` is
 * NULL and index.spans has only the first record.
 */
#ifndef SD_CSV_RECORDS_H
#define SD_CSV_RECORDS_H

#include "csv/columns.h"
#include "csv/index.h"

struct sd_records {
    const uint8_t *data;              /* the input, borrowed; NULL: it was read in one pass */
    uint64_t size;                    /* of the input, in bytes */
    const struct sd_extents *extents; /* the files in `data`, borrowed; NULL: it is one */
    bool compressed;                  /* it was inside gzip */
    const struct sd_dialect *dialect;
    struct sd_index index;     /* owned */
    struct sd_columns columns; /* the header's names, owned; none without one */
    uint64_t *packed;          /* the rows' offsets and lengths (base/spans.h), part of the index */
    uint64_t rows;             /* number of records without the header */
};

/* The span of row `i`. Needs a full index. */
static inline struct sd_span sd_records_span(const struct sd_records *records, uint64_t i)
{
    return sd_spans_unpack(&records->index.spans, records->packed[i]);
}

/* The span of the first record, or of the whole header. */
static inline struct sd_span sd_records_first(const struct sd_records *records)
{
    return sd_spans_unpack(&records->index.spans, records->index.spans.packed[0]);
}

/* Call when records->index is built, full or not: sets rows and packed, reads the header's names,
 * and refuses an input without rows (SPLITDATA_DATA). */
int sd_records_complete(struct sd_records *records, struct splitdata_error *error);

/* Notes what to say where a column of lines is asked for; `data` and `size` are the input's, or its
 * beginning. */
void sd_records_say_columns(struct sd_records *records);

/* Refuses an input without records: an empty one, only blank lines, or only a header. */
int sd_fail_empty(struct splitdata_error *error);
int sd_fail_blank(const struct sd_dialect *dialect, struct splitdata_error *error);
int sd_fail_only_header(const struct sd_dialect *dialect, struct splitdata_error *error);

/* The line, from 1, of byte `offset` in its file. Needs the data. */
uint64_t sd_records_line(const struct sd_records *records, uint64_t offset);

/* The line, from 1, of what was sighted, in its file; 0: it is not known. */
uint64_t sd_records_line_of(const struct sd_records *records, const struct sd_sighting *sighting);

/* The number of lines of the input, one without a terminator at the end among them. Needs the
 * data. */
uint64_t sd_records_lines(const struct sd_records *records);

/* Puts the input's name in front of the message and, if error->offset is set, the line, or else the
 * byte. */
void sd_records_locate(const struct sd_records *records, const char *name,
                       struct splitdata_error *error);

void sd_records_free(struct sd_records *records);

#endif
