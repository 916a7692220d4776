/* SPDX-License-Identifier: MIT */
/* PCG64, the generator of default_rng: a 128-bit linear congruential generator whose state is
 * folded to 64 bits and rotated (XSL-RR). M. O'Neill, HMC-CS-2014-0905. */
#include "rng/pcg64.h"

static const struct splitdata_u128 multiplier = {2549297995355413924U, 4865540595714422341U};

void sd_pcg64_seed(struct splitdata_numpy_generator *random,
                   const struct sd_seed_sequence *sequence)
{
    uint64_t words[4];
    sd_seed_sequence_generate64(sequence, words, 4);
    struct splitdata_u128 initial = {words[0], words[1]};
    struct splitdata_u128 increment = {words[2] << 1 | words[3] >> 63, words[3] << 1 | 1};
    random->state.pcg.increment = increment;
    random->state.pcg.state = sd_multiply_add(sd_add128(increment, initial), multiplier, increment);
}

static uint64_t output(struct splitdata_u128 state)
{
    return sd_rotr64(state.high ^ state.low, (unsigned)(state.high >> 58));
}

static void fill64(struct splitdata_numpy_generator *random, uint64_t *out, size_t count)
{
    struct splitdata_u128 state = random->state.pcg.state;
    struct splitdata_u128 increment = random->state.pcg.increment;
    size_t i = 0;
    if (count >= 8) {
        struct sd_two_steps two = sd_pcg64_two_steps(multiplier, increment);
        struct splitdata_u128 first = sd_multiply_add(state, multiplier, increment);
        struct splitdata_u128 second = sd_multiply_add(first, multiplier, increment);
        for (; i + 2 <= count; i += 2) {
            out[i] = output(first);
            out[i + 1] = output(second);
            state = second;
            first = sd_multiply_add(first, two.multiplier, two.increment);
            second = sd_multiply_add(second, two.multiplier, two.increment);
        }
    }
    for (; i < count; i++) {
        state = sd_multiply_add(state, multiplier, increment);
        out[i] = output(state);
    }
    random->state.pcg.state = state;
}

const struct sd_bit_generator sd_pcg64 = {.seed = sd_pcg64_seed, .fill64 = fill64};
