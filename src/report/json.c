/* SPDX-License-Identifier: MIT */
/* The report as JSON (jansson). */
#include "base/digest.h"
#include "provenance/json_values.h"
#include "splitdata/splitdata.h"

#include <string.h>

static json_t *input_object(const struct splitdata_report *report, bool *made)
{
    json_t *input = json_object();
    sd_json_add(input, "path", sd_json_shown(report->input), made);
    sd_json_add(input, "rows", sd_json_integer(report->rows), made);
    sd_json_add(input, "columns", sd_json_integer(report->columns), made);
    sd_json_add(input, "bytes", sd_json_integer(report->bytes), made);
    sd_json_add(input, "blank_lines", sd_json_integer(report->blank_lines), made);
    sd_json_add(input, "comment_lines", sd_json_integer(report->comment_lines), made);
    sd_json_add(input, "skipped_lines", sd_json_integer(report->skipped_lines), made);
    sd_json_add(input, "gzip", json_boolean(report->input_gzip), made);
    sd_json_add(input, "header", json_boolean(report->header), made);
    if (report->input_sha256 != NULL)
        sd_json_add(input, sd_digest_key(report->digest), json_string(report->input_sha256), made);
    return input;
}

static json_t *file_object(const struct splitdata_report *report,
                           const struct splitdata_input *file, bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "path", sd_json_shown(file->path), made);
    sd_json_add(object, "rows", sd_json_integer(file->rows), made);
    sd_json_add(object, "bytes", sd_json_integer(file->bytes), made);
    sd_json_add(object, "gzip", json_boolean(file->gzip), made);
    if (file->sha256 != NULL)
        sd_json_add(object, sd_digest_key(report->digest), json_string(file->sha256), made);
    return object;
}

/* Several files that are split as one. */
static void add_files(json_t *root, const struct splitdata_report *report, bool *made)
{
    json_t *files = json_array();
    for (size_t i = 0; i < report->input_count; i++)
        sd_json_append(files, file_object(report, &report->inputs[i], made), made);
    sd_json_add(root, "inputs", files, made);
}

/* Null for what was not written. */
static json_t *outcome_text(enum splitdata_outcome outcome)
{
    static const char *const words[] = {
        [SPLITDATA_OUTCOME_NONE] = NULL,
        [SPLITDATA_OUTCOME_MADE] = "made",
        [SPLITDATA_OUTCOME_KEPT] = "kept",
        [SPLITDATA_OUTCOME_REPLACED] = "replaced",
    };
    return words[outcome] != NULL ? json_string(words[outcome]) : json_null();
}

/* The largest classes. */
static json_t *classes_object(const struct splitdata_report *report, bool *made)
{
    json_t *object = json_object(), *largest = json_array();
    for (size_t c = 0; c < report->class_count; c++) {
        const struct splitdata_class *class = &report->classes[c];
        json_t *item = json_object();
        sd_json_add(item, "class", class->label != NULL ? sd_json_shown(class->label) : json_null(),
                    made);
        sd_json_add(item, "rows", sd_json_integer(class->rows), made);
        sd_json_append(largest, item, made);
    }
    sd_json_add(object, "columns", sd_json_shown(report->class_columns), made);
    sd_json_add(object, "largest", largest, made);
    sd_json_add(object, "more", sd_json_integer(report->classes_more), made);
    return object;
}

/* How many records of each of them are in part number `number`. */
static json_t *class_rows(const struct splitdata_report *report, size_t number, bool *made)
{
    json_t *rows = json_array();
    for (size_t c = 0; c < report->class_count; c++)
        sd_json_append(rows, sd_json_integer(report->class_rows[number * report->class_count + c]),
                       made);
    return rows;
}

static void add_file(json_t *object, const struct splitdata_report *report, uint64_t bytes,
                     bool counted, const char *digest, bool *made)
{
    sd_json_add(object, "bytes", counted ? sd_json_integer(bytes) : json_null(), made);
    if (digest != NULL)
        sd_json_add(object, sd_digest_key(report->digest), json_string(digest), made);
}

static json_t *shards_array(const struct splitdata_report *report,
                            const struct splitdata_part *part, bool *made)
{
    json_t *shards = json_array();
    for (size_t s = 0; s < part->shard_count; s++) {
        const struct splitdata_shard *shard = &part->shards[s];
        json_t *object = json_object();
        sd_json_add(object, "path", sd_json_shown(shard->path), made);
        sd_json_add(object, "rows", sd_json_integer(shard->rows), made);
        add_file(object, report, shard->bytes, report->written || shard->sha256 != NULL,
                 shard->sha256, made);
        sd_json_add(object, "outcome", outcome_text(shard->outcome), made);
        sd_json_append(shards, object, made);
    }
    return shards;
}

