/* SPDX-License-Identifier: MIT */
#include "cli/option_values.h"

#include "cli/cli.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *field_of(const struct cli_option *option, void *split)
{
    return (char *)split + option->field;
}

/* Refuses a second value; if the option takes a list, both could be in one. */
static int fail_twice(const struct cli_option *option, const char *first, const char *second)
{
    bool list = option->placeholder != NULL && strstr(option->placeholder, "[,") != NULL;
    return list
               ? cli_fail(SPLITDATA_USAGE, "--%s is given twice: %s and %s (--%s %s,%s takes both)",
                          option->name, first, second, option->name, first, second)
               : cli_fail(SPLITDATA_USAGE, "--%s is given twice: %s and %s", option->name, first,
                          second);
}

int cli_take_text(const struct cli_option *option, void *fields, const char *value)
{
    const char **field = field_of(option, fields);
    if (*field != NULL && strcmp(*field, value) != 0)
        return fail_twice(option, *field, value);
    *field = value;
    return SPLITDATA_OK;
}

int cli_take_flag(const struct cli_option *option, void *fields, const char *value)
{
    (void)value;
    *(bool *)field_of(option, fields) = true;
    return SPLITDATA_OK;
}

/* Parses a whole number from option->least to option->most. */
int cli_take_count(const struct cli_option *option, void *fields, const char *value)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || number < option->least ||
        number > option->most)
        return cli_fail(SPLITDATA_USAGE, "--%s %s: not a whole number from %lu to %lu",
                        option->name, value, option->least, option->most);
    *(uint64_t *)field_of(option, fields) = number;
    return SPLITDATA_OK;
}

/* Parses one of option->words, whose index is the value of an enum; an empty word is a value that
 * cannot be requested. */
int cli_take_choice(const struct cli_option *option, void *fields, const char *value)
{
    char list[128] = "";
    for (unsigned i = 0; option->words[i] != NULL; i++) {
        const char *word = option->words[i];
        if (word[0] == '\0')
            continue;
        if (strcmp(value, word) == 0) {
            *(unsigned *)field_of(option, fields) = i;
            return SPLITDATA_OK;
        }
        strcat(list, list[0] == '\0' ? "" : option->words[i + 1] != NULL ? ", " : " or ");
        strcat(list, word);
    }
    return cli_fail(SPLITDATA_USAGE, "--%s %s: not %s", option->name, value, list);
}

/* Parses one byte; \t and tab mean the tab, and option->words names others, each followed by its
 * value. */
int cli_take_byte(const struct cli_option *option, void *fields, const char *value)
{
    int *field = field_of(option, fields);
    if (strcmp(value, "\\t") == 0 || strcmp(value, "tab") == 0)
        value = "\t";
    if (value[0] == '\0' || value[1] != '\0')
        return cli_fail(SPLITDATA_USAGE, "--%s '%s': not a single byte (tab and \\t are the tab)",
                        option->name, value);
    *field = (unsigned char)value[0];
    return SPLITDATA_OK;
}

/* Parses a number of bytes: a whole number, with K, M or G for powers of 1024. */
int cli_take_size(const struct cli_option *option, void *fields, const char *value)
{
    static const char units[] = "KMGT";
    uint64_t *field = field_of(option, fields);
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    const char *unit = *end != '\0' ? strchr(units, *end) : NULL;
    unsigned shift = unit != NULL ? 10 * (unsigned)(unit - units + 1) : 0;
    if (value[0] < '0' || value[0] > '9' || errno != 0 || number == 0 ||
        number > UINT64_MAX >> shift || end[unit != NULL] != '\0')
        return cli_fail(SPLITDATA_USAGE, "--%s %s: not a number of bytes (256M, 2G)", option->name,
                        value);
    *field = (uint64_t)number << shift;
    return SPLITDATA_OK;
}
