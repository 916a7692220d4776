/* SPDX-License-Identifier: MIT */
/* A column and --map determine the part of a row. The state is the key set of that column. */
#include "algorithm/predefined.h"

#include "strategy/strategy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    const char *column = decision->request->options->predefined;
    struct sd_key_set *set = sd_strategy_state(decision, sizeof *set, error);
    if (set == NULL)
        return (int)error->status;
    int status = sd_strategy_key(decision, set, "--predefined", column, true, error);
    if (status == SPLITDATA_OK &&
        !sd_text_format(&decision->description, "as %s says", set->names[0]))
        status = sd_fail_memory(error, "the summary");
    return status;
}

/* A value with a comma or = in it is none that --map could name. */
static int refuse_value(const struct sd_key_set *set, const struct sd_key_field *value,
                        struct splitdata_error *error)
{
    char text[SD_SHELL_WORD], word[SD_SHELL_WORD];
    const int shown = value->length > 100 ? 100 : (int)value->length;
    int length = snprintf(text, sizeof text, "%.*s=PART", (int)value->length, value->bytes);
    if (memchr(value->bytes, ',', value->length) != NULL ||
        memchr(value->bytes, '=', value->length) != NULL ||
        (size_t)length != value->length + strlen("=PART") || length >= SD_SHELL_WORD ||
        !sd_shell_word(word, text, (size_t)length))
        return sd_fail(error, SPLITDATA_DATA,
                       "--map has no part for %s '%.*s', and cannot name it: map a column of plain "
                       "words",
                       set->names[0], shown, value->bytes);
    return sd_fail(error, SPLITDATA_DATA, "--map has no part for %s '%.*s' (add %s)", set->names[0],
                   shown, value->bytes, word);
}

static int parts_of(const struct sd_decision *decision, struct sd_key_batch *batch,
                    struct splitdata_error *error)
{
    const struct sd_key_set *set = decision->state;
    const bool none_is_value = decision->request->options->missing == SPLITDATA_MISSING_CLASS;
    for (batch->known = 0; batch->known < batch->count; batch->known++) {
        const struct sd_key_field *field = &batch->fields[batch->known];
        const bool none = none_is_value && sd_key_is_missing(decision->keys, field);
        const struct sd_key_field *value = none ? &sd_key_no_value : field;
        uint32_t *part = &batch->part[batch->known];
        *part = sd_map_find(&decision->request->map, value->bytes, value->length);
        batch->empty += value->length == 0 && !none_is_value;
        if (*part == SD_NO_PART)
            return refuse_value(set, value, error);
    }
    return SPLITDATA_OK;
}

static const struct sd_key_set *key(const void *state)
{
    return state;
}

static void end(void *state)
{
    sd_key_set_free(state);
    free(state);
}

const struct sd_strategy sd_strategy_predefined = {
    .name = "predefined",
    .own = true,
    .prepare = prepare,
    .arrange = sd_arrange_by_key,
    .key = key,
    .parts_of = parts_of,
    .free = end,
};
