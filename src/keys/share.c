/* SPDX-License-Identifier: MIT */
#include "keys/share.h"

#include <openssl/evp.h>

/* Fields are told apart by the ASCII unit separator. */
static const char separator[] = {0x1F};

int sd_share_begin(struct sd_share *share, const char *seed, struct splitdata_error *error)
{
    *share = (struct sd_share){.digest = EVP_MD_fetch(NULL, "SHA256", NULL),
                               .context = EVP_MD_CTX_new()};
    bool ready = share->digest != NULL && share->context != NULL &&
                 EVP_DigestInit_ex(share->context, share->digest, NULL) == 1 &&
                 sd_text_add(&share->message, seed) && sd_text_add(&share->message, ":");
    share->prefix = share->message.length;
    if (ready)
        return SPLITDATA_OK;
    sd_share_free(share);
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "libcrypto has no SHA-256, or there is no memory for it");
}

int sd_share_number(struct sd_share *share, const struct sd_key_field *fields, size_t count,
                    uint64_t *number, struct splitdata_error *error)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    bool ready = true;
    share->message.length = share->prefix;
    for (size_t i = 0; ready && i < count; i++) {
        ready = (i == 0 || sd_text_append(&share->message, separator, 1)) &&
                sd_text_append(&share->message, fields[i].bytes, fields[i].length);
    }
    /* Without a type the context keeps the one it has, and allocates nothing. */
    ready = ready && EVP_DigestInit_ex(share->context, NULL, NULL) == 1 &&
            EVP_DigestUpdate(share->context, share->message.bytes, share->message.length) == 1 &&
            EVP_DigestFinal_ex(share->context, digest, NULL) == 1;
    if (!ready)
        return sd_fail_memory(error, "the hash of a key");
    *number = 0;
    for (int i = 0; i < 7; i++)
        *number = *number << 8 | digest[i];
    *number >>= 4; /* 13 of these 14 hexadecimal digits */
    return SPLITDATA_OK;
}

void sd_share_free(struct sd_share *share)
{
    EVP_MD_CTX_free(share->context);
    EVP_MD_free(share->digest);
    sd_text_free(&share->message);
    *share = (struct sd_share){0};
}
