/* SPDX-License-Identifier: MIT */
/* What both forms of the report say. */
#ifndef SD_CHECK_REPORT_H
#define SD_CHECK_REPORT_H

#include "base/text.h"
#include "check/picture.h"

/* The finding to tell first: the first one of the highest severity; NULL: there is none. */
const struct splitdata_check_result *sd_report_gravest(const struct splitdata_checked *checked);

/* The number of records that a check found in two parts, in either order; 0: none. */
double sd_report_shared(const struct splitdata_checked *checked, const char *id, size_t part,
                        size_t other);

/* The records of all parts; and those that have a class of the target, by part (SIZE_MAX: all). */
uint64_t sd_report_rows(const struct splitdata_checked *checked);
uint64_t sd_report_labelled(const struct splitdata_check_picture *picture, size_t part);

/* The largest share of both histograms. */
double sd_report_highest(const struct sd_picture_column *column);

/* The name of a part, safe to show. */
const char *sd_report_part(const struct splitdata_checked *checked, size_t part, char out[512]);

#endif
