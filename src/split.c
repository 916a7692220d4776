/* SPDX-License-Identifier: MIT */
/*
 * The conductor: the one place that knows the whole way of the data.
 *
 *     options -> input bytes -> record index -> plan -> outputs -> publication
 */
#define _POSIX_C_SOURCE 200809L

#include "split.h"

#include "base/cancel.h"
#include "csv/start.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char *splitdata_version(void)
{
    return SPLITDATA_VERSION;
}

static const char *shown_input(const struct sd_run *run)
{
    return strcmp(run->path, "-") == 0 ? "standard input" : run->path;
}

void sd_run_clock(struct sd_run *run, enum splitdata_stage stage)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    run->stage_seconds[stage] += (double)(now.tv_sec - run->clock.tv_sec) +
                                 1e-9 * (double)(now.tv_nsec - run->clock.tv_nsec);
    run->clock = now;
}

/* --- before the data are read ---------------------------------------------------------------- */

/* The seed as it was given, or drawn: from the system, or, for a hash, 0. */
static int choose_seed(struct sd_run *run, struct splitdata_error *error)
{
    const char *text = run->request.options->seed;
    char drawn[24];
    if (text == NULL && run->way == &sd_way_hash) {
        text = "0";
    } else if (text == NULL) {
        uint32_t seed;
        int status = splitdata_random_system_seed(&seed, error);
        if (status != SPLITDATA_OK)
            return status;
        snprintf(drawn, sizeof drawn, "%" PRIu32, seed);
        text = drawn;
        run->seed_drawn = true;
    }
    /* A hash is made of the seed's digits: 05 is 5 there, too. */
    uint64_t number;
    if (run->way == &sd_way_hash && sd_parse_integer(text, strlen(text), &number)) {
        snprintf(drawn, sizeof drawn, "%" PRIu64, number);
        text = drawn;
    }
    run->seed = sd_copy_string(text, strlen(text));
    return run->seed != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the seed");
}

static int seed_generator(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    bool shuffled = run->way->shuffles && !options->no_shuffle;
    if (!shuffled && options->sample == NULL && run->way != &sd_way_hash)
        return SPLITDATA_OK;
    int status = choose_seed(run, error);
    if (status == SPLITDATA_OK)
        status =
            splitdata_random_init(&run->random, run->request.recipe->generator, run->seed, error);
    if (status == SPLITDATA_USAGE)
        sd_error_prefix(error, "--seed: ");
    return status;
}

/* What the outputs' names are made from. Pipes have no name worth keeping. */
static int name_input(struct sd_run *run, struct splitdata_error *error)
{
    const char *path = run->provenance.asked.named_as;
    if (path == NULL)
        path = run->path;
    run->unnamed = strcmp(path, "-") == 0 || strncmp(path, "/dev/fd/", 8) == 0 ||
                   strcmp(path, "/dev/stdin") == 0 || strncmp(path, "/proc/self/fd/", 14) == 0 ||
                   (path == run->path && S_ISFIFO(run->input.source.at_open.st_mode));
    if (!run->unnamed) {
        int status = sd_name_split(&run->name, path, error);
        return status != SPLITDATA_OK
                   ? status
                   : sd_request_dialect(&run->request, run->name.suffix, &run->dialect, error);
    }
    int status = sd_request_dialect(&run->request, "", &run->dialect, error);
    const char *suffix = run->dialect.lines               ? "stdin.txt"
                         : run->dialect.delimiter == '\t' ? "stdin.tsv"
                                                          : "stdin.csv";
    return status != SPLITDATA_OK ? status : sd_name_split(&run->name, suffix, error);
}

/* Names the outputs and looks whether they may be made: before the data are read, if it is known by
 * then how many there are. */
static int name_outputs(struct sd_run *run, uint64_t folds, struct splitdata_error *error)
{
    const struct sd_provenance_request *asked = &run->provenance.asked;
    struct sd_naming naming = {
        .name = &run->name,
        .input_path = run->path,
        .seed = run->seed,
        .input_gzip =
            asked->named_as != NULL ? asked->compressed_as_it : run->input.compression != NULL,
        .folds = folds,
    };
    int status = sd_targets_name(&run->targets, &run->request, &naming, error);
    run->targets.replayed = asked->named_as != NULL;
    if (status == SPLITDATA_OK && !asked->rehearsal)
        status = sd_targets_prepare(&run->targets, &run->input, error);
    return status == SPLITDATA_OK ? sd_provenance_outputs(run, error) : status;
}

