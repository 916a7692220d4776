/* SPDX-License-Identifier: MIT */
/* Ruby's Random. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <string.h>

/* A seed of one word is used as it is. From longer ones Ruby drops a highest word of 1, as it
 * mistakes it for the sign that it packs. */
void splitdata_ruby_seed(struct splitdata_ruby *random, const uint32_t *words, size_t count)
{
    if (count > 1 && words[count - 1] == 1)
        count--;
    if (count > 1)
        sd_mt19937_init_array(&random->twister, words, count);
    else
        sd_mt19937_init(&random->twister, count == 1 ? words[0] : 0);
}

static int take_words(void *context, const uint32_t *words, size_t count,
                      struct splitdata_error *error)
{
    (void)error;
    splitdata_ruby_seed(context, words, count);
    return SPLITDATA_OK;
}

int splitdata_ruby_seed_text(struct splitdata_ruby *random, const char *text,
                             struct splitdata_error *error)
{
    if (!sd_is_integer(text, strlen(text)))
        return sd_fail(error, SPLITDATA_USAGE, "Random.new takes an integer: '%s'", text);
    return sd_integer_words(text, strlen(text), take_words, random, error);
}

uint32_t splitdata_ruby_next32(struct splitdata_ruby *random)
{
    return sd_mt19937_next32(&random->twister);
}

double splitdata_ruby_rand(struct splitdata_ruby *random)
{
    return sd_mt19937_double(&random->twister);
}

/* Masked rejection that compares after the high word: a high word that is too large is rejected
 * before the low word is drawn. */
uint64_t splitdata_ruby_limited(struct splitdata_ruby *random, uint64_t limit)
{
    if (limit == 0)
        return 0;
    uint64_t mask = sd_mask64(limit), value;
    do {
        value = 0;
        if (mask > UINT32_MAX)
            value = (uint64_t)sd_mt19937_next32(&random->twister) << 32 & mask;
        if (value <= limit)
            value = (value | sd_mt19937_next32(&random->twister)) & mask;
    } while (value > limit);
    return value;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    struct splitdata_ruby *random = generator;
    size_t done = 0;
    for (; done < window && position - done > UINT32_MAX; done++)
        targets[done] = splitdata_ruby_limited(random, position - done);
    if (done < window)
        sd_masked_descending(sd_kernel_best(), sd_mt19937_fill, &random->twister, targets + done,
                             window - done, (uint32_t)(position - done));
}

void splitdata_ruby_shuffle(struct splitdata_ruby *random, void *items, uint64_t count,
                            size_t item_size)
{
    sd_shuffle_down(draw_targets, random, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_ruby_seed_text(&state->ruby, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->ruby.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_ruby_shuffle(&state->ruby, items, count, item_size);
}

const struct splitdata_random_kind sd_ruby_kind = {
    .name = "ruby",
    .about = "Ruby's Random.new: MT19937",
    .seed_rule = "an integer of any size",
    .family = SPLITDATA_FAMILY_RUBY,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = INT64_MAX,
};
