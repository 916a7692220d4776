/* SPDX-License-Identifier: MIT */
/* From a plan to complete outputs, which publication will give their names. */
#include "split.h"

#include "base/small_record.h"
#include "csv/start.h"
#include "out/block_writer.h"

#include <stdlib.h>

/* Writes the files, or the streams, among jobs[0..count-1]. */
static int write_kind(struct sd_run *run, struct sd_output_job *jobs, size_t count, bool streams,
                      struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    bool alone = streams || options->emit == SPLITDATA_EMIT_COLUMN;
    struct sd_output_job *chosen = calloc(count, sizeof *chosen);
    size_t found = 0;
    if (chosen == NULL)
        return sd_fail_memory(error, "writing the outputs");
    for (size_t i = 0; i < count; i++) {
        if (jobs[i].output->stream == streams)
            chosen[found++] = jobs[i];
    }
    const struct sd_writing writing = {
        .threads = run->request.threads,
        .cancel_fd = options->cancel_fd,
        .memory = &run->memory,
        .release = &run->release,
        .progress = &run->progress,
        .set = alone ? 0 : run->set,
        .sets = alone ? 1 : sd_run_sets(run),
    };
    int status = run->sequential.used ? SPLITDATA_OK : sd_write(chosen, found, &writing, error);
    status = sd_input_blame(&run->input, status, error);
    sd_run_clock(run, SPLITDATA_STAGE_WRITE);
    if (found != 0 && !options->no_sync && !streams)
        sd_progress_begin(&run->progress, SPLITDATA_STAGE_SYNC, 0, 0);
    for (size_t i = 0; i < found && status == SPLITDATA_OK; i++)
        status = sd_output_complete(chosen[i].output, !options->no_sync, error);
    sd_run_clock(run, SPLITDATA_STAGE_SYNC);
    free(chosen);
    return status;
}

/* Opens, writes and completes the outputs of what was measured: what is not a file comes last. */
static int write_targets(struct sd_run *run, struct sd_target *targets, size_t count,
                         struct splitdata_error *error)
{
    const struct sd_measuring *measuring = &run->measuring;
    struct sd_output_job *jobs = calloc(count, sizeof *jobs);
    int status = jobs != NULL ? SPLITDATA_OK : sd_fail_memory(error, "writing the outputs");
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        jobs[i].output = &targets[i].output;
        if (!run->sequential.used) {
            jobs[i].content = measuring->contents[i];
            jobs[i].layout = &measuring->layouts[i];
        }
        status = sd_output_open(&targets[i].output, run->request.options->cancel_fd, error);
    }
    sd_run_bound_memory(run, true);
    if (status == SPLITDATA_OK)
        status = write_kind(run, jobs, count, false, error);
    if (status == SPLITDATA_OK)
        status = write_kind(run, jobs, count, true, error);
    sd_run_bound_memory(run, false);
    free(jobs);
    return status;
}

/* Whether the first record of each part, in an output that begins with it, is one there, too. */
static int check_first(struct sd_run *run, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (run->contents.prologue.length != 0 || run->request.options->emit != SPLITDATA_EMIT_ROWS)
        return SPLITDATA_OK;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        const struct sd_cut *cut = &run->plan.cuts[p];
        if (cut->begin == cut->end)
            continue;
        const uint64_t *item = sd_plan_item(&run->plan, cut->begin);
        struct sd_span span = run->plan.payload ? sd_small_record_span(item)
                                                : sd_spans_unpack(&run->index.spans, *item);
        status = sd_check_first(run->input.data + span.start, span.length, error);
        if (status != SPLITDATA_OK)
            error->offset = span.start;
    }
    return status;
}

/* Writes the parts as the ways along the input do, or measures them unless that was done while they
 * were arranged. */
static int prepare_parts(struct sd_run *run, struct splitdata_error *error)
{
    const struct sd_provenance_request *asked = &run->provenance.asked;
    int status = run->partitioned        ? sd_partition_write(run, error)
                 : run->chunk_table.used ? sd_contiguous_write(run, error)
                                         : SPLITDATA_OK;
    if (status == SPLITDATA_OK)
        status = check_first(run, error);
    if (status == SPLITDATA_OK && asked->arranged != NULL)
        status = asked->arranged(asked->context, &run->plan, run->set, error);
    if (status == SPLITDATA_OK && !run->sequential.used && run->measuring.contents == NULL)
        status = sd_measure_parts(run, NULL, error);
    return status == SPLITDATA_OK ? sd_measuring_finish(run, run->set * run->plan.parts, error)
                                  : status;
}

int sd_run_write_parts(struct sd_run *run, size_t set, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    size_t parts = run->plan.parts, first = set * parts;
    for (size_t p = 0; p < parts; p++)
        run->achieved[first + p] = run->plan.cuts[p].end - run->plan.cuts[p].begin;
    run->set = set;
    int status = prepare_parts(run, error);
    if (status == SPLITDATA_OK && !options->dry_run && options->emit != SPLITDATA_EMIT_COLUMN)
        status = write_targets(run, &run->targets.target[first], parts, error);
    sd_measuring_end(&run->measuring);
    return status;
}

int sd_run_write_column(struct sd_run *run, struct splitdata_error *error)
{
    int status = sd_measure_column(run, error);
    if (status == SPLITDATA_OK)
        status = sd_measuring_finish(run, 0, error);
    if (status == SPLITDATA_OK)
        status = write_targets(run, run->targets.target, 1, error);
    sd_measuring_end(&run->measuring);
    return status;
}
