/* SPDX-License-Identifier: MIT */
#include "engine/deliver.h"

#include "base/available.h"
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

/* Files that are open at once. */
struct batch {
    const struct sd_file_layout *files;
    size_t count;
    size_t set, sets;
    uint64_t before, after; /* bytes of the set that are in other batches */
    bool together;          /* all files of the set are in one directory */
};

/* The outputs of one kind, files or streams. The arrays have room for the whole batch. */
struct kind {
    struct sd_output_job *jobs;
    struct sd_output **outputs;
    size_t count;
};

static void choose_kind(struct kind *kind, const struct batch *batch, bool streams)
{
    kind->count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct sd_file_layout *file = &batch->files[i];
        if (file->output->stream != streams)
            continue;
        kind->outputs[kind->count] = file->output;
        kind->jobs[kind->count++] = (struct sd_output_job){
            .output = file->output,
            .content = file->content,
            .layout = &file->layout,
        };
    }
}

static int write_kind(struct sd_job *job, struct kind *kind, const struct batch *batch,
                      struct splitdata_error *error)
{
    const struct sd_writing writing = {
        .threads = job->request->threads,
        .cancel_fd = job->request->options->cancel_fd,
        .memory = job->memory,
        .release = job->release,
        .progress = job->progress,
        .set = batch->set,
        .sets = batch->sets,
        .before = batch->before,
        .after = batch->after,
        .together = batch->together,
    };
    int status = sd_write(kind->jobs, kind->count, &writing, error);
    status = sd_input_blame(job->input, status, error);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_WRITE);
    return status == SPLITDATA_OK ? sd_complete(job, kind->outputs, kind->count, error) : status;
}

static int write_kinds(struct sd_job *job, struct kind *kind, const struct batch *batch,
                       struct splitdata_error *error)
{
    struct batch streams = *batch;
    streams.set = 0;
    streams.sets = 1;
    choose_kind(kind, batch, false);
    int status = write_kind(job, kind, batch, error);
    choose_kind(kind, batch, true);
    return status == SPLITDATA_OK ? write_kind(job, kind, &streams, error) : status;
}

static int write_batch(struct sd_job *job, struct kind *kind, const struct batch *batch,
                       struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < batch->count && status == SPLITDATA_OK; i++)
        status = sd_output_open(batch->files[i].output, job->request->options->cancel_fd, error);
    return status == SPLITDATA_OK ? write_kinds(job, kind, batch, error) : status;
}

/* How many files are written at once: without shards all of the set. With shards there may be more
 * than a process can open. */
static size_t batch_size(const struct sd_job *job, const struct sd_layouts *layouts)
{
    enum { MOST = 256 };
    size_t most = (size_t)(sd_available_descriptors() / 4);
    if (!sd_shards_wanted(&job->request->shards))
        return layouts->files;
    return most < 1 ? 1 : most < MOST ? most : MOST;
}

static int write_batches(struct sd_job *job, struct kind *kind, const struct sd_layouts *layouts,
                         struct batch *batch, struct splitdata_error *error)
{
    const size_t most = batch->count;
    int status = SPLITDATA_OK;
    for (size_t f = 0; f < layouts->files && status == SPLITDATA_OK; f += batch->count) {
        uint64_t bytes = 0;
        batch->files = &layouts->file[f];
        batch->count = layouts->files - f < most ? layouts->files - f : most;
        for (size_t i = 0; i < batch->count; i++)
            bytes += batch->files[i].layout.size;
        batch->after -= bytes;
        status = write_batch(job, kind, batch, error);
        batch->before += bytes;
    }
    return status;
}

int sd_deliver(struct sd_job *job, const struct sd_layouts *layouts, size_t set, size_t sets,
               struct splitdata_error *error)
{
    struct batch batch = {
        .count = batch_size(job, layouts), .set = set, .sets = sets, .together = true};
    struct kind kind = {
        .jobs = calloc(batch.count, sizeof *kind.jobs),
        .outputs = calloc(batch.count, sizeof *kind.outputs),
    };
    int status = kind.jobs != NULL && kind.outputs != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "writing the outputs");
    for (size_t f = 0; f < layouts->files; f++) {
        batch.after += layouts->file[f].layout.size;
        batch.together = batch.together && layouts->file[f].output->directory_fd ==
                                               layouts->file[0].output->directory_fd;
    }
    job->memory->bound = sd_request_array_memory(job->request, true);
    if (status == SPLITDATA_OK)
        status = write_batches(job, &kind, layouts, &batch, error);
    job->memory->bound = sd_request_array_memory(job->request, false);
    free(kind.outputs);
    free(kind.jobs);
    return status;
}
