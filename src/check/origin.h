/* SPDX-License-Identifier: MIT */
/*
 * Where a split comes from: its seed, its id, its digests, how to repeat and to verify it. It is
 * known of a split with a manifest.
 *
 * Life: zeroed, sd_origin_of_manifest, sd_origin_free.
 */
#ifndef SD_CHECK_ORIGIN_H
#define SD_CHECK_ORIGIN_H

#include "base/text.h"
#include "provenance/manifest.h"

struct sd_run;

enum { SD_ORIGIN_FACTS = 24 };

struct sd_origin {
    struct {
        struct sd_text name, value;
    } fact[SD_ORIGIN_FACTS];
    size_t facts; /* 0: it is not known */
};

/* The facts of the manifest at `path`. False: no memory. */
bool sd_origin_of_manifest(struct sd_origin *origin, const struct sd_manifest *manifest,
                           const char *path);

/* The command that makes a report again, to be freed; NULL: no memory. */
char *sd_origin_again(const struct sd_run *run);

void sd_origin_free(struct sd_origin *origin);

#endif
