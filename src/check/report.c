/* SPDX-License-Identifier: MIT */
/* The report as lines of text. */
#include "check/report.h"

#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The most lines of each section; with the first and the last line they are 25. */
enum { SIZES = 5, CLASSES = 6, TIMES = 4, OVERLAPS = 3, COLUMNS = 5, NAME = 22, BAR = 24 };

const struct splitdata_check_result *sd_report_gravest(const struct splitdata_checked *checked)
{
    const struct splitdata_check_result *gravest = NULL;
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        if (result->state == SPLITDATA_CHECK_FINDING &&
            (gravest == NULL || result->severity > gravest->severity))
            gravest = result;
    }
    return gravest;
}

double sd_report_shared(const struct splitdata_checked *checked, const char *id, size_t part,
                        size_t other)
{
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        if (result->state == SPLITDATA_CHECK_FINDING && strcmp(result->id, id) == 0 &&
            ((result->part == part && result->against == other) ||
             (result->part == other && result->against == part)))
            return result->value;
    }
    return 0;
}

uint64_t sd_report_rows(const struct splitdata_checked *checked)
{
    uint64_t rows = 0;
    for (size_t s = 0; s < checked->part_count; s++)
        rows += checked->parts[s].rows;
    return rows;
}

uint64_t sd_report_labelled(const struct splitdata_check_picture *picture, size_t part)
{
    uint64_t count = 0;
    for (size_t c = 0; c < SD_PICTURE_CLASSES; c++) {
        for (size_t s = 0; s < picture->parts; s++)
            count += part == SIZE_MAX || part == s ? picture->classes[c].count[s] : 0;
    }
    return count;
}

const char *sd_report_part(const struct splitdata_checked *checked, size_t part, char out[512])
{
    const char *name = checked->parts[part].name;
    splitdata_escape(out, 512, name, strlen(name));
    return out;
}

double sd_report_highest(const struct sd_picture_column *column)
{
    double most = 0;
    for (size_t i = 0; i < column->bins; i++) {
        most = column->share[0][i] > most ? column->share[0][i] : most;
        most = column->share[1][i] > most ? column->share[1][i] : most;
    }
    return most;
}

/* --- lines ----------------------------------------------------------------------------------- */

struct lines {
    struct sd_text text;
    const struct splitdata_checked *checked;
    bool blocks;
    bool room; /* false: there was no memory for something */
};

static void add(struct lines *lines, const char *text)
{
    lines->room = lines->room && sd_text_add(&lines->text, text);
}

/* Adds a name in NAME columns. */
static void add_name(struct lines *lines, const char *name)
{
    size_t columns = 0, length = 0;
    for (; name[length] != '\0'; length++) {
        const bool begins = ((unsigned char)name[length] & 0xc0) != 0x80;
        if (begins && columns == NAME)
            break;
        columns += begins;
    }
    add(lines, "  ");
    lines->room = lines->room && sd_text_append(&lines->text, name, length);
    for (; columns <= NAME; columns++)
        add(lines, " ");
}

/* A bar of a share. */
static void add_bar(struct lines *lines, double share)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const size_t units = (size_t)(share * BAR * 8 + 0.5);
    size_t columns = lines->blocks ? units / 8 : (units + 4) / 8;
    const size_t rest = lines->blocks ? units % 8 : 0;
    for (size_t i = 0; i < columns; i++)
        add(lines, lines->blocks ? "█" : "#");
    add(lines, eighths[rest]);
    for (columns += rest != 0; columns <= BAR; columns++)
        add(lines, " ");
}

