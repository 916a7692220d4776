/* SPDX-License-Identifier: MIT */
/* splitdata shard scan|plan|apply|join: one split on many machines, step after step. */
#include "splitdata/shard.h"

#include "cli/cli.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/shard.h"
#include "cli/signals.h"
#include "cli/split.h"

#include <inttypes.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rows of the split's table write to the first member. */
struct shard {
    struct cli_split split;
    const char *output;
    const char *range, *number, *share;
    uint64_t from, to; /* of --range; of --share, the share and the number of shares */
};

struct step {
    const char *name;
    const char *files;               /* that it takes */
    int (*run)(struct shard *shard); /* with the words read */
    const char *const *options;      /* its own, and those of a split that it has, up to NULL */
};

static const char help[] =
    "Usage: splitdata shard scan [OPTIONS] --range A:B -o SUMMARY FILE...\n"
    "       splitdata shard plan [OPTIONS] -o PLAN SUMMARY...\n"
    "       splitdata shard apply [OPTIONS] PLAN --number K\n"
    "       splitdata shard join [OPTIONS] -o FILE PLAN PIECE...\n"
    "\n"
    "Splits a data set on many machines, by steps that any scheduler can run, repeat\n"
    "and reorder; the parts have the same bytes as on one. A step writes complete files\n"
    "or none. docs/distributed.md has scripts.\n"
    "\n"
    "scan    bytes A to B-1 of the FILEs, one after another; ranges need no alignment.\n"
    "        Takes how files are read, as for a split, and the key columns: --stratify,\n"
    "        --group, --time, --hash, --predefined\n"
    "plan    who goes where, from the summaries of all ranges: the other options of a\n"
    "        split. --order input needs no join\n"
    "apply   the records of range K, from 0, to a piece for each part in -O DIR:\n"
    "        train-00000-of-00008. With --order input, cat train-* is the part\n"
    "join    the pieces of one part, brought into their order; --share J/N writes the\n"
    "        J-th of N runs of it, from 0, so that N tasks can\n"
    "\n"
    "  -o, --output FILE       where the step writes (scan, plan, join)\n"
    "  -f, --force             replace a file with other bytes;  --no-sync\n"
    "  -q, --quiet             no summary\n"
    "  -h, --help              this help\n";

/* --- words ----------------------------------------------------------------------------------- */

/* Reads "A:B" or "J/N". */
static int take_pair(struct shard *shard, const char *option, const char *value, char between)
{
    char first[32] = "";
    const char *middle = strchr(value, between);
    const size_t length = middle != NULL ? (size_t)(middle - value) : sizeof first;
    if (length == 0 || length >= sizeof first || middle[1] == '\0')
        return cli_fail(SPLITDATA_USAGE, "--%s '%s': not two numbers with '%c' between them",
                        option, value, between);
    memcpy(first, value, length);
    struct cli_option number = {
        .name = option, .field = offsetof(struct shard, from), .most = ULONG_MAX};
    int status = cli_take_count(&number, shard, first);
    number.field = offsetof(struct shard, to);
    return status == SPLITDATA_OK ? cli_take_count(&number, shard, middle + 1) : status;
}

static const struct cli_option own_options[] = {
    {"output", 'o', CLI_VALUE, "FILE", "", cli_take_text, .field = offsetof(struct shard, output)},
    {"range", 0, CLI_VALUE, "A:B", "", cli_take_text, .field = offsetof(struct shard, range)},
    {"number", 0, CLI_VALUE, "K", "", cli_take_text, .field = offsetof(struct shard, number)},
    {"share", 0, CLI_VALUE, "J/N", "", cli_take_text, .field = offsetof(struct shard, share)},
    {"help", 'h', CLI_NO_VALUE, NULL, help, .take = cli_take_help},
};

enum { OWN = sizeof own_options / sizeof own_options[0], MOST = 64 };

static bool has(const char *const *list, const char *word)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, word) == 0)
            return true;
    }
    return false;
}

