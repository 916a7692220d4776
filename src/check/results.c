/* SPDX-License-Identifier: MIT */
#include "check/results.h"

#include "base/sort.h"
#include "base/text.h"
#include "check/places.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The checks, in the order in which they are told. */
static const struct {
    const char *id, *name;
} checks[] = {
    {"S01", "header"},
    {"S02", "types and missing values"},
    {"S03", "sizes"},
    {"L01", "same record"},
    {"L02", "same but for some columns"},
    {"L03", "near records"},
    {"L04", "conflicting labels"},
    {"L05", "groups on two sides"},
    {"L06", "order in time"},
    {"L07", "columns that give the target away"},
    {"L08", "columns that tell the part"},
    {"I01", "numbers of records"},
    {"C01", "classes in one part only"},
    {"D01", "distributions"},
    {"P01", "as of a random split"},
};

enum { CHECKS = sizeof checks / sizeof checks[0] };

static size_t number_of(const char *id)
{
    size_t i = 0;
    while (i + 1 < CHECKS && strcmp(checks[i].id, id) != 0)
        i++;
    return i;
}

const char *sd_check_id(size_t i)
{
    return i < CHECKS ? checks[i].id : NULL;
}

const char *sd_check_name(const char *id)
{
    return checks[number_of(id)].name;
}

static struct splitdata_check_result *add(struct sd_results *results, const char *id)
{
    static struct splitdata_check_result unseen;
    struct splitdata_checked *checked = results->checked;
    if (checked->result_count == results->capacity) {
        const size_t capacity = 2 * results->capacity + 32;
        struct splitdata_check_result *more =
            realloc(checked->results, capacity * sizeof *checked->results);
        if (more == NULL) {
            results->failed = true;
            return &unseen;
        }
        checked->results = more;
        results->capacity = capacity;
    }
    struct splitdata_check_result *result = &checked->results[checked->result_count++];
    *result = (struct splitdata_check_result){.id = id,
                                              .check = checks[number_of(id)].name,
                                              .part = SIZE_MAX,
                                              .against = SIZE_MAX,
                                              .expected = NAN,
                                              .p = NAN};
    return result;
}

struct splitdata_check_result *sd_results_add(struct sd_results *results, const char *id,
                                              enum splitdata_check_severity severity, size_t part,
                                              size_t against)
{
    struct splitdata_check_result *result = add(results, id);
    result->state = SPLITDATA_CHECK_FINDING;
    result->severity = severity;
    result->part = part;
    result->against = against;
    return result;
}

struct splitdata_check_result *sd_results_skip(struct sd_results *results, const char *id,
                                               enum splitdata_check_state state)
{
    struct splitdata_check_result *result = add(results, id);
    result->state = state;
    return result;
}

static char *shown(struct sd_results *results, const char *text)
{
    char escaped[2048];
    const size_t length = splitdata_escape(escaped, sizeof escaped, text, strlen(text));
    char *copy = sd_copy_string(escaped, length);
    results->failed = results->failed || copy == NULL;
    return copy;
}

void sd_result_say(struct sd_results *results, struct splitdata_check_result *result,
                   const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    free(result->message);
    result->message = results->failed ? NULL : shown(results, text);
}

void sd_result_column(struct sd_results *results, struct splitdata_check_result *result,
                      const char *column)
{
    if (!results->failed)
        result->column = shown(results, column);
}

void sd_result_measure(struct splitdata_check_result *result, const char *statistic, double value,
                       double expected, double p)
{
    result->statistic = statistic;
    result->value = value;
    result->expected = expected;
    result->p = p;
}

void sd_result_show(struct splitdata_check_result *result, uint64_t offset, uint64_t other)
{
    if (result->evidence_count < SPLITDATA_CHECK_EVIDENCE)
        result->evidence[result->evidence_count++] =
            (struct splitdata_check_evidence){offset, other};
}

/* --- many tests ------------------------------------------------------------------------------ */

