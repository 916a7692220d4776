/* SPDX-License-Identifier: MIT */
/* The split command and its parsed words. */
#ifndef SD_CLI_SPLIT_H
#define SD_CLI_SPLIT_H

#include "cli/inputs.h"
#include "cli/progress.h"
#include "cli/words.h"
#include "splitdata/splitdata.h"

struct cli_split {
    struct splitdata_options options;
    struct cli_inputs inputs;
    const char *manifest;             /* for a replay, which may have no FILE */
    struct splitdata_output *outputs; /* options.outputs */
    size_t output_count;
    const char **column_types; /* options.column_types */
    enum cli_progress progress;
    bool quiet;
    bool json;
    bool print_code;
};

extern const struct cli_option cli_split_options[];
extern const size_t cli_split_option_count;

/* Reads the words of a split, or of a replay, into a zeroed struct, which is freed in any case. */
int cli_split_words(int argc, char **argv, struct cli_split *split);
int cli_replay_words(int argc, char **argv, struct cli_split *split);
void cli_split_free(struct cli_split *split);

/* Splits and prints the results; returns the exit status. */
int cli_split_run(struct cli_split *split);

/* Stores a FILE. */
int cli_take_file(void *context, const char *word);

#endif
