/* SPDX-License-Identifier: MIT */
/* The functions of NumPy's two APIs. */
#include "cli/random_call.h"

#include "cli/cli.h"

#include <math.h>
#include <string.h>

/* ---- the rules ---- */

static const char *check_range(const double *a)
{
    return isfinite(a[1] - a[0]) ? NULL : "Range exceeds valid bounds";
}

static const char *check_ordered_range(const double *a)
{
    if (!isfinite(a[1] - a[0]))
        return "high - low range exceeds valid bounds";
    return signbit(a[1] - a[0]) ? "high - low < 0" : NULL;
}

/* NumPy checks the sign bit, so -0.0 is invalid, too, and accepts NaN. */
static const char *check_scale(const double *a)
{
    return !isnan(a[0]) && signbit(a[0]) ? "scale < 0" : NULL;
}

static const char *check_second_scale(const double *a)
{
    return check_scale(a + 1);
}

static const char *check_triangular(const double *a)
{
    if (a[0] > a[1])
        return "left > mode";
    if (a[1] > a[2])
        return "mode > right";
    return a[0] == a[2] ? "left == right" : NULL;
}

/* ---- the legacy API ---- */

static double random_sample(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_numpy_random_sample(&state->numpy);
}

static double uniform(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_uniform(&state->numpy, a[0], a[1]);
}

static double standard_exponential(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_numpy_standard_exponential(&state->numpy);
}

static double exponential(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_exponential(&state->numpy, a[0]);
}

static double triangular(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_triangular(&state->numpy, a[0], a[1], a[2]);
}

static double standard_normal(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_numpy_standard_normal(&state->numpy);
}

static double normal(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_normal(&state->numpy, a[0], a[1]);
}

/* Reads LOW HIGH, or HIGH alone with `first` as LOW; sets the smallest and largest value. HIGH
 * itself is excluded unless `inclusive`, and may be 2^63 if excluded. */
static int read_range(const struct random_call *call, int64_t first, bool inclusive, int64_t *low,
                      int64_t *top)
{
    int status = SPLITDATA_OK;
    const char *high = call->arguments[call->count - 1];
    *low = first;
    if (call->count == 2)
        status = random_integer_argument(call, 0, low);
    if (status != SPLITDATA_OK)
        return status;
    if (!inclusive && strcmp(high, "9223372036854775808") == 0) {
        *top = INT64_MAX;
        return SPLITDATA_OK;
    }
    status = random_integer_argument(call, call->count - 1, top);
    if (status != SPLITDATA_OK)
        return status;
    if (*low > *top || (!inclusive && *low == *top))
        return cli_fail(SPLITDATA_USAGE, "%s: %s", call->function->name,
                        inclusive ? "low > high" : "low >= high");
    *top -= !inclusive;
    return SPLITDATA_OK;
}

static int legacy_integers(const struct random_call *call, int64_t first, bool inclusive)
{
    int64_t low, top;
    int status = read_range(call, first, inclusive, &low, &top);
    if (status != SPLITDATA_OK)
        return status;
    struct splitdata_numpy *random = &call->random->state.numpy;
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_int64(splitdata_numpy_random_integers(random, low, top));
    return SPLITDATA_OK;
}

static int randint(const struct random_call *call)
{
    return legacy_integers(call, 0, false);
}

static int random_integers(const struct random_call *call)
{
    return legacy_integers(call, 1, true);
}

static int integers(const struct random_call *call)
{
    int64_t low, top;
    int status = read_range(call, 0, (call->options & RANDOM_ENDPOINT) != 0, &low, &top);
    if (status != SPLITDATA_OK)
        return status;
    struct splitdata_numpy_generator *random = &call->random->state.numpy_generator;
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_int64(splitdata_numpy_generator_integers_endpoint(random, low, top));
    return SPLITDATA_OK;
}

/* ---- choices ---- */

static int read_choice(const struct random_call *call, struct splitdata_choice *choice)
{
    *choice = (struct splitdata_choice){
        .size = 1,
        .replace = (call->options & RANDOM_NO_REPLACE) == 0,
        .keep_order = (call->options & RANDOM_NO_SHUFFLE) != 0,
    };
    int status = random_count_argument(call, 0, &choice->population);
    if (status == SPLITDATA_OK && call->count > 1)
        status = random_count_argument(call, 1, &choice->size);
    return status;
}

