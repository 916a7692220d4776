/* SPDX-License-Identifier: MIT */
/*
 * Nanoseconds of each generator: a raw draw, and an element of its permutation (32-bit items).
 *
 * usage: bench_random [COUNT [NAME...]]     COUNT is 10,000,000
 *
 * Prints "NAME raw NS" and "NAME permutation NS CHECK", where CHECK = sum of (i + 1) * order[i]
 * modulo 2^64: bench_random.py compares it with that of the framework's own order.
 */
#define _POSIX_C_SOURCE 200809L

#include "splitdata/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 100000, BLOCKS = 100 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void bench_raw(struct splitdata_random *random, uint64_t *words)
{
    double start = now();
    for (int i = 0; i < BLOCKS; i++)
        splitdata_random_raw_fill(random, words, BLOCK);
    double seconds = now() - start;
    printf("%s raw %.3f\n", random->kind->name, seconds * 1e9 / ((double)BLOCK * BLOCKS));
}

static void bench_permutation(struct splitdata_random *random, uint32_t *order, uint32_t count)
{
    struct splitdata_error error;
    double start = now();
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    if (splitdata_random_shuffle(random, order, count, sizeof *order, &error) != SPLITDATA_OK)
        return;
    double seconds = now() - start;
    uint64_t check = 0;
    for (uint32_t i = 0; i < count; i++)
        check += ((uint64_t)i + 1) * order[i];
    printf("%s permutation %.3f %" PRIu64 "\n", random->kind->name, seconds * 1e9 / count, check);
}

static int is_wanted(const char *name, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return 1;
    }
    return argc <= 2;
}

int main(int argc, char **argv)
{
    uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10000000;
    uint32_t *order = malloc((size_t)count * sizeof *order + 1);
    uint64_t *words = malloc(BLOCK * sizeof *words);
    if (order == NULL || words == NULL)
        return 4;
    memset(order, 1,
           (size_t)count * sizeof *order); /* the system's time to give memory is not ours */
    const struct splitdata_random_kind *kind;
    for (size_t i = 0; (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        struct splitdata_random random;
        struct splitdata_error error;
        if (!is_wanted(kind->name, argc, argv))
            continue;
        if (splitdata_random_init(&random, kind->name, "101", &error) != SPLITDATA_OK)
            return 4;
        bench_permutation(&random, order, count);
        bench_raw(&random, words);
    }
    free(words);
    free(order);
    return 0;
}
