/* SPDX-License-Identifier: MIT */
/* The end of a split: its outputs are compared with what is there, and published. */
#include "publish/existing.h"
#include "publish/output_set.h"
#include "publish/publish.h"

#include <stdlib.h>

/* Test parts first, and train (the part named first) last: once train exists, all parts exist, and
 * what is beside them. Only the page and the manifest come later. */
static size_t publication_order(const struct sd_targets *targets, struct sd_output **order)
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < targets->queries; i++)
        order[count++] = &targets->target[targets->count + i]->output;
    for (size_t i = 0; i < targets->count; i++)
        most = targets->target[i]->part > most ? targets->target[i]->part : most;
    for (size_t part = most + 1; part-- > 0;) {
        for (size_t i = 0; i < targets->count; i++) {
            if (targets->target[i]->part == part)
                order[count++] = &targets->target[i]->output;
        }
    }
    if (targets->page != NULL)
        order[count++] = &targets->page->output;
    if (targets->manifest != NULL)
        order[count++] = &targets->manifest->output;
    return count;
}

static int publish_all(struct sd_targets *targets, struct sd_output **order,
                       struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    size_t count = publication_order(targets, order), all = count;
    int status = sd_publish(order, count, sd_targets_may_replace(targets), error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t i = 0; i < targets->stale_count && status == SPLITDATA_OK; i++) {
        order[all++] = &targets->stale[i].output;
        status = sd_put_aside(&targets->stale[i].output, error);
    }
    for (size_t d = 0; d < targets->directory_count && status == SPLITDATA_OK; d++) {
        if (!options->no_sync)
            status = sd_directory_sync(&targets->directories[d], error);
    }
    if (status != SPLITDATA_OK)
        sd_unpublish(order, all);
    else
        sd_forget_replaced(order, all);
    return status;
}

/* A file that appeared while the split was made is replaced as one that was there before. */
static int look_again(const struct sd_targets *targets, struct sd_target *target,
                      struct splitdata_error *error)
{
    bool begins = true;
    if (target->here_before || sd_output_is_stream(&target->output) || targets->prologue == NULL ||
        target->query || target == targets->page || target == sd_targets_manifest(targets))
        return SPLITDATA_OK;
    int status = sd_target_begins_with(target, targets->prologue->bytes, targets->prologue->length,
                                       &begins, error);
    return status == SPLITDATA_OK && !begins ? sd_target_refuse_foreign(targets, target, error)
                                             : status;
}

/* Whether what is there is kept, may be replaced, or is in the way. */
static int judge(const struct sd_targets *targets, struct sd_target *target,
                 struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    int status =
        sd_targets_may_replace(targets) ? look_again(targets, target, error) : SPLITDATA_OK;
    return status == SPLITDATA_OK && target->here_before &&
                   !(options->force && !options->if_changed)
               ? sd_target_judge(targets, target, error)
               : status;
}

int sd_targets_commit(struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        int status = judge(targets, sd_targets_at(targets, i), error);
        if (status != SPLITDATA_OK)
            return status;
    }
    struct sd_output **order =
        calloc(sd_targets_all(targets) + targets->stale_count, sizeof(*order));
    if (order == NULL)
        return sd_fail_memory(error, "publishing the outputs");
    int status = publish_all(targets, order, error);
    free(order);
    targets->committed = status == SPLITDATA_OK;
    return status;
}
