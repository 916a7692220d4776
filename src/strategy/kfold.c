/* SPDX-License-Identifier: MIT */
/* KFold, StratifiedKFold, GroupKFold and StratifiedGroupKFold: every row is test in one fold. */
#include "strategy/strategy.h"

#include <inttypes.h>
#include <stdlib.h>

struct state {
    struct sd_row_folds row_folds;
    struct sd_key_set strata, groups;
};

/* Fractions of few values are labels, which text keeps apart; others are for bins. */
static int refuse_fractions(const struct sd_key_set *strata, struct splitdata_error *error)
{
    enum { FEW_VALUES = 10 };
    const char *name = strata->names[0];
    char word[SD_SHELL_WORD];
    const bool few = strata->codes.count <= FEW_VALUES;
    sd_key_set_word(strata, 0, few ? "=text" : ":q10", word);
    if (few)
        return sd_fail(error, SPLITDATA_DATA,
                       "--stratify: %s holds fractions, %" PRIu32 " different ones, and "
                       "scikit-learn makes folds of classes only (--column-type %s makes each "
                       "a class)",
                       name, strata->codes.count, word);
    return sd_fail(error, SPLITDATA_DATA,
                   "--stratify: %s holds fractions, and scikit-learn makes folds of classes only "
                   "(bin it: --stratify %s)",
                   name, word);
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    int status = state != NULL ? SPLITDATA_OK : (int)error->status;
    if (status == SPLITDATA_OK && options->stratify != NULL)
        status = sd_strategy_strata(decision, &state->strata, error);
    if (status == SPLITDATA_OK && options->stratify != NULL)
        status = sd_strategy_describe(decision, "stratified", &state->strata,
                                      sd_strategy_class_word(&state->strata), error);
    if (status == SPLITDATA_OK && sd_options_group(options))
        status = sd_strategy_groups(decision, &state->groups, error);
    if (status == SPLITDATA_OK && options->stratify != NULL && state->strata.classes.fractions &&
        !decision->request->recipe->own_strata)
        status = refuse_fractions(&state->strata, error);
    return status == SPLITDATA_OK ? sd_row_folds_begin(decision, &state->row_folds, error) : status;
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct state *state = decision->state;
    struct sd_folds *folds = &state->row_folds.folds;
    const struct sd_codes *strata = decision->strata != NULL ? &decision->strata->codes : NULL;
    const struct sd_codes *groups = decision->groups != NULL ? &decision->groups->codes : NULL;
    struct sd_draw draw;
    double deviation = 0.0;
    (void)followed;
    int status = sd_recipe_fold(decision->request->recipe, folds, strata, groups,
                                sd_strategy_draw(decision, &draw), error);
    if (status == SPLITDATA_OK && decision->tally.parts != 0)
        status = sd_tally_add_folds(&decision->tally, folds, error);
    if (status != SPLITDATA_OK || strata == NULL || groups == NULL)
        return status;
    status = sd_folds_deviation(folds, strata, &deviation, error);
    return status == SPLITDATA_OK ? sd_strategy_describe_deviation(decision, deviation, error)
                                  : status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_memory_free(state->row_folds.folds.fold_of);
    sd_key_set_free(&state->strata);
    sd_key_set_free(&state->groups);
    free(state);
}

const struct sd_strategy sd_strategy_kfold = {
    .name = "folds",
    .shuffles = true,
    .prepare = prepare,
    .arrange = arrange,
    .select_fold = sd_row_folds_select,
    .label_folds = sd_row_folds_label,
    .train_is_rest = true,
    .free = end,
};
