/* SPDX-License-Identifier: MIT */
/*
 * --order input: the input is read from front to back, and each record goes to the output of its
 * part (direct.h). The permutation is drawn of row numbers, and nothing is kept of it but one byte
 * a row, which part it belongs to. An input that is larger than the memory that may be used is
 * split without an index of all records (marks.h): its chunks are scanned again.
 *
 * Memory: 5 bytes a row while the permutation is drawn (9 from 2^32 rows on), then 1; and the
 * index.
 */
#ifndef SD_SIEVE_H
#define SD_SIEVE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct sd_run;

/* Whether the options make such a split. It is made so (run->sieved) where all outputs are plain
 * files and the input has no blank lines. */
bool sd_run_in_sieve(const struct sd_run *run);

/* In place of a way's `arrange`: the plan's cuts say how many records are in each part, and
 * run->part_of_row which ones. */
int sd_sieve_arrange(struct sd_run *run, struct splitdata_error *error);

/* Writes the outputs; the plan has no items any more, and the proof knows the parts' sums. */
int sd_sieve_write(struct sd_run *run, struct splitdata_error *error);

#endif
