/* SPDX-License-Identifier: MIT */
#define OPENSSL_SUPPRESS_DEPRECATED /* its low-level functions, see below */

#include "base/digest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Compiled in: another library would make every start slower. */
#define XXH_INLINE_ALL
#include <xxhash.h>

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

/* The states of both kinds begin where one of XXH3 may. */
static int begin(struct sd_digest *digest, struct splitdata_error *error)
{
    enum { ALIGNED = 64 };
    if (digest->state != NULL)
        return SPLITDATA_OK;
    const bool sha256 = digest->kind == SPLITDATA_DIGEST_SHA256;
    const size_t size = sha256 ? sizeof(sha256_state) : sizeof(XXH3_state_t);
    void *state = aligned_alloc(ALIGNED, (size + ALIGNED - 1) / ALIGNED * ALIGNED);
    if (state == NULL)
        return sd_fail_memory(error, "a digest");
    if (sha256)
        sha256_begin(state);
    else
        XXH3_128bits_reset(state);
    digest->state = state;
    return SPLITDATA_OK;
}

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status != SPLITDATA_OK)
        return status;
    if (digest->kind == SPLITDATA_DIGEST_SHA256)
        sha256_add(digest->state, bytes, length);
    else
        XXH3_128bits_update(digest->state, bytes, length);
    return SPLITDATA_OK;
}

int sd_digest_bytes(struct sd_digest *digest, uint8_t bytes[SD_DIGEST_BYTES],
                    struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status != SPLITDATA_OK)
        return status;
    if (digest->kind == SPLITDATA_DIGEST_SHA256) {
        sha256_state copy = *(const sha256_state *)digest->state;
        sha256_end(&copy, bytes);
        return SPLITDATA_OK;
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(digest->state));
    memcpy(bytes, canonical.digest, sizeof canonical.digest);
    return SPLITDATA_OK;
}

int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error)
{
    static const char hexadecimal[] = "0123456789abcdef";
    const size_t digits = sd_digest_digits(digest->kind);
    uint8_t bytes[SD_DIGEST_BYTES] = {0};
    int status = sd_digest_bytes(digest, bytes, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t i = 0; i < digits / 2; i++) {
        text[2 * i] = hexadecimal[bytes[i] >> 4];
        text[2 * i + 1] = hexadecimal[bytes[i] & 15];
    }
    text[digits] = '\0';
    return SPLITDATA_OK;
}

void sd_digest_free(struct sd_digest *digest)
{
    free(digest->state);
    digest->state = NULL;
}

const char *sd_digest_key(enum splitdata_digest kind)
{
    return kind == SPLITDATA_DIGEST_SHA256 ? "sha256" : "xxh3_128";
}

size_t sd_digest_digits(enum splitdata_digest kind)
{
    return kind == SPLITDATA_DIGEST_SHA256 ? 64 : 32;
}
