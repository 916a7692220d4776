/* SPDX-License-Identifier: MIT */
/*
 * Exact non-negative rationals: a share as the user wrote it ("0.8", "80%", "4/5"), before it
 * becomes the double that a reproduced framework computes with.
 */
#ifndef SD_BASE_EXACT_H
#define SD_BASE_EXACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* numerator / denominator in lowest terms; the denominator is never 0. */
struct sd_ratio {
    uint64_t numerator;
    uint64_t denominator;
};

/* Reads a whole decimal integer of `length` bytes, digits only. False: anything else, or beyond
 * 2^64-1. */
bool sd_parse_integer(const char *text, size_t length, uint64_t *value);

/* Reads a share of `length` bytes: a decimal fraction ("0.8", ".5", "12.5%") or a quotient of
 * integers ("4/5"). False: anything else, a bare integer included, or more digits than 64 bits
 * hold: 19 after the point, or 17 of a percentage. */
bool sd_parse_share(const char *text, size_t length, struct sd_ratio *share);

/* *sum = a + b. False if the exact sum needs a numerator or denominator beyond 64 bits. */
bool sd_ratio_add(struct sd_ratio a, struct sd_ratio b, struct sd_ratio *sum);

/* -1, 0 or 1 as the ratio is below, equal to or above 1. */
int sd_ratio_against_one(struct sd_ratio ratio);

/* The double nearest to the exact quotient (ties to even). */
double sd_ratio_double(struct sd_ratio ratio);

/* floor(ratio * n) in exact arithmetic, for a ratio not above 1. */
uint64_t sd_ratio_floor(struct sd_ratio ratio, uint64_t n);

#endif
