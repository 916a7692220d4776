/* SPDX-License-Identifier: MIT */
/* splitdata check PART PART...: looks at a split, whichever program made it; splitdata report tells
 * the same in a few lines and on a page. */
#include "cli/check.h"
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/signals.h"
#include "cli/split.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The options of a split that say how files are read and what is printed. */
static const char *const names[] = {
    "ignore",      "group",     "time",   "time-format",  "format",     "header",
    "no-header",   "delimiter", "quote",  "ragged",       "skip-lines", "comment",
    "escape",      "threads",   "memory", "gzip-library", "spill",      "tmpdir",
    "max-inflate", "quiet",     "json",   "force"};

enum { SHARED = sizeof names / sizeof names[0] };

static const char help[] =
    "Usage: splitdata check [OPTIONS] TRAIN TEST...\n"
    "       splitdata check [OPTIONS] --part-column COL FILE\n"
    "       splitdata check [OPTIONS] MANIFEST\n"
    "\n"
    "Looks at the parts of a split, whichever program made it, for records on two\n"
    "sides and other reasons not to trust a measurement. Each part is compared with\n"
    "TRAIN, and with each other. - is standard input. A manifest names the parts, and\n"
    "knows --group, --time, --target and how they are read.\n"
    "\n"
    "      --target COL        what is to be predicted: conflicting labels\n"
    "      --group COL,COL     its values are to be in one part each\n"
    "      --time COL          train is to end before the other parts begin;\n"
    "                          --time-format as for a split\n"
    "      --ignore COL,COL    columns that do not count when records are compared\n"
    "      --part-column COL   FILE has all parts, and COL says the part of a record;\n"
    "                          train is the first value, or the one called train\n"
    "      --near SHARE        near records: so many equal values (0.75), but not all\n"
    "      --fail-on SEVERITY  note, warning or error (default): status 1 from there on\n"
    "      --write-clean FILE  write TEST without the records that TRAIN knows; -f\n"
    "                          replaces FILE if it has TEST's header\n"
    "      --json              print the results as JSON\n"
    "      --sarif             print the findings as SARIF 2.1.0\n"
    "  -q, --quiet             print nothing; the exit status is the answer\n"
    "  -h, --help              this help\n"
    "\n"
    "How the files are read, as for a split: --format, --header, --no-header, -d\n"
    "--delimiter, --quote, --ragged, --skip-lines, --comment, --escape. Resources:\n"
    "-j --threads, -m --memory, --tmpdir, --max-inflate; for tests --spill and\n"
    "--gzip-library.\n"
    "\n"
    "Exit status: 0 no finding of that severity, 1 findings, 2 usage, 3 the data cannot\n"
    "be read, or a check that was asked for could not be made, 4 a system error.\n";

static const char report_help[] =
    "Usage: splitdata report [OPTIONS] TRAIN TEST...\n"
    "       splitdata report [OPTIONS] --part-column COL FILE\n"
    "       splitdata report [OPTIONS] MANIFEST\n"
    "\n"
    "Shows a split, whichever program made it, in at most 25 lines: what splitdata\n"
    "check finds, sizes, classes, times, overlap, and the columns that differ most.\n"
    "\n"
    "      --html FILE         also write a page, which needs no other file; -f replaces\n"
    "                          an earlier one\n"
    "      --target COL        what is to be predicted: shares of its classes\n"
    "      --group COL,COL     its values are to be in one part each\n"
    "      --time COL          train is to end before the other parts begin\n"
    "      --ignore COL,COL    columns that do not count when records are compared\n"
    "      --part-column COL   FILE has all parts, and COL says the part of a record\n"
    "  -q, --quiet             print nothing\n"
    "  -h, --help              this help\n"
    "\n"
    "The options by which files are read are those of splitdata check.\n"
    "\n"
    "Exit status: 0 the report was made, whatever it says, 2 usage, 3 the data cannot\n"
    "be read, or a check that was asked for could not be made, 4 a system error.\n";

static const char *const severities[] = {"note", "warning", "error", NULL};

/* --- the answer ------------------------------------------------------------------------------ */

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* A part's name as it is shown. */
static const char *shown(const struct splitdata_checked *checked, size_t part, char out[512])
{
    const char *name = checked->parts[part].name;
    splitdata_escape(out, 512, name, strlen(name));
    return out;
}

static void print_evidence(const struct splitdata_checked *checked,
                           const struct splitdata_check_result *result)
{
    char path[512], other[512];
    if (result->evidence_count == 0)
        return;
    const bool pairs = result->evidence[0].other_line != 0;
    printf("                  line%s of %s%s%s:", plural(result->evidence_count),
           shown(checked, result->part, path), pairs ? " = of " : "",
           pairs ? shown(checked, result->against, other) : "");
    for (size_t i = 0; i < result->evidence_count; i++) {
        printf(" %" PRIu64, result->evidence[i].line);
        if (pairs)
            printf("=%" PRIu64, result->evidence[i].other_line);
    }
    putchar('\n');
}

