/* SPDX-License-Identifier: MIT */
/* The classes of --stratify, and how many records of each are in each part. */
#ifndef SD_REPORT_CLASSES_H
#define SD_REPORT_CLASSES_H

#include "splitdata/splitdata.h"
#include "strategy/decide.h"

/* Fills the members of the report that are about classes. False: no memory. */
bool sd_report_classes(const struct sd_decision *decision, struct splitdata_report *report);

/* Frees them. */
void sd_report_classes_free(struct splitdata_report *report);

#endif
