/* SPDX-License-Identifier: MIT */
/* The results as JSON, and their end of life. */
#include "check/picture.h"
#include "provenance/json_values.h"
#include "splitdata/check.h"

#include <math.h>
#include <stdlib.h>

static const char *const states[] = {"ok", "finding", "not asked", "could not"};
static const char *const severities[] = {"note", "warning", "error"};

/* A number that is not known is null. */
static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *evidence_object(const struct splitdata_check_evidence *evidence, bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "line", sd_json_integer(evidence->line), made);
    if (evidence->other_line != 0)
        sd_json_add(object, "against_line", sd_json_integer(evidence->other_line), made);
    return object;
}

static json_t *result_object(const struct splitdata_checked *checked,
                             const struct splitdata_check_result *result, bool *made)
{
    json_t *object = json_object(), *evidence = json_array();
    sd_json_add(object, "id", json_string(result->id), made);
    sd_json_add(object, "check", json_string(result->check), made);
    sd_json_add(object, "state", json_string(states[result->state]), made);
    if (result->state == SPLITDATA_CHECK_FINDING)
        sd_json_add(object, "severity", json_string(severities[result->severity]), made);
    if (result->part != SIZE_MAX)
        sd_json_add(object, "part", sd_json_shown(checked->parts[result->part].name), made);
    if (result->against != SIZE_MAX)
        sd_json_add(object, "against", sd_json_shown(checked->parts[result->against].name), made);
    if (result->column != NULL)
        sd_json_add(object, "column", sd_json_shown(result->column), made);
    if (result->statistic != NULL) {
        sd_json_add(object, "statistic", json_string(result->statistic), made);
        sd_json_add(object, "value", number(result->value), made);
        sd_json_add(object, "expected", number(result->expected), made);
        sd_json_add(object, "p", number(result->p), made);
    }
    sd_json_add(object, "message", sd_json_shown(result->message), made);
    if (result->advice != NULL)
        sd_json_add(object, "advice", json_string(result->advice), made);
    for (size_t i = 0; i < result->evidence_count; i++)
        sd_json_append(evidence, evidence_object(&result->evidence[i], made), made);
    sd_json_add(object, "evidence", evidence, made);
    return object;
}

size_t splitdata_checked_count(const struct splitdata_checked *checked,
                               enum splitdata_check_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < checked->result_count; i++)
        count += checked->results[i].state == SPLITDATA_CHECK_FINDING &&
                 checked->results[i].severity == severity;
    return count;
}

char *splitdata_checked_json(const struct splitdata_checked *checked)
{
    bool made = true;
    json_t *root = json_object(), *parts = json_array(), *results = json_array();
    sd_json_add(root, "tool", json_string("splitdata"), &made);
    sd_json_add(root, "version", json_string(splitdata_version()), &made);
    for (size_t i = 0; i < checked->part_count; i++) {
        json_t *part = json_object();
        sd_json_add(part, "name", sd_json_shown(checked->parts[i].name), &made);
        sd_json_add(part, "path", sd_json_shown(checked->parts[i].path), &made);
        sd_json_add(part, "records", sd_json_integer(checked->parts[i].rows), &made);
        sd_json_append(parts, part, &made);
    }
    sd_json_add(root, "parts", parts, &made);
    for (size_t severity = 0; severity < 3; severity++) {
        static const char *const counts[] = {"notes", "warnings", "errors"};
        sd_json_add(root, counts[severity],
                    sd_json_integer(
                        splitdata_checked_count(checked, (enum splitdata_check_severity)severity)),
                    &made);
    }
    for (size_t i = 0; i < checked->result_count; i++)
        sd_json_append(results, result_object(checked, &checked->results[i], &made), &made);
    sd_json_add(root, "results", results, &made);
    if (checked->clean_written || checked->clean_left_out != 0) {
        json_t *clean = json_object();
        sd_json_add(clean, "written", json_boolean(checked->clean_written), &made);
        sd_json_add(clean, "left_out", sd_json_integer(checked->clean_left_out), &made);
        sd_json_add(root, "clean", clean, &made);
    }
    return sd_json_finish(root, made);
}

void splitdata_checked_free(struct splitdata_checked *checked)
{
    for (size_t i = 0; i < checked->result_count; i++) {
        free(checked->results[i].column);
        free(checked->results[i].message);
    }
    for (size_t i = 0; i < checked->part_count; i++) {
        free(checked->parts[i].path);
        free(checked->parts[i].name);
    }
    sd_picture_free(checked->picture);
    free(checked->results);
    free(checked->parts);
    *checked = (struct splitdata_checked){0};
}
