/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 and SHA-512 (FIPS 180-4), by libcrypto, or by nettle where SD_HAVE_NETTLE is defined; and
 * XXH3 with 128 bits, by xxhash.h, several times as fast, which finds accidents and no forgery.
 *
 * Life of struct sd_digest: zeroed, but for `kind`; any number of sd_digest_add, sd_digest_bytes
 * and sd_digest_text; sd_digest_free.
 */
#ifndef SD_BASE_DIGEST_H
#define SD_BASE_DIGEST_H

#include "base/error.h"
#include "splitdata/options.h"

#include <stddef.h>
#include <stdint.h>

enum {
    SD_DIGEST_BYTES = 32,                     /* of SHA-256 */
    SD_DIGEST_TEXT = 2 * SD_DIGEST_BYTES + 1, /* at most: lower-case hexadecimal digits and NUL */
    SD_SHA512_BYTES = 64
};

/* Digests of `length` bytes at once; `bytes` may be NULL if there are none. */
void sd_sha256(const void *bytes, size_t length, uint8_t digest[SD_DIGEST_BYTES]);
void sd_sha512(const void *bytes, size_t length, uint8_t digest[SD_SHA512_BYTES]);

/* The digest of bytes that come in pieces. */
struct sd_digest {
    enum splitdata_digest kind;
    void *state; /* the library's, in memory of ours; NULL: no bytes so far */
};

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error);

/* The digest of all bytes so far, as bytes (of XXH3 the first 16) and as text; more may follow. */
int sd_digest_bytes(struct sd_digest *digest, uint8_t bytes[SD_DIGEST_BYTES],
                    struct splitdata_error *error);
int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error);

void sd_digest_free(struct sd_digest *digest);

/* What a member of a JSON object that has such a digest is called, and how many digits it has. */
const char *sd_digest_key(enum splitdata_digest kind);
size_t sd_digest_digits(enum splitdata_digest kind);

#endif
