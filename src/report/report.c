/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "base/text.h"
#include "report/classes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a warning of this severity belongs: after all that are as grave. */
static size_t place_of(const struct splitdata_report *report, enum splitdata_severity severity)
{
    size_t place = 0;
    for (size_t i = 0; i <= (size_t)severity; i++)
        place += report->severities[i];
    return place;
}

static bool insert(struct splitdata_report *report, enum splitdata_severity severity, char *text)
{
    char **more =
        text != NULL ? realloc(report->warnings, (report->warning_count + 1) * sizeof *more) : NULL;
    if (more == NULL) {
        free(text);
        return false;
    }
    size_t place = place_of(report, severity);
    report->warnings = more;
    memmove(more + place + 1, more + place, (report->warning_count - place) * sizeof *more);
    more[place] = text;
    report->warning_count++;
    report->severities[severity]++;
    return true;
}

bool sd_report_warn(struct splitdata_report *report, enum splitdata_severity severity,
                    const char *format, ...)
{
    char raw[512], escaped[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    size_t used = length < 0 ? 0 : (size_t)length < sizeof raw ? (size_t)length : sizeof raw - 1;
    used = splitdata_escape(escaped, sizeof escaped, raw, used);
    for (size_t i = 0; i < report->warning_count; i++) {
        if (strlen(report->warnings[i]) == used && memcmp(report->warnings[i], escaped, used) == 0)
            return true;
    }
    return insert(report, severity, sd_copy_string(escaped, used));
}

/* The number of parts of the first fold or repeat: later ones share their names. */
static size_t parts_in_set(const struct splitdata_report *report)
{
    const struct splitdata_part *parts = report->parts;
    size_t count = 0;
    while (count < report->part_count && parts[count].repeat == parts[0].repeat &&
           parts[count].fold == parts[0].fold)
        count++;
    return count;
}

void splitdata_report_free(struct splitdata_report *report)
{
    const size_t named = parts_in_set(report);
    for (size_t i = 0; i < report->part_count; i++) {
        if (i < named)
            free(report->parts[i].name);
        if (i == 0 || report->parts[i].path != report->parts[i - 1].path)
            free(report->parts[i].path);
        free(report->parts[i].size);
        free(report->parts[i].sha256);
        free(report->parts[i].query);
        free(report->parts[i].query_sha256);
        for (size_t s = 0; s < report->parts[i].shard_count; s++) {
            free(report->parts[i].shards[s].path);
            free(report->parts[i].shards[s].sha256);
        }
        free(report->parts[i].shards);
    }
    for (size_t i = 0; i < report->warning_count; i++)
        free(report->warnings[i]);
    sd_report_classes_free(report);
    for (size_t i = 0; i < report->input_count; i++) {
        free(report->inputs[i].path);
        free(report->inputs[i].sha256);
    }
    free(report->inputs);
    free(report->parts);
    free(report->warnings);
    free(report->recipe);
    free(report->like);
    free(report->conditions);
    free(report->own_rule);
    free(report->strategy);
    free(report->recorded_strategy);
    free(report->seed);
    free(report->input);
    free(report->split_id);
    free(report->manifest);
    free(report->page);
    free(report->input_sha256);
    memset(report, 0, sizeof *report);
}
