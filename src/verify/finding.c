/* SPDX-License-Identifier: MIT */
#include "verify/finding.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int sd_conclude(struct splitdata_finding *finding, enum splitdata_verdict verdict,
                const char *detail, struct splitdata_error *error)
{
    char shown[1024];
    finding->verdict = verdict;
    free(finding->detail);
    finding->detail = NULL;
    if (detail == NULL || detail[0] == '\0')
        return SPLITDATA_OK;
    size_t length = splitdata_escape(shown, sizeof shown, detail, strlen(detail));
    finding->detail = sd_copy_string(shown, length);
    return finding->detail != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the findings");
}

int sd_finding_of_part(struct splitdata_finding *finding, const char *subject,
                       const struct sd_manifest_part *part, struct splitdata_error *error)
{
    finding->subject = subject;
    finding->repeat = part->repeat;
    finding->fold = part->fold;
    finding->name = sd_copy_string(part->name, strlen(part->name));
    return finding->name != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the findings");
}

static int verify_query(const struct sd_manifest_check *check,
                        const struct sd_file_reading *control, const struct sd_manifest_part *part,
                        struct splitdata_finding *finding, struct splitdata_error *error)
{
    const struct sd_expected expected = {.bytes = part->query_bytes, .digest = part->query_digest};
    struct sd_file_check found = {0};
    int status = sd_finding_of_part(finding, "query", part, error);
    if (status == SPLITDATA_OK && part->query_path == NULL)
        return sd_conclude(finding, SPLITDATA_VERDICT_UNCHECKED, "not written", error);
    if (status == SPLITDATA_OK)
        status = sd_manifest_check_locate(check, part->query_path, "nothing outside is read",
                                          &finding->path, error);
    if (status == SPLITDATA_OK)
        status = sd_verify_file(finding->path, &expected, control, &found, error);
    if (status != SPLITDATA_OK)
        return status;
    finding->byte = found.there && !found.same ? found.more_from : SPLITDATA_NOWHERE;
    return sd_conclude(finding,
                       !found.there  ? SPLITDATA_VERDICT_MISSING
                       : !found.same ? SPLITDATA_VERDICT_CHANGED
                                     : SPLITDATA_VERDICT_SAME,
                       found.there ? found.detail : NULL, error);
}

int sd_verify_queries(const struct sd_manifest_check *check, const struct sd_file_reading *control,
                      struct splitdata_finding *findings, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &check->manifest;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < manifest->part_count && status == SPLITDATA_OK; i++)
        status = verify_query(check, control, &manifest->parts[i], &findings[i], error);
    return status;
}
