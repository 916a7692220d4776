/* SPDX-License-Identifier: MIT */
#include "cli/split.h"

#include "cli/cli.h"
#include "cli/signals.h"
#include "cli/summary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool writes_to_stdout(const struct splitdata_options *options)
{
    for (size_t i = 0; i < options->output_count; i++) {
        if (strcmp(options->outputs[i].path, "-") == 0)
            return true;
    }
    return false;
}

static int print_result(const struct cli_split *split, const struct splitdata_report *report)
{
    if (split->json) {
        char *json = splitdata_report_json(report);
        if (json == NULL)
            return cli_fail(SPLITDATA_SYSTEM, "no memory for the summary");
        puts(json);
        free(json);
    } else if (!split->quiet) {
        cli_print_summary(report);
    } else {
        cli_print_urgent_warnings(report);
        if (report->seed_drawn && (report->manifest == NULL || split->options.dry_run))
            cli_print_seed(report);
    }
    return SPLITDATA_OK;
}

static struct cli_expected expect(const struct cli_split *split)
{
    const struct splitdata_options *options = &split->options;
    const char *first = cli_inputs_first(&split->inputs);
    const char *suffix = first != NULL ? strrchr(first, '.') : NULL;
    bool gzip = suffix != NULL && strcmp(suffix, ".gz") == 0;
    const double repeats = options->repeats != 0 ? (double)options->repeats : 1;
    return (struct cli_expected){
        .times = options->folds != 0 ? repeats * (double)options->folds : repeats,
        .writes = !options->dry_run,
        .syncs = !options->dry_run && !options->no_sync,
        .compresses =
            options->gzip_level != SPLITDATA_GZIP_BY_NAME ? options->gzip_level != 0 : gzip,
    };
}

int cli_split_run(struct cli_split *split)
{
    struct splitdata_report report;
    struct splitdata_error error;
    if (split->json && writes_to_stdout(&split->options))
        return cli_fail(SPLITDATA_USAGE, "--json and --output PART=- both want standard output");
    int status = cli_catch_signals(&split->options.cancel_fd);
    if (status != SPLITDATA_OK)
        return status;
    split->options.map_input = true;
    split->options.inputs = split->inputs.paths;
    split->options.input_count = split->inputs.count;
    const struct cli_expected expected = expect(split);
    cli_progress_begin(split->quiet && split->progress == CLI_PROGRESS_AUTO ? CLI_PROGRESS_NEVER
                                                                            : split->progress,
                       &expected, &split->options.progress);
    if (split->manifest != NULL && !split->quiet)
        split->options.announce = cli_announce;
    status =
        split->manifest != NULL
            ? splitdata_replay(split->manifest, split->inputs.one, &split->options, &report, &error)
            : splitdata_split(split->inputs.one, &split->options, &report, &error);
    cli_progress_end();
    if (status == SPLITDATA_CANCELLED)
        return cli_die_as_asked(split->inputs.count != 0    ? "one of the inputs"
                                : split->inputs.one != NULL ? split->inputs.one
                                                            : split->manifest,
                                &error);
    if (status != SPLITDATA_OK) {
        if (error.system_error == EPIPE)
            cli_die_of_pipe();
        return cli_report(&error);
    }
    cli_release_signals(report.written);
    status = print_result(split, &report);
    splitdata_report_free(&report);
    return status;
}

int cli_split_words(int argc, char **argv, struct cli_split *split)
{
    splitdata_options_init(&split->options);
    int status =
        cli_read_words(argc, argv, cli_split_options, cli_split_option_count, cli_take_file, split);
    return status == SPLITDATA_OK ? cli_inputs_find(&split->inputs) : status;
}

void cli_split_free(struct cli_split *split)
{
    cli_inputs_free(&split->inputs);
    free(split->outputs);
    free(split->column_types);
}

static int print_code(const struct cli_split *split)
{
    struct splitdata_error error;
    char *code;
    struct stat found;
    if (split->inputs.one == NULL ||
        (stat(split->inputs.one, &found) == 0 && S_ISDIR(found.st_mode)))
        return cli_fail(SPLITDATA_USAGE, "--print-code: the code reads one FILE (name one)");
    int status = splitdata_code(split->inputs.one, &split->options, &code, &error);
    if (status != SPLITDATA_OK)
        return cli_report(&error);
    fputs(code, stdout);
    free(code);
    return SPLITDATA_OK;
}

int cli_split(int argc, char **argv)
{
    struct cli_split split = {0};
    int status = cli_split_words(argc, argv, &split);
    if (status == SPLITDATA_OK)
        status = cli_inputs_first(&split.inputs) == NULL
                     ? cli_fail(SPLITDATA_USAGE, "which FILE? (splitdata --help shows how)")
                 : split.print_code ? print_code(&split)
                                    : cli_split_run(&split);
    cli_split_free(&split);
    return status == CLI_DONE ? SPLITDATA_OK : status;
}
