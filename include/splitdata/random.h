/* SPDX-License-Identifier: MIT */
/*
 * splitdata/random.h - seeded generators that repeat other frameworks' streams bit for bit.
 *
 * Every generator is a plain struct owned by the caller: no allocation, no global state, nothing to
 * free; copying the struct copies the position in the stream. One generator serves one thread at a
 * time. A struct must be seeded before anything is drawn from it; seeding never depends on what
 * it held before.
 *
 * Pointers must not be NULL unless NULL is mentioned. Arrays hold at least the given number of
 * items, which may be 0; `items` and `out` are owned by the caller and not retained. Functions that
 * return an enum splitdata_status as int take a struct splitdata_error last, untouched on success;
 * the others cannot fail. A function that refuses its arguments draws nothing.
 *
 * Shuffles are those of R. Durstenfeld (CACM 7, 1964), swaps with a random item, in the variant of
 * each framework. They shuffle items of any size: row numbers of 32 or 64 bits, records, structs.
 *
 * Each stream is defined by the framework that it reproduces; the version is given with each
 * family, and docs/random.md says which streams the frameworks have frozen. Doubles need the
 * arithmetic that the frameworks use: IEEE 754 double, round to nearest, no fused multiply-add, no
 * x87 registers. Logarithms and exponentials, which the frameworks take from the C library, are the
 * same on every machine: those of glibc with fused multiply-add.
 *
 * Three groups, in three headers that this one includes:
 *
 *   splitdata/random_numpy.h   NumPy, the legacy API and the Generator
 *   splitdata/random_python.h  Python, PyTorch, R, Java
 *   splitdata/random_more.h    Go, Miller, Ruby, C++, Rust, qsv, DuckDB, Spark,
 *                              shuf
 *
 * and here: one handle for all of them, found by name, with seeds given as text.
 *
 *     struct splitdata_random random;
 *     struct splitdata_error error;
 *     if (splitdata_random_init(&random, "numpy", "101", &error) != SPLITDATA_OK)
 *         ... error.message ...
 *     splitdata_random_shuffle(&random, rows, count, sizeof rows[0], &error);
 */
#ifndef SPLITDATA_RANDOM_H
#define SPLITDATA_RANDOM_H

#include "splitdata/error.h"
#include "splitdata/random_more.h"
#include "splitdata/random_numpy.h"
#include "splitdata/random_python.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which functions a generator has: each family is one framework's API, and its state the member of
 * union splitdata_random_state of the same name (Miller: go). */
enum splitdata_random_family {
    SPLITDATA_FAMILY_NUMPY,
    SPLITDATA_FAMILY_NUMPY_GENERATOR,
    SPLITDATA_FAMILY_PYTHON,
    SPLITDATA_FAMILY_TORCH,
    SPLITDATA_FAMILY_R,
    SPLITDATA_FAMILY_JAVA,
    SPLITDATA_FAMILY_GO,
    SPLITDATA_FAMILY_MILLER,
    SPLITDATA_FAMILY_RUBY,
    SPLITDATA_FAMILY_CPP,
    SPLITDATA_FAMILY_RUST,
    SPLITDATA_FAMILY_DUCKDB,
    SPLITDATA_FAMILY_SPARK,
    SPLITDATA_FAMILY_SHUF,
    SPLITDATA_FAMILY_XOSHIRO
};

/* The state of a generator that has no functions of its own here: only a split draws from it. */
struct splitdata_words {
    uint32_t word[580];
};

/* The state of a handle: the member of its family. */
union splitdata_random_state {
    struct splitdata_numpy numpy;
    struct splitdata_numpy_generator numpy_generator;
    struct splitdata_python python;
    struct splitdata_torch torch;
    struct splitdata_r r;
    struct splitdata_java java;
    struct splitdata_go go;
    struct splitdata_ruby ruby;
    struct splitdata_cpp cpp;
    struct splitdata_rust rust;
    struct splitdata_duckdb duckdb;
    struct splitdata_spark spark;
    struct splitdata_shuf shuf;
    struct splitdata_xoshiro xoshiro;
    struct splitdata_words words;
};

