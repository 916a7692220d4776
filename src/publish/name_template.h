/* SPDX-License-Identifier: MIT */
/* Output names: the pieces of the input's name, and the template filled with them. */
#ifndef SD_PUBLISH_NAME_TEMPLATE_H
#define SD_PUBLISH_NAME_TEMPLATE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The pieces of an input's path: "dir/data.csv.gz" gives "dir", "data", ".csv"; the ".gz" belongs
 * to none. A leading dot starts no suffix. Owned strings. */
struct sd_name {
    char *directory; /* "." if the path has none */
    char *stem;
    char *suffix; /* with its dot; "" if there is none */
};

int sd_name_split(struct sd_name *name, const char *path, struct splitdata_error *error);
void sd_name_free(struct sd_name *name);

/* Whether it is a suffix of gzip's files, in any letters, but not ".gz". */
bool sd_suffix_is_odd_gzip(const char *suffix);

/* The values of the placeholders; NULL: the placeholder has no meaning in this split. */
struct sd_name_values {
    const char *stem;
    const char *part;
    const char *suffix;
    const char *seed;
    uint64_t repeat; /* 0: none */
    uint64_t fold;   /* 0: none */
    const char *shard;
    size_t *shard_at; /* gets where in the path it is; may be NULL */
};

/* Whether the template itself ends in ".gz". */
bool sd_template_is_gzip(const char *template);

/* Fills a template like "{stem}.{part}{ext}"; *path is the caller's to free. */
int sd_template_fill(const char *template, const struct sd_name_values *values, char **path,
                     struct splitdata_error *error);

/* Joins a directory and a path below it; an absolute path is returned unchanged, and any path if
 * the directory is ".". NULL: no memory. */
char *sd_join_path(const char *directory, const char *path);

/* The first component of a path, split at everything but letters, that tools which select files by
 * name recognise as a split (train, test, validation ...); NULL if there is none. */
const char *sd_split_word(const char *path);

/* The splits whose words a file name contains, a set of these; 0: none. */
enum sd_named_split { SD_NAMED_TRAIN = 1, SD_NAMED_VALIDATION = 2, SD_NAMED_TEST = 4 };
unsigned sd_splits_named(const char *name);

/* Whether a file name contains words of more than one split, so that such tools take it for
 * both. */
bool sd_names_several_splits(const char *name);

#endif
