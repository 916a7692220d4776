/* SPDX-License-Identifier: MIT */
#include "recipe/calls.h"

#include "recipe/python.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

/* --- the seed -------------------------------------------------------------------------------- */

void sd_calls_seed(struct splitdata_random *random, uint64_t seed)
{
    random->kind = splitdata_random_find("qsv-faster"); /* a state that holds 64 bits */
    random->state.xoshiro = (struct splitdata_xoshiro){{seed}};
}

uint64_t sd_calls_next(const struct sd_draw *draw)
{
    return draw->random->state.xoshiro.state[0]++;
}

int sd_calls_seed_text(struct splitdata_random *random, const char *text, int64_t least,
                       int64_t most, struct splitdata_error *error)
{
    const size_t length = strlen(text);
    int64_t number = 0;
    uint64_t seed = 0;
    if (most == 0 ? !sd_unsigned_within(text, length, UINT64_MAX, &seed)
                  : !sd_integer_within(text, length, least, most, &number)) {
        if (most == 0)
            return sd_fail(error, SPLITDATA_USAGE,
                           "the seed of the call is an integer from 0 to 2**64 - 1: '%s'", text);
        return sd_fail(error, SPLITDATA_USAGE,
                       "the seed of the call is an integer from %" PRId64 " to %" PRId64 ": '%s'",
                       least, most, text);
    }
    sd_calls_seed(random, most == 0 ? seed : (uint64_t)number);
    return SPLITDATA_OK;
}

/* --- the code -------------------------------------------------------------------------------- */

static const char *find_word(const struct sd_code_word *words, const char *name, size_t length)
{
    for (; words != NULL && words->name != NULL; words++) {
        if (strlen(words->name) == length && memcmp(words->name, name, length) == 0)
            return words->text;
    }
    return NULL;
}

void sd_code_fill(struct sd_code *code, const char *pattern, const struct sd_code_word *words)
{
    struct sd_text line = {0};
    bool made = true;
    for (const char *at = pattern; *at != '\0' && made;) {
        const char *close = *at == '{' ? strchr(at, '}') : NULL;
        const char *word =
            close != NULL ? find_word(words, at + 1, (size_t)(close - at - 1)) : NULL;
        if (word != NULL) {
            made = sd_text_add(&line, word);
            at = close + 1;
        } else if (*at == '\n') {
            sd_code_line(code, "%s", line.bytes);
            line.length = 0;
            at++;
        } else {
            made = sd_text_append(&line, at++, 1);
        }
    }
    const char *last = sd_code_keep(code, &line, made);
    sd_code_line(code, "%s", last);
}

/* The part that each row list of `lines` becomes. */
static void say_result(const struct sd_code_asked *asked, struct sd_code *code, bool several)
{
    const char *rows = asked->options->order == SPLITDATA_ORDER_INPUT ? "sorted(part)" : "part";
    if (asked->options->folds != 0) {
        sd_code_line(code, several ? "repeats.append([%s])" : "folds = [%s]",
                     "(df.drop(df.index[test]), df.iloc[sorted(test)]) for test in tests");
        return;
    }
    sd_code_line(code, "parts = [df.iloc[%s] for part in parts]", rows);
    if (several)
        sd_code_line(code, "repeats.append(parts)");
    else
        sd_code_line(code, "%s = parts", sd_python_parts(asked, code));
}

int sd_calls_print(const struct sd_code_asked *asked, struct sd_code *code,
                   const struct sd_calls_code *lines, const struct sd_code_word *words,
                   struct splitdata_error *error)
{
    const bool several = asked->options->repeats != 0;
    struct sd_code_word all[8] = {{"seed", NULL}};
    struct sd_text text = {0};
    if (lines->imports != NULL)
        sd_code_line(code, "%s", lines->imports);
    if (!lines->whole)
        sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "n = len(df)");
    if (several)
        sd_code_line(code, "repeats = []\nfor i in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    const char *seed = asked->seed != NULL ? sd_python_seed(code, asked->seed) : "0";
    bool made = sd_text_format(&text, several ? "%s + i" : "%s", seed);
    all[0].text = sd_code_keep(code, &text, made);
    for (size_t i = 1; words != NULL && words->name != NULL && i < 7; i++)
        all[i] = *words++;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        sd_code_line(code, "order = range(n)");
    else
        sd_code_fill(code, lines->lines, all);
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER || !lines->whole)
        sd_python_cut(asked, code, false);
    say_result(asked, code, several);
    return SPLITDATA_OK;
}
