/* SPDX-License-Identifier: MIT */
/* The options of a split: one table row each. Most name a field and the way to parse it. */
#include "cli/cli.h"
#include "cli/help.h"
#include "cli/option_values.h"
#include "cli/split.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- options that are more than a field ------------------------------------------------------ */

static int take_quote(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    if (strcmp(value, "none") != 0)
        return cli_take_byte(option, context, value);
    split->options.quote = SPLITDATA_QUOTE_NONE;
    return SPLITDATA_OK;
}

static int take_header(const struct cli_option *option, void *context, const char *value)
{
    enum splitdata_header *header = &((struct cli_split *)context)->options.header;
    enum splitdata_header wanted =
        strcmp(option->name, "header") == 0 ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    if (*header != SPLITDATA_HEADER_BY_FORMAT && *header != wanted)
        return cli_fail(SPLITDATA_USAGE, "--header and --no-header exclude each other");
    *header = wanted;
    return value != NULL ? cli_take_count(option, context, value) : SPLITDATA_OK;
}

static int take_delimiter(const struct cli_option *option, void *context, const char *value)
{
    int *delimiter = &((struct cli_split *)context)->options.delimiter;
    if (strcmp(value, "blanks") == 0)
        *delimiter = SPLITDATA_DELIMITER_BLANKS;
    else if (strcmp(value, "::") == 0)
        *delimiter = SPLITDATA_DELIMITER_COLONS;
    else if (value[0] == '\0' ||
             (value[1] != '\0' && strcmp(value, "tab") != 0 && strcmp(value, "\\t") != 0))
        return cli_fail(
            SPLITDATA_USAGE,
            "--delimiter '%s': not a single byte, tab, blanks (runs of them) or ::", value);
    else
        return cli_take_byte(option, context, value);
    return SPLITDATA_OK;
}

static int take_like(const struct cli_option *option, void *context, const char *value)
{
    if (strncmp(value, "help,", 5) == 0)
        return cli_print_recipe(value + 5);
    if (strcmp(value, "help") != 0)
        return cli_take_text(option, context, value);
    cli_print_recipes();
    return CLI_DONE;
}

static int take_emit(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    if (strncmp(value, "column=", 7) != 0 || value[7] == '\0')
        return cli_take_choice(option, context, value);
    split->options.column = value + 7;
    split->options.emit = SPLITDATA_EMIT_COLUMN;
    return SPLITDATA_OK;
}

/* Parses one of the option's two words; *second: it is the second. */
static int take_one_of_two(const struct cli_option *option, bool *second, const char *value)
{
    unsigned choice = 0;
    struct cli_option own = {.name = option->name, .words = option->words};
    int status = cli_take_choice(&own, &choice, value);
    *second = choice == 1;
    return status;
}

static int take_ragged(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    return take_one_of_two(option, &split->options.ragged_keep, value);
}

static int take_window(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    return take_one_of_two(option, &split->options.window_sliding, value);
}

static int take_threads(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    uint64_t threads = 0;
    struct cli_option own = {.name = option->name, .least = option->least, .most = option->most};
    int status = cli_take_count(&own, &threads, value);
    split->options.threads = (unsigned)threads;
    return status;
}

static int take_output(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    char *equals = strchr(value, '=');
    (void)option;
    if (equals == NULL || equals == value)
        return cli_fail(SPLITDATA_USAGE, "--output %s: not PART=FILE (train=big.csv)", value);
    struct splitdata_output *more =
        realloc(split->outputs, (split->output_count + 1) * sizeof *more);
    if (more == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "no memory for the options");
    split->outputs = more;
    *equals = '\0'; /* argv may be modified; the part's name ends here */
    more[split->output_count++] = (struct splitdata_output){value, equals + 1};
    split->options.outputs = more;
    split->options.output_count = split->output_count;
    return SPLITDATA_OK;
}

