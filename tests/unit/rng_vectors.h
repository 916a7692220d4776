/* SPDX-License-Identifier: MIT */
/* Lines of tests/golden/random_*.txt: GENERATOR SEED | OPERATION TIMES WORDS | EXPECTED. */
#ifndef RNG_VECTORS_H
#define RNG_VECTORS_H

#include "base/digest.h"
#include "splitdata/random.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 8 };

/* The result of an operation: values, which are digested, and unless `digested` their text as in
 * the file. */
struct result {
    int digested;
    char *text;
    size_t used, room;
    uint64_t *values;
    size_t count, values_room;
    int failed;
};

struct vector {
    struct splitdata_random random;
    const char *operation;
    uint64_t times;
    char *words[MOST_WORDS];
    int word_count;
    struct result result;
};

static inline void must(int true_, const char *what)
{
    if (!true_) {
        fprintf(stderr, "%s\n", what);
        abort();
    }
}

static inline void put_text(struct result *result, const char *text)
{
    size_t length = strlen(text);
    if (result->used + length + 2 > result->room) {
        result->room = 2 * (result->used + length + 2);
        result->text = realloc(result->text, result->room);
        must(result->text != NULL, "memory");
    }
    if (result->used > 0)
        result->text[result->used++] = ' ';
    memcpy(result->text + result->used, text, length + 1);
    result->used += length;
}

static inline void keep_value(struct result *result, uint64_t bits)
{
    if (result->count == result->values_room) {
        result->values_room = 2 * result->values_room + 64;
        result->values = realloc(result->values, result->values_room * sizeof *result->values);
        must(result->values != NULL, "memory");
    }
    result->values[result->count++] = bits;
}

/* A number too long for 64 bits: its text, and in a digest its lowest ones. */
static inline void put_value(struct result *result, uint64_t bits, const char *text)
{
    keep_value(result, bits);
    if (!result->digested)
        put_text(result, text);
}

static inline void put_u64(struct result *result, uint64_t value)
{
    char text[32];
    keep_value(result, value);
    if (result->digested)
        return;
    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    put_text(result, text);
}

static inline void put_i64(struct result *result, int64_t value)
{
    char text[32];
    keep_value(result, (uint64_t)value);
    if (result->digested)
        return;
    snprintf(text, sizeof text, "%lld", (long long)value);
    put_text(result, text);
}

static inline void put_double(struct result *result, double value)
{
    char text[64];
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    keep_value(result, bits);
    if (result->digested)
        return;
    snprintf(text, sizeof text, "%a", value);
    put_text(result, text);
}

static inline void digest(const struct result *result, char hex[65])
{
    unsigned char *bytes = malloc(8 * result->count + 1), sum[32];
    must(bytes != NULL, "memory");
    for (size_t i = 0; i < result->count; i++) {
        for (int k = 0; k < 8; k++)
            bytes[8 * i + (size_t)k] = (unsigned char)(result->values[i] >> 8 * k);
    }
    sd_sha256(bytes, 8 * result->count, sum);
    for (int i = 0; i < 32; i++)
        snprintf(hex + 2 * i, 3, "%02x", sum[i]);
    free(bytes);
}

/* An expected result that is a digest and the number of values, not the values. */
static inline int is_digest(const char *expected)
{
    return expected[0] == '#' || expected[0] == '~';
}

static inline int as_expected(const struct result *result, const char *expected)
{
    char text[128], hex[65];
    if (expected[0] == '!')
        return result->failed;
    if (result->failed)
        return 0;
    if (result->digested) {
        digest(result, hex);
        snprintf(text, sizeof text, "%c%zu %s", expected[0], result->count, hex);
        return strcmp(text, expected) == 0;
    }
    return strcmp(result->used > 0 ? result->text : "", expected) == 0;
}

/* Decodes %XX to bytes, in place. */
static inline void unquote(char *text)
{
    char *to = text;
    for (; *text != '\0'; text++) {
        unsigned byte;
        if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            text += 2;
        } else {
            *to++ = *text;
        }
    }
    *to = '\0';
}

static inline int64_t word_integer(const struct vector *vector, int index)
{
    must(index < vector->word_count, vector->operation);
    return strtoll(vector->words[index], NULL, 10);
}

static inline double word_double(const struct vector *vector, int index)
{
    must(index < vector->word_count, vector->operation);
    return strtod(vector->words[index], NULL);
}

static inline int has_word(const struct vector *vector, const char *word)
{
    for (int i = 0; i < vector->word_count; i++) {
        if (strcmp(vector->words[i], word) == 0)
            return 1;
    }
    return 0;
}

/* The doubles of the comma-separated list that is the last word, if it has a comma. */
static inline double *word_weights(const struct vector *vector)
{
    const char *at = vector->words[vector->word_count - 1];
    if (strchr(at, ',') == NULL && strstr(at, "0x") == NULL)
        return NULL;
    double *weights = malloc((strlen(at) + 1) * sizeof *weights);
    must(weights != NULL, "memory");
    for (size_t i = 0; *at != '\0'; i++) {
        char *end;
        weights[i] = strtod(at, &end);
        at = end + (*end == ',');
    }
    return weights;
}

#endif
