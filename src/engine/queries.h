/* SPDX-License-Identifier: MIT */
/*
 * The files of --query-files: beside each output, the sizes of its groups, one a line in the order
 * of the records, as LightGBM and XGBoost read them.
 */
#ifndef SD_ENGINE_QUERIES_H
#define SD_ENGINE_QUERIES_H

#include "engine/engine.h"

/* Writes those of set number `set`, from 0, as the plan is now. SPLITDATA_DATA with the offset of a
 * record if its group has begun before in the same part and another one lies between. The items are
 * those of a full index that was not rearranged. */
int sd_queries_write(struct sd_job *job, const struct sd_decision *decision, size_t set,
                     struct splitdata_error *error);

#endif
