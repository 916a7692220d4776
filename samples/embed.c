/* SPDX-License-Identifier: MIT */
/*
 * Calls splitdata from a program: splits a file with seed 101, 80 % for training.
 *
 *     cc -o embed embed.c $(pkg-config --cflags --libs splitdata) && ./embed iris.csv
 */
#include <splitdata/splitdata.h>

#include <inttypes.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct splitdata_options options;
    struct splitdata_report report;
    struct splitdata_error error;

    if (argc != 2) {
        fprintf(stderr, "usage: embed FILE\n");
        return 2;
    }
    splitdata_options_init(&options);
    options.seed = "101";
    options.ratio = "0.8";
    if (splitdata_split(argv[1], &options, &report, &error) != SPLITDATA_OK) {
        fprintf(stderr, "embed: %s\n", error.message);
        return (int)error.status;
    }
    for (size_t i = 0; i < report.part_count; i++)
        printf("%s: %" PRIu64 " rows in %s\n", report.parts[i].name, report.parts[i].rows,
               report.parts[i].path);
    splitdata_report_free(&report);
    return 0;
}
