/* SPDX-License-Identifier: MIT */
/* What the quotes of a refused input hold together. */
#ifndef SD_CSV_REFUSED_QUOTES_H
#define SD_CSV_REFUSED_QUOTES_H

#include "csv/trial.h"

/* Whether some lines look like one text in quotes, and not like records: a quote opens before a
 * field in one of them and closes after a field in a later one, and the lines after the first do
 * not have values where the records have them. Without quotes such a text would be torn. */
bool sd_refused_holds_text(const struct sd_refused *refused);

#endif
