/* SPDX-License-Identifier: MIT */
/* Files held against what a manifest says of them, and against what a split gives. */
#ifndef SD_VERIFY_VERIFY_FILE_H
#define SD_VERIFY_VERIFY_FILE_H

#include "base/error.h"
#include "in/stream.h"

/* What a file should hold. */
struct sd_expected {
    uint64_t bytes;
    const char *sha256;
    uint64_t step; /* of the beginnings; 0: none */
    const char *beginnings;
};

/* What it does hold. */
struct sd_file_check {
    bool there;
    bool same;
    bool special; /* it is no regular file and was not read */
    bool damaged; /* it cannot be read to its end */
    uint64_t bytes;
    uint64_t more_from; /* all is right up to here, and then it goes on; SPLITDATA_NOWHERE: no */
    char sha256[65];
    char detail[512]; /* how it differs */
};

/* Who may stop the reading, and who hears how far it has come. */
struct sd_file_reading {
    int cancel_fd;
    struct sd_progress *progress;
};

/* Reads the file at `path`, compressed or not, to its end. That it is missing, no file or damaged
 * is an answer, not an error. */
int sd_verify_file(const char *path, const struct sd_expected *expected,
                   const struct sd_file_reading *control, struct sd_file_check *found,
                   struct splitdata_error *error);

/* A observer that compares what an output would hold with a file. */
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
    bool after_cr; /* it follows a CR */
};

int sd_comparison_observe(void *context, const uint8_t *bytes, size_t length,
                          struct splitdata_error *error);
void sd_comparison_free(struct sd_comparison *comparison);

#endif
