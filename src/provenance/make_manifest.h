/* SPDX-License-Identifier: MIT */
/* The manifest of a completed split. */
#ifndef SD_PROVENANCE_MAKE_MANIFEST_H
#define SD_PROVENANCE_MAKE_MANIFEST_H

#include "base/fingerprint.h"
#include "csv/scan.h"
#include "in/joined.h"
#include "out/output.h"
#include "splitdata/splitdata.h"

/* The contents of a manifest besides the report; borrowed. */
struct sd_manifest_facts {
    const struct splitdata_options *options;
    const struct sd_dialect *dialect;
    const char *seed;       /* NULL: nothing was drawn */
    const char *input_path; /* "-": the input has no name to be recorded */
    const char *stem;       /* with report->inputs: from which outputs are named; else NULL */
    const struct sd_fingerprint *input;
    const struct sd_joined *joined; /* with `stem`: the files */
};

/* Writes the manifest, whose paths are relative to its own, output->path; it is not yet
 * published. */
int sd_manifest_make(const struct sd_manifest_facts *facts, const struct splitdata_report *report,
                     struct sd_output *output, struct splitdata_error *error);

#endif
