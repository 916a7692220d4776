/* SPDX-License-Identifier: MIT */
/*
 * Signals. SIGINT, SIGTERM and SIGHUP make a descriptor readable; the library then stops and cleans
 * up, and the program dies by the signal. Signals ignored at the start stay ignored. SIGBUS, raised
 * if a mapped input shrinks or its disk fails, makes the same request.
 */
#ifndef SD_CLI_SIGNALS_H
#define SD_CLI_SIGNALS_H

#include "splitdata/error.h"

#include <stdbool.h>

/* Installs the handlers; *cancel_fd is for splitdata_options. Returns a status; prints a message on
 * failure. */
int cli_catch_signals(int *cancel_fd);

/* Restores the default action of the three signals once only the output of results remains, so that
 * they end a program whose reader does not read. If outputs were `written`, a request to stop that
 * has come or comes too late is told. */
void cli_release_signals(bool written);

/* After SPLITDATA_CANCELLED: says so and dies by the signal received, or prints a message about the
 * input at `path` and returns SPLITDATA_SYSTEM. */
int cli_die_as_asked(const char *path, const struct splitdata_error *error);

/* Dies by SIGPIPE, without a message. */
void cli_die_of_pipe(void);

#endif
