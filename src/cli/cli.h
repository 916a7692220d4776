/* SPDX-License-Identifier: MIT */
/*
 * The command line. This folder alone prints, exits, installs signal handlers and looks at the
 * environment; it uses nothing but the public headers of the library.
 *
 * A command takes its words (argv[0] is the command's name) and returns the exit status.
 */
#ifndef SD_CLI_CLI_H
#define SD_CLI_CLI_H

#include "splitdata/error.h"

/* Chooses the command by the first word. */
int cli_run(int argc, char **argv);

int cli_split(int argc, char **argv);
int cli_random(int argc, char **argv);

/* Prints "splitdata: " and the error's message on standard error; returns its exit status. */
int cli_report(const struct splitdata_error *error);

/* The same for a sentence made here; control bytes are escaped. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int cli_fail(enum splitdata_status status, const char *format, ...);

/* Opens whichever of the descriptors 0 to 2 are closed in such a way that using them fails, lest a
 * file of ours gets their number. */
void cli_open_standard_streams(void);

/* Flushes and closes standard output; SPLITDATA_SYSTEM with a message when that fails (a full disk,
 * say), else `status`. */
int cli_close_stdout(int status);

#endif
