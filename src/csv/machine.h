/* SPDX-License-Identifier: MIT */
/* Shared by the scanners: the exact machine, and the handling of a record whose end is known. */
#ifndef SD_CSV_MACHINE_H
#define SD_CSV_MACHINE_H

#include "csv/scan.h"

/* Makes the tables for a dialect. */
void sd_machine_begin(struct sd_machine *machine, const struct sd_dialect *dialect);

/* Runs the exact machine over bytes[0..length-1]. Stops after the first record or blank line that
 * ends at byte `enough` or later; *used is the number of bytes taken. */
int sd_machine_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                    size_t *used, struct splitdata_error *error);
int sd_machine_finish(struct sd_scan *scan, struct splitdata_error *error);

/* Whether both machines take a line terminator in this state alike: if it is not inside quotes, it
 * ends the record for both. And whether both are inside quotes, where only a quote changes the
 * state; not for variants. */
bool sd_machine_agrees(const struct sd_machine *machine, unsigned state);
bool sd_machine_is_quoted(unsigned state);

/* The error for a record whose number of fields differs from the first one's. */
int sd_fail_ragged(const struct sd_scan *scan, uint64_t start, uint64_t fields,
                   struct splitdata_error *error);

/* Checks the number of fields of a record and appends it to the index. */
static inline int sd_scan_record(struct sd_scan *scan, uint64_t start, uint64_t length,
                                 uint64_t fields, struct splitdata_error *error)
{
    if (fields != scan->fields) {
        if (scan->fields == 0)
            scan->fields = fields;
        else if (!scan->dialect->ragged_keep)
            return sd_fail_ragged(scan, start, fields, error);
    }
    if (!sd_spans_push(scan->spans, start, length))
        return sd_fail_memory(error, "the record index");
    return SPLITDATA_OK;
}

/* The scanner "libcsv": libcsv.c. */
int sd_libcsv_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                   struct splitdata_error *error);
int sd_libcsv_finish(struct sd_scan *scan, struct splitdata_error *error);
void sd_libcsv_abandon(struct sd_scan *scan);

#endif
