/* SPDX-License-Identifier: MIT */
/* The functions of Python's random. */
#include "cli/random_call.h"

#include "cli/cli.h"
#include "cli/random_integer.h"

#include <math.h>

/* ---- doubles ---- */

static double random_double(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_python_random(&state->python);
}

static double uniform(union splitdata_random_state *state, const double *a)
{
    return splitdata_python_uniform(&state->python, a[0], a[1]);
}

static double triangular(union splitdata_random_state *state, const double *a)
{
    return splitdata_python_triangular(&state->python, a[0], a[1], a[2]);
}

static double expovariate(union splitdata_random_state *state, const double *a)
{
    return splitdata_python_expovariate(&state->python, a[0]);
}

static const char *check_lambd(const double *a)
{
    return a[0] == 0.0 ? "lambd must not be 0" : NULL;
}

/* ---- integers ---- */

static int read_integer(const struct random_call *call, int index, struct random_integer *integer)
{
    if (random_integer_parse(integer, call->arguments[index]))
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_USAGE, "%s needs integers of at most %d bits: '%s'",
                    call->function->name, RANDOM_INTEGER_BITS, call->arguments[index]);
}

/* Values start + step * k with 0 <= k < count. */
struct progression {
    struct random_integer start, step, count;
};

static int draw_progression(const struct random_call *call, const struct progression *values)
{
    struct random_integer value;
    if (values->count.count == 0 || values->count.negative)
        return cli_fail(SPLITDATA_USAGE, "%s: empty range", call->function->name);
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++) {
        value.negative = false;
        value.count = values->count.count;
        splitdata_python_randbelow_words(&call->random->state.python, values->count.words,
                                         (size_t)values->count.count, value.words);
        random_integer_trim(&value);
        random_integer_multiply(&value, &values->step);
        random_integer_add(&value, &values->start);
        random_integer_print(&value);
    }
    return SPLITDATA_OK;
}

static int randint(const struct random_call *call)
{
    struct progression values;
    random_integer_set(&values.step, 1);
    int status = read_integer(call, 0, &values.start);
    if (status == SPLITDATA_OK)
        status = read_integer(call, 1, &values.count);
    if (status != SPLITDATA_OK)
        return status;
    random_integer_subtract(&values.count, &values.start);
    random_integer_add(&values.count, &values.step);
    return draw_progression(call, &values);
}

static int randrange(const struct random_call *call)
{
    struct progression values;
    int status = SPLITDATA_OK;
    random_integer_set(&values.start, 0);
    random_integer_set(&values.step, 1);
    if (call->count > 1)
        status = read_integer(call, 0, &values.start);
    if (status == SPLITDATA_OK)
        status = read_integer(call, call->count > 1, &values.count);
    if (status == SPLITDATA_OK && call->count > 2)
        status = read_integer(call, 2, &values.step);
    if (status != SPLITDATA_OK)
        return status;
    if (values.step.count == 0)
        return cli_fail(SPLITDATA_USAGE, "randrange: zero step");
    random_integer_subtract(&values.count, &values.start);
    if (values.count.negative != values.step.negative)
        random_integer_set(&values.count, 0);
    random_integer_divide_up(&values.count, &values.step);
    return draw_progression(call, &values);
}

static int getrandbits(const struct random_call *call)
{
    uint64_t bits;
    if (!random_parse_uint64(call->arguments[0], &bits) || bits > RANDOM_INTEGER_BITS)
        return cli_fail(SPLITDATA_USAGE, "getrandbits needs a number of bits from 0 to %d: '%s'",
                        RANDOM_INTEGER_BITS, call->arguments[0]);
    struct random_integer value;
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++) {
        value.negative = false;
        value.count = (int)((bits + 31) / 32);
        splitdata_python_getrandbits_words(&call->random->state.python, value.words, (size_t)bits);
        random_integer_trim(&value);
        random_integer_print(&value);
    }
    return SPLITDATA_OK;
}

/* ---- choices ---- */

static int choice_index(const struct random_call *call)
{
    uint64_t n;
    int status = random_count_argument(call, 0, &n);
    if (status != SPLITDATA_OK)
        return status;
    if (n == 0)
        return cli_fail(SPLITDATA_USAGE, "choice: Cannot choose from an empty sequence");
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_uint64(splitdata_python_randbelow(&call->random->state.python, n));
    return SPLITDATA_OK;
}

static int draw(union splitdata_random_state *state, const struct splitdata_choice *choice,
                uint64_t *out, struct splitdata_error *error)
{
    return splitdata_python_choice(&state->python, choice, out, error);
}

static int choose(const struct random_call *call, int replace)
{
    struct splitdata_choice choice = {.replace = replace};
    int status = random_count_argument(call, 0, &choice.population);
    if (status == SPLITDATA_OK)
        status = random_count_argument(call, 1, &choice.size);
    return status != SPLITDATA_OK
               ? status
               : random_choose(call, &choice, splitdata_python_choice_work, draw, 0);
}

static int sample(const struct random_call *call)
{
    return choose(call, 0);
}

static int choices(const struct random_call *call)
{
    return choose(call, 1);
}

const struct random_function random_python_functions[] = {
    {.name = "random", .usage = "", .draw = random_double},
    {.name = "uniform", .usage = "A B", .least = 2, .most = 2, .draw = uniform},
    {.name = "randint", .usage = "A B", .least = 2, .most = 2, .run = randint},
    {.name = "randrange", .usage = "[START] STOP [STEP]", .least = 1, .most = 3, .run = randrange},
    {.name = "getrandbits", .usage = "K", .least = 1, .most = 1, .run = getrandbits},
    {.name = "sample", .usage = "N K", .least = 2, .most = 2, .run = sample},
    {.name = "choice", .usage = "N", .least = 1, .most = 1, .run = choice_index},
    {.name = "choices",
     .usage = "N K [--weights W,W,...]",
     .least = 2,
     .most = 2,
     .options = RANDOM_WEIGHTS,
     .run = choices},
    {.name = "triangular",
     .usage = "[LOW HIGH [MODE]]",
     .most = 3,
     .draw = triangular,
     .defaults = {0, 1, NAN}},
    {.name = "expovariate",
     .usage = "[LAMBD]",
     .most = 1,
     .draw = expovariate,
     .defaults = {1},
     .check = check_lambd},
    {.name = NULL},
};
