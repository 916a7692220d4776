/* SPDX-License-Identifier: MIT */
#include "base/text.h"
#include "provenance/make_manifest.h"
#include "provenance/manifest.h"
#include "provenance/split_id.h"
#include "report/classes.h"
#include "report/outcome.h"
#include "strategy/strategy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The path of shards: a star stands for their numbers. */
static char *shards_path(const struct sd_target *first)
{
    struct sd_text path = {0};
    const char *of = strchr(first->path + first->shard_at, '-');
    if (sd_text_append(&path, first->path, first->shard_at) && sd_text_add(&path, "*") &&
        sd_text_add(&path, of))
        return path.bytes;
    sd_text_free(&path);
    return NULL;
}

/* Adds the shards of part number i. */
static bool report_shards(const struct sd_outcome *outcome, size_t i, struct splitdata_part *part)
{
    size_t count;
    struct sd_target *const *files = sd_targets_files(outcome->targets, i, &count);
    if (!sd_shards_wanted(&outcome->request->shards) || count == 0)
        return true;
    part->shards = calloc(count, sizeof *part->shards);
    if (part->shards == NULL)
        return false;
    part->shard_count = count;
    part->bytes = 0;
    for (size_t s = 0; s < count; s++) {
        struct splitdata_shard *shard = &part->shards[s];
        *shard = (struct splitdata_shard){
            .path = sd_copy_string(files[s]->path, strlen(files[s]->path)),
            .rows = files[s]->output.records,
            .bytes = files[s]->output.size,
        };
        part->bytes += shard->bytes;
        if (shard->path == NULL)
            return false;
    }
    return true;
}

/* Fills *made, number i of its array. Parts of the same name have the same text, and with one file
 * for all parts all have its path (splitdata_report_free knows). */
static bool report_part(const struct sd_outcome *outcome, size_t i, struct splitdata_part *made)
{
    const struct sd_request *request = outcome->request;
    const bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    const uint32_t folds = outcome->decision->folds;
    const size_t parts = request->parts.count, in_set = folds != 0 ? folds : 1;
    const struct sd_part *part = &request->parts.part[i % parts];
    const struct sd_target *target = sd_targets_of_part(outcome->targets, i);
    const struct sd_target *query = sd_targets_query_of(outcome->targets, i);
    const bool sized = part->size.kind != SD_SIZE_NONE && folds == 0;
    *made = (struct splitdata_part){
        .name = i >= parts ? made[-(ptrdiff_t)parts].name
                           : sd_copy_string(part->name, strlen(part->name)),
        .path = i > 0 && column       ? made[-1].path
                : target == NULL      ? NULL
                : target->shards != 0 ? shards_path(target)
                                      : sd_copy_string(target->path, strlen(target->path)),
        .repeat = request->options->repeats != 0 ? i / parts / in_set + 1 : 0,
        .fold = folds != 0 ? i / parts % folds + 1 : 0,
        .size = sized ? sd_copy_string(part->size.text, part->size.text_length) : NULL,
        .rows = outcome->part_rows[i],
        .share = (double)outcome->part_rows[i] / (double)outcome->records->rows,
        .bytes = target != NULL ? target->output.size : 0,
        .query = query != NULL ? sd_copy_string(query->path, strlen(query->path)) : NULL,
        .query_bytes = query != NULL ? query->output.size : 0,
    };
    return (made->query != NULL || query == NULL) && made->name != NULL &&
           (made->path != NULL || target == NULL) && (!sized || made->size != NULL) &&
           report_shards(outcome, i, made);
}

/* Reports the parts and, from them, the split id. */
static bool report_parts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    size_t count = sd_decide_sets(outcome->decision) * outcome->request->parts.count;
    char text[SD_SPLIT_ID_TEXT];
    uint64_t id = 0;
    report->parts = calloc(count, sizeof *report->parts);
    for (size_t i = 0; report->parts != NULL && i < count; i++) {
        const struct splitdata_part *part = &report->parts[i];
        report->part_count = i + 1;
        if (!report_part(outcome, i, &report->parts[i]))
            return false;
        const struct sd_split_part of_id = {part->repeat, part->fold, part->name, part->rows,
                                            outcome->sums[i]};
        id = sd_split_id_add(id, &of_id);
    }
    sd_split_id_text(id, text);
    report->split_id = sd_copy_string(text, strlen(text));
    return report->parts != NULL && report->split_id != NULL;
}

/* The number of records in no part of the first repeat; with folds, of records not in the sample.
 */
static uint64_t left_out(const struct sd_outcome *outcome)
{
    const struct sd_decision *decision = outcome->decision;
    uint64_t used = 0;
    if (decision->folds != 0)
        return outcome->records->rows - decision->rows;
    for (size_t p = 0; p < decision->plan.parts; p++)
        used += outcome->part_rows[p];
    return outcome->records->rows - used;
}

/* The reasons for which records are left out, in the order in which they apply (the rest is due to
 * the strategy), and the equal records that were counted. */
static void count_rows(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_decision *decision = outcome->decision;
    uint64_t *by = report->left_out_by;
    by[SPLITDATA_LEFT_OUT_MISSING] = decision->missing_rows;
    by[SPLITDATA_LEFT_OUT_DUPLICATE] = decision->duplicate_rows;
    by[SPLITDATA_LEFT_OUT_SAMPLE] = decision->unsampled_rows;
    by[SPLITDATA_LEFT_OUT_OTHER] = report->left_out - decision->missing_rows -
                                   decision->duplicate_rows - decision->unsampled_rows;
    report->duplicates_counted = decision->equal != NULL;
    if (report->duplicates_counted) {
        report->compared_rows = decision->compared_rows;
        report->shared_rows = decision->shared_rows;
    }
    report->left_out_named = sd_options_name_left_out(outcome->request->options);
}

