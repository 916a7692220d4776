/* SPDX-License-Identifier: MIT */
/* Performs the operations of the vector files with the library. */
#ifndef RNG_OPERATIONS_H
#define RNG_OPERATIONS_H

#include "rng_vectors.h"

typedef int choice_function(union splitdata_random_state *, const struct splitdata_choice *,
                            uint64_t *, struct splitdata_error *);

static inline int choose_numpy(union splitdata_random_state *s, const struct splitdata_choice *c,
                               uint64_t *out, struct splitdata_error *e)
{
    return splitdata_numpy_choice(&s->numpy, c, out, e);
}

static inline int choose_generator(union splitdata_random_state *s,
                                   const struct splitdata_choice *c, uint64_t *out,
                                   struct splitdata_error *e)
{
    return splitdata_numpy_generator_choice(&s->numpy_generator, c, out, e);
}

static inline int choose_python(union splitdata_random_state *s, const struct splitdata_choice *c,
                                uint64_t *out, struct splitdata_error *e)
{
    return splitdata_python_choice(&s->python, c, out, e);
}

static inline int choose_r(union splitdata_random_state *s, const struct splitdata_choice *c,
                           uint64_t *out, struct splitdata_error *e)
{
    return splitdata_r_sample(&s->r, c, out, e);
}

static inline void operate_choice(struct vector *v, struct splitdata_choice *choice,
                                  choice_function *choose,
                                  size_t (*work)(const struct splitdata_choice *))
{
    struct splitdata_error error;
    double *weights = word_weights(v);
    choice->weights = weights;
    uint64_t *out = malloc(((size_t)choice->size + 1) * sizeof *out);
    size_t room = work(choice);
    choice->work = room > 0 ? malloc(room) : NULL;
    v->result.failed = choose(&v->random.state, choice, out, &error) != SPLITDATA_OK;
    for (uint64_t i = 0; i < choice->size && !v->result.failed; i++)
        put_u64(&v->result, out[i]);
    free(choice->work);
    free(out);
    free(weights);
}

/* permutation, head: the order of 0 ... n - 1, or its first `times`. */
static inline void operate_order(struct vector *v)
{
    struct splitdata_error error;
    uint64_t n = (uint64_t)word_integer(v, 0);
    uint64_t show = strcmp(v->operation, "head") == 0 ? v->times : n;
    uint64_t *order = malloc(((size_t)n + 1) * sizeof *order);
    uint32_t *narrow = malloc(((size_t)n + 1) * sizeof *narrow);
    must(order != NULL && narrow != NULL, "memory");
    struct splitdata_random again = v->random;
    v->result.failed =
        splitdata_random_permutation_u64(&v->random, order, n, &error) != SPLITDATA_OK;
    v->result.failed |=
        splitdata_random_permutation_u32(&again, narrow, (uint32_t)n, &error) != SPLITDATA_OK;
    for (uint64_t i = 0; i < show && i < n && !v->result.failed; i++) {
        v->result.failed |= narrow[i] != order[i];
        put_u64(&v->result, order[i]);
    }
    v->result.failed |= memcmp(&again, &v->random, sizeof again) != 0;
    free(order);
    free(narrow);
}

static inline int operate_common(struct vector *v)
{
    if (strcmp(v->operation, "permutation") == 0 || strcmp(v->operation, "head") == 0) {
        operate_order(v);
        return 1;
    }
    if (strcmp(v->operation, "raw") != 0)
        return 0;
    for (uint64_t i = 0; i < v->times; i++)
        put_u64(&v->result, splitdata_random_raw(&v->random));
    return 1;
}

