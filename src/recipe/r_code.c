/* SPDX-License-Identifier: MIT */
#include "recipe/r_code.h"

#include "splitdata/random.h"

#include <inttypes.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

static bool add_text(struct sd_code *code, struct sd_text *text, const char *name,
                     const char *value)
{
    return sd_text_format(text, ", %s = %s", name, sd_code_quoted(code, SD_QUOTED_C, value));
}

static bool add_byte(struct sd_code *code, struct sd_text *text, const char *name, int byte)
{
    const char bytes[] = {(char)byte, '\0'};
    return add_text(code, text, name, bytes);
}

static void read_lines(const struct sd_code_asked *asked, struct sd_code *code)
{
    const uint64_t skipped = asked->options->skip_lines + asked->header;
    sd_code_line(code, "d <- data.frame(line = Filter(nzchar, readLines(%s)))",
                 sd_code_quoted(code, SD_QUOTED_C, asked->file));
    if (skipped != 0)
        sd_code_line(code, "d <- d[-seq_len(%" PRIu64 "), , drop = FALSE]", skipped);
}

int sd_r_code_read(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                   struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    struct sd_text text = {0};
    bool made = true;
    if (options->sample != NULL || options->missing == SPLITDATA_MISSING_DROP ||
        options->duplicates == SPLITDATA_DUPLICATES_DROP)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code shows a split of all records (leave --sample, --missing drop "
                       "and --duplicates drop out)");
    if (asked->lines) {
        read_lines(asked, code);
        sd_code_line(code, "n <- nrow(d)");
        return SPLITDATA_OK;
    }
    if (options->escape != 0 || options->delimiter == SPLITDATA_DELIMITER_COLONS)
        return sd_code_refuse(recipe, options->escape != 0 ? "--escape" : "-d ::", error);
    if (options->header_records > 1)
        return sd_code_refuse(recipe, "--header of several records", error);
    if (options->delimiter == SPLITDATA_DELIMITER_BLANKS)
        made = sd_text_add(&text, ", sep = \"\"");
    else if (strcmp(asked->delimiter, ",") != 0)
        made = add_text(code, &text, "sep", asked->delimiter);
    if (options->quote == SPLITDATA_QUOTE_NONE)
        made = made && sd_text_add(&text, ", quote = \"\"");
    else if (options->quote >= 0)
        made = made && add_byte(code, &text, "quote", options->quote);
    if (options->comment != 0)
        made = made && add_byte(code, &text, "comment.char", options->comment);
    if (options->skip_lines != 0)
        made = made && sd_text_format(&text, ", skip = %" PRIu64, options->skip_lines);
    if (!asked->header)
        made = made && sd_text_add(&text, ", header = FALSE");
    const char *arguments = sd_code_keep(code, &text, made);
    sd_code_line(code, "d <- read.csv(%s%s, check.names = FALSE)",
                 sd_code_quoted(code, SD_QUOTED_C, asked->file), arguments);
    sd_code_line(code, "n <- nrow(d)");
    return SPLITDATA_OK;
}

/* --- words ----------------------------------------------------------------------------------- */

void sd_r_code_seed(const struct sd_code_asked *asked, struct sd_code *code, bool rounding)
{
    if (asked->seed == NULL)
        return;
    sd_code_line(code, rounding ? "set.seed(%s, sample.kind = \"Rounding\")" : "set.seed(%s)",
                 asked->seed);
}

void sd_r_code_seed_by_parameter(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_r_code_seed(asked, code, asked->parameters->value[0].number == 1);
}

int sd_r_code_column(const char *recipe, const char *list, struct sd_code *code,
                     const char **column, struct splitdata_error *error)
{
    struct sd_text text = {0};
    if (strchr(list, ',') != NULL || strchr(list, ':') != NULL)
        return sd_code_refuse(recipe, "list of columns, and no bins", error);
    bool made = list[0] == '#' && strspn(list + 1, "0123456789") == strlen(list + 1)
                    ? sd_text_format(&text, "d[[%s]]", list + 1)
                    : sd_text_format(&text, "d[[%s]]", sd_code_quoted(code, SD_QUOTED_C, list));
    *column = sd_code_keep(code, &text, made);
    return SPLITDATA_OK;
}

