/* SPDX-License-Identifier: MIT */
/* Lines of the evidence, of all results at once: each file is gone through once, as far as there is
 * evidence. */
#ifndef SD_CHECK_PLACES_H
#define SD_CHECK_PLACES_H

#include "check/side.h"
#include "splitdata/check.h"

/* Replaces the offsets in the evidence by lines, from 1; UINT64_MAX becomes 0. False: no memory. */
bool sd_places_to_lines(struct splitdata_checked *checked, const struct sd_side *sides);

#endif
