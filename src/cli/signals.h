/* SPDX-License-Identifier: MIT */
/*
 * Signals. SIGINT, SIGTERM and SIGHUP make a descriptor readable; the library then stops and cleans
 * up, and the program dies by the signal. Signals ignored at the start stay ignored. SIGBUS, raised
 * if a mapped input shrinks or its disk fails, makes the same request.
 */
#ifndef SD_CLI_SIGNALS_H
#define SD_CLI_SIGNALS_H

/* Installs the handlers; *cancel_fd is for splitdata_options. Returns a status; prints a message on
 * failure. */
int cli_catch_signals(int *cancel_fd);

/* Restores the default action of the three signals once only the output of results remains, so that
 * they end a program whose reader does not read. */
void cli_release_signals(void);

/* After SPLITDATA_CANCELLED: dies by the signal received, or prints a message about the input at
 * `path` and returns SPLITDATA_SYSTEM. */
int cli_die_as_asked(const char *path);

/* Dies by SIGPIPE, without a message. */
void cli_die_of_pipe(void);

#endif
