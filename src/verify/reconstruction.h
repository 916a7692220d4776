/* SPDX-License-Identifier: MIT */
/* The parts from which locate_change.c puts the original input together. */
#ifndef SD_VERIFY_RECONSTRUCTION_H
#define SD_VERIFY_RECONSTRUCTION_H

#include "base/digest.h"
#include "config/request.h"
#include "csv/index.h"
#include "in/input.h"
#include "strategy/strategy.h"
#include "verify/locate_change.h"
#include "verify/verify_file.h"

/* A file of a part, and the spans of its records. */
struct sd_part_again {
    const char *path;
    struct sd_input input;
    struct sd_index index;
    struct sd_cut cut; /* its items in the plan */
};

struct sd_reconstructed {
    const struct sd_reconstruction *asked;
    struct sd_request request;
    struct sd_dialect dialect;
    struct sd_memory memory;
    struct sd_part_again
        *parts; /* of one set, which together contain all records; in the order of items */
    size_t count;
    size_t first, planned; /* the set's parts in the manifest: the first, and their number */
    uint64_t *places;      /* by record: its item in the plan of that set; NULL: its own number */
    size_t suffixes;       /* fields that were appended to each record */

    uint8_t *buffer;
    size_t filled;
    uint64_t size; /* bytes reconstructed so far */
    struct sd_digest digest;
    struct sd_comparison comparison; /* with the current input */
};

/* Chooses a set whose parts are all correct and contain all records; false: there is none. */
bool sd_reconstruction_choose(struct sd_reconstructed *reconstruction);

/* Sets which items of the plan the files of part number `p` of the set have. False: the part has
 * another number of records than in the manifest. */
bool sd_reconstruction_place(struct sd_reconstructed *reconstruction, size_t p, struct sd_cut cut);

#endif