static bool copy(char **to, const char *from)
{
    *to = from != NULL ? sd_copy_string(from, strlen(from)) : NULL;
    return from == NULL || *to != NULL;
}

/* What no call of the framework gives. */
static bool report_own_rule(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_request *request = outcome->request;
    struct sd_text text = {0};
    const size_t parts = request->parts.count;
    const bool many = request->recipe->two_parts && outcome->decision->folds == 0 && parts > 2;
    const bool rare = request->options->rare != SPLITDATA_RARE_ERROR;
    bool made = !many || sd_text_format(&text, "%zu parts", parts);
    if (made && rare)
        made = sd_text_format(&text, "%srare classes", many ? " and " : "");
    report->own_rule = text.bytes;
    return made;
}

/* Whether the framework's draws decide how many rows a part gets. */
static bool sizes_are_drawn(const struct sd_outcome *outcome)
{
    const struct sd_recipe *recipe = outcome->request->recipe;
    const enum sd_split_kind kind = outcome->request->kind;
    return (recipe->sizes == NULL && recipe->assign != NULL && kind == SD_SPLIT_ROWS) ||
           (recipe->assign_strata != NULL && kind == SD_SPLIT_STRATA) ||
           (recipe->assign_groups != NULL && kind == SD_SPLIT_GROUPS);
}

static bool report_texts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_decision *decision = outcome->decision;
    const struct sd_request *request = outcome->request;
    const bool own = decision->strategy->own ||
                     request->options->group_unit == SPLITDATA_GROUP_UNIT_ROWS ||
                     request->options->rare == SPLITDATA_RARE_EACH;
    const struct sd_text *description = &decision->description;
    report->sizes_drawn = sizes_are_drawn(outcome);
    return (own || report_own_rule(outcome, report)) && copy(&report->like, request->like) &&
           copy(&report->conditions, own ? NULL : request->recipe->conditions) &&
           copy(&report->recipe, own ? "splitdata" : request->recipe->name) &&
           copy(&report->strategy, sd_decide_told(decision)) &&
           copy(&report->recorded_strategy, description->length != 0 ? description->bytes : NULL) &&
           copy(&report->input, outcome->path) && copy(&report->seed, decision->seed);
}

/* Several files: each of them. */
static bool report_inputs(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_joined *joined = outcome->input->joined;
    if (joined == NULL)
        return true;
    const uint64_t *first = joined->extents.first_row;
    report->inputs = calloc(joined->count, sizeof *report->inputs);
    for (size_t i = 0; report->inputs != NULL && i < joined->count; i++) {
        const struct sd_joined_file *file = &joined->file[i];
        const uint64_t next = i + 1 < joined->count ? first[i + 1] : outcome->records->rows;
        report->input_count = i + 1;
        report->inputs[i] = (struct splitdata_input){
            .rows = next - first[i], .bytes = file->bytes, .gzip = file->compression != NULL};
        if (!copy(&report->inputs[i].path, file->path))
            return false;
    }
    return report->inputs != NULL;
}

static int fill(const struct sd_outcome *outcome, struct splitdata_report *report,
                struct splitdata_error *error)
{
    const struct sd_records *records = outcome->records;
    const struct splitdata_options *options = outcome->request->options;
    report->rows = records->rows;
    report->columns = records->index.fields;
    report->bytes = sd_extents_bytes(records->extents, records->size);
    report->blank_lines = records->index.blank_lines;
    report->comment_lines = records->index.comment_lines;
    report->skipped_lines = records->dialect->skip_lines;
    report->input_gzip = outcome->input->compression != NULL;
    report->header = records->dialect->header;
    report->left_out = left_out(outcome);
    count_rows(outcome, report);
    report->written = !options->dry_run && !outcome->rehearsal;
    report->seed_drawn = outcome->decision->seed_drawn;
    report->seed_unused = outcome->decision->seed == NULL;
    return report_texts(outcome, report) && report_inputs(outcome, report) &&
                   report_parts(outcome, report) && sd_report_classes(outcome->decision, report) &&
                   sd_report_warnings(outcome, report)
               ? sd_provenance_report(outcome->provenance, outcome->targets, report, error)
               : sd_fail_memory(error, "the report");
}

static int make_manifest(const struct sd_outcome *outcome, struct splitdata_report *report,
                         struct splitdata_error *error)
{
    struct sd_target *target = sd_targets_manifest(outcome->targets);
    const struct sd_manifest_facts facts = {
        .options = outcome->request->options,
        .dialect = outcome->records->dialect,
        .seed = outcome->decision->seed,
        .input_path = outcome->name->unnamed ? "-" : outcome->path,
        .stem = outcome->list->many ? outcome->name->pieces.stem : NULL,
        .input = &outcome->provenance->input,
        .joined = outcome->input->joined,
    };
    const struct sd_target *page = outcome->targets->page;
    if (target == NULL)
        return SPLITDATA_OK;
    if (!copy(&report->manifest, target->path) ||
        (page != NULL && !copy(&report->page, page->path)))
        return sd_fail_memory(error, "the report");
    return outcome->request->options->dry_run
               ? SPLITDATA_OK
               : sd_manifest_make(&facts, report, &target->output, error);
}

int sd_report_build(const struct sd_outcome *outcome, struct splitdata_report *report,
                    struct splitdata_error *error)
{
    int status = fill(outcome, report, error);
    return status == SPLITDATA_OK ? make_manifest(outcome, report, error) : status;
}