static int read_words(int argc, char **argv, const struct step *step, struct shard *shard)
{
    struct cli_option options[MOST];
    size_t count = 0;
    for (size_t i = 0; i < OWN; i++) {
        if (has(step->options, own_options[i].name))
            options[count++] = own_options[i];
    }
    for (size_t i = 0; i < cli_split_option_count && count < MOST; i++) {
        const char *name = cli_split_options[i].name;
        if (has(step->options, name) && strcmp(name, "output") != 0 && strcmp(name, "help") != 0)
            options[count++] = cli_split_options[i];
    }
    splitdata_options_init(&shard->split.options);
    shard->split.options.map_input = true;
    int status = cli_read_words(argc, argv, options, count, cli_take_file, shard);
    if (status == SPLITDATA_OK)
        status = cli_inputs_find(&shard->split.inputs);
    if (status == SPLITDATA_OK && cli_inputs_first(&shard->split.inputs) == NULL)
        status = cli_fail(SPLITDATA_USAGE, "shard %s: which %s? (splitdata shard --help shows how)",
                          step->name, step->files);
    if (status == SPLITDATA_OK && has(step->options, "output") && shard->output == NULL)
        status = cli_fail(SPLITDATA_USAGE, "shard %s: where to? (-o FILE)", step->name);
    return status;
}

/* --- steps ----------------------------------------------------------------------------------- */

/* Reports how a step has ended. */
static int finish(const struct shard *shard, int status, const struct splitdata_error *error)
{
    if (status == SPLITDATA_CANCELLED)
        return cli_die_as_asked(cli_inputs_first(&shard->split.inputs), error);
    if (status != SPLITDATA_OK)
        return cli_report(error);
    cli_release_signals(true);
    return SPLITDATA_OK;
}

static int scan(struct shard *shard)
{
    struct splitdata_options *options = &shard->split.options;
    struct splitdata_error error;
    if (shard->range == NULL)
        return cli_fail(SPLITDATA_USAGE, "shard scan: which bytes? (--range A:B)");
    int status = take_pair(shard, "range", shard->range, ':');
    if (status != SPLITDATA_OK)
        return status;
    if (shard->from >= shard->to)
        return cli_fail(SPLITDATA_USAGE, "--range %s: has no bytes", shard->range);
    options->inputs = shard->split.inputs.paths;
    options->input_count = shard->split.inputs.count;
    status = splitdata_shard_scan(shard->split.inputs.one, options, shard->from, shard->to,
                                  shard->output, &error);
    return finish(shard, status, &error);
}

static void print_plan(const struct splitdata_shard_planned *planned)
{
    printf("%" PRIu64 " records in %" PRIu64 " ranges", planned->rows, planned->ranges);
    if (planned->seed != NULL)
        printf(", seed %s%s", planned->seed, planned->seed_drawn ? " (drawn)" : "");
    if (planned->blank_lines != 0)
        printf(", %" PRIu64 " blank line%s left out", planned->blank_lines,
               planned->blank_lines == 1 ? "" : "s");
    putchar('\n');
    for (size_t set = 0; set < planned->sets; set++) {
        for (size_t part = 0; part < planned->parts; part++)
            printf("%s%s %" PRIu64, part == 0 ? "" : ", ", planned->names[part],
                   planned->sizes[set * planned->parts + part]);
        putchar('\n');
    }
    puts(planned->exchanged ? "pieces: joined by splitdata shard join"
                            : "pieces: joined by cat, in the order of their names");
}

/* The words, of which there are some. */
static const char *const *words_of(const struct shard *shard, size_t *count)
{
    *count = shard->split.inputs.word_count;
    return shard->split.inputs.words;
}

static int plan(struct shard *shard)
{
    struct splitdata_shard_planned planned;
    struct splitdata_error error;
    size_t count;
    const char *const *summaries = words_of(shard, &count);
    int status = splitdata_shard_plan(summaries, count, &shard->split.options, shard->output,
                                      &planned, &error);
    if (status == SPLITDATA_OK && !shard->split.quiet)
        print_plan(&planned);
    splitdata_shard_plan_free(&planned);
    return finish(shard, status, &error);
}

