/* SPDX-License-Identifier: MIT */
/*
 * Miller 6:
 *
 *     mlr --csv --seed S shuffle data.csv                train is the head
 *     mlr --csv --seed S filter 'urand() < 0.8' data.csv
 *
 * urand() is a number of 63 bits of Go's generator, divided by 2^63. The next repeat goes on with
 * the same generator, of the records in input order.
 */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/shell.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include "algorithm/holdout.h"
#include "rng/seed_text.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <string.h>

/* Sets *options to those that read the input, ready to be followed by a verb. */
static int print_options(const char *recipe, const struct sd_code_asked *asked,
                         struct sd_code *code, const char **options, struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    struct sd_text text = {0};
    int status = sd_code_check_whole(asked, error);
    if (status == SPLITDATA_OK && o->repeats != 0)
        status = sd_code_refuse(recipe, "--repeats", error);
    if (status == SPLITDATA_OK &&
        (asked->lines || o->header_records > 1 || o->skip_lines != 0 || o->comment != 0 ||
         o->delimiter == SPLITDATA_DELIMITER_BLANKS || o->delimiter == SPLITDATA_DELIMITER_COLONS ||
         o->quote >= 0 || o->quote == SPLITDATA_QUOTE_NONE || o->escape != 0))
        status = sd_code_refuse(recipe, "files but CSV with quotes as usual", error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_add(&text, asked->header ? "--csv"
                                                 : "--csv --implicit-csv-header "
                                                   "--headerless-csv-output");
    if (strcmp(asked->delimiter, ",") != 0)
        made =
            made && sd_text_format(&text, " --fs %s",
                                   strcmp(asked->delimiter, "\t") == 0
                                       ? "tab"
                                       : sd_code_quoted(code, SD_QUOTED_SHELL, asked->delimiter));
    *options = sd_code_keep(code, &text, made);
    return SPLITDATA_OK;
}

/* The seed as a number: Miller takes 010 for 8. */
static int64_t seed_of(const struct sd_code_asked *asked)
{
    int64_t seed = 0;
    return asked->seed != NULL &&
                   sd_integer_within(asked->seed, strlen(asked->seed), INT64_MIN, INT64_MAX, &seed)
               ? seed
               : 0;
}

static int print_shuffle(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    const char *options = "", *file = sd_code_quoted(code, SD_QUOTED_SHELL, asked->file);
    struct sd_text count = {0};
    int status = sd_shell_check_head("miller", asked, error);
    if (status == SPLITDATA_OK)
        status = print_options("miller", asked, code, &options, error);
    if (status != SPLITDATA_OK)
        return status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        sd_code_line(code, "mlr %s cat %s >shuffled", options, file);
    else
        sd_code_line(code, "mlr %s --seed %" PRId64 " shuffle %s >shuffled", options,
                     seed_of(asked), file);
    bool made = sd_text_format(&count, "mlr %s --onidx count %s", options, file);
    sd_shell_count(asked, code, sd_code_keep(code, &count, made));
    sd_code_line(code, "mlr %s filter \"NR <= $k\" shuffled >%s.csv", options, asked->part[0].name);
    sd_code_line(code, "mlr %s filter \"NR > $k\" shuffled >%s.csv", options, asked->part[1].name);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_miller = {
    .name = "miller",
    .summary = "rows in the order of Miller's shuffle, train first",
    .call = "mlr --csv --seed SEED shuffle data.csv",
    .versions = "6.6.0",
    .of = "Miller",
    .checked = "golden vectors; beside Miller itself",
    .nearest = "miller-urand",
    .code = print_shuffle,
    .generator = "miller",
    .sizes = sd_head_sizes,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};

/* --- a draw for each record ------------------------------------------------------------------ */

static double next(struct splitdata_random *random)
{
    return (double)splitdata_go_int63(&random->state.go) / 9223372036854775808.0;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("miller-urand", plan, asked, draw, next, error);
}

static int print_urand(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    const char *options = "";
    int status = sd_uniform_check("miller-urand", &sizes, error);
    if (status == SPLITDATA_OK)
        status = print_options("miller-urand", asked, code, &options, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "mlr %s --seed %" PRId64 " put -q 'u = urand();", options, seed_of(asked));
    sd_code_line(code, "tee > (%s), $*' %s", sd_uniform_choice(asked, code),
                 sd_code_quoted(code, SD_QUOTED_SHELL, asked->file));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_miller_urand = {
    .name = "miller-urand",
    .summary = "rows by Miller's urand() < 0.8, in input order",
    .call = "mlr --csv --seed SEED filter 'urand() < 0.8' data.csv",
    .versions = "6.6.0",
    .of = "Miller",
    .checked = "golden vectors; beside Miller itself",
    .nearest = "miller",
    .code = print_urand,
    .generator = "miller",
    .permute = sd_permute_own,
    .assign = assign,
};
