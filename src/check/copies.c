/* SPDX-License-Identifier: MIT */
/* Columns that give the target away (L07): of samples of all parts. */
#include "base/hash64.h"
#include "base/sort.h"
#include "check/run.h"
#include "check/stats.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* A record: the values of a column and of the target. */
struct row {
    uint64_t value, target;
    bool part; /* else it is train's */
};

static bool read_cell(const struct sd_sample *sample, size_t column, uint64_t row,
                      struct sd_look_cell *cell)
{
    size_t length;
    const char *text = sd_sample_cell(sample, column, row, &length);
    *cell = sd_look_cell((const uint8_t *)text, length);
    return cell->kind != SD_CELL_EMPTY && cell->kind != SD_CELL_MISSING;
}

static struct splitdata_check_result *tell(struct sd_run *run, size_t column,
                                           enum splitdata_check_severity severity,
                                           const char *statistic, double value, double p)
{
    char own[SD_COLUMN_NAME];
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "L07", severity, SIZE_MAX, SIZE_MAX);
    sd_result_column(&run->results, result, sd_run_column(run, column, own));
    sd_result_measure(result, statistic, value, NAN, p);
    result->advice = "if it is not known when the model is used, leave this column out of the "
                     "training";
    return result;
}

/* --- numbers --------------------------------------------------------------------------------- */

/* Pearson's correlation in one pass (Welford). */
struct correlation {
    double n, mean_x, mean_y, xx, yy, xy;
};

static void correlate(struct correlation *sums, double x, double y)
{
    sums->n++;
    const double dx = x - sums->mean_x, dy = y - sums->mean_y;
    sums->mean_x += dx / sums->n;
    sums->mean_y += dy / sums->n;
    sums->xx += dx * (x - sums->mean_x);
    sums->yy += dy * (y - sums->mean_y);
    sums->xy += dx * (y - sums->mean_y);
}

/* A correlation of 0.97 of so few records has a probability below 1e-10 by chance. */
enum { ENOUGH = 20 };

static void judge_numbers(struct sd_run *run, size_t column)
{
    const double copy = 0.9999, near = 0.97;
    char own[SD_COLUMN_NAME], own_target[SD_COLUMN_NAME];
    struct correlation sums = {0};
    for (size_t s = 0; s < run->count; s++) {
        const struct sd_sample *sample = &run->samples[s];
        for (uint64_t row = 0; row < sample->rows; row++) {
            struct sd_look_cell x, y;
            if (!read_cell(sample, column, row, &x) || !read_cell(sample, run->target, row, &y))
                continue;
            if (!sd_cell_is_number(x.kind) || !sd_cell_is_number(y.kind))
                return;
            correlate(&sums, sd_cell_value(&x), sd_cell_value(&y));
        }
    }
    const double r = sums.xy / sqrt(sums.xx * sums.yy);
    if (sums.n < ENOUGH || !(fabs(r) > near)) /* a constant has none */
        return;
    struct splitdata_check_result *result =
        tell(run, column, fabs(r) > copy ? SPLITDATA_CHECK_ERROR : SPLITDATA_CHECK_WARNING,
             "correlation", r, NAN);
    sd_result_say(&run->results, result,
                  "column %.100s gives %.100s away: their correlation is %.6f in %.0f records",
                  sd_run_column(run, column, own), sd_run_column(run, run->target, own_target), r,
                  sums.n);
}

/* --- classes --------------------------------------------------------------------------------- */

static int compare(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    if (a->target != b->target)
        return a->target < b->target ? -1 : 1;
    return a->part - b->part;
}

/* The records of the parts whose target the most frequent one of train of their value tells. */
struct told {
    uint64_t records, right; /* of the parts */
    bool one_to_one;
};

/* One value: rows[begin..end-1], sorted by target. */
static void count_value(const struct row *rows, size_t begin, size_t end, struct told *told)
{
    uint64_t most = 0, right = 0;
    for (size_t i = begin; i < end;) {
        const uint64_t target = rows[i].target;
        uint64_t train = 0, part = 0;
        for (; i < end && rows[i].target == target; i++) {
            train += !rows[i].part;
            part += rows[i].part;
        }
        told->records += part;
        if (train > most) {
            most = train;
            right = part;
        }
    }
    told->right += right;
    told->one_to_one = told->one_to_one && rows[begin].target == rows[end - 1].target;
}

/* Whether one value has one target each, and the other way round; `rows` is sorted by value. */
static struct told count_told(struct row *rows, size_t count)
{
    struct told told = {.one_to_one = true};
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && rows[end].value == rows[i].value)
            end++;
        count_value(rows, i, end, &told);
        i = end;
    }
    return told;
}

/* Turns rows round, so that count_told looks for targets with one value each. */
static bool one_value_each(struct row *rows, size_t count, bool *room)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t value = rows[i].value;
        rows[i].value = rows[i].target;
        rows[i].target = value;
    }
    *room = sd_sort(rows, count, sizeof *rows, compare, NULL);
    return *room && count_told(rows, count).one_to_one;
}

