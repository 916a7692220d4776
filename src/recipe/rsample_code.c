/* SPDX-License-Identifier: MIT */
#include "recipe/rsample_code.h"

#include "recipe/r_code.h"
#include "recipe/r_pool.h"

#include <inttypes.h>
#include <string.h>

int sd_rsample_shares(const struct sd_part *part, size_t parts, double prop[2],
                      struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    bool shares = parts == 3;
    if (parts == 2)
        return sd_r_share("rsample", part, parts, &prop[0], error);
    for (size_t p = 0; p < parts && shares; p++) {
        const struct sd_size *size = &part[p].size;
        if (size->kind == SD_SIZE_SHARE)
            shares = sd_ratio_add(sum, size->share, &sum);
        else
            shares = p == 2 && size->kind == SD_SIZE_REST;
        if (p < 2)
            prop[p] = sd_ratio_double(size->share);
    }
    if (shares)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like rsample: takes the share of train or, of three parts, the shares of the "
                   "first two (--parts train=0.6,val=0.2,test=0.2)");
}

/* ", strata = y, breaks = 5": what initial_split and vfold_cv take besides. */
static const char *arguments(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_recipe_value *value = asked->parameters->value;
    struct sd_text text = {0};
    bool made = true;
    if (asked->options->stratify != NULL) {
        made = sd_text_add(&text, ", strata = y");
        if (value[2].number != 4)
            made = made && sd_text_format(&text, ", breaks = %" PRIu64, value[2].number);
        if (strcmp(value[3].text, "0.1") != 0)
            made = made && sd_text_format(&text, ", pool = %s", value[3].text);
    }
    return sd_code_keep(code, &text, made);
}

static void print_folds(const struct sd_code_asked *asked, struct sd_code *code)
{
    if (asked->options->group != NULL)
        sd_code_line(code, "folds <- group_vfold_cv(rows, group = y, v = %" PRIu64 ")",
                     asked->options->folds);
    else
        sd_code_line(code, "folds <- vfold_cv(rows, v = %" PRIu64 "%s)", asked->options->folds,
                     arguments(asked, code));
    sd_code_line(code, "parts <- lapply(folds$splits, function(s) list(train = d[s$in_id, , drop = "
                       "FALSE], test = d[-s$in_id, , drop = FALSE]))");
    sd_r_code_close(asked, code);
}

static void print_parts(const struct sd_code_asked *asked, struct sd_code *code)
{
    if (asked->parts == 3) {
        sd_code_line(code, "split <- initial_validation_split(rows, prop = c(%s, %s)%s)",
                     sd_code_size(code, &asked->part[0].size),
                     sd_code_size(code, &asked->part[1].size), arguments(asked, code));
        sd_code_line(code, "part <- rep(3, n)");
        sd_code_line(code, "part[training(split)$i] <- 1");
        sd_code_line(code, "part[validation(split)$i] <- 2");
        sd_r_code_parts(asked, code);
        return;
    }
    if (asked->options->group != NULL)
        sd_code_line(code, "split <- group_initial_split(rows, group = y, prop = %s)",
                     sd_r_code_share(asked, code));
    else
        sd_code_line(code, "split <- initial_split(rows, prop = %s%s)",
                     sd_r_code_share(asked, code), arguments(asked, code));
    sd_code_line(code, "idx <- split$in_id");
    sd_r_code_two(asked, code);
}

int sd_rsample_code(const struct sd_code_asked *asked, struct sd_code *code,
                    struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    const char *list = options->stratify != NULL ? options->stratify : options->group;
    const char *column = NULL;
    double prop[2];
    int status = sd_r_code_read("rsample", asked, code, error);
    if (status == SPLITDATA_OK && options->folds == 0)
        status = sd_rsample_shares(asked->part, asked->parts, prop, error);
    if (status == SPLITDATA_OK && list != NULL)
        status = sd_r_code_column("rsample", list, code, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "library(rsample)");
    if (column != NULL)
        sd_code_line(code, "rows <- data.frame(i = seq_len(n), y = %s)", column);
    else
        sd_code_line(code, "rows <- data.frame(i = seq_len(n))");
    sd_r_code_seed_by_parameter(asked, code);
    sd_r_code_open(asked, code);
    if (options->folds != 0)
        print_folds(asked, code);
    else
        print_parts(asked, code);
    return SPLITDATA_OK;
}
