/* SPDX-License-Identifier: MIT */
#ifndef SD_CLI_CHECK_H
#define SD_CLI_CHECK_H

int cli_check(int argc, char **argv);
int cli_split_report(int argc, char **argv);

#endif
