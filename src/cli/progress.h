/* SPDX-License-Identifier: MIT */
/*
 * Progress on standard error: the stage, and of the whole run the share that is done and the time
 * that is left. On a terminal, one line that is redrawn up to ten times a second and
 * erased at the end; with --progress always and no terminal, a line every few seconds, for logs.
 * Nothing is printed in the first half second, nor with `auto` if standard error is no terminal or
 * a dumb one. There is no colour, so there is none to turn off.
 *
 * Life: cli_progress_begin, the run, cli_progress_end.
 */
#ifndef SD_CLI_PROGRESS_H
#define SD_CLI_PROGRESS_H

#include "cli/progress_whole.h"
#include "splitdata/splitdata.h"

enum cli_progress { CLI_PROGRESS_AUTO, CLI_PROGRESS_ALWAYS, CLI_PROGRESS_NEVER };

/* A snapshot of the progress. */
struct cli_progress_state {
    enum splitdata_stage stage;
    uint64_t done;             /* bytes of the stage */
    double seconds;            /* of the stage */
    double passed;             /* since the run began */
    struct cli_estimate whole; /* of the run */
};

/* Starts the display. Sets *callback for the options of the library; NULL: nothing is displayed. */
void cli_progress_begin(enum cli_progress wanted, const struct cli_expected *expected,
                        splitdata_progress **callback);

/* Erases the line. */
void cli_progress_end(void);

/* Writes the line for `state` to out[0..size-1]: shorter than `width` columns or, if that is 0, of
 * any length and without a bar (progress_line.c). */
void cli_progress_line(const struct cli_progress_state *state, unsigned width, char *out,
                       size_t size);

#endif
