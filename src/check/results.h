/* SPDX-License-Identifier: MIT */
/*
 * The results of a run, as they are added. Evidence is a place in a file, an offset, until all
 * results are known; then it becomes a line.
 *
 * What is judged by a probability may be chance if many things are looked at. So every test of a
 * run, whether it made a result or not, is told to sd_results_test, and in the end Holm's method
 * drops the results that so many tests make by chance.
 */
#ifndef SD_CHECK_RESULTS_H
#define SD_CHECK_RESULTS_H

#include "check/side.h"
#include "splitdata/check.h"

/* The probability of a finding by chance, of all tests of a run together that Holm's method joins;
 * and of each of the few about equal records. */
#define SD_CHECK_CHANCE       0.001
#define SD_CHECK_CHANCE_TWINS 0.0001

struct sd_check_test {
    double p;
    size_t result; /* its number; SIZE_MAX: the effect is too small to be told */
    bool true_anyway;
};

struct sd_results {
    struct splitdata_checked *checked; /* borrowed */
    size_t capacity;
    struct sd_check_test *test;
    size_t tests, test_capacity;
    bool failed; /* there was no memory for one */
};

/* The checks in the order in which they are told: the id of number `i`, NULL after the last; and
 * the name of one. */
const char *sd_check_id(size_t i);
const char *sd_check_name(const char *id);

/* Adds a finding about two parts (or one: SIZE_MAX); `id` is in the table of checks. The result is
 * valid until the next is added. Never NULL: after a failure, which sd_results_end reports, it is a
 * result that no caller sees. */
struct splitdata_check_result *sd_results_add(struct sd_results *results, const char *id,
                                              enum splitdata_check_severity severity, size_t part,
                                              size_t against);

/* The same for a check that was not asked for, or could not be made. */
struct splitdata_check_result *sd_results_skip(struct sd_results *results, const char *id,
                                               enum splitdata_check_state state);

/* Sets the message, and the name of the column unless it is NULL. */
void sd_result_say(struct sd_results *results, struct splitdata_check_result *result,
                   const char *format, ...) SD_PRINTF(3, 4);
void sd_result_column(struct sd_results *results, struct splitdata_check_result *result,
                      const char *column);

/* Sets what was measured. */
void sd_result_measure(struct splitdata_check_result *result, const char *statistic, double value,
                       double expected, double p);

/* Adds evidence, as long as there is room: offsets in the two files; `other` UINT64_MAX: none. */
void sd_result_show(struct splitdata_check_result *result, uint64_t offset, uint64_t other);

/* Counts a test of the run; `result` is the last one that was added, or NULL. */
void sd_results_test(struct sd_results *results, double p,
                     const struct splitdata_check_result *result);

/* The same; if chance makes it, the result becomes a note, since it is true anyway. */
void sd_results_test_true(struct sd_results *results, double p,
                          const struct splitdata_check_result *result);

/* Drops what chance makes, adds an entry for each check that found nothing, sorts by check, and
 * makes lines of the evidence. */
int sd_results_end(struct sd_results *results, const struct sd_side *sides,
                   struct splitdata_error *error);

/* Holm's adjusted probabilities, in the place of p[0..count-1]; `order` is working space. */
void sd_holm(double *p, size_t count, size_t *order);

void sd_results_free(struct sd_results *results);

#endif
