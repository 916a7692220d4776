/* SPDX-License-Identifier: MIT */
/* Classes that one part alone has (C01), and whether the shares of classes are those of a random
 * split (P01): of columns with few values, all records of which are counted. */
#include "base/sort.h"
#include "check/run.h"
#include "check/stats.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 64 };

/* The values of a column in train and in a part. */
struct pair {
    struct sd_run *run;
    size_t column, side;
    const char *name;
    char own[SD_COLUMN_NAME];
    const struct sd_census *train, *part;
};

/* Two sorted lists of classes, gone through at once; what a list lacks is NULL. */
struct walk {
    size_t train, part;
    const struct sd_class_count *in_train, *in_part;
};

static bool next(const struct pair *pair, struct walk *walk)
{
    const struct sd_class_count *a =
        walk->train < pair->train->used ? &pair->train->class[walk->train] : NULL;
    const struct sd_class_count *b =
        walk->part < pair->part->used ? &pair->part->class[walk->part] : NULL;
    walk->in_train = a != NULL && (b == NULL || a->hash <= b->hash) ? a : NULL;
    walk->in_part = b != NULL && (a == NULL || b->hash <= a->hash) ? b : NULL;
    walk->train += walk->in_train != NULL;
    walk->part += walk->in_part != NULL;
    return a != NULL || b != NULL;
}

static uint64_t count_of(const struct sd_class_count *class)
{
    return class != NULL ? class->count : 0;
}

/* The value of a class, as its first record has it. */
static const char *text_of(const struct pair *pair, size_t side, const struct sd_class_count *class,
                           char out[SHOWN])
{
    struct sd_reader *reader = &pair->run->readers[side];
    const struct sd_side *from = &pair->run->sides[side];
    struct sd_field_value cell = {0};
    struct splitdata_error ignored;
    size_t length, field = 0;
    const uint8_t *bytes = sd_side_record(from, class->first, &length);
    while (field < from->width && from->column[field] != pair->column)
        field++;
    if (sd_cells_read(&reader->cells, bytes, length, field, &cell, &ignored) != SPLITDATA_OK)
        pair->run->results.failed = true;
    splitdata_escape(out, SHOWN, cell.present ? cell.bytes : "", cell.present ? cell.length : 0);
    return out;
}

/* --- C01 ------------------------------------------------------------------------------------- */

/* The classes that `side` has and `lacking` has not, as far as they are not told one by one. */
struct rest {
    uint64_t classes, records;
    const struct sd_class_count *largest;
    struct splitdata_check_evidence evidence[SPLITDATA_CHECK_EVIDENCE];
    size_t evidence_count;
};

static void count_rest(struct rest *rest, const struct sd_class_count *class)
{
    rest->classes++;
    rest->records += class->count;
    if (rest->largest == NULL || class->count > rest->largest->count ||
        (class->count == rest->largest->count && class->first.start < rest->largest->first.start))
        rest->largest = class;
    if (rest->evidence_count < SPLITDATA_CHECK_EVIDENCE)
        rest->evidence[rest->evidence_count++].line = class->first.start;
}

static struct splitdata_check_result *add(struct pair *pair, enum splitdata_check_severity severity,
                                          size_t side)
{
    struct splitdata_check_result *result =
        sd_results_add(&pair->run->results, "C01", severity, side, side == 0 ? pair->side : 0);
    sd_result_column(&pair->run->results, result, pair->name);
    if (pair->column == pair->run->target)
        result->advice = "splitdata --stratify COL gives all parts the same shares, --rare train "
                         "keeps classes of few records in train";
    return result;
}

