/* SPDX-License-Identifier: MIT */
/*
 * splitdata/random_numpy.h - NumPy's two random APIs. Included by splitdata/random.h, which
 * documents what all generators have in common.
 *
 * Sources: NumPy 1.10 to 2.4 (legacy), 1.17 to 2.4 (Generator); M. Matsumoto and T. Nishimura,
 * "Mersenne Twister", ACM TOMACS 8 (1998); M. O'Neill, "PCG", HMC-CS-2014-0905; J. Salmon et al.,
 * "Parallel Random Numbers: As Easy as 1, 2, 3", SC11; C. Doty-Humphrey's SFC64 (PractRand); D.
 * Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019); G. Marsaglia and
 * W. Tsang, "The Ziggurat Method", J. Stat. Softw. 5 (2000); G. Marsaglia and T. Bray, "A
 * Convenient Method for Generating Normal Variables", SIAM Review 6 (1964); J. Bentley and R.
 * Floyd, "A Sample of Brilliance", CACM 30 (1987).
 */
#ifndef SPLITDATA_RANDOM_NUMPY_H
#define SPLITDATA_RANDOM_NUMPY_H

#include "splitdata/error.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The state of MT19937: 624 words, and the number of words drawn (624: all). NumPy, Python,
 * PyTorch, R, Ruby and C++ share it and differ in how they seed and use it. */
struct splitdata_mt19937 {
    uint32_t key[624];
    uint32_t position;
};

/* ---- arguments of the choice, sample and choices functions -----------------------------------
 *
 * The caller provides the working memory, so that generators never allocate: `work` points to as
 * many bytes as the family's ..._choice_work function returns, aligned for a double (as by malloc),
 * with any content; NULL if that is 0. SIZE_MAX means that no memory can hold it. */
struct splitdata_choice {
    uint64_t population;   /* choose from 0 ... population - 1 */
    uint64_t size;         /* how many */
    int replace;           /* an index may occur more than once */
    int keep_order;        /* NumPy Generator without replacement: shuffle=False */
    const double *weights; /* population probabilities (NumPy) or weights (Python, R), or NULL */
    void *work;
};

/* ---- numpy.random.RandomState: seed, rand, randint, shuffle ... --------------------------------
 *
 * NumPy has frozen these streams (its policy, NEP 19). */

struct splitdata_numpy {
    struct splitdata_mt19937 twister;
    double gauss;  /* the unused second of a pair of normal draws, */
    int has_gauss; /* valid if this is not 0 */
};

/* np.random.seed(seed), and np.random.seed([w0, w1, ...]) for count words (1 or more; with none
 * this seeds like the list [0]). A list of one seeds differently from the number. */
SPLITDATA_API void splitdata_numpy_seed(struct splitdata_numpy *random, uint32_t seed);
SPLITDATA_API void splitdata_numpy_seed_array(struct splitdata_numpy *random, const uint32_t *words,
                                              size_t count);

/* The same from text: "101"; "1,2,3" is a list; "5," the list of one. SPLITDATA_USAGE, with NumPy's
 * message, for anything but integers from 0 to 2**32 - 1. */
SPLITDATA_API int splitdata_numpy_seed_text(struct splitdata_numpy *random, const char *text,
                                            struct splitdata_error *error);

/* The generator's native word; `count` of them; and two of them, the first one high. */
SPLITDATA_API uint32_t splitdata_numpy_next32(struct splitdata_numpy *random);
SPLITDATA_API void splitdata_numpy_fill32(struct splitdata_numpy *random, uint32_t *out,
                                          size_t count);
SPLITDATA_API uint64_t splitdata_numpy_next64(struct splitdata_numpy *random);

/* Uniform on 0 ... max, both included: masked words, redrawn while they exceed max. Uses words of
 * 32 bits, or of 64 if max is 2^32 or more; draws nothing if max is 0. */
SPLITDATA_API uint64_t splitdata_numpy_interval(struct splitdata_numpy *random, uint64_t max);

/* Uniform on [0, 1), a multiple of 2^-53: also called rand and random. */
SPLITDATA_API double splitdata_numpy_random_sample(struct splitdata_numpy *random);

