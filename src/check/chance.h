/* SPDX-License-Identifier: MIT */
/*
 * What chance alone makes of equal records: how many records of a part have a twin in train, if the
 * records of both were dealt out at random.
 *
 * Each record comes into the part with probability f, its share of both. Of a class of k equal
 * records, all of the part's count unless none of the class is in train. If twins count only where
 * their labels differ, a class has one count for each label, and a record counts if train has a
 * record of the class with another label.
 *
 * As long as all classes together are small, the distribution of the sum is computed exactly;
 * otherwise its tail is bounded by Bernstein's inequality, so that `p` is never too small.
 *
 * Life: sd_chance_begin, any number of sd_chance_add, sd_chance_p, sd_chance_end.
 */
#ifndef SD_CHECK_CHANCE_H
#define SD_CHECK_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most records of classes up to which the distribution is exact. */
enum { SD_CHANCE_EXACT = 4096, SD_CHANCE_CLASS = 64 };

struct sd_chance {
    double share; /* f */
    double mean, variance;
    double largest; /* the most that one class may add */
    bool exact;
    double *sum; /* the distribution so far: sum[x], x up to `most` */
    size_t most;
};

void sd_chance_begin(struct sd_chance *chance, uint64_t part_rows, uint64_t train_rows);

/* Adds `weight` classes (a whole number) with labels[0..count-1] records of each label; `differ`:
 * twins must have different labels, else `count` is 1. False: no memory. */
bool sd_chance_add(struct sd_chance *chance, const uint64_t *labels, size_t count, bool differ,
                   uint64_t weight);

/* The probability, at most, of `observed` records or more. */
double sd_chance_p(const struct sd_chance *chance, uint64_t observed);

void sd_chance_end(struct sd_chance *chance);

#endif
