/* SPDX-License-Identifier: MIT */
/* splitdata verify MANIFEST [FILE...]: compares a split with its manifest. */
#include "cli/verify.h"

#include "cli/cli.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/signals.h"
#include "cli/words.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- words ----------------------------------------------------------------------------------- */

static int take_flag(const struct cli_option *option, void *context, const char *value)
{
    (void)value;
    *(bool *)((char *)context + option->field) = true;
    return SPLITDATA_OK;
}

static int take_threads(const struct cli_option *option, void *context, const char *value)
{
    char *end;
    unsigned long threads = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || threads < option->least ||
        threads > option->most)
        return cli_fail(SPLITDATA_USAGE, "--threads %s: not a whole number from %lu to %lu", value,
                        option->least, option->most);
    ((struct cli_verify *)context)->options.threads = (unsigned)threads;
    return SPLITDATA_OK;
}

static int take_progress(const struct cli_option *option, void *context, const char *value)
{
    for (unsigned i = 0; option->words[i] != NULL; i++) {
        if (strcmp(value, option->words[i]) == 0) {
            ((struct cli_verify *)context)->progress = (enum cli_progress)i;
            return SPLITDATA_OK;
        }
    }
    return cli_fail(SPLITDATA_USAGE, "--progress %s: not auto, always or never", value);
}

static const char help[] =
    "Usage: splitdata verify [OPTIONS] MANIFEST [FILE...]\n"
    "\n"
    "Checks the input and the parts against a manifest written by splitdata\n"
    "--manifest, re-runs the split in memory, and reports what differs. Writes\n"
    "nothing. FILE is the input, if it is not at the path in the manifest; of a split\n"
    "of several files, all are named in their order.\n"
    "\n"
    "      --ignore-missing    do not count missing files as differences\n"
    "      --json              print the findings as JSON\n"
    "  -j, --threads N         maximum number of threads\n"
    "      --max-inflate SIZE  refuse files that are larger decompressed\n"
    "      --progress WHEN     auto, always or never\n"
    "  -q, --quiet             print nothing; the exit status is the answer\n"
    "  -h, --help              this help\n"
    "\n"
    "Exit status: 0 no difference, 1 something differs or is missing, 2 or more: an\n"
    "error.\n";

static int take_word(void *context, const char *word)
{
    struct cli_verify *verify = context;
    if (verify->manifest != NULL)
        return cli_inputs_add(&verify->inputs, word);
    verify->manifest = word;
    return SPLITDATA_OK;
}

static const char *const progresses[] = {"auto", "always", "never", NULL};

#define FLAG(member) take_flag, offsetof(struct cli_verify, member), NULL, 0, 0

static const struct cli_option options[] = {
    {"ignore-missing", 0, CLI_NO_VALUE, NULL, "", FLAG(options.ignore_missing)},
    {"json", 0, CLI_NO_VALUE, NULL, "", FLAG(json)},
    {"max-inflate", 0, CLI_VALUE, "SIZE", "", cli_take_size,
     offsetof(struct cli_verify, options.max_inflate), NULL, 0, 0},
    {"progress", 0, CLI_VALUE, "WHEN", "", take_progress, .words = progresses},
    {"quiet", 'q', CLI_NO_VALUE, NULL, "", FLAG(quiet)},
    {"threads", 'j', CLI_VALUE, "N", "", take_threads, .least = 1, .most = 1024},
    {"help", 'h', CLI_NO_VALUE, NULL, help, .take = cli_take_help},
};

/* --- the answer ------------------------------------------------------------------------------ */

static size_t count(const struct splitdata_verification *result, enum splitdata_verdict verdict)
{
    size_t found = 0;
    for (size_t i = 0; i < result->finding_count; i++)
        found += result->findings[i].verdict == verdict;
    return found;
}

static void print_finding(const struct splitdata_finding *finding)
{
    static const char *const verdicts[] = {"same", "CHANGED", "MISSING", "unchecked"};
    char path[512] = "", where[64] = "";
    if (finding->path != NULL)
        splitdata_escape(path, sizeof path, finding->path, strlen(finding->path));
    if (finding->repeat != 0)
        snprintf(where, sizeof where, "repeat %" PRIu64 " ", finding->repeat);
    if (finding->fold != 0)
        snprintf(where + strlen(where), sizeof where - strlen(where), "fold %" PRIu64 " ",
                 finding->fold);
    printf("  %-9s  %s%-5s", verdicts[finding->verdict], where,
           finding->name != NULL ? finding->name : finding->subject);
    if (path[0] != '\0')
        printf("  %s", path);
    if (finding->detail != NULL)
        printf("%s%s", path[0] != '\0' ? ": " : "  ", finding->detail);
    putchar('\n');
}

