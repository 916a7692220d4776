/* SPDX-License-Identifier: MIT */
/* PCG64DXSM: the same kind of generator with a 64-bit multiplier ("cheap multiplier") and another
 * output function, double xorshift multiply, of the state before the step. */
#include "rng/pcg64.h"

static const struct splitdata_u128 multiplier = {0, 0xda942042e4dd58b5U};

static uint64_t output(struct splitdata_u128 state)
{
    uint64_t high = state.high;
    high ^= high >> 32;
    high *= multiplier.low;
    high ^= high >> 48;
    return high * (state.low | 1);
}

static void fill64(struct splitdata_numpy_generator *random, uint64_t *out, size_t count)
{
    struct splitdata_u128 state = random->state.pcg.state;
    struct splitdata_u128 increment = random->state.pcg.increment;
    size_t i = 0;
    if (count >= 8) {
        struct sd_two_steps two = sd_pcg64_two_steps(multiplier, increment);
        struct splitdata_u128 second = sd_multiply_add(state, multiplier, increment);
        for (; i + 2 <= count; i += 2) {
            out[i] = output(state);
            out[i + 1] = output(second);
            state = sd_multiply_add(state, two.multiplier, two.increment);
            second = sd_multiply_add(second, two.multiplier, two.increment);
        }
    }
    for (; i < count; i++) {
        out[i] = output(state);
        state = sd_multiply_add(state, multiplier, increment);
    }
    random->state.pcg.state = state;
}

const struct sd_bit_generator sd_pcg64dxsm = {.seed = sd_pcg64_seed, .fill64 = fill64};
