/* SPDX-License-Identifier: MIT */
/*
 * The words of a command line, separated by NUL: parsing ends with a status, and if they ask for a
 * split, so does a dry run of it on a small table, with one line.
 */
#define _GNU_SOURCE /* mkstemp */
#include "fuzz.h"

#include "cli/split.h"

#include <unistd.h>

enum { MOST_WORDS = 64 };

static char table[200];

static void remove_table(void)
{
    unlink(table);
}

static void make_table(void)
{
    static const char text[] = "id,group,class,when,split\n1,a,x,2024-01-01,train\n"
                               "2,a,y,2024-01-02,test\n3,b,x,2024-01-03,0\n4,b,y,2024-01-03,1\n"
                               "5,c,x,2024-02-01,\n6,c,y,2024-03-01,-1\n7,,x,bad,train\n";
    static bool made;
    if (made)
        return;
    fuzz_temporary(table, sizeof table);
    int fd = mkstemp(table);
    fuzz_require(fd >= 0 && write(fd, text, sizeof text - 1) == (ssize_t)sizeof text - 1 &&
                 close(fd) == 0 && atexit(remove_table) == 0);
    made = true;
}

static void try_split(struct cli_split *split)
{
    struct splitdata_report report;
    struct splitdata_error error = {0};
    split->options.dry_run = true;
    split->options.cancel_fd = -1;
    /* The number of outputs is the user's choice; here it only costs time. */
    if (split->options.folds > 100 || split->options.repeats > 100)
        return;
    if (split->options.threads > 3)
        split->options.threads = 3;
    int status = splitdata_split(table, &split->options, &report, &error);
    if (status == SPLITDATA_OK) {
        char *json = splitdata_report_json(&report);
        fuzz_require(json != NULL);
        free(json);
        splitdata_report_free(&report);
        return;
    }
    fuzz_require(status >= SPLITDATA_USAGE && status <= SPLITDATA_SYSTEM &&
                 error.message[0] != '\0' && strchr(error.message, '\n') == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *words = malloc(size + 1);
    char *argv[MOST_WORDS + 2] = {(char *)(uintptr_t) "splitdata"};
    int argc = 1;
    fuzz_require(words != NULL);
    memcpy(words, bytes, size);
    words[size] = '\0';
    for (size_t i = 0; i < size && argc <= MOST_WORDS; i += strlen(words + i) + 1)
        argv[argc++] = words + i;
    make_table();
    struct cli_split split = {0};
    splitdata_options_init(&split.options);
    int status = cli_read_words(argc, argv, cli_split_options, cli_split_option_count,
                                cli_take_file, &split);
    fuzz_require(status == CLI_DONE || status == SPLITDATA_OK || status == SPLITDATA_USAGE);
    if (status == SPLITDATA_OK)
        try_split(&split);
    cli_inputs_free(&split.inputs);
    free(split.outputs);
    free(split.column_types);
    free(words);
    return 0;
}
