/* SPDX-License-Identifier: MIT */
/* The command `splitdata random`: parsing its words. */
#include "cli/cli.h"
#include "cli/random_call.h"
#include "splitdata/splitdata.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "splitdata random --seed 101 -n 5 rand         np.random.seed(101); rand(5)\n"
    "splitdata random --like python --seed 10 randint 1 100\n"
    "splitdata random --seed 101 rand then -n 3 randint 0 10 then permutation 5\n"
    "\n"
    "Prints draws of a seeded generator, one a line: the values that NumPy, Python,\n"
    "R ... give.\n"
    "\n"
    "usage: splitdata random [OPTIONS] FUNCTION [ARGUMENT...]\n"
    "                        [then [-n COUNT] FUNCTION [ARGUMENT...]]...\n"
    "\n"
    "  --like NAME          the framework's generator (numpy)\n"
    "  -s, --seed SEED      its seed; if not given, one is drawn and printed\n"
    "  --seed-version 1|2   how Python seeds from a text (2)\n"
    "  -n COUNT             call the function COUNT times (1)\n"
    "  --hex                doubles as hexadecimal floats\n"
    "  --list               all generators and their functions\n"
    "  -h, --help           this text\n"
    "\n"
    "Some functions take --no-replace, --replace, --no-shuffle, --endpoint,\n"
    "--p P,P,..., --weights W,W,... or --prob P,P,.... Negative numbers are\n"
    "arguments; after -- every word is.\n"
    "`then` joins calls on one generator.\n";

/* The options before the first function, valid for all calls. */
struct command {
    const char *like, *seed, *seed_version;
    bool hex, list, help;
};

/* Options by name: those with a value store it in `value`, others set `flag`. */
struct option {
    const char *name;
    const char **value;
    bool *flag;
    unsigned bit; /* for an option of the call's function */
};

struct parser {
    struct command command;
    struct random_call call;
    const char *times;
    char **arguments; /* of the call; space for as many as there are words */
    bool check;       /* calls are validated, not made */
};

enum { OPTIONS = 18 };

static void describe(struct parser *parser, struct option options[OPTIONS])
{
    struct command *command = &parser->command;
    const char **weights = &parser->call.weights;
    const struct option all[OPTIONS] = {
        {.name = "--like", .value = &command->like},
        {.name = "--seed", .value = &command->seed},
        {.name = "-s", .value = &command->seed},
        {.name = "--seed-version", .value = &command->seed_version},
        {.name = "--hex", .flag = &command->hex},
        {.name = "--list", .flag = &command->list},
        {.name = "--help", .flag = &command->help},
        {.name = "-h", .flag = &command->help},
        {.name = "-n", .value = &parser->times},
        {.name = "--no-replace", .bit = RANDOM_NO_REPLACE},
        {.name = "--replace", .bit = RANDOM_REPLACE},
        {.name = "--no-shuffle", .bit = RANDOM_NO_SHUFFLE},
        {.name = "--endpoint", .bit = RANDOM_ENDPOINT},
        {.name = "--p", .value = weights, .bit = RANDOM_P},
        {.name = "--weights", .value = weights, .bit = RANDOM_WEIGHTS},
        {.name = "--prob", .value = weights, .bit = RANDOM_PROB},
    };
    memcpy(options, all, sizeof all);
}

static int unknown(const struct option *options, const char *word)
{
    const char *names[OPTIONS];
    size_t count = 0;
    for (; options[count].name != NULL; count++)
        names[count] = options[count].name;
    const char *nearest = splitdata_nearest_name(word, names, count);
    if (nearest == NULL)
        return cli_fail(SPLITDATA_USAGE, "unknown option '%s' (after -- it is an argument)", word);
    return cli_fail(SPLITDATA_USAGE, "unknown option '%s'; did you mean '%s'?", word, nearest);
}

