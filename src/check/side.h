/* SPDX-License-Identifier: MIT */
/*
 * A part: a file that is checked, and its columns. All parts have one numbering of columns, that of
 * train, the first.
 *
 * Life: zeroed, sd_side_open, then sd_side_index or sd_side_stream, sd_side_close.
 */
#ifndef SD_CHECK_SIDE_H
#define SD_CHECK_SIDE_H

#include "engine/engine.h"
#include "open/opened.h"

struct sd_side {
    const char *path;
    const char *name; /* what messages call it */
    char *value;      /* the name of a listed part, owned */
    bool listed;      /* a part of a file (part_column.h): its records are those of its index */
    bool borrowed;    /* `opened` and `head` are copies of those of the file's first part */
    const struct sd_request *request;
    struct sd_opened opened;
    struct sd_job job;      /* how the records are found; it has them */
    struct sd_columns head; /* the names */
    size_t width;           /* number of fields of the first record */
    size_t *column;         /* by field: the number of its column in train, or SD_NO_COLUMN */
};

#define SD_NO_COLUMN SIZE_MAX

struct sd_sides_shared {
    const struct sd_request *request;
    struct sd_memory *memory;
    struct sd_progress *progress;
    struct sd_clock *clock;
};

/* Opens and reads a file, and its header. */
int sd_side_open(struct sd_side *side, const char *path, const struct sd_sides_shared *shared,
                 struct splitdata_error *error);

/* Finds all records, with a full index. */
int sd_side_index(struct sd_side *side, struct splitdata_error *error);

/* Finds all records, once more if need be, and calls `take` for those of each chunk, by several
 * threads at once; keeps no index but that of a listed part. Sets job.records.rows. */
int sd_side_stream(struct sd_side *side, sd_on_chunk *take, void *context,
                   struct splitdata_error *error);

/* After a failure about the data of a part: adds its name and the line. */
int sd_side_locate(const struct sd_side *side, int status, struct splitdata_error *error);

/* The bytes of the record in `span`, without the line end. */
const uint8_t *sd_side_record(const struct sd_side *side, struct sd_span span, size_t *length);

/* A record that is looked up by its bytes; and an sd_is_equal for it. */
struct sd_wanted {
    const struct sd_side *sides; /* all parts */
    const uint8_t *bytes;
    size_t length;
};
bool sd_has_these_bytes(const void *context, uint32_t part, uint64_t row);

static inline uint64_t sd_side_rows(const struct sd_side *side)
{
    return side->job.records.rows;
}

static inline struct sd_span sd_side_span(const struct sd_side *side, uint64_t row)
{
    return sd_records_span(&side->job.records, row);
}

void sd_side_close(struct sd_side *side);

#endif
