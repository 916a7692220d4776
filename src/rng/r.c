/* SPDX-License-Identifier: MIT */
/* R's Mersenne-Twister, runif and index sampling. */
#include "rng/table.h"

#include "base/error.h"
#include "rng/bits.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/r_sample.h"
#include "rng/seed_text.h"
#include "rng/shuffle.h"

#include <math.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { BATCH = 512 };

/* A linear congruential generator fills the key, after 50 warm-up steps and one more, for the
 * element of R's seed vector that holds the position. */
void splitdata_r_seed(struct splitdata_r *random, int32_t seed,
                      enum splitdata_r_sample_kind sample_kind)
{
    uint32_t word = seed == INT32_MIN ? 0 : (uint32_t)seed;
    for (int i = 0; i < 51; i++)
        word = 69069 * word + 1;
    for (int i = 0; i < SD_MT19937_WORDS; i++) {
        word = 69069 * word + 1;
        random->twister.key[i] = word;
    }
    random->twister.position = SD_MT19937_WORDS;
    random->sample_kind = sample_kind;
}

int splitdata_r_seed_text(struct splitdata_r *random, const char *text,
                          enum splitdata_r_sample_kind sample_kind, struct splitdata_error *error)
{
    int64_t seed;
    if (!sd_integer_within(text, strlen(text), -INT32_MAX, INT32_MAX, &seed))
        return sd_fail(error, SPLITDATA_USAGE,
                       "set.seed needs an integer from -2147483647 to 2147483647: '%s'", text);
    splitdata_r_seed(random, (int32_t)seed, sample_kind);
    return SPLITDATA_OK;
}

uint32_t splitdata_r_next32(struct splitdata_r *random)
{
    return sd_mt19937_next32(&random->twister);
}

/* R's own factor for 2^-32. Results at the ends are moved inside by half of 1 / (2^32 - 1). */
double splitdata_r_runif(struct splitdata_r *random)
{
    const double half_step = 0.5 * 2.328306437080797e-10;
    double u = (double)sd_mt19937_next32(&random->twister) * 2.3283064365386963e-10;
    if (u <= 0.0)
        return half_step;
    return 1.0 - u <= 0.0 ? 1.0 - half_step : u;
}

double splitdata_r_runif_between(struct splitdata_r *random, double min, double max)
{
    return min == max ? min : min + (max - min) * splitdata_r_runif(random);
}

static uint64_t index_by_rounding(struct splitdata_r *random, uint64_t n)
{
    double u = splitdata_r_runif(random);
    if (n > INT32_MAX) { /* one uniform has too few bits: two give 25 + 32 */
        double high = floor(33554432.0 * u);
        u = (high + splitdata_r_runif(random)) / 33554432.0;
    }
    return (uint64_t)floor((double)n * u);
}

/* Uses 16 bits of each uniform: floor(runif() * 65536) is the upper half of the word, as R's factor
 * is 2^-32 to the last bit. A number of bits that is a multiple of 16 takes one uniform more than
 * it needs. */
static uint64_t draw_bits(struct splitdata_r *random, unsigned bits)
{
    uint64_t value = 0;
    for (unsigned have = 0; have <= bits; have += 16)
        value = value << 16 | sd_mt19937_next32(&random->twister) >> 16;
    return value & (((uint64_t)1 << bits) - 1);
}

uint64_t splitdata_r_index(struct splitdata_r *random, uint64_t n)
{
    if (n == 0)
        return 0;
    if (random->sample_kind == SPLITDATA_R_ROUNDING)
        return index_by_rounding(random, n);
    unsigned bits = sd_bit_length(n - 1);
    uint64_t value;
    do {
        value = draw_bits(random, bits);
    } while (value >= n);
    return value;
}

/* Values like draw_bits(): of two words for 16 to 31 bits, of one for fewer. */
static void fill_of_two(void *twister, uint32_t *out, size_t count)
{
    uint32_t words[2 * BATCH];
    while (count > 0) {
        size_t here = count < BATCH ? count : BATCH;
        sd_mt19937_fill(twister, words, 2 * here);
        for (size_t i = 0; i < here; i++)
            out[i] = (words[2 * i] & 0xffff0000U) | words[2 * i + 1] >> 16;
        out += here;
        count -= here;
    }
}

