/* SPDX-License-Identifier: MIT */
/* The commands that start from a manifest. */
#ifndef SD_CLI_VERIFY_H
#define SD_CLI_VERIFY_H

int cli_verify(int argc, char **argv);
int cli_replay(int argc, char **argv);

#endif
