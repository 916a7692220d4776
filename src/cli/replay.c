/* SPDX-License-Identifier: MIT */
/* splitdata replay MANIFEST [FILE...]: repeats a split with the options of a manifest. */
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/split.h"
#include "cli/verify.h"

#include <stdio.h>
#include <string.h>

/* The options that do not affect the result of a split. */
static const char *const names[] = {"output-dir", "force",    "if-changed", "manifest",
                                    "no-sync",    "threads",  "dry-run",    "quiet",
                                    "json",       "progress", "max-inflate"};

enum { MOST = sizeof names / sizeof names[0] };

static const char help[] =
    "Usage: splitdata replay [OPTIONS] MANIFEST [FILE...]\n"
    "\n"
    "Re-creates the split of a manifest from FILE, or from the input path in the\n"
    "manifest; of several inputs, all are named in their order. Correct outputs are\n"
    "kept, missing ones are added. Nothing is written unless the input and all parts\n"
    "match the manifest.\n"
    "\n"
    "  -O, --output-dir DIR    where outputs go (default: beside the manifest)\n"
    "  -f, --force             replace existing outputs\n"
    "      --if-changed        the same, but leave correct ones untouched\n"
    "      --manifest[=FILE]   write a new manifest\n"
    "      --no-sync           do not wait until outputs are on disk\n"
    "  -j, --threads N         maximum number of threads\n"
    "      --max-inflate SIZE  refuse an input that is larger decompressed\n"
    "  -n, --dry-run           compare, write nothing\n"
    "      --progress WHEN     auto, always or never\n"
    "  -q, --quiet             no summary;  --json: as JSON on standard output\n"
    "  -h, --help              this help\n"
    "\n"
    "Exit status: 0 done, 1 the input or split does not match, 2 or more: an error.\n";

static int take_word(void *context, const char *word)
{
    struct cli_split *split = context;
    if (split->manifest != NULL)
        return cli_inputs_add(&split->inputs, word);
    split->manifest = word;
    return SPLITDATA_OK;
}

int cli_replay_words(int argc, char **argv, struct cli_split *split)
{
    struct cli_option options[MOST + 1];
    size_t count = 0;
    for (size_t i = 0; i < cli_split_option_count; i++) {
        for (size_t n = 0; n < MOST; n++) {
            if (strcmp(cli_split_options[i].name, names[n]) == 0)
                options[count++] = cli_split_options[i];
        }
    }
    options[count++] =
        (struct cli_option){"help", 'h', CLI_NO_VALUE, NULL, help, .take = cli_take_help};
    splitdata_options_init(&split->options);
    int status = cli_read_words(argc, argv, options, count, take_word, split);
    if (status == SPLITDATA_OK)
        status = cli_inputs_find(&split->inputs);
    return status != SPLITDATA_OK || split->manifest != NULL
               ? status
               : cli_fail(SPLITDATA_USAGE, "which MANIFEST? (splitdata replay --help shows how)");
}

int cli_replay(int argc, char **argv)
{
    struct cli_split split = {0};
    int status = cli_replay_words(argc, argv, &split);
    if (status == SPLITDATA_OK)
        status = cli_split_run(&split);
    cli_split_free(&split);
    return status == CLI_DONE ? SPLITDATA_OK : status;
}
