/* SPDX-License-Identifier: MIT */
/* Writes the rounds of a split: each is arranged and written before the next one. */
#include "engine/engine.h"
#include "engine/fold_sums.h"
#include "engine/queries.h"
#include "engine/sample_shared.h"

static int write_parts(struct sd_job *job, struct sd_decision *decision, size_t set,
                       struct splitdata_error *error)
{
    const struct sd_plan *plan = &decision->plan;
    int status = set == 0 ? sd_sample_shared(job, decision, error) : SPLITDATA_OK;
    if (status == SPLITDATA_OK && job->request->options->query_files)
        status = sd_queries_write(job, decision, set, error);
    if (status == SPLITDATA_OK)
        status = job->engine->write(job, decision, set, error);
    for (size_t p = 0; p < plan->parts; p++)
        job->part_rows[set * plan->parts + p] = plan->cuts[p].end - plan->cuts[p].begin;
    return status;
}

/* Arranges the next round, and lays it out meanwhile if the engine can. */
static int arrange_round(struct sd_job *job, struct sd_decision *decision,
                         struct splitdata_error *error)
{
    const struct sd_shuffle_progress *followed = NULL;
    int status = sd_decide_round(decision, &job->items, error);
    if (status == SPLITDATA_OK && decision->cuts_known && job->engine->follow != NULL) {
        followed = job->engine->follow(job, &decision->plan, error);
        status = followed != NULL ? SPLITDATA_OK : (int)error->status;
    }
    if (status == SPLITDATA_OK)
        status = sd_decide_arrange(decision, followed, error);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_PLAN);
    return status;
}

static bool writes_column(const struct sd_job *job)
{
    const struct splitdata_options *options = job->request->options;
    return options->emit == SPLITDATA_EMIT_COLUMN && !options->dry_run &&
           job->engine->write_column != NULL;
}

static int label_rows(struct sd_job *job, struct sd_decision *decision, uint64_t round,
                      struct splitdata_error *error)
{
    uint32_t *labels = sd_output_template_labels(&job->template, round);
    return labels != NULL ? sd_decide_labels(decision, labels, error)
                          : sd_fail_memory(error, "the new column");
}

/* With --emit column, nothing is written for a single fold: all are told about at once, where that
 * is possible. */
static bool sums_folds(const struct sd_job *job, const struct sd_decision *decision)
{
    return decision->folds != 0 && job->request->options->emit == SPLITDATA_EMIT_COLUMN &&
           job->engine->write_column != NULL && sd_decide_train_is_rest(decision);
}

static int sum_folds(struct sd_job *job, struct sd_decision *decision, uint64_t round,
                     struct splitdata_error *error)
{
    size_t first = (size_t)round * decision->folds * decision->plan.parts;
    uint32_t *fold_of = sd_memory_take(job->memory, decision->rows, sizeof *fold_of);
    if (fold_of == NULL)
        return sd_fail_memory(error, "the folds");
    sd_decide_fold_of(decision, fold_of);
    const struct sd_fold_rows rows = {
        .packed = job->records.packed,
        .length_bits = job->records.index.spans.length_bits,
        .gaps = sd_extents_gaps(job->records.extents),
        .chosen = decision->chosen,
        .fold_of = fold_of,
        .rows = decision->rows,
        .folds = decision->folds,
        .threads = job->request->threads,
        .cancel_fd = job->request->options->cancel_fd,
    };
    int status = sd_fold_sums(&rows, job->memory, job->part_rows + first, job->sums + first, error);
    sd_memory_free(fold_of);
    sd_clock_lap(job->clock, SPLITDATA_STAGE_PLAN);
    return status;
}

/* One round: its parts, or the parts of all its folds. */
static int write_round(struct sd_job *job, struct sd_decision *decision, uint64_t round,
                       struct splitdata_error *error)
{
    const uint32_t folds = decision->folds;
    int status = arrange_round(job, decision, error);
    if (status == SPLITDATA_OK && writes_column(job))
        status = label_rows(job, decision, round, error);
    if (status == SPLITDATA_OK && folds == 0)
        return write_parts(job, decision, (size_t)round, error);
    if (status == SPLITDATA_OK && sums_folds(job, decision))
        return sum_folds(job, decision, round, error);
    for (uint32_t f = 0; f < folds && status == SPLITDATA_OK; f++) {
        status = sd_decide_fold(decision, f, error);
        if (status == SPLITDATA_OK)
            status = write_parts(job, decision, (size_t)round * folds + f, error);
    }
    return status;
}

int sd_engine_write_rounds(struct sd_job *job, struct sd_decision *decision,
                           struct splitdata_error *error)
{
    int status = sd_decide_count_classes(decision, error);
    for (uint64_t round = 0; round < job->request->rounds && status == SPLITDATA_OK; round++) {
        if (round != 0)
            sd_progress_begin(job->progress, SPLITDATA_STAGE_PLAN, 0, 0);
        status = write_round(job, decision, round, error);
    }
    return status == SPLITDATA_OK && writes_column(job) ? job->engine->write_column(job, error)
                                                        : status;
}
