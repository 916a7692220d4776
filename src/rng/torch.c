/* SPDX-License-Identifier: MIT */
/* PyTorch's CPU generator and torch.randperm. */
#include "rng/torch.h"

#include "base/error.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"
#include "rng/table.h"

#include <stdbool.h>
#include <string.h>

void splitdata_torch_seed(struct splitdata_torch *random, uint64_t seed)
{
    sd_mt19937_init(&random->twister, (uint32_t)seed);
}

int splitdata_torch_seed_text(struct splitdata_torch *random, const char *text,
                              struct splitdata_error *error)
{
    int64_t negative;
    uint64_t seed;
    if (sd_integer_within(text, strlen(text), INT64_MIN, -1, &negative))
        seed = (uint64_t)negative;
    else if (!sd_unsigned_within(text, strlen(text), UINT64_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "manual_seed expects an integer from -2**63 to 2**64 - 1: '%s'", text);
    splitdata_torch_seed(random, seed);
    return SPLITDATA_OK;
}

uint32_t splitdata_torch_next32(struct splitdata_torch *random)
{
    return sd_mt19937_next32(&random->twister);
}

/* From the first position up, each with itself or a later one; the remainder of a word is biased,
 * which PyTorch accepts while the bias is small. The last position draws nothing. */
static void draw_short(void *generator, uint64_t *targets, size_t window, uint64_t position,
                       uint64_t count)
{
    struct splitdata_torch *random = generator;
    uint32_t words[SD_WINDOW];
    uint32_t left = (uint32_t)(count - position);
    size_t draws = left == window ? window - 1 : window;
    sd_mt19937_fill(&random->twister, words, draws);
    for (size_t k = 0; k < draws; k++)
        targets[k] = position + k + words[k] % (left - (uint32_t)k);
    if (draws < window)
        targets[draws] = position + draws;
}

/* The inside-out shuffle: each position with itself or an earlier one. */
static void draw_long(void *generator, uint64_t *targets, size_t window, uint64_t position,
                      uint64_t count)
{
    (void)count;
    struct splitdata_torch *random = generator;
    for (size_t k = 0; k < window; k++)
        targets[k] = sd_mt19937_next64(&random->twister) % (position + k + 1);
}

static bool is_short(uint64_t count)
{
    return count < UINT32_MAX / 20;
}

void splitdata_torch_shuffle(struct splitdata_torch *random, void *items, uint64_t count,
                             size_t item_size)
{
    sd_shuffle_up(is_short(count) ? draw_short : draw_long, random, items, count, item_size);
}

void sd_torch_skip_randperm(struct splitdata_torch *random, uint64_t count)
{
    uint32_t words[SD_WINDOW];
    uint64_t left = !is_short(count) ? 2 * count : count != 0 ? count - 1 : 0;
    for (size_t here; left > 0; left -= here) {
        here = left < SD_WINDOW ? (size_t)left : SD_WINDOW;
        sd_mt19937_fill(&random->twister, words, here);
    }
}

void splitdata_torch_randperm_u32(struct splitdata_torch *random, uint32_t *out, uint32_t count)
{
    sd_identity_u32(out, count);
    splitdata_torch_shuffle(random, out, count, sizeof *out);
}

void splitdata_torch_randperm_u64(struct splitdata_torch *random, uint64_t *out, uint64_t count)
{
    sd_identity_u64(out, count);
    splitdata_torch_shuffle(random, out, count, sizeof *out);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_torch_seed_text(&state->torch, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->torch.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_torch_shuffle(&state->torch, items, count, item_size);
}

const struct splitdata_random_kind sd_torch_kind = {
    .name = "torch",
    .about = "PyTorch's CPU generator: MT19937",
    .seed_rule = "an integer from -2**63 to 2**64 - 1",
    .family = SPLITDATA_FAMILY_TORCH,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT64_MAX,
};