static void fill_of_one(void *twister, uint32_t *out, size_t count)
{
    sd_mt19937_fill(twister, out, count);
    for (size_t i = 0; i < count; i++)
        out[i] >>= 16;
}

static void draw_by_rejection(void *generator, uint64_t *targets, size_t window, uint64_t position,
                              uint64_t count)
{
    (void)count;
    const uint64_t first_of_two = (uint64_t)1 << 15; /* the lowest position that takes two words */
    struct splitdata_r *random = generator;
    for (size_t done = 0; done < window;) {
        uint64_t top = position - done;
        size_t here = window - done;
        if (top > INT32_MAX) {
            targets[done++] = splitdata_r_index(random, top + 1);
            continue;
        }
        if (top >= first_of_two && here > top - first_of_two + 1)
            here = (size_t)(top - first_of_two + 1);
        sd_masked_descending(sd_kernel_best(), top >= first_of_two ? fill_of_two : fill_of_one,
                             &random->twister, targets + done, here, (uint32_t)top);
        done += here;
    }
}

/* One word each. The values at the ends that runif() moves do not matter: neither changes an
 * index. */
static void draw_by_rounding(void *generator, uint64_t *targets, size_t window, uint64_t position,
                             uint64_t count)
{
    (void)count;
    struct splitdata_r *random = generator;
    uint32_t words[SD_WINDOW];
    size_t done = 0;
    for (; done < window && position - done >= INT32_MAX; done++)
        targets[done] = index_by_rounding(random, position - done + 1);
    sd_mt19937_fill(&random->twister, words, window - done);
    for (size_t i = 0; done < window; done++, i++) {
        double n = (double)(int32_t)(position - done + 1);
        targets[done] = (uint64_t)(int64_t)(n * ((double)words[i] * 2.3283064365386963e-10));
    }
}

/* sample() takes a random item, moves the last one to its position and continues with one fewer: a
 * shuffle from the last item down, read backwards. Its last draw, from one item, counts too. */
void sd_r_sample_to_front(struct splitdata_r *random, void *items, uint64_t count, size_t item_size,
                          uint64_t size)
{
    const int rounds = random->sample_kind == SPLITDATA_R_ROUNDING;
    const struct sd_shuffle_progress progress = {.enough = count - size};
    if (size == 0)
        return;
    sd_shuffle_down_followed(rounds ? draw_by_rounding : draw_by_rejection, random, items, count,
                             item_size, &progress);
    if (size == count)
        (void)splitdata_r_index(random, 1);
    sd_reverse(items, count, item_size);
}

void splitdata_r_shuffle(struct splitdata_r *random, void *items, uint64_t count, size_t item_size)
{
    sd_r_sample_to_front(random, items, count, item_size, count);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->r.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_r_shuffle(&state->r, items, count, item_size);
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_r_seed_text(&state->r, text, SPLITDATA_R_REJECTION, error);
}

const struct splitdata_random_kind sd_r_kind = {
    .name = "r",
    .about = "R since 3.6: Mersenne-Twister, sample.kind Rejection",
    .seed_rule = "an integer from -2147483647 to 2147483647",
    .family = SPLITDATA_FAMILY_R,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = (uint64_t)1 << 52,
};

static int seed_rounding(union splitdata_random_state *state, const char *text,
                         struct splitdata_error *error)
{
    return splitdata_r_seed_text(&state->r, text, SPLITDATA_R_ROUNDING, error);
}

const struct splitdata_random_kind sd_r35_kind = {
    .name = "r@3.5",
    .about = "R before 3.6: Mersenne-Twister, sample.kind Rounding",
    .seed_rule = "an integer from -2147483647 to 2147483647",
    .family = SPLITDATA_FAMILY_R,
    .word_bits = 32,
    .seed = seed_rounding,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = (uint64_t)1 << 52,
};
