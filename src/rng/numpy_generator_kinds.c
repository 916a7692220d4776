/* SPDX-License-Identifier: MIT */
/* The table rows of NumPy's Generator for its five bit generators. */
#include "rng/table.h"

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    splitdata_numpy_generator_raw_fill(&state->numpy_generator, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_numpy_generator_shuffle(&state->numpy_generator, items, count, item_size);
}

#define ROW(row, constant, called, bits, description)                                              \
    static int seed_##row(union splitdata_random_state *state, const char *text,                   \
                          struct splitdata_error *error)                                           \
    {                                                                                              \
        return splitdata_numpy_generator_seed_text(&state->numpy_generator, constant, text,        \
                                                   error);                                         \
    }                                                                                              \
    const struct splitdata_random_kind sd_numpy_##row##_kind = {                                   \
        .name = called,                                                                            \
        .about = description,                                                                      \
        .seed_rule = "a non-negative integer of any size, or a comma list of such",                \
        .family = SPLITDATA_FAMILY_NUMPY_GENERATOR,                                                \
        .word_bits = bits,                                                                         \
        .seed = seed_##row,                                                                        \
        .raw = raw,                                                                                \
        .shuffle = shuffle,                                                                        \
        .shuffle_limit = UINT64_MAX,                                                               \
    }

ROW(pcg64, SPLITDATA_PCG64, "numpy-pcg64", 64, "NumPy's default_rng: Generator(PCG64)");
ROW(pcg64dxsm, SPLITDATA_PCG64DXSM, "numpy-pcg64dxsm", 64, "NumPy's Generator(PCG64DXSM)");
ROW(philox, SPLITDATA_PHILOX, "numpy-philox", 64, "NumPy's Generator(Philox), 4x64-10");
ROW(sfc64, SPLITDATA_SFC64, "numpy-sfc64", 64, "NumPy's Generator(SFC64)");
ROW(mt19937, SPLITDATA_MT19937, "numpy-mt19937", 32, "NumPy's Generator(MT19937)");
