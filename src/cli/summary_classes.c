/* SPDX-License-Identifier: MIT */
#include "cli/summary_classes.h"

#include "cli/numbers.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CLASSES = 6, MOST_COLUMNS = 10, LABEL_WIDTH = 24, TITLE_WIDTH = 12, WIDTH = 79 };

struct table {
    const struct splitdata_report *report;
    size_t rows, columns, all_columns;
    size_t part[MOST_COLUMNS]; /* the report's part of each column */
    char title[MOST_COLUMNS][TITLE_WIDTH + 1];
    size_t label_width, width[MOST_COLUMNS];
    char heading[LABEL_WIDTH + 1];
};

/* Escapes `text`, and cuts it to `width` bytes, between characters; the end is then "...". */
static void shorten(char *out, size_t width, const char *text)
{
    char escaped[1024];
    size_t length = splitdata_escape(escaped, sizeof escaped, text, strlen(text)), end = width - 3;
    if (length <= width) {
        memcpy(out, escaped, length + 1);
        return;
    }
    while (end > 0 && ((unsigned char)escaped[end] & 0xc0) == 0x80)
        end--;
    memcpy(out, escaped, end);
    memcpy(out + end, "...", 4);
}

static void label_of(const struct splitdata_class *class, char out[LABEL_WIDTH + 1])
{
    shorten(out, LABEL_WIDTH, class->label != NULL ? class->label : "(rare ones, joined)");
}

/* The columns: test of each fold of the first repeat, or all parts of the first repeat. */
static void choose_columns(struct table *table)
{
    const struct splitdata_part *parts = table->report->parts;
    const bool folds = parts[0].fold != 0;
    for (size_t i = folds ? 1 : 0; i < table->report->part_count; i += folds ? 2 : 1) {
        if (parts[i].repeat != parts[0].repeat)
            break;
        if (table->all_columns < MOST_COLUMNS) {
            char *title = table->title[table->all_columns];
            table->part[table->all_columns] = i;
            if (folds)
                snprintf(title, TITLE_WIDTH + 1, "fold %" PRIu64, parts[i].fold % 10000000);
            else
                shorten(title, TITLE_WIDTH, parts[i].name);
        }
        table->all_columns++;
    }
}

static void choose_heading(struct table *table)
{
    const struct splitdata_part *first = &table->report->parts[0];
    const char *what = first->fold != 0     ? first->repeat != 0 ? "test, repeat 1" : "test"
                       : first->repeat != 0 ? "repeat 1"
                                            : "";
    snprintf(table->heading, sizeof table->heading, "%s", what);
}

/* Widths of what is shown; columns that would not fit are left out. */
static void measure(struct table *table, size_t indent)
{
    const struct splitdata_report *report = table->report;
    char text[LABEL_WIDTH + 1], number[32];
    table->label_width = strlen(table->heading);
    for (size_t c = 0; c < table->rows; c++) {
        label_of(&report->classes[c], text);
        size_t length = strlen(text);
        table->label_width = length > table->label_width ? length : table->label_width;
    }
    size_t used = indent + table->label_width;
    for (size_t i = 0; i < table->all_columns && i < MOST_COLUMNS; i++) {
        size_t width = strlen(table->title[i]);
        for (size_t c = 0; c < table->rows; c++) {
            size_t cell = table->part[i] * report->class_count + c;
            size_t length = strlen(cli_grouped(report->class_rows[cell], number));
            width = length > width ? length : width;
        }
        bool last = i + 1 == table->all_columns;
        if (used + 2 + width + (last ? 0 : strlen("  ...")) > WIDTH)
            break;
        table->width[i] = width;
        used += 2 + width;
        table->columns = i + 1;
    }
}

static void print_row(const struct table *table, size_t names, const char *first, size_t class)
{
    char text[LABEL_WIDTH + 1], number[32];
    label_of(&table->report->classes[class], text);
    fprintf(stderr, "  %-*s  %-*s", (int)names, first, (int)table->label_width, text);
    for (size_t i = 0; i < table->columns; i++) {
        size_t cell = table->part[i] * table->report->class_count + class;
        fprintf(stderr, "  %*s", (int)table->width[i],
                cli_grouped(table->report->class_rows[cell], number));
    }
    fputc('\n', stderr);
}

static void print_head(const struct table *table, size_t names)
{
    fprintf(stderr, "  %-*s  %-*s", (int)names, "classes", (int)table->label_width, table->heading);
    for (size_t i = 0; i < table->columns; i++)
        fprintf(stderr, "  %*s", (int)table->width[i], table->title[i]);
    fputs(table->columns < table->all_columns ? "  ...\n" : "\n", stderr);
}

void cli_print_classes(const struct splitdata_report *report, size_t names)
{
    struct table table = {.report = report};
    char number[32];
    if (report->class_count == 0)
        return;
    table.rows = report->class_count < MOST_CLASSES ? report->class_count : MOST_CLASSES;
    choose_columns(&table);
    choose_heading(&table);
    measure(&table, names + 4);
    print_head(&table, names);
    for (size_t c = 0; c < table.rows; c++)
        print_row(&table, names, "", c);
    const uint64_t more = report->class_count - table.rows + report->classes_more;
    if (more == 0)
        return;
    fprintf(stderr, "  %-*s  %s more class%s (--json lists ", (int)names, "...",
            cli_grouped(more, number), more == 1 ? "" : "es");
    if (report->classes_more == 0)
        fputs("all)\n", stderr);
    else
        fprintf(stderr, "the %s largest)\n", cli_grouped(report->class_count, number));
}
