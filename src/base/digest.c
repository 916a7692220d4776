/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <openssl/evp.h>
#include <stdbool.h>

static int begin(struct sd_digest *digest, struct splitdata_error *error)
{
    if (digest->state != NULL)
        return SPLITDATA_OK;
    EVP_MD_CTX *state = EVP_MD_CTX_new();
    if (state == NULL)
        return sd_fail_memory(error, "a digest");
    if (EVP_DigestInit_ex(state, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(state);
        return sd_fail(error, SPLITDATA_SYSTEM, "libcrypto has no SHA-256 here");
    }
    digest->state = state;
    return SPLITDATA_OK;
}

int sd_digest_add(struct sd_digest *digest, const void *bytes, size_t length,
                  struct splitdata_error *error)
{
    int status = begin(digest, error);
    if (status == SPLITDATA_OK && EVP_DigestUpdate(digest->state, bytes, length) != 1)
        status = sd_fail(error, SPLITDATA_SYSTEM, "libcrypto's SHA-256 failed");
    return status;
}

int sd_digest_text(struct sd_digest *digest, char text[SD_DIGEST_TEXT],
                   struct splitdata_error *error)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    int status = begin(digest, error);
    if (status != SPLITDATA_OK)
        return status;
    EVP_MD_CTX *copy = EVP_MD_CTX_new();
    bool done = copy != NULL && EVP_MD_CTX_copy_ex(copy, digest->state) == 1 &&
                EVP_DigestFinal_ex(copy, bytes, NULL) == 1;
    EVP_MD_CTX_free(copy);
    if (!done)
        return sd_fail_memory(error, "a digest");
    for (size_t i = 0; i < SD_DIGEST_BYTES; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * SD_DIGEST_BYTES] = '\0';
    return SPLITDATA_OK;
}

void sd_digest_free(struct sd_digest *digest)
{
    EVP_MD_CTX_free(digest->state);
    digest->state = NULL;
}
