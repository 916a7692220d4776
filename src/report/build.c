/* SPDX-License-Identifier: MIT */
/* What is told of a run: its report. */
#include "report/report.h"
#include "split.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool report_parts(const struct sd_run *run, struct splitdata_report *report)
{
    const struct sd_request *request = &run->request;
    bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    size_t parts = run->plan.parts, folds = sd_run_folds(run) != 0 ? sd_run_folds(run) : 1;
    size_t count = sd_run_sets(run) * parts;
    report->parts = calloc(count, sizeof *report->parts);
    for (size_t i = 0; report->parts != NULL && i < count; i++) {
        const struct sd_target *target = &run->targets.target[column ? 0 : i];
        const char *name = request->parts.part[i % parts].name;
        const struct sd_size *size = &request->parts.part[i % parts].size;
        bool sized = size->kind != SD_SIZE_NONE && run->way->select_fold == NULL;
        report->parts[i] = (struct splitdata_part){
            .name = sd_copy_string(name, strlen(name)),
            .path = sd_copy_string(target->path, strlen(target->path)),
            .repeat = request->options->repeats != 0 ? i / parts / folds + 1 : 0,
            .fold = run->way->select_fold != NULL ? i / parts % folds + 1 : 0,
            .size = sized ? sd_copy_string(size->text, size->text_length) : NULL,
            .rows = run->achieved[i],
            .share = (double)run->achieved[i] / (double)run->contents.rows,
            .bytes = target->output.size,
        };
        report->part_count = i + 1;
        if (report->parts[i].name == NULL || report->parts[i].path == NULL ||
            (sized && report->parts[i].size == NULL))
            return false;
    }
    return report->parts != NULL;
}

/* Records that no part has: of the first round, and with folds those of no sample. */
static uint64_t left_out(const struct sd_run *run)
{
    uint64_t used = 0;
    if (run->way->select_fold != NULL)
        return run->contents.rows - run->rows.count;
    for (size_t p = 0; p < run->plan.parts; p++)
        used += run->achieved[p];
    return run->contents.rows - used;
}

int sd_run_report(struct sd_run *run, struct splitdata_report *report,
                  struct splitdata_error *error)
{
    report->rows = run->contents.rows;
    report->columns = run->index.fields;
    report->bytes = run->input.size;
    report->blank_lines = run->index.blank_lines;
    report->input_gzip = run->input.compression != NULL;
    report->header = run->dialect.header;
    report->left_out = left_out(run);
    report->written = !run->request.options->dry_run && !run->provenance.asked.rehearsal;
    report->seed_drawn = run->seed_drawn;
    bool own = run->way->own || run->request.options->group_unit == SPLITDATA_GROUP_UNIT_ROWS;
    const char *recipe = own ? "splitdata" : run->request.recipe->name;
    report->recipe = sd_copy_string(recipe, strlen(recipe));
    report->input = sd_copy_string(run->path, strlen(run->path));
    if (run->strategy.length != 0)
        report->strategy = sd_copy_string(run->strategy.bytes, run->strategy.length);
    if (run->seed != NULL)
        report->seed = sd_copy_string(run->seed, strlen(run->seed));
    bool filled = report->recipe != NULL && report->input != NULL &&
                  (run->seed == NULL || report->seed != NULL) &&
                  (run->strategy.length == 0 || report->strategy != NULL) &&
                  report_parts(run, report) && sd_run_warn(run, report);
    return filled ? sd_provenance_report(run, report, error)
                  : sd_fail_memory(error, "the report");
}
