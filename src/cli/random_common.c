/* SPDX-License-Identifier: MIT */
/* Functions of all generators: raw words, permutations, choices and doubles. */
#include "cli/random_call.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>

int random_run_doubles(const struct random_call *call)
{
    const struct random_function *function = call->function;
    double arguments[RANDOM_MOST_DOUBLES];
    for (int i = 0; i < RANDOM_MOST_DOUBLES; i++)
        arguments[i] = function->defaults[i];
    for (int i = 0; i < call->count; i++) {
        int status = random_double_argument(call, i, &arguments[i]);
        if (status != SPLITDATA_OK)
            return status;
    }
    const char *rule = function->check != NULL ? function->check(arguments) : NULL;
    if (rule != NULL)
        return cli_fail(SPLITDATA_USAGE, "%s: %s", function->name, rule);
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_double(call, function->draw(&call->random->state, arguments));
    return SPLITDATA_OK;
}

int random_raw(const struct random_call *call)
{
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_uint64(splitdata_random_raw(call->random));
    return SPLITDATA_OK;
}

static int allocate(const struct random_call *call, uint64_t count, size_t size, void **items)
{
    *items = count <= SIZE_MAX / size ? malloc(count > 0 ? (size_t)count * size : 1) : NULL;
    if (*items != NULL)
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_SYSTEM, "no memory for the %" PRIu64 " items of %s", count,
                    call->function->name);
}

int random_permutation(const struct random_call *call)
{
    uint64_t count;
    void *memory;
    int status = random_count_argument(call, 0, &count);
    if (status == SPLITDATA_OK)
        status = allocate(call, count, sizeof(uint64_t), &memory);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *order = memory;
    struct splitdata_error error;
    for (uint64_t n = 0; n < call->times && status == SPLITDATA_OK && !random_cannot_write(); n++) {
        status = splitdata_random_permutation_u64(call->random, order, count, &error);
        if (status != SPLITDATA_OK)
            cli_report(&error);
        for (uint64_t i = 0; i < count && status == SPLITDATA_OK; i++)
            random_print_uint64(order[i]);
    }
    free(memory);
    return status;
}

/* Each repetition shuffles the result of the previous one, as repeated calls on one list do. */
int random_shuffle(const struct random_call *call)
{
    struct splitdata_error error;
    for (uint64_t n = 0; n < call->times && !random_cannot_write(); n++) {
        int status = splitdata_random_shuffle(call->random, call->arguments, (uint64_t)call->count,
                                              sizeof call->arguments[0], &error);
        if (status != SPLITDATA_OK)
            return cli_report(&error);
        for (int i = 0; i < call->count; i++)
            random_print_text(call->arguments[i]);
    }
    return SPLITDATA_OK;
}

int random_choose(const struct random_call *call, struct splitdata_choice *choice,
                  random_choice_work *work, random_choice_draw *draw, uint64_t base)
{
    double *weights;
    void *chosen = NULL;
    int status = random_weights(call, choice->population, &weights);
    choice->weights = weights;
    if (status == SPLITDATA_OK)
        status = allocate(call, choice->size, sizeof(uint64_t), &chosen);
    /* Validates a sample before memory for it is allocated. */
    uint64_t room = choice->replace || choice->size <= choice->population ? work(choice) : 0;
    if (status == SPLITDATA_OK)
        status = allocate(call, room, 1, &choice->work);
    const uint64_t *indices = chosen;
    struct splitdata_error error;
    for (uint64_t n = 0; n < call->times && status == SPLITDATA_OK && !random_cannot_write(); n++) {
        status = draw(&call->random->state, choice, chosen, &error);
        if (status != SPLITDATA_OK)
            cli_fail(error.status, "%s: %s", call->function->name, error.message);
        for (uint64_t i = 0; i < choice->size && status == SPLITDATA_OK; i++)
            random_print_uint64(indices[i] + base);
    }
    free(choice->work);
    free(chosen);
    free(weights);
    return status;
}
