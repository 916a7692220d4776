/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "split.h"

#include "base/cancel.h"
#include "check/targets.h"
#include "engine/engine.h"
#include "keys/csv_source.h"
#include "open/opened.h"
#include "provenance/collect.h"
#include "provenance/foreign.h"
#include "report/outcome.h"

/* The state of one split: what the stages hand on. */
struct split {
    const struct sd_split_request *asked;
    struct sd_request request; /* the options, checked and completed */
    struct sd_memory memory;
    struct sd_progress progress;
    struct sd_clock clock;
    struct sd_opened opened;     /* the input */
    struct sd_decision decision; /* which row is in which part */
    struct sd_key_source keys;
    struct sd_job job;         /* the records, and how they are written */
    struct sd_targets targets; /* the outputs */
    struct sd_release release;
    struct sd_provenance provenance;
};

/* --- before the data are read ---------------------------------------------------------------- */

static int begin(struct split *split, const struct splitdata_options *options,
                 struct splitdata_error *error)
{
    int status = sd_request_begin(&split->request, options, split->asked->replayed != NULL, error);
    if (status != SPLITDATA_OK)
        return status;
    split->memory.bound = sd_request_array_memory(&split->request, false);
    split->memory.spill = options->spill;
    return sd_decide_begin(&split->decision, &split->request, &split->memory, error);
}

/* Before the data are read, unless the data determine how many outputs there are. */
static int name_outputs(struct split *split, uint64_t folds, struct splitdata_error *error)
{
    const struct sd_split_request *asked = split->asked;
    const struct sd_naming naming = {
        .name = &split->opened.name.pieces,
        .input_path = split->opened.list.many ? NULL : split->opened.path,
        .seed = split->decision.seed,
        .input_gzip = asked->named_as != NULL ? asked->compressed_as_it
                                              : split->opened.input.compression != NULL,
        .folds = folds,
        .replayed = asked->replayed,
        .rehearsal = asked->rehearsal,
    };
    struct sd_job *job = &split->job;
    int status =
        sd_targets_begin(&split->targets, &split->request, &naming, &split->opened.input, error);
    if (status == SPLITDATA_OK)
        status = sd_targets_outputs(&split->targets, &job->outputs, &job->output_count,
                                    &job->query_count, &job->one_directory, error);
    return status == SPLITDATA_OK
               ? sd_provenance_outputs(&split->provenance, &split->targets, asked->further, error)
               : status;
}

static int open_input(struct split *split, const char *input, struct splitdata_error *error)
{
    const struct splitdata_options *options = split->request.options;
    struct sd_opened *opened = &split->opened;
    int status = sd_opened_begin(opened, input, options, error);
    opened->input.source.progress = opened->joined.progress = &split->progress;
    if (status == SPLITDATA_OK && split->asked->digests)
        status = sd_provenance_begin(&split->provenance, &opened->input, options->digest,
                                     split->request.threads, error);
    if (status == SPLITDATA_OK)
        status = sd_opened_describe(opened, &split->request, error);
    if (status == SPLITDATA_OK && !sd_decide_reads_folds(&split->decision))
        status = name_outputs(split, options->folds, error);
    return status == SPLITDATA_OK
               ? sd_memory_find_directory(&split->memory, options->tmpdir,
                                          sd_targets_spool_dir(&split->targets), error)
               : status;
}

/* --- the records and the parts --------------------------------------------------------------- */

static int read_input(struct split *split, struct splitdata_error *error)
{
    struct sd_input *input = &split->opened.input;
    sd_progress_begin(&split->progress, SPLITDATA_STAGE_READ, 0, sd_input_total(input));
    int status = sd_input_read(input, split->request.options->map_input, &split->memory,
                               split->request.threads, error);
    sd_clock_lap(&split->clock, SPLITDATA_STAGE_READ);
    if (status != SPLITDATA_OK)
        return status;
    sd_input_spare_cache(input, &split->memory);
    split->release = (struct sd_release){sd_input_release, input};
    return sd_provenance_input(&split->provenance, input, error);
}

/* Chooses the engine, and reads the input to memory unless the engine streams. */
static int begin_engine(struct split *split, struct splitdata_error *error)
{
    struct sd_job *job = &split->job;
    sd_engine_choose(job, &split->decision);
    if (!job->engine->streams)
        return read_input(split, error);
    sd_provenance_one_pass(&split->provenance, sd_one_pass_reads_ahead(job));
    return SPLITDATA_OK;
}

static int prepare_parts(struct split *split, struct splitdata_error *error)
{
    struct sd_decision *decision = &split->decision;
    struct sd_job *job = &split->job;
    sd_csv_source_begin(&split->keys, &job->records, split->request.options, split->request.threads,
                        &split->memory);
    int status =
        sd_decide_prepare(decision, job->records.rows, &split->keys, job->engine->form, error);
    if (status == SPLITDATA_OK && sd_decide_reads_folds(decision))
        status = name_outputs(split, decision->folds, error);
    if (status == SPLITDATA_OK)
        status = sd_engine_prepare(job, decision, error);
    return status == SPLITDATA_OK ? sd_foreign_find(&split->targets, &job->template.prologue, error)
                                  : status;
}

