/* SPDX-License-Identifier: MIT */
/* The arguments of functions, as numbers. */
#include "cli/random_call.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool random_parse_uint64(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    if (*text == '\0')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        uint64_t digit = (uint64_t)(*text - '0');
        if (sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return *text == '\0';
}

bool random_parse_int64(const char *text, int64_t *value)
{
    uint64_t magnitude;
    bool negative = *text == '-';
    if (!random_parse_uint64(text + (*text == '-' || *text == '+'), &magnitude))
        return false;
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *value = negative && magnitude > 0 ? -(int64_t)(magnitude - 1) - 1 : (int64_t)magnitude;
    return true;
}

int random_integer_argument(const struct random_call *call, int index, int64_t *value)
{
    if (random_parse_int64(call->arguments[index], value))
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_USAGE, "%s needs integers from -2**63 to 2**63 - 1: '%s'",
                    call->function->name, call->arguments[index]);
}

int random_count_argument(const struct random_call *call, int index, uint64_t *value)
{
    if (random_parse_uint64(call->arguments[index], value) && *value <= INT64_MAX)
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_USAGE, "%s needs a whole number from 0 to 2**63 - 1: '%s'",
                    call->function->name, call->arguments[index]);
}

int random_double_argument(const struct random_call *call, int index, double *value)
{
    if (splitdata_parse_double(call->arguments[index], value))
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_USAGE, "%s needs numbers: '%s'", call->function->name,
                    call->arguments[index]);
}

/* Parses the numbers of a comma-separated list; replaces its commas by NUL. */
static int take_weights(const struct random_call *call, char *text, double *weights)
{
    for (char *at = text; at != NULL; weights++) {
        char *comma = strchr(at, ',');
        if (comma != NULL)
            *comma++ = '\0';
        if (!splitdata_parse_double(at, weights))
            return cli_fail(SPLITDATA_USAGE, "%s needs a comma list of numbers: '%s'",
                            call->function->name, at);
        at = comma;
    }
    return SPLITDATA_OK;
}

int random_weights(const struct random_call *call, uint64_t count, double **weights)
{
    *weights = NULL;
    if (call->weights == NULL)
        return SPLITDATA_OK;
    size_t have = 1;
    for (const char *at = call->weights; *at != '\0'; at++)
        have += *at == ',';
    if (have != count)
        return cli_fail(SPLITDATA_USAGE,
                        "%s: the population and its weights must have the same size (%" PRIu64
                        " and %zu)",
                        call->function->name, count, have);
    size_t length = strlen(call->weights) + 1;
    char *copy = malloc(length);
    *weights = malloc(have * sizeof **weights);
    int status;
    if (copy == NULL || *weights == NULL)
        status = cli_fail(SPLITDATA_SYSTEM, "no memory for %zu weights", have);
    else
        status = take_weights(call, memcpy(copy, call->weights, length), *weights);
    free(copy);
    if (status != SPLITDATA_OK) {
        free(*weights);
        *weights = NULL;
    }
    return status;
}
