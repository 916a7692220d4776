/* SPDX-License-Identifier: MIT */
/* The report as a page: HTML with its own style and pictures, and without a script. */
#include "check/html.h"
#include "check/origin.h"
#include "check/page_style.h"
#include "check/report.h"
#include "provenance/foreign.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <string.h>

static void add_part(struct sd_html *page, size_t part)
{
    char name[512];
    sd_html_shown(page, sd_report_part(page->checked, part, name));
}

static size_t parts_shown(const struct sd_html *page)
{
    const size_t count = page->checked->part_count;
    return count < SD_PICTURE_PARTS ? count : SD_PICTURE_PARTS;
}

static void begin_section(struct sd_html *page, const char *title)
{
    sd_html_format(page, "<section>\n<h2>%s</h2>\n", title);
}

static void end_section(struct sd_html *page)
{
    sd_html_add(page, "</section>\n");
}

/* --- the sections ---------------------------------------------------------------------------- */

static void add_findings(struct sd_html *page)
{
    static const char *const words[] = {"note", "warning", "error"};
    const struct splitdata_checked *checked = page->checked;
    bool any = false;
    sd_html_add(page, "<ul>\n");
    for (int severity = SPLITDATA_CHECK_ERROR; severity >= SPLITDATA_CHECK_NOTE; severity--) {
        size_t told = 0;
        for (size_t i = 0; i < checked->result_count && told < 20; i++) {
            const struct splitdata_check_result *result = &checked->results[i];
            if (result->state != SPLITDATA_CHECK_FINDING || (int)result->severity != severity)
                continue;
            any = true;
            told++;
            sd_html_format(page, "<li><span class=\"%s\">%s</span> %s ", words[severity],
                           words[severity], result->id);
            sd_html_shown(page, result->message);
            if (result->advice != NULL) {
                sd_html_add(page, "<br><small>");
                sd_html_shown(page, result->advice);
                sd_html_add(page, "</small>");
            }
            sd_html_add(page, "</li>\n");
        }
    }
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        if (result->state != SPLITDATA_CHECK_NOT_ASKED &&
            result->state != SPLITDATA_CHECK_COULD_NOT)
            continue;
        sd_html_format(page, "<li class=\"soft\">%s %s: ",
                       result->state == SPLITDATA_CHECK_NOT_ASKED ? "not asked" : "could not",
                       result->id);
        sd_html_shown(page, result->message);
        sd_html_add(page, "</li>\n");
    }
    sd_html_add(page, "</ul>\n");
    if (!any)
        sd_html_add(page, "<p class=\"ok\">The checks that were made found nothing.</p>\n");
}

static void add_verdict(struct sd_html *page)
{
    const size_t errors = splitdata_checked_count(page->checked, SPLITDATA_CHECK_ERROR);
    const size_t warnings = splitdata_checked_count(page->checked, SPLITDATA_CHECK_WARNING);
    const size_t notes = splitdata_checked_count(page->checked, SPLITDATA_CHECK_NOTE);
    sd_html_format(
        page,
        "<section>\n<h1>Split report: <span class=\"%s\">%zu error%s, %zu warning%s</span>, "
        "%zu note%s</h1>\n",
        errors != 0     ? "error"
        : warnings != 0 ? "warning"
                        : "ok",
        errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s", notes,
        notes == 1 ? "" : "s");
    add_findings(page);
    sd_html_add(page, "<p class=\"soft\">That nothing is found proves nothing.</p>\n");
    end_section(page);
}

static void add_sizes(struct sd_html *page)
{
    const struct splitdata_checked *checked = page->checked;
    const double all = (double)sd_report_rows(checked);
    begin_section(page, "Sizes");
    for (size_t s = 0; s < parts_shown(page); s++) {
        const double share = (double)checked->parts[s].rows / all;
        sd_html_add(page, "<div class=\"row\"><b>");
        add_part(page, s);
        sd_html_format(
            page,
            "</b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><rect class=\"%s\" width=\"%.2f\" height=\"10\"/></svg>"
            "<span>%" PRIu64 " record%s, %.2f %%</span></div>\n",
            s == 0 ? "t" : "p", 100 * share, checked->parts[s].rows,
            checked->parts[s].rows == 1 ? "" : "s", 100 * share);
    }
    if (checked->part_count > parts_shown(page))
        sd_html_format(page, "<p>and %zu parts more</p>\n",
                       checked->part_count - parts_shown(page));
    end_section(page);
}

