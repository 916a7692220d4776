/* SPDX-License-Identifier: MIT */
/* The summary's table of classes. */
#ifndef SD_CLI_SUMMARY_CLASSES_H
#define SD_CLI_SUMMARY_CLASSES_H

#include "splitdata/splitdata.h"

/* With --stratify: how many records of the largest classes are in each part of the first repeat,
 * or in the test part of each of its folds, in at most 80 columns. `names` is the width of the
 * summary's first column. */
void cli_print_classes(const struct splitdata_report *report, size_t names);

#endif
