/* SPDX-License-Identifier: MIT */
#include "recipe/awk.h"

#include "recipe/uniform.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

int sd_lines_check(const char *recipe, const struct sd_code_asked *asked,
                   struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    int status = sd_code_check_whole(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    if (o->header_records > 1 || o->skip_lines != 0 || o->comment != 0)
        return sd_code_refuse(recipe, "--skip-lines, --comment or longer headers", error);
    return o->repeats != 0 ? sd_code_refuse(recipe, "--repeats", error) : SPLITDATA_OK;
}

int sd_seed32(const char *text, uint32_t *seed, struct splitdata_error *error)
{
    int64_t value = 0;
    if (!sd_integer_within(text, strlen(text), 0, UINT32_MAX, &value))
        return sd_fail(error, SPLITDATA_USAGE, "the seed is an integer from 0 to 2**32 - 1: '%s'",
                       text);
    *seed = (uint32_t)value;
    return SPLITDATA_OK;
}

int sd_awk_print(const char *recipe, const char *program, const struct sd_code_asked *asked,
                 struct sd_code *code, struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    uint32_t seed = 0; /* as a number: 010 would be octal */
    int status = sd_uniform_check(recipe, &sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_lines_check(recipe, asked, error);
    if (status == SPLITDATA_OK)
        status = sd_seed32(asked->seed, &seed, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "%s 'BEGIN { srand(%" PRIu32 ") }", program, seed);
    if (asked->header) {
        struct sd_text text = {0};
        bool made = true;
        for (size_t p = 0; p < asked->parts && made; p++)
            made = sd_text_format(&text, "print >\"%s.csv\"; ", asked->part[p].name);
        sd_code_line(code, "NR == 1 { %snext }", sd_code_keep(code, &text, made));
    }
    sd_code_line(code, "{ u = rand(); print >(%s) }' %s", sd_uniform_choice(asked, code),
                 sd_code_quoted(code, SD_QUOTED_SHELL, asked->file));
    return SPLITDATA_OK;
}
