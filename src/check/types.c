/* SPDX-License-Identifier: MIT */
/* The types and missing values of columns (S02), and the sizes of the parts (S03). */
#include "check/run.h"
#include "check/stats.h"

#include <inttypes.h>
#include <math.h>

/* Types of columns, and which kinds of cells each has. */
static const struct {
    const char *name;
    unsigned kinds; /* a sum of 1 << kind */
} types[] = {
    {"integer", 1u << SD_CELL_INTEGER},
    {"decimal", 1u << SD_CELL_INTEGER | 1u << SD_CELL_DECIMAL},
    {"boolean", 1u << SD_CELL_BOOLEAN},
    {"date", 1u << SD_CELL_DATE},
};

enum { TYPES = sizeof types / sizeof types[0], DECIMAL = 1, TEXT = TYPES, NONE };

static bool has_value(size_t kind)
{
    return kind != SD_CELL_EMPTY && kind != SD_CELL_MISSING;
}

static uint64_t count_values(const struct sd_cell_counts *counts)
{
    uint64_t values = 0;
    for (size_t kind = 0; kind < SD_CELL_KINDS; kind++)
        values += has_value(kind) ? counts->of[kind] : 0;
    return values;
}

static uint64_t count_missing(const struct sd_cell_counts *counts)
{
    return counts->of[SD_CELL_EMPTY] + counts->of[SD_CELL_MISSING];
}

/* The values that are not of a type, and where the first of them is. */
static uint64_t count_odd(const struct sd_cell_counts *counts, size_t type, uint64_t *first)
{
    uint64_t odd = 0;
    *first = UINT64_MAX;
    for (size_t kind = 0; kind < SD_CELL_KINDS; kind++) {
        if (!has_value(kind) || (types[type].kinds >> kind & 1) != 0 || counts->of[kind] == 0)
            continue;
        odd += counts->of[kind];
        *first = counts->first[kind] < *first ? counts->first[kind] : *first;
    }
    return odd;
}

static size_t type_of(const struct sd_cell_counts *counts)
{
    uint64_t first;
    if (count_values(counts) == 0)
        return NONE;
    for (size_t type = 0; type < TYPES; type++) {
        if (count_odd(counts, type, &first) == 0)
            return type;
    }
    return TEXT;
}

static const char *type_name(size_t type)
{
    return type < TYPES ? types[type].name : "text";
}

/* One part has a type that values of the other, `odd_side`, are not of. */
static void tell_type(struct sd_run *run, size_t column, size_t side, size_t odd_side)
{
    char own[SD_COLUMN_NAME];
    const struct sd_cell_counts *typed = &run->readers[side].counts[column];
    const struct sd_cell_counts *mixed = &run->readers[odd_side].counts[column];
    const size_t type = type_of(typed), other = type_of(mixed);
    uint64_t first;
    const uint64_t odd = count_odd(mixed, type, &first);
    const uint64_t all = count_values(typed) + count_values(mixed);
    const double p = sd_none_drawn(all, odd, count_values(typed));
    const bool numbers = type <= DECIMAL && other <= DECIMAL;
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "S02",
                       numbers                     ? SPLITDATA_CHECK_NOTE
                       : p < SD_CHECK_CHANCE_TWINS ? SPLITDATA_CHECK_ERROR
                                                   : SPLITDATA_CHECK_WARNING,
                       odd_side, SIZE_MAX);
    const char *name = sd_run_column(run, column, own);
    sd_result_column(&run->results, result, name);
    sd_result_measure(result, "values", (double)odd,
                      (double)odd * (double)count_values(mixed) / (double)all, p);
    sd_result_say(&run->results, result,
                  "column %.100s is %s in %s and %s in %s: %" PRIu64 " value%s of it %s no %s",
                  name, type_name(type), sd_run_name(run, side), type_name(other),
                  sd_run_name(run, odd_side), odd, odd == 1 ? "" : "s", odd == 1 ? "is" : "are",
                  type_name(type));
    result->advice = numbers ? NULL
                             : "repair these values before the split; readers that infer "
                               "types give this column two";
    sd_result_show(result, first, UINT64_MAX);
}

static void compare_types(struct sd_run *run, size_t column, size_t s)
{
    const size_t train = type_of(&run->readers[0].counts[column]);
    const size_t other = type_of(&run->readers[s].counts[column]);
    if (train == other || train == NONE || other == NONE)
        return;
    /* The narrower type is the one that values of the other side break. */
    if (other == TEXT || train < other)
        tell_type(run, column, 0, s);
    else
        tell_type(run, column, s, 0);
}

static void compare_missing(struct sd_run *run, size_t column, size_t s)
{
    const double least = 0.05;
    char own[SD_COLUMN_NAME];
    const double n = (double)sd_side_rows(&run->sides[0]), m = (double)sd_side_rows(&run->sides[s]);
    const double a = (double)count_missing(&run->readers[0].counts[column]);
    const double b = (double)count_missing(&run->readers[s].counts[column]);
    const double share = (a + b) / (n + m), difference = b / m - a / n;
    const double spread = sqrt(share * (1 - share) * (1 / n + 1 / m));
    /* Half a record is the correction for continuity. */
    const double z = fmax(0, fabs(difference) - 0.5 * (1 / n + 1 / m)) / spread;
    const double p = spread > 0 ? sd_normal_p(z) : 1;
    struct splitdata_check_result *result = NULL;
    if (fabs(difference) > least) {
        const char *name = sd_run_column(run, column, own);
        result = sd_results_add(&run->results, "S02", SPLITDATA_CHECK_WARNING, s, 0);
        sd_result_column(&run->results, result, name);
        sd_result_measure(result, "difference of shares", difference, 0, p);
        sd_result_say(
            &run->results, result,
            "column %.100s has no value in %.3g %% of the records of %s and in %.3g %% of "
            "those of %s",
            name, 100 * b / m, sd_run_name(run, s), 100 * a / n, sd_run_name(run, 0));
    }
    sd_results_test(&run->results, p, result);
}

void sd_check_types(struct sd_run *run)
{
    for (size_t s = 1; s < run->count; s++) {
        for (size_t column = 0; column < run->columns; column++) {
            if (!run->common[column])
                continue;
            compare_types(run, column, s);
            compare_missing(run, column, s);
        }
    }
}

void sd_check_sizes(struct sd_run *run)
{
    uint64_t all = 0;
    for (size_t s = 0; s < run->count; s++)
        all += sd_side_rows(&run->sides[s]);
    for (size_t s = 0; s < run->count; s++) {
        const uint64_t rows = sd_side_rows(&run->sides[s]);
        struct splitdata_check_result *result =
            sd_results_add(&run->results, "S03", SPLITDATA_CHECK_NOTE, s, SIZE_MAX);
        sd_result_measure(result, "records", (double)rows, NAN, NAN);
        sd_result_say(&run->results, result, "%s: %" PRIu64 " record%s, %.2f %%",
                      sd_run_name(run, s), rows, rows == 1 ? "" : "s",
                      100 * (double)rows / (double)all);
        result->state = SPLITDATA_CHECK_OK;
    }
}
