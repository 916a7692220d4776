/* SPDX-License-Identifier: MIT */
#include "cli/check.h"
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/shard.h"
#include "cli/verify.h"

#include <string.h>

/* Commands by their first word. NULL: not built yet. */
static const struct {
    const char *word;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"random", cli_random}, {"help", cli_help},           {"verify", cli_verify},
    {"check", cli_check},   {"replay", cli_replay},       {"shard", cli_shard},
    {"diff", NULL},         {"report", cli_split_report}, {"extend", NULL},
};

int cli_run(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].word) != 0)
            continue;
        if (commands[i].run == NULL)
            return cli_fail(SPLITDATA_USAGE,
                            "the command %s is reserved and not built yet (./%s names a file)",
                            argv[1], argv[1]);
        return commands[i].run(argc - 1, argv + 1);
    }
    return cli_split(argc, argv);
}
