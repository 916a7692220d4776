/* SPDX-License-Identifier: MIT */
/* What verify and replay have in common: manifests from disk, and files held against them. */
#ifndef SD_EXAMINE_H
#define SD_EXAMINE_H

#include "in/stream.h"
#include "report/manifest.h"

/* A manifest and where its paths start. Life: zeroed, sd_proven_open, sd_proven_close. */
struct sd_proven {
    const char *path; /* borrowed */
    char *directory;
    struct sd_manifest manifest;
};

int sd_proven_open(struct sd_proven *proven, const char *path, int cancel_fd,
                   struct splitdata_error *error);
void sd_proven_close(struct sd_proven *proven);

/* Where a file of the manifest is, to be freed by the caller. SPLITDATA_DATA when that is neither
 * below the manifest's directory nor below the current one; `remedy` says what helps. */
int sd_proven_locate(const struct sd_proven *proven, const char *path, const char *remedy,
                     char **located, struct splitdata_error *error);

/* What a file should hold. */
struct sd_expected {
    uint64_t bytes;
    const char *sha256;
    uint64_t step; /* of the beginnings; 0: none */
    const char *beginnings;
};

/* What it does hold. */
struct sd_examined {
    bool there;
    bool same;
    bool damaged; /* it cannot be read to its end */
    uint64_t bytes;
    char sha256[65];
    char detail[512]; /* how it differs */
};

/* Who may stop the reading, and who hears how far it has come. */
struct sd_examining {
    int cancel_fd;
    struct sd_progress *progress;
};

/* Reads the file at `path`, compressed or not, to its end. That it is missing, no file or damaged
 * is an answer, not an error. */
int sd_examine(const char *path, const struct sd_expected *expected,
               const struct sd_examining *examining, struct sd_examined *examined,
               struct splitdata_error *error);

/* A watcher that compares what an output would hold with a file. */
struct sd_comparison {
    const char *path; /* NULL: nothing is compared */
    struct sd_source source;
    struct sd_stream stream;
    uint8_t *buffer;
    size_t held, used; /* of the buffer */
    bool open;
    bool broken;  /* the file cannot be read on */
    bool differs; /* at byte `at` */
    uint64_t at;
    uint64_t line; /* of that byte, from 1 */
};

int sd_comparison_see(void *context, const uint8_t *bytes, size_t length,
                      struct splitdata_error *error);
void sd_comparison_free(struct sd_comparison *comparison);

/* How the split that was made again differs from the manifest; false: it does not. */
bool sd_proven_differs(const struct sd_manifest *manifest, const struct splitdata_report *report,
                       char *detail, size_t size);

#endif
