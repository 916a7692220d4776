/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4), by libcrypto, of bytes that come piece by piece.
 *
 * Life: zeroed, any number of sd_digest_add, sd_digest_text, sd_digest_free.
 */
#ifndef SD_BASE_DIGEST_H
#define SD_BASE_DIGEST_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

enum {
    SD_DIGEST_BYTES = 32,
    SD_DIGEST_TEXT = 2 * SD_DIGEST_BYTES + 1 /* lower-case hexadecimal digits and NUL */
};

struct sd_digest {
    void *state; /* libcrypto's, in memory of ours; NULL: nothing has come yet */
};

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error);

/* The digest of all bytes so far; more may follow. */
int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error);

void sd_digest_free(struct sd_digest *digest);

#endif
