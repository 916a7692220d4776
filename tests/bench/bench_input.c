/* SPDX-License-Identifier: MIT */
/*
 * One split through the library, its input mapped or read: bounded.py compares the two.
 *
 * usage: bench_input map|read MEMORY FILE DIRECTORY     MEMORY in bytes, 0: the default
 */
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct splitdata_options options;
    struct splitdata_report report;
    struct splitdata_error error;
    if (argc != 5) {
        fprintf(stderr, "usage: bench_input map|read MEMORY FILE DIRECTORY\n");
        return 2;
    }
    splitdata_options_init(&options);
    options.seed = "101";
    options.map_input = strcmp(argv[1], "map") == 0;
    options.memory = strtoull(argv[2], NULL, 10);
    options.output_dir = argv[4];
    options.no_sync = true;
    if (splitdata_split(argv[3], &options, &report, &error) != SPLITDATA_OK) {
        fprintf(stderr, "bench_input: %s\n", error.message);
        return (int)error.status;
    }
    splitdata_report_free(&report);
    return 0;
}