/* A class that chance would not keep out of a part. */
static void tell_class(struct pair *pair, size_t side, const struct sd_class_count *class, double p)
{
    struct sd_run *run = pair->run;
    const size_t lacking = side == 0 ? pair->side : 0;
    char text[SHOWN];
    struct splitdata_check_result *result = add(pair, SPLITDATA_CHECK_WARNING, side);
    sd_result_measure(result, "records", (double)class->count, NAN, p);
    sd_result_say(&run->results, result,
                  "%s has %" PRIu64 " record%s with %s in %.100s, and %s has none",
                  sd_run_name(run, side), class->count, class->count == 1 ? "" : "s",
                  text_of(pair, side, class, text), pair->name, sd_run_name(run, lacking));
    sd_result_show(result, class->first.start, UINT64_MAX);
    sd_results_test_true(&run->results, p, result);
}

static void tell_rest(struct pair *pair, size_t side, const struct rest *rest)
{
    struct sd_run *run = pair->run;
    const bool target = pair->column == run->target;
    const size_t lacking = side == 0 ? pair->side : 0;
    char text[SHOWN];
    if (rest->classes == 0 || (side == 0 && !target))
        return;
    struct splitdata_check_result *result =
        add(pair, side != 0 && target ? SPLITDATA_CHECK_ERROR : SPLITDATA_CHECK_NOTE, side);
    sd_result_measure(result, "classes", (double)rest->classes, NAN, NAN);
    sd_result_say(
        &run->results, result,
        "%" PRIu64 " value%s of %.100s %s in %s and not in %s: %s%s (%" PRIu64 " record%s); %s",
        rest->classes, rest->classes == 1 ? "" : "s", pair->name, rest->classes == 1 ? "is" : "are",
        sd_run_name(run, side), sd_run_name(run, lacking), text_of(pair, side, rest->largest, text),
        rest->classes == 1 ? "" : " ...", rest->records, rest->records == 1 ? "" : "s",
        side == 0 ? "what a model makes of it is not measured"
        : target  ? "no model of this train gets it right"
                  : "an encoder that was fitted to train does not know it");
    for (size_t i = 0; i < rest->evidence_count; i++)
        sd_result_show(result, rest->evidence[i].line, UINT64_MAX);
}

static int by_line(const void *left, const void *right)
{
    const struct sd_class_count *const *a = left, *const *b = right;
    return (*a)->first.start < (*b)->first.start ? -1 : (*a)->first.start > (*b)->first.start;
}

/* Sorts the classes of one side by their first lines, so that evidence is in order. */
static bool tell_side(struct pair *pair, size_t side, const struct sd_class_count **alone,
                      size_t count)
{
    struct sd_run *run = pair->run;
    const uint64_t all = pair->train->values + pair->part->values;
    const uint64_t drawn = side == 0 ? pair->part->values : pair->train->values;
    const bool fatal = side != 0 && pair->column == run->target;
    struct rest rest = {0};
    if (!sd_sort(alone, count, sizeof *alone, by_line, NULL))
        return false;
    for (size_t i = 0; i < count; i++) {
        const double p = sd_none_drawn(all, alone[i]->count, drawn);
        if (p < SD_CHECK_CHANCE && !fatal) {
            tell_class(pair, side, alone[i], p);
            continue;
        }
        sd_results_test(&run->results, p, NULL);
        count_rest(&rest, alone[i]);
    }
    tell_rest(pair, side, &rest);
    return true;
}

static bool judge_classes(struct pair *pair)
{
    const size_t most = pair->train->used + pair->part->used;
    const struct sd_class_count **alone = calloc(most + 1, sizeof *alone);
    struct walk walk = {0};
    size_t train = 0, part = 0;
    if (alone == NULL)
        return false;
    /* Those of train from the front on, those of the part from the back. */
    while (next(pair, &walk)) {
        if (walk.in_part == NULL)
            alone[train++] = walk.in_train;
        else if (walk.in_train == NULL)
            alone[most - ++part] = walk.in_part;
        else
            sd_results_test(&pair->run->results, 1, NULL);
    }
    const bool room =
        tell_side(pair, pair->side, alone + most - part, part) && tell_side(pair, 0, alone, train);
    free(alone);
    return room;
}

/* --- P01 ------------------------------------------------------------------------------------- */