/* Whether the locale, as the environment names it, has block characters; NO_COLOR asks for plain
 * text. */
static bool has_blocks(void)
{
    static const char *const names_of_locale[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *plain = getenv("NO_COLOR"), *locale = NULL;
    if (plain != NULL && plain[0] != '\0')
        return false;
    for (size_t i = 0; i < 3 && (locale == NULL || locale[0] == '\0'); i++)
        locale = getenv(names_of_locale[i]);
    return locale != NULL && (strstr(locale, "UTF-8") != NULL || strstr(locale, "utf8") != NULL);
}

static int print_report(const struct splitdata_checked *checked)
{
    char *text = splitdata_checked_text(checked, has_blocks());
    if (text == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "no memory for the report");
    fputs(text, stdout);
    free(text);
    return SPLITDATA_OK;
}

static int print_results(const struct splitdata_checked *checked)
{
    static const char *const states[] = {"ok", "", "not asked", "could not"};
    static const char *const shouted[] = {"note", "WARNING", "ERROR"};
    char path[512];
    const size_t errors = splitdata_checked_count(checked, SPLITDATA_CHECK_ERROR);
    const size_t warnings = splitdata_checked_count(checked, SPLITDATA_CHECK_WARNING);
    const size_t notes = splitdata_checked_count(checked, SPLITDATA_CHECK_NOTE);
    for (size_t i = 0; i < checked->part_count; i++)
        printf("%s%s", i == 0 ? "" : ", ", shown(checked, i, path));
    printf(": %zu error%s, %zu warning%s, %zu note%s\n", errors, plural(errors), warnings,
           plural(warnings), notes, plural(notes));
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        const bool finding = result->state == SPLITDATA_CHECK_FINDING;
        printf("  %-9s  %s  %s%s%s\n", finding ? shouted[result->severity] : states[result->state],
               result->id, finding ? "" : result->check, finding ? "" : ": ", result->message);
        print_evidence(checked, result);
        if (result->advice != NULL)
            printf("                  %s\n", result->advice);
    }
    putchar('\n');
    return print_report(checked);
}

/* Tells what --write-clean has made; there must be two parts. */
static int print_clean(const struct cli_check *check, const struct splitdata_checked *checked)
{
    char test[512], train[512];
    const uint64_t rows = checked->parts[1].rows, left_out = checked->clean_left_out;
    shown(checked, 0, train);
    shown(checked, 1, test);
    if (!checked->clean_written)
        return cli_fail(SPLITDATA_DATA, "%s: not written, as %s", check->write_clean,
                        left_out != 0 ? "no record would be left"
                                      : "a check that was asked for could not be made");
    if (!check->split.json && !check->sarif && !check->split.quiet)
        printf("%s: %" PRIu64 " of %" PRIu64 " records of %s, without %" PRIu64 " that %s knows\n",
               check->write_clean, rows - left_out, rows, test, left_out, train);
    return SPLITDATA_OK;
}

/* The exit status that the results alone call for. */
static int judge(const struct cli_check *check, const struct splitdata_checked *checked)
{
    int status = SPLITDATA_OK;
    /* A report reports: what it finds is no failure. */
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        if (result->state == SPLITDATA_CHECK_COULD_NOT && result->asked)
            return SPLITDATA_DATA;
        if (result->state == SPLITDATA_CHECK_FINDING && !check->report &&
            result->severity >= check->fail_on)
            status = SPLITDATA_NO;
    }
    return status;
}

static int print_answer(const struct cli_check *check, const struct splitdata_checked *checked)
{
    if (check->split.json || check->sarif) {
        char *json =
            check->sarif ? splitdata_checked_sarif(checked) : splitdata_checked_json(checked);
        if (json == NULL)
            return cli_fail(SPLITDATA_SYSTEM, "no memory for the findings");
        puts(json);
        free(json);
    } else if (!check->split.quiet) {
        const int printed = check->report ? print_report(checked) : print_results(checked);
        if (printed != SPLITDATA_OK)
            return printed;
    }
    const int written = check->write_clean != NULL ? print_clean(check, checked) : SPLITDATA_OK;
    return written != SPLITDATA_OK ? written : judge(check, checked);
}

