/* SPDX-License-Identifier: MIT */
/* Feeds one record to its output, in the form that was asked for: the record, its row number, or
 * the record with its part. */
#ifndef SD_ENGINE_PUT_RECORD_H
#define SD_ENGINE_PUT_RECORD_H

#include "engine/engine.h"
#include "out/feed.h"

/* Row number job->records.rows goes to `part`; `feeders` by part, one with --emit column. */
int sd_put_record(const struct sd_job *job, struct sd_feeder *feeders, uint32_t part,
                  const uint8_t *record, size_t length, struct splitdata_error *error);

#endif
