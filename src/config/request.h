/* SPDX-License-Identifier: MIT */
/* The options, checked and completed. */
#ifndef SD_CONFIG_REQUEST_H
#define SD_CONFIG_REQUEST_H

#include "algorithm/predefined.h"
#include "base/shards.h"
#include "config/parts.h"
#include "csv/not_data.h"
#include "csv/scan.h"
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

struct sd_request {
    const struct splitdata_options *options;
    const struct sd_recipe *recipe;
    struct sd_recipe_options recipe_options; /* what follows its name */
    char *like;                              /* options->like in its one form; NULL: not given */
    enum sd_split_kind kind;
    const struct sd_scanner *scanner; /* NULL: the fastest one */
    struct sd_parts parts;
    struct sd_map map;     /* of --map */
    struct sd_size sample; /* of --sample */
    struct sd_shards shards;
    bool train_test;  /* the parts are train and test, and the recipe completes their sizes */
    uint64_t rounds;  /* number of successive splits, at least 1 */
    bool input_order; /* parts keep the input's order */
    size_t only;      /* with options->only: the number of that part */
    bool repeated;    /* by verify or replay: what an earlier version split is not refused */
    unsigned threads;
    uint64_t memory; /* bound of private memory in bytes, all of the program */
};

/* Checks everything that does not depend on the input. Borrows `options`. `repeated`: they are a
 * manifest's, whose split was made once, perhaps by a version that refused less. */
int sd_request_begin(struct sd_request *request, const struct splitdata_options *options,
                     bool repeated, struct splitdata_error *error);

/* The question to the recipe: the sizes in units, of which there are `n`. `unit` is "record" or
 * "group", for messages. */
struct sd_sizes_asked sd_request_sizes_asked(const struct sd_request *request, uint64_t n,
                                             const char *unit);

/* Asks the recipe, and fills sizes[0..parts-1]. */
int sd_request_sizes(const struct sd_request *request, uint64_t n, const char *unit,
                     uint64_t *sizes, struct splitdata_error *error);

/* Whether the part is written: all are without --only. */
static inline bool sd_request_writes(const struct sd_request *request, size_t part)
{
    return request->options->only == NULL || part == request->only;
}

/* The bound of all arrays together, in bytes: request->memory less what the program and the buffers
 * of its threads take. Before `writing`, a quarter of it is held back. */
uint64_t sd_request_array_memory(const struct sd_request *request, bool writing);

/* Refuses bytes that cannot be the delimiter, the quote, the escape or the mark of comments, and
 * levels that gzip does not have (dialect.c). */
int sd_check_format(const struct splitdata_options *options, struct splitdata_error *error);

/* The dialect of an input whose name ends in `suffix`, as it is spelt; ".gz" is no part of it. */
int sd_request_dialect(const struct sd_request *request, const char *suffix,
                       struct sd_dialect *dialect, struct splitdata_error *error);

/* The line terminator that records get; NULL: they keep their own. */
const char *sd_line_end_of(enum splitdata_line_ends line_ends);

/* Whether some records stay in one part: by --group, or because they are equal. */
bool sd_options_group(const struct splitdata_options *options);

/* Whether outputs have row numbers: --emit indices, in either form. */
bool sd_options_emit_numbers(const struct splitdata_options *options);

/* Whether these options go together, and the framework has such a split: for what is offered. */
bool sd_options_agree(const struct splitdata_options *options);

/* Refuses options that exclude each other, or that need another one (conflicts.c). */
int sd_check_conflicts(const struct splitdata_options *options, struct splitdata_error *error);

void sd_request_end(struct sd_request *request);

/* How the beginning of the input is judged. */
struct sd_reading sd_request_reading(const struct sd_request *request, bool compressed);

#endif
