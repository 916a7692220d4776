/* SPDX-License-Identifier: MIT */
/* What may follow a recipe's name in --like NAME[@VERSION][,KEY=VALUE...]. */
#ifndef SD_RECIPE_PARAMETERS_H
#define SD_RECIPE_PARAMETERS_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum { SD_RECIPE_PARAMETERS = 5 }; /* the most that a recipe has */

enum sd_parameter_kind {
    SD_PARAMETER_COUNT,  /* a whole number from `least` to `most` */
    SD_PARAMETER_CHOICE, /* one of `words` */
    SD_PARAMETER_TEXT,   /* any text without a comma, such as a file's name */
};

/* A parameter; a recipe's table of them ends with one without a name. */
struct sd_recipe_parameter {
    const char *name;
    const char *usual;   /* the default, in the form of a value; NULL: none is given */
    const char *summary; /* one line for --like help,NAME */
    enum sd_parameter_kind kind;
    uint64_t least, most;     /* of a count */
    const char *const *words; /* of a choice; NULL ends them */
};

struct sd_recipe_value {
    const char *text; /* as given, or the default; NULL: neither */
    uint64_t number;  /* of a count; of a choice the word's place, from 0 */
};

/* The values, in the order of the recipe's table. */
struct sd_recipe_options {
    struct sd_recipe_value value[SD_RECIPE_PARAMETERS];
    char *text; /* owned: what the values point into; NULL: defaults alone */
};

/* Reads "KEY=VALUE,KEY=VALUE" (NULL: nothing) by a recipe's table, which may be NULL. `recipe` is
 * its name, for messages: SPLITDATA_USAGE for a key that it has not, with the nearest one, and for
 * a value that is none of its kind. */
int sd_recipe_options_read(struct sd_recipe_options *options, const char *recipe,
                           const struct sd_recipe_parameter *parameters, const char *text,
                           struct splitdata_error *error);

/* "NAME,KEY=VALUE", in the order of the table, without defaults: equal options have equal texts.
 * The caller frees it; NULL: no memory. */
char *sd_recipe_options_text(const struct sd_recipe_options *options, const char *recipe,
                             const struct sd_recipe_parameter *parameters);

void sd_recipe_options_free(struct sd_recipe_options *options);

#endif
