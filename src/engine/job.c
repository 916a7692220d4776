/* SPDX-License-Identifier: MIT */
/* What engines have in common: engine.h. */
#include "base/cancel.h"
#include "csv/diagnose.h"
#include "csv/start.h"
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

void *sd_job_state(struct sd_job *job, size_t size, struct splitdata_error *error)
{
    job->state = calloc(1, size);
    if (job->state == NULL)
        sd_fail_memory(error, "the record index");
    return job->state;
}

struct sd_index_request sd_job_index_request(const struct sd_job *job)
{
    return (struct sd_index_request){
        .data = job->input->data,
        .size = job->input->size,
        .extents = job->input->joined != NULL ? &job->input->joined->extents : NULL,
        .dialect = job->dialect,
        .scanner = job->request->scanner,
        .reading = sd_request_reading(job->request, job->input->compression != NULL),
        .threads = job->request->threads,
        .memory = job->memory,
        .cancel_fd = job->request->options->cancel_fd,
    };
}

void sd_job_end_state(struct sd_job *job)
{
    if (job->state != NULL)
        job->engine->free(job->state);
    job->state = NULL;
}

int sd_engine_prepare(struct sd_job *job, const struct sd_decision *decision,
                      struct splitdata_error *error)
{
    const size_t parts = sd_decide_sets(decision) * decision->plan.parts;
    job->part_rows = calloc(parts, sizeof *job->part_rows);
    job->sums = calloc(parts, sizeof *job->sums);
    return job->part_rows != NULL && job->sums != NULL
               ? sd_output_template_prepare(&job->template, decision->folds, error)
               : sd_fail_memory(error, "the plan");
}

int sd_job_check_first(const struct sd_job *job, const uint8_t *record, uint64_t offset,
                       uint64_t length, struct splitdata_error *error)
{
    if (job->template.prologue.length != 0 || job->request->options->emit != SPLITDATA_EMIT_ROWS)
        return SPLITDATA_OK;
    int status = sd_check_first(record, length, error);
    if (status != SPLITDATA_OK)
        error->offset = offset;
    return status;
}

/* Says what helps, from the file's own bytes. */
static void diagnose(const struct sd_job *job, size_t file, struct splitdata_error *error)
{
    const struct sd_joined *joined = job->input->joined;
    const uint64_t offset = error->offset;
    uint64_t place = 0, size = job->records.size;
    bool whole = job->records.data != NULL;
    if (whole && joined != NULL)
        whole = sd_joined_whole(joined, file, &place, &size);
    error->offset -= offset != SPLITDATA_NOWHERE ? place : 0;
    sd_diagnose(job->dialect, whole ? job->records.data + place : NULL, size, 0, error);
    error->offset = offset;
}

/* The file that an error is about; *named: the message names one already. */
static size_t file_of(const struct sd_job *job, const struct splitdata_error *error, bool *named)
{
    const struct sd_joined *joined = job->input->joined;
    *named = false;
    if (joined == NULL)
        return 0;
    for (size_t i = 0; i < joined->count && error->offset == SPLITDATA_NOWHERE && !*named; i++) {
        const char *name = sd_joined_name(joined, i);
        const size_t length = strlen(name);
        *named = strncmp(error->message, name, length) == 0 && error->message[length] == ':';
    }
    return error->offset != SPLITDATA_NOWHERE ? sd_extents_find(&joined->extents, error->offset)
                                              : 0;
}

int sd_job_locate(const struct sd_job *job, int status, struct splitdata_error *error)
{
    struct splitdata_error cause;
    if (status != SPLITDATA_DATA)
        return status;
    int found = sd_check_cancel(job->request->options->cancel_fd, &cause);
    if (found == SPLITDATA_OK)
        found = sd_input_check_unchanged(job->input, &cause);
    if (found != SPLITDATA_OK) {
        *error = cause;
        return found;
    }
    bool named;
    const size_t file = file_of(job, error, &named);
    diagnose(job, file, error);
    if (!named)
        sd_records_locate(&job->records,
                          job->input->joined != NULL && error->offset != SPLITDATA_NOWHERE
                              ? sd_joined_name(job->input->joined, file)
                              : sd_source_name(&job->input->source),
                          error);
    return status;
}

int sd_job_check_last(const struct sd_job *job, struct splitdata_error *error)
{
    int status = sd_input_check_unchanged(job->input, error);
    return status == SPLITDATA_OK ? sd_check_cancel(job->request->options->cancel_fd, error)
                                  : status;
}

void sd_job_end(struct sd_job *job)
{
    if (job->engine != NULL)
        sd_job_end_state(job);
    sd_output_template_end(&job->template);
    sd_incremental_end(&job->incremental);
    sd_records_free(&job->records);
    free(job->outputs);
    free(job->part_rows);
    free(job->sums);
}
