/* SPDX-License-Identifier: MIT */
/*
 * Reading a command's words, getopt-style: --name=value, --name value, -x value, -xvalue, -xyz,
 * `--` ends options, options may follow files, optional values need `=` (or, after a short option,
 * to be joined). Options are written in full.
 */
#ifndef SD_CLI_WORDS_H
#define SD_CLI_WORDS_H

#include <stddef.h>

/* Nothing is left to do: a status of --help and the like. Words behind are not looked at. */
enum { CLI_DONE = -1 };

enum cli_value { CLI_NO_VALUE, CLI_VALUE, CLI_OPTIONAL_VALUE };

/* One option: a row of a command's table. */
struct cli_option {
    const char *name; /* without dashes */
    char letter;      /* 0: none */
    enum cli_value value;
    const char *placeholder; /* of the value, for the help; NULL: none */
    const char *help;        /* one line or more */
    /* Takes the option; `value` is NULL when there is none. Returns a status, having complained. */
    int (*take)(const struct cli_option *option, void *context, const char *value);
    /* What `take` needs to know, as far as it does: where in the context the value goes, the words
     * that it may be, and its bounds. */
    size_t field;
    const char *const *words;
    unsigned long least, most;
};

/* Takes a word that is no option; returns a status, having complained. */
typedef int cli_take_word(void *context, const char *word);

/* Reads argv[1..argc-1] by a table of `count` options; stops at the first status that is not 0 and
 * returns it. argv[0] is the command's word for messages, where the table's help has no value. */
int cli_read_words(int argc, char **argv, const struct cli_option *options, size_t count,
                   cli_take_word *take_word, void *context);

#endif
