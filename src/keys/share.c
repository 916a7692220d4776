/* SPDX-License-Identifier: MIT */
#include "keys/share.h"

#include "base/little.h"
#include "base/sha256_many.h"

/* Fields are separated by the ASCII unit separator. */
static const char separator[] = {0x1F};

int sd_share_begin(struct sd_share *share, const char *seed, struct splitdata_error *error)
{
    *share = (struct sd_share){0};
    if (sd_text_add(&share->prefix, seed) && sd_text_add(&share->prefix, ":"))
        return SPLITDATA_OK;
    sd_share_free(share);
    return sd_fail_memory(error, "the hash of a key");
}

/* Writes what is hashed for a row, whose first field this is; false: it is too long. */
static bool write_short(const struct sd_share *share, const struct sd_key_field *field,
                        size_t columns, struct sd_short_message *message)
{
    *message = (struct sd_short_message){0};
    bool fits = sd_short_message_add(message, share->prefix.bytes, share->prefix.length);
    for (size_t c = 0; c < columns && fits; c++, field += SD_DISTINCT_BATCH)
        fits = (c == 0 || sd_short_message_add(message, separator, sizeof separator)) &&
               sd_short_message_add(message, field->bytes, field->length);
    return fits;
}

/* The first 13 of the 16 hexadecimal digits of the digest's first two words. */
static uint64_t number_of(uint32_t first, uint32_t second)
{
    return ((uint64_t)first << 32 | second) >> 12;
}

static int number_long(const struct sd_share *share, const struct sd_key_field *field,
                       size_t columns, uint64_t *number, struct splitdata_error *error)
{
    uint8_t digest[SD_DIGEST_BYTES];
    struct sd_text message = {0};
    bool ready = sd_text_append(&message, share->prefix.bytes, share->prefix.length);
    for (size_t c = 0; ready && c < columns; c++, field += SD_DISTINCT_BATCH)
        ready = (c == 0 || sd_text_append(&message, separator, 1)) &&
                sd_text_append(&message, field->bytes, field->length);
    if (ready) {
        sd_sha256(message.bytes, message.length, digest);
        *number = number_of(sd_big32(digest), sd_big32(digest + 4));
    }
    sd_text_free(&message);
    return ready ? SPLITDATA_OK : sd_fail_memory(error, "the hash of a key");
}

int sd_share_numbers(const struct sd_share *share, const struct sd_key_field *fields,
                     size_t columns, size_t count, uint64_t *numbers, struct splitdata_error *error)
{
    struct sd_short_message messages[SD_DISTINCT_BATCH];
    struct sd_sha256_words digests;
    size_t short_ones = 0, row_of[SD_DISTINCT_BATCH];
    for (size_t i = 0; i < count; i++) {
        row_of[short_ones] = i;
        if (write_short(share, fields + i, columns, &messages[short_ones])) {
            short_ones++;
            continue;
        }
        int status = number_long(share, fields + i, columns, &numbers[i], error);
        if (status != SPLITDATA_OK)
            return status;
    }
    sd_sha256_many(messages, short_ones, &digests);
    for (size_t m = 0; m < short_ones; m++)
        numbers[row_of[m]] = number_of(digests.word[0][m], digests.word[1][m]);
    return SPLITDATA_OK;
}

void sd_share_free(struct sd_share *share)
{
    sd_text_free(&share->prefix);
    *share = (struct sd_share){0};
}
