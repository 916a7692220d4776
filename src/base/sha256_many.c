/* SPDX-License-Identifier: MIT */
/* Messages, and the table of instruction sets. */
#include "base/little.h"
#include "base/sha256_vectors.h"

#include <string.h>

/* Copies at most 55 bytes: for few of them faster than a call. */
static void copy(uint8_t *to, const char *from, size_t length)
{
    if (length > 16) {
        memcpy(to, from, length);
    } else if (length >= 8) {
        memcpy(to, from, 8);
        memcpy(to + length - 8, from + length - 8, 8);
    } else if (length >= 4) {
        memcpy(to, from, 4);
        memcpy(to + length - 4, from + length - 4, 4);
    } else {
        for (size_t i = 0; i < length; i++)
            to[i] = (uint8_t)from[i];
    }
}

bool sd_short_message_add(struct sd_short_message *message, const char *bytes, size_t length)
{
    if (length > SD_SHA256_SHORT - message->length)
        return false;
    copy(message->bytes + message->length, bytes, length);
    message->length += length;
    return true;
}

/* The library's own instructions, for one message after another: faster than narrow vectors. */
static void one_by_one(const struct sd_short_message *messages, size_t first,
                       struct sd_sha256_words *digests)
{
    uint8_t digest[SD_DIGEST_BYTES];
    sd_sha256(messages[first].bytes, messages[first].length, digest);
    for (size_t i = 0; i < 8; i++) {
        digests->word[i][first] = sd_big32(digest + 4 * i);
    }
}

static bool always(void)
{
    return true;
}

#if defined(SD_SHA256_X86)
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}

static bool has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
}
#endif

const struct sd_sha256_lanes sd_sha256_lanes[] = {
#if defined(SD_SHA256_X86)
    {"avx512", has_avx512, 16, sd_sha256_of_16},
    {"avx2", has_avx2, 8, sd_sha256_of_8},
#endif
    {"library", always, 1, one_by_one},
};

const size_t sd_sha256_lanes_count = sizeof sd_sha256_lanes / sizeof sd_sha256_lanes[0];

void sd_sha256_many_by(const struct sd_sha256_lanes *lanes, struct sd_short_message *messages,
                       size_t count, struct sd_sha256_words *digests)
{
    struct sd_short_message last[SD_SHA256_MOST];
    size_t m = 0;
    for (size_t i = 0; i < count; i++)
        messages[i].bytes[messages[i].length] = 0x80; /* the bit after it */
    for (; m + lanes->lanes <= count; m += lanes->lanes)
        lanes->digest(messages, m, digests);
    if (m == count)
        return;
    /* Fewer than lanes are left. */
    memset(last + m, 0, lanes->lanes * sizeof *last);
    memcpy(last + m, messages + m, (count - m) * sizeof *last);
    lanes->digest(last, m, digests);
}

void sd_sha256_many(struct sd_short_message *messages, size_t count,
                    struct sd_sha256_words *digests)
{
    const struct sd_sha256_lanes *lanes = sd_sha256_lanes;
    while (!lanes->available())
        lanes++;
    sd_sha256_many_by(lanes, messages, count, digests);
}
