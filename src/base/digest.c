/* SPDX-License-Identifier: MIT */
#define OPENSSL_SUPPRESS_DEPRECATED /* its low-level functions, see below */

#include "base/digest.h"

#include <stdlib.h>

/* --- the library ------------------------------------------------------------------------------ */

#ifdef SD_HAVE_NETTLE

#include <nettle/sha2.h>

typedef struct sha256_ctx sha256_state;

static void sha256_begin(sha256_state *state)
{
    sha256_init(state);
}

static void sha256_add(sha256_state *state, const void *bytes, size_t length)
{
    sha256_update(state, length, bytes);
}

static void sha256_end(sha256_state *state, uint8_t digest[SD_DIGEST_BYTES])
{
    sha256_digest(state, SD_DIGEST_BYTES, digest);
}

void sd_sha512(const void *bytes, size_t length, uint8_t digest[SD_SHA512_BYTES])
{
    struct sha512_ctx state;
    sha512_init(&state);
    sha512_update(&state, length, bytes);
    sha512_digest(&state, SD_SHA512_BYTES, digest);
}

#else

/* libcrypto's low-level functions need no memory and cannot fail. (Those of EVP make dozens of
 * allocations when they are first used, and OpenSSL 3.0 uses a null pointer when one of them
 * fails.) */
#include <openssl/sha.h>

typedef SHA256_CTX sha256_state;

static void sha256_begin(sha256_state *state)
{
    SHA256_Init(state);
}

static void sha256_add(sha256_state *state, const void *bytes, size_t length)
{
    SHA256_Update(state, bytes, length);
}

static void sha256_end(sha256_state *state, uint8_t digest[SD_DIGEST_BYTES])
{
    SHA256_Final(digest, state);
}

void sd_sha512(const void *bytes, size_t length, uint8_t digest[SD_SHA512_BYTES])
{
    SHA512_CTX state;
    SHA512_Init(&state);
    SHA512_Update(&state, bytes, length);
    SHA512_Final(digest, &state);
}

#endif

/* --- digests ---------------------------------------------------------------------------------- */

void sd_sha256(const void *bytes, size_t length, uint8_t digest[SD_DIGEST_BYTES])
{
    sha256_state state;
    sha256_begin(&state);
    sha256_add(&state, bytes, length);
    sha256_end(&state, digest);
}

static int begin(struct sd_digest *digest, struct splitdata_error *error)
{
    if (digest->state != NULL)
        return SPLITDATA_OK;
    sha256_state *state = malloc(sizeof *state);
    if (state == NULL)
        return sd_fail_memory(error, "a digest");
    sha256_begin(state);
    digest->state = state;
    return SPLITDATA_OK;
}

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status == SPLITDATA_OK)
        sha256_add(digest->state, bytes, length);
    return status;
}

int sd_digest_bytes(struct sd_digest *digest, uint8_t bytes[SD_DIGEST_BYTES],
                    struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status != SPLITDATA_OK)
        return status;
    sha256_state copy = *(const sha256_state *)digest->state;
    sha256_end(&copy, bytes);
    return SPLITDATA_OK;
}

int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[SD_DIGEST_BYTES];
    int status = sd_digest_bytes(digest, bytes, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t i = 0; i < SD_DIGEST_BYTES; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * SD_DIGEST_BYTES] = '\0';
    return SPLITDATA_OK;
}

void sd_digest_free(struct sd_digest *digest)
{
    free(digest->state);
    digest->state = NULL;
}
