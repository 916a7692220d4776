/* SPDX-License-Identifier: MIT */
/*
 * A sample of the records of a part, and its cells by column: for what needs no exact count.
 *
 * Records are picked by a hash of their offset that ends in `level` zero bits; the level is the
 * lowest with which the sample fits, so it depends on the file alone, not on threads.
 */
#ifndef SD_CHECK_SAMPLE_H
#define SD_CHECK_SAMPLE_H

#include "check/side.h"

/* The most records and bytes of a sample. */
enum { SD_SAMPLE_ROWS = 50000, SD_SAMPLE_BYTES = 1 << 25 };

struct sd_picks {
    struct sd_memory *memory;
    struct sd_span *span;
    uint64_t count, capacity, bytes;
    unsigned level;
};

/* Adds a record, if it is in the sample. False: no memory. */
bool sd_picks_add(struct sd_picks *picks, struct sd_span span);
bool sd_picks_join(struct sd_picks *picks, const struct sd_picks *more);
void sd_picks_free(struct sd_picks *picks);

/* The cells of one column, in the order of the records. */
struct sd_sample_column {
    struct sd_text bytes;
    size_t *end; /* by record: where its cell ends in `bytes` */
};

struct sd_sample {
    uint64_t rows;
    struct sd_sample_column *column; /* by column of train; owned */
    size_t columns;
};

static inline const char *sd_sample_cell(const struct sd_sample *sample, size_t column,
                                         uint64_t row, size_t *length)
{
    const struct sd_sample_column *cells = &sample->column[column];
    const size_t begin = row != 0 ? cells->end[row - 1] : 0;
    *length = cells->end[row] - begin;
    return cells->bytes.bytes != NULL ? cells->bytes.bytes + begin : ""; /* all are empty */
}

/* Reads the picked records of a part, in their order. */
int sd_sample_read(struct sd_sample *sample, const struct sd_side *side, struct sd_picks *picks,
                   size_t columns, struct splitdata_error *error);

void sd_sample_free(struct sd_sample *sample);

#endif
