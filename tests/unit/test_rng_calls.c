/* SPDX-License-Identifier: MIT */
/* Functions of random.h that the command line does not use: single words, permutations into arrays,
 * the widest ranges, positions of a shuffle beyond 2^32. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng/numpy_generator.h"
#include "splitdata/random.h"

#include <string.h>

enum { COUNT = 12 };

static void numpy_permutations(void **state)
{
    (void)state;
    /* np.random.seed(101); np.random.permutation(12) */
    static const uint32_t legacy[COUNT] = {2, 8, 9, 4, 0, 10, 3, 5, 7, 6, 1, 11};
    /* Generator(PCG64(101)).permutation(12) */
    static const uint32_t generator[COUNT] = {3, 11, 9, 7, 1, 8, 0, 5, 4, 10, 6, 2};
    struct splitdata_numpy random;
    struct splitdata_numpy_generator other;
    struct splitdata_error error;
    uint32_t narrow[COUNT];
    uint64_t wide[COUNT];
    splitdata_numpy_seed(&random, 101);
    splitdata_numpy_permutation_u32(&random, narrow, COUNT);
    assert_memory_equal(narrow, legacy, sizeof narrow);
    splitdata_numpy_seed(&random, 101);
    splitdata_numpy_permutation_u64(&random, wide, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(wide[i], legacy[i]);
    assert_int_equal(splitdata_numpy_generator_seed_text(&other, SPLITDATA_PCG64, "101", &error),
                     SPLITDATA_OK);
    splitdata_numpy_generator_permutation_u32(&other, narrow, COUNT);
    assert_memory_equal(narrow, generator, sizeof narrow);
    splitdata_numpy_generator_seed_text(&other, SPLITDATA_PCG64, "101", &error);
    splitdata_numpy_generator_permutation_u64(&other, wide, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(wide[i], generator[i]);
}

/* PyTorch and Ruby seed MT19937 with one number like NumPy, Python with a list. */
static void single_words(void **state)
{
    (void)state;
    const uint32_t word = 101;
    struct splitdata_numpy numpy;
    struct splitdata_torch torch;
    struct splitdata_python python;
    struct splitdata_ruby ruby;
    struct splitdata_numpy_generator generator;
    struct splitdata_error error;
    uint32_t words[40];
    uint64_t raw[40];
    splitdata_numpy_seed(&numpy, 101);
    splitdata_numpy_fill32(&numpy, words, 40);
    splitdata_torch_seed(&torch, 101);
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(splitdata_torch_next32(&torch), words[i]);
    splitdata_ruby_seed(&ruby, &word, 1);
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(splitdata_ruby_next32(&ruby), words[i]);
    assert_int_equal(splitdata_python_seed_text(&python, "101", 2, &error), SPLITDATA_OK);
    /* random.seed(101); random.getrandbits(32) */
    assert_int_equal(splitdata_python_next32(&python), 2496029389);
    static const enum splitdata_bit_generator kinds[] = {SPLITDATA_PCG64, SPLITDATA_PHILOX,
                                                         SPLITDATA_SFC64, SPLITDATA_MT19937};
    for (size_t k = 0; k < 4; k++) {
        splitdata_numpy_generator_seed_text(&generator, kinds[k], "101", &error);
        splitdata_numpy_generator_raw_fill(&generator, raw, 40);
        splitdata_numpy_generator_seed_text(&generator, kinds[k], "101", &error);
        for (size_t i = 0; i < 40; i++)
            assert_true(splitdata_numpy_generator_raw(&generator) == raw[i]);
    }
}

/* Every 64-bit integer, and every 32-bit integer. */
static void widest_ranges(void **state)
{
    (void)state;
    /* random.seed(101); random.randint(-2**63, 2**63 - 1), three times */
    static const int64_t of_python[] = {6403189993313297101, -2606991088245164122,
                                        1882358019273718312};
    /* Generator(PCG64(101)).integers(-2**63, 2**63 - 1, endpoint=True), three times, */
    static const int64_t of_numpy[] = {8181730619369035634, -2593224220094546981,
                                       5253732545417583310};
    /* and then integers(0, 2**32 - 1, endpoint=True) */
    static const int64_t narrow[] = {1711776822, 2539520468, 2660910373};
    struct splitdata_python python;
    struct splitdata_numpy_generator generator;
    struct splitdata_numpy numpy;
    struct splitdata_error error;
    splitdata_python_seed_text(&python, "101", 2, &error);
    splitdata_numpy_generator_seed_text(&generator, SPLITDATA_PCG64, "101", &error);
    for (size_t i = 0; i < 3; i++) {
        assert_true(splitdata_python_randint(&python, INT64_MIN, INT64_MAX) == of_python[i]);
        assert_true(splitdata_numpy_generator_integers_endpoint(&generator, INT64_MIN, INT64_MAX) ==
                    of_numpy[i]);
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(splitdata_numpy_generator_integers_endpoint(&generator, 0, UINT32_MAX) ==
                    narrow[i]);
    /* No such value: the result is the lower bound, and nothing is drawn. */
    splitdata_numpy_seed(&numpy, 101);
    assert_int_equal(splitdata_numpy_randint(&numpy, 5, 5), 5);
    assert_int_equal(splitdata_numpy_random_integers(&numpy, 5, 4), 5);
    assert_int_equal(splitdata_numpy_interval(&numpy, 0), 0);
    assert_int_equal(splitdata_numpy_generator_integers(&generator, 7, 7), 7);
    assert_int_equal(splitdata_numpy_generator_integers_endpoint(&generator, 7, 6), 7);
    assert_int_equal(splitdata_python_getrandbits(&python, 0), 0);
    assert_int_equal(splitdata_numpy_next32(&numpy), 2217915231);
}

/* np.random.seed(101); np.random.randint(0, 2**33 - k) for k from 0: the first draws of a shuffle
 * of 2^33 items; from 2^32 on down, it draws 32 bits. */
static void places_beyond_32_bits(void **state)
{
    (void)state;
    static const uint64_t first[] = {6668109323, 8386715462, 8523137623, 4300681291};
    const uint64_t boundary = (uint64_t)UINT32_MAX + 3;
    struct splitdata_numpy random, single;
    struct splitdata_numpy_generator generator;
    struct splitdata_error error;
    uint64_t targets[8];
    splitdata_numpy_seed(&random, 101);
    sd_numpy_draw_targets(&random, targets, 4, ((uint64_t)1 << 33) - 1, 0);
    assert_memory_equal(targets, first, sizeof first);
    splitdata_numpy_seed(&random, 101);
    splitdata_numpy_seed(&single, 101);
    sd_numpy_draw_targets(&random, targets, 8, boundary, 0);
    for (size_t i = 0; i < 8; i++)
        assert_true(targets[i] == splitdata_numpy_interval(&single, boundary - i));
    splitdata_numpy_generator_seed_text(&generator, SPLITDATA_PCG64, "101", &error);
    sd_numpy_generator_draw_targets(&generator, targets, 8, boundary, 0);
    for (size_t i = 0; i < 8; i++)
        assert_true(targets[i] <= boundary - i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numpy_permutations),
        cmocka_unit_test(single_words),
        cmocka_unit_test(widest_ranges),
        cmocka_unit_test(places_beyond_32_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
