/* SPDX-License-Identifier: MIT */
/* What two parts share: of records, of labels, of groups. */
#ifndef SD_CHECK_OVERLAP_H
#define SD_CHECK_OVERLAP_H

#include "check/seen.h"
#include "check/twins.h"
#include "splitdata/check.h"

struct sd_run;

struct sd_overlap {
    size_t side, against; /* `against` is train or another part */
    uint64_t shared;      /* records of `side` with a twin in `against` */
    uint64_t values;      /* different ones of these */
    double expected, p;   /* by chance */
    struct splitdata_check_evidence evidence[SPLITDATA_CHECK_EVIDENCE]; /* offsets, ascending */
    size_t evidence_count;
};

/* The twins of a part, which are sorted by part. */
void sd_twins_of_part(const struct sd_twins *twins, size_t part, uint32_t *begin, uint32_t *end);

/* Keeps evidence if it is among the first in the order of the rows. */
void sd_overlap_show(struct sd_overlap *overlap, uint64_t offset, uint64_t other);

/* Copies the evidence to a result. */
void sd_overlap_tell(const struct sd_overlap *overlap, struct splitdata_check_result *result);

/* Fills all but the two parts. `seen`: what only train has; NULL: chance is not asked for. False:
 * no memory. */
bool sd_overlap_find(const struct sd_run *run, const struct sd_twins *twins,
                     const struct sd_seen *seen, struct sd_overlap *overlap);

#endif
