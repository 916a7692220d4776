/* SPDX-License-Identifier: MIT */
/*
 * splitdata/random_python.h - Python's random, PyTorch's CPU generator, R and java.util.Random.
 * Included by splitdata/random.h, which documents what all generators have in common.
 */
#ifndef SPLITDATA_RANDOM_PYTHON_H
#define SPLITDATA_RANDOM_PYTHON_H

#include "splitdata/error.h"
#include "splitdata/random_numpy.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Python: random.seed, random.random, random.shuffle ... ------------------------------------
 *
 * Source: CPython 3.6 to 3.13, Lib/random.py and Modules/_randommodule.c. Python promises that
 * random() keeps its sequence for a compatible seed; the others have not changed since 3.2 (sample,
 * choices: 3.6), triangular's last bit since 3.7. */

struct splitdata_python {
    struct splitdata_mt19937 twister;
};

/* random.seed(x) for an integer: its absolute value in words of 32 bits, the least significant
 * first, leading zeros removed (no word is 0). */
SPLITDATA_API void splitdata_python_seed(struct splitdata_python *random, const uint32_t *words,
                                         size_t count);

/* random.seed(x) for bytes, or a str in UTF-8, version 2. SPLITDATA_SYSTEM if SHA-512 fails. */
SPLITDATA_API int splitdata_python_seed_bytes(struct splitdata_python *random, const void *bytes,
                                              size_t size, struct splitdata_error *error);

/* random.seed(x, version=1) for a str given as `count` code points, or for bytes. */
SPLITDATA_API void splitdata_python_seed_version1(struct splitdata_python *random,
                                                  const uint32_t *characters, size_t count);

/* random.seed(x) for a float. A NaN, whose hash is its address, seeds like 0. */
SPLITDATA_API void splitdata_python_seed_float(struct splitdata_python *random, double value);

/* The same from text. A decimal integer of any size is an int; `str:T`, `bytes:00ff`, `float:0.5`
 * and `int:5` give the type; any other text is a str, which must be UTF-8. version is 1 or 2 and
 * matters for str and bytes. Allocates, for the duration of the call, only for integers beyond
 * 4,300 digits and version-1 texts beyond 4,300 characters. */
SPLITDATA_API int splitdata_python_seed_text(struct splitdata_python *random, const char *text,
                                             int version, struct splitdata_error *error);

/* A word of MT19937; random.random(): uniform on [0, 1), a multiple of 2^-53. */
SPLITDATA_API uint32_t splitdata_python_next32(struct splitdata_python *random);
SPLITDATA_API double splitdata_python_random(struct splitdata_python *random);

/* random.getrandbits(bits), bits 0 to 64, and for any number of bits into ceil(bits / 32) words,
 * the least significant first. */
SPLITDATA_API uint64_t splitdata_python_getrandbits(struct splitdata_python *random, unsigned bits);
SPLITDATA_API void splitdata_python_getrandbits_words(struct splitdata_python *random,
                                                      uint32_t *words, size_t bits);

/* Uniform on 0 ... n - 1, n at least 1: choice's index, randrange(n); randrange(start, stop, step)
 * is start + step * randbelow(number of values). The second function is for an n of `count` words
 * (1 or more), the least significant first, not all zero, and writes to out[0..count-1]. */
SPLITDATA_API uint64_t splitdata_python_randbelow(struct splitdata_python *random, uint64_t n);
SPLITDATA_API void splitdata_python_randbelow_words(struct splitdata_python *random,
                                                    const uint32_t *n, size_t count, uint32_t *out);

/* random.randint(low, high): both included, low <= high. */
SPLITDATA_API int64_t splitdata_python_randint(struct splitdata_python *random, int64_t low,
                                               int64_t high);

/* random.uniform(a, b): between a and b, whichever is larger. triangular(low, high, mode): on low
 * ... high with the peak at mode; a NaN is mode=None, the middle. expovariate(lambd): exponential
 * with the mean 1 / lambd, negative for a negative lambd; lambd not 0. Other arguments are not
 * checked: the result is that of Python's formula. */
SPLITDATA_API double splitdata_python_uniform(struct splitdata_python *random, double a, double b);
SPLITDATA_API double splitdata_python_triangular(struct splitdata_python *random, double low,
                                                 double high, double mode);
SPLITDATA_API double splitdata_python_expovariate(struct splitdata_python *random, double lambd);

/* random.shuffle(list), for a list of count items of item_size bytes. */
SPLITDATA_API void splitdata_python_shuffle(struct splitdata_python *random, void *items,
                                            uint64_t count, size_t item_size);

/* random.sample(range(population), size), and with choice->replace
 * random.choices(range(population), weights, k=size), into out[0..size-1]. SPLITDATA_USAGE with
 * Python's message: a sample larger than the population, an empty population, a total of weights
 * that is not positive or not finite. Only choices takes weights. */
SPLITDATA_API size_t splitdata_python_choice_work(const struct splitdata_choice *choice);
SPLITDATA_API int splitdata_python_choice(struct splitdata_python *random,
                                          const struct splitdata_choice *choice, uint64_t *out,
                                          struct splitdata_error *error);

