/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include "cli/cli.h"
#include "cli/terminal.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <string.h>

static const char short_help[] =
    "Usage: splitdata [OPTIONS] FILE...       split FILEs, or a folder's, as one\n"
    "       splitdata random [OPTIONS] FUNCTION   print a seeded generator's draws\n"
    "       splitdata check TRAIN TEST...         look for records on two sides\n"
    "       splitdata report TRAIN TEST...        a split in 25 lines, and on a page\n"
    "       splitdata verify MANIFEST [FILE...]   check a split against its manifest\n"
    "       splitdata replay MANIFEST [FILE...]   re-create a split from its manifest\n"
    "       splitdata shard STEP ...              split on many machines, in steps\n"
    "\n"
    "Examples:\n"
    "  splitdata --seed 101 --ratio 0.8 data.csv    data.train.csv and data.test.csv\n"
    "  splitdata -s 7 --parts train=0.7,val=0.15,test=0.15 data.csv\n"
    "  splitdata -s 7 --parts 'sample=1%,rest=*' --only sample data.csv   1 % of it\n"
    "  splitdata -s 7 --test-size 1000 -z data.csv  gzip: data.train.csv.gz, ...\n"
    "  splitdata -s 7 --emit column data.csv        one file with a new column, split\n"
    "  zcat big.gz | splitdata -s 7 -O parts -      from a pipe, to parts/\n"
    "\n"
    "The records of the outputs are, byte for byte and in the same order, those of\n"
    "scikit-learn's train_test_split(df, train_size=0.8, random_state=101).\n"
    "\n"
    "Options:\n"
    "  -s, --seed SEED         an integer, 0 to 4294967295 (default: drawn)\n"
    "  -r, --ratio R           share of train: 0.8, 80% or 4/5 (default 0.8)\n"
    "      --train-size X, --test-size X   shares, or numbers of records\n"
    "      --parts LIST        any number of named parts; one size may be *, the rest\n"
    "      --repeats N         N successive splits of one generator\n"
    "      --no-shuffle        cut in the order of the file\n"
    "      --stratify COL, --group COL     equal class shares; whole groups\n"
    "      --folds K, --time COL, --hash COL   cross-validation; by time; by a key\n"
    "      --emit WHAT         rows, indices or column[=NAME]\n"
    "  -d, --delimiter C       one byte, or tab;  --no-header: all records are data\n"
    "  -O, --output-dir DIR    where outputs go\n"
    "  -o, --output PART=FILE  one part's own file; - is standard output\n"
    "  -z, --gzip[=LEVEL]      compress outputs\n"
    "  -f, --force             replace existing outputs\n"
    "      --manifest          also write a manifest for verify and replay\n"
    "  -n, --dry-run           write nothing\n"
    "  -q, --quiet             no summary;  --json: as JSON on standard output\n"
    "  -h, --help=all          every option\n"
    "\n"
    "No output appears under its name until all outputs are complete.\n";

static void print_option(const struct cli_option *option)
{
    char left[64];
    const char *joint = option->value == CLI_OPTIONAL_VALUE ? "[=" : " ";
    const char *end = option->value == CLI_OPTIONAL_VALUE ? "]" : "";
    snprintf(left, sizeof left, "--%s%s%s%s", option->name,
             option->placeholder != NULL ? joint : "",
             option->placeholder != NULL ? option->placeholder : "", end);
    if (option->letter != 0)
        printf("  -%c, %s\n", option->letter, left);
    else
        printf("      %s\n", left);
    cli_print_wrapped(stdout, 80, "", 10, option->help);
}

void cli_print_help(void)
{
    fputs(short_help, stdout);
}

void cli_print_options(const struct cli_option *options, size_t count)
{
    puts("Usage: splitdata [OPTIONS] FILE...\n");
    for (size_t i = 0; i < count; i++)
        print_option(&options[i]);
}

int cli_take_help(const struct cli_option *option, void *context, const char *value)
{
    (void)context;
    (void)value;
    fputs(option->help, stdout);
    return CLI_DONE;
}

void cli_print_version(void)
{
    printf("splitdata %s\n", splitdata_version());
    printf("scanners:");
    const char *name;
    for (size_t i = 0; (name = splitdata_scanner_name(i)) != NULL; i++)
        printf(" %s", name);
    printf("\ngzip libraries:");
    for (size_t i = 0; (name = splitdata_gzip_library_name(i)) != NULL; i++)
        printf(" %s", name);
    printf("\n");
}

void cli_print_recipes(void)
{
    struct splitdata_recipe_info info;
    for (size_t i = 0; splitdata_recipe(i, &info); i++) {
        printf("%-12s %s\n", info.name, info.summary);
        cli_print_wrapped(stdout, 80, "", 15, info.call);
    }
}

static void print_parameters(size_t recipe)
{
    struct splitdata_recipe_parameter_info parameter;
    for (size_t i = 0; splitdata_recipe_parameter(recipe, i, &parameter); i++) {
        char line[400];
        int length = snprintf(line, sizeof line, "%s=: %s", parameter.name, parameter.summary);
        for (size_t w = 0; parameter.words != NULL && parameter.words[w] != NULL; w++)
            length += snprintf(line + length, sizeof line - (size_t)length, "%s%s",
                               w == 0 ? ": " : ", ", parameter.words[w]);
        snprintf(line + length, sizeof line - (size_t)length, " (default %s)",
                 parameter.usual != NULL ? parameter.usual : "none");
        cli_print_wrapped(stdout, 80, i == 0 ? "  parameters" : "", 14, line);
    }
}

int cli_print_recipe(const char *name)
{
    struct splitdata_recipe_info info;
    struct splitdata_error error;
    char versions[400];
    size_t index = 0;
    int status = splitdata_recipe_find(name, &index, &error);
    if (status != SPLITDATA_OK)
        return cli_report(&error);
    splitdata_recipe(index, &info);
    size_t used = (size_t)snprintf(versions, sizeof versions, "%s ", info.of);
    for (const char *at = info.versions; *at != '\0' && used + 3 < sizeof versions; at++) {
        if (*at == ' ')
            versions[used++] = ',';
        versions[used++] = *at;
    }
    versions[used] = '\0';
    printf("%s: %s\n", info.name, info.summary);
    cli_print_wrapped(stdout, 80, "  call", 14, info.call);
    cli_print_wrapped(stdout, 80, "  run with", 14, versions);
    cli_print_wrapped(stdout, 80, "  checked by", 14, info.checked);
    if (info.conditions != NULL)
        cli_print_wrapped(stdout, 80, "  conditions", 14, info.conditions);
    print_parameters(index);
    return CLI_DONE;
}

int cli_help(int argc, char **argv)
{
    if (argc > 1)
        return cli_fail(SPLITDATA_USAGE,
                        "help takes no words: splitdata --help, --help=all or "
                        "splitdata random --help; '%s' is one too many",
                        argv[1]);
    cli_print_help();
    return SPLITDATA_OK;
}
