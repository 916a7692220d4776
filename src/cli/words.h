/* SPDX-License-Identifier: MIT */
/*
 * Parsing a command's words, getopt-style: --name=value, --name value, -x value, -xvalue, -xyz;
 * `--` ends options; options may follow files; optional values need `=` (or, after a short option,
 * no space). Option names are not abbreviated.
 */
#ifndef SD_CLI_WORDS_H
#define SD_CLI_WORDS_H

#include <stddef.h>

/* Nothing remains to be done, for example after --help. Later words are not read. */
enum { CLI_DONE = -1 };

enum cli_value { CLI_NO_VALUE, CLI_VALUE, CLI_OPTIONAL_VALUE };

/* An option: one row of a command's table. */
struct cli_option {
    const char *name; /* without dashes */
    char letter;      /* 0: none */
    enum cli_value value;
    const char *placeholder; /* of the value, in the help; NULL: none */
    const char *help;        /* one or more lines */
    /* Takes the option; `value` is NULL if there is none. Returns a status; prints a message on
     * failure. */
    int (*take)(const struct cli_option *option, void *context, const char *value);
    /* Parameters of `take`, as needed: the offset of the value in the context, the words accepted,
     * and its bounds. */
    size_t field;
    const char *const *words;
    unsigned long least, most;
};

/* Takes a word that is no option; returns a status, and prints a message on failure. */
typedef int cli_take_word(void *context, const char *word);

/* Parses argv[1..argc-1] by a table of `count` options; stops at the first status that is not 0 and
 * returns it. Messages name the command by argv[0], unless the table's --help takes a value. */
int cli_read_words(int argc, char **argv, const struct cli_option *options, size_t count,
                   cli_take_word *take_word, void *context);

#endif
