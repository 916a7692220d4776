/* SPDX-License-Identifier: MIT */
/* The commands that look at a split. */
#ifndef SD_CLI_CHECK_H
#define SD_CLI_CHECK_H

#include "cli/split.h"
#include "splitdata/check.h"

/* The parsed words of check and of report. The rows of the split's table write to the first member.
 */
struct cli_check {
    struct cli_split split;
    enum splitdata_check_severity fail_on;
    const char *target, *near, *part_column;
    const char *write_clean;
    bool sarif;
    bool report;      /* the command is report */
    const char *page; /* of --html; NULL: none */
};

/* Reads the words into a struct that is zeroed but for `report` and `fail_on`; its inputs are freed
 * in any case. */
int cli_check_words(int argc, char **argv, struct cli_check *check);

/* The options of the library, which borrow from `check`. */
struct splitdata_check_options cli_check_options(const struct cli_check *check);

int cli_check(int argc, char **argv);
int cli_split_report(int argc, char **argv);

#endif
