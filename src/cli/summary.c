/* SPDX-License-Identifier: MIT */
#include "cli/summary.h"

#include "cli/numbers.h"
#include "cli/summary_classes.h"
#include "cli/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A line is 50 columns plus the part's name and the path; the last column of the terminal stays
 * empty. */
enum { NAME_WIDTH = 60, LEAST_NAME_WIDTH = 17, OTHER_COLUMNS = 51, MOST_PARTS = 12 };

/* 1423529 as "1.4 MB"; decimal units, as disks and networks are sold. */
static const char *sized(double bytes, char out[32])
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    size_t unit = 0;
    while (bytes >= 999.95 && unit + 1 < sizeof units / sizeof units[0]) {
        bytes /= 1000;
        unit++;
    }
    snprintf(out, 32, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
    return out;
}

/* `standard` is the name of the stream that `-` stands for. A path that is too wide is cut at its
 * beginning, as the ends differ between parts. */
static void print_path(const char *path, const char *standard, size_t width)
{
    char text[1024];
    const char *shown = text;
    const char *name = strcmp(path, "-") == 0 ? standard : path;
    size_t length = splitdata_escape(text, sizeof text, name, strlen(name));
    if (length > width && cli_terminal_width() != 0) {
        shown += length - width + strlen("...");
        while ((*shown & 0xc0) == 0x80) /* in the middle of a UTF-8 character */
            shown++;
        fprintf(stderr, "...%-*s", (int)(width - strlen("...")), shown);
    } else {
        fprintf(stderr, "%-*s", (int)width, shown);
    }
}

/* The path of the input, or "a.csv and 2 more". */
static const char *input_of(const struct splitdata_report *report, char out[1024])
{
    if (report->input_count < 2)
        return report->input;
    snprintf(out, 1024, "%.900s and %zu more",
             strcmp(report->input, "-") == 0 ? "standard input" : report->input,
             report->input_count - 1);
    return out;
}

/* The path of a part, or that it has none. */
static const char *path_of(const struct splitdata_part *part)
{
    return part->path != NULL ? part->path : "(not written)";
}

/* The label of a part: if all repeats or folds are in one file, with their numbers. */
static const char *label_of(const struct splitdata_report *report, size_t part, char out[80])
{
    const struct splitdata_part *labelled = &report->parts[part];
    bool together = labelled->path != NULL &&
                    strcmp(labelled->path, path_of(&report->parts[0])) == 0 &&
                    strcmp(labelled->path, path_of(&report->parts[report->part_count - 1])) == 0;
    int used = 0;
    if (!together || (labelled->repeat == 0 && labelled->fold == 0))
        return labelled->name;
    if (labelled->repeat != 0)
        used += snprintf(out, 80, "repeat %" PRIu64 " ", labelled->repeat);
    if (labelled->fold != 0)
        used += snprintf(out + used, (size_t)(80 - used), "fold %" PRIu64 " ", labelled->fold);
    snprintf(out + used, (size_t)(80 - used), "%s", labelled->name);
    return out;
}

/* The width of the column of paths. */
static size_t path_width(const struct splitdata_report *report, size_t names)
{
    char input[1024];
    size_t width = strlen(input_of(report, input)), most = NAME_WIDTH,
           terminal = cli_terminal_width();
    for (size_t i = 0; i < report->part_count && i < MOST_PARTS; i++) {
        size_t length = strlen(path_of(&report->parts[i]));
        width = length > width ? length : width;
    }
    if (terminal != 0)
        most = terminal > OTHER_COLUMNS + names ? terminal - OTHER_COLUMNS - names : 0;
    width = width > most ? most : width;
    return width < LEAST_NAME_WIDTH ? LEAST_NAME_WIDTH : width;
}

static size_t name_width(const struct splitdata_report *report)
{
    size_t width = strlen("left out");
    for (size_t i = 0; i < report->part_count && i < MOST_PARTS; i++) {
        char label[80];
        size_t length = strlen(label_of(report, i, label));
        width = length > width ? length : width;
    }
    return width > 24 ? 24 : width;
}

static void print_part(const struct splitdata_report *report, size_t number, size_t names,
                       size_t paths)
{
    const struct splitdata_part *part = &report->parts[number];
    char rows[32], size[32], label[80];
    fprintf(stderr, "  %-*s  ", (int)names, label_of(report, number, label));
    print_path(path_of(part), "standard output", paths);
    fprintf(stderr, "  %13s %s  %7.3f %%", cli_grouped(part->rows, rows),
            part->rows == 1 ? "record " : "records", 100 * part->share);
    if (report->written && part->path != NULL)
        fprintf(stderr, "  %9s", sized((double)part->bytes, size));
    if (report->sizes_drawn && part->size != NULL)
        fprintf(stderr, "  (%s wanted)", part->size);
    fputc('\n', stderr);
}