/* ---- PyTorch: torch.manual_seed, torch.randperm on the CPU -------------------------------------
 *
 * Source: PyTorch 1.13 to 2.x, ATen's MT19937RNGEngine and randperm. PyTorch promises no stream
 * across releases; randperm of 214,748,364 (2^32 / 20) and more changed in 2.6, and this is the
 * form since 2.6. */

struct splitdata_torch {
    struct splitdata_mt19937 twister;
};

/* torch.manual_seed(seed): only the low 32 bits count; a negative seed s is s + 2^64. */
SPLITDATA_API void splitdata_torch_seed(struct splitdata_torch *random, uint64_t seed);
SPLITDATA_API int splitdata_torch_seed_text(struct splitdata_torch *random, const char *text,
                                            struct splitdata_error *error);

SPLITDATA_API uint32_t splitdata_torch_next32(struct splitdata_torch *random);

/* items[torch.randperm(count)] for items of item_size bytes, and randperm(count) itself. */
SPLITDATA_API void splitdata_torch_shuffle(struct splitdata_torch *random, void *items,
                                           uint64_t count, size_t item_size);
SPLITDATA_API void splitdata_torch_randperm_u32(struct splitdata_torch *random, uint32_t *out,
                                                uint32_t count);
SPLITDATA_API void splitdata_torch_randperm_u64(struct splitdata_torch *random, uint64_t *out,
                                                uint64_t count);

/* ---- R: set.seed, runif, sample ----------------------------------------------------------------
 *
 * Source: R 3.6 to 4.5 (sample.kind="Rejection"), R before 3.6 (sample.kind="Rounding", which
 * newer ones still offer); Mersenne-Twister in both. */

enum splitdata_r_sample_kind { SPLITDATA_R_REJECTION, SPLITDATA_R_ROUNDING };

struct splitdata_r {
    struct splitdata_mt19937 twister;
    enum splitdata_r_sample_kind sample_kind;
};

/* set.seed(seed); R refuses INT32_MIN, its NA; here it is treated as 0. */
SPLITDATA_API void splitdata_r_seed(struct splitdata_r *random, int32_t seed,
                                    enum splitdata_r_sample_kind sample_kind);
SPLITDATA_API int splitdata_r_seed_text(struct splitdata_r *random, const char *text,
                                        enum splitdata_r_sample_kind sample_kind,
                                        struct splitdata_error *error);

SPLITDATA_API uint32_t splitdata_r_next32(struct splitdata_r *random);

/* One value of runif(): inside (0, 1), both ends excluded; one of runif(min, max), min < max. */
SPLITDATA_API double splitdata_r_runif(struct splitdata_r *random);
SPLITDATA_API double splitdata_r_runif_between(struct splitdata_r *random, double min, double max);

/* A draw of 0 ... n - 1 as sample() makes it, 16 bits of a uniform at a time (Rejection) or by
 * floor(n * runif()) (Rounding); n from 0 (gives 0) to 2^52. */
SPLITDATA_API uint64_t splitdata_r_index(struct splitdata_r *random, uint64_t n);

/* sample.int(population, size, replace) counted from 0 as the rest of this library counts: R shows
 * each number one higher. Into out[0..size-1]. choice->weights is prob, with replacement only and
 * for at most 200 labels. SPLITDATA_USAGE with R's message: a sample larger than the population,
 * more than 2^52 numbers, negative or no positive probabilities. splitdata_r_shuffle:
 * items[sample(count)]. */
SPLITDATA_API size_t splitdata_r_sample_work(const struct splitdata_choice *choice);
SPLITDATA_API int splitdata_r_sample(struct splitdata_r *random,
                                     const struct splitdata_choice *choice, uint64_t *out,
                                     struct splitdata_error *error);
SPLITDATA_API void splitdata_r_shuffle(struct splitdata_r *random, void *items, uint64_t count,
                                       size_t item_size);

/* ---- Java: java.util.Random --------------------------------------------------------------------
 *
 * Source: the Java SE API specification of java.util.Random and java.util.Collections, which fixes
 * these streams for every Java since 1.2. scala.util.Random and Weka draw the same. */

struct splitdata_java {
    uint64_t state; /* 48 bits */
};

SPLITDATA_API void splitdata_java_seed(struct splitdata_java *random, int64_t seed);
SPLITDATA_API int splitdata_java_seed_text(struct splitdata_java *random, const char *text,
                                           struct splitdata_error *error);

/* next(bits) of the specification, bits 1 to 32; then nextInt() and nextLong() over their whole
 * types, nextInt(bound) on 0 ... bound - 1 with bound at least 1, nextDouble() on [0, 1), and
 * Collections.shuffle(list, random) for count items (below 2^31, as in Java) of item_size bytes. */
SPLITDATA_API uint32_t splitdata_java_next(struct splitdata_java *random, unsigned bits);
SPLITDATA_API int32_t splitdata_java_next_int(struct splitdata_java *random);
SPLITDATA_API int32_t splitdata_java_next_int_below(struct splitdata_java *random, int32_t bound);
SPLITDATA_API int64_t splitdata_java_next_long(struct splitdata_java *random);
SPLITDATA_API double splitdata_java_next_double(struct splitdata_java *random);
SPLITDATA_API void splitdata_java_shuffle(struct splitdata_java *random, void *items,
                                          uint64_t count, size_t item_size);

#ifdef __cplusplus
}
#endif

#endif
