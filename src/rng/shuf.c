/* SPDX-License-Identifier: MIT */
/* GNU shuf with `openssl enc -aes-256-ctr -pass pass:SEED -nosalt` as its random source. */
#include "rng/table.h"

#include "base/digest.h"
#include "base/error.h"
#include "rng/aes256.h"
#include "rng/shuf_targets.h"
#include "rng/shuffle.h"

#include <string.h>

/* OpenSSL's EVP_BytesToKey without salt, once: D1 = SHA-256(text), D2 = SHA-256(D1 text); D1 is the
 * key and the first half of D2 the counter. D2's input has any length, so it is hashed in parts. */
static int derive(const char *text, uint8_t key[SD_DIGEST_BYTES], uint8_t second[SD_DIGEST_BYTES],
                  struct splitdata_error *error)
{
    struct sd_digest digest = {0};
    sd_sha256(text, strlen(text), key);
    int status = sd_digest_add(&digest, key, SD_DIGEST_BYTES, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_add(&digest, text, strlen(text), error);
    if (status == SPLITDATA_OK)
        status = sd_digest_bytes(&digest, second, error);
    sd_digest_free(&digest);
    return status;
}

int splitdata_shuf_seed_text(struct splitdata_shuf *random, const char *text,
                             struct splitdata_error *error)
{
    uint8_t key[SD_DIGEST_BYTES], second[SD_DIGEST_BYTES];
    int status = derive(text, key, second, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_aes256_expand(random->round_keys, key);
    memcpy(random->counter, second, sizeof random->counter);
    memset(random->bytes, 0, sizeof random->bytes);
    random->used = sizeof random->bytes;
    random->num = 0;
    random->max = 0;
    return SPLITDATA_OK;
}

void splitdata_shuf_shuffle(struct splitdata_shuf *random, void *items, uint64_t count,
                            size_t item_size)
{
    struct sd_shuf_drawing drawing = {random, {items, item_size}};
    sd_shuffle_up_fetched(sd_shuf_targets, &drawing, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_shuf_seed_text(&state->shuf, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    struct splitdata_shuf *random = &state->shuf;
    while (count > 0) {
        if (random->used == sizeof random->bytes)
            sd_shuf_make_bytes(random);
        size_t here = sizeof random->bytes - random->used;
        if (here > count)
            here = count;
        for (size_t i = 0; i < here; i++)
            out[i] = random->bytes[random->used + i];
        random->used += (unsigned)here;
        out += here;
        count -= here;
    }
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_shuf_shuffle(&state->shuf, items, count, item_size);
}

const struct splitdata_random_kind sd_shuf_kind = {
    .name = "shuf",
    .about = "GNU shuf --random-source of openssl enc -aes-256-ctr -pass pass:SEED",
    .seed_rule = "any text",
    .family = SPLITDATA_FAMILY_SHUF,
    .word_bits = 8,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT64_MAX,
};