/* One row of the table of generators. All pointers are to constants. */
struct splitdata_random_kind {
    const char *name;      /* "numpy-pcg64" */
    const char *about;     /* one line: framework, algorithm, version */
    const char *seed_rule; /* one line: which texts are seeds */
    enum splitdata_random_family family;
    int word_bits; /* of a native word, 1-64 */
    /* Used by the functions below; callers should use those, which check the limits. */
    int (*seed)(union splitdata_random_state *, const char *text, struct splitdata_error *);
    void (*raw)(union splitdata_random_state *, uint64_t *out, size_t count);
    /* NULL if the framework has no shuffle of its own. */
    void (*shuffle)(union splitdata_random_state *, void *items, uint64_t count, size_t item_size);
    /* The longest array that the framework can shuffle. */
    uint64_t shuffle_limit;
};

/* A generator, with its row of the table. */
struct splitdata_random {
    const struct splitdata_random_kind *kind;
    union splitdata_random_state state;
};

/* The rows in the order of the documentation; NULL if `index` is past the end. */
SPLITDATA_API const struct splitdata_random_kind *splitdata_random_kind_at(size_t index);

/* The row with this name, NULL if there is none. */
SPLITDATA_API const struct splitdata_random_kind *splitdata_random_find(const char *name);

/* Seeds the generator called `name` with a text in the form of kind->seed_rule. SPLITDATA_USAGE for
 * an unknown name (the nearest one is suggested) and for a seed that the framework refuses. */
SPLITDATA_API int splitdata_random_init(struct splitdata_random *random, const char *name,
                                        const char *seed_text, struct splitdata_error *error);

/* The next native word: kind->word_bits bits, the rest zero. */
SPLITDATA_API uint64_t splitdata_random_raw(struct splitdata_random *random);

/* The next `count` native words; the same as that many single draws, but faster. */
SPLITDATA_API void splitdata_random_raw_fill(struct splitdata_random *random, uint64_t *out,
                                             size_t count);

/* Shuffles count items of item_size bytes (1 or more) as the framework's own shuffle does;
 * items[0..count-1] is one block without gaps. The draws do not depend on the item size.
 * SPLITDATA_USAGE if the framework has no shuffle, or cannot shuffle so many items. */
SPLITDATA_API int splitdata_random_shuffle(struct splitdata_random *random, void *items,
                                           uint64_t count, size_t item_size,
                                           struct splitdata_error *error);

/* Writes the framework's shuffle of 0 ... count - 1 to out[0..count-1]. For row numbers of 32 and
 * of 64 bits; both make the same draws. Errors as for splitdata_random_shuffle. */
SPLITDATA_API int splitdata_random_permutation_u32(struct splitdata_random *random, uint32_t *out,
                                                   uint32_t count, struct splitdata_error *error);
SPLITDATA_API int splitdata_random_permutation_u64(struct splitdata_random *random, uint64_t *out,
                                                   uint64_t count, struct splitdata_error *error);

/* A seed from the operating system's entropy, 0 to 2^32 - 1, which all frameworks accept.
 * SPLITDATA_SYSTEM if there is no source. */
SPLITDATA_API int splitdata_random_system_seed(uint32_t *seed, struct splitdata_error *error);

/* ---- numbers as text, in every locale ----------------------------------------------------------
 */

/* The shortest decimal that reads back to the same double, the nearest one if there are several,
 * in the form of Python's repr: 0.5, 1e-07, 1e+16, inf, -0.0, nan. Returns its length; out
 * holds SPLITDATA_DOUBLE_TEXT bytes with the NUL. */
#define SPLITDATA_DOUBLE_TEXT 32
SPLITDATA_API size_t splitdata_format_double(char *out, double value);

/* The double nearest to a decimal text: an optional sign, digits with a point and an exponent, or
 * inf, infinity, nan in any case. Returns 0 if the text is not such a number, or has trailing
 * characters. */
SPLITDATA_API int splitdata_parse_double(const char *text, double *value);

#ifdef __cplusplus
}
#endif

#endif
