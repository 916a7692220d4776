/* SPDX-License-Identifier: MIT */
/*
 * Parts that are ranges of the input: a split by rows without a shuffle. Such a split needs no
 * index of all records (table.h). While they are counted, it is noted what the records of each
 * chunk add to the split id if they are in the first part; when the sizes are known, the chunks
 * that have records of other parts are gone through once more. Where the outputs are plain files,
 * chunks are written when they are scanned (writer.h), and then from both ends of the input on, so
 * that two files are written at once.
 */
#ifndef SD_ENGINE_CONTIGUOUS_H
#define SD_ENGINE_CONTIGUOUS_H

#include "base/error.h"

#include <stdbool.h>

struct sd_run;

/* Whether the options make such a split. */
bool sd_run_is_contiguous(const struct sd_run *run);

/* The plan's cuts say which records are in which part: from here on each part is one item, its
 * range of the input, and the provenance knows its sum. */
int sd_contiguous_write(struct sd_run *run, struct splitdata_error *error);

#endif
