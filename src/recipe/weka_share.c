/* SPDX-License-Identifier: MIT */
#include "recipe/weka.h"

#include "splitdata/random.h"

#include <string.h>

int sd_weka_share(const struct sd_sizes_asked *asked, const char *recipe, size_t p,
                  struct sd_ratio *share, struct splitdata_error *error)
{
    struct sd_ratio before = {0, 1}, after = {0, 1};
    bool rest = false;
    for (size_t i = 0; i < asked->parts; i++) {
        const struct sd_size *size = &asked->part[i].size;
        if (size->kind == SD_SIZE_COUNT)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like %s: Weka takes a percentage, so sizes are shares (--ratio)",
                           recipe);
        struct sd_ratio *sum = i <= p ? &before : &after;
        if (size->kind == SD_SIZE_SHARE)
            sd_ratio_add(*sum, size->share, sum); /* it fits: the parts have been checked */
        else
            rest = i <= p;
    }
    *share =
        rest ? (struct sd_ratio){after.denominator - after.numerator, after.denominator} : before;
    return SPLITDATA_OK;
}

double sd_weka_percent(struct sd_ratio share)
{
    for (uint64_t factor = 100, divisor = 2; factor > 1;) {
        if (factor % divisor != 0) {
            divisor = 5;
            continue;
        }
        factor /= divisor;
        if (share.denominator % divisor == 0)
            share.denominator /= divisor;
        else if (share.numerator <= UINT64_MAX / divisor)
            share.numerator *= divisor;
        else /* more digits than any user writes */
            return sd_ratio_double(share) * (double)(factor * divisor);
    }
    return sd_ratio_double(share);
}

const char *sd_weka_percent_text(const struct sd_code_asked *asked, struct sd_code *code,
                                 const char *recipe, size_t p, struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_ratio share;
    struct sd_text text = {0};
    char percent[SPLITDATA_DOUBLE_TEXT];
    if (sd_weka_share(&sizes, recipe, p, &share, error) != SPLITDATA_OK)
        return NULL;
    splitdata_format_double(percent, sd_weka_percent(share));
    bool made = sd_text_add(&text, percent);
    return sd_code_keep(code, &text, made);
}

int sd_weka_read(const struct sd_code_asked *asked, struct sd_code *code,
                 struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    if (options->sample != NULL || options->missing == SPLITDATA_MISSING_DROP ||
        options->duplicates == SPLITDATA_DUPLICATES_DROP)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code shows a split of all records (leave --sample, --missing drop "
                       "and --duplicates drop out)");
    if (asked->lines || options->skip_lines != 0 || options->header_records > 1 ||
        options->comment != 0 || options->quote != SPLITDATA_QUOTE_USUAL)
        return sd_code_refuse(options->like, "reader of such a file", error);
    if (options->stratify != NULL && strchr(options->stratify, ',') != NULL)
        return sd_code_refuse(options->like, "class of several columns", error);
    sd_code_line(
        code, "import java.io.File;\nimport weka.core.*;\nimport weka.core.converters.CSVLoader;");
    sd_code_line(code, "CSVLoader loader = new CSVLoader();");
    sd_code_line(code, "loader.setSource(new File(%s));",
                 sd_code_quoted(code, SD_QUOTED_C, asked->file));
    if (strcmp(asked->delimiter, ",") != 0)
        sd_code_line(code, "loader.setFieldSeparator(%s);",
                     sd_code_quoted(code, SD_QUOTED_C, asked->delimiter));
    if (!asked->header)
        sd_code_line(code, "loader.setNoHeaderRowPresent(true);");
    sd_code_line(code, "loader.setNominalAttributes(\"first-last\");");
    sd_code_line(code, "Instances data = loader.getDataSet();");
    if (options->stratify != NULL)
        sd_code_line(code, "data.setClass(data.attribute(%s));",
                     sd_code_columns(code, SD_QUOTED_C, options->stratify, "%lu"));
    return SPLITDATA_OK;
}
