/* SPDX-License-Identifier: MIT */
/*
 * How far a run has come, on standard error. On a terminal, one line that is drawn again up to ten
 * times a second and erased at the end; with --progress always and no terminal, a line every few
 * seconds, for logs. Nothing is shown in the first half second, nor by `auto` where standard error
 * is no terminal or a dumb one. There is no colour, so there is none to turn off.
 *
 * Life: cli_progress_begin, the run, cli_progress_end.
 */
#ifndef SD_CLI_PROGRESS_H
#define SD_CLI_PROGRESS_H

#include "splitdata/splitdata.h"

enum cli_progress { CLI_PROGRESS_AUTO, CLI_PROGRESS_ALWAYS, CLI_PROGRESS_NEVER };

/* What is shown, at one moment. */
struct cli_progress_state {
    enum splitdata_stage stage;
    uint64_t done, total; /* bytes of the stage; total 0: not known */
    double seconds;       /* since the stage began */
};

/* Starts to show. *tell is then for the options of the library, or NULL: nothing is to be shown. */
void cli_progress_begin(enum cli_progress wanted, splitdata_progress **tell);

/* Erases what is shown. */
void cli_progress_end(void);

/* The line for `state`, shorter than `width` columns, or, for 0, of any length and without a bar,
 * in out[0..size-1] (progress_line.c). */
void cli_progress_line(const struct cli_progress_state *state, unsigned width, char *out,
                       size_t size);

#endif
