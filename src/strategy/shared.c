/* SPDX-License-Identifier: MIT */
#include "strategy/shared.h"

#include "keys/equal.h"

#include <string.h>

static void clear(struct sd_decision *decision)
{
    memset(decision->in_first, 0, ((size_t)decision->equal_count + 1) * sizeof *decision->in_first);
}

int sd_shared_begin(struct sd_decision *decision, struct splitdata_error *error)
{
    int status = sd_equal_number(decision->keys, decision->request->options->ignore,
                                 &decision->equal, &decision->equal_count, error);
    if (status != SPLITDATA_OK)
        return status;
    decision->in_first = sd_memory_take(decision->memory, (uint64_t)decision->equal_count + 1,
                                        sizeof *decision->in_first);
    return decision->in_first != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the equal records");
}

void sd_shared_count(struct sd_decision *decision)
{
    const struct sd_plan *plan = &decision->plan;
    const struct sd_cut *cut = plan->cuts;
    if (decision->equal == NULL)
        return;
    clear(decision);
    for (uint64_t i = cut->begin; i < cut->end; i++)
        decision->in_first[decision->equal[plan->items[i]]] = 1;
    decision->in_first[0] = 0; /* no other row is equal */
    for (size_t p = 1; p < plan->parts; p++) {
        decision->compared_rows += cut[p].end - cut[p].begin;
        for (uint64_t i = cut[p].begin; i < cut[p].end; i++)
            decision->shared_rows += decision->in_first[decision->equal[plan->items[i]]];
    }
}

void sd_shared_count_fold(struct sd_decision *decision, const uint8_t *in_test)
{
    if (decision->equal == NULL)
        return;
    clear(decision);
    for (uint64_t i = 0; i < decision->rows; i++) {
        if (in_test[i] == 0)
            decision->in_first[decision->equal[i]] = 1;
    }
    decision->in_first[0] = 0;
    for (uint64_t i = 0; i < decision->rows; i++) {
        if (in_test[i] != 1)
            continue;
        decision->compared_rows++;
        decision->shared_rows += decision->in_first[decision->equal[i]];
    }
}

/* A test record has an equal one in train if not all of these are in its fold: in_first becomes the
 * fold that all are in, plus one, or `more`. */
void sd_shared_count_folds(struct sd_decision *decision, const uint32_t *fold_of)
{
    const uint32_t more = UINT32_MAX;
    uint32_t *in = decision->in_first;
    if (decision->equal == NULL)
        return;
    clear(decision);
    for (uint64_t i = 0; i < decision->rows; i++) {
        uint32_t *fold = &in[decision->equal[i]];
        *fold = *fold == 0 || *fold == fold_of[i] + 1 ? fold_of[i] + 1 : more;
    }
    in[0] = 0;
    for (uint64_t i = 0; i < decision->rows; i++) {
        if (fold_of[i] == decision->folds)
            continue;
        decision->compared_rows++;
        decision->shared_rows += in[decision->equal[i]] == more;
    }
}