/* Parses an option at words[*at], whose value may be in the same word (--x=v, -xv) or the next. */
static int take_option(struct parser *parser, char **words, int count, int *at)
{
    struct option options[OPTIONS] = {{.name = NULL}};
    describe(parser, options);
    const char *word = words[*at];
    bool is_long = word[1] == '-';
    size_t length = is_long ? strcspn(word, "=") : 2;
    const struct option *option = options;
    while (option->name != NULL &&
           (strlen(option->name) != length || strncmp(option->name, word, length) != 0))
        option++;
    if (option->name == NULL)
        return unknown(options, word);
    const char *joined = word[length] == '\0' ? NULL : word + length + is_long;
    parser->call.options |= option->bit;
    if (option->value == NULL) {
        if (joined != NULL)
            return cli_fail(SPLITDATA_USAGE, "%s takes no value", option->name);
        if (option->flag != NULL)
            *option->flag = true;
        return SPLITDATA_OK;
    }
    if (joined == NULL && ++*at >= count)
        return cli_fail(SPLITDATA_USAGE, "%s needs a value", option->name);
    *option->value = joined != NULL ? joined : words[*at];
    return SPLITDATA_OK;
}

/* -5, -.5, -inf and - are arguments. */
static bool is_option(const char *word)
{
    double number;
    return word[0] == '-' && word[1] != '\0' && !splitdata_parse_double(word, &number) &&
           !(word[1] >= '0' && word[1] <= '9');
}

/* Parses the words of one call up to `then` or the end: stores options, and collects the rest as
 * arguments, the function's name first. *at moves to the `then` or to count. */
