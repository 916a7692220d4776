/* SPDX-License-Identifier: MIT */
/* All warnings. */
#include "report/warnings.h"

bool sd_report_warnings(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    static sd_warn *const all[] = {sd_warn_of_files, sd_warn_of_input,   sd_warn_of_traits,
                                   sd_warn_of_keys,  sd_warn_of_time,    sd_warn_of_duplicates,
                                   sd_warn_of_parts, sd_warn_of_outputs, sd_warn_of_folders};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (!all[i](outcome, report))
            return false;
    }
    return true;
}
