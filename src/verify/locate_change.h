/* SPDX-License-Identifier: MIT */
/*
 * The input as it was, put together again from the parts, and where the input as it is differs.
 *
 * The manifest's options say which record went to which place of which part: from the number of
 * records alone, or, where columns decide, from the input as it is, if the change has left those
 * alone. Whether that was so need not be known: what is put together has the SHA-256 that the
 * manifest has of the input, or nothing is said.
 */
#ifndef SD_VERIFY_LOCATE_CHANGE_H
#define SD_VERIFY_LOCATE_CHANGE_H

#include "base/observer.h"
#include "provenance/manifest.h"

struct sd_reconstruction {
    const struct sd_manifest *manifest;
    const struct splitdata_options *options; /* the manifest's, with threads and the like of now */
    const char *input;                       /* as it is */
    const char *const *parts;                /* by part: right, in size, too; NULL: it is not */
    struct sd_progress *progress;
};

/* Where it differs first. */
struct sd_change {
    bool known;
    uint64_t byte;   /* from 0 */
    uint64_t record; /* from 1; 0: the header */
    uint64_t line;   /* from 1 */
};

/* SPLITDATA_CANCELLED when it was asked to stop; else SPLITDATA_OK: what cannot be found, for
 * whatever reason, is not known. */
int sd_locate_change(const struct sd_reconstruction *asked, struct sd_change *change,
                     struct splitdata_error *error);

/* As a finding: "changed at byte 2506 (record 99, line 100)"; `has`: the bytes of the input now. */
void sd_describe_change(const struct sd_change *change, const struct sd_manifest *manifest,
                        uint64_t has, char *detail, size_t size);

#endif
