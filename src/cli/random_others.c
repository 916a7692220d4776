/* SPDX-License-Identifier: MIT */
/* The functions of PyTorch, R, Java, Go, Ruby, Spark and DuckDB. */
#include "cli/random_call.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <stdlib.h>

const struct random_function random_torch_functions[] = {
    {.name = "randperm", .usage = "N", .least = 1, .most = 1, .run = random_permutation},
    {.name = NULL},
};

/* ---- R ---- */

static double runif(union splitdata_random_state *state, const double *a)
{
    return splitdata_r_runif_between(&state->r, a[0], a[1]);
}

static const char *check_runif(const double *a)
{
    return a[0] <= a[1] ? NULL : "min > max";
}

static int draw_sample(union splitdata_random_state *state, const struct splitdata_choice *choice,
                       uint64_t *out, struct splitdata_error *error)
{
    return splitdata_r_sample(&state->r, choice, out, error);
}

static int sample(const struct random_call *call)
{
    struct splitdata_choice choice = {.replace = (call->options & RANDOM_REPLACE) != 0};
    int status = random_count_argument(call, 0, &choice.population);
    choice.size = choice.population;
    if (status == SPLITDATA_OK && call->count > 1)
        status = random_count_argument(call, 1, &choice.size);
    return status != SPLITDATA_OK
               ? status
               : random_choose(call, &choice, splitdata_r_sample_work, draw_sample, 1);
}

const struct random_function random_r_functions[] = {
    {.name = "runif",
     .usage = "[MIN MAX]",
     .most = 2,
     .draw = runif,
     .defaults = {0, 1},
     .check = check_runif},
    {.name = "sample",
     .usage = "N [SIZE] [--replace] [--prob P,P,...]",
     .least = 1,
     .most = 2,
     .options = RANDOM_REPLACE | RANDOM_PROB,
     .run = sample},
    {.name = NULL},
};

/* ---- integers below a bound ---- */

/* Reads the bound of the call, from 1 to most. */
static int read_bound(const struct random_call *call, int64_t most, int64_t *bound)
{
    if (random_parse_int64(call->arguments[0], bound) && *bound >= 1 && *bound <= most)
        return SPLITDATA_OK;
    return cli_fail(SPLITDATA_USAGE, "%s: bound must be positive, and at most %" PRId64 ": '%s'",
                    call->function->name, most, call->arguments[0]);
}

/* Prints call->times values of draw(state, bound). */
static int print_integers(const struct random_call *call, int64_t bound,
                          int64_t (*draw)(union splitdata_random_state *, int64_t))
{
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_int64(draw(&call->random->state, bound));
    return SPLITDATA_OK;
}

static int print_below(const struct random_call *call, int64_t most,
                       int64_t (*draw)(union splitdata_random_state *, int64_t))
{
    int64_t bound;
    int status = read_bound(call, most, &bound);
    return status != SPLITDATA_OK ? status : print_integers(call, bound, draw);
}

/* ---- Java ---- */

static int64_t java_int(union splitdata_random_state *state, int64_t bound)
{
    return bound == 0 ? splitdata_java_next_int(&state->java)
                      : splitdata_java_next_int_below(&state->java, (int32_t)bound);
}

static int64_t java_long(union splitdata_random_state *state, int64_t bound)
{
    (void)bound;
    return splitdata_java_next_long(&state->java);
}

static int next_int(const struct random_call *call)
{
    return call->count == 0 ? print_integers(call, 0, java_int)
                            : print_below(call, INT32_MAX, java_int);
}

static int next_long(const struct random_call *call)
{
    return print_integers(call, 0, java_long);
}

static double next_double(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_java_next_double(&state->java);
}

const struct random_function random_java_functions[] = {
    {.name = "nextInt", .usage = "[BOUND]", .most = 1, .run = next_int},
    {.name = "nextLong", .usage = "", .run = next_long},
    {.name = "nextDouble", .usage = "", .draw = next_double},
    {.name = NULL},
};

/* ---- Go ---- */

static int64_t go_int63(union splitdata_random_state *state, int64_t bound)
{
    (void)bound;
    return splitdata_go_int63(&state->go);
}

static int64_t go_intn(union splitdata_random_state *state, int64_t bound)
{
    return splitdata_go_intn(&state->go, bound);
}

static int int63(const struct random_call *call)
{
    return print_integers(call, 0, go_int63);
}

static int intn(const struct random_call *call)
{
    return print_below(call, INT64_MAX, go_intn);
}

static double go_float64(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_go_float64(&state->go);
}

static int perm(const struct random_call *call)
{
    uint64_t count;
    int status = random_count_argument(call, 0, &count);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *order =
        count < SIZE_MAX / sizeof *order ? malloc(((size_t)count + 1) * sizeof *order) : NULL;
    if (order == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "no memory for the %" PRIu64 " items of Perm", count);
    for (uint64_t n = 0; n < call->times && !random_cannot_write(); n++) {
        splitdata_go_perm(&call->random->state.go, order, count);
        for (uint64_t i = 0; i < count; i++)
            random_print_uint64(order[i]);
    }
    free(order);
    return SPLITDATA_OK;
}

const struct random_function random_go_functions[] = {
    {.name = "Int63", .usage = "", .run = int63},
    {.name = "Intn", .usage = "N", .least = 1, .most = 1, .run = intn},
    {.name = "Float64", .usage = "", .draw = go_float64},
    {.name = "Perm", .usage = "N", .least = 1, .most = 1, .run = perm},
    {.name = NULL},
};

/* ---- Ruby ---- */

static int64_t ruby_below(union splitdata_random_state *state, int64_t bound)
{
    return (int64_t)splitdata_ruby_limited(&state->ruby, (uint64_t)bound - 1);
}

static int ruby_rand(const struct random_call *call)
{
    if (call->count == 1)
        return print_below(call, INT64_MAX, ruby_below);
    for (uint64_t i = 0; i < call->times && !random_cannot_write(); i++)
        random_print_double(call, splitdata_ruby_rand(&call->random->state.ruby));
    return SPLITDATA_OK;
}

const struct random_function random_ruby_functions[] = {
    {.name = "rand", .usage = "[MAX]", .most = 1, .run = ruby_rand},
    {.name = NULL},
};

/* ---- Spark and DuckDB ---- */

static double spark_next_double(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_spark_next_double(&state->spark);
}

static double duckdb_random(union splitdata_random_state *state, const double *a)
{
    (void)a;
    return splitdata_duckdb_random(&state->duckdb);
}

const struct random_function random_spark_functions[] = {
    {.name = "nextDouble", .usage = "", .draw = spark_next_double},
    {.name = NULL},
};

const struct random_function random_duckdb_functions[] = {
    {.name = "random", .usage = "", .draw = duckdb_random},
    {.name = NULL},
};
