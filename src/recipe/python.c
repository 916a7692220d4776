/* SPDX-License-Identifier: MIT */
#include "recipe/python.h"

#include "recipe/buckets.h"

#include "splitdata/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

static void add_separator(const struct sd_code_asked *asked, struct sd_code *code,
                          struct sd_text *text, bool *made)
{
    const int delimiter = asked->options->delimiter;
    if (delimiter == SPLITDATA_DELIMITER_BLANKS)
        *made = *made && sd_text_add(text, ", sep=r\"[ \\t]+\", skipinitialspace=True");
    else if (delimiter == SPLITDATA_DELIMITER_COLONS)
        *made = *made && sd_text_add(text, ", sep=\"::\", engine=\"python\"");
    else if (strcmp(asked->delimiter, ",") != 0)
        *made = *made && sd_text_format(text, ", sep=%s",
                                        sd_code_quoted(code, SD_QUOTED_C, asked->delimiter));
}

static void add_byte(struct sd_code *code, struct sd_text *text, const char *name, int byte,
                     bool *made)
{
    const char bytes[] = {(char)byte, '\0'};
    *made =
        *made && sd_text_format(text, ", %s=%s", name, sd_code_quoted(code, SD_QUOTED_C, bytes));
}

static void read_lines(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "with open(%s, newline=\"\\n\") as file:",
                 sd_code_quoted(code, SD_QUOTED_C, asked->file));
    sd_code_line(code, "    df = pd.Series([line for line in file if line.strip(\"\\r\\n\")])");
    if (asked->options->skip_lines != 0 || asked->header)
        sd_code_line(code, "df = df[%" PRIu64 ":].reset_index(drop=True)",
                     asked->options->skip_lines + asked->header);
}

static int read(const struct sd_code_asked *asked, struct sd_code *code, bool texts,
                struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    struct sd_text text = {0};
    bool made = true;
    int status = sd_code_check_whole(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "import pandas as pd");
    if (asked->lines) {
        read_lines(asked, code);
        return SPLITDATA_OK;
    }
    add_separator(asked, code, &text, &made);
    if (options->quote == SPLITDATA_QUOTE_NONE)
        made = made && sd_text_add(&text, ", quoting=3");
    else if (options->quote >= 0)
        add_byte(code, &text, "quotechar", options->quote, &made);
    if (options->escape != 0)
        add_byte(code, &text, "escapechar", options->escape, &made);
    if (options->comment != 0)
        add_byte(code, &text, "comment", options->comment, &made);
    if (options->skip_lines != 0)
        made = made && sd_text_format(&text, ", skiprows=%" PRIu64, options->skip_lines);
    if (!asked->header)
        made = made && sd_text_add(&text, ", header=None");
    if (texts)
        made = made && sd_text_add(&text, ", dtype=str, keep_default_na=False");
    else if (options->na_values != NULL)
        made = made && sd_text_add(&text, ", keep_default_na=False");
    const char *arguments = sd_code_keep(code, &text, made);
    sd_code_line(code, "df = pd.read_csv(%s%s)", sd_code_quoted(code, SD_QUOTED_C, asked->file),
                 arguments);
    if (options->header_records > 1)
        sd_code_line(code, "df = df[%" PRIu64 ":].reset_index(drop=True)",
                     options->header_records - 1);
    return SPLITDATA_OK;
}

int sd_python_read(const struct sd_code_asked *asked, struct sd_code *code,
                   struct splitdata_error *error)
{
    return read(asked, code, false, error);
}

int sd_python_read_texts(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    return read(asked, code, true, error);
}

/* --- words ----------------------------------------------------------------------------------- */

