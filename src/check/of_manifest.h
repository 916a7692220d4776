/* SPDX-License-Identifier: MIT */
/* A manifest in the place of parts: it names them, and knows their keys and how they are read. */
#ifndef SD_CHECK_OF_MANIFEST_H
#define SD_CHECK_OF_MANIFEST_H

#include "provenance/manifest.h"
#include "splitdata/check.h"

struct sd_of_manifest {
    const char *path;
    struct sd_manifest manifest; /* owns the texts in `options` */
    struct splitdata_check_options options;
    char **paths; /* train first */
    char **names; /* what messages call them; NULL: as the paths */
    size_t count;
    int *opened; /* the descriptors that such paths lead to */
    size_t opened_count;
};

struct sd_targets;

/* Reads the manifest at `path`; what `asked` says goes before what it says. For
 * sd_of_manifest_close also after a failure. */
int sd_of_manifest_open(struct sd_of_manifest *of, const char *path,
                        const struct splitdata_check_options *asked, struct splitdata_error *error);

/* The same of a split that is complete and not yet published: its outputs have no names so far. */
int sd_of_targets_open(struct sd_of_manifest *of, const struct sd_targets *targets,
                       const struct splitdata_check_options *asked, struct splitdata_error *error);

void sd_of_manifest_close(struct sd_of_manifest *of);

#endif