void sd_results_test(struct sd_results *results, double p,
                     const struct splitdata_check_result *result)
{
    if (results->tests == results->test_capacity) {
        const size_t capacity = 2 * results->test_capacity + 64;
        struct sd_check_test *more = realloc(results->test, capacity * sizeof *more);
        if (more == NULL) {
            results->failed = true;
            return;
        }
        results->test = more;
        results->test_capacity = capacity;
    }
    results->test[results->tests++] = (struct sd_check_test){
        .p = p, .result = result != NULL ? (size_t)(result - results->checked->results) : SIZE_MAX};
}

void sd_results_test_true(struct sd_results *results, double p,
                          const struct splitdata_check_result *result)
{
    sd_results_test(results, p, result);
    if (!results->failed)
        results->test[results->tests - 1].true_anyway = true;
}

/* In ascending order of p: an insertion into runs would do, but a run may have many classes. */
static void sort_by_p(const double *p, size_t *order, size_t count)
{
    for (size_t gap = count / 2; gap != 0; gap /= 2) {
        for (size_t i = gap; i < count; i++) {
            const size_t moved = order[i];
            size_t at = i;
            for (; at >= gap && p[order[at - gap]] > p[moved]; at -= gap)
                order[at] = order[at - gap];
            order[at] = moved;
        }
    }
}

void sd_holm(double *p, size_t count, size_t *order)
{
    double least = 0;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    sort_by_p(p, order, count);
    for (size_t i = 0; i < count; i++) {
        least = fmin(1, fmax(least, p[order[i]] * (double)(count - i)));
        p[order[i]] = least;
    }
}

static void drop(struct splitdata_check_result *result)
{
    free(result->message);
    free(result->column);
    result->message = result->column = NULL;
    result->id = NULL;
}

/* Drops the results of tests that are not significant among all of them. */
static bool drop_chance(struct sd_results *results)
{
    const size_t count = results->tests;
    double *p = calloc(count + 1, sizeof *p);
    size_t *order = calloc(count + 1, sizeof *order);
    for (size_t i = 0; p != NULL && order != NULL && i < count; i++)
        p[i] = results->test[i].p;
    if (p != NULL && order != NULL)
        sd_holm(p, count, order);
    for (size_t i = 0; p != NULL && order != NULL && i < count; i++) {
        if (results->test[i].result == SIZE_MAX)
            continue;
        struct splitdata_check_result *result = &results->checked->results[results->test[i].result];
        result->p = p[i];
        if (p[i] < SD_CHECK_CHANCE)
            continue;
        if (results->test[i].true_anyway)
            result->severity = SPLITDATA_CHECK_NOTE;
        else
            drop(result);
    }
    const bool made = p != NULL && order != NULL;
    free(p);
    free(order);
    return made;
}

/* --- the end --------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    const struct splitdata_check_result *a = left, *b = right;
    const size_t first = number_of(a->id), second = number_of(b->id);
    return first < second ? -1 : first > second;
}

static bool sort_results(struct sd_results *results)
{
    struct splitdata_checked *checked = results->checked;
    size_t kept = 0;
    for (size_t i = 0; i < checked->result_count; i++) {
        if (checked->results[i].id != NULL)
            checked->results[kept++] = checked->results[i];
    }
    checked->result_count = kept;
    for (size_t c = 0; c < CHECKS; c++) {
        bool told = false;
        for (size_t i = 0; i < kept && !told; i++)
            told = strcmp(checked->results[i].id, checks[c].id) == 0;
        if (!told)
            sd_result_say(results, add(results, checks[c].id), "nothing found");
    }
    return !results->failed && sd_sort(checked->results, checked->result_count,
                                       sizeof *checked->results, compare, NULL);
}

int sd_results_end(struct sd_results *results, const struct sd_side *sides,
                   struct splitdata_error *error)
{
    if (results->failed || !drop_chance(results) || !sort_results(results) ||
        !sd_places_to_lines(results->checked, sides))
        return sd_fail_memory(error, "the findings");
    return SPLITDATA_OK;
}

void sd_results_free(struct sd_results *results)
{
    free(results->test);
    results->test = NULL;
}
