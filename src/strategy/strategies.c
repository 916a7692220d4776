/* SPDX-License-Identifier: MIT */
/* The table of strategies: one row each; the first one whose options are given is chosen. */
#include "strategy/strategy.h"

const struct sd_strategy *sd_strategy_of(const struct splitdata_options *options,
                                         const struct sd_recipe *recipe)
{
    const struct {
        bool asked;
        const struct sd_strategy *strategy;
    } strategies[] = {
        {options->predefined && options->map, &sd_strategy_predefined},
        {options->predefined, &sd_strategy_predefined_folds},
        {options->hash && recipe->key_ranges, &sd_strategy_framework_keys},
        {options->hash, &sd_strategy_hash},
        {options->time && options->folds, &sd_strategy_time_folds},
        {options->time, &sd_strategy_time},
        {options->leave_one_group_out, &sd_strategy_leave_one_group_out},
        {options->folds, &sd_strategy_kfold},
        {options->stratify && sd_options_group(options), &sd_strategy_stratified_group},
        {options->stratify, &sd_strategy_stratified},
        {sd_options_group(options), &sd_strategy_grouped},
        {recipe->part_of_row && !options->no_shuffle, &sd_strategy_numbered_rows},
        {true, &sd_strategy_rows},
    };
    size_t s = 0;
    while (!strategies[s].asked)
        s++;
    return strategies[s].strategy;
}

bool sd_strategy_reads_keys(const struct splitdata_options *options)
{
    return options->stratify != NULL || options->group != NULL || options->time != NULL ||
           options->hash != NULL || options->predefined != NULL ||
           options->duplicates != SPLITDATA_DUPLICATES_KEEP;
}
