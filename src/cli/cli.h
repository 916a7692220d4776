/* SPDX-License-Identifier: MIT */
/*
 * The command line. Only this folder prints, exits, installs signal handlers and reads the
 * environment; it uses only the public headers of the library.
 *
 * A command gets its words (argv[0] is its name) and returns the exit status.
 */
#ifndef SD_CLI_CLI_H
#define SD_CLI_CLI_H

#include "splitdata/error.h"

/* Dispatches to the command named by the first word. */
int cli_run(int argc, char **argv);

int cli_split(int argc, char **argv);
int cli_random(int argc, char **argv);

/* Prints "splitdata: " and the error's message to standard error; returns its exit status. */
int cli_report(const struct splitdata_error *error);

/* Lists an output that is about to be written; options.announce. */
void cli_announce(void *context, const char *path);

/* Reports a message given here; control bytes are escaped. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
int cli_fail(enum splitdata_status status, const char *format, ...);

/* Opens those of the descriptors 0 to 2 that are closed, such that using them fails; otherwise a
 * file of ours could get their number. */
void cli_open_standard_streams(void);

/* Flushes and closes standard output; returns `status`, or SPLITDATA_SYSTEM with a message if that
 * fails (for example, a full disk). */
int cli_close_stdout(int status);

#endif