/* One character a bin, as high as its share of the largest of both histograms. */
static void add_bins(struct lines *lines, const double *share, size_t bins, double most)
{
    static const char *const high[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char plain[] = " .:-=+*%@";
    add(lines, "[");
    for (size_t i = 0; i < bins; i++) {
        const size_t level = most > 0 ? (size_t)(share[i] / most * 8 + 0.999) : 0;
        const char one[2] = {plain[level > 8 ? 8 : level], '\0'};
        add(lines, lines->blocks ? high[level > 8 ? 8 : level] : one);
    }
    add(lines, "]");
}

static void add_format(struct lines *lines, const char *format, ...) SD_PRINTF(2, 3);

static void add_format(struct lines *lines, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    add(lines, text);
}

static void add_verdict(struct lines *lines)
{
    const struct splitdata_check_result *gravest = sd_report_gravest(lines->checked);
    const size_t errors = splitdata_checked_count(lines->checked, SPLITDATA_CHECK_ERROR);
    const size_t warnings = splitdata_checked_count(lines->checked, SPLITDATA_CHECK_WARNING);
    add_format(lines, "%zu error%s, %zu warning%s", errors, errors == 1 ? "" : "s", warnings,
               warnings == 1 ? "" : "s");
    if (gravest != NULL)
        add_format(lines, "; %s: %.500s", gravest->id, gravest->message);
    add(lines, "\n");
}

static void add_sizes(struct lines *lines)
{
    const struct splitdata_checked *checked = lines->checked;
    const double all = (double)sd_report_rows(checked);
    char name[512];
    for (size_t s = 0; s < checked->part_count && s < SIZES; s++) {
        if (s == SIZES - 1 && checked->part_count > SIZES) {
            add_format(lines, "  and %zu parts more\n", checked->part_count - s);
            return;
        }
        const double share = (double)checked->parts[s].rows / all;
        add_name(lines, sd_report_part(checked, s, name));
        add_bar(lines, share);
        add_format(lines, "%" PRIu64 " record%s, %.2f %%\n", checked->parts[s].rows,
                   checked->parts[s].rows == 1 ? "" : "s", 100 * share);
    }
}

/* The shares of a class in train and in the other parts, and in all together. */
static void add_classes(struct lines *lines)
{
    const struct splitdata_check_picture *picture = lines->checked->picture;
    if (picture->target == NULL)
        return;
    const double all = (double)sd_report_labelled(picture, SIZE_MAX);
    add_format(lines, "  %.60s: %zu class%s; the share in all parts, and in each\n",
               picture->target, picture->class_count, picture->class_count == 1 ? "" : "es");
    for (size_t c = 0; c < picture->class_count && c < CLASSES - 1; c++) {
        uint64_t count = 0;
        for (size_t s = 0; s < picture->parts; s++)
            count += picture->classes[c].count[s];
        add_name(lines, picture->classes[c].name);
        add_bar(lines, (double)count / all);
        add_format(lines, "%.2f %%:", 100 * (double)count / all);
        for (size_t s = 0; s < picture->parts && s < 4; s++) {
            const uint64_t rows = sd_report_labelled(picture, s);
            add_format(lines, " %.2f",
                       rows != 0 ? 100 * (double)picture->classes[c].count[s] / (double)rows : 0);
        }
        add(lines, "\n");
    }
}

static void add_times(struct lines *lines)
{
    const struct splitdata_check_picture *picture = lines->checked->picture;
    char name[512];
    if (picture->time == NULL)
        return;
    for (size_t s = 0; s < picture->parts && s < TIMES; s++) {
        add_name(lines, sd_report_part(lines->checked, s, name));
        add_format(lines, "%.40s ... %.40s\n", picture->range[s].first, picture->range[s].last);
    }
}

static void add_overlaps(struct lines *lines)
{
    const struct splitdata_checked *checked = lines->checked;
    char name[512];
    for (size_t s = 1; s < checked->part_count && s <= OVERLAPS; s++) {
        add_name(lines, sd_report_part(checked, s, name));
        const double same = sd_report_shared(checked, "L01", s, 0);
        add_format(lines, "%.0f record%s in train, too", same,
                   same > 0 && same < 2 ? " is" : "s are");
        const double more = sd_report_shared(checked, "L02", s, 0);
        if (more > 0)
            add_format(lines, "; %.0f by the values that are compared", more);
        add(lines, "\n");
    }
}

/* The columns that differ most: train above, or before, the part. */
static void add_columns(struct lines *lines)
{
    const struct splitdata_check_picture *picture = lines->checked->picture;
    for (size_t c = 0; c < picture->columns && c < COLUMNS; c++) {
        const struct sd_picture_column *column = &picture->column[c];
        add_name(lines, column->name);
        const double most = sd_report_highest(column);
        add_bins(lines, column->share[0], column->bins, most);
        add(lines, " ");
        add_bins(lines, column->share[1], column->bins, most);
        add_format(lines, " %s %.3f\n", column->numbers ? "distance" : "V", column->effect);
    }
}

char *splitdata_checked_text(const struct splitdata_checked *checked, bool blocks)
{
    struct lines lines = {.checked = checked, .blocks = blocks, .room = true};
    add_verdict(&lines);
    add_sizes(&lines);
    add_classes(&lines);
    add_times(&lines);
    add_overlaps(&lines);
    add_columns(&lines);
    add(&lines, "That nothing is found proves nothing: docs/check.md says what each check cannot "
                "see.\n");
    if (lines.room)
        return lines.text.bytes;
    sd_text_free(&lines.text);
    return NULL;
}
