/* SPDX-License-Identifier: MIT */
/* The names of outputs: what the input's name gives, and the template that is filled with it. */
#ifndef SD_PUBLISH_NAME_TEMPLATE_H
#define SD_PUBLISH_NAME_TEMPLATE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The pieces of an input's path: "dir/data.csv.gz" is "dir", "data", ".csv"; the ".gz" is no part
 * of any. A leading dot starts no suffix. Owned strings. */
struct sd_name {
    char *directory; /* "." when the path has none */
    char *stem;
    char *suffix; /* with its dot; "" when there is none */
};

int sd_name_split(struct sd_name *name, const char *path, struct splitdata_error *error);
void sd_name_free(struct sd_name *name);

/* What a template's placeholders stand for; NULL: the placeholder makes no sense in this split. */
struct sd_name_values {
    const char *stem;
    const char *part;
    const char *suffix;
    const char *seed;
    uint64_t repeat; /* 0: none */
    uint64_t fold;   /* 0: none */
};

/* Whether the template itself ends in ".gz". */
bool sd_template_is_gzip(const char *template);

/* Fills a template like "{stem}.{part}{ext}"; *path is the caller's. */
int sd_template_fill(const char *template, const struct sd_name_values *values, char **path,
                     struct splitdata_error *error);

/* Joins a directory and a path below it; an absolute path, or the directory ".", leaves the path as
 * it is. NULL: no memory. */
char *sd_join_path(const char *directory, const char *path);

/* Whether a path has a component, cut at everything but letters, that tools which pick files by
 * name take for a split (train, test, validation ...); the word, or NULL. */
const char *sd_split_word(const char *path);

/* Whether a file's name has words of more than one split, so that such tools take it for both. */
bool sd_names_several_splits(const char *name);

#endif