/* Integers of dtype int64: low <= value < high, and low <= value <= high; any two numbers. If
 * there is no such value, returns low and draws nothing; NumPy raises "low >= high" then. */
SPLITDATA_API int64_t splitdata_numpy_randint(struct splitdata_numpy *random, int64_t low,
                                              int64_t high);
SPLITDATA_API int64_t splitdata_numpy_random_integers(struct splitdata_numpy *random, int64_t low,
                                                      int64_t high);

/* Doubles: uniform on low ... high (high itself only by rounding), exponential with the mean 1 or
 * scale (0 and up), triangular on left ... right with the peak at mode, normal with the mean 0 or
 * loc and the standard deviation 1 or scale (two at a time by the polar method; the struct
 * keeps the second one). Arguments outside NumPy's rules (high - low finite; scale >= 0; left <=
 * mode <= right and left < right) are not checked here: the result is that of the formula. */
SPLITDATA_API double splitdata_numpy_uniform(struct splitdata_numpy *random, double low,
                                             double high);
SPLITDATA_API double splitdata_numpy_standard_exponential(struct splitdata_numpy *random);
SPLITDATA_API double splitdata_numpy_exponential(struct splitdata_numpy *random, double scale);
SPLITDATA_API double splitdata_numpy_triangular(struct splitdata_numpy *random, double left,
                                                double mode, double right);
SPLITDATA_API double splitdata_numpy_standard_normal(struct splitdata_numpy *random);
SPLITDATA_API double splitdata_numpy_normal(struct splitdata_numpy *random, double loc,
                                            double scale);

/* np.random.shuffle of count items of item_size bytes; 4, 8 and 16 are the fast sizes. Beyond 2^32
 * items NumPy draws 64 bits for the positions that need them, and so does this function. */
SPLITDATA_API void splitdata_numpy_shuffle(struct splitdata_numpy *random, void *items,
                                           uint64_t count, size_t item_size);

/* np.random.permutation(count) into out[0..count-1]. */
SPLITDATA_API void splitdata_numpy_permutation_u32(struct splitdata_numpy *random, uint32_t *out,
                                                   uint32_t count);
SPLITDATA_API void splitdata_numpy_permutation_u64(struct splitdata_numpy *random, uint64_t *out,
                                                   uint64_t count);

/* np.random.choice(population, size, replace, p) into out[0..size-1]. SPLITDATA_USAGE with NumPy's
 * message: an empty population, a larger sample than population, bad probabilities. */
SPLITDATA_API size_t splitdata_numpy_choice_work(const struct splitdata_choice *choice);
SPLITDATA_API int splitdata_numpy_choice(struct splitdata_numpy *random,
                                         const struct splitdata_choice *choice, uint64_t *out,
                                         struct splitdata_error *error);

/* ---- numpy.random.Generator: default_rng and the other bit generators -------------------------
 *
 * NumPy promises the bit streams of these generators, but not the results of Generator's methods;
 * the methods below are unchanged from 1.21 to 2.4. */

enum splitdata_bit_generator {
    SPLITDATA_PCG64, /* default_rng */
    SPLITDATA_PCG64DXSM,
    SPLITDATA_PHILOX, /* Philox 4x64, 10 rounds */
    SPLITDATA_SFC64,
    SPLITDATA_MT19937
};

/* Unsigned 128-bit numbers in two halves. */
struct splitdata_u128 {
    uint64_t high, low;
};

struct splitdata_numpy_generator {
    enum splitdata_bit_generator kind;
    uint32_t half; /* the unused high half of a 64-bit word, */
    int has_half;  /* valid if this is not 0 (never for MT19937) */
    union {
        struct {
            struct splitdata_u128 state, increment;
        } pcg;
        struct {
            uint64_t counter[4], key[2], block[4];
            unsigned used; /* words of the block, 4 at first */
        } philox;
        uint64_t sfc[4];
        struct splitdata_mt19937 twister;
    } state;
};

/* Generator(PCG64(seed)) and so on. Entropy is a number in words of 32 bits, the least significant
 * first and without leading zeros (0 is one word), or for a list of numbers the words of all. */