/* Whether a finding is about another shard of the part before. */
static bool is_next_shard(const struct splitdata_finding *finding)
{
    const struct splitdata_finding *before = finding - 1;
    return finding->name != NULL && before->name != NULL &&
           strcmp(finding->subject, before->subject) == 0 &&
           strcmp(finding->name, before->name) == 0 && finding->repeat == before->repeat &&
           finding->fold == before->fold;
}

/* If the findings exceed a screenful, equal parts are only counted. */
static void print_findings(const struct splitdata_verification *result)
{
    enum { SCREENFUL = 24 };
    char escaped[512];
    const bool brief = result->finding_count > SCREENFUL;
    const bool several = result->finding_count > 1 &&
                         strcmp(result->findings[1].subject, result->findings[0].subject) == 0;
    bool shards = false;
    size_t same = 0, inputs = 0, changed = count(result, SPLITDATA_VERDICT_CHANGED);
    const char *manifest = strcmp(result->manifest, "-") == 0 ? "standard input" : result->manifest;
    splitdata_escape(escaped, sizeof escaped, manifest, strlen(manifest));
    if (result->holds)
        printf("%s: verified, split id %s\n", escaped, result->split_id);
    else
        printf("%s: NOT verified: %zu changed, %zu missing\n", escaped, changed,
               count(result, SPLITDATA_VERDICT_MISSING));
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct splitdata_finding *finding = &result->findings[i];
        shards = shards || (i > 0 && is_next_shard(finding));
        const bool equal = brief && finding->verdict == SPLITDATA_VERDICT_SAME;
        if (equal && finding->name != NULL)
            same++;
        else if (equal && several && strcmp(finding->subject, "input") == 0)
            inputs++;
        else
            print_finding(finding);
    }
    if (inputs != 0)
        printf("  %-9s  %zu inputs\n", "same", inputs);
    if (same != 0)
        printf("  %-9s  %zu %s\n", "same", same, shards ? "shards" : "parts");
    if (result->holds && result->digest == SPLITDATA_DIGEST_XXH3_128)
        puts("  note: xxh3-128 finds damage and mistakes, and proves nothing against forgery "
             "(sha256 "
             "does)");
}

static int print_result(const struct cli_verify *verify,
                        const struct splitdata_verification *result)
{
    if (verify->json) {
        char *json = splitdata_verification_json(result);
        if (json == NULL)
            return cli_fail(SPLITDATA_SYSTEM, "no memory for the findings");
        puts(json);
        free(json);
    } else if (!verify->quiet) {
        print_findings(result);
    }
    return result->holds ? SPLITDATA_OK : SPLITDATA_NO;
}

static int run(struct cli_verify *verify)
{
    struct splitdata_verification result;
    struct splitdata_error error;
    int status = cli_catch_signals(&verify->options.cancel_fd);
    if (status != SPLITDATA_OK)
        return status;
    verify->options.map_input = true;
    const struct cli_expected expected = {.writes = true, .times = 1};
    cli_progress_begin(verify->quiet && verify->progress == CLI_PROGRESS_AUTO ? CLI_PROGRESS_NEVER
                                                                              : verify->progress,
                       &expected, &verify->options.progress);
    status = splitdata_verify(verify->manifest, &verify->options, &result, &error);
    cli_progress_end();
    if (status == SPLITDATA_CANCELLED)
        return cli_die_as_asked(verify->manifest, &error);
    if (status != SPLITDATA_OK)
        return cli_report(&error);
    cli_release_signals(false);
    status = print_result(verify, &result);
    splitdata_verification_free(&result);
    return status;
}

int cli_verify_words(int argc, char **argv, struct cli_verify *verify)
{
    splitdata_verify_options_init(&verify->options);
    int status =
        cli_read_words(argc, argv, options, sizeof options / sizeof options[0], take_word, verify);
    if (status == SPLITDATA_OK && verify->manifest == NULL)
        status = cli_fail(SPLITDATA_USAGE, "which MANIFEST? (splitdata verify --help shows how)");
    if (status == SPLITDATA_OK)
        status = cli_inputs_find(&verify->inputs);
    verify->options.input = verify->inputs.one;
    verify->options.inputs = verify->inputs.paths;
    verify->options.input_count = verify->inputs.count;
    return status;
}

int cli_verify(int argc, char **argv)
{
    struct cli_verify verify = {0};
    int status = cli_verify_words(argc, argv, &verify);
    if (status == SPLITDATA_OK)
        status = run(&verify);
    cli_inputs_free(&verify.inputs);
    return status == CLI_DONE ? SPLITDATA_OK : status;
}
