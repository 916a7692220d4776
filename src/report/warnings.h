/* SPDX-License-Identifier: MIT */
/*
 * Warnings: likely mistakes that are no errors, one file for each thing that they are about. Each
 * function adds those that apply; false: no memory.
 */
#ifndef SD_REPORT_WARNINGS_H
#define SD_REPORT_WARNINGS_H

#include "report/outcome.h"
#include "report/report.h"

/* On fewer records than that, little can be measured. */
enum { SD_ENOUGH_TO_MEASURE = 30 };

typedef bool sd_warn(const struct sd_outcome *outcome, struct splitdata_report *report);

sd_warn sd_warn_of_files;      /* what folders have besides: warnings_files.c */
sd_warn sd_warn_of_input;      /* the header, the records: warnings_input.c */
sd_warn sd_warn_of_traits;     /* what readers take differently in records: warnings_traits.c */
sd_warn sd_warn_of_keys;       /* groups, classes: warnings_keys.c */
sd_warn sd_warn_of_duplicates; /* equal records in several parts: warnings_duplicates.c */
sd_warn sd_warn_of_time;       /* the gap: warnings_time.c */
sd_warn sd_warn_of_parts;      /* their sizes: warnings_parts.c */
sd_warn sd_warn_of_outputs;    /* their names and files: warnings_outputs.c */
sd_warn sd_warn_of_folders;    /* what is read by folder: warnings_folders.c */

#endif
