/* SPDX-License-Identifier: MIT */
/*
 * --order input: the input is read from front to back, and each record goes to the output of its
 * part (writer.h). The permutation is drawn of row numbers, and nothing is kept of it but one byte
 * a row, which part it belongs to. There is no index of the records (but of those that were found
 * as they came, csv/early.h): their lengths are kept where memory allows it, or their chunks are
 * scanned again (table.h).
 *
 * Memory: 5 bytes a row while the permutation is drawn (9 from 2^32 rows on), then 1; and 4 for the
 * length.
 */
#ifndef SD_ENGINE_PARTITION_H
#define SD_ENGINE_PARTITION_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct sd_run;

/* Whether the options make such a split. It is made so (run->partitioned) where all outputs are
 * plain files and the input has no blank lines. */
bool sd_run_is_partition(const struct sd_run *run);

/* Bytes of memory that a row takes at most while the permutation is drawn. */
uint64_t sd_partition_bytes(const struct sd_run *run);

/* In place of a way's `arrange`: the plan's cuts say how many records are in each part, and
 * run->part_of_row which ones. */
int sd_partition_arrange(struct sd_run *run, struct splitdata_error *error);

/* Writes the outputs; the plan has no items any more, and the provenance knows the parts' sums. */
int sd_partition_write(struct sd_run *run, struct splitdata_error *error);

#endif
