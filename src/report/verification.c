/* SPDX-License-Identifier: MIT */
/* The findings of a verification as JSON, and their end of life. */
#include "base/digest.h"
#include "provenance/json_values.h"
#include "splitdata/splitdata.h"

#include <stdlib.h>

static json_t *finding_object(const struct splitdata_finding *finding, bool *made)
{
    static const char *const verdicts[] = {
        [SPLITDATA_VERDICT_SAME] = "same",
        [SPLITDATA_VERDICT_CHANGED] = "changed",
        [SPLITDATA_VERDICT_MISSING] = "missing",
        [SPLITDATA_VERDICT_UNCHECKED] = "unchecked",
    };
    json_t *object = json_object();
    sd_json_add(object, "subject", json_string(finding->subject), made);
    if (finding->name != NULL)
        sd_json_add(object, "name", sd_json_shown(finding->name), made);
    sd_json_add_unless_0(object, "repeat", finding->repeat, made);
    sd_json_add_unless_0(object, "fold", finding->fold, made);
    if (finding->path != NULL)
        sd_json_add(object, "path", sd_json_shown(finding->path), made);
    sd_json_add(object, "verdict", json_string(verdicts[finding->verdict]), made);
    if (finding->detail != NULL)
        sd_json_add(object, "detail", sd_json_shown(finding->detail), made);
    if (finding->byte != SPLITDATA_NOWHERE)
        sd_json_add(object, "byte", sd_json_integer(finding->byte), made);
    if (finding->record != SPLITDATA_NOWHERE)
        sd_json_add(object, "record", sd_json_integer(finding->record), made);
    if (finding->line != SPLITDATA_NOWHERE)
        sd_json_add(object, "line", sd_json_integer(finding->line), made);
    return object;
}

char *splitdata_verification_json(const struct splitdata_verification *result)
{
    bool made = true;
    json_t *root = json_object(), *findings = json_array();
    sd_json_add(root, "tool", json_string("splitdata"), &made);
    sd_json_add(root, "version", json_string(splitdata_version()), &made);
    sd_json_add(root, "manifest", sd_json_shown(result->manifest), &made);
    sd_json_add(root, "split_id", sd_json_shown(result->split_id), &made);
    sd_json_add(root, "digest", json_string(sd_digest_key(result->digest)), &made);
    sd_json_add(root, "holds", json_boolean(result->holds), &made);
    for (size_t i = 0; i < result->finding_count; i++)
        sd_json_append(findings, finding_object(&result->findings[i], &made), &made);
    sd_json_add(root, "findings", findings, &made);
    return sd_json_finish(root, made);
}

void splitdata_verification_free(struct splitdata_verification *result)
{
    for (size_t i = 0; i < result->finding_count; i++) {
        free(result->findings[i].name);
        free(result->findings[i].path);
        free(result->findings[i].detail);
    }
    free(result->findings);
    free(result->manifest);
    free(result->split_id);
    *result = (struct splitdata_verification){0};
}