static int take_words(struct parser *parser, char **words, int count, int *at)
{
    bool only_arguments = false;
    parser->call.count = 0;
    for (; *at < count; ++*at) {
        if (!only_arguments && strcmp(words[*at], "then") == 0)
            return SPLITDATA_OK;
        if (!only_arguments && strcmp(words[*at], "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && is_option(words[*at])) {
            int status = take_option(parser, words, count, at);
            if (status != SPLITDATA_OK)
                return status;
        } else {
            parser->arguments[parser->call.count++] = words[*at];
        }
    }
    return SPLITDATA_OK;
}

/* A run of the program has one generator, whose seed is given with the first call. */
static int start_generator(struct parser *parser, struct splitdata_random *random)
{
    struct command *command = &parser->command;
    struct splitdata_error error;
    const char *like = command->like != NULL ? command->like : "numpy";
    const struct splitdata_random_kind *kind = splitdata_random_find(like);
    bool is_python = kind != NULL && kind->family == SPLITDATA_FAMILY_PYTHON;
    bool is_r = kind != NULL && kind->family == SPLITDATA_FAMILY_R;
    char drawn[16];
    uint64_t version = 2;
    if (command->seed_version != NULL &&
        (!is_python || !random_parse_uint64(command->seed_version, &version) || version < 1 ||
         version > 2))
        return cli_fail(SPLITDATA_USAGE, "--seed-version is 1 or 2, for --like python");
    if (command->seed == NULL && kind != NULL) {
        uint32_t seed;
        if (splitdata_random_system_seed(&seed, &error) != SPLITDATA_OK)
            return cli_report(&error);
        snprintf(drawn, sizeof drawn, "%" PRIu32, seed >> is_r); /* R's seeds are positive ints */
        fprintf(stderr, "seed: %s\n", drawn);
        command->seed = drawn;
    }
    int status = splitdata_random_init(random, like, command->seed, &error);
    if (status == SPLITDATA_OK && version == 1)
        status = splitdata_python_seed_text(&random->state.python, command->seed, 1, &error);
    command->like = NULL;
    command->seed = NULL;
    command->seed_version = NULL;
    return status != SPLITDATA_OK ? cli_report(&error) : SPLITDATA_OK;
}

static int check_count(const struct random_call *call)
{
    const struct random_function *function = call->function;
    if (call->count >= function->least && (function->most < 0 || call->count <= function->most))
        return SPLITDATA_OK;
    if (*function->usage == '\0')
        return cli_fail(SPLITDATA_USAGE, "%s takes no arguments (-n COUNT repeats it)",
                        function->name);
    return cli_fail(SPLITDATA_USAGE, "%s takes: %s %s", function->name, function->name,
                    function->usage);
}

static int refuse_option(struct parser *parser, unsigned bits)
{
    struct option options[OPTIONS] = {{.name = NULL}}, *option = options;
    const struct random_function *function = parser->call.function;
    describe(parser, options);
    while ((option->bit & bits) == 0)
        option++;
    return cli_fail(SPLITDATA_USAGE, "%s takes no %s; it takes: %s%s%s", function->name,
                    option->name, function->name, *function->usage != '\0' ? " " : "",
                    function->usage);
}

static int run_call(struct parser *parser)
{
    struct random_call *call = &parser->call;
    call->times = 1;
    if (parser->times != NULL && !random_parse_uint64(parser->times, &call->times))
        return cli_fail(SPLITDATA_USAGE, "-n needs a whole number from 0 to 2**64 - 1: '%s'",
                        parser->times);
    int status = random_find_function(call->random->kind, parser->arguments[0], &call->function);
    if (status != SPLITDATA_OK)
        return status;
    call->arguments = parser->arguments + 1;
    call->count--;
    call->hex = parser->command.hex;
    status = check_count(call);
    if (status != SPLITDATA_OK)
        return status;
    if ((call->options & ~call->function->options) != 0)
        return refuse_option(parser, call->options & ~call->function->options);
    if (parser->check)
        return SPLITDATA_OK;
    return call->function->run != NULL ? call->function->run(call) : random_run_doubles(call);
}

/* Parses and makes the call that begins at words[*at]; *at moves past its `then` or to count. */
static int take_call(struct parser *parser, char **words, int count, int *at)
{
    struct command *command = &parser->command;
    struct splitdata_random *random = parser->call.random;
    parser->call.options = 0;
    parser->call.weights = NULL;
    parser->times = NULL;
    int status = take_words(parser, words, count, at);
    if (status != SPLITDATA_OK || command->help || command->list)
        return status;
    if (parser->call.count == 0)
        return cli_fail(SPLITDATA_USAGE, "a function is missing (splitdata random --list)");
    if (random->kind == NULL)
        status = start_generator(parser, random);
    else if (parser->check &&
             (command->like != NULL || command->seed != NULL || command->seed_version != NULL))
        status = cli_fail(SPLITDATA_USAGE,
                          "--like and --seed belong to the first call: there is one generator");
    return status != SPLITDATA_OK ? status : run_call(parser);
}

static int take_calls(struct parser *parser, char **words, int count)
{
    int at = 0;
    for (;;) {
        int status = take_call(parser, words, count, &at);
        if (status != SPLITDATA_OK || at >= count || random_cannot_write())
            return status;
        at++; /* the `then` */
    }
}

int cli_random(int argc, char **argv)
{
    struct splitdata_random random = {.kind = NULL};
    struct parser parser = {.call.random = &random, .check = true};
    parser.arguments = malloc((size_t)(argc > 0 ? argc : 1) * sizeof *parser.arguments);
    if (parser.arguments == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "no memory for the arguments");
    /* All words are validated before anything is printed. */
    int status = take_calls(&parser, argv + 1, argc - 1);
    if (status == SPLITDATA_OK && parser.command.help) {
        fputs(help, stdout);
    } else if (status == SPLITDATA_OK && parser.command.list) {
        random_list();
    } else if (status == SPLITDATA_OK) {
        parser.check = false;
        parser.command = (struct command){0};
        status = take_calls(&parser, argv + 1, argc - 1);
    }
    free(parser.arguments);
    return status;
}
