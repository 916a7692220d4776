/* SPDX-License-Identifier: MIT */
/* The files of a command line: its words, or the lines of --inputs-from. */
#ifndef SD_CLI_INPUTS_H
#define SD_CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed; the words are added as they come, then cli_inputs_find; cli_inputs_free. */
struct cli_inputs {
    const char **words; /* owned; the texts are borrowed */
    size_t word_count;
    const char *from; /* of --inputs-from; NULL: not given */
    bool null;        /* its paths end with NUL */

    const char *one;          /* the only FILE; NULL: none, or several */
    const char *const *paths; /* several, or those of the list; NULL: one or none */
    size_t count;
    char *text;         /* of the list */
    const char **lines; /* its paths */
};

/* Adds a FILE; returns a status. */
int cli_inputs_add(struct cli_inputs *inputs, const char *word);

/* Sets `one` or `paths`; returns a status, and prints a message on failure. */
int cli_inputs_find(struct cli_inputs *inputs);

/* The name of the input for messages, and for what its suffix says: the first path. NULL: none. */
const char *cli_inputs_first(const struct cli_inputs *inputs);

void cli_inputs_free(struct cli_inputs *inputs);

#endif
