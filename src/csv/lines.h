/* SPDX-License-Identifier: MIT */
/* --format lines: every line is a record, only LF ends it, no other byte has a meaning. */
#ifndef SD_CSV_LINES_H
#define SD_CSV_LINES_H

#include "csv/scan.h"

int sd_lines_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                  size_t *used, struct splitdata_error *error);
int sd_lines_finish(struct sd_scan *scan, struct splitdata_error *error);

#endif
