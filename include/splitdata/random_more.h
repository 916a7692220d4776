/* SPDX-License-Identifier: MIT */
/*
 * splitdata/random_more.h - Go's math/rand, Miller, Ruby, C++, Rust, qsv, DuckDB, Spark and
 * shuf.
 * Included by splitdata/random.h, which documents what all generators have in common.
 */
#ifndef SPLITDATA_RANDOM_MORE_H
#define SPLITDATA_RANDOM_MORE_H

#include "splitdata/error.h"
#include "splitdata/random_numpy.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Go: rand.New(rand.NewSource(seed)) of math/rand -------------------------------------------
 *
 * Source: Go 1.10 to 1.26; frozen by the Go 1 promise. Miller's --seed draws from the same. */

struct splitdata_go {
    uint64_t vector[607];
    unsigned tap, feed;
};

SPLITDATA_API void splitdata_go_seed(struct splitdata_go *random, int64_t seed);
SPLITDATA_API int splitdata_go_seed_text(struct splitdata_go *random, const char *text,
                                         struct splitdata_error *error);

/* Uint64, Int63, Uint32; Int63n(n), Int31n(n) and Intn(n), uniform on 0 ... n - 1, for n at least
 * 1; Float64, on [0, 1). */
SPLITDATA_API uint64_t splitdata_go_uint64(struct splitdata_go *random);
SPLITDATA_API int64_t splitdata_go_int63(struct splitdata_go *random);
SPLITDATA_API uint32_t splitdata_go_uint32(struct splitdata_go *random);
SPLITDATA_API int64_t splitdata_go_int63n(struct splitdata_go *random, int64_t n);
SPLITDATA_API int32_t splitdata_go_int31n(struct splitdata_go *random, int32_t n);
SPLITDATA_API int64_t splitdata_go_intn(struct splitdata_go *random, int64_t n);
SPLITDATA_API double splitdata_go_float64(struct splitdata_go *random);

/* rand.Shuffle, rand.Perm (another order than shuffling 0 ... count - 1), and the order of Miller
 * 6's `shuffle` verb. */
SPLITDATA_API void splitdata_go_shuffle(struct splitdata_go *random, void *items, uint64_t count,
                                        size_t item_size);
SPLITDATA_API void splitdata_go_perm(struct splitdata_go *random, uint64_t *out, uint64_t count);
SPLITDATA_API void splitdata_miller_shuffle(struct splitdata_go *random, void *items,
                                            uint64_t count, size_t item_size);

/* ---- Ruby: Random.new(seed) --------------------------------------------------------------------
 *
 * Source: Ruby 3.1, random.c and array.c. */

struct splitdata_ruby {
    struct splitdata_mt19937 twister;
};

/* An integer of any size and sign; its absolute value in words, the least significant first. */
SPLITDATA_API void splitdata_ruby_seed(struct splitdata_ruby *random, const uint32_t *words,
                                       size_t count);
SPLITDATA_API int splitdata_ruby_seed_text(struct splitdata_ruby *random, const char *text,
                                           struct splitdata_error *error);

/* A word of MT19937. */
SPLITDATA_API uint32_t splitdata_ruby_next32(struct splitdata_ruby *random);

/* Uniform on 0 ... limit: Random#rand(limit + 1); Random#rand on [0, 1); Array#shuffle(random:). */
SPLITDATA_API uint64_t splitdata_ruby_limited(struct splitdata_ruby *random, uint64_t limit);
SPLITDATA_API double splitdata_ruby_rand(struct splitdata_ruby *random);
SPLITDATA_API void splitdata_ruby_shuffle(struct splitdata_ruby *random, void *items,
                                          uint64_t count, size_t item_size);

/* ---- C++: std::shuffle(first, last, std::mt19937(seed)) ----------------------------------------
 *
 * The C++ standard fixes std::mt19937 but not std::shuffle. Sources: libstdc++ of GCC 11 to 14,
 * libc++ of LLVM 14. */

struct splitdata_cpp {
    struct splitdata_mt19937 twister;
};

SPLITDATA_API void splitdata_cpp_seed(struct splitdata_cpp *random, uint32_t seed);
SPLITDATA_API int splitdata_cpp_seed_text(struct splitdata_cpp *random, const char *text,
                                          struct splitdata_error *error);

/* A word of the engine; std::shuffle of count items (at most 2^32 - 1) of item_size bytes with it,
 * by libstdc++ and by libc++. */
SPLITDATA_API uint32_t splitdata_cpp_next32(struct splitdata_cpp *random);
SPLITDATA_API void splitdata_libstdcxx_shuffle(struct splitdata_cpp *random, void *items,
                                               uint64_t count, size_t item_size);
SPLITDATA_API void splitdata_libcxx_shuffle(struct splitdata_cpp *random, void *items,
                                            uint64_t count, size_t item_size);

/* ---- Rust: StdRng::seed_from_u64(seed) of the rand crate ---------------------------------------
 *
 * Source: rand 0.8.5 and 0.9.2 (ChaCha with 12 rounds in both, the shuffle differs). The crate
 * does not promise StdRng's stream across releases. */

struct splitdata_rust {
    uint32_t key[8];
    uint32_t block[16];
    uint64_t counter;
    unsigned used; /* words of the block, 16 at first */
};

SPLITDATA_API void splitdata_rust_seed(struct splitdata_rust *random, uint64_t seed);
SPLITDATA_API int splitdata_rust_seed_text(struct splitdata_rust *random, const char *text,
                                           struct splitdata_error *error);