static inline int operate_numpy(struct vector *v)
{
    struct splitdata_numpy *r = &v->random.state.numpy;
    const char *op = v->operation;
    if (strcmp(op, "choice") == 0) {
        struct splitdata_choice choice = {.population = (uint64_t)word_integer(v, 0),
                                          .size = (uint64_t)word_integer(v, 1),
                                          .replace = has_word(v, "replace")};
        operate_choice(v, &choice, choose_numpy, splitdata_numpy_choice_work);
        return 1;
    }
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(op, "random_sample") == 0)
            put_double(&v->result, splitdata_numpy_random_sample(r));
        else if (strcmp(op, "standard_exponential") == 0)
            put_double(&v->result, splitdata_numpy_standard_exponential(r));
        else if (strcmp(op, "standard_normal") == 0)
            put_double(&v->result, splitdata_numpy_standard_normal(r));
        else if (strcmp(op, "exponential") == 0)
            put_double(&v->result, splitdata_numpy_exponential(r, word_double(v, 0)));
        else if (strcmp(op, "normal") == 0)
            put_double(&v->result, splitdata_numpy_normal(r, word_double(v, 0), word_double(v, 1)));
        else if (strcmp(op, "uniform") == 0)
            put_double(&v->result,
                       splitdata_numpy_uniform(r, word_double(v, 0), word_double(v, 1)));
        else if (strcmp(op, "triangular") == 0)
            put_double(&v->result, splitdata_numpy_triangular(
                                       r, word_double(v, 0), word_double(v, 1), word_double(v, 2)));
        else if (strcmp(op, "randint") == 0)
            put_i64(&v->result, splitdata_numpy_randint(r, word_integer(v, 0), word_integer(v, 1)));
        else if (strcmp(op, "random_integers") == 0)
            put_i64(&v->result,
                    splitdata_numpy_random_integers(r, word_integer(v, 0), word_integer(v, 1)));
        else
            return 0;
    }
    return 1;
}

static inline int operate_generator(struct vector *v)
{
    struct splitdata_numpy_generator *r = &v->random.state.numpy_generator;
    const char *op = v->operation;
    if (strcmp(op, "choice") == 0) {
        struct splitdata_choice choice = {.population = (uint64_t)word_integer(v, 0),
                                          .size = (uint64_t)word_integer(v, 1),
                                          .replace = has_word(v, "replace"),
                                          .keep_order = has_word(v, "no-shuffle")};
        operate_choice(v, &choice, choose_generator, splitdata_numpy_generator_choice_work);
        return 1;
    }
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(op, "random") == 0)
            put_double(&v->result, splitdata_numpy_generator_random(r));
        else if (strcmp(op, "standard_exponential") == 0)
            put_double(&v->result, splitdata_numpy_generator_standard_exponential(r));
        else if (strcmp(op, "uniform") == 0)
            put_double(&v->result,
                       splitdata_numpy_generator_uniform(r, word_double(v, 0), word_double(v, 1)));
        else if (strcmp(op, "triangular") == 0)
            put_double(&v->result, splitdata_numpy_generator_triangular(
                                       r, word_double(v, 0), word_double(v, 1), word_double(v, 2)));
        else if (strcmp(op, "next64") == 0)
            put_u64(&v->result, splitdata_numpy_generator_next64(r));
        else if (strcmp(op, "integers") == 0)
            put_i64(&v->result,
                    splitdata_numpy_generator_integers(r, word_integer(v, 0), word_integer(v, 1)));
        else if (strcmp(op, "integers_endpoint") == 0)
            put_i64(&v->result, splitdata_numpy_generator_integers_endpoint(r, word_integer(v, 0),
                                                                            word_integer(v, 1)));
        else
            return 0;
    }
    return 1;
}

/* Prints an eight-word number in decimal, which sets the words to 0. */
static inline void put_words(struct vector *v, uint32_t words[8])
{
    char text[128], *at = text + sizeof text - 1;
    uint64_t low = words[0] | (uint64_t)words[1] << 32;
    *at = '\0';
    do { /* decimal, one digit at a time */
        uint64_t rest = 0;
        for (int i = 7; i >= 0; i--) {
            rest = rest << 32 | words[i];
            words[i] = (uint32_t)(rest / 10);
            rest %= 10;
        }
        *--at = (char)('0' + rest);
    } while ((words[0] | words[1] | words[2] | words[3] | words[4] | words[5] | words[6] |
              words[7]) != 0);
    put_value(&v->result, low, at);
}

static inline void put_bits(struct vector *v, size_t bits)
{
    uint32_t words[8] = {0};
    must(bits <= 8 * sizeof words, "bits");
    splitdata_python_getrandbits_words(&v->random.state.python, words, bits);
    put_words(v, words);
}

