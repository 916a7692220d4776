/* SPDX-License-Identifier: MIT */
/* What is not data: inputs that are refused because of what they are, before a record is read. */
#ifndef SD_CSV_NOT_DATA_H
#define SD_CSV_NOT_DATA_H

#include "base/extents.h"
#include "csv/scan.h"

/* What a message about an input's kind depends on, beside the dialect. */
struct sd_reading {
    bool compressed; /* the bytes were inside gzip */
    bool keyed;      /* the split needs columns */
    bool repeated;   /* a manifest has split this input before: whatever it is, it goes on */
};

/* Refuses an input that is no CSV and no lines, by its first bytes, in any case SD_START of them or
 * all that there are: archives, documents, encodings whose quotes, delimiters and line terminators
 * are not single bytes, JSON. The message says what to do. */
int sd_check_start(const struct sd_dialect *dialect, const struct sd_reading *reading,
                   const uint8_t *data, uint64_t size, struct splitdata_error *error);

/* Refuses an input that ends with a long run of NUL bytes. data[0..size-1] are its last bytes. */
int sd_check_end(const struct sd_dialect *dialect, const struct sd_reading *reading,
                 const uint8_t *data, uint64_t size, struct splitdata_error *error);

/* The same of each of several files. `extents` NULL: the input is one. */
int sd_check_ends(const struct sd_dialect *dialect, const struct sd_reading *reading,
                  const uint8_t *data, uint64_t size, const struct sd_extents *extents,
                  struct splitdata_error *error);

/* What to do instead of asking for a column of lines, as a phrase after a colon. data[0..size-1] is
 * the input's beginning. */
const char *sd_no_columns(const struct sd_dialect *dialect, bool compressed, const uint8_t *data,
                          uint64_t size);

#endif
