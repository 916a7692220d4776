/* SPDX-License-Identifier: MIT */
#include "recipe/script.h"

#include "recipe/awk.h"

#include <string.h>

/* A pattern with its %s filled. */
static const char *fill(struct sd_code *code, const char *pattern, const char *word)
{
    const char *mark = strstr(pattern, "%s");
    struct sd_text text = {0};
    bool made = sd_text_append(&text, pattern, (size_t)(mark - pattern)) &&
                sd_text_add(&text, word) && sd_text_add(&text, mark + 2);
    return sd_code_keep(code, &text, made);
}

/* Integers as every language reads them: 42 for 042, which would be octal, and for +42. */
static const char *plain_seed(struct sd_code *code, const char *seed)
{
    struct sd_text text = {0};
    bool made = true;
    for (; *seed != '\0' && made; seed += strspn(seed, ",")) {
        const bool negative = *seed == '-';
        seed += *seed == '-' || *seed == '+';
        while (seed[0] == '0' && seed[1] >= '0' && seed[1] <= '9')
            seed++;
        const size_t length = strcspn(seed, ",");
        made = (text.length == 0 || sd_text_add(&text, ", ")) &&
               (!negative || sd_text_add(&text, "-")) && sd_text_append(&text, seed, length);
        seed += length;
    }
    return sd_code_keep(code, &text, made);
}

int sd_script_print(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                    const struct sd_script *script, struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse(recipe, "--no-shuffle", error);
    if (asked->options->order == SPLITDATA_ORDER_INPUT)
        return sd_code_refuse(recipe, "--order input", error);
    if (!asked->train_test || asked->part[1].size.kind != SD_SIZE_NONE)
        return sd_code_refuse(recipe, "sizes but that of train", error);
    int status = sd_lines_check(recipe, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    const char *size = sd_code_size(code, train);
    sd_code_filled(code, script->read, sd_code_quoted(code, script->quoting, asked->file));
    if (asked->header)
        sd_code_line(code, "%s", script->drop);
    sd_code_filled(code, script->shuffle,
                   script->seed != NULL ? script->seed : plain_seed(code, asked->seed));
    if (script->cut != NULL)
        sd_code_filled(code, script->cut,
                       train->kind == SD_SIZE_SHARE ? fill(code, script->share, size) : size);
    return SPLITDATA_OK;
}
