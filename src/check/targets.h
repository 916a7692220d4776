/* SPDX-License-Identifier: MIT */
/* The page beside a split (--report). */
#ifndef SD_CHECK_TARGETS_H
#define SD_CHECK_TARGETS_H

#include "publish/output_set.h"

/* Checks the parts among the targets, which are complete and not yet published, and writes the
 * target of the page. Needs that of the manifest, which is complete, too. */
int sd_check_targets(const struct sd_targets *targets, struct splitdata_error *error);

#endif
