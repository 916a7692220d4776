/* SPDX-License-Identifier: MIT */
/* The report as a page: HTML with its own style and pictures, and without a script. */
#include "check/page_style.h"
#include "check/report.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct page {
    struct sd_text text;
    const struct splitdata_checked *checked;
    bool room; /* false: there was no memory for something */
};

static void add(struct page *page, const char *html)
{
    page->room = page->room && sd_text_add(&page->text, html);
}

static void add_format(struct page *page, const char *format, ...) SD_PRINTF(2, 3);

static void add_format(struct page *page, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    add(page, text);
}

/* Whether the three bytes are a character that turns the direction of what follows, U+202A to
 * U+202E or U+2066 to U+2069: a page must not be turned by a value. */
static bool turns(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    return (byte[1] == 0x80 && byte[2] >= 0xaa && byte[2] <= 0xae) ||
           (byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9);
}

/* Adds what is no HTML: it is shown as it is. */
static void add_shown(struct page *page, const char *text)
{
    static const char special[] = "&<>\"'\xe2";
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    while (*text != '\0' && page->room) {
        const size_t plain = strcspn(text, special);
        page->room = sd_text_append(&page->text, text, plain);
        text += plain;
        if ((unsigned char)*text == 0xe2) {
            const size_t length = text[1] != '\0' && text[2] != '\0' ? 3 : strlen(text);
            if (length == 3 && turns(text))
                add(page, "\\");
            else
                page->room = page->room && sd_text_append(&page->text, text, length);
            text += length;
        } else if (*text != '\0') {
            add(page, names[strchr(special, *text++) - special]);
        }
    }
}

static void add_part(struct page *page, size_t part)
{
    char name[512];
    add_shown(page, sd_report_part(page->checked, part, name));
}

static size_t parts_shown(const struct page *page)
{
    const size_t count = page->checked->part_count;
    return count < SD_PICTURE_PARTS ? count : SD_PICTURE_PARTS;
}

static void begin_section(struct page *page, const char *title)
{
    add_format(page, "<section>\n<h2>%s</h2>\n", title);
}

static void end_section(struct page *page)
{
    add(page, "</section>\n");
}

/* --- the sections ---------------------------------------------------------------------------- */

static void add_findings(struct page *page)
{
    static const char *const words[] = {"note", "warning", "error"};
    const struct splitdata_checked *checked = page->checked;
    bool any = false;
    add(page, "<ul>\n");
    for (int severity = SPLITDATA_CHECK_ERROR; severity >= SPLITDATA_CHECK_NOTE; severity--) {
        size_t told = 0;
        for (size_t i = 0; i < checked->result_count && told < 20; i++) {
            const struct splitdata_check_result *result = &checked->results[i];
            if (result->state != SPLITDATA_CHECK_FINDING || (int)result->severity != severity)
                continue;
            any = true;
            told++;
            add_format(page, "<li><span class=\"%s\">%s</span> %s ", words[severity],
                       words[severity], result->id);
            add_shown(page, result->message);
            if (result->advice != NULL) {
                add(page, "<br><small>");
                add_shown(page, result->advice);
                add(page, "</small>");
            }
            add(page, "</li>\n");
        }
    }
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        if (result->state != SPLITDATA_CHECK_NOT_ASKED &&
            result->state != SPLITDATA_CHECK_COULD_NOT)
            continue;
        add_format(page, "<li class=\"soft\">%s %s: ",
                   result->state == SPLITDATA_CHECK_NOT_ASKED ? "not asked" : "could not",
                   result->id);
        add_shown(page, result->message);
        add(page, "</li>\n");
    }
    add(page, "</ul>\n");
    if (!any)
        add(page, "<p class=\"ok\">The checks that were made found nothing.</p>\n");
}

static void add_verdict(struct page *page)
{
    const size_t errors = splitdata_checked_count(page->checked, SPLITDATA_CHECK_ERROR);
    const size_t warnings = splitdata_checked_count(page->checked, SPLITDATA_CHECK_WARNING);
    const size_t notes = splitdata_checked_count(page->checked, SPLITDATA_CHECK_NOTE);
    add_format(page,
               "<section>\n<h1>Split report: <span class=\"%s\">%zu error%s, %zu warning%s</span>, "
               "%zu note%s</h1>\n",
               errors != 0     ? "error"
               : warnings != 0 ? "warning"
                               : "ok",
               errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s", notes,
               notes == 1 ? "" : "s");
    add_findings(page);
    add(page, "<p class=\"soft\">That nothing is found proves nothing.</p>\n");
    end_section(page);
}