/* Lines that are no records, in one line. */
static void print_skipped(uint64_t count, const char *what, size_t names)
{
    char number[32];
    if (count != 0)
        fprintf(stderr, "  %-*s  %s %s%s, not %s\n", (int)names, "skipped",
                cli_grouped(count, number), what, count == 1 ? "" : "s",
                count == 1 ? "a record" : "records");
}

static void print_input(const struct splitdata_report *report, size_t names, size_t paths)
{
    char rows[32], size[32], input[1024];
    fprintf(stderr, "  %-*s  ", (int)names, report->input_count > 1 ? "inputs" : "input");
    print_path(input_of(report, input), "standard input", paths);
    fprintf(stderr, "  %13s %s  %5" PRIu64 " col%s  %9s\n", cli_grouped(report->rows, rows),
            report->rows == 1 ? "record " : "records", report->columns,
            report->columns == 1 ? " " : "s", sized((double)report->bytes, size));
    print_skipped(report->skipped_lines, "line", names);
    print_skipped(report->comment_lines, "comment line", names);
    print_skipped(report->blank_lines, "blank line", names);
}

/* "3 records are in no part: 2 missing, 1 duplicate". */
static void print_left_out(const struct splitdata_report *report, size_t names)
{
    static const char *const reasons[SPLITDATA_LEFT_OUT_KINDS][2] = {
        [SPLITDATA_LEFT_OUT_MISSING] = {"missing", "missing"},
        [SPLITDATA_LEFT_OUT_DUPLICATE] = {"duplicate", "duplicates"},
        [SPLITDATA_LEFT_OUT_SAMPLE] = {"not in the sample", "not in the sample"},
        [SPLITDATA_LEFT_OUT_OTHER] = {"other", "others"},
    };
    char number[32];
    const char *joint = ": ";
    fprintf(stderr, "  %-*s  %s %s in no part", (int)names, "left out",
            cli_grouped(report->left_out, number),
            report->left_out == 1 ? "record is" : "records are");
    for (size_t i = 0; report->left_out_named && i < SPLITDATA_LEFT_OUT_KINDS; i++) {
        uint64_t count = report->left_out_by[i];
        if (count == 0)
            continue;
        fprintf(stderr, "%s%s %s", joint, cli_grouped(count, number), reasons[i][count != 1]);
        joint = ", ";
    }
    fputc('\n', stderr);
}

/* A file beside the outputs; NULL: there is none. */
static void print_beside(const char *what, const char *path, size_t names)
{
    char escaped[512];
    if (path == NULL)
        return;
    splitdata_escape(escaped, sizeof escaped, path, strlen(path));
    fprintf(stderr, "  %-*s  %s\n", (int)names, what, escaped);
}

/* "q.train.csv.query and 1 more: the sizes of the groups". */
static void print_queries(const struct splitdata_report *report, size_t names)
{
    const char *first = NULL;
    char escaped[512], more[40] = "";
    size_t count = 0;
    for (size_t i = 0; i < report->part_count; i++) {
        first = first == NULL ? report->parts[i].query : first;
        count += report->parts[i].query != NULL;
    }
    if (first == NULL)
        return;
    if (count > 1)
        snprintf(more, sizeof more, " and %zu more", count - 1);
    splitdata_escape(escaped, sizeof escaped, first, strlen(first));
    fprintf(stderr, "  %-*s  %s%s: the sizes of the groups\n", (int)names, "queries", escaped,
            more);
}

void cli_print_seed(const struct splitdata_report *report)
{
    char seed[256];
    splitdata_escape(seed, sizeof seed, report->seed, strlen(report->seed));
    fprintf(stderr, "splitdata: seed %s (drawn; --seed %s repeats this split)\n", seed, seed);
}

static void print_recipe(const struct splitdata_report *report)
{
    fprintf(stderr, "splitdata: %s%s, ", report->seed == NULL ? "no seed" : "seed ",
            report->seed == NULL ? "" : report->seed);
    if (strcmp(report->recipe, "splitdata") == 0)
        fprintf(stderr, "a rule of its own\n");
    else if (report->own_rule != NULL)
        fprintf(stderr, "%s's generator, a rule of its own for %s\n", report->recipe,
                report->own_rule);
    else
        fprintf(stderr, "split like %s\n", report->like != NULL ? report->like : report->recipe);
}

/* The outputs: the parts' files, of which several parts may share one, and the manifest. */
struct file {
    const char *path;
    enum splitdata_outcome outcome;
};

/* The outputs one after another: zeroed, then report->parts[part], its shard, and the manifest. */
struct cursor {
    size_t part, shard;
};

/* False: there are no more. A path is NULL that is none of its own. */
static bool next_file(const struct splitdata_report *report, struct cursor *cursor,
                      struct file *file)
{
    if (cursor->part > report->part_count + 1)
        return false;
    if (cursor->part >= report->part_count) {
        *file = cursor->part == report->part_count
                    ? (struct file){report->manifest, report->manifest_outcome}
                    : (struct file){report->page, report->page_outcome};
        cursor->part++;
        return true;
    }
    const struct splitdata_part *part = &report->parts[cursor->part];
    bool same = cursor->part > 0 && part->path == part[-1].path;
    *file = (struct file){same ? NULL : part->path, part->outcome};
    if (part->shard_count != 0)
        *file =
            (struct file){part->shards[cursor->shard].path, part->shards[cursor->shard].outcome};
    if (++cursor->shard >= part->shard_count) {
        cursor->part++;
        cursor->shard = 0;
    }
    return true;
}

