/* SPDX-License-Identifier: MIT */
/* The commands that start from a manifest. */
#ifndef SD_CLI_VERIFY_H
#define SD_CLI_VERIFY_H

#include "cli/inputs.h"
#include "cli/progress.h"
#include "splitdata/splitdata.h"

#include <stdbool.h>

/* The parsed words of verify. */
struct cli_verify {
    struct splitdata_verify_options options;
    struct cli_inputs inputs;
    const char *manifest;
    enum cli_progress progress;
    bool json, quiet;
};

/* Reads the words into a zeroed struct, whose inputs are freed in any case. */
int cli_verify_words(int argc, char **argv, struct cli_verify *verify);

int cli_verify(int argc, char **argv);
int cli_replay(int argc, char **argv);

#endif
