/* SPDX-License-Identifier: MIT */
/* Compares files with a manifest, and with the outputs of a repeated split. */
#ifndef SD_VERIFY_VERIFY_FILE_H
#define SD_VERIFY_VERIFY_FILE_H

#include "base/digest.h"
#include "in/stream.h"

/* The expected contents of a file. */
struct sd_expected {
    uint64_t bytes;
    const char *digest;
    uint64_t step; /* of the beginnings; 0: none */
    const char *beginnings;
};

/* The actual contents. */
struct sd_file_check {
    bool there;
    bool same;
    bool special; /* not a regular file, and not read */
    bool damaged; /* it cannot be read to its end */
    uint64_t bytes;
    uint64_t more_from; /* correct up to here, but longer; SPLITDATA_NOWHERE: not so */
    char digest[SD_DIGEST_TEXT];
    char detail[512]; /* the difference in words */
};

/* The kind of all digests; the cancellation and progress callbacks, and the limit of struct
 * splitdata_options. */
struct sd_file_reading {
    enum splitdata_digest digest;
    int cancel_fd;
    uint64_t max_inflate;
    struct sd_progress *progress;
};

/* Reads the file at `path`, compressed or not, to its end. A missing, special or damaged file is a
 * result, not an error. */
int sd_verify_file(const char *path, const struct sd_expected *expected,
                   const struct sd_file_reading *control, struct sd_file_check *found,
                   struct splitdata_error *error);

/* An observer that compares the bytes of an output with a file. */
struct sd_comparison {
    const char *path; /* NULL: no comparison */
    struct sd_source source;
    struct sd_stream stream;
    uint8_t *buffer;
    size_t held, used; /* of the buffer */
    bool open;
    bool broken;  /* reading the file failed */
    bool differs; /* at byte `at` */
    uint64_t at;
    uint64_t line; /* of that byte, from 1 */
    bool after_cr; /* the previous byte is a CR */
};

int sd_comparison_observe(void *context, const uint8_t *bytes, size_t length,
                          struct splitdata_error *error);
void sd_comparison_free(struct sd_comparison *comparison);

#endif
