/* SPDX-License-Identifier: MIT */
/* The table of engines, and the choice among them. */
#include "engine/engine.h"

/* The first engine that can do the job is chosen; the last one always can. */
static const struct sd_engine *const engines[] = {
    &sd_engine_one_pass,
    &sd_engine_contiguous,
    &sd_engine_partition,
    &sd_engine_indexed,
};

static bool uses_libcsv(const struct sd_request *request)
{
    return request->scanner != NULL && request->scanner->libcsv;
}

/* Indexes an input that is copied while it is copied. Not for ranges, which need no full index; for
 * a partition only within private memory. */
static void begin_incremental(struct sd_job *job)
{
    const struct sd_index_request request = sd_job_index_request(job);
    const enum sd_plan_form form = job->engine->form;
    if (job->engine->streams || uses_libcsv(job->request) || form == SD_PLAN_RANGES ||
        job->input->joined != NULL)
        return;
    sd_incremental_begin(&job->incremental, &request,
                         form == SD_PLAN_PART_OF_ROW ? job->memory->bound : UINT64_MAX);
    job->input->observer = &job->incremental.observer;
}

void sd_engine_choose(struct sd_job *job, const struct sd_decision *decision)
{
    const bool libcsv = uses_libcsv(job->request);
    /* Only a full index can be libcsv's, and only its engine cuts parts into shards. */
    const unsigned forms = libcsv || sd_shards_wanted(&job->request->shards)
                               ? SD_PLAN_ITEMS
                               : sd_decide_forms(decision);
    size_t e = 0;
    job->by_rows = sd_decide_by_rows(decision) && !libcsv &&
                   job->request->options->emit == SPLITDATA_EMIT_ROWS &&
                   job->request->options->line_ends == SPLITDATA_LINE_ENDS_KEEP;
    while ((engines[e]->form & forms) == 0 || !engines[e]->can(job))
        e++;
    job->engine = engines[e];
    begin_incremental(job);
}

static int find_in_memory(struct sd_job *job, struct splitdata_error *error)
{
    struct sd_records *records = &job->records;
    sd_progress_begin(job->progress, SPLITDATA_STAGE_INDEX, 0, job->input->size);
    records->data = job->input->data;
    records->size = job->input->size;
    if (records->size == 0)
        return sd_fail_empty(error);
    int status = job->engine->find(job, error);
    if (status == SPLITDATA_OK && job->unsuitable) {
        sd_job_end_state(job);
        job->engine = &sd_engine_indexed;
        status = job->engine->find(job, error);
    }
    sd_incremental_end(&job->incremental);
    return status == SPLITDATA_OK ? sd_records_complete(records, error) : status;
}

int sd_engine_find(struct sd_job *job, struct splitdata_error *error)
{
    job->records.dialect = job->dialect;
    job->records.compressed = job->input->compression != NULL;
    job->records.extents = sd_input_extents(job->input);
    int status = job->engine->streams ? job->engine->find(job, error) : find_in_memory(job, error);
    if (status == SPLITDATA_OK && !job->engine->streams)
        sd_output_template_begin(&job->template, job->request, &job->records, job->memory);
    if (status == SPLITDATA_OK)
        sd_profile_make(&job->profile, &job->records,
                        job->request->options->header == SPLITDATA_HEADER_PRESENT);
    sd_clock_lap(job->clock, job->engine->streams ? SPLITDATA_STAGE_WRITE : SPLITDATA_STAGE_INDEX);
    return status;
}
