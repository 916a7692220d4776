/* SPDX-License-Identifier: MIT */
/*
 * Files that have the names of outputs and that no split seems to have written: they are not
 * replaced, whatever the options say.
 */
#ifndef SD_PROVENANCE_FOREIGN_H
#define SD_PROVENANCE_FOREIGN_H

#include "publish/output_set.h"

/* How each page begins: a file that begins so may be replaced. */
#define SD_PAGE_BEGINNING "<!DOCTYPE html>\n<!-- a report of splitdata -->\n"

/* Call when the outputs are named and how they begin is known (`prologue`, borrowed): marks foreign
 * targets. One is foreign if it neither begins like the outputs nor is in a manifest beside it; if
 * all may be anything, because they begin with no header, none is. A replay's manifest may come
 * from an untrusted author, so that none counts. Refuses the first foreign one, unless it is a dry
 * run. */
int sd_foreign_find(struct sd_targets *targets, const struct sd_text *prologue,
                    struct splitdata_error *error);

/* Call when the parts are written: settles the names of shards of a size (sd_targets_settle), and
 * does the same for them, for they had none before. */
int sd_foreign_complete(struct sd_targets *targets, struct splitdata_error *error);

#endif