static int apply(struct shard *shard)
{
    struct splitdata_error error;
    const struct cli_option number = {
        .name = "number", .field = offsetof(struct shard, from), .most = 1UL << 30};
    if (shard->number == NULL)
        return cli_fail(SPLITDATA_USAGE, "shard apply: which range? (--number K, from 0)");
    if (shard->split.inputs.one == NULL)
        return cli_fail(SPLITDATA_USAGE, "shard apply: takes one PLAN");
    int status = cli_take_count(&number, shard, shard->number);
    if (status != SPLITDATA_OK)
        return status;
    status =
        splitdata_shard_apply(shard->split.inputs.one, shard->from, &shard->split.options, &error);
    return finish(shard, status, &error);
}

static int join(struct shard *shard)
{
    struct splitdata_error error;
    size_t count;
    const char *const *words = words_of(shard, &count);
    int status = SPLITDATA_OK;
    shard->to = 1;
    if (count < 2)
        return cli_fail(SPLITDATA_USAGE, "shard join: which PIECEs of the PLAN?");
    if (shard->share != NULL)
        status = take_pair(shard, "share", shard->share, '/');
    if (status != SPLITDATA_OK)
        return status;
    status = splitdata_shard_join(words[0], words + 1, count - 1, shard->from, shard->to,
                                  &shard->split.options, shard->output, &error);
    return finish(shard, status, &error);
}

static const char *const scan_options[] = {
    "output",      "range",        "help",       "format",      "header",  "no-header", "delimiter",
    "quote",       "ragged",       "skip-lines", "comment",     "escape",  "stratify",  "group",
    "time",        "hash",         "predefined", "inputs-from", "null",    "memory",    "tmpdir",
    "max-inflate", "gzip-library", "scanner",    "force",       "no-sync", "quiet",     NULL};

static const char *const plan_options[] = {"output",
                                           "help",
                                           "seed",
                                           "ratio",
                                           "train-size",
                                           "test-size",
                                           "parts",
                                           "repeats",
                                           "sample",
                                           "rare",
                                           "group-unit",
                                           "folds",
                                           "leave-one-group-out",
                                           "time-format",
                                           "cutoff",
                                           "gap",
                                           "window",
                                           "straddle",
                                           "map",
                                           "column-type",
                                           "missing",
                                           "na-values",
                                           "like",
                                           "no-shuffle",
                                           "order",
                                           "threads",
                                           "memory",
                                           "tmpdir",
                                           "force",
                                           "no-sync",
                                           "quiet",
                                           NULL};

static const char *const apply_options[] = {"number", "help",        "output-dir",   "memory",
                                            "tmpdir", "max-inflate", "gzip-library", "scanner",
                                            "force",  "no-sync",     "quiet",        NULL};

static const char *const join_options[] = {"output",  "share", "help", "force",
                                           "no-sync", "quiet", NULL};

static const struct step steps[] = {
    {"scan", "FILE", scan, scan_options},
    {"plan", "SUMMARY", plan, plan_options},
    {"apply", "PLAN", apply, apply_options},
    {"join", "PLAN", join, join_options},
};

int cli_shard(int argc, char **argv)
{
    struct shard shard = {0};
    const struct step *step = NULL;
    const char *word = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (strcmp(word, steps[i].name) == 0)
            step = &steps[i];
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        fputs(help, stdout);
        return SPLITDATA_OK;
    }
    if (step == NULL)
        return cli_fail(SPLITDATA_USAGE,
                        "shard: which step? scan, plan, apply or join (splitdata shard --help "
                        "shows how)");
    argv[1] = argv[0]; /* messages name the command, whose help has all steps */
    int status = read_words(argc - 1, argv + 1, step, &shard);
    if (status == SPLITDATA_OK)
        status = cli_catch_signals(&shard.split.options.cancel_fd);
    if (status == SPLITDATA_OK)
        status = step->run(&shard);
    cli_split_free(&shard.split);
    return status == CLI_DONE ? SPLITDATA_OK : status;
}
