/* SPDX-License-Identifier: MIT */
/*
 * splitdata random: one call of a framework's function, as given on the command line.
 *
 *   random.c            parses the words of the command: options, calls, `then`
 *   random_functions.c  the table of functions, by family of generators
 *   random_numpy.c ...  each family's functions: read the arguments and draw
 *   random_parse.c      parses numbers
 *   random_print.c      prints values
 *   random_integer.c    Python's integers of any size
 */
#ifndef SD_CLI_RANDOM_CALL_H
#define SD_CLI_RANDOM_CALL_H

#include "splitdata/random.h"

#include <stdbool.h>

enum { RANDOM_MOST_DOUBLES = 3 };

/* Options that only some functions accept; one bit each. */
enum {
    RANDOM_NO_REPLACE = 1,
    RANDOM_NO_SHUFFLE = 2,
    RANDOM_ENDPOINT = 4,
    RANDOM_REPLACE = 8,
    RANDOM_P = 16,
    RANDOM_WEIGHTS = 32,
    RANDOM_PROB = 64
};

struct random_function;

struct random_call {
    struct splitdata_random *random;
    const struct random_function *function;
    char **arguments;
    int count;           /* of arguments */
    uint64_t times;      /* -n */
    unsigned options;    /* those given */
    const char *weights; /* of --p, --weights or --prob */
    bool hex;
};

struct random_function {
    const char *name;
    const char *usage; /* its arguments, as printed by --list */
    int least, most;   /* limits of the number of arguments; most -1: none */
    unsigned options;  /* those it accepts */

    /* Either: draws and prints call->times values, and returns the exit status. */
    int (*run)(const struct random_call *call);

    /* Or, for functions of doubles: the value of one draw; the defaults of missing arguments; and a
     * check that returns the framework's message if the arguments are invalid, else NULL (`check`
     * may be NULL). */
    double (*draw)(union splitdata_random_state *state, const double *arguments);
    double defaults[RANDOM_MOST_DOUBLES];
    const char *(*check)(const double *arguments);
};

/* The functions of a family, ended by a row without a name. */
extern const struct random_function random_numpy_functions[];
extern const struct random_function random_generator_functions[];
extern const struct random_function random_python_functions[];
extern const struct random_function random_torch_functions[];
extern const struct random_function random_r_functions[];
extern const struct random_function random_java_functions[];
extern const struct random_function random_go_functions[];
extern const struct random_function random_ruby_functions[];
extern const struct random_function random_spark_functions[];
extern const struct random_function random_duckdb_functions[];

/* ---- random_functions.c ---- */

/* Sets *function to the function `name` of this kind of generator; SPLITDATA_USAGE, suggesting the
 * nearest name, if it has none. */
int random_find_function(const struct splitdata_random_kind *kind, const char *name,
                         const struct random_function **function);

/* Prints all generators with their functions. */
void random_list(void);

/* ---- random_common.c ---- */

int random_run_doubles(const struct random_call *call);
int random_permutation(const struct random_call *call);
int random_shuffle(const struct random_call *call);
int random_raw(const struct random_call *call);

/* A framework's choice function: the memory it needs, and the call. */
typedef size_t random_choice_work(const struct splitdata_choice *choice);
typedef int random_choice_draw(union splitdata_random_state *state,
                               const struct splitdata_choice *choice, uint64_t *out,
                               struct splitdata_error *error);

/* Makes the choice call->times times; prints each index plus `base`. */
int random_choose(const struct random_call *call, struct splitdata_choice *choice,
                  random_choice_work *work, random_choice_draw *draw, uint64_t base);

/* ---- random_parse.c ---- */

/* Parses argument number `index`: SPLITDATA_OK, or SPLITDATA_USAGE with a message that names the
 * function. */
int random_integer_argument(const struct random_call *call, int index, int64_t *value);
int random_count_argument(const struct random_call *call, int index, uint64_t *value);
int random_double_argument(const struct random_call *call, int index, double *value);

/* Parses a comma-separated list of exactly `count` doubles into allocated memory. */
int random_weights(const struct random_call *call, uint64_t count, double **weights);

/* Parse a whole number of the given type: decimal digits, with an optional sign for the first. */
bool random_parse_int64(const char *text, int64_t *value);
bool random_parse_uint64(const char *text, uint64_t *value);

/* ---- random_print.c; in the Python module, python/module/random.c ---- */

void random_print_double(const struct random_call *call, double value);
void random_print_text(const char *text);
void random_print_int64(int64_t value);
void random_print_uint64(uint64_t value);

/* Whether writing failed: long runs check it, and stop. */
bool random_cannot_write(void);

#endif
