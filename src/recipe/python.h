/* SPDX-License-Identifier: MIT */
/* What the Python code of several recipes has in common (--print-code). */
#ifndef SD_RECIPE_PYTHON_H
#define SD_RECIPE_PYTHON_H

#include "recipe/code.h"

/* Appends the lines that read the input into `df`, a DataFrame, or a Series of lines. */
int sd_python_read(const struct sd_code_asked *asked, struct sd_code *code,
                   struct splitdata_error *error);

/* The same where every field stays the text that it is. */
int sd_python_read_texts(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error);

/* df["A"], or df[["A", "B"]] of several columns. The code owns it. SPLITDATA_USAGE for bins. */
int sd_python_columns(struct sd_code *code, const char *list, const char **columns,
                      struct splitdata_error *error);

/* The seed of NumPy's legacy generator: 42, or [1, 2] for "1,2". The code owns it. */
const char *sd_python_seed(struct sd_code *code, const char *seed);

/* The argument of random.seed: 42, "hello", 0.5 or bytes.fromhex("00ff"), by the seed's text. */
const char *sd_python_random_seed(struct sd_code *code, const char *seed);

/* The same as random_state of scikit-learn or pandas: np.random.RandomState([1, 2]). */
const char *sd_python_random_state(struct sd_code *code, const char *seed);

/* The names of the parts, "train, test". The code owns it. */
const char *sd_python_parts(const struct sd_code_asked *asked, struct sd_code *code);

/* ", train_size=0.8": the sizes as arguments, each after a comma. The code owns it. */
const char *sd_python_sizes(const struct sd_code_asked *asked, struct sd_code *code,
                            const char *train, const char *test);

/* Appends lines that cut `order`, a permutation of the n rows, from the front into `parts`, a list
 * in the order in which the parts are named. Shares are cut at int(c * n), c their sum so far.
 * `last_first`: the last part is cut first, the first one last. */
void sd_python_cut(const struct sd_code_asked *asked, struct sd_code *code, bool last_first);

/* Appends lines that give the parts their ranges of `numbers`, the buckets of the rows. */
int sd_python_cut_buckets(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error);

/* Appends the whole code of a split by the remainder of `hash`, an expression of `key`, a text;
 * `module` is where the expression comes from. */
int sd_python_hash(const struct sd_code_asked *asked, struct sd_code *code, const char *module,
                   const char *hash, struct splitdata_error *error);

#endif