SPLITDATA_API void splitdata_numpy_generator_seed(struct splitdata_numpy_generator *random,
                                                  enum splitdata_bit_generator kind, uint64_t seed);
SPLITDATA_API void splitdata_numpy_generator_seed_array(struct splitdata_numpy_generator *random,
                                                        enum splitdata_bit_generator kind,
                                                        const uint32_t *entropy, size_t count);

/* The same from text: a non-negative integer of any size, or a comma-separated list of them.
 * Allocates, for the duration of the call, only for integers beyond 4,300 digits. SPLITDATA_USAGE,
 * SPLITDATA_SYSTEM. */
SPLITDATA_API int splitdata_numpy_generator_seed_text(struct splitdata_numpy_generator *random,
                                                      enum splitdata_bit_generator kind,
                                                      const char *text,
                                                      struct splitdata_error *error);

/* SeedSequence(entropy).generate_state(words), from which all of them are seeded. */
SPLITDATA_API void splitdata_numpy_seed_sequence(const uint32_t *entropy, size_t count,
                                                 uint32_t *out, size_t words);

/* bit_generator.random_raw(): 64 bits, for MT19937 32. Then `count` of them, and the 64 and the
 * 32 bits that Generator's methods draw. */
SPLITDATA_API uint64_t splitdata_numpy_generator_raw(struct splitdata_numpy_generator *random);
SPLITDATA_API void splitdata_numpy_generator_raw_fill(struct splitdata_numpy_generator *random,
                                                      uint64_t *out, size_t count);
SPLITDATA_API uint64_t splitdata_numpy_generator_next64(struct splitdata_numpy_generator *random);
SPLITDATA_API uint32_t splitdata_numpy_generator_next32(struct splitdata_numpy_generator *random);

/* The methods of these names, with the ranges and rules of the legacy functions above but other
 * algorithms: random() takes the high 53 bits of a 64-bit word (MT19937: of two words), integers
 * uses Lemire's multiplication, standard_exponential a ziggurat. integers are low <= value < high
 * of dtype int64, or <= high for the second (the method's endpoint=True). If there is no such
 * value, returns low and draws nothing. */
SPLITDATA_API double splitdata_numpy_generator_random(struct splitdata_numpy_generator *random);
SPLITDATA_API int64_t splitdata_numpy_generator_integers(struct splitdata_numpy_generator *random,
                                                         int64_t low, int64_t high);
SPLITDATA_API int64_t splitdata_numpy_generator_integers_endpoint(
    struct splitdata_numpy_generator *random, int64_t low, int64_t high);
SPLITDATA_API double splitdata_numpy_generator_uniform(struct splitdata_numpy_generator *random,
                                                       double low, double high);
SPLITDATA_API double splitdata_numpy_generator_standard_exponential(
    struct splitdata_numpy_generator *random);
SPLITDATA_API double splitdata_numpy_generator_triangular(struct splitdata_numpy_generator *random,
                                                          double left, double mode, double right);

/* rng.shuffle of count items of item_size bytes, rng.permutation(count) into out[0..count-1], and
 * rng.choice(population, size, replace, p, shuffle) into out[0..size-1]; as for the legacy API. */
SPLITDATA_API void splitdata_numpy_generator_shuffle(struct splitdata_numpy_generator *random,
                                                     void *items, uint64_t count, size_t item_size);
SPLITDATA_API void splitdata_numpy_generator_permutation_u32(
    struct splitdata_numpy_generator *random, uint32_t *out, uint32_t count);
SPLITDATA_API void splitdata_numpy_generator_permutation_u64(
    struct splitdata_numpy_generator *random, uint64_t *out, uint64_t count);
SPLITDATA_API size_t splitdata_numpy_generator_choice_work(const struct splitdata_choice *choice);
SPLITDATA_API int splitdata_numpy_generator_choice(struct splitdata_numpy_generator *random,
                                                   const struct splitdata_choice *choice,
                                                   uint64_t *out, struct splitdata_error *error);

#ifdef __cplusplus
}
#endif

#endif
