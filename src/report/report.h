/* SPDX-License-Identifier: MIT */
/* Builds the report; rendering it is public. */
#ifndef SD_REPORT_REPORT_H
#define SD_REPORT_REPORT_H

#include "base/error.h"
#include "splitdata/splitdata.h"

/* Adds a warning of one sentence, after those that are as grave; data in it are escaped. The same
 * sentence is added once. False: no memory. */
bool sd_report_warn(struct splitdata_report *report, enum splitdata_severity severity,
                    const char *format, ...) SD_PRINTF(3, 4);

#endif
