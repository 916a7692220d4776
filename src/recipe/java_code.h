/* SPDX-License-Identifier: MIT */
/* What the Java code of several recipes has in common (--print-code): statements as jshell takes
 * them. */
#ifndef SD_RECIPE_JAVA_CODE_H
#define SD_RECIPE_JAVA_CODE_H

#include "recipe/code.h"

/* Appends the lines that read the input into `rows`, a list of texts, each record being a line;
 * `read` has one %s, the file's name as a literal, and `drop` is what takes the header away. */
int sd_java_read(const struct sd_code_asked *asked, struct sd_code *code, const char *read,
                 const char *drop, struct splitdata_error *error);

/* The lines of a recipe whose train part is the head of a permutation. */
struct sd_java_code {
    const char *imports; /* lines; NULL: none besides java.nio.file, java.util, java.util.stream */
    const char *seed;    /* makes the generator: one %s, the seed */
    const char *shuffle; /* makes `order`, a List<Integer> of row numbers; for each repeat */
    const char *folds;   /* with folds, instead: one %s, their number; NULL: there are none */
};

/* One split or `repeats`, a list of lists of parts; shares are cut at (int) (share * n). */
int sd_java_print(const struct sd_code_asked *asked, struct sd_code *code,
                  const struct sd_java_code *lines, struct splitdata_error *error);

/* Where the parts of sd_head_sizes end: "(int) (0.8 * n), n", each share in the place of the only
 * %s of `share`. The code owns it. */
const char *sd_java_ends(const struct sd_code_asked *asked, struct sd_code *code,
                         const char *share);

/* The seed as a number: 42, or 4294967296L beyond 32 bits. The code owns it. */
const char *sd_java_seed(struct sd_code *code, const char *seed);

/* SPLITDATA_DATA for more records than an array of Java has room for. */
int sd_java_check_count(uint64_t count, const char *recipe, struct splitdata_error *error);

#endif
