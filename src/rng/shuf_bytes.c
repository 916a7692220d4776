/* SPDX-License-Identifier: MIT */
/* The bytes of shuf's random source, and its uniform draws from them. */
#include "rng/shuf_targets.h"

#include "rng/aes256.h"

void sd_shuf_make_bytes(struct splitdata_shuf *random)
{
    sd_aes256_counter(random->round_keys, random->counter, random->bytes,
                      sizeof random->bytes / 16);
    random->used = 0;
}

uint8_t splitdata_shuf_byte(struct splitdata_shuf *random)
{
    if (random->used == sizeof random->bytes)
        sd_shuf_make_bytes(random);
    return random->bytes[random->used++];
}

/* The randomness that a draw does not use up is kept for the next one. shuf_targets.c does the same
 * without these divisions. */
uint64_t splitdata_shuf_choose(struct splitdata_shuf *random, uint64_t n)
{
    uint64_t num = random->num, max = random->max;
    for (;;) {
        while (max < n - 1) {
            num = num * 256 + splitdata_shuf_byte(random);
            max = max * 256 + 255;
        }
        if (max == n - 1) {
            random->num = 0;
            random->max = 0;
            return num;
        }
        uint64_t excess = max - (n - 1);
        uint64_t unusable = excess % n;
        uint64_t rest = num % n;
        if (num <= max - unusable) {
            random->num = num / n;
            random->max = excess / n;
            return rest;
        }
        num = rest;
        max = unusable - 1;
    }
}
