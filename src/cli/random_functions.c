/* SPDX-License-Identifier: MIT */
#include "cli/random_call.h"

#include "cli/cli.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <string.h>

static const struct random_function common_functions[] = {
    {.name = "permutation", .usage = "N", .least = 1, .most = 1, .run = random_permutation},
    {.name = "shuffle", .usage = "ITEM...", .most = -1, .run = random_shuffle},
    {.name = "raw", .usage = "", .run = random_raw},
    {.name = NULL},
};

static const struct random_function no_functions[] = {{.name = NULL}};

/* In the order of enum splitdata_random_family. */
static const struct random_function *const families[] = {
    random_numpy_functions,
    random_generator_functions,
    random_python_functions,
    random_torch_functions,
    random_r_functions,
    random_java_functions,
    random_go_functions,
    no_functions,
    random_ruby_functions,
    no_functions,
    no_functions,
    random_duckdb_functions,
    random_spark_functions,
    no_functions,
    no_functions,
};

enum { MOST_NAMES = 32 };

static const struct random_function *find(const struct random_function *functions, const char *name)
{
    while (functions->name != NULL && strcmp(functions->name, name) != 0)
        functions++;
    return functions->name != NULL ? functions : NULL;
}

static size_t add_names(const struct random_function *functions, const char **names, size_t count)
{
    for (; functions->name != NULL && count < MOST_NAMES; functions++)
        names[count++] = functions->name;
    return count;
}

int random_find_function(const struct splitdata_random_kind *kind, const char *name,
                         const struct random_function **function)
{
    *function = find(families[kind->family], name);
    if (*function == NULL)
        *function = find(common_functions, name);
    if (*function != NULL)
        return SPLITDATA_OK;
    const char *names[MOST_NAMES];
    size_t count = add_names(families[kind->family], names, 0);
    count = add_names(common_functions, names, count);
    const char *nearest = splitdata_nearest_name(name, names, count);
    if (nearest == NULL)
        return cli_fail(SPLITDATA_USAGE,
                        "%s has no function '%s' (splitdata random --list shows all)", kind->name,
                        name);
    return cli_fail(SPLITDATA_USAGE, "%s has no function '%s'; did you mean '%s'?", kind->name,
                    name, nearest);
}

static void list_functions(const struct random_function *functions, bool orders)
{
    for (; functions->name != NULL; functions++) {
        bool is_order = functions->run == random_shuffle || functions->run == random_permutation;
        if (orders || !is_order)
            printf("    %s%s%s\n", functions->name, *functions->usage != '\0' ? " " : "",
                   functions->usage);
    }
}

void random_list(void)
{
    const struct splitdata_random_kind *kind;
    for (size_t i = 0; (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        printf("%s%s: %s\n  seed: %s\n", i > 0 ? "\n" : "", kind->name, kind->about,
               kind->seed_rule);
        list_functions(families[kind->family], true);
        list_functions(common_functions, kind->shuffle != NULL);
    }
}
