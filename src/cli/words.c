/* SPDX-License-Identifier: MIT */
#include "cli/words.h"

#include "cli/cli.h"
#include "cli/other_words.h"
#include "splitdata/splitdata.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct words {
    int argc;
    char **argv;
    int at; /* index of the current word */
    const struct cli_option *options;
    size_t count;
    void *context;
};

enum { MOST_OPTIONS = 96 };

/* The command whose help lists the options, for example verify; NULL: the split, whose help has two
 * lengths. */
static const char *command_of(const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->options[i].name, "help") == 0)
            return words->options[i].value == CLI_NO_VALUE ? words->argv[0] : NULL;
    }
    return NULL;
}

/* Reports that `what` with its dashes is no option, and that none is similar. */
static int fail_strange(const struct words *words, const char *dashes, const char *what)
{
    const char *command = command_of(words);
    return command != NULL
               ? cli_fail(SPLITDATA_USAGE, "unknown option %s%s (splitdata %s --help lists all)",
                          dashes, what, command)
               : cli_fail(SPLITDATA_USAGE, "unknown option %s%s (--help=all lists all)", dashes,
                          what);
}

static bool is_option(const void *context, const char *name)
{
    const struct words *words = context;
    for (size_t i = 0; i < words->count; i++) {
        if (strcmp(words->options[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Lists the options that begin with `given`: "--train-size or --tmpdir"; false: there are none. */
static bool list_longer(const struct words *words, const char *given, char list[256])
{
    size_t used = 0, length = strlen(given);
    list[0] = '\0';
    for (size_t i = 0; i < words->count && length != 0 && used < 200; i++) {
        if (strncmp(words->options[i].name, given, length) == 0)
            used += (size_t)snprintf(list + used, 256 - used, "%s--%s", used != 0 ? " or " : "",
                                     words->options[i].name);
    }
    return used != 0;
}

static int fail_unknown(const struct words *words, const char *name, size_t length)
{
    char given[64], list[256];
    const char *names[MOST_OPTIONS];
    size_t known = words->count < MOST_OPTIONS ? words->count : MOST_OPTIONS;
    if (length >= sizeof given)
        length = sizeof given - 1;
    memcpy(given, name, length);
    given[length] = '\0';
    for (size_t i = 0; i < known; i++)
        names[i] = words->options[i].name;
    const struct cli_other_words *other = cli_other_words_of(given, is_option, words);
    const char *meant = other != NULL ? other->option : NULL;
    if (other != NULL && other->answer != NULL)
        return cli_fail(SPLITDATA_USAGE, "unknown option --%s: %s", given, other->answer);
    if (meant == NULL && list_longer(words, given, list))
        return cli_fail(SPLITDATA_USAGE, "unknown option --%s; did you mean %s?", given, list);
    if (meant == NULL)
        meant = splitdata_nearest_name(given, names, known);
    return meant != NULL
               ? cli_fail(SPLITDATA_USAGE, "unknown option --%s; did you mean --%s?", given, meant)
               : fail_strange(words, "--", given);
}

/* Takes an option; if it requires a value and `value` is NULL, the value is the next word. */
static int take_option(struct words *words, const struct cli_option *option, const char *value)
{
    if (option->value == CLI_NO_VALUE && value != NULL)
        return cli_fail(SPLITDATA_USAGE, "--%s takes no value", option->name);
    if (option->value == CLI_VALUE && value == NULL) {
        if (words->at + 1 == words->argc)
            return cli_fail(SPLITDATA_USAGE, "--%s needs a value: --%s %s", option->name,
                            option->name, option->placeholder);
        value = words->argv[++words->at];
    }
    return option->take(option, words->context, value);
}

static int take_long(struct words *words, const char *name)
{
    size_t length = strcspn(name, "=");
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    for (size_t i = 0; i < words->count; i++) {
        const struct cli_option *option = &words->options[i];
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return take_option(words, option, value);
    }
    return fail_unknown(words, name, length);
}

static const struct cli_option *by_letter(const struct words *words, char letter)
{
    for (size_t i = 0; i < words->count; i++) {
        if (words->options[i].letter == letter)
            return &words->options[i];
    }
    return NULL;
}

/* "-fz6": letters without values, then possibly one with a value, which is the rest of the word. */
static int take_letters(struct words *words, const char *letters)
{
    for (const char *at = letters; *at != '\0'; at++) {
        const struct cli_option *option = by_letter(words, *at);
        if (option == NULL)
            return fail_strange(words, "-", (const char[]){*at, '\0'});
        bool has_value = option->value != CLI_NO_VALUE;
        int status = take_option(words, option, has_value && at[1] != '\0' ? at + 1 : NULL);
        if (status != SPLITDATA_OK || has_value)
            return status;
    }
    return SPLITDATA_OK;
}

int cli_read_words(int argc, char **argv, const struct cli_option *options, size_t count,
                   cli_take_word *take_word, void *context)
{
    struct words words = {argc, argv, 1, options, count, context};
    bool ended = false;
    int status = SPLITDATA_OK;
    for (; words.at < argc && status == SPLITDATA_OK; words.at++) {
        const char *word = argv[words.at];
        if (ended || word[0] != '-' || word[1] == '\0')
            status = take_word(context, word);
        else if (strcmp(word, "--") == 0)
            ended = true;
        else
            status = word[1] == '-' ? take_long(&words, word + 2) : take_letters(&words, word + 1);
    }
    return status;
}
