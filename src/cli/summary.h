/* SPDX-License-Identifier: MIT */
#ifndef SD_CLI_SUMMARY_H
#define SD_CLI_SUMMARY_H

#include "splitdata/splitdata.h"

/* Prints the results to standard error, in a few aligned lines. */
void cli_print_summary(const struct splitdata_report *report);

/* Prints only the seed, which allows the run to be repeated. */
void cli_print_seed(const struct splitdata_report *report);

/* Prints the warnings that even a quiet run prints. */
void cli_print_urgent_warnings(const struct splitdata_report *report);

#endif
