/* SPDX-License-Identifier: MIT */
/* What other programs call an option, and what people try first: one table. */
#ifndef SD_CLI_OTHER_WORDS_H
#define SD_CLI_OTHER_WORDS_H

#include <stdbool.h>

/* One row: words, each with a blank before and after it, and what is meant. */
struct cli_other_words {
    const char *words;
    const char *option; /* that is meant; a command without it does not answer */
    const char *answer; /* what to type, as a phrase; NULL: that option */
};

/* The row of a word, as it is or with `-` for `_`; NULL: there is none. `has` tells whether the
 * command has an option. */
const struct cli_other_words *cli_other_words_of(const char *word,
                                                 bool (*has)(const void *context, const char *name),
                                                 const void *context);

#endif