/* Standard output is for one thing. */
static int check_stdout(const struct cli_check *check)
{
    if (check->split.json && check->sarif)
        return cli_fail(SPLITDATA_USAGE, "--json and --sarif both want standard output");
    if (check->page != NULL && strcmp(check->page, "-") == 0 && !check->split.quiet)
        return cli_fail(SPLITDATA_USAGE, "--html - and the lines both want standard output (-q "
                                         "leaves the lines out)");
    return check->write_clean != NULL && strcmp(check->write_clean, "-") == 0 && !check->split.quiet
               ? cli_fail(SPLITDATA_USAGE, "--write-clean - and the results both want standard "
                                           "output (-q leaves the results out)")
               : SPLITDATA_OK;
}

struct splitdata_check_options cli_check_options(const struct cli_check *check)
{
    struct splitdata_check_options options;
    splitdata_check_options_init(&options);
    options.how = check->split.options;
    options.how.map_input = true;
    options.target = check->target;
    options.part_column = check->part_column;
    options.write_clean = check->write_clean;
    options.near = check->near;
    options.page = check->page;
    return options;
}

static int run(struct cli_check *check)
{
    const struct cli_inputs *inputs = &check->split.inputs;
    struct splitdata_check_options options = cli_check_options(check);
    struct splitdata_checked checked;
    struct splitdata_error error;
    int status = check_stdout(check);
    if (status == SPLITDATA_OK)
        status = cli_catch_signals(&options.how.cancel_fd);
    if (status != SPLITDATA_OK)
        return status;
    status = splitdata_check(inputs->words, inputs->word_count, &options, &checked, &error);
    if (status == SPLITDATA_CANCELLED)
        return cli_die_as_asked("one of the parts", &error);
    if (status != SPLITDATA_OK)
        return cli_report(&error);
    cli_release_signals(false);
    status = print_answer(check, &checked);
    splitdata_checked_free(&checked);
    return status;
}

/* The options of one of the two commands, or of both, beside those that are a split's. */
#define ROW(member) .field = offsetof(struct cli_check, member)
static const struct {
    bool check, report;
    struct cli_option option;
} own[] = {
    {true,
     false,
     {"fail-on", 0, CLI_VALUE, "SEVERITY", "", cli_take_choice, ROW(fail_on), severities}},
    {true, false, {"sarif", 0, CLI_NO_VALUE, NULL, "", cli_take_flag, ROW(sarif)}},
    {true, false, {"write-clean", 0, CLI_VALUE, "FILE", "", cli_take_text, ROW(write_clean)}},
    {true, true, {"near", 0, CLI_VALUE, "SHARE", "", cli_take_text, ROW(near)}},
    {true, true, {"part-column", 0, CLI_VALUE, "COL", "", cli_take_text, ROW(part_column)}},
    {true, true, {"target", 0, CLI_VALUE, "COL", "", cli_take_text, ROW(target)}},
    {false, true, {"html", 0, CLI_VALUE, "FILE", "", cli_take_text, ROW(page)}},
    {true, false, {"help", 'h', CLI_NO_VALUE, NULL, help, .take = cli_take_help}},
    {false, true, {"help", 'h', CLI_NO_VALUE, NULL, report_help, .take = cli_take_help}},
};
#undef ROW

enum { OWN = sizeof own / sizeof own[0] };

static size_t list_options(struct cli_option *options, bool report)
{
    size_t count = 0;
    for (size_t i = 0; i < cli_split_option_count; i++) {
        for (size_t n = 0; n < SHARED; n++) {
            if (strcmp(cli_split_options[i].name, names[n]) == 0 &&
                !(report && strcmp(names[n], "json") == 0))
                options[count++] = cli_split_options[i];
        }
    }
    for (size_t i = 0; i < OWN; i++) {
        if (report ? own[i].report : own[i].check)
            options[count++] = own[i].option;
    }
    return count;
}

int cli_check_words(int argc, char **argv, struct cli_check *check)
{
    struct cli_option options[SHARED + OWN];
    const size_t count = list_options(options, check->report);
    splitdata_options_init(&check->split.options);
    int status = cli_read_words(argc, argv, options, count, cli_take_file, check);
    return status != SPLITDATA_OK || check->split.inputs.word_count > 0
               ? status
               : cli_fail(SPLITDATA_USAGE, "which TRAIN and TEST? (splitdata %s --help shows how)",
                          argv[0]);
}

static int run_command(struct cli_check *check, int argc, char **argv)
{
    int status = cli_check_words(argc, argv, check);
    if (status == SPLITDATA_OK)
        status = run(check);
    cli_inputs_free(&check->split.inputs);
    return status == CLI_DONE ? SPLITDATA_OK : status;
}

int cli_check(int argc, char **argv)
{
    struct cli_check check = {.fail_on = SPLITDATA_CHECK_ERROR};
    return run_command(&check, argc, argv);
}

int cli_split_report(int argc, char **argv)
{
    struct cli_check check = {.report = true};
    return run_command(&check, argc, argv);
}