static int make_parts(struct split *split, struct splitdata_error *error)
{
    if (!split->job.engine->streams)
        sd_progress_begin(&split->progress, SPLITDATA_STAGE_PLAN, 0, 0);
    int status = prepare_parts(split, error);
    if (status == SPLITDATA_OK)
        status = sd_engine_write_rounds(&split->job, &split->decision, error);
    return status == SPLITDATA_OK ? sd_foreign_complete(&split->targets, error) : status;
}

/* --- the end --------------------------------------------------------------------------------- */

static int tell(struct split *split, struct splitdata_report *report, struct splitdata_error *error)
{
    const struct sd_outcome outcome = {
        .path = split->opened.path,
        .list = &split->opened.list,
        .request = &split->request,
        .decision = &split->decision,
        .input = &split->opened.input,
        .records = &split->job.records,
        .profile = &split->job.profile,
        .name = &split->opened.name,
        .targets = &split->targets,
        .provenance = &split->provenance,
        .part_rows = split->job.part_rows,
        .sums = split->job.sums,
        .rehearsal = split->asked->rehearsal,
    };
    return sd_report_build(&outcome, report, error);
}

static int make_page(struct split *split, struct splitdata_error *error)
{
    if (split->targets.page == NULL || split->request.options->dry_run || split->asked->rehearsal)
        return SPLITDATA_OK;
    sd_index_free(&split->job.records.index); /* the check has an index of its own */
    return sd_check_targets(&split->targets, error);
}

/* Checks the input and requests to stop for the last time, then gives the outputs their names. */
static int publish(struct split *split, struct splitdata_error *error)
{
    if (split->request.options->dry_run || split->asked->rehearsal)
        return sd_check_cancel(split->request.options->cancel_fd, error);
    int status = sd_job_check_last(&split->job, error);
    return status == SPLITDATA_OK ? sd_targets_commit(&split->targets, error) : status;
}

static int run(struct split *split, const char *input, const struct splitdata_options *options,
               struct splitdata_report *report, struct splitdata_error *error)
{
    int status = begin(split, options, error);
    if (status == SPLITDATA_OK)
        status = open_input(split, input, error);
    if (status == SPLITDATA_OK)
        status = begin_engine(split, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_engine_find(&split->job, error);
    if (status == SPLITDATA_OK)
        status = make_parts(split, error);
    status = sd_job_locate(&split->job, status, error);
    if (status == SPLITDATA_OK)
        status = tell(split, report, error);
    if (status == SPLITDATA_OK && split->asked->approve != NULL)
        status = split->asked->approve(split->asked->context, report, error);
    if (status == SPLITDATA_OK)
        status = make_page(split, error);
    if (status == SPLITDATA_OK)
        status = publish(split, error);
    sd_report_outcomes(&split->targets, report);
    sd_clock_lap(&split->clock, SPLITDATA_STAGE_PUBLISH);
    return status;
}

static void clean_up(struct split *split, int status, struct splitdata_error *error)
{
    sd_job_end(&split->job); /* its threads use what follows */
    sd_provenance_end(&split->provenance);
    sd_targets_close(&split->targets, status, error);
    sd_decide_end(&split->decision);
    sd_opened_end(&split->opened);
    sd_request_end(&split->request);
}

int sd_split(const char *input, const struct splitdata_options *options,
             const struct sd_split_request *asked, struct splitdata_report *report,
             struct splitdata_error *error)
{
    struct split split = {
        .asked = asked,
        .opened = {.regular = asked->regular_input,
                   .named_as = asked->named_as,
                   .stem = asked->stem},
        .progress = {.notify = options->progress, .context = options->progress_context},
    };
    split.job = (struct sd_job){
        .request = &split.request,
        .dialect = &split.opened.dialect,
        .input = &split.opened.input,
        .memory = &split.memory,
        .release = &split.release,
        .progress = &split.progress,
        .clock = &split.clock,
        .shards = {sd_provenance_cut, &split.provenance},
    };
    *report = (struct splitdata_report){0};
    sd_clock_start(&split.clock);
    int status = run(&split, input, options, report, error);
    clean_up(&split, status, error);
    if (status != SPLITDATA_OK)
        splitdata_report_free(report);
    else
        sd_clock_report(&split.clock, report);
    return status;
}

int splitdata_split(const char *input, const struct splitdata_options *options,
                    struct splitdata_report *report, struct splitdata_error *error)
{
    const struct sd_split_request asked = {.digests = options->manifest && !options->dry_run};
    return sd_split(input, options, &asked, report, error);
}
