/* SPDX-License-Identifier: MIT */
/* The table of instruction sets. */
#include "base/sha256_vectors.h"

#include <string.h>

/* The library's own instructions, for one message after another: faster than narrow vectors. */
static void one_by_one(const struct sd_short_message *messages, size_t first,
                       struct sd_sha256_words *digests)
{
    uint8_t digest[SD_DIGEST_BYTES];
    sd_sha256(messages[first].bytes, messages[first].length, digest);
    for (size_t i = 0; i < 8; i++) {
        const uint8_t *at = digest + 4 * i;
        digests->word[i][first] =
            (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
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