static int take_gzip(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    (void)option;
    if (value == NULL)
        value = "6";
    if (value[0] < '0' || value[0] > '9' || value[1] != '\0')
        return cli_fail(SPLITDATA_USAGE, "--gzip=%s: a level is 1 to 9, or 0 for plain", value);
    split->options.gzip_level = value[0] - '0';
    return SPLITDATA_OK;
}

static int take_manifest(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    split->options.manifest = true;
    return value != NULL ? cli_take_text(option, context, value) : SPLITDATA_OK;
}

static int take_report(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    split->options.report = true;
    return value != NULL ? cli_take_text(option, context, value) : SPLITDATA_OK;
}

static int take_column_type(const struct cli_option *option, void *context, const char *value)
{
    struct cli_split *split = context;
    size_t count = split->options.column_type_count;
    const char **more = realloc(split->column_types, (count + 1) * sizeof(*more));
    (void)option;
    if (more == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "no memory for the options");
    more[count] = value;
    split->column_types = more;
    split->options.column_types = more;
    split->options.column_type_count = count + 1;
    return SPLITDATA_OK;
}

static int take_help(const struct cli_option *option, void *context, const char *value)
{
    (void)option;
    (void)context;
    if (value != NULL && strcmp(value, "all") != 0)
        return cli_fail(SPLITDATA_USAGE, "--help=%s: not --help or --help=all", value);
    if (value == NULL)
        cli_print_help();
    else
        cli_print_options(cli_split_options, cli_split_option_count);
    return CLI_DONE;
}

static int take_version(const struct cli_option *option, void *context, const char *value)
{
    (void)option;
    (void)context;
    (void)value;
    cli_print_version();
    return CLI_DONE;
}

int cli_take_file(void *context, const char *word)
{
    return cli_inputs_add(&((struct cli_split *)context)->inputs, word);
}

/* --- the table ------------------------------------------------------------------------------- */

/* In the order of the enums in splitdata.h. */
static const char *const orders[] = {"", "shuffled", "input", NULL};
static const char *const formats[] = {"", "csv", "lines", NULL};
static const char *const emits[] = {"rows", "indices", "column", "indices=file", NULL};
static const char *const rares[] = {"error", "merge", "train", "each", NULL};
static const char *const missings[] = {"error", "drop", "class", NULL};
static const char *const duplicates[] = {"keep", "note", "together", "drop", NULL};
static const char *const units[] = {"groups", "rows", NULL};
static const char *const progresses[] = {"auto", "always", "never", NULL};
static const char *const line_ends[] = {"keep", "lf", "crlf", NULL};
static const char *const digests[] = {"sha256", "xxh3-128", NULL};
static const char *const windows[] = {"expanding", "sliding", NULL};
static const char *const raggeds[] = {"error", "keep", NULL};
static const char *const straddles[] = {"error", "drop", "train", "test", NULL};

#define AT(member)               .field = offsetof(struct cli_split, options.member)
#define TEXT(member)             cli_take_text, AT(member)
#define FLAG(member)             cli_take_flag, .field = offsetof(struct cli_split, member)
#define CHOICE(member, list)     cli_take_choice, AT(member), .words = list
#define COUNT(member, low, high) cli_take_count, AT(member), .least = low, .most = high

