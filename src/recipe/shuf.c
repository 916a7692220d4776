/* SPDX-License-Identifier: MIT */
/*
 * GNU shuf with the random source that its manual gives for a seed:
 *
 *     shuf --random-source=<(openssl enc -aes-256-ctr -pass pass:SEED -nosalt </dev/zero) data
 *
 * or with the bytes of any file, shuf --random-source=FILE, whose digest is then in place of a
 * seed. Train is the head. Reading a pipe, or a file of more than 8 MiB, with -n is another
 * algorithm. The next repeat goes on in the same source.
 */
#include "recipe/awk.h"
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/shell.h"
#include "recipe/shuf_source.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

static int own_seed(const struct sd_recipe_options *options, char **text,
                    struct splitdata_error *error)
{
    const char *source = sd_shuf_source(options);
    *text = NULL;
    return source != NULL ? sd_shuf_source_text(source, text, error) : SPLITDATA_OK;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    const char *source = sd_shuf_source(options);
    return source != NULL ? sd_shuf_source_seed(random, source, text, error)
                          : splitdata_random_init(random, "shuf", text, error);
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    return sd_shuf_source(draw->options) != NULL
               ? sd_shuf_source_permute(draw, items, count, item_size, error)
               : sd_permute_own(draw, items, count, item_size, progress, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *file = sd_code_quoted(code, SD_QUOTED_SHELL, asked->file);
    int status = sd_lines_check("shuf", asked, error);
    if (status == SPLITDATA_OK)
        status = sd_shell_check_head("shuf", asked, error);
    if (status != SPLITDATA_OK)
        return status;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER) {
        sd_code_line(code, "tail -n +%d %s >shuffled", asked->header ? 2 : 1, file);
    } else if (sd_shuf_source(asked->parameters) != NULL) {
        sd_code_line(code, "tail -n +%d %s | shuf --random-source=%s >shuffled",
                     asked->header ? 2 : 1, file,
                     sd_code_quoted(code, SD_QUOTED_SHELL, sd_shuf_source(asked->parameters)));
    } else {
        struct sd_text pass = {0};
        bool made = sd_text_format(&pass, "pass:%s", asked->seed);
        sd_code_line(code, "tail -n +%d %s | shuf --random-source=<(", asked->header ? 2 : 1, file);
        sd_code_line(code,
                     "    openssl enc -aes-256-ctr -pass %s -nosalt </dev/zero 2>/dev/null) "
                     ">shuffled",
                     sd_code_quoted(code, SD_QUOTED_SHELL, sd_code_keep(code, &pass, made)));
    }
    sd_shell_count(asked, code, "wc -l <shuffled");
    const char *header = "";
    if (asked->header) {
        struct sd_text text = {0};
        bool made = sd_text_format(&text, "head -n 1 %s; ", file);
        header = sd_code_keep(code, &text, made);
    }
    sd_code_line(code, "{ %shead -n \"$k\" shuffled; } >%s.csv", header, asked->part[0].name);
    sd_code_line(code, "{ %stail -n +$((k + 1)) shuffled; } >%s.csv", header, asked->part[1].name);
    return SPLITDATA_OK;
}

static const struct sd_recipe_parameter parameters[] = {
    {.name = "source",
     .summary = "a file whose bytes decide instead of a seed, --random-source=FILE",
     .kind = SD_PARAMETER_TEXT},
    {0},
};

const struct sd_recipe sd_recipe_shuf = {
    .name = "shuf",
    .summary = "lines in the order of GNU shuf, train first",
    .call = "shuf --random-source=<(openssl enc -aes-256-ctr -pass pass:SEED -nosalt </dev/zero) "
            "data",
    .versions = "9.1",
    .of = "GNU coreutils",
    .checked = "golden vectors; beside shuf itself",
    .conditions = SD_AWK_CONDITION,
    .nearest = "gawk",
    .parameters = parameters,
    .code = print_code,
    .generator = "shuf",
    .sizes = sd_head_sizes,
    .seed = seed,
    .own_seed = own_seed,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