/* The share of a class in a part as a bar, and that in all parts as a tick. */
static void add_class_bar(struct sd_html *page, const struct sd_picture_class *class, size_t part,
                          double share)
{
    const uint64_t rows = sd_report_labelled(page->checked->picture, part);
    const double own = rows != 0 ? (double)class->count[part] / (double)rows : 0;
    sd_html_add(page, "<div class=\"row\"><b><small>");
    add_part(page, part);
    sd_html_format(
        page,
        "</small></b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\"><rect class=\"%s\" y=\"1\" width=\"%.2f\" height=\"8\"/><path "
        "class=\"k\" d=\"M%.2f 0V10\" vector-effect=\"non-scaling-stroke\"/></svg>"
        "<span>%" PRIu64 ", %.2f %%</span></div>\n",
        part == 0 ? "t" : "p", 100 * own, 100 * share, class->count[part], 100 * own);
}

static void add_classes(struct sd_html *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->target == NULL)
        return;
    const double all = (double)sd_report_labelled(picture, SIZE_MAX);
    begin_section(page, "Class shares");
    sd_html_add(page, "<p class=\"soft\">Of ");
    sd_html_shown(page, picture->target);
    sd_html_add(page, "; the tick is the share in all parts.</p>\n");
    for (size_t c = 0; c < SD_PICTURE_CLASSES; c++) {
        const struct sd_picture_class *class = &picture->classes[c];
        uint64_t count = 0;
        for (size_t s = 0; s < picture->parts; s++)
            count += class->count[s];
        if (count == 0)
            continue;
        sd_html_add(page, "<p>");
        sd_html_shown(page, class->name != NULL ? class->name : "all others");
        sd_html_format(page, " <small>%.2f %%</small></p>\n", 100 * (double)count / all);
        for (size_t s = 0; s < parts_shown(page); s++)
            add_class_bar(page, class, s, (double)count / all);
    }
    end_section(page);
}

static void add_times(struct sd_html *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->time == NULL)
        return;
    double begin = picture->range[0].begin, end = picture->range[0].end;
    for (size_t s = 1; s < picture->parts; s++) {
        begin = picture->range[s].begin < begin ? picture->range[s].begin : begin;
        end = picture->range[s].end > end ? picture->range[s].end : end;
    }
    const double scale = end > begin ? 100 / (end - begin) : 0;
    begin_section(page, "Time ranges");
    for (size_t s = 0; s < parts_shown(page); s++) {
        const struct sd_picture_range *range = &picture->range[s];
        const double width = (range->end - range->begin) * scale;
        sd_html_add(page, "<div class=\"row\"><b>");
        add_part(page, s);
        sd_html_format(page,
                       "</b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
                       "aria-hidden=\"true\"><rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" "
                       "height=\"10\"/></svg><span>",
                       s == 0 ? "t" : "p", (range->begin - begin) * scale,
                       width > 0.5 ? width : 0.5);
        sd_html_shown(page, range->first);
        sd_html_add(page, " \xe2\x80\xa6 ");
        sd_html_shown(page, range->last);
        sd_html_add(page, "</span></div>\n");
    }
    end_section(page);
}

static void add_overlaps(struct sd_html *page)
{
    const struct splitdata_checked *checked = page->checked;
    begin_section(page, "Overlap");
    sd_html_add(page,
                "<p class=\"soft\">Equal records; in brackets those that are equal by the values "
                "that are compared; then groups.</p>\n<div class=\"wide\"><table>\n<tr><td></td>");
    for (size_t s = 0; s + 1 < parts_shown(page); s++) {
        sd_html_add(page, "<th>");
        add_part(page, s);
        sd_html_add(page, "</th>");
    }
    sd_html_add(page, "</tr>\n");
    for (size_t s = 1; s < parts_shown(page); s++) {
        sd_html_add(page, "<tr><th>");
        add_part(page, s);
        sd_html_add(page, "</th>");
        for (size_t other = 0; other + 1 < parts_shown(page); other++) {
            if (other >= s) {
                sd_html_add(page, "<td></td>");
                continue;
            }
            const double bytes = sd_report_shared(checked, "L01", s, other);
            const double values = sd_report_shared(checked, "L02", s, other);
            const double groups = sd_report_shared(checked, "L05", s, other);
            sd_html_format(page, "<td class=\"n\">%.0f (%.0f)", bytes,
                           values > bytes ? values : bytes);
            if (groups > 0)
                sd_html_format(page, ", %.0f group%s", groups, groups > 1 ? "s" : "");
            sd_html_add(page, "</td>");
        }
        sd_html_add(page, "</tr>\n");
    }
    sd_html_add(page, "</table></div>\n");
    end_section(page);
}

/* A histogram; both of a column have one scale. */
static void add_histogram(struct sd_html *page, const struct sd_picture_column *column,
                          size_t which, double most)
{
    const double width = 60.0 / (double)column->bins;
    sd_html_format(
        page,
        "<svg viewBox=\"0 0 60 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path "
        "class=\"%s\" d=\"M0 20",
        which == 0 ? "t" : "p");
    for (size_t i = 0; i < column->bins; i++)
        sd_html_format(page, "V%.1fH%.4g", 20 - 20 * column->share[which][i] / most,
                       width * (double)(i + 1));
    sd_html_add(page, "V20z\"/></svg>");
}

