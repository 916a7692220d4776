/* SPDX-License-Identifier: MIT */
#include "engine/deliver.h"

#include "out/block_writer.h"

#include <stdlib.h>

int sd_complete(struct sd_job *job, struct sd_output **outputs, size_t count,
                struct splitdata_error *error)
{
    const bool sync = !job->request->options->no_sync;
    int status = SPLITDATA_OK;
    if (count != 0 && sync && outputs[0] != NULL && !outputs[0]->stream)
        sd_progress_begin(job->progress, SPLITDATA_STAGE_SYNC, 0, 0);
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        if (outputs[i] != NULL)
            status = sd_output_complete(outputs[i], sync, error);
    }
    sd_clock_lap(job->clock, SPLITDATA_STAGE_SYNC);
    return status;
}

/* The outputs of one kind, files or streams. The arrays have room for all outputs. */
struct kind {
    struct sd_output_job *jobs;
    struct sd_output **outputs;
    size_t count;
};

static void choose_kind(struct kind *kind, struct sd_output **outputs,
                        const struct sd_layouts *layouts, bool streams)
{
    kind->count = 0;
    for (size_t i = 0; i < layouts->count; i++) {
        if (outputs[i] == NULL || outputs[i]->stream != streams)
            continue;
        kind->outputs[kind->count] = outputs[i];
        kind->jobs[kind->count++] = (struct sd_output_job){
            .output = outputs[i],
            .content = layouts->content[i],
            .layout = &layouts->layout[i],
        };
    }
}

static int write_kind(struct sd_job *job, struct kind *kind, size_t set, size_t sets,
                      struct splitdata_error *error)
{
    const struct sd_writing writing = {
        .threads = job->request->threads,
        .cancel_fd = job->request->options->cancel_fd,
        .memory = job->memory,
        .release = job->release,
        .progress = job->progress,
        .set = set,
        .sets = sets,
    };
    int status = sd_write(kind->jobs, kind->count, &writing, error);
    status = sd_input_blame(job->input, status, error);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_WRITE);
    return status == SPLITDATA_OK ? sd_complete(job, kind->outputs, kind->count, error) : status;
}

static int write_kinds(struct sd_job *job, struct sd_output **outputs,
                       const struct sd_layouts *layouts, struct kind *kind, size_t set, size_t sets,
                       struct splitdata_error *error)
{
    choose_kind(kind, outputs, layouts, false);
    int status = write_kind(job, kind, set, sets, error);
    choose_kind(kind, outputs, layouts, true);
    return status == SPLITDATA_OK ? write_kind(job, kind, 0, 1, error) : status;
}

int sd_deliver(struct sd_job *job, struct sd_output **outputs, const struct sd_layouts *layouts,
               size_t set, size_t sets, struct splitdata_error *error)
{
    struct kind kind = {
        .jobs = calloc(layouts->count, sizeof *kind.jobs),
        .outputs = calloc(layouts->count, sizeof *kind.outputs),
    };
    int status = kind.jobs != NULL && kind.outputs != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "writing the outputs");
    for (size_t i = 0; i < layouts->count && status == SPLITDATA_OK; i++) {
        if (outputs[i] != NULL)
            status = sd_output_open(outputs[i], job->request->options->cancel_fd, error);
    }
    job->memory->bound = sd_request_array_memory(job->request, true);
    if (status == SPLITDATA_OK)
        status = write_kinds(job, outputs, layouts, &kind, set, sets, error);
    job->memory->bound = sd_request_array_memory(job->request, false);
    free(kind.outputs);
    free(kind.jobs);
    return status;
}