const char *sd_r_code_share(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    struct sd_text text = {0};
    bool made = true;
    if (train->kind == SD_SIZE_SHARE)
        made = sd_text_add(&text, sd_code_size(code, train));
    else if (test->kind == SD_SIZE_SHARE)
        made = sd_text_format(&text, "1 - %s", sd_code_size(code, test));
    return sd_code_keep(code, &text, made);
}

/* "train, test", with quotes or without. */
static const char *names(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++)
        made = sd_text_format(&text, "%s%s", p != 0 ? ", " : "",
                              sd_code_quoted(code, SD_QUOTED_C, asked->part[p].name));
    return sd_code_keep(code, &text, made);
}

/* --- parts ----------------------------------------------------------------------------------- */

void sd_r_code_open(const struct sd_code_asked *asked, struct sd_code *code)
{
    if (asked->options->repeats == 0)
        return;
    sd_code_line(code, "repeats <- list()");
    sd_code_line(code, "for (i in seq_len(%" PRIu64 ")) {", asked->options->repeats);
    sd_code_indent(code, 4);
}

void sd_r_code_close(const struct sd_code_asked *asked, struct sd_code *code)
{
    if (asked->options->repeats == 0)
        return;
    sd_code_line(code, "repeats[[i]] <- parts");
    sd_code_indent(code, 0);
    sd_code_line(code, "}");
}

static bool sorts(const struct sd_code_asked *asked)
{
    return asked->options->order == SPLITDATA_ORDER_INPUT;
}

void sd_r_code_two(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "parts <- list(d[%s, , drop = FALSE], d[-idx, , drop = FALSE])",
                 sorts(asked) ? "sort(idx)" : "idx");
    sd_code_line(code, "names(parts) <- c(%s)", names(asked, code));
    sd_r_code_close(asked, code);
}

void sd_r_code_parts(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code, "parts <- lapply(seq_len(%zu), function(p) d[part == p, , drop = FALSE])",
                 asked->parts);
    sd_code_line(code, "names(parts) <- c(%s)", names(asked, code));
    sd_r_code_close(asked, code);
}

/* Where the parts end; the rule of sd_sizes_of_parts. */
static void say_ends(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_ratio sum = {0, 1};
    struct sd_text ends = {0};
    bool shares = !asked->train_test, made = true;
    for (size_t p = 0; p < asked->parts; p++)
        shares = shares && asked->part[p].size.kind == SD_SIZE_SHARE;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        char share[SPLITDATA_DOUBLE_TEXT];
        made = p == 0 || sd_text_add(&ends, ", ");
        if (shares && p + 1 == asked->parts) {
            made = made && sd_text_add(&ends, "n");
        } else if (shares) {
            sd_ratio_add(sum, size->share, &sum);
            splitdata_format_double(share, sd_ratio_double(sum));
            made = made && sd_text_format(&ends, "floor(%s * n)", share);
        } else if (size->kind == SD_SIZE_REST || size->kind == SD_SIZE_NONE) {
            made = made && sd_text_add(&ends, "NA");
        } else {
            made =
                made && sd_text_format(&ends, size->kind == SD_SIZE_SHARE ? "floor(%s * n)" : "%s",
                                       sd_code_size(code, size));
        }
    }
    const char *list = sd_code_keep(code, &ends, made);
    if (shares) {
        sd_code_line(code, "ends <- c(%s)", list);
        return;
    }
    sd_code_line(code, "sizes <- c(%s)", list);
    sd_code_line(code, "sizes[is.na(sizes)] <- n - sum(sizes, na.rm = TRUE)");
    sd_code_line(code, "ends <- cumsum(sizes)");
}

void sd_r_code_cut(const struct sd_code_asked *asked, struct sd_code *code)
{
    say_ends(asked, code);
    sd_code_line(code, "begins <- c(0, head(ends, -1))");
    sd_code_line(code, "parts <- Map(function(from, to) d[%s, , drop = FALSE], begins, ends)",
                 sorts(asked) ? "sort(order[from + seq_len(to - from)])"
                              : "order[from + seq_len(to - from)]");
    sd_code_line(code, "names(parts) <- c(%s)", names(asked, code));
    sd_r_code_close(asked, code);
}

void sd_r_code_folds(const struct sd_code_asked *asked, struct sd_code *code)
{
    sd_code_line(code,
                 "parts <- lapply(seq_len(%" PRIu64 "), function(k) "
                 "list(train = d[fold != k, , drop = FALSE], test = d[fold == k, , drop = FALSE]))",
                 asked->options->folds);
    sd_r_code_close(asked, code);
}
