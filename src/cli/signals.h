/* SPDX-License-Identifier: MIT */
/*
 * Signals. SIGINT, SIGTERM and SIGHUP make a descriptor readable, the library stops and cleans up,
 * and the program then dies by the signal; ones that were ignored at the start stay ignored.
 * SIGBUS, raised when a mapped input shrinks or its disk fails, becomes the same request to stop.
 */
#ifndef SD_CLI_SIGNALS_H
#define SD_CLI_SIGNALS_H

/* Installs the handlers; *cancel_fd is for splitdata_options. Returns a status, having complained.
 */
int cli_catch_signals(int *cancel_fd);

/* Once the work is done and only telling of it is left: the three signals have their usual effect
 * again, so that they end a program whose reader does not read. */
void cli_release_signals(void);

/* After SPLITDATA_CANCELLED: dies by the signal that was caught, or complains about the input at
 * `path` and returns SPLITDATA_SYSTEM. */
int cli_die_as_asked(const char *path);

/* Dies quietly by SIGPIPE. */
void cli_die_of_pipe(void);

#endif
