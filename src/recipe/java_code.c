/* SPDX-License-Identifier: MIT */
#include "recipe/java_code.h"

#include "recipe/python.h"
#include "rng/seed_text.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int sd_java_read(const struct sd_code_asked *asked, struct sd_code *code, const char *read,
                 const char *drop, struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    if (options->sample != NULL || options->missing == SPLITDATA_MISSING_DROP ||
        options->duplicates == SPLITDATA_DUPLICATES_DROP)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code shows a split of all records (leave --sample, --missing drop "
                       "and --duplicates drop out)");
    if (options->skip_lines != 0 || options->header_records > 1 || options->comment != 0)
        return sd_code_refuse(options->like, "lines besides the records but a header", error);
    sd_code_filled(code, read, sd_code_quoted(code, SD_QUOTED_C, asked->file));
    if (asked->header)
        sd_code_line(code, "%s", drop);
    return SPLITDATA_OK;
}

const char *sd_java_seed(struct sd_code *code, const char *seed)
{
    int64_t number;
    struct sd_text text = {0};
    const bool small = sd_integer_within(seed, strlen(seed), INT32_MIN, INT32_MAX, &number);
    bool made = sd_text_format(&text, small ? "%s" : "%sL", seed);
    return sd_code_keep(code, &text, made);
}

/* --- where parts end ------------------------------------------------------------------------- */

static bool add_filled(struct sd_text *text, const char *pattern, const char *word)
{
    const char *mark = strstr(pattern, "%s");
    return sd_text_append(text, pattern, (size_t)(mark - pattern)) && sd_text_add(text, word) &&
           sd_text_add(text, mark + 2);
}

/* Adds the size of a part. */
static bool add_size(const struct sd_code_asked *asked, struct sd_code *code, struct sd_text *text,
                     size_t p, const char *share)
{
    const struct sd_size *size = &asked->part[p].size;
    const char *number = sd_code_size(code, size);
    return size->kind == SD_SIZE_SHARE ? add_filled(text, share, number)
                                       : sd_text_add(text, number);
}

static bool is_rest(const struct sd_code_asked *asked, size_t p)
{
    const enum sd_size_kind kind = asked->part[p].size.kind;
    return kind == SD_SIZE_REST || kind == SD_SIZE_NONE;
}

/* Part p ends after the sizes up to its own or, from the rest on, before those that follow. */
static bool add_end(const struct sd_code_asked *asked, struct sd_code *code, struct sd_text *text,
                    size_t p, size_t rest, const char *share)
{
    bool made = p < rest || sd_text_add(text, "n");
    for (size_t i = p < rest ? 0 : p + 1; made && i < (p < rest ? p + 1 : asked->parts); i++) {
        if (p >= rest || i != 0)
            made = sd_text_add(text, p < rest ? " + " : " - ");
        made = made && add_size(asked, code, text, i, share);
    }
    return made;
}

const char *sd_java_ends(const struct sd_code_asked *asked, struct sd_code *code, const char *share)
{
    struct sd_ratio sum = {0, 1};
    struct sd_text text = {0};
    bool made = true, shares = !asked->train_test;
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        shares = shares && asked->part[p].size.kind == SD_SIZE_SHARE;
        rest = is_rest(asked, p) ? p : rest;
    }
    for (size_t p = 0; p < asked->parts && made; p++) {
        char end[SPLITDATA_DOUBLE_TEXT];
        made = p == 0 || sd_text_add(&text, ", ");
        if (!made || !shares) {
            made = made && add_end(asked, code, &text, p, rest, share);
            continue;
        }
        sd_ratio_add(sum, asked->part[p].size.share, &sum);
        splitdata_format_double(end, sd_ratio_double(sum));
        made = p + 1 == asked->parts ? sd_text_add(&text, "n") : add_filled(&text, share, end);
    }
    return sd_code_keep(code, &text, made);
}

/* --- a permutation and its parts ------------------------------------------------------------- */

/* "train = parts.get(0), test = parts.get(1)". */
static const char *name_parts(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    const char *names = sd_python_parts(asked, code);
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const size_t length = strcspn(names, ",");
        made = (p == 0 || sd_text_add(&text, ", ")) && sd_text_append(&text, names, length) &&
               sd_text_format(&text, " = parts.get(%zu)", p);
        names += length + strspn(names + length, ", ");
    }
    return sd_code_keep(code, &text, made);
}

static int print_folds(const struct sd_code_asked *asked, struct sd_code *code,
                       const struct sd_java_code *lines)
{
    char number[24];
    snprintf(number, sizeof number, "%" PRIu64, (uint64_t)asked->options->folds);
    if (asked->options->repeats != 0)
        sd_code_line(code, "for (int r = 0; r < %" PRIu64 "; r++) {", asked->options->repeats);
    sd_code_indent(code, asked->options->repeats != 0 ? 4 : 0);
    sd_code_filled(code, lines->folds, number);
    sd_code_indent(code, 0);
    if (asked->options->repeats != 0)
        sd_code_line(code, "}");
    return SPLITDATA_OK;
}

int sd_java_print(const struct sd_code_asked *asked, struct sd_code *code,
                  const struct sd_java_code *lines, struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER;
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    const bool several = asked->options->repeats != 0;
    sd_code_line(code, "import java.nio.file.*;\nimport java.util.*;\nimport java.util.stream.*;");
    if (drawn && lines->imports != NULL)
        sd_code_line(code, "%s", lines->imports);
    int status = sd_java_read(
        asked, code, "List<String> rows = new ArrayList<>(Files.readAllLines(Path.of(%s)));",
        "rows.remove(0);", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "int n = rows.size();");
    if (drawn)
        sd_code_filled(code, lines->seed, sd_java_seed(code, asked->seed));
    if (asked->options->folds != 0)
        return print_folds(asked, code, lines);
    sd_code_line(code, "int[] ends = {%s};", sd_java_ends(asked, code, "(int) (%s * n)"));
    if (several)
        sd_code_line(code,
                     "List<List<List<String>>> repeats = new ArrayList<>();\n"
                     "for (int r = 0; r < %" PRIu64 "; r++) {",
                     asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    sd_code_line(code, "%s",
                 drawn ? lines->shuffle
                       : "List<Integer> order = IntStream.range(0, n).boxed().toList();");
    sd_code_line(code, "List<List<String>> parts = new ArrayList<>();");
    sd_code_line(code, "for (int p = 0, begin = 0; p < ends.length; begin = ends[p++])");
    sd_code_line(code,
                 "    parts.add(order.subList(begin, ends[p]).stream()%s.map(rows::get).toList());",
                 input ? ".sorted()" : "");
    sd_code_indent(code, 0);
    if (several)
        sd_code_line(code, "    repeats.add(parts);\n}");
    else
        sd_code_line(code, "List<String> %s;", name_parts(asked, code));
    return SPLITDATA_OK;
}

int sd_java_check_count(uint64_t count, const char *recipe, struct splitdata_error *error)
{
    return count <= INT32_MAX
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "--like %s: its arrays have room for 2**31 - 1 records, not %" PRIu64,
                         recipe, count);
}