static inline void put_below(struct vector *v, const char *text)
{
    uint32_t n[8] = {0}, words[8] = {0};
    for (; *text != '\0'; text++) {
        uint64_t carry = (uint64_t)(*text - '0');
        for (int i = 0; i < 8; i++) {
            carry += (uint64_t)n[i] * 10;
            n[i] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    splitdata_python_randbelow_words(&v->random.state.python, n, 8, words);
    put_words(v, words);
}

static inline int operate_python(struct vector *v)
{
    struct splitdata_python *r = &v->random.state.python;
    const char *op = v->operation;
    if (strcmp(op, "sample") == 0 || strcmp(op, "choices") == 0) {
        struct splitdata_choice choice = {.population = (uint64_t)word_integer(v, 0),
                                          .size = (uint64_t)word_integer(v, 1),
                                          .replace = strcmp(op, "choices") == 0};
        operate_choice(v, &choice, choose_python, splitdata_python_choice_work);
        return 1;
    }
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(op, "random") == 0)
            put_double(&v->result, splitdata_python_random(r));
        else if (strcmp(op, "uniform") == 0)
            put_double(&v->result,
                       splitdata_python_uniform(r, word_double(v, 0), word_double(v, 1)));
        else if (strcmp(op, "triangular") == 0)
            put_double(&v->result, splitdata_python_triangular(
                                       r, word_double(v, 0), word_double(v, 1), word_double(v, 2)));
        else if (strcmp(op, "expovariate") == 0)
            put_double(&v->result, splitdata_python_expovariate(r, word_double(v, 0)));
        else if (strcmp(op, "randint") == 0)
            put_i64(&v->result,
                    splitdata_python_randint(r, word_integer(v, 0), word_integer(v, 1)));
        else if (strcmp(op, "randbelow") == 0)
            put_u64(&v->result, splitdata_python_randbelow(r, (uint64_t)word_integer(v, 0)));
        else if (strcmp(op, "randbelow_words") == 0)
            put_below(v, v->words[0]);
        else if (strcmp(op, "getrandbits") == 0)
            put_bits(v, (size_t)word_integer(v, 0));
        else
            return 0;
    }
    return 1;
}

/* The indices below `times` whose uniform is below (DuckDB: at most) the share. */
static inline void operate_below(struct vector *v,
                                 double (*uniform)(union splitdata_random_state *))
{
    double share = word_double(v, 0);
    int closed = v->random.kind->family == SPLITDATA_FAMILY_DUCKDB;
    for (uint64_t i = 0; i < v->times; i++) {
        double u = uniform(&v->random.state);
        if (u < share || (closed && u == share))
            put_u64(&v->result, i);
    }
}

static inline double uniform_r(union splitdata_random_state *s)
{
    return splitdata_r_runif(&s->r);
}

static inline double uniform_spark(union splitdata_random_state *s)
{
    return splitdata_spark_next_double(&s->spark);
}

static inline double uniform_duckdb(union splitdata_random_state *s)
{
    return splitdata_duckdb_random(&s->duckdb);
}

/* The rows that get label number `times` if n rows are labelled by probabilities. */
static inline void operate_label(struct vector *v)
{
    uint64_t n = (uint64_t)word_integer(v, 0);
    double *weights = word_weights(v);
    struct splitdata_choice choice = {.size = n, .replace = 1, .weights = weights, .population = 1};
    for (const char *at = v->words[1]; *at != '\0'; at++)
        choice.population += *at == ',';
    uint64_t *out = malloc(((size_t)n + 1) * sizeof *out);
    struct splitdata_error error;
    choice.work = malloc(splitdata_r_sample_work(&choice));
    v->result.failed = splitdata_r_sample(&v->random.state.r, &choice, out, &error) != SPLITDATA_OK;
    for (uint64_t i = 0; i < n && !v->result.failed; i++) {
        if (out[i] == v->times)
            put_u64(&v->result, i);
    }
    free(choice.work);
    free(out);
    free(weights);
}

