/* SPDX-License-Identifier: MIT */
/* Columns that tell the part (L08), and distributions that differ (D01): of samples. */
#include "base/sort.h"
#include "check/run.h"
#include "check/stats.h"
#include "check/values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Adds the values of a sample; text among them ends numbers. */
static void add(struct sd_values *values, const struct sd_sample *sample, size_t column, bool part)
{
    for (uint64_t row = 0; row < sample->rows; row++) {
        size_t length;
        const char *text = sd_sample_cell(sample, column, row, &length);
        const struct sd_look_cell cell = sd_look_cell((const uint8_t *)text, length);
        if (cell.kind == SD_CELL_EMPTY || cell.kind == SD_CELL_MISSING)
            continue;
        values->numbers = values->numbers && sd_cell_is_number(cell.kind);
        values->item[values->count++] = (struct sd_sample_value){
            values->numbers ? sd_cell_value(&cell) : 0, text, length, part};
        values->train += !part;
        values->part += part;
    }
}

/* False: no memory. */
static bool collect(struct sd_values *values, const struct sd_run *run, size_t column, size_t side)
{
    const struct sd_sample *train = &run->samples[0], *part = &run->samples[side];
    *values = (struct sd_values){.numbers = true};
    values->item = calloc(train->rows + part->rows + 1, sizeof *values->item);
    if (values->item == NULL)
        return false;
    add(values, train, column, false);
    add(values, part, column, true);
    for (size_t i = 0; i < values->count; i++) {
        if (values->numbers)
            values->item[i].length = 0;
        else
            values->item[i].value = 0;
    }
    return sd_sort(values->item, values->count, sizeof *values->item, sd_sample_value_compare,
                   NULL);
}

/* The end of the run of equal values from `begin` on; counts those of train and of the part. */
static size_t run_of_equals(const struct sd_values *values, size_t begin, double *train,
                            double *part)
{
    size_t end = begin;
    *train = *part = 0;
    for (; end < values->count &&
           sd_sample_value_compare(&values->item[begin], &values->item[end]) == 0;
         end++) {
        *train += !values->item[end].part;
        *part += values->item[end].part;
    }
    return end;
}

/* The probability that a value of the part is larger than one of train, ties counting half; *d: the
 * largest distance of the distribution functions. */
static double order_of(const struct sd_values *values, double *d)
{
    double below_train = 0, below_part = 0, pairs = 0, train, part;
    *d = 0;
    for (size_t i = 0; i < values->count;) {
        i = run_of_equals(values, i, &train, &part);
        pairs += part * (below_train + train / 2);
        below_train += train;
        below_part += part;
        *d = fmax(*d, fabs(below_train / values->train - below_part / values->part));
    }
    return pairs / (values->train * values->part);
}

/* Chi-squared of the values as categories; those too rare for it are one. Returns their number. */
static size_t categories_of(const struct sd_values *values, double *chi)
{
    const double least = 5, all = values->train + values->part;
    const double smaller = fmin(values->train, values->part) / all;
    double rare_train = 0, rare_part = 0, train, part;
    size_t categories = 0;
    *chi = 0;
    for (size_t i = 0; i < values->count;) {
        i = run_of_equals(values, i, &train, &part);
        if ((train + part) * smaller < least) {
            rare_train += train;
            rare_part += part;
            continue;
        }
        const double expected = (train + part) * values->part / all;
        *chi += (part - expected) * (part - expected) * all / (expected * values->train);
        categories++;
    }
    if ((rare_train + rare_part) * smaller >= least) {
        const double expected = (rare_train + rare_part) * values->part / all;
        *chi += (rare_part - expected) * (rare_part - expected) * all / (expected * values->train);
        categories++;
    }
    return categories;
}