const struct cli_option cli_split_options[] = {
    {"seed", 's', CLI_VALUE, "SEED",
     "what numpy.random.seed takes: an integer from 0 to 4294967295, or several with "
     "commas (5, is the list of one); if not given, one is drawn and printed",
     TEXT(seed)},
    {"ratio", 'r', CLI_VALUE, "R", "share of train: 0.8, 80% or 4/5 (default 0.8)", TEXT(ratio)},
    {"train-size", 0, CLI_VALUE, "X",
     "size of the train part: a share (with . % or /) or a number of records", TEXT(train_size)},
    {"test-size", 0, CLI_VALUE, "X",
     "size of the test part; if both sizes are given, the remainder is left out", TEXT(test_size)},
    {"parts", 0, CLI_VALUE, "LIST",
     "named parts, train=0.7,val=0.15,test=0.15; shares or numbers of records, one "
     "may be *, the rest",
     TEXT(parts)},
    {"only", 0, CLI_VALUE, "PART",
     "write this part alone; a sample of 1 %: --parts 'sample=1%,rest=*' --only sample",
     TEXT(only)},
    {"repeats", 0, CLI_VALUE, "N",
     "N successive splits of one generator (ShuffleSplit), numbered from 1",
     COUNT(repeats, 1, 1000000)},
    {"sample", 0, CLI_VALUE, "X", "split a random sample: a share or number of records",
     TEXT(sample)},
    {"stratify", 0, CLI_VALUE, "COL[,COL]",
     "the same shares of each class in every part; age:q10 bins a numeric column by "
     "ten quantiles, price:w5 by five equal widths",
     TEXT(stratify)},
    {"rare", 0, CLI_VALUE, "HOW",
     "classes too small to stratify: error (default), merge, train or each", CHOICE(rare, rares)},
    {"group", 0, CLI_VALUE, "COL[,COL]", "records with equal values stay in one part", TEXT(group)},
    {"group-unit", 0, CLI_VALUE, "UNIT", "unit of the sizes: groups (default) or rows",
     CHOICE(group_unit, units)},
    {"folds", 0, CLI_VALUE, "K",
     "k-fold: a train and a test output for each of K folds; with --stratify, --group "
     "or both, shuffled or with --no-shuffle; with --time an expanding window",
     COUNT(folds, 2, 1000000)},
    {"leave-one-group-out", 0, CLI_NO_VALUE, NULL, "with --group: a fold for each group",
     FLAG(options.leave_one_group_out)},
    {"time", 0, CLI_VALUE, "COL", "the earliest records are train, equal times stay together",
     TEXT(time)},
    {"time-format", 0, CLI_VALUE, "FORMAT",
     "format of the time column as for strptime (%d.%m.%Y), or what numbers count: %s, ms, us, ns",
     TEXT(time_format)},
    {"cutoff", 0, CLI_VALUE, "STAMP[,STAMP]", "with --time: where each later part begins",
     TEXT(cutoff)},
    {"gap", 0, CLI_VALUE, "GAP",
     "with --time: records (5), or time (7d, 12h), removed before each later part", TEXT(gap)},
    {"window", 0, CLI_VALUE, "WINDOW", "with --time and --folds: expanding (default) or sliding",
     .take = take_window, .words = windows},
    {"straddle", 0, CLI_VALUE, "HOW",
     "with --time and --group, groups on both sides of a cut: error (default), drop, "
     "train or test",
     CHOICE(straddle, straddles)},
    {"hash", 0, CLI_VALUE, "COL[,COL]",
     "the part depends on the seed (default 0) and the key alone", TEXT(hash)},
    {"predefined", 0, CLI_VALUE, "COL",
     "take the assignment from COL: a test fold number (-1: always train) or, with --map, a part",
     TEXT(predefined)},
    {"map", 0, CLI_VALUE, "LIST", "with --predefined: VALUE=PART,VALUE=PART", TEXT(map)},
    {"column-type", 0, CLI_VALUE, "NAME=TYPE",
     "read a key column as integer, float, boolean or text (default: as pandas does)",
     .take = take_column_type},
    {"missing", 0, CLI_VALUE, "HOW",
     "records without a value in a key column: error (default), drop, or class: one of their own",
     CHOICE(missing, missings)},
    {"na-values", 0, CLI_VALUE, "LIST",
     "the texts that are no value, instead of those of pandas: NA,-; or none, not even the empty",
     TEXT(na_values)},
    {"duplicates", 0, CLI_VALUE, "HOW",
     "equal records: keep (default), note (count those in train and test), together (in one part), "
     "or drop all but the first",
     CHOICE(duplicates, duplicates)},
    {"ignore", 0, CLI_VALUE, "COL[,COL]",
     "with --duplicates: columns in which equal records differ", TEXT(ignore)},
    {"like", 0, CLI_VALUE, "NAME[@VERSION][,KEY=VALUE]",
     "framework whose split to reproduce (default sklearn); --like help lists all, --like "
     "help,NAME shows one",
     take_like, AT(like)},
    {"print-code", 0, CLI_NO_VALUE, NULL,
     "print the lines of the framework's language that make this split; split nothing",
     FLAG(print_code)},
    {"no-shuffle", 0, CLI_NO_VALUE, NULL, "cut in the order of the file", FLAG(options.no_shuffle)},
    {"order", 0, CLI_VALUE, "ORDER",
     "order of records in each output: shuffled, or input (default depends on the split)",
     CHOICE(order, orders)},
    {"emit", 0, CLI_VALUE, "WHAT",
     "rows (default); indices: row numbers from 0; indices=file: FILE ROW, numbers from 0; "
     "column[=NAME]: one file with the part as a new last column",
     take_emit, AT(emit), .words = emits},
    {"delimiter", 'd', CLI_VALUE, "C",
     "one byte, tab, blanks (runs of blanks and tabs) or :: (default: comma; tab for .tsv and "
     ".tab)",
     take_delimiter, AT(delimiter)},
    {"quote", 0, CLI_VALUE, "C", "one byte, or none (default \")", take_quote, AT(quote)},
    {"no-header", 0, CLI_NO_VALUE, NULL, "the first record is data", .take = take_header},
    {"header", 0, CLI_OPTIONAL_VALUE, "N",
     "the first record, or the first N, is a header (the default for CSV: one)", take_header,
     AT(header_records), .least = 1, .most = 1000},
    {"skip-lines", 0, CLI_VALUE, "N", "leave out the first N lines of the file, whatever they hold",
     COUNT(skip_lines, 1, 1000000000)},
    {"comment", 0, CLI_VALUE, "C", "leave out lines that begin with this byte, such as #",
     cli_take_byte, AT(comment)},
    {"escape", 0, CLI_VALUE, "C",
     "the byte that takes the meaning from the next one, such as \\ (default: none)", cli_take_byte,
     AT(escape)},
    {"format", 0, CLI_VALUE, "FORMAT",
     "csv, or lines: every line is a record (default for .jsonl, .ndjson and .txt)",
     CHOICE(format, formats)},
    {"ragged", 0, CLI_VALUE, "HOW",
     "records with another number of fields than the header: error (default) or keep",
     .take = take_ragged, .words = raggeds},
    {"line-ends", 0, CLI_VALUE, "ENDS", "end all records with lf or crlf (default: keep)",
     CHOICE(line_ends, line_ends)},
    {"no-output-header", 0, CLI_NO_VALUE, NULL, "leave the header out of the outputs",
     FLAG(options.no_output_header)},
    {"query-files", 0, CLI_NO_VALUE, NULL,
     "with --group: OUTPUT.query, group sizes for LightGBM and XGBoost", FLAG(options.query_files)},
    {"inputs-from", 0, CLI_VALUE, "LIST",
     "the files to split as one, a path a line, instead of FILE...; - is standard input",
     cli_take_text, .field = offsetof(struct cli_split, inputs.from)},
    {"null", '0', CLI_NO_VALUE, NULL,
     "the paths of --inputs-from end with NUL, as find -print0 writes them", FLAG(inputs.null)},
    {"output-dir", 'O', CLI_VALUE, "DIR", "where outputs go (default: beside the input)",
     TEXT(output_dir)},
    {"name", 0, CLI_VALUE, "TEMPLATE",
     "output names, default {stem}.{part}{ext}; also {fold}, {repeat}, {shard}, {seed}",
     TEXT(name_template)},
    {"shards", 0, CLI_VALUE, "N|SIZE",
     "cut each part into N files (8), or files of at most SIZE bytes (100M): train-00000-of-00008",
     TEXT(shards)},
    {"output", 'o', CLI_VALUE, "PART=FILE", "file for one part; - is standard output",
     .take = take_output},
    {"gzip", 'z', CLI_OPTIONAL_VALUE, "LEVEL",
     "compress outputs, 1 to 9 (default 6), or 0: plain; without this option, as the input",
     .take = take_gzip},
    {"force", 'f', CLI_NO_VALUE, NULL, "replace existing outputs", FLAG(options.force)},
    {"if-changed", 0, CLI_NO_VALUE, NULL,
     "replace existing outputs, but leave those with the right bytes untouched",
     FLAG(options.if_changed)},
    {"manifest", 0, CLI_OPTIONAL_VALUE, "FILE",
     "also write a manifest (default {stem}.split.json) with the options and digests, for "
     "splitdata verify and splitdata replay",
     take_manifest, AT(manifest_path)},
    {"report", 0, CLI_OPTIONAL_VALUE, "FILE",
     "with --manifest: also write a page of HTML (default {stem}.split.html) with what splitdata "
     "check finds, the classes, the columns and the digests",
     take_report, AT(report_path)},
    {"digest", 0, CLI_VALUE, "DIGEST",
     "with --manifest: sha256 (default); or xxh3-128, several times as fast, which finds damage, "
     "but not what was forged",
     CHOICE(digest, digests)},
    {"no-sync", 0, CLI_NO_VALUE, NULL, "do not wait until outputs are on disk",
     FLAG(options.no_sync)},
    {"threads", 'j', CLI_VALUE, "N",
     "maximum number of threads (default: one per processor); never changes a byte", take_threads,
     .least = 1, .most = 1024},
    {"memory", 'm', CLI_VALUE, "SIZE",
     "limit on private memory (256M, 2G; at least 32M; default: three quarters of what is "
     "free); temporary files hold the rest; never changes a byte",
     cli_take_size, AT(memory)},
    {"max-inflate", 0, CLI_VALUE, "SIZE",
     "refuse a compressed input that has more bytes than that when it is decompressed (default: "
     "no limit)",
     cli_take_size, AT(max_inflate)},
    {"tmpdir", 0, CLI_VALUE, "DIR",
     "directory for temporary files (default: the outputs' directory)", TEXT(tmpdir)},
    {"spill", 0, CLI_NO_VALUE, NULL, "behave as if nothing fitted into memory (for tests)",
     FLAG(options.spill)},
    {"scanner", 0, CLI_VALUE, "NAME",
     "force one variant of the record scanner (for tests; -V lists them)", TEXT(scanner)},
    {"gzip-library", 0, CLI_VALUE, "NAME", "force one library for gzip (for tests; -V lists them)",
     TEXT(gzip_library)},
    {"dry-run", 'n', CLI_NO_VALUE, NULL, "read, plan and print the summary; write nothing",
     FLAG(options.dry_run)},
    {"progress", 0, CLI_VALUE, "WHEN",
     "a progress bar: auto (default: on a terminal), always (lines in a log) or never",
     cli_take_choice, .field = offsetof(struct cli_split, progress), .words = progresses},
    {"quiet", 'q', CLI_NO_VALUE, NULL, "no summary (a drawn seed is still printed)", FLAG(quiet)},
    {"json", 0, CLI_NO_VALUE, NULL, "the summary as JSON on standard output", FLAG(json)},
    {"help", 'h', CLI_OPTIONAL_VALUE, "all", "this help; =all: every option", .take = take_help},
    {"version", 'V', CLI_NO_VALUE, NULL, "the version and how it was built", .take = take_version},
};

const size_t cli_split_option_count = sizeof cli_split_options / sizeof cli_split_options[0];