static inline int operate_r(struct vector *v)
{
    if (strcmp(v->operation, "sample") == 0) {
        struct splitdata_choice choice = {.population = (uint64_t)word_integer(v, 0),
                                          .size = (uint64_t)word_integer(v, 1),
                                          .replace = has_word(v, "replace")};
        operate_choice(v, &choice, choose_r, splitdata_r_sample_work);
    } else if (strcmp(v->operation, "below") == 0) {
        operate_below(v, uniform_r);
    } else if (strcmp(v->operation, "label") == 0) {
        operate_label(v);
    } else if (strcmp(v->operation, "runif") == 0) {
        for (uint64_t i = 0; i < v->times; i++)
            put_double(&v->result, v->word_count == 0 ? splitdata_r_runif(&v->random.state.r)
                                                      : splitdata_r_runif_between(
                                                            &v->random.state.r, word_double(v, 0),
                                                            word_double(v, 1)));
    } else {
        return 0;
    }
    return 1;
}

static inline int operate_java(struct vector *v)
{
    struct splitdata_java *r = &v->random.state.java;
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(v->operation, "nextDouble") == 0)
            put_double(&v->result, splitdata_java_next_double(r));
        else if (strcmp(v->operation, "nextLong") == 0)
            put_i64(&v->result, splitdata_java_next_long(r));
        else if (strcmp(v->operation, "nextInt") == 0)
            put_i64(&v->result, v->word_count == 0 ? splitdata_java_next_int(r)
                                                   : splitdata_java_next_int_below(
                                                         r, (int32_t)word_integer(v, 0)));
        else
            return 0;
    }
    return 1;
}

static inline int operate_go(struct vector *v)
{
    struct splitdata_go *r = &v->random.state.go;
    if (strcmp(v->operation, "Perm") == 0) {
        uint64_t n = (uint64_t)word_integer(v, 0);
        uint64_t *order = malloc(((size_t)n + 1) * sizeof *order);
        splitdata_go_perm(r, order, n);
        for (uint64_t i = 0; i < n; i++)
            put_u64(&v->result, order[i]);
        free(order);
        return 1;
    }
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(v->operation, "Int63") == 0)
            put_i64(&v->result, splitdata_go_int63(r));
        else if (strcmp(v->operation, "Intn") == 0)
            put_i64(&v->result, splitdata_go_intn(r, word_integer(v, 0)));
        else if (strcmp(v->operation, "Float64") == 0)
            put_double(&v->result, splitdata_go_float64(r));
        else if (strcmp(v->operation, "int63-modulo") == 0)
            put_i64(&v->result, splitdata_go_int63(r) % word_integer(v, 0));
        else
            return 0;
    }
    return 1;
}

static inline int operate_small(struct vector *v)
{
    union splitdata_random_state *state = &v->random.state;
    enum splitdata_random_family family = v->random.kind->family;
    if (strcmp(v->operation, "below") == 0) {
        operate_below(v, family == SPLITDATA_FAMILY_SPARK ? uniform_spark : uniform_duckdb);
        return 1;
    }
    for (uint64_t i = 0; i < v->times; i++) {
        if (strcmp(v->operation, "nextDouble") == 0)
            put_double(&v->result, splitdata_spark_next_double(&state->spark));
        else if (strcmp(v->operation, "rand") == 0 && v->word_count == 0)
            put_double(&v->result, splitdata_ruby_rand(&state->ruby));
        else if (strcmp(v->operation, "rand") == 0)
            put_u64(&v->result,
                    splitdata_ruby_limited(&state->ruby, (uint64_t)word_integer(v, 0) - 1));
        else
            return 0;
    }
    return 1;
}

static inline int operate(struct vector *v)
{
    if (operate_common(v))
        return 1;
    switch (v->random.kind->family) {
    case SPLITDATA_FAMILY_NUMPY:
        return operate_numpy(v);
    case SPLITDATA_FAMILY_NUMPY_GENERATOR:
        return operate_generator(v);
    case SPLITDATA_FAMILY_PYTHON:
        return operate_python(v);
    case SPLITDATA_FAMILY_R:
        return operate_r(v);
    case SPLITDATA_FAMILY_JAVA:
        return operate_java(v);
    case SPLITDATA_FAMILY_GO:
    case SPLITDATA_FAMILY_MILLER:
        return operate_go(v);
    default:
        return operate_small(v);
    }
}

#endif