int sd_python_columns(struct sd_code *code, const char *list, const char **columns,
                      struct splitdata_error *error)
{
    const bool several = strchr(list, ',') != NULL;
    struct sd_text text = {0};
    if (strchr(list, ':') != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code: no call of a framework has the bins of %.100s", list);
    const char *names = sd_code_columns(code, SD_QUOTED_C, list, "df.columns[%lu]");
    bool made = sd_text_format(&text, several ? "df[[%s]]" : "df[%s]", names);
    *columns = sd_code_keep(code, &text, made);
    return SPLITDATA_OK;
}

/* Appends an integer as Python writes it: a literal has no zeros before it. */
static bool add_integer(struct sd_text *text, const char *digits, size_t length)
{
    const bool sign = length != 0 && (digits[0] == '-' || digits[0] == '+');
    bool made = !sign || digits[0] == '+' || sd_text_add(text, "-");
    digits += sign;
    length -= sign;
    while (length > 1 && digits[0] == '0')
        digits++, length--;
    return made && sd_text_append(text, digits, length);
}

const char *sd_python_seed(struct sd_code *code, const char *seed)
{
    struct sd_text text = {0};
    if (seed == NULL)
        return "";
    const bool list = strchr(seed, ',') != NULL;
    bool made = sd_text_add(&text, list ? "[" : "");
    for (const char *at = seed; made; at++) {
        const size_t length = strcspn(at, ",");
        made = (at == seed || length == 0 || sd_text_add(&text, ", ")) &&
               add_integer(&text, at, length);
        at += length;
        if (*at == '\0')
            break;
    }
    return sd_code_keep(code, &text, made && sd_text_add(&text, list ? "]" : ""));
}

const char *sd_python_random_seed(struct sd_code *code, const char *seed)
{
    static const char *const forms[] = {"int:", "float:", "bytes:", "str:"};
    struct sd_text text = {0};
    size_t form = 0;
    if (seed == NULL)
        return "";
    while (form < 4 && strncmp(seed, forms[form], strlen(forms[form])) != 0)
        form++;
    const char *value = form < 4 ? seed + strlen(forms[form]) : seed;
    const size_t sign = value[0] == '-' || value[0] == '+';
    const bool number = form == 4 && value[sign] != '\0' &&
                        strspn(value + sign, "0123456789") == strlen(value + sign);
    if (form == 0 || number)
        return sd_code_keep(code, &text, add_integer(&text, value, strlen(value)));
    const char *quoted = sd_code_quoted(code, SD_QUOTED_C, value);
    bool made = sd_text_format(&text,
                               form == 1   ? "float(%s)"
                               : form == 2 ? "bytes.fromhex(%s)"
                                           : "%s",
                               quoted);
    return sd_code_keep(code, &text, made);
}

const char *sd_python_random_state(struct sd_code *code, const char *seed)
{
    struct sd_text text = {0};
    const char *number = sd_python_seed(code, seed);
    if (number[0] != '[')
        return number;
    bool made = sd_text_format(&text, "np.random.RandomState(%s)", number);
    return sd_code_keep(code, &text, made);
}

/* A part's name as a variable: "dev-test" is dev_test. */
static bool add_name(struct sd_text *text, const char *name)
{
    bool made = name[0] < '0' || name[0] > '9' || sd_text_add(text, "_");
    for (; *name != '\0' && made; name++)
        made = sd_text_append(text, *name == '-' || *name == '.' ? "_" : name, 1);
    return made;
}

const char *sd_python_parts(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++)
        made = (p == 0 || sd_text_add(&text, ", ")) && add_name(&text, asked->part[p].name);
    return sd_code_keep(code, &text, made);
}

const char *sd_python_sizes(const struct sd_code_asked *asked, struct sd_code *code,
                            const char *train, const char *test)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < 2 && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        if (size->kind == SD_SIZE_SHARE || size->kind == SD_SIZE_COUNT)
            made =
                sd_text_format(&text, ", %s=%s", p == 0 ? train : test, sd_code_size(code, size));
    }
    return sd_code_keep(code, &text, made);
}

/* --- parts of a permutation ------------------------------------------------------------------ */

