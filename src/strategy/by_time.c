/* SPDX-License-Identifier: MIT */
/* The ways along time: earlier records train, later ones test. */
#include "keys/stamps.h"
#include "split.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- stamps ---------------------------------------------------------------------------------- */

struct stamper {
    struct sd_stamps *stamps;
    const struct sd_rows *rows;
    const char *column;
};

static int add_stamp(void *context, uint64_t row, const struct sd_key_field *fields,
                     struct splitdata_error *error)
{
    struct stamper *stamper = context;
    char prefix[160];
    int status = sd_stamps_add(stamper->stamps, fields[0].bytes, fields[0].length, error);
    if (status != SPLITDATA_DATA)
        return status;
    snprintf(prefix, sizeof prefix, "--time %.100s: ", stamper->column);
    sd_error_prefix(error, prefix);
    error->offset = sd_rows_span(stamper->rows, row).start;
    return status;
}

/* --gap is a number of records, or a time. */
static int read_gap(struct sd_run *run, const struct sd_stamps *stamps,
                    struct splitdata_error *error)
{
    const char *text = run->request.options->gap;
    struct sd_gap *gap = &run->chronology.gap;
    struct sd_stamp duration;
    if (text == NULL)
        return SPLITDATA_OK;
    if (sd_parse_integer(text, strlen(text), &gap->amount)) {
        gap->kind = SD_GAP_ROWS;
        return SPLITDATA_OK;
    }
    if (!sd_duration_read(&duration, text, strlen(text)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--gap %s: not a number of records, nor a time (7d, 12h, 30min, 90s)", text);
    gap->kind = SD_GAP_TICKS;
    gap->amount = sd_stamps_ticks(stamps, &duration);
    return SPLITDATA_OK;
}

static int read_cutoffs(struct sd_run *run, const struct sd_stamps *stamps,
                        struct splitdata_error *error)
{
    const char *list = run->request.options->cutoff;
    size_t wanted = run->request.parts.count - 1, found = 0;
    if (list == NULL)
        return SPLITDATA_OK;
    run->cutoffs = calloc(wanted + 1, sizeof *run->cutoffs);
    if (run->cutoffs == NULL)
        return sd_fail_memory(error, "the cutoffs");
    for (const char *at = list;; at++) {
        struct sd_stamp stamp;
        size_t length = strcspn(at, ",");
        int status = sd_stamps_read(stamps, at, length, &stamp, error);
        if (status != SPLITDATA_OK) {
            sd_error_prefix(error, "--cutoff: ");
            return status;
        }
        if (found < wanted)
            run->cutoffs[found] = sd_stamps_key(stamps, &stamp);
        if (found > 0 && found < wanted && run->cutoffs[found] <= run->cutoffs[found - 1])
            return sd_fail(error, SPLITDATA_USAGE,
                           "--cutoff %s: each stamp must be later than the "
                           "one before it",
                           list);
        found++;
        at += length;
        if (*at == '\0')
            break;
    }
    if (found != wanted)
        return sd_fail(error, SPLITDATA_USAGE, "--cutoff %s: %zu part%s need%s %zu stamp%s", list,
                       wanted + 1, "s", "", wanted, wanted == 1 ? "" : "s");
    run->chronology.cutoffs = run->cutoffs;
    return SPLITDATA_OK;
}

/* Reads the stamps, puts the rows in order of time and reads what is said in stamps. */
static int read_stamps(struct sd_run *run, struct sd_stamps *stamps, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    int status = sd_key_columns_choose(&run->key, &run->contents, &run->columns, "--time",
                                       options->time, false, error);
    if (status == SPLITDATA_OK && run->key.count != 1)
        status = sd_fail(error, SPLITDATA_USAGE, "--time takes one column");
    if (status == SPLITDATA_OK)
        status = sd_stamps_begin(stamps, options->time_format, &run->memory, error);
    if (status != SPLITDATA_OK)
        return status;
    struct stamper stamper = {stamps, &run->rows, run->key.names[0]};
    status = sd_key_columns_each(&run->key, &run->rows, add_stamp, &stamper, error);
    if (status == SPLITDATA_OK)
        status = sd_stamps_finish(stamps, error);
    if (status == SPLITDATA_OK)
        status = read_gap(run, stamps, error);
    if (status == SPLITDATA_OK)
        status = read_cutoffs(run, stamps, error);
    return status;
}

static int order_in_time(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_stamps stamps = {0};
    int status = read_stamps(run, &stamps, error);
    run->stamps = stamps.key; /* the keys are the run's from here on */
    stamps.key = NULL;
    sd_stamps_free(&stamps);
    if (status != SPLITDATA_OK)
        return status;
    run->time_order = sd_memory_take(&run->memory, run->rows.count, sizeof *run->time_order);
    if (run->time_order == NULL ||
        !sd_text_format(&run->strategy, "in order of %s", run->key.names[0]))
        return sd_fail_memory(error, "the order in time");
    return sd_time_order(run->stamps, run->rows.count, run->time_order, &run->memory, error);
}

/* --- holdout --------------------------------------------------------------------------------- */

static int time_prepare(struct sd_run *run, struct splitdata_error *error)
{
    static const enum sd_straddle straddles[] = {
        [SPLITDATA_STRADDLE_ERROR] = SD_STRADDLE_ERROR,
        [SPLITDATA_STRADDLE_DROP] = SD_STRADDLE_DROP,
        [SPLITDATA_STRADDLE_TRAIN] = SD_STRADDLE_TRAIN,
        [SPLITDATA_STRADDLE_TEST] = SD_STRADDLE_TEST,
    };
    const struct splitdata_options *options = run->request.options;
    struct sd_chronology *chronology = &run->chronology;
    int status = order_in_time(run, error);
    if (status == SPLITDATA_OK && options->group != NULL) {
        status = sd_run_codes(run, &run->groups, "--group", options->group, false, error);
        if (status == SPLITDATA_OK)
            status = sd_describe(run, "grouped", &run->groups, "group", error);
        chronology->groups = &run->groups.codes;
    }
    if (status == SPLITDATA_OK && options->cutoff == NULL)
        status = sd_run_sizes(run, run->rows.count, "record", error);
    chronology->keys = run->stamps;
    chronology->order = run->time_order;
    chronology->rows = run->rows.count;
    chronology->memory = &run->memory;
    chronology->sizes = options->cutoff == NULL ? run->sizes : NULL;
    chronology->straddle = straddles[options->straddle];
    return status;
}

static int time_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_chronology *chronology = &run->chronology;
    char label[128];
    int status = sd_chronological(&run->plan, chronology, error);
    if (status == SPLITDATA_DATA && chronology->straddling != 0 &&
        chronology->straddle == SD_STRADDLE_ERROR) {
        sd_key_columns_label(&run->groups, chronology->straddler, label, sizeof label);
        return sd_fail(error, SPLITDATA_DATA,
                       "--time: %" PRIu32 " of %" PRIu32 " groups, '%s' for one, have records on "
                       "both sides of a cut (--straddle drop, train or test says where they go)",
                       chronology->straddling, run->groups.codes.count, label);
    }
    if (status != SPLITDATA_OK)
        return status;
    bool added = true;
    if (chronology->gap_rows != 0)
        added = sd_text_format(&run->strategy, "; the gap takes %" PRIu64 " records",
                               chronology->gap_rows);
    if (added && chronology->straddling != 0)
        added = sd_text_format(&run->strategy,
                               "; %" PRIu32 " groups (%" PRIu64 " records) straddled a cut",
                               chronology->straddling, chronology->straddled_rows);
    return added ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

const struct sd_way sd_way_time = {
    .name = "time", .own = true, .prepare = time_prepare, .arrange = time_arrange};

/* --- folds ----------------------------------------------------------------------------------- */

static int time_folds_prepare(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    const struct sd_part *part = run->request.parts.part;
    int status = order_in_time(run, error);
    if (status != SPLITDATA_OK)
        return status;
    if (run->chronology.gap.kind == SD_GAP_TICKS)
        return sd_fail(error, SPLITDATA_USAGE, "--gap %s: folds along time take a gap in records",
                       options->gap);
    const char *sizes[] = {options->train_size, options->test_size};
    for (size_t p = 0; p < 2; p++) {
        if (sizes[p] != NULL && part[p].size.kind != SD_SIZE_COUNT)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--%s-size %s: folds along time take a number of records", part[p].name,
                           sizes[p]);
    }
    run->time_folds = (struct sd_time_folds){
        .rows = run->rows.count,
        .test_size = options->test_size != NULL ? part[1].size.count : 0,
        .max_train = options->train_size != NULL ? part[0].size.count : 0,
        .gap = run->chronology.gap.amount,
        .folds = (uint32_t)options->folds,
        .sliding = options->window_sliding,
    };
    return sd_time_folds_set(&run->time_folds, error);
}

/* A fold's parts are runs of places in time; its records keep the input's order. */
static int time_select_fold(struct sd_run *run, uint32_t fold, struct splitdata_error *error)
{
    struct sd_cut train, test;
    uint8_t *in_test = sd_memory_take(&run->memory, run->rows.count, sizeof *in_test);
    if (in_test == NULL)
        return sd_fail_memory(error, "a fold");
    sd_time_fold(&run->time_folds, fold, &train, &test);
    memset(in_test, 2, (size_t)run->rows.count);
    for (uint64_t place = train.begin; place < train.end; place++)
        in_test[run->time_order[place]] = 0;
    for (uint64_t place = test.begin; place < test.end; place++)
        in_test[run->time_order[place]] = 1;
    int status = sd_run_gather_fold(run, in_test, error);
    sd_memory_free(in_test);
    return status;
}

static void time_label_folds(const struct sd_run *run, uint32_t *labels)
{
    for (uint64_t i = 0; i < run->rows.count; i++)
        labels[i] = run->time_folds.folds;
    for (uint32_t fold = 0; fold < run->time_folds.folds; fold++) {
        struct sd_cut train, test;
        sd_time_fold(&run->time_folds, fold, &train, &test);
        for (uint64_t place = test.begin; place < test.end; place++)
            labels[run->time_order[place]] = fold;
    }
}

const struct sd_way sd_way_time_folds = {
    .name = "time folds",
    .prepare = time_folds_prepare,
    .arrange = sd_already_arranged,
    .select_fold = time_select_fold,
    .label_folds = time_label_folds,
};
