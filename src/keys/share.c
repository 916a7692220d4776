/* SPDX-License-Identifier: MIT */
#include "keys/share.h"

#include "base/digest.h"

/* Fields are separated by the ASCII unit separator. */
static const char separator[] = {0x1F};

int sd_share_begin(struct sd_share *share, const char *seed, struct splitdata_error *error)
{
    *share = (struct sd_share){0};
    if (!sd_text_add(&share->message, seed) || !sd_text_add(&share->message, ":")) {
        sd_share_free(share);
        return sd_fail_memory(error, "the hash of a key");
    }
    share->prefix = share->message.length;
    return SPLITDATA_OK;
}

int sd_share_number(struct sd_share *share, const struct sd_key_field *fields, size_t count,
                    uint64_t *number, struct splitdata_error *error)
{
    uint8_t digest[SD_DIGEST_BYTES];
    bool ready = true;
    share->message.length = share->prefix;
    for (size_t i = 0; ready && i < count; i++) {
        ready = (i == 0 || sd_text_append(&share->message, separator, 1)) &&
                sd_text_append(&share->message, fields[i].bytes, fields[i].length);
    }
    if (!ready)
        return sd_fail_memory(error, "the hash of a key");
    sd_sha256(share->message.bytes, share->message.length, digest);
    *number = 0;
    for (int i = 0; i < 7; i++)
        *number = *number << 8 | digest[i];
    *number >>= 4; /* 13 of these 14 hexadecimal digits */
    return SPLITDATA_OK;
}

void sd_share_free(struct sd_share *share)
{
    sd_text_free(&share->message);
    *share = (struct sd_share){0};
}