static int open_input(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    int status =
        sd_input_open(&run->input, run->path, options->gzip_library, options->cancel_fd, error);
    run->input.source.progress = &run->progress;
    sd_provenance_begin(run);
    if (status == SPLITDATA_OK)
        status = name_input(run, error);
    if (status == SPLITDATA_OK && !run->way->parts_are_read)
        status = name_outputs(run, options->folds, error);
    return status == SPLITDATA_OK ? sd_run_find_tmpdir(run, error) : status;
}

/* --- the data -------------------------------------------------------------------------------- */

/* Puts the input's name and the line in front of a message about a byte of the input. */
static int located(const struct sd_run *run, int status, struct splitdata_error *error)
{
    const char *name = shown_input(run);
    char line[32];
    if (status != SPLITDATA_DATA)
        return status;
    /* Data that vanished while they were read look damaged: say what really happened. */
    struct splitdata_error deeper;
    int cause = sd_check_cancel(run->request.options->cancel_fd, &deeper);
    if (cause == SPLITDATA_OK)
        cause = sd_source_check_unchanged(&run->input.source, &deeper);
    if (cause != SPLITDATA_OK) {
        *error = deeper;
        return cause;
    }
    if (error->offset != SPLITDATA_NOWHERE) {
        if (error->line == SPLITDATA_NOWHERE && run->input.data != NULL)
            error->line = sd_line_at(run->input.data, error->offset);
        if (error->line != SPLITDATA_NOWHERE)
            snprintf(line, sizeof line, ":%" PRIu64 ": ", error->line);
        else
            snprintf(line, sizeof line, ": byte %" PRIu64 ": ", error->offset);
        sd_error_prefix(error, line);
    } else if (strncmp(error->message, name, strlen(name)) == 0 &&
               error->message[strlen(name)] == ':') {
        return status; /* what decompresses an input has named it */
    } else {
        sd_error_prefix(error, ": ");
    }
    sd_error_prefix(error, name);
    return status;
}

/* How long it takes is known of a regular file alone. */
static void begin_reading(struct sd_run *run, enum splitdata_stage stage)
{
    const struct sd_source *source = &run->input.source;
    sd_progress_begin(&run->progress, stage, 0,
                      source->regular ? (uint64_t)source->at_open.st_size : 0);
}

static int read_input(struct sd_run *run, struct splitdata_error *error)
{
    begin_reading(run, SPLITDATA_STAGE_READ);
    sd_run_begin_index(run);
    int status = sd_input_read(&run->input, run->request.options->map_input, &run->memory,
                               run->request.threads, error);
    sd_run_clock(run, SPLITDATA_STAGE_READ);
    if (status != SPLITDATA_OK)
        return status;
    sd_run_spare_cache(run);
    status = sd_provenance_input(run, error);
    if (status == SPLITDATA_OK)
        status = sd_run_index(run, error);
    sd_run_clock(run, SPLITDATA_STAGE_INDEX);
    return located(run, status, error);
}

/* --- the split ------------------------------------------------------------------------------- */

/* One round: its parts, or the parts of all its folds. */
static int split_round(struct sd_run *run, uint64_t round, struct splitdata_error *error)
{
    size_t folds = sd_run_folds(run);
    if (round != 0)
        sd_progress_begin(&run->progress, SPLITDATA_STAGE_PLAN, 0, 0);
    int status = sd_run_arrange(run, error);
    sd_run_clock(run, SPLITDATA_STAGE_PLAN);
    if (status == SPLITDATA_OK && run->request.options->emit == SPLITDATA_EMIT_COLUMN &&
        !run->request.options->dry_run)
        status = sd_run_label(run, round, error);
    if (status == SPLITDATA_OK && folds == 0)
        return sd_run_write_parts(run, (size_t)round, error);
    for (size_t f = 0; f < folds && status == SPLITDATA_OK; f++) {
        status = run->way->select_fold(run, (uint32_t)f, error);
        if (status == SPLITDATA_OK)
            status = sd_run_write_parts(run, (size_t)round * folds + f, error);
    }
    return status;
}

static int split(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    sd_progress_begin(&run->progress, SPLITDATA_STAGE_PLAN, 0, 0);
    int status = sd_run_plan(run, error);
    if (status == SPLITDATA_OK && run->way->parts_are_read)
        status = name_outputs(run, sd_run_folds(run), error);
    for (uint64_t round = 0; round < run->request.rounds && status == SPLITDATA_OK; round++)
        status = split_round(run, round, error);
    status = located(run, status, error);
    if (status == SPLITDATA_OK && options->emit == SPLITDATA_EMIT_COLUMN && !options->dry_run)
        status = sd_run_write_column(run, error);
    return status;
}