/* Returns whether a column tells the part. */
static bool judge_order(struct sd_run *run, const struct sd_values *values, size_t column,
                        size_t side, double area)
{
    const double least = 0.99;
    char own[SD_COLUMN_NAME];
    const double n = values->train, m = values->part;
    const double z = (area - 0.5) / sqrt((n + m + 1) / (12 * n * m));
    /* No order is less probable than one of all. */
    const double p = fmax(sd_normal_p(z), 2 * exp(-sd_log_choose((uint64_t)(n + m), (uint64_t)m)));
    struct splitdata_check_result *result = NULL;
    if (fmax(area, 1 - area) > least) {
        const char *name = sd_run_column(run, column, own);
        result = sd_results_add(&run->results, "L08", SPLITDATA_CHECK_WARNING, side, 0);
        sd_result_column(&run->results, result, name);
        sd_result_measure(result, "area under the curve", area, 0.5, p);
        sd_result_say(
            &run->results, result,
            "column %.100s tells the part: its values in %s are nearly all %s than those in "
            "%s",
            name, sd_run_name(run, side), area > 0.5 ? "larger" : "smaller", sd_run_name(run, 0));
        result->advice = "if it is a time that was cut, say so: --time COL; a number of records is "
                         "no feature: --ignore COL";
    }
    sd_results_test(&run->results, p, result);
    return result != NULL;
}

/* Keeps the part that differs most, for the report. */
static void keep_effect(struct sd_run *run, const struct sd_values *values, size_t column,
                        size_t side, double effect)
{
    struct sd_picture_column *drawn = &run->drawn[column];
    if (drawn->bins != 0 && effect <= drawn->effect)
        return;
    drawn->side = side;
    drawn->effect = effect;
    drawn->numbers = values->numbers;
    drawn->missing[0] = 1 - values->train / (double)run->samples[0].rows;
    drawn->missing[1] = 1 - values->part / (double)run->samples[side].rows;
    run->results.failed = run->results.failed || !sd_values_draw(values, drawn);
}

static void judge_drift(struct sd_run *run, const struct sd_values *values, size_t column,
                        size_t side, double d, bool told)
{
    const double least = 0.1;
    char own[SD_COLUMN_NAME];
    double effect = d, p = sd_kolmogorov_p(d, values->train, values->part), chi;
    if (!values->numbers) {
        const size_t categories = categories_of(values, &chi);
        effect = categories < 2 ? 0 : sqrt(chi / (values->train + values->part));
        keep_effect(run, values, column, side, effect);
        if (categories < 2)
            return;
        p = sd_chi_squared_p(chi, (double)categories - 1);
    } else {
        keep_effect(run, values, column, side, effect);
    }
    struct splitdata_check_result *result = NULL;
    if (effect > least && !told) {
        const char *name = sd_run_column(run, column, own);
        result = sd_results_add(&run->results, "D01", SPLITDATA_CHECK_WARNING, side, 0);
        sd_result_column(&run->results, result, name);
        sd_result_measure(result, values->numbers ? "Kolmogorov-Smirnov distance" : "Cramer's V",
                          effect, NAN, p);
        sd_result_say(&run->results, result,
                      "column %.100s is distributed in another way in %s than in %s (%s %.3f)",
                      name, sd_run_name(run, side), sd_run_name(run, 0),
                      values->numbers ? "distance" : "V", effect);
        result->advice = column == run->target
                             ? "splitdata --stratify COL gives all parts the same shares"
                             : NULL;
    }
    sd_results_test(&run->results, p, result);
}

int sd_check_drift(struct sd_run *run, struct splitdata_error *error)
{
    run->drawn = calloc(run->columns + 1, sizeof *run->drawn);
    bool room = run->drawn != NULL;
    for (size_t side = 1; side < run->count && room; side++) {
        for (size_t column = 0; column < run->columns && room; column++) {
            struct sd_values values;
            double d;
            if (!run->common[column] || run->ignored[column] || column == run->time)
                continue;
            room = collect(&values, run, column, side);
            if (room && values.train > 0 && values.part > 0) {
                const double area = order_of(&values, &d);
                const bool told =
                    column != run->target && judge_order(run, &values, column, side, area);
                judge_drift(run, &values, column, side, d, told);
            }
            free(values.item);
        }
    }
    return room ? SPLITDATA_OK : sd_fail_memory(error, "a sample of the records");
}