/* A word of ChaCha12: rng.next_u32(). */
SPLITDATA_API uint32_t splitdata_rust_next32(struct splitdata_rust *random);

/* slice.shuffle(&mut rng) of rand 0.8 and of rand 0.9, for at most 2^32 - 2 items. */
SPLITDATA_API void splitdata_rust08_shuffle(struct splitdata_rust *random, void *items,
                                            uint64_t count, size_t item_size);
SPLITDATA_API void splitdata_rust09_shuffle(struct splitdata_rust *random, void *items,
                                            uint64_t count, size_t item_size);

/* ---- qsv: sort --random --rng faster -----------------------------------------------------------
 *
 * Source: the crates rand 0.9 and rand_xoshiro 0.7, Xoshiro256Plus::seed_from_u64(seed) (D.
 * Blackman and S. Vigna, ACM TOMS 47 (2021)). qsv's standard generator is rust@0.9. */

struct splitdata_xoshiro {
    uint64_t state[4]; /* not all 0 */
};

SPLITDATA_API void splitdata_xoshiro_seed(struct splitdata_xoshiro *random, uint64_t seed);
SPLITDATA_API int splitdata_xoshiro_seed_text(struct splitdata_xoshiro *random, const char *text,
                                              struct splitdata_error *error);

/* rng.next_u64(); slice.shuffle(&mut rng) of rand 0.9, for at most 2^32 - 2 items. */
SPLITDATA_API uint64_t splitdata_xoshiro_next64(struct splitdata_xoshiro *random);
SPLITDATA_API void splitdata_xoshiro_shuffle(struct splitdata_xoshiro *random, void *items,
                                             uint64_t count, size_t item_size);

/* ---- DuckDB: USING SAMPLE p PERCENT (bernoulli, seed) ------------------------------------------
 *
 * Source: DuckDB 1.5 (PCG32, two words per row); no shuffle of its own. A row is sampled if its
 * double is at most p / 100. */

struct splitdata_duckdb {
    uint64_t state;
};

SPLITDATA_API void splitdata_duckdb_seed(struct splitdata_duckdb *random, uint64_t seed);
SPLITDATA_API int splitdata_duckdb_seed_text(struct splitdata_duckdb *random, const char *text,
                                             struct splitdata_error *error);

/* A word of PCG32; the double of a row, from two words, on [0, 1]; 1 only by rounding. */
SPLITDATA_API uint32_t splitdata_duckdb_next32(struct splitdata_duckdb *random);
SPLITDATA_API double splitdata_duckdb_random(struct splitdata_duckdb *random);

/* ---- Spark: the XORShiftRandom of randomSplit and rand() ---------------------------------------
 *
 * Source: Spark 2.x and 3.x, which hash the seed differently (G. Marsaglia, "Xorshift RNGs", J.
 * Stat. Softw. 8 (2003); A. Appleby's MurmurHash3). The seed of a partition is the seed plus the
 * partition's number. No shuffle of its own. */

struct splitdata_spark {
    int64_t state;
};

SPLITDATA_API void splitdata_spark2_seed(struct splitdata_spark *random, int64_t seed);
SPLITDATA_API void splitdata_spark3_seed(struct splitdata_spark *random, int64_t seed);
SPLITDATA_API int splitdata_spark2_seed_text(struct splitdata_spark *random, const char *text,
                                             struct splitdata_error *error);
SPLITDATA_API int splitdata_spark3_seed_text(struct splitdata_spark *random, const char *text,
                                             struct splitdata_error *error);

/* next(bits) of its java.util.Random, bits 1 to 32, and nextDouble(), on [0, 1). */
SPLITDATA_API uint32_t splitdata_spark_next(struct splitdata_spark *random, unsigned bits);
SPLITDATA_API double splitdata_spark_next_double(struct splitdata_spark *random);

/* ---- shuf --random-source=<(openssl enc -aes-256-ctr -pass pass:SEED -nosalt </dev/zero) -------
 *
 * The seeded source of the coreutils manual. Sources: GNU coreutils 9.1 (randint, shuf), OpenSSL
 * 1.1.0 to 3.x (key derivation, AES-256 in counter mode), FIPS 197. The seed is any text. */

struct splitdata_shuf {
    uint32_t round_keys[60];
    uint8_t counter[16]; /* of the block after `bytes` */
    uint8_t bytes[512];  /* of the stream, generated ahead */
    unsigned used;       /* number of `bytes` consumed, all at first */
    uint64_t num, max;   /* remaining entropy of the bytes drawn: num is uniform on 0 ... max */
};

/* SPLITDATA_SYSTEM if SHA-256 fails. */
SPLITDATA_API int splitdata_shuf_seed_text(struct splitdata_shuf *random, const char *text,
                                           struct splitdata_error *error);

/* The next byte of the source; uniform on 0 ... n - 1, n at least 1; shuf's order. With shuf -n h
 * (not reading a pipe) the first h of that order are printed. */
SPLITDATA_API uint8_t splitdata_shuf_byte(struct splitdata_shuf *random);
SPLITDATA_API uint64_t splitdata_shuf_choose(struct splitdata_shuf *random, uint64_t n);
SPLITDATA_API void splitdata_shuf_shuffle(struct splitdata_shuf *random, void *items,
                                          uint64_t count, size_t item_size);

#ifdef __cplusplus
}
#endif

#endif