static size_t count_files(const struct splitdata_report *report, enum splitdata_outcome outcome)
{
    struct cursor cursor = {0, 0};
    struct file file;
    size_t count = 0;
    while (next_file(report, &cursor, &file))
        count += file.path != NULL && file.outcome == outcome;
    return count;
}

/* The files of one outcome: the first few, by their last components. */
static void print_files(const struct splitdata_report *report, enum splitdata_outcome outcome,
                        const char *label, size_t names)
{
    enum { MOST_FILES = 3 };
    char list[1200] = "", name[256];
    size_t used = 0, found = 0, count = count_files(report, outcome);
    struct cursor cursor = {0, 0};
    struct file file;
    while (found < MOST_FILES && next_file(report, &cursor, &file)) {
        if (file.path == NULL || file.outcome != outcome)
            continue;
        const char *slash = strrchr(file.path, '/');
        const char *base = slash != NULL                 ? slash + 1
                           : strcmp(file.path, "-") == 0 ? "standard output"
                                                         : file.path;
        splitdata_escape(name, sizeof name, base, strlen(base));
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", found++ != 0 ? ", " : "",
                                 name);
    }
    if (count > found)
        snprintf(list + used, sizeof list - used, " and %zu more", count - found);
    if (count != 0)
        cli_print_wrapped(stderr, cli_terminal_width(), label, names + 4, list);
}

/* What became of the outputs, unless all of them are new. */
static void print_outcomes(const struct splitdata_report *report, size_t names)
{
    if (count_files(report, SPLITDATA_OUTCOME_KEPT) == 0 &&
        count_files(report, SPLITDATA_OUTCOME_REPLACED) == 0)
        return;
    print_files(report, SPLITDATA_OUTCOME_MADE, "  made", names);
    print_files(report, SPLITDATA_OUTCOME_KEPT, "  kept", names);
    print_files(report, SPLITDATA_OUTCOME_REPLACED, "  replaced", names);
}

/* The gravest warnings: a long list would not be read. */
static void print_notes(const struct splitdata_report *report, size_t names)
{
    enum { MOST_NOTES = 4 };
    size_t count = report->warning_count, width = cli_terminal_width();
    for (size_t i = 0; i < count && i < MOST_NOTES; i++)
        cli_print_wrapped(stderr, width, "  note", names + 4, report->warnings[i]);
    if (count > MOST_NOTES)
        fprintf(stderr, "  %-*s  %zu more note%s (--json lists all)\n", (int)names, "...",
                count - MOST_NOTES, count - MOST_NOTES == 1 ? "" : "s");
}

void cli_print_urgent_warnings(const struct splitdata_report *report)
{
    for (size_t i = 0; i < report->severities[SPLITDATA_SEVERITY_LOST]; i++)
        fprintf(stderr, "splitdata: %s\n", report->warnings[i]);
}

void cli_print_summary(const struct splitdata_report *report)
{
    char rate[32];
    size_t names = name_width(report), paths = path_width(report, names);
    if (report->seed_drawn)
        cli_print_seed(report);
    else
        print_recipe(report);
    if (report->strategy != NULL) {
        char escaped[512];
        splitdata_escape(escaped, sizeof escaped, report->strategy, strlen(report->strategy));
        cli_print_wrapped(stderr, cli_terminal_width(), "  how", names + 4, escaped);
    }
    if (report->conditions != NULL)
        cli_print_wrapped(stderr, cli_terminal_width(), "  if", names + 4, report->conditions);
    print_input(report, names, paths);
    for (size_t i = 0; i < report->part_count && i < MOST_PARTS; i++)
        print_part(report, i, names, paths);
    if (report->part_count > MOST_PARTS)
        fprintf(stderr, "  %-*s  %zu more parts (--json lists all)\n", (int)names, "...",
                report->part_count - MOST_PARTS);
    if (report->left_out != 0)
        print_left_out(report, names);
    cli_print_classes(report, names);
    print_queries(report, names);
    print_beside("manifest", report->manifest, names);
    print_beside("report", report->page, names);
    fprintf(stderr, "  %-*s  %s\n", (int)names, "split id", report->split_id);
    print_outcomes(report, names);
    print_notes(report, names);
    double seconds = report->seconds > 1e-6 ? report->seconds : 1e-6;
    bool tells = report->bytes >= 1000000; /* the speed of fewer bytes says little */
    fprintf(stderr, "  %-*s  %.3f s%s%s%s%s\n", (int)names, "time", report->seconds,
            tells ? ", " : "", tells ? sized((double)report->bytes / seconds, rate) : "",
            tells ? "/s" : "", report->written ? "" : "; a dry run: nothing was written");
}
