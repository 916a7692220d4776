/* SPDX-License-Identifier: MIT */
/*
 * A sample of the records of the later parts is looked up in the first part, to warn of a table in
 * which many records are equal. It counts only what it finds, and costs about a hundredth of the
 * split: it looks at no record whose length none of the sample has.
 *
 * The rule, which depends on neither engine nor threads: the records of a length are in a class,
 * one of 1,024, by a hash of the length. At most 2^19 items of the first part are considered, in
 * blocks that are evenly spaced. If these are more than 32,768, only the records of some classes
 * are looked at, of the classes 0, 1, ... so many that about 16,384 records are in them, but one at
 * least; an equal record counts once more for each 1,024 bytes of it. Of the records of the later
 * parts in these classes, the first 10,000 are looked up, or fewer that have 4 MiB together.
 */
#ifndef SD_ENGINE_SAMPLE_SHARED_H
#define SD_ENGINE_SAMPLE_SHARED_H

#include "engine/engine.h"

/* Samples the plan of the first set, unless equal records cannot be in several parts or are counted
 * already; sets decision->compared_rows and shared_rows. Call before the set is written. */
int sd_sample_shared(const struct sd_job *job, struct sd_decision *decision,
                     struct splitdata_error *error);

#endif
