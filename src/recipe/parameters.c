/* SPDX-License-Identifier: MIT */
#include "recipe/parameters.h"

#include "base/exact.h"
#include "base/suggest.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static size_t count_of(const struct sd_recipe_parameter *parameters)
{
    size_t count = 0;
    while (parameters != NULL && parameters[count].name != NULL)
        count++;
    return count;
}

static int refuse_key(const char *recipe, const struct sd_recipe_parameter *parameters,
                      const char *key, struct splitdata_error *error)
{
    const char *names[SD_RECIPE_PARAMETERS];
    const size_t count = count_of(parameters);
    for (size_t i = 0; i < count; i++)
        names[i] = parameters[i].name;
    if (count == 0)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: takes no %.40s=", recipe, key);
    size_t nearest = sd_suggest(key, names, count);
    return sd_fail(error, SPLITDATA_USAGE, "--like %s: takes no %.40s=, but %s= (--like help,%s)",
                   recipe, key, names[nearest < count ? nearest : 0], recipe);
}

/* The place of a word; the number of words: there is no such. */
static size_t place_of(const char *const *words, const char *text)
{
    size_t place = 0;
    while (words[place] != NULL && strcmp(words[place], text) != 0)
        place++;
    return place;
}

static int refuse_choice(const char *recipe, const struct sd_recipe_parameter *parameter,
                         const char *text, struct splitdata_error *error)
{
    struct sd_text words = {0};
    bool made = true;
    for (size_t i = 0; parameter->words[i] != NULL; i++)
        made = made && sd_text_format(&words, "%s%s", i != 0 ? ", " : "", parameter->words[i]);
    int status = made ? sd_fail(error, SPLITDATA_USAGE, "--like %s,%s=%.40s: not one of %s", recipe,
                                parameter->name, text, words.bytes)
                      : sd_fail_memory(error, "the options");
    sd_text_free(&words);
    return status;
}

static int set_value(struct sd_recipe_value *value, const char *recipe,
                     const struct sd_recipe_parameter *parameter, const char *text,
                     struct splitdata_error *error)
{
    value->text = text;
    switch (parameter->kind) {
    case SD_PARAMETER_COUNT:
        if (!sd_parse_integer(text, strlen(text), &value->number) ||
            value->number < parameter->least || value->number > parameter->most)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like %s,%s=%.40s: not a whole number from %" PRIu64 " to %" PRIu64,
                           recipe, parameter->name, text, parameter->least, parameter->most);
        break;
    case SD_PARAMETER_CHOICE:
        value->number = place_of(parameter->words, text);
        if (parameter->words[value->number] == NULL)
            return refuse_choice(recipe, parameter, text, error);
        break;
    case SD_PARAMETER_TEXT:
        if (text[0] == '\0')
            return sd_fail(error, SPLITDATA_USAGE, "--like %s,%s=: says nothing", recipe,
                           parameter->name);
        break;
    }
    return SPLITDATA_OK;
}

/* Takes one "KEY=VALUE", in which the sign is replaced by the end of the key. */
static int take(struct sd_recipe_options *options, const char *recipe,
                const struct sd_recipe_parameter *parameters, char *word, bool *given,
                struct splitdata_error *error)
{
    char *equals = strchr(word, '=');
    if (equals == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s,%.40s: not KEY=VALUE (--like help,%s)",
                       recipe, word, recipe);
    *equals = '\0';
    for (size_t i = 0; i < count_of(parameters); i++) {
        if (strcmp(parameters[i].name, word) != 0)
            continue;
        if (given[i])
            return sd_fail(error, SPLITDATA_USAGE, "--like %s: %s= is given twice", recipe, word);
        given[i] = true;
        return set_value(&options->value[i], recipe, &parameters[i], equals + 1, error);
    }
    return refuse_key(recipe, parameters, word, error);
}

int sd_recipe_options_read(struct sd_recipe_options *options, const char *recipe,
                           const struct sd_recipe_parameter *parameters, const char *text,
                           struct splitdata_error *error)
{
    bool given[SD_RECIPE_PARAMETERS] = {false};
    int status = SPLITDATA_OK;
    *options = (struct sd_recipe_options){0};
    for (size_t i = 0; status == SPLITDATA_OK && i < count_of(parameters); i++) {
        if (parameters[i].usual != NULL)
            status =
                set_value(&options->value[i], recipe, &parameters[i], parameters[i].usual, error);
    }
    if (text == NULL || status != SPLITDATA_OK)
        return status;
    options->text = sd_copy_string(text, strlen(text));
    if (options->text == NULL)
        return sd_fail_memory(error, "the options");
    for (char *word = options->text, *next; word != NULL && status == SPLITDATA_OK; word = next) {
        next = strchr(word, ',');
        if (next != NULL)
            *next++ = '\0';
        status = take(options, recipe, parameters, word, given, error);
    }
    if (status != SPLITDATA_OK)
        sd_recipe_options_free(options);
    return status;
}

/* Whether a value is the default: of a number, however it is written. */
static bool is_usual(const struct sd_recipe_parameter *parameter,
                     const struct sd_recipe_value *value)
{
    uint64_t usual;
    if (parameter->kind == SD_PARAMETER_COUNT && value->text != NULL && parameter->usual != NULL)
        return sd_parse_integer(parameter->usual, strlen(parameter->usual), &usual) &&
               usual == value->number;
    return value->text == NULL ||
           (parameter->usual != NULL && strcmp(parameter->usual, value->text) == 0);
}

char *sd_recipe_options_text(const struct sd_recipe_options *options, const char *recipe,
                             const struct sd_recipe_parameter *parameters)
{
    struct sd_text text = {0};
    bool made = sd_text_add(&text, recipe);
    for (size_t i = 0; made && i < count_of(parameters); i++) {
        const struct sd_recipe_value *value = &options->value[i];
        if (is_usual(&parameters[i], value))
            continue;
        made = parameters[i].kind == SD_PARAMETER_COUNT
                   ? sd_text_format(&text, ",%s=%" PRIu64, parameters[i].name, value->number)
                   : sd_text_format(&text, ",%s=%s", parameters[i].name, value->text);
    }
    if (!made)
        sd_text_free(&text);
    return text.bytes;
}

void sd_recipe_options_free(struct sd_recipe_options *options)
{
    free(options->text);
    *options = (struct sd_recipe_options){0};
}
