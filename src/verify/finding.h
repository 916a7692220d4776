/* SPDX-License-Identifier: MIT */
/* The findings of a verification. */
#ifndef SD_VERIFY_FINDING_H
#define SD_VERIFY_FINDING_H

#include "verify/compare.h"
#include "verify/verify_file.h"

/* Sets the verdict and, unless it is NULL or empty, the detail, escaped. */
int sd_conclude(struct splitdata_finding *finding, enum splitdata_verdict verdict,
                const char *detail, struct splitdata_error *error);

/* Names the part that a finding is about. */
int sd_finding_of_part(struct splitdata_finding *finding, const char *subject,
                       const struct sd_manifest_part *part, struct splitdata_error *error);

/* Fills findings[0 .. part_count-1] about the files of --query-files. */
int sd_verify_queries(const struct sd_manifest_check *check, const struct sd_file_reading *control,
                      struct splitdata_finding *findings, struct splitdata_error *error);

#endif
