/* SPDX-License-Identifier: MIT */
/*
 * libcrypto's low-level functions: they need no memory and cannot fail. (Those of EVP make dozens
 * of allocations when they are first used, and OpenSSL 3.0 uses a null pointer when one of them
 * fails.)
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/digest.h"

#include <openssl/sha.h>
#include <stdlib.h>

static int begin(struct sd_digest *digest, struct splitdata_error *error)
{
    if (digest->state != NULL)
        return SPLITDATA_OK;
    SHA256_CTX *state = malloc(sizeof *state);
    if (state == NULL)
        return sd_fail_memory(error, "a digest");
    SHA256_Init(state);
    digest->state = state;
    return SPLITDATA_OK;
}

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status == SPLITDATA_OK)
        SHA256_Update(digest->state, bytes, length);
    return status;
}

int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[SD_DIGEST_BYTES];
    int status = begin(digest, error);
    if (status != SPLITDATA_OK)
        return status;
    SHA256_CTX copy = *(const SHA256_CTX *)digest->state;
    SHA256_Final(bytes, &copy);
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
