/* SPDX-License-Identifier: MIT */
/* PredefinedSplit: a column contains the number of the fold in which the row is test; -1: none. */
#include "keys/number.h"
#include "strategy/strategy.h"

#include <stdlib.h>
#include <string.h>

struct state {
    struct sd_row_folds row_folds;
    struct sd_key_set values;
};

static int read_values(struct sd_decision *decision, struct sd_key_set *values,
                       struct splitdata_error *error)
{
    const char *column = decision->request->options->predefined;
    int status = sd_strategy_key(decision, values, "--predefined", column, true, error);
    if (status != SPLITDATA_OK)
        return status;
    values->columns[0].type = "float";
    status = sd_key_set_factorize(values, error);
    bool text = status == SPLITDATA_DATA && values->classes.count == 0;
    if (text || (status == SPLITDATA_OK && values->classes.fractions))
        status = sd_fail(error, SPLITDATA_DATA,
                         "--predefined: %s contains %s, but fold numbers are whole numbers (--map "
                         "assigns values to parts)",
                         values->names[0], text ? "text" : "fractions");
    return status;
}

/* The code of the value -1; SD_NO_FOLD: there is none. */
static uint32_t always_train(const struct sd_key_set *values)
{
    uint32_t found = SD_NO_FOLD;
    char label[16];
    double value;
    for (uint32_t c = 0; c < values->codes.count; c++) {
        sd_key_set_label(values, c, label, sizeof label);
        if (sd_read_double(label, strlen(label), SD_PANDAS_3, &value) && value == -1.0)
            found = c;
    }
    return found;
}

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    if (state == NULL)
        return (int)error->status;
    struct sd_folds *folds = &state->row_folds.folds;
    int status = read_values(decision, &state->values, error);
    if (status == SPLITDATA_OK)
        status = sd_strategy_describe(decision, "folds given", &state->values, "value", error);
    if (status == SPLITDATA_OK)
        status = sd_row_folds_begin(decision, &state->row_folds, error);
    if (status == SPLITDATA_OK)
        status = decision->request->recipe->fold_predefined(folds, &state->values.codes,
                                                            always_train(&state->values), error);
    decision->folds = folds->count;
    return status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_memory_free(state->row_folds.folds.fold_of);
    sd_key_set_free(&state->values);
    free(state);
}

const struct sd_strategy sd_strategy_predefined_folds = {
    .name = "predefined folds",
    .reads_folds = true,
    .prepare = prepare,
    .select_fold = sd_row_folds_select,
    .label_folds = sd_row_folds_label,
    .train_is_rest = true,
    .free = end,
};
