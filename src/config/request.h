/* SPDX-License-Identifier: MIT */
/* What the options ask for, checked and with every default filled in. */
#ifndef SD_CONFIG_REQUEST_H
#define SD_CONFIG_REQUEST_H

#include "algorithm/predefined.h"
#include "config/parts.h"
#include "csv/scan.h"
#include "recipe/recipe.h"
#include "splitdata/splitdata.h"

struct sd_request {
    const struct splitdata_options *options;
    const struct sd_recipe *recipe;
    const struct sd_scanner *scanner; /* NULL: the fastest */
    struct sd_parts parts;
    struct sd_map map;     /* of --map */
    struct sd_size sample; /* of --sample */
    bool train_test;       /* two parts, whose sizes are the recipe's matter */
    uint64_t rounds;       /* successive splits, at least 1 */
    bool input_order;      /* parts keep the input's order */
    unsigned threads;
    uint64_t memory; /* bytes of private memory, threads' own included */
};

/* Checks everything that can be seen without the input. */
int sd_request_begin(struct sd_request *request, const struct splitdata_options *options,
                     struct splitdata_error *error);

/* What the recipe is asked: the sizes in `n` units ("record" or "group", for messages). */
struct sd_sizes_asked sd_request_sizes_asked(const struct sd_request *request, uint64_t n,
                                             const char *unit);

/* Sizes sizes[0..parts-1] of `n` units, by the recipe. */
int sd_request_sizes(const struct sd_request *request, uint64_t n, const char *unit,
                     uint64_t *sizes, struct splitdata_error *error);

/* Bytes of private memory that all arrays together may have: what the program and the buffers of
 * its threads leave of request->memory. A quarter of it is kept for `writing`. */
uint64_t sd_request_array_memory(const struct sd_request *request, bool writing);

/* How an input whose name ends in `suffix` is to be read. */
int sd_request_dialect(const struct sd_request *request, const char *suffix,
                       struct sd_dialect *dialect, struct splitdata_error *error);

/* Refuses options that exclude each other, or that say nothing without another one: conflicts.c. */
int sd_check_conflicts(const struct splitdata_options *options, struct splitdata_error *error);

void sd_request_end(struct sd_request *request);

#endif
