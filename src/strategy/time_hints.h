/* SPDX-License-Identifier: MIT */
/* What is said about stamps that cannot be used as they are: each names the --time-format to type,
 * which was tried on all of them. These are the paths of errors, so they read the column again. */
#ifndef SD_STRATEGY_TIME_HINTS_H
#define SD_STRATEGY_TIME_HINTS_H

#include "keys/stamps.h"
#include "strategy/strategy.h"

/* SPLITDATA_USAGE if a --time-format is in letters, such as YYYY-MM-DD. */
int sd_time_check_format(const char *format, struct splitdata_error *error);

/* Refuses a column because of row `row`, whose stamp is missing, or which *error says is
 * unreadable. */
int sd_time_refuse(const struct sd_key_set *column, const struct sd_stamps *stamps, uint64_t row,
                   bool missing, struct splitdata_error *error);

/* Checks that plain numbers count seconds, as `option` needs that to be known: all must be Unix
 * seconds of 2001 to 2100 and no dates such as 2024053112. SPLITDATA_DATA. */
int sd_time_check_seconds(const struct sd_key_set *column, const struct sd_stamps *stamps,
                          const char *option, const char *value, struct splitdata_error *error);

#endif
