/* SPDX-License-Identifier: MIT */
#include "report/classes.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool add_class(const struct sd_decision *decision, size_t number,
                      struct splitdata_report *report)
{
    const uint32_t code = decision->tally.largest[number];
    struct splitdata_class *class = &report->classes[number];
    char label[256];
    class->rows = decision->strata->codes.sizes[code];
    if (sd_key_set_is_joined(decision->strata, code))
        return true;
    sd_key_set_label(decision->strata, code, label, sizeof label);
    class->label = sd_copy_string(label, strlen(label));
    return class->label != NULL;
}

static bool add_columns(const struct sd_key_set *strata, struct splitdata_report *report)
{
    struct sd_text text = {0};
    bool added = true;
    for (size_t c = 0; c < strata->count && added; c++)
        added = sd_text_format(&text, "%s%s", c != 0 ? " and " : "", strata->names[c]);
    report->class_columns = text.bytes;
    return added;
}

bool sd_report_classes(const struct sd_decision *decision, struct splitdata_report *report)
{
    const struct sd_tally *tally = &decision->tally;
    const size_t count = tally->largest_count, cells = report->part_count * count;
    if (tally->strata == NULL)
        return true;
    report->classes = calloc(count + 1, sizeof *report->classes);
    report->class_rows = calloc(cells + 1, sizeof *report->class_rows);
    if (report->classes == NULL || report->class_rows == NULL)
        return false;
    report->class_count = count;
    report->classes_more = tally->strata->count - count;
    memcpy(report->class_rows, tally->rows, cells * sizeof *report->class_rows);
    for (size_t i = 0; i < count; i++) {
        if (!add_class(decision, i, report))
            return false;
    }
    return add_columns(decision->strata, report);
}

void sd_report_classes_free(struct splitdata_report *report)
{
    for (size_t i = 0; i < report->class_count; i++)
        free(report->classes[i].label);
    free(report->classes);
    free(report->class_rows);
    free(report->class_columns);
}