static void add_sizes(struct page *page)
{
    const struct splitdata_checked *checked = page->checked;
    const double all = (double)sd_report_rows(checked);
    begin_section(page, "Sizes");
    for (size_t s = 0; s < parts_shown(page); s++) {
        const double share = (double)checked->parts[s].rows / all;
        add(page, "<div class=\"row\"><b>");
        add_part(page, s);
        add_format(page,
                   "</b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
                   "aria-hidden=\"true\"><rect class=\"%s\" width=\"%.2f\" height=\"10\"/></svg>"
                   "<span>%" PRIu64 " record%s, %.2f %%</span></div>\n",
                   s == 0 ? "t" : "p", 100 * share, checked->parts[s].rows,
                   checked->parts[s].rows == 1 ? "" : "s", 100 * share);
    }
    if (checked->part_count > parts_shown(page))
        add_format(page, "<p>and %zu parts more</p>\n", checked->part_count - parts_shown(page));
    end_section(page);
}

/* The share of a class in a part as a bar, and that in all parts as a tick. */
static void add_class_bar(struct page *page, const struct sd_picture_class *class, size_t part,
                          double share)
{
    const uint64_t rows = sd_report_labelled(page->checked->picture, part);
    const double own = rows != 0 ? (double)class->count[part] / (double)rows : 0;
    add(page, "<div class=\"row\"><b><small>");
    add_part(page, part);
    add_format(page,
               "</small></b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
               "aria-hidden=\"true\"><rect class=\"%s\" y=\"1\" width=\"%.2f\" height=\"8\"/><path "
               "class=\"k\" d=\"M%.2f 0V10\" vector-effect=\"non-scaling-stroke\"/></svg>"
               "<span>%" PRIu64 ", %.2f %%</span></div>\n",
               part == 0 ? "t" : "p", 100 * own, 100 * share, class->count[part], 100 * own);
}

static void add_classes(struct page *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->target == NULL)
        return;
    const double all = (double)sd_report_labelled(picture, SIZE_MAX);
    begin_section(page, "Class shares");
    add(page, "<p class=\"soft\">Of ");
    add_shown(page, picture->target);
    add(page, "; the tick is the share in all parts.</p>\n");
    for (size_t c = 0; c < SD_PICTURE_CLASSES; c++) {
        const struct sd_picture_class *class = &picture->classes[c];
        uint64_t count = 0;
        for (size_t s = 0; s < picture->parts; s++)
            count += class->count[s];
        if (count == 0)
            continue;
        add(page, "<p>");
        add_shown(page, class->name != NULL ? class->name : "all others");
        add_format(page, " <small>%.2f %%</small></p>\n", 100 * (double)count / all);
        for (size_t s = 0; s < parts_shown(page); s++)
            add_class_bar(page, class, s, (double)count / all);
    }
    end_section(page);
}

static void add_times(struct page *page)
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
        add(page, "<div class=\"row\"><b>");
        add_part(page, s);
        add_format(page,
                   "</b><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
                   "aria-hidden=\"true\"><rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" "
                   "height=\"10\"/></svg><span>",
                   s == 0 ? "t" : "p", (range->begin - begin) * scale, width > 0.5 ? width : 0.5);
        add_shown(page, range->first);
        add(page, " \xe2\x80\xa6 ");
        add_shown(page, range->last);
        add(page, "</span></div>\n");
    }
    end_section(page);
}

static void add_overlaps(struct page *page)
{
    const struct splitdata_checked *checked = page->checked;
    begin_section(page, "Overlap");
    add(page, "<p class=\"soft\">Equal records; in brackets those that are equal by the values "
              "that are compared; then groups.</p>\n<div class=\"wide\"><table>\n<tr><td></td>");
    for (size_t s = 0; s + 1 < parts_shown(page); s++) {
        add(page, "<th>");
        add_part(page, s);
        add(page, "</th>");
    }
    add(page, "</tr>\n");
    for (size_t s = 1; s < parts_shown(page); s++) {
        add(page, "<tr><th>");
        add_part(page, s);
        add(page, "</th>");
        for (size_t other = 0; other + 1 < parts_shown(page); other++) {
            if (other >= s) {
                add(page, "<td></td>");
                continue;
            }
            const double bytes = sd_report_shared(checked, "L01", s, other);
            const double values = sd_report_shared(checked, "L02", s, other);
            const double groups = sd_report_shared(checked, "L05", s, other);
            add_format(page, "<td class=\"n\">%.0f (%.0f)", bytes, values > bytes ? values : bytes);
            if (groups > 0)
                add_format(page, ", %.0f group%s", groups, groups > 1 ? "s" : "");
            add(page, "</td>");
        }
        add(page, "</tr>\n");
    }
    add(page, "</table></div>\n");
    end_section(page);
}

