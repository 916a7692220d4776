/* SPDX-License-Identifier: MIT */
/*
 * Reconstructs the original input from the parts, and locates the first difference of the current
 * input.
 *
 * The manifest's options determine which record became which item of which part: from the number of
 * records alone, or, where columns decide, from the current input, if the change did not affect
 * those columns. Whether it did need not be known: a result is reported only if the reconstruction
 * has the digest that the manifest gives for the input.
 */
#ifndef SD_VERIFY_LOCATE_CHANGE_H
#define SD_VERIFY_LOCATE_CHANGE_H

#include "base/observer.h"
#include "provenance/manifest.h"

struct sd_reconstruction {
    const struct sd_manifest *manifest;
    const struct splitdata_options
        *options;             /* the manifest's, with the caller's threads and the like */
    const char *input;        /* the current one */
    const char *const *files; /* by manifest->files: the path of a correct one; NULL: it is not */
    struct sd_progress *progress;
};

/* The first difference. */
struct sd_change {
    bool known;
    uint64_t byte;   /* from 0 */
    uint64_t record; /* from 1; 0: the header */
    uint64_t line;   /* from 1 */
};

/* SPLITDATA_CANCELLED on request; else SPLITDATA_OK: a change that cannot be located, for any
 * reason, stays unknown. */
int sd_locate_change(const struct sd_reconstruction *asked, struct sd_change *change,
                     struct splitdata_error *error);

/* The text of a finding: "changed at byte 2506 (record 99, line 100)"; `has`: the current size of
 * the input in bytes. */
void sd_describe_change(const struct sd_change *change, const struct sd_manifest *manifest,
                        uint64_t has, char *detail, size_t size);

#endif
