/* SPDX-License-Identifier: MIT */
/*
 * Nanoseconds of each generator: a raw draw, and an item of its permutation, of 32 and of 64 bits.
 *
 * usage: bench_random [COUNT [NAME...]]     COUNT is 10,000,000
 *
 * Prints "NAME raw NS" and "NAME permutation32 NS CHECK", where CHECK = sum of (i + 1) * order[i]
 * modulo 2^64: bench_random.py compares it with that of the framework's own order. The time is that
 * of the processor, so that other programs of the machine count little.
 */
#define _GNU_SOURCE

#include "splitdata/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { BLOCK = 100000, BLOCKS = 100, HUGE_PAGE = 1 << 21 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
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

static void bench_permutation(struct splitdata_random *random, void *items, uint32_t count,
                              size_t item_size)
{
    struct splitdata_error error;
    uint32_t *narrow = items;
    uint64_t *wide = items, check = 0;
    double start = now();
    for (uint32_t i = 0; i < count; i++) {
        if (item_size == sizeof *narrow)
            narrow[i] = i;
        else
            wide[i] = i;
    }
    if (splitdata_random_shuffle(random, items, count, item_size, &error) != SPLITDATA_OK)
        return;
    double seconds = now() - start;
    for (uint32_t i = 0; i < count; i++)
        check += ((uint64_t)i + 1) * (item_size == sizeof *narrow ? narrow[i] : wide[i]);
    printf("%s permutation%zu %.3f %" PRIu64 "\n", random->kind->name, 8 * item_size,
           seconds * 1e9 / count, check);
}

static int bench(const char *name, void *items, uint32_t count)
{
    struct splitdata_random random;
    struct splitdata_error error;
    if (splitdata_random_init(&random, name, "101", &error) != SPLITDATA_OK)
        return 0;
    struct splitdata_random again = random;
    bench_permutation(&random, items, count, sizeof(uint32_t));
    bench_permutation(&again, items, count, sizeof(uint64_t));
    bench_raw(&random, items);
    return 1;
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
    size_t size = (count > BLOCK ? count : BLOCK) * sizeof(uint64_t);
    size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    void *items = aligned_alloc(HUGE_PAGE, size);
    if (items == NULL)
        return 4;
    /* As NumPy asks for its arrays. The system's time to give memory is not ours. */
    madvise(items, size, MADV_HUGEPAGE);
    memset(items, 1, size);
    const struct splitdata_random_kind *kind;
    for (size_t i = 0; (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        if (is_wanted(kind->name, argc, argv) && !bench(kind->name, items, count))
            return 4;
    }
    free(items);
    return 0;
}
