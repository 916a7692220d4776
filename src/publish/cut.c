/* SPDX-License-Identifier: MIT */
/* Names the shards of parts that have been laid out. */
#include "publish/output_names.h"

int sd_targets_cut(struct sd_targets *targets, size_t number, size_t shards,
                   struct splitdata_error *error)
{
    const size_t from = targets->count;
    size_t count;
    sd_targets_files(targets, number, &count);
    if (count != 0)
        return SPLITDATA_OK;
    if (shards > SD_MOST_OUTPUTS - from)
        return sd_fail(error, SPLITDATA_DATA, "--shards %s: more than %d outputs",
                       targets->request->options->shards, SD_MOST_OUTPUTS);
    int status = sd_targets_name_part(targets, shards, false, error);
    if (status == SPLITDATA_OK && targets->naming.replayed != NULL)
        status = sd_targets_allow(targets, from, targets->count, error);
    for (size_t i = from; i < targets->count && status == SPLITDATA_OK; i++)
        status = sd_targets_prepare(targets, targets->target[i], error);
    return status;
}