/* The probability, at most, that `right` of `records` are right, where each is with probability
 * `share`: Chernoff's bound. */
static double binomial_p(uint64_t right, uint64_t records, double share)
{
    const double a = (double)right / (double)records;
    if (a <= share)
        return 1;
    const double divergence =
        a * log(a / share) + (a < 1 ? (1 - a) * log((1 - a) / (1 - share)) : 0);
    return exp(-(double)records * divergence);
}

static size_t collect(const struct sd_run *run, size_t column, struct row *rows)
{
    size_t count = 0;
    for (size_t s = 0; s < run->count; s++) {
        const struct sd_sample *sample = &run->samples[s];
        for (uint64_t row = 0; row < sample->rows; row++) {
            struct sd_look_cell x, y;
            if (!read_cell(sample, run->target, row, &y))
                continue;
            const bool present = read_cell(sample, column, row, &x);
            rows[count++] = (struct row){present ? sd_hash64(x.text, x.length, 0) : 0,
                                         sd_hash64(y.text, y.length, 0), s != 0};
        }
    }
    return count;
}

/* The largest share of a class in the parts: what is right of them without any column. */
static double largest_share(const struct row *rows, size_t count)
{
    uint64_t largest = 0, all = 0;
    for (size_t i = 0; i < count;) {
        const uint64_t target = rows[i].target;
        uint64_t part = 0;
        for (; i < count && rows[i].target == target; i++)
            part += rows[i].part;
        largest = part > largest ? part : largest;
        all += part;
    }
    return all != 0 ? (double)largest / (double)all : 1;
}

/* Sets *found if the column gives the target away. False: no memory. */
static bool judge_classes(struct sd_run *run, size_t column, struct row *rows, double share,
                          bool *found)
{
    const double least = 0.99;
    char own[SD_COLUMN_NAME], own_target[SD_COLUMN_NAME];
    bool room = true;
    const size_t count = collect(run, column, rows);
    if (!sd_sort(rows, count, sizeof *rows, compare, NULL))
        return false;
    const struct told told = count_told(rows, count);
    if (told.records == 0)
        return true;
    const double p = binomial_p(told.right, told.records, share);
    const bool copy =
        told.right == told.records && told.one_to_one && one_value_each(rows, count, &room);
    struct splitdata_check_result *result = NULL;
    if ((double)told.right >= least * (double)told.records && p < SD_CHECK_CHANCE) {
        const char *name = sd_run_column(run, column, own);
        const char *target = sd_run_column(run, run->target, own_target);
        result = tell(run, column, copy ? SPLITDATA_CHECK_ERROR : SPLITDATA_CHECK_WARNING,
                      "share that is right", (double)told.right / (double)told.records, p);
        sd_result_say(&run->results, result,
                      copy ? "column %.100s is %.100s in other words: each value of one has one of "
                             "the other, in all of %" PRIu64 " records that were looked at"
                           : "column %.100s gives %.100s away: what its values have in train is "
                             "right for %" PRIu64 " of %" PRIu64 " other records",
                      name, target, copy ? (uint64_t)count : told.right, told.records);
        *found = true;
    }
    sd_results_test(&run->results, p, result);
    return room;
}

/* Turns the rows of the target itself to one value each, and finds its largest share. */
static bool find_share(const struct sd_run *run, struct row *rows, double *share)
{
    const size_t count = collect(run, run->target, rows);
    const bool room = sd_sort(rows, count, sizeof *rows, compare, NULL);
    *share = room ? largest_share(rows, count) : 1;
    return room;
}

static void skip(struct sd_run *run)
{
    const bool asked = run->asked->target != NULL;
    struct splitdata_check_result *result = sd_results_skip(
        &run->results, "L07", asked ? SPLITDATA_CHECK_COULD_NOT : SPLITDATA_CHECK_NOT_ASKED);
    result->asked = asked;
    sd_result_say(&run->results, result,
                  asked ? "a part lacks the column of --target"
                        : "--target names the column with the answers");
}

int sd_check_target(struct sd_run *run, struct splitdata_error *error)
{
    uint64_t all = 0;
    double share = 1;
    if (run->target == SD_NO_COLUMN) {
        skip(run);
        return SPLITDATA_OK;
    }
    for (size_t s = 0; s < run->count; s++)
        all += run->samples[s].rows;
    struct row *rows = sd_memory_take(&run->memory, all + 1, sizeof *rows);
    bool room = rows != NULL && (!run->classes || find_share(run, rows, &share));
    for (size_t c = 0; c < run->columns && room; c++) {
        bool found = false;
        if (!run->common[c] || run->ignored[c] || run->group[c] || c == run->time ||
            c == run->target)
            continue;
        if (run->classes)
            room = judge_classes(run, c, rows, share, &found);
        if (!found)
            judge_numbers(run, c);
    }
    sd_memory_free(rows);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "a sample of the records");
}