static json_t *part_object(const struct splitdata_report *report, size_t number, bool *made)
{
    const struct splitdata_part *part = &report->parts[number];
    json_t *object = json_object();
    sd_json_add(object, "name", sd_json_shown(part->name), made);
    sd_json_add_unless_0(object, "repeat", part->repeat, made);
    sd_json_add_unless_0(object, "fold", part->fold, made);
    if (part->path == NULL)
        sd_json_add(object, "written", json_false(), made);
    sd_json_add(object, "path", part->path != NULL ? sd_json_shown(part->path) : json_null(), made);
    sd_json_add(object, "rows", sd_json_integer(part->rows), made);
    sd_json_add(object, "share", json_real(part->share), made);
    bool counted = part->path != NULL && (report->written || part->sha256 != NULL);
    add_file(object, report, part->bytes, counted, part->sha256, made);
    if (part->shard_count != 0)
        sd_json_add(object, "shards", shards_array(report, part, made), made);
    if (part->query != NULL)
        sd_json_add(object, "query", sd_json_shown(part->query), made);
    sd_json_add(object, "outcome", outcome_text(part->outcome), made);
    if (report->class_columns != NULL)
        sd_json_add(object, "class_rows", class_rows(report, number, made), made);
    return object;
}

static json_t *stages_object(const struct splitdata_report *report, bool *made)
{
    static const char *const names[SPLITDATA_STAGES] = {
        [SPLITDATA_STAGE_READ] = "read", [SPLITDATA_STAGE_INDEX] = "index",
        [SPLITDATA_STAGE_PLAN] = "plan", [SPLITDATA_STAGE_WRITE] = "write",
        [SPLITDATA_STAGE_SYNC] = "sync", [SPLITDATA_STAGE_PUBLISH] = "publish",
    };
    json_t *stages = json_object();
    for (size_t i = 0; i < SPLITDATA_STAGES; i++)
        sd_json_add(stages, names[i], json_real(report->stage_seconds[i]), made);
    return stages;
}

char *splitdata_report_json(const struct splitdata_report *report)
{
    bool made = true;
    json_t *root = json_object(), *parts = json_array(), *warnings = json_array();
    sd_json_add(root, "tool", json_string("splitdata"), &made);
    sd_json_add(root, "version", json_string(splitdata_version()), &made);
    sd_json_add(root, "recipe", sd_json_shown(report->recipe), &made);
    sd_json_add(root, "own_rule",
                report->own_rule != NULL ? sd_json_shown(report->own_rule) : json_null(), &made);
    if (report->like != NULL && strcmp(report->like, report->recipe) != 0)
        sd_json_add(root, "like", sd_json_shown(report->like), &made);
    if (report->conditions != NULL)
        sd_json_add(root, "conditions", sd_json_shown(report->conditions), &made);
    sd_json_add(root, "strategy",
                report->strategy != NULL ? sd_json_shown(report->strategy) : json_null(), &made);
    sd_json_add(root, "seed", report->seed != NULL ? sd_json_shown(report->seed) : json_null(),
                &made);
    sd_json_add(root, "input", input_object(report, &made), &made);
    if (report->input_count != 0)
        add_files(root, report, &made);
    for (size_t i = 0; i < report->part_count; i++)
        sd_json_append(parts, part_object(report, i, &made), &made);
    sd_json_add(root, "parts", parts, &made);
    if (report->class_columns != NULL)
        sd_json_add(root, "classes", classes_object(report, &made), &made);
    sd_json_add(root, "left_out", sd_json_integer(report->left_out), &made);
    if (report->left_out_named)
        sd_json_add(root, "left_out_by", sd_json_left_out(report->left_out_by, &made), &made);
    if (report->duplicates_counted) {
        json_t *counted = json_object();
        sd_json_add(counted, "rows", sd_json_integer(report->compared_rows), &made);
        sd_json_add(counted, "in_first_part", sd_json_integer(report->shared_rows), &made);
        sd_json_add(root, "duplicates", counted, &made);
    }
    sd_json_add(root, "split_id", sd_json_shown(report->split_id), &made);
    if (report->manifest != NULL) {
        sd_json_add(root, "manifest", sd_json_shown(report->manifest), &made);
        sd_json_add(root, "manifest_outcome", outcome_text(report->manifest_outcome), &made);
    }
    if (report->page != NULL) {
        sd_json_add(root, "report", sd_json_shown(report->page), &made);
        sd_json_add(root, "report_outcome", outcome_text(report->page_outcome), &made);
    }
    sd_json_add(root, "written", json_boolean(report->written), &made);
    for (size_t i = 0; i < report->warning_count; i++)
        sd_json_append(warnings, sd_json_shown(report->warnings[i]), &made);
    sd_json_add(root, "warnings", warnings, &made);
    sd_json_add(root, "seconds", json_real(report->seconds), &made);
    sd_json_add(root, "stages", stages_object(report, &made), &made);
    return sd_json_finish(root, made);
}
