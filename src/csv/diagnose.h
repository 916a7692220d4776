/* SPDX-License-Identifier: MIT */
/*
 * What helps with records that were refused: the refused input is read again, as each option that
 * could help would read it, and only one that reads all of it is offered.
 */
#ifndef SD_CSV_DIAGNOSE_H
#define SD_CSV_DIAGNOSE_H

#include "csv/scan.h"

/* Completes the message of an error with a fault (enum splitdata_fault) by its likely cause and
 * what helps, and sets error->fault to SPLITDATA_FAULT_OTHER, so that this is done once.
 * data[0..size-1] are the input from byte `base` on, where a record begins; if that is not 0, the
 * rest of it may be missing. NULL: the bytes are gone. */
void sd_diagnose(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                 uint64_t base, struct splitdata_error *error);

#endif
