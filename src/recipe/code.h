/* SPDX-License-Identifier: MIT */
/*
 * --print-code: the few lines of a framework's language whose result a split equals. A recipe's
 * function appends lines to a text; it sees the options, which have been checked: the recipe has
 * such a split.
 */
#ifndef SD_RECIPE_CODE_H
#define SD_RECIPE_CODE_H

#include "base/size.h"
#include "base/text.h"
#include "recipe/kinds.h"
#include "recipe/parameters.h"
#include "splitdata/options.h"

/* What the code is to do. All is borrowed. */
struct sd_code_asked {
    enum sd_split_kind kind;
    const struct splitdata_options *options;
    const struct sd_recipe_options *parameters; /* what follows the recipe's name */
    const struct sd_part *part;                 /* with folds train and test, without sizes */
    size_t parts;
    bool train_test;       /* part[0] is train, part[1] is test; one of both may have no size */
    const char *seed;      /* NULL: nothing is drawn */
    const char *file;      /* the input's name */
    bool lines;            /* every line is a record */
    const char *delimiter; /* of CSV */
    bool header;           /* the first record is no row */
};

/* The lines so far. A lack of memory is found at the end. */
struct sd_code {
    struct sd_text text;
    char **quoted; /* owned: what sd_code_quoted has returned */
    size_t quoted_count;
    int indent; /* blanks before each line */
    bool failed;
};

typedef int sd_recipe_code(const struct sd_code_asked *asked, struct sd_code *code,
                           struct splitdata_error *error);

/* Appends a line, and its end. */
void sd_code_line(struct sd_code *code, const char *format, ...) SD_PRINTF(2, 3);

/* Appends a line with `word` for the only %s of a recipe's `pattern`. */
void sd_code_filled(struct sd_code *code, const char *pattern, const char *word);

/* Indents the lines that follow. */
void sd_code_indent(struct sd_code *code, int blanks);

enum sd_quoting {
    SD_QUOTED_C,     /* "say \"hi\"", in Python, R, Java, Scala, JavaScript, Go, Rust ... */
    SD_QUOTED_SQL,   /* 'it''s' */
    SD_QUOTED_SHELL, /* 'it'\''s' */
    SD_QUOTED_PLAIN, /* 'it\'s', in Perl, PHP and Ruby, where other quotes have variables in them */
};

/* A text as a literal of a language; the code owns it. */
const char *sd_code_quoted(struct sd_code *code, enum sd_quoting quoting, const char *text);

/* A list of columns, "A,B", as literals with ", " between; "#2" is the second one, which
 * `by_number` (a format with one %lu, from 0) names. NULL: numbers are refused before. */
const char *sd_code_columns(struct sd_code *code, enum sd_quoting quoting, const char *list,
                            const char *by_number);

/* The size of a part as an argument: a share as the shortest decimal of its double, a count as it
 * is. The code owns it. */
const char *sd_code_size(struct sd_code *code, const struct sd_size *size);

/* The share of train, with one of both sizes given: 0.8, or 1 - 0.2. The code owns it. NULL: counts
 * are given. */
const char *sd_code_train_share(struct sd_code *code, const struct sd_code_asked *asked);

/* Takes the text, of which `made` says whether it was made; its bytes until the code is freed. */
const char *sd_code_keep(struct sd_code *code, struct sd_text *text, bool made);

/* Fails with SPLITDATA_USAGE for what a recipe's code cannot say yet. */
int sd_code_refuse(const char *recipe, const char *what, struct splitdata_error *error);

/* SPLITDATA_USAGE when the split is not of all records: code reads them all. */
int sd_code_check_whole(const struct sd_code_asked *asked, struct splitdata_error *error);

void sd_code_free(struct sd_code *code);

#endif
