/* SPDX-License-Identifier: MIT */
#include "recipe/code.h"

#include "base/exact.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sd_code_line(struct sd_code *code, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *line = length >= 0 ? malloc((size_t)length + 2) : NULL;
    if (line != NULL) {
        vsnprintf(line, (size_t)length + 1, format, arguments);
        line[length] = '\n';
    }
    va_end(arguments);
    code->failed = line == NULL || !sd_text_format(&code->text, "%*s", code->indent, "") ||
                   !sd_text_append(&code->text, line, (size_t)length + 1) || code->failed;
    free(line);
}

void sd_code_filled(struct sd_code *code, const char *pattern, const char *word)
{
    const char *place = strstr(pattern, "%s");
    const int before = (int)(place - pattern);
    sd_code_line(code, "%.*s%s%s", before, pattern, word, place + 2);
}

void sd_code_indent(struct sd_code *code, int blanks)
{
    code->indent = blanks;
}

const char *sd_code_keep(struct sd_code *code, struct sd_text *text, bool made)
{
    made = made && sd_text_add(text, ""); /* so that it has bytes */
    char **more = made ? realloc(code->quoted, (code->quoted_count + 1) * sizeof *more) : NULL;
    if (more == NULL) {
        sd_text_free(text);
        code->failed = true;
        return "";
    }
    code->quoted = more;
    return more[code->quoted_count++] = text->bytes;
}

static bool add_quoted(struct sd_text *text, enum sd_quoting quoting, const char *from,
                       size_t length)
{
    bool made = sd_text_add(text, quoting == SD_QUOTED_C ? "\"" : "'");
    for (size_t i = 0; i < length && made; i++) {
        const unsigned char byte = (unsigned char)from[i];
        if (quoting == SD_QUOTED_PLAIN && (byte == '\'' || byte == '\\'))
            made = sd_text_format(text, "\\%c", byte);
        else if (quoting != SD_QUOTED_C && byte == '\'')
            made = sd_text_add(text, quoting == SD_QUOTED_SQL ? "''" : "'\\''");
        else if (quoting == SD_QUOTED_C && (byte == '"' || byte == '\\'))
            made = sd_text_format(text, "\\%c", byte);
        else if (quoting == SD_QUOTED_C && byte == '\t')
            made = sd_text_add(text, "\\t");
        else if (quoting == SD_QUOTED_C && byte == '\n')
            made = sd_text_add(text, "\\n");
        else if (quoting == SD_QUOTED_C && byte < 0x20)
            made = sd_text_format(text, "\\u%04x", byte);
        else
            made = sd_text_append(text, &from[i], 1);
    }
    return made && sd_text_add(text, quoting == SD_QUOTED_C ? "\"" : "'");
}

const char *sd_code_quoted(struct sd_code *code, enum sd_quoting quoting, const char *text)
{
    struct sd_text quoted = {0};
    bool made = add_quoted(&quoted, quoting, text, strlen(text));
    return sd_code_keep(code, &quoted, made);
}

const char *sd_code_columns(struct sd_code *code, enum sd_quoting quoting, const char *list,
                            const char *by_number)
{
    struct sd_text text = {0};
    bool made = true;
    for (const char *at = list; made; at++) {
        const size_t length = strcspn(at, ",");
        uint64_t number = 0;
        char place[32];
        if (at != list)
            made = sd_text_add(&text, ", ");
        if (by_number != NULL && at[0] == '#' && sd_parse_integer(at + 1, length - 1, &number) &&
            number != 0) {
            const char *mark = strstr(by_number, "%lu");
            snprintf(place, sizeof place, "%" PRIu64, number - 1);
            made = made && sd_text_append(&text, by_number, (size_t)(mark - by_number)) &&
                   sd_text_add(&text, place) && sd_text_add(&text, mark + 3);
        } else {
            made = made && add_quoted(&text, quoting, at, length);
        }
        at += length;
        if (*at == '\0')
            break;
    }
    return sd_code_keep(code, &text, made);
}

const char *sd_code_size(struct sd_code *code, const struct sd_size *size)
{
    struct sd_text text = {0};
    char share[SPLITDATA_DOUBLE_TEXT];
    if (size->kind == SD_SIZE_SHARE)
        splitdata_format_double(share, sd_ratio_double(size->share));
    bool made = size->kind == SD_SIZE_SHARE ? sd_text_add(&text, share)
                                            : sd_text_format(&text, "%" PRIu64, size->count);
    return sd_code_keep(code, &text, made);
}

const char *sd_code_train_share(struct sd_code *code, const struct sd_code_asked *asked)
{
    struct sd_text text = {0};
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    if (train->kind == SD_SIZE_SHARE)
        return sd_code_size(code, train);
    if (train->kind != SD_SIZE_NONE || test->kind != SD_SIZE_SHARE)
        return NULL;
    const char *other = sd_code_size(code, test);
    bool made = sd_text_format(&text, "1 - %s", other);
    return sd_code_keep(code, &text, made);
}

int sd_code_refuse(const char *recipe, const char *what, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_USAGE, "--print-code: the code of %s has no %s", recipe, what);
}

int sd_code_check_whole(const struct sd_code_asked *asked, struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    return options->sample != NULL || options->missing == SPLITDATA_MISSING_DROP ||
                   options->duplicates == SPLITDATA_DUPLICATES_DROP
               ? sd_fail(error, SPLITDATA_USAGE,
                         "--print-code shows a split of all records (leave --sample, --missing "
                         "drop and --duplicates drop out)")
               : SPLITDATA_OK;
}

void sd_code_free(struct sd_code *code)
{
    sd_text_free(&code->text);
    for (size_t i = 0; i < code->quoted_count; i++)
        free(code->quoted[i]);
    free(code->quoted);
    *code = (struct sd_code){0};
}
