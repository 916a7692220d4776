/* SPDX-License-Identifier: MIT */
/* Builds the report; rendering it is public. */
#ifndef SD_REPORT_REPORT_H
#define SD_REPORT_REPORT_H

#include "base/error.h"
#include "splitdata/splitdata.h"

/* Appends a warning of one sentence; data in it are escaped. False: no memory. */
bool sd_report_warn(struct splitdata_report *report, const char *format, ...) SD_PRINTF(2, 3);

#endif