/* A histogram; both of a column have one scale. */
static void add_histogram(struct page *page, const struct sd_picture_column *column, size_t which,
                          double most)
{
    const double width = 60.0 / (double)column->bins;
    add_format(page,
               "<svg viewBox=\"0 0 60 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path "
               "class=\"%s\" d=\"M0 20",
               which == 0 ? "t" : "p");
    for (size_t i = 0; i < column->bins; i++)
        add_format(page, "V%.1fH%.4g", 20 - 20 * column->share[which][i] / most,
                   width * (double)(i + 1));
    add(page, "V20z\"/></svg>");
}

static void add_column(struct page *page, const struct sd_picture_column *column)
{
    const double most = sd_report_highest(column);
    add(page, "<div class=\"row col\"><b>");
    add_shown(page, column->name);
    add(page, "</b>");
    add_histogram(page, column, 0, most);
    add_histogram(page, column, 1, most);
    add_format(page, "<span>%s %.3f <small>", column->numbers ? "D" : "V", column->effect);
    add_shown(page, column->low);
    add(page, " \xe2\x80\xa6 ");
    add_shown(page, column->high);
    if (column->missing[0] > 0 || column->missing[1] > 0)
        add_format(page, "; missing %.3g %%, %.3g %%", 100 * column->missing[0],
                   100 * column->missing[1]);
    add(page, "</small></span></div>\n");
}

static void add_columns(struct page *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->columns == 0)
        return;
    begin_section(page, "Columns");
    add(page, "<p class=\"soft\">Those that differ most come first: train, then the part that "
              "differs most from it, on one axis. D is the largest distance of the distribution "
              "functions, V is Cramer&#39;s.</p>\n");
    for (size_t c = 0; c < picture->columns; c++)
        add_column(page, &picture->column[c]);
    if (picture->all_columns > picture->columns)
        add_format(page, "<p>and %zu columns more</p>\n", picture->all_columns - picture->columns);
    end_section(page);
}

static void add_pair(struct page *page, const struct sd_picture_pair *pair)
{
    add_format(page, "<p>%s: ", pair->id);
    add_part(page, pair->part);
    add_format(page, ", line %" PRIu64 ", and ", pair->place.line);
    add_part(page, pair->against);
    add_format(page, ", line %" PRIu64 "</p>\n<div class=\"wide\"><table>\n",
               pair->place.other_line);
    for (size_t f = 0; f < pair->fields; f++) {
        const struct sd_picture_field *field = &pair->field[f];
        add(page, "<tr><th>");
        add_shown(page, field->name);
        add(page, field->differs ? "</th><td><mark>" : "</th><td>");
        add_shown(page, field->value);
        add(page, field->differs ? "</mark></td><td><mark>" : "</td><td>");
        add_shown(page, field->other);
        add(page, field->differs ? "</mark></td></tr>\n" : "</td></tr>\n");
    }
    add(page, "</table></div>\n");
    if (pair->left_out != 0)
        add_format(page, "<p class=\"soft\">and %zu fields more</p>\n", pair->left_out);
}

static void add_pairs(struct page *page)
{
    const struct splitdata_check_picture *picture = page->checked->picture;
    if (picture->pairs == 0)
        return;
    begin_section(page, "Evidence");
    add(page, "<p class=\"soft\">Fields that differ are marked.</p>\n");
    for (size_t i = 0; i < picture->pairs; i++)
        add_pair(page, &picture->pair[i]);
    end_section(page);
}

static void add_how(struct page *page)
{
    begin_section(page, "How this was made");
    add_format(page, "<p>splitdata %s; the same report: <code>splitdata report",
               splitdata_version());
    for (size_t s = 0; s < parts_shown(page); s++) {
        add(page, " ");
        add_part(page, s);
    }
    add(page, "</code></p>\n");
    end_section(page);
}

char *splitdata_checked_html(const struct splitdata_checked *checked)
{
    struct page page = {.checked = checked, .room = true};
    add(&page, SD_PAGE_BEGINNING
        "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<title>Split report</title>\n<style>");
    add(&page, sd_page_style);
    add(&page, "</style>\n</head>\n<body>\n<main>\n");
    add_verdict(&page);
    add_sizes(&page);
    add_classes(&page);
    add_times(&page);
    add_overlaps(&page);
    add_columns(&page);
    add_pairs(&page);
    add_how(&page);
    add(&page, "</main>\n</body>\n</html>\n");
    if (page.room)
        return page.text.bytes;
    sd_text_free(&page.text);
    return NULL;
}
