/* SPDX-License-Identifier: MIT */
/* Options that exclude each other, and options that need another one. */
#include "config/request.h"

#include <string.h>

/* Two options, and whether both are given (or the first without the second). */
struct pair {
    bool both;
    const char *one, *other;
};

/* The first pair that applies; NULL: none. */
static const struct pair *first_of(const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].both)
            return &pairs[i];
    }
    return NULL;
}

static int exclude(const struct pair *pairs, size_t count, struct splitdata_error *error)
{
    const struct pair *pair = first_of(pairs, count);
    if (pair == NULL)
        return SPLITDATA_OK;
    bool undrawn = strcmp(pair->other, "--seed") == 0;
    return sd_fail(error, SPLITDATA_USAGE, "%s and %s exclude each other%s", pair->one, pair->other,
                   undrawn ? " (nothing is drawn: leave --seed out)" : "");
}

static int want(const struct pair *pairs, size_t count, struct splitdata_error *error)
{
    const struct pair *pair = first_of(pairs, count);
    return pair == NULL ? SPLITDATA_OK
                        : sd_fail(error, SPLITDATA_USAGE, "%s needs %s", pair->one, pair->other);
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The option that groups records. */
static const char *grouping(const struct splitdata_options *o)
{
    return o->group != NULL ? "--group" : "--duplicates together";
}

static bool writes_stdout(const struct splitdata_options *o)
{
    for (size_t i = 0; i < o->output_count; i++) {
        if (strcmp(o->outputs[i].path, "-") == 0)
            return true;
    }
    return false;
}

/* Sizes, order and form of the outputs. */
static int check_forms(const struct splitdata_options *o, struct splitdata_error *error)
{
    bool lines = o->format == SPLITDATA_FORMAT_LINES;
    bool column = o->emit == SPLITDATA_EMIT_COLUMN, numbers = sd_options_emit_numbers(o);
    bool shuffled = o->order == SPLITDATA_ORDER_SHUFFLED;
    const struct pair pairs[] = {
        {o->ratio && o->train_size, "--ratio", "--train-size"},
        {o->ratio && o->test_size, "--ratio", "--test-size"},
        {o->ratio && o->parts, "--ratio", "--parts"},
        {o->parts && o->train_size, "--parts", "--train-size"},
        {o->parts && o->test_size, "--parts", "--test-size"},
        {o->no_shuffle && o->seed && !o->sample, "--no-shuffle", "--seed"},
        {o->no_shuffle && o->repeats, "--no-shuffle", "--repeats"},
        {o->no_shuffle && shuffled, "--no-shuffle", "--order shuffled"},
        {column && shuffled, "--emit column", "--order shuffled"},
        {column && lines, "--emit column", "--format lines"},
        {column && o->only, "--only", "--emit column"},
        {o->report && o->folds, "--report", "--folds"},
        {o->report && o->predefined && !o->map, "--report", "--predefined without --map"},
        {o->report && o->repeats, "--report", "--repeats"},
        {o->report && o->leave_one_group_out, "--report", "--leave-one-group-out"},
        {o->report && o->shards, "--report", "--shards"},
        {o->report && o->only, "--report", "--only"},
        {o->report && o->emit != SPLITDATA_EMIT_ROWS, "--report", "--emit"},
        {o->report && writes_stdout(o), "--report", "--output PART=-"},
        {lines && o->delimiter != SPLITDATA_DELIMITER_BY_NAME, "--format lines", "--delimiter"},
        {lines && o->quote != SPLITDATA_QUOTE_USUAL, "--format lines", "--quote"},
        {lines && o->ragged_keep, "--format lines", "--ragged"},
        {lines && o->escape, "--format lines", "--escape"},
        {lines && o->line_ends != SPLITDATA_LINE_ENDS_KEEP, "--format lines", "--line-ends"},
        {numbers && o->line_ends != SPLITDATA_LINE_ENDS_KEEP, "--emit indices", "--line-ends"},
        {numbers && o->no_output_header, "--emit indices", "--no-output-header"},
        {o->header == SPLITDATA_HEADER_ABSENT && o->header_records, "--no-header", "--header=N"},
        {o->header == SPLITDATA_HEADER_ABSENT && o->no_output_header, "--no-header",
         "--no-output-header"},
        {lines && o->ignore, "--format lines", "--ignore"},
        {o->query_files && numbers, "--query-files", "--emit indices"},
        {o->query_files && column, "--query-files", "--emit column"},
        {o->query_files && writes_stdout(o), "--query-files", "an output on standard output"},
        {o->query_files && o->duplicates == SPLITDATA_DUPLICATES_TOGETHER, "--query-files",
         "--duplicates together"},
        {o->shards && column, "--shards", "--emit column"},
        {o->shards && o->query_files, "--shards", "--query-files"},
        {o->shards && o->output_count, "--shards", "--output (use --name)"},
        {o->repeats && o->output_count && !column, "--repeats", "--output (use --name)"},
        {sd_options_group(o) && shuffled, grouping(o), "--order shuffled"},
        {o->folds && shuffled, "--folds", "--order shuffled"},
        {o->time && shuffled, "--time", "--order shuffled"},
        {o->hash && shuffled, "--hash", "--order shuffled"},
        {o->predefined && shuffled, "--predefined", "--order shuffled"},
    };
    return exclude(pairs, COUNT(pairs), error);
}

/* Strategies, and options that do not go with them. */
static int check_strategies(const struct splitdata_options *o, struct splitdata_error *error)
{
    bool sizes = o->ratio || o->train_size || o->test_size || o->parts;
    bool map = o->map != NULL, groups = sd_options_group(o);
    const struct pair pairs[] = {
        {o->hash && o->stratify, "--hash", "--stratify"},
        {o->hash && groups, "--hash", grouping(o)},
        {o->hash && o->time, "--hash", "--time"},
        {o->hash && o->folds, "--hash", "--folds"},
        {o->hash && o->repeats, "--hash", "--repeats"},
        {o->hash && o->no_shuffle, "--hash", "--no-shuffle"},
        {o->predefined && o->stratify, "--predefined", "--stratify"},
        {o->predefined && groups, "--predefined", grouping(o)},
        {o->predefined && o->time, "--predefined", "--time"},
        {o->predefined && o->hash, "--predefined", "--hash"},
        {o->predefined && o->folds, "--predefined", "--folds"},
        {o->predefined && o->repeats, "--predefined", "--repeats"},
        {o->predefined && o->no_shuffle, "--predefined", "--no-shuffle"},
        {o->predefined && sizes, "--predefined", "sizes of parts"},
        {o->predefined && o->seed && !o->sample, "--predefined", "--seed"},
        {o->leave_one_group_out && o->stratify, "--leave-one-group-out", "--stratify"},
        {o->leave_one_group_out && o->folds, "--leave-one-group-out", "--folds"},
        {o->leave_one_group_out && o->repeats, "--leave-one-group-out", "--repeats"},
        {o->leave_one_group_out && o->time, "--leave-one-group-out", "--time"},
        {o->leave_one_group_out && o->no_shuffle, "--leave-one-group-out", "--no-shuffle"},
        {o->leave_one_group_out && sizes, "--leave-one-group-out", "sizes of parts"},
        {o->leave_one_group_out && o->seed && !o->sample, "--leave-one-group-out", "--seed"},
        {o->time && o->stratify, "--time", "--stratify"},
        {groups && o->stratify && !o->folds && o->group_unit != SPLITDATA_GROUP_UNIT_GROUPS,
         "--group-unit", "--stratify"},
        {o->time && o->repeats, "--time", "--repeats"},
        {o->time && o->no_shuffle, "--time", "--no-shuffle"},
        {o->time && o->seed && !o->sample, "--time", "--seed"},
        {o->time && o->folds && o->cutoff, "--folds", "--cutoff"},
        {o->time && o->folds && groups, "--time with --folds", grouping(o)},
        {o->cutoff && (o->ratio || o->train_size || o->test_size), "--cutoff", "sizes of parts"},
        {o->folds && o->ratio, "--folds", "--ratio"},
        {o->folds && o->train_size && !o->time, "--folds", "--train-size"},
        {o->folds && o->parts, "--folds", "--parts"},
        {o->folds && o->test_size && !o->time, "--folds", "--test-size"},
        {o->folds && o->output_count && o->emit != SPLITDATA_EMIT_COLUMN, "--folds",
         "--output (use --name)"},
        {o->stratify && o->no_shuffle && !o->folds, "--stratify", "--no-shuffle"},
        {groups && o->no_shuffle && !o->folds, grouping(o), "--no-shuffle"},
        {o->folds && map, "--folds", "--map"},
        {o->missing == SPLITDATA_MISSING_DROP && o->na_values && strcmp(o->na_values, "none") == 0,
         "--missing drop", "--na-values none"},
    };
    return exclude(pairs, COUNT(pairs), error);
}

/* Options that have no effect without another one. */
static int check_company(const struct splitdata_options *o, struct splitdata_error *error)
{
    bool cut_in_time = o->time && !o->folds, groups = sd_options_group(o);
    bool classes = o->stratify || o->group;
    bool values = classes || o->hash || (o->predefined && o->map);
    bool keys = values || o->time || o->predefined;
    const struct pair pairs[] = {
        {o->rare != SPLITDATA_RARE_ERROR && (!o->stratify || o->folds || groups), "--rare",
         "a holdout split with --stratify"},
        {o->group_unit != SPLITDATA_GROUP_UNIT_GROUPS &&
             (!groups || o->folds || o->time || o->leave_one_group_out),
         "--group-unit", "a holdout split with --group"},
        {o->leave_one_group_out && !o->group, "--leave-one-group-out", "--group"},
        {o->query_files && !o->group, "--query-files", "--group"},
        {o->time_format && !o->time, "--time-format", "--time"},
        {o->cutoff && !o->time, "--cutoff", "--time"},
        {o->gap && !o->time, "--gap", "--time"},
        {o->window_sliding && !(o->time && o->folds), "--window", "--time and --folds"},
        {o->time && o->folds && o->train_size && !o->window_sliding, "--train-size with folds",
         "--window sliding"},
        {o->straddle != SPLITDATA_STRADDLE_ERROR && !(cut_in_time && groups), "--straddle",
         "--time and --group"},
        {o->map && !o->predefined, "--map", "--predefined"},
        {o->report && !o->manifest, "--report", "--manifest"},
        {o->missing != SPLITDATA_MISSING_ERROR && !keys, "--missing",
         "--stratify, --group, --time, --hash or --predefined"},
        {o->missing == SPLITDATA_MISSING_CLASS && !values, "--missing class",
         "--stratify, --group, --hash, or --predefined with --map"},
        {o->na_values && !classes && (o->missing == SPLITDATA_MISSING_ERROR || !keys),
         "--na-values", "--stratify, --group or --missing"},
        {o->ignore && o->duplicates == SPLITDATA_DUPLICATES_KEEP, "--ignore",
         "--duplicates note, together or drop"},
        {o->column_type_count && !o->stratify && !o->group && !o->predefined, "--column-type",
         "--stratify, --group or --predefined"},
    };
    return want(pairs, COUNT(pairs), error);
}

bool sd_options_group(const struct splitdata_options *options)
{
    return options->group != NULL || options->duplicates == SPLITDATA_DUPLICATES_TOGETHER;
}

bool sd_options_emit_numbers(const struct splitdata_options *options)
{
    return options->emit == SPLITDATA_EMIT_INDICES ||
           options->emit == SPLITDATA_EMIT_INDICES_BY_FILE;
}

int sd_check_conflicts(const struct splitdata_options *options, struct splitdata_error *error)
{
    int status = check_forms(options, error);
    if (status == SPLITDATA_OK)
        status = check_strategies(options, error);
    return status == SPLITDATA_OK ? check_company(options, error) : status;
}