/* The class whose share differs most from what a random split makes of it. */
struct farthest {
    double z, expected;
    uint64_t count;
    double spread;  /* the smallest of all classes */
    size_t classes; /* that are large enough for the normal approximation */
    size_t free;    /* of them, those that are not known from the others of their column */
    char column[SD_COLUMN_NAME], text[SHOWN];
};

static void measure(const struct pair *pair, struct farthest *farthest)
{
    const double least = 5;
    const double n = (double)pair->part->values, all = n + (double)pair->train->values;
    struct walk walk = {0};
    size_t seen = 0;
    while (next(pair, &walk)) {
        const double marked = (double)(count_of(walk.in_train) + count_of(walk.in_part));
        const double expected = n * marked / all;
        if (expected < least || marked - expected < least || n - expected < least ||
            all - n - (marked - expected) < least)
            continue;
        const double spread = sqrt(expected * (1 - marked / all) * (all - n) / (all - 1));
        const double z = ((double)count_of(walk.in_part) - expected) / spread;
        farthest->spread = farthest->classes == 0 ? spread : fmin(farthest->spread, spread);
        farthest->free += seen++ != 0;
        farthest->classes++;
        if (farthest->classes > 1 && fabs(z) <= fabs(farthest->z))
            continue;
        farthest->z = z;
        farthest->expected = expected;
        farthest->count = count_of(walk.in_part);
        snprintf(farthest->column, sizeof farthest->column, "%s", pair->name);
        text_of(pair, walk.in_part != NULL ? pair->side : 0,
                walk.in_part != NULL ? walk.in_part : walk.in_train, farthest->text);
    }
}

static void tell_random(struct sd_run *run, size_t side, const struct farthest *farthest)
{
    if (farthest->classes == 0) {
        sd_result_say(&run->results,
                      sd_results_skip(&run->results, "P01", SPLITDATA_CHECK_COULD_NOT),
                      "no column has classes of enough records");
        return;
    }
    /* Of the largest of all |z|: the probability of at least so much, and of at most so much, where
     * half a record is the correction for continuity. */
    const double z = fabs(farthest->z);
    const double more = -expm1((double)farthest->classes * log1p(-fmin(sd_normal_p(z), 1 - 1e-16)));
    const double less = pow(1 - sd_normal_p(z + 0.5 / farthest->spread), (double)farthest->free);
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "P01", SPLITDATA_CHECK_NOTE, side, 0);
    sd_result_measure(result, "standard deviations", farthest->z, 0, fmin(more, less));
    sd_result_say(
        &run->results, result,
        "%s has %" PRIu64 " records with %s in %.100s, and a random split about %.4g: %.2f "
        "standard deviations, the most of %zu class%s%s",
        sd_run_name(run, side), farthest->count, farthest->text, farthest->column,
        farthest->expected, farthest->z, farthest->classes, farthest->classes == 1 ? "" : "es",
        less < SD_CHECK_CHANCE   ? "; chance does not make shares so even, --stratify does"
        : more < SD_CHECK_CHANCE ? "; chance does not make so much"
                                 : "");
    if (less >= SD_CHECK_CHANCE && more >= SD_CHECK_CHANCE)
        result->state = SPLITDATA_CHECK_OK;
}

int sd_check_classes(struct sd_run *run, struct splitdata_error *error)
{
    bool room = true;
    for (size_t s = 1; s < run->count && room; s++) {
        struct farthest farthest = {0};
        for (size_t c = 0; c < run->columns && room; c++) {
            struct pair pair = {.run = run,
                                .column = c,
                                .side = s,
                                .train = &run->readers[0].classes[c],
                                .part = &run->readers[s].classes[c]};
            if (!run->few[c] || pair.train->many || pair.part->many)
                continue;
            pair.name = sd_run_column(run, c, pair.own);
            room = judge_classes(&pair);
            if (run->target == SD_NO_COLUMN || run->target == c || !run->classes)
                measure(&pair, &farthest);
        }
        tell_random(run, s, &farthest);
    }
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the classes");
}
