/* SPDX-License-Identifier: MIT */
/*
 * The digest of a stream and of some of its prefixes, which later show where a changed stream
 * begins to differ. The digest of a prefix is the state of the whole digest at that byte, so it
 * costs nothing.
 *
 * The prefixes ("beginnings" in a manifest) end at multiples of `step`, the smallest power of two
 * from 64 on that makes at most SD_BEGINNINGS of them. The first eight hexadecimal digits of each
 * digest are kept.
 *
 * Life: zeroed, but for `digest.kind`; sd_fingerprint_add any number of times, reading the fields,
 * sd_fingerprint_free.
 */
#ifndef SD_BASE_FINGERPRINT_H
#define SD_BASE_FINGERPRINT_H

#include "base/digest.h"

enum {
    SD_BEGINNINGS = 128,
    SD_BEGINNING_DIGITS = 8,
    SD_LEAST_STEP = 64 /* one block of SHA-256 */
};

struct sd_fingerprint {
    struct sd_digest digest;
    uint64_t size;                                                  /* bytes so far */
    uint64_t step;                                                  /* 0: no bytes so far */
    size_t count;                                                   /* of beginnings */
    char beginnings[(SD_BEGINNINGS + 1) * SD_BEGINNING_DIGITS + 1]; /* their digits, joined */
};

int sd_fingerprint_add(struct sd_fingerprint *fingerprint, const void *bytes, size_t length,
                       struct splitdata_error *error);

void sd_fingerprint_free(struct sd_fingerprint *fingerprint);

#endif