/* Where the parts end, from the sizes; the rule of sd_sizes_of_parts. */
static void say_sizes(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_ratio sum = {0, 1};
    struct sd_text text = {0};
    bool shares = true, made = true;
    for (size_t p = 0; p < asked->parts; p++)
        shares = shares && asked->part[p].size.kind == SD_SIZE_SHARE;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        char share[SPLITDATA_DOUBLE_TEXT];
        made = p == 0 || sd_text_add(&text, ", ");
        if (shares && p + 1 == asked->parts) {
            made = made && sd_text_add(&text, "n");
        } else if (shares) {
            sd_ratio_add(sum, size->share, &sum);
            splitdata_format_double(share, sd_ratio_double(sum));
            made = made && sd_text_format(&text, "int(%s * n)", share);
        } else if (size->kind == SD_SIZE_REST || size->kind == SD_SIZE_NONE) {
            made = made && sd_text_add(&text, "None");
        } else {
            made = made && sd_text_format(&text, size->kind == SD_SIZE_SHARE ? "int(%s * n)" : "%s",
                                          sd_code_size(code, size));
        }
    }
    const char *list = sd_code_keep(code, &text, made);
    if (shares) {
        sd_code_line(code, "sizes = np.diff([0, %s])", list);
        return;
    }
    sd_code_line(code, "sizes = [%s]", list);
    sd_code_line(code, "sizes = [n - sum(filter(None, sizes)) if s is None else s for s in sizes]");
}

/* Train and test, one of which is the rest. */
static bool say_two(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    const bool rest = test->kind == SD_SIZE_NONE || test->kind == SD_SIZE_REST;
    if (!asked->train_test || !(rest || train->kind == SD_SIZE_NONE))
        return false;
    const struct sd_size *given = rest ? train : test;
    const char *size = sd_code_size(code, given);
    sd_code_line(code, given->kind == SD_SIZE_SHARE ? "k = %sint(%s * n)" : "k = %s%s",
                 rest ? "" : "n - ", size);
    sd_code_line(code, "parts = [order[:k], order[k:]]");
    return true;
}

void sd_python_cut(const struct sd_code_asked *asked, struct sd_code *code, bool last_first)
{
    if (!last_first && say_two(asked, code))
        return;
    say_sizes(asked, code);
    if (last_first) {
        sd_code_line(code, "parts = np.split(order, np.cumsum(sizes[::-1]))[:-1][::-1]");
        return;
    }
    sd_code_line(code, "parts = np.split(order, np.cumsum(sizes))[:-1]");
}

int sd_python_cut_buckets(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {.part = asked->part,
                                         .parts = asked->parts,
                                         .train_test = asked->train_test,
                                         .options = asked->parameters};
    struct sd_cut *ranges = calloc(asked->parts, sizeof *ranges);
    struct sd_text text = {0};
    if (ranges == NULL)
        return sd_fail_memory(error, "the code");
    int status = sd_bucket_ranges(&sizes, ranges, error);
    bool made = true;
    for (size_t p = 0; p + 1 < asked->parts && status == SPLITDATA_OK && made; p++)
        made = sd_text_format(&text, "%s%" PRIu64, p != 0 ? ", " : "", ranges[p].end);
    const char *ends = sd_code_keep(code, &text, made);
    free(ranges);
    if (status != SPLITDATA_OK)
        return status;
    const char *parts = sd_python_parts(asked, code);
    if (asked->parts == 2) {
        sd_code_line(code, "%s = df[numbers < %s], df[numbers >= %s]", parts, ends, ends);
        return SPLITDATA_OK;
    }
    sd_code_line(code, "part_of = np.searchsorted([%s], numbers, side=\"right\")", ends);
    sd_code_line(code, "%s = [df[part_of == p] for p in range(%zu)]", parts, asked->parts);
    return SPLITDATA_OK;
}

int sd_python_hash(const struct sd_code_asked *asked, struct sd_code *code, const char *module,
                   const char *hash, struct splitdata_error *error)
{
    const char *column = "";
    sd_code_line(code, "import %s", module);
    sd_code_line(code, "import numpy as np");
    int status = sd_python_read_texts(asked, code, error);
    if (status == SPLITDATA_OK)
        status = sd_python_columns(code, asked->options->hash, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "def bucket(key):");
    sd_code_line(code, "    return %s %% %" PRIu64, hash, sd_buckets(asked->parameters));
    sd_code_line(code, "numbers = %s.map(bucket)", column);
    return sd_python_cut_buckets(asked, code, error);
}