/* A last look around, then the names appear: from here on requests to stop come too late. */
static int publish(struct sd_run *run, struct splitdata_error *error)
{
    int status = sd_source_check_unchanged(&run->input.source, error);
    if (status == SPLITDATA_OK)
        status = sd_check_cancel(run->request.options->cancel_fd, error);
    return status == SPLITDATA_OK ? sd_targets_commit(&run->targets, error) : status;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int begin(struct sd_run *run, const struct splitdata_options *options,
                 struct splitdata_error *error)
{
    int status = sd_request_begin(&run->request, options, error);
    if (status == SPLITDATA_OK)
        sd_run_bound_memory(run, false);
    run->way = sd_way_of(options);
    run->contents = (struct sd_contents){
        .request = &run->request,
        .input = &run->input,
        .index = &run->index,
        .dialect = &run->dialect,
        .memory = &run->memory,
    };
    return status == SPLITDATA_OK ? seed_generator(run, error) : status;
}

static int go(struct sd_run *run, const struct splitdata_options *options,
              struct splitdata_report *report, struct splitdata_error *error)
{
    int status = begin(run, options, error);
    if (status == SPLITDATA_OK && run->provenance.asked.records != 0) {
        status = sd_run_pretend(run, error);
        return status == SPLITDATA_OK ? split(run, error) : status;
    }
    if (status == SPLITDATA_OK)
        status = open_input(run, error);
    if (status == SPLITDATA_OK && sd_run_can_stream(run)) {
        begin_reading(run, SPLITDATA_STAGE_WRITE);
        status = located(run, sd_run_stream(run, error), error);
        sd_run_clock(run, SPLITDATA_STAGE_WRITE);
    } else if (status == SPLITDATA_OK) {
        status = read_input(run, error);
        if (status == SPLITDATA_OK)
            status = split(run, error);
    }
    if (status == SPLITDATA_OK)
        status = sd_run_report(run, report, error);
    if (status == SPLITDATA_OK)
        status = sd_run_manifest(run, report, error);
    if (status == SPLITDATA_OK && run->provenance.asked.approve != NULL)
        status = run->provenance.asked.approve(run->provenance.asked.context, report, error);
    if (status == SPLITDATA_OK && !options->dry_run && !run->provenance.asked.rehearsal)
        status = publish(run, error);
    else if (status == SPLITDATA_OK)
        status = sd_check_cancel(options->cancel_fd, error);
    sd_run_clock(run, SPLITDATA_STAGE_PUBLISH);
    return status;
}

static void clean_up(struct sd_run *run)
{
    sd_provenance_end(&run->provenance);
    sd_targets_close(&run->targets);
    sd_contents_end(&run->contents);
    sd_chunk_table_end(&run->chunk_table);
    sd_measuring_end(&run->measuring);
    sd_concurrent_array_end(&run->small_records);
    sd_columns_free(&run->columns);
    sd_incremental_end(&run->incremental);
    sd_index_free(&run->index);
    sd_name_free(&run->name);
    sd_input_close(&run->input);
    sd_request_end(&run->request);
    sd_key_columns_free(&run->strata);
    sd_key_columns_free(&run->groups);
    sd_key_columns_free(&run->key);
    sd_share_free(&run->share);
    free(run->limits);
    sd_text_free(&run->strategy);
    sd_memory_free(run->stamps);
    sd_memory_free(run->time_order);
    free(run->cutoffs);
    sd_memory_free(run->folds.fold_of);
    sd_memory_free(run->chosen);
    sd_memory_free(run->own_items);
    sd_memory_free(run->scratch);
    sd_memory_free(run->part_of_row);
    free(run->achieved);
    free(run->plan.cuts);
    free(run->sizes);
    free(run->seed);
}

int sd_run_split(const char *input, const struct splitdata_options *options,
                 const struct sd_provenance_request *asked, struct splitdata_report *report,
                 struct splitdata_error *error)
{
    struct sd_run run = {
        .path = input,
        .provenance.asked = *asked,
        .progress = {.notify = options->progress, .context = options->progress_context},
    };
    *report = (struct splitdata_report){0};
    clock_gettime(CLOCK_MONOTONIC, &run.clock);
    int status = go(&run, options, report, error);
    clean_up(&run);
    if (status != SPLITDATA_OK)
        splitdata_report_free(report);
    for (size_t i = 0; i < SPLITDATA_STAGES && status == SPLITDATA_OK; i++) {
        report->stage_seconds[i] = run.stage_seconds[i];
        report->seconds += run.stage_seconds[i];
    }
    return status;
}

int splitdata_split(const char *input, const struct splitdata_options *options,
                    struct splitdata_report *report, struct splitdata_error *error)
{
    const struct sd_provenance_request asked = {.digests =
                                                            options->manifest && !options->dry_run};
    return sd_run_split(input, options, &asked, report, error);
}
