/* SPDX-License-Identifier: MIT */
/* The generators by name, and the opaque handle that serves all of them. */
#include "rng/table.h"

#include "base/error.h"
#include "base/suggest.h"
#include "rng/shuffle.h"

#include <string.h>

static const struct splitdata_random_kind *const kinds[] = {
    &sd_numpy_kind,        &sd_numpy_pcg64_kind, &sd_numpy_pcg64dxsm_kind,
    &sd_numpy_philox_kind, &sd_numpy_sfc64_kind, &sd_numpy_mt19937_kind,
    &sd_python_kind,       &sd_torch_kind,       &sd_r_kind,
    &sd_r35_kind,          &sd_java_kind,        &sd_go_kind,
    &sd_miller_kind,       &sd_ruby_kind,        &sd_libstdcxx_kind,
    &sd_libcxx_kind,       &sd_rust08_kind,      &sd_rust09_kind,
    &sd_xoshiro_kind,      &sd_duckdb_kind,      &sd_spark3_kind,
    &sd_spark2_kind,       &sd_shuf_kind,
};

const struct splitdata_random_kind *splitdata_random_kind_at(size_t index)
{
    return index < sizeof kinds / sizeof kinds[0] ? kinds[index] : NULL;
}

const struct splitdata_random_kind *splitdata_random_find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    }
    return NULL;
}

static int refuse(const char *name, struct splitdata_error *error)
{
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    const char *names[KINDS];
    for (size_t i = 0; i < KINDS; i++)
        names[i] = kinds[i]->name;
    size_t nearest = sd_suggest(name, names, KINDS);
    if (nearest == KINDS)
        return sd_fail(error, SPLITDATA_USAGE,
                       "no generator is called '%s' (splitdata random --list shows all)", name);
    return sd_fail(error, SPLITDATA_USAGE, "no generator is called '%s'; did you mean '%s'?", name,
                   names[nearest]);
}

int splitdata_random_init(struct splitdata_random *random, const char *name, const char *seed_text,
                          struct splitdata_error *error)
{
    const struct splitdata_random_kind *kind = splitdata_random_find(name);
    if (kind == NULL)
        return refuse(name, error);
    random->kind = kind;
    return kind->seed(&random->state, seed_text, error);
}

uint64_t splitdata_random_raw(struct splitdata_random *random)
{
    uint64_t word;
    random->kind->raw(&random->state, &word, 1);
    return word;
}

void splitdata_random_raw_fill(struct splitdata_random *random, uint64_t *out, size_t count)
{
    random->kind->raw(&random->state, out, count);
}

int splitdata_random_shuffle(struct splitdata_random *random, void *items, uint64_t count,
                             size_t item_size, struct splitdata_error *error)
{
    const struct splitdata_random_kind *kind = random->kind;
    if (kind->shuffle == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "%s has no shuffle of its own", kind->name);
    if (count > kind->shuffle_limit)
        return sd_fail(error, SPLITDATA_USAGE, "%s shuffles at most %llu items", kind->name,
                       (unsigned long long)kind->shuffle_limit);
    kind->shuffle(&random->state, items, count, item_size);
    return SPLITDATA_OK;
}

int splitdata_random_permutation_u32(struct splitdata_random *random, uint32_t *out, uint32_t count,
                                     struct splitdata_error *error)
{
    sd_identity_u32(out, count);
    return splitdata_random_shuffle(random, out, count, sizeof *out, error);
}

int splitdata_random_permutation_u64(struct splitdata_random *random, uint64_t *out, uint64_t count,
                                     struct splitdata_error *error)
{
    sd_identity_u64(out, count);
    return splitdata_random_shuffle(random, out, count, sizeof *out, error);
}
