/* SPDX-License-Identifier: MIT */
/* A source of key columns: the records of a file. */
#ifndef SD_KEYS_CSV_SOURCE_H
#define SD_KEYS_CSV_SOURCE_H

#include "csv/records.h"
#include "keys/key_set.h"

/* Fills *source, except for the rows that take part. Records, options and memory must outlive it.
 * Without a full index, columns can be found, but rows cannot be read. */
void sd_csv_source_begin(struct sd_key_source *source, const struct sd_records *records,
                         const struct splitdata_options *options, unsigned threads,
                         struct sd_memory *memory);

/* Whole records, as a key source reads them (csv_records.c). */
int sd_csv_records_open(const struct sd_key_source *source, const bool *ignored, void **opened,
                        struct splitdata_error *error);
int sd_csv_records_read(void *context, uint64_t row, struct sd_key_field *record,
                        struct splitdata_error *error);
void sd_csv_records_close(void *context);

/* Reads the keys of records, for a strategy that needs no index. Life: zeroed, sd_csv_key_open, any
 * number of sd_csv_key_read, sd_csv_key_close. One struct serves one thread. */
struct sd_csv_key {
    const struct sd_key_set *set;
    struct sd_cells *cells;      /* one for each column */
    struct sd_key_field *fields; /* of the last batch, as a key source gives them */
};

int sd_csv_key_open(struct sd_csv_key *key, const struct sd_key_set *set,
                    const struct sd_dialect *dialect, struct splitdata_error *error);

/* Sets key->fields of records[0..*count-1], at most SD_DISTINCT_BATCH; *count, at least 1, becomes
 * the number of those that were read. Bytes before `end` can be read. */
int sd_csv_key_read(struct sd_csv_key *key, const struct sd_key_field *records, size_t *count,
                    const uint8_t *end, struct splitdata_error *error);
void sd_csv_key_close(struct sd_csv_key *key);

#endif