static int draw_legacy(union splitdata_random_state *state, const struct splitdata_choice *choice,
                       uint64_t *out, struct splitdata_error *error)
{
    return splitdata_numpy_choice(&state->numpy, choice, out, error);
}

static int draw_generator(union splitdata_random_state *state,
                          const struct splitdata_choice *choice, uint64_t *out,
                          struct splitdata_error *error)
{
    return splitdata_numpy_generator_choice(&state->numpy_generator, choice, out, error);
}

static int legacy_choice(const struct random_call *call)
{
    struct splitdata_choice choice;
    int status = read_choice(call, &choice);
    return status != SPLITDATA_OK
               ? status
               : random_choose(call, &choice, splitdata_numpy_choice_work, draw_legacy, 0);
}

static int generator_choice(const struct random_call *call)
{
    struct splitdata_choice choice;
    int status = read_choice(call, &choice);
    return status != SPLITDATA_OK
               ? status
               : random_choose(call, &choice, splitdata_numpy_generator_choice_work, draw_generator,
                               0);
}

/* ---- the Generator ---- */

static double generator_random(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_numpy_generator_random(&state->numpy_generator);
}

static double generator_uniform(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_generator_uniform(&state->numpy_generator, a[0], a[1]);
}

static double generator_exponential(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_numpy_generator_standard_exponential(&state->numpy_generator);
}

static double generator_triangular(union splitdata_random_state *state, const double *a)
{
    return splitdata_numpy_generator_triangular(&state->numpy_generator, a[0], a[1], a[2]);
}

const struct random_function random_numpy_functions[] = {
    {.name = "random_sample", .usage = "", .draw = random_sample},
    {.name = "rand", .usage = "", .draw = random_sample},
    {.name = "random", .usage = "", .draw = random_sample},
    {.name = "randint", .usage = "[LOW] HIGH", .least = 1, .most = 2, .run = randint},
    {.name = "random_integers",
     .usage = "[LOW] HIGH",
     .least = 1,
     .most = 2,
     .run = random_integers},
    {.name = "uniform",
     .usage = "[LOW HIGH]",
     .most = 2,
     .draw = uniform,
     .defaults = {0, 1},
     .check = check_range},
    {.name = "standard_exponential", .usage = "", .draw = standard_exponential},
    {.name = "exponential",
     .usage = "[SCALE]",
     .most = 1,
     .draw = exponential,
     .defaults = {1},
     .check = check_scale},
    {.name = "triangular",
     .usage = "LEFT MODE RIGHT",
     .least = 3,
     .most = 3,
     .draw = triangular,
     .check = check_triangular},
    {.name = "standard_normal", .usage = "", .draw = standard_normal},
    {.name = "randn", .usage = "", .draw = standard_normal},
    {.name = "normal",
     .usage = "[LOC [SCALE]]",
     .most = 2,
     .draw = normal,
     .defaults = {0, 1},
     .check = check_second_scale},
    {.name = "choice",
     .usage = "N [SIZE] [--no-replace] [--p P,P,...]",
     .least = 1,
     .most = 2,
     .options = RANDOM_NO_REPLACE | RANDOM_P,
     .run = legacy_choice},
    {.name = NULL},
};

const struct random_function random_generator_functions[] = {
    {.name = "random", .usage = "", .draw = generator_random},
    {.name = "integers",
     .usage = "[LOW] HIGH [--endpoint]",
     .least = 1,
     .most = 2,
     .options = RANDOM_ENDPOINT,
     .run = integers},
    {.name = "uniform",
     .usage = "[LOW HIGH]",
     .most = 2,
     .draw = generator_uniform,
     .defaults = {0, 1},
     .check = check_ordered_range},
    {.name = "standard_exponential", .usage = "", .draw = generator_exponential},
    {.name = "triangular",
     .usage = "LEFT MODE RIGHT",
     .least = 3,
     .most = 3,
     .draw = generator_triangular,
     .check = check_triangular},
    {.name = "choice",
     .usage = "N [SIZE] [--no-replace] [--no-shuffle] [--p P,P,...]",
     .least = 1,
     .most = 2,
     .options = RANDOM_NO_REPLACE | RANDOM_NO_SHUFFLE | RANDOM_P,
     .run = generator_choice},
    {.name = NULL},
};