static void add_column(struct sd_html *page, const struct sd_picture_column *column)
{
    const double most = sd_report_highest(column);
    sd_html_add(page, "<div class=\"row col\"><b>");
    sd_html_shown(page, column->name);
    sd_html_add(page, "</b>");
    add_histogram(page, column, 0, most);
    add_histogram(page, column, 1, most);
    sd_html_format(page, "<span>%s %.3f <small>", column->numbers ? "D" : "V", column->effect);
    sd_html_shown(page, column->low);
    sd_html_add(page, " \xe2\x80\xa6 ");
    sd_html_shown(page, column->high);
    if (column->missing[0] > 0 || column->missing[1] > 0)
        sd_html_format(page, "; missing %.3g %%, %.3g %%", 100 * column->missing[0],
                       100 * column->missing[1]);
    sd_html_add(page, "</small></span></div>\n");
}

static void add_columns(struct sd_html *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->columns == 0)
        return;
    begin_section(page, "Columns");
    sd_html_add(page,
                "<p class=\"soft\">Those that differ most come first: train, then the part that "
                "differs most from it, on one axis. D is the largest distance of the distribution "
                "functions, V is Cramer&#39;s.</p>\n");
    for (size_t c = 0; c < picture->columns; c++)
        add_column(page, &picture->column[c]);
    if (picture->all_columns > picture->columns)
        sd_html_format(page, "<p>and %zu columns more</p>\n",
                       picture->all_columns - picture->columns);
    end_section(page);
}

static void add_pair(struct sd_html *page, const struct sd_picture_pair *pair)
{
    sd_html_format(page, "<p>%s: ", pair->id);
    add_part(page, pair->part);
    sd_html_format(page, ", line %" PRIu64 ", and ", pair->place.line);
    add_part(page, pair->against);
    sd_html_format(page, ", line %" PRIu64 "</p>\n<div class=\"wide\"><table>\n",
                   pair->place.other_line);
    for (size_t f = 0; f < pair->fields; f++) {
        const struct sd_picture_field *field = &pair->field[f];
        sd_html_add(page, "<tr><th>");
        sd_html_shown(page, field->name);
        sd_html_add(page, field->differs ? "</th><td><mark>" : "</th><td>");
        sd_html_shown(page, field->value);
        sd_html_add(page, field->differs ? "</mark></td><td><mark>" : "</td><td>");
        sd_html_shown(page, field->other);
        sd_html_add(page, field->differs ? "</mark></td></tr>\n" : "</td></tr>\n");
    }
    sd_html_add(page, "</table></div>\n");
    if (pair->left_out != 0)
        sd_html_format(page, "<p class=\"soft\">and %zu fields more</p>\n", pair->left_out);
}

static void add_pairs(struct sd_html *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->pairs == 0)
        return;
    begin_section(page, "Evidence");
    sd_html_add(page, "<p class=\"soft\">Fields that differ are marked.</p>\n");
    for (size_t i = 0; i < picture->pairs; i++)
        add_pair(page, &picture->pair[i]);
    end_section(page);
}

static void add_origin(struct sd_html *page)
{
    const struct sd_origin *origin = &page->checked->picture->origin;
    begin_section(page, "How this was made");
    sd_html_format(page, "<p>splitdata %s; the same report: <code>", splitdata_version());
    sd_html_shown(page, page->checked->picture->again);
    sd_html_add(page, "</code></p>\n");
    if (origin->facts != 0)
        sd_html_add(page, "<div class=\"wide\"><table>\n");
    for (size_t i = 0; i < origin->facts; i++) {
        sd_html_add(page, "<tr><th>");
        sd_html_shown(page, origin->fact[i].name.bytes);
        sd_html_add(page, "</th><td><code>");
        sd_html_shown(page, origin->fact[i].value.bytes);
        sd_html_add(page, "</code></td></tr>\n");
    }
    if (origin->facts != 0)
        sd_html_add(page, "</table></div>\n");
    end_section(page);
}

char *splitdata_checked_html(const struct splitdata_checked *checked)
{
    struct sd_html page = {.checked = checked, .room = true};
    sd_html_add(&page, SD_PAGE_BEGINNING
                "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                "<title>Split report</title>\n<style>");
    sd_html_add(&page, sd_page_style);
    sd_html_add(&page, "</style>\n</head>\n<body>\n<main>\n");
    add_verdict(&page);
    add_sizes(&page);
    add_classes(&page);
    add_times(&page);
    add_overlaps(&page);
    add_columns(&page);
    add_pairs(&page);
    add_origin(&page);
    sd_html_add(&page, "</main>\n</body>\n</html>\n");
    if (page.room)
        return page.text.bytes;
    sd_text_free(&page.text);
    return NULL;
}
