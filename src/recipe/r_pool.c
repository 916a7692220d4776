/* SPDX-License-Identifier: MIT */
#include "recipe/r_pool.h"

#include <math.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { FEW_VALUES = 5, DEPTH = 20 };
enum { BREAKS = 2, POOL };

/* What make_strata works on. */
struct making {
    const struct sd_codes *strata;
    uint64_t *size;       /* of each class, among the rows */
    uint32_t *stratum_of; /* of each class; UINT32_MAX: none, its rows are spread */
    uint32_t *order;      /* of the classes */
    uint64_t rows;
    uint32_t levels;
};

double sd_r_pool(const struct sd_recipe_options *options)
{
    double pool;
    return splitdata_parse_double(options->value[POOL].text, &pool) != 0 ? pool : -1.0;
}

/* Classes that are large enough, in the order of their texts; all in one where none is. */
static int pool_classes(struct making *making, double pool, const struct sd_draw *draw,
                        struct splitdata_error *error)
{
    const struct sd_codes *strata = making->strata;
    int status = SPLITDATA_OK;
    for (uint32_t c = 0; c < strata->count; c++)
        making->order[c] = c;
    if (strata->numbers)
        status =
            sd_r_order_numbers(draw->options, strata->classes, strata->count, making->order, error);
    for (uint32_t i = 0; i < strata->count && status == SPLITDATA_OK; i++) {
        const uint32_t c = making->order[i];
        const bool large =
            making->size[c] != 0 && !((double)making->size[c] / (double)making->rows < pool);
        making->stratum_of[c] = large ? making->levels++ : UINT32_MAX;
    }
    for (uint32_t c = 0; c < strata->count && making->levels == 0; c++)
        making->stratum_of[c] = 0;
    return status;
}

static int cut_numbers(struct making *making, const struct sd_draw *draw,
                       struct splitdata_error *error)
{
    const struct sd_codes *strata = making->strata;
    const uint64_t asked = draw->options->value[BREAKS].number, most = making->rows / DEPTH;
    const uint32_t bins = (uint32_t)(asked < most ? asked : most);
    double probs[SD_R_BREAKS + 1], breaks[SD_R_BREAKS + 1];
    if (bins < 2)
        return SPLITDATA_OK; /* all classes have the stratum 0 */
    for (uint32_t i = 0; i <= bins; i++)
        probs[i] = (double)i / (double)bins;
    double *values = sd_memory_take(draw->memory, strata->count, sizeof *values);
    int status = values != NULL ? sd_r_values(strata->classes, strata->count, values, error)
                                : sd_fail_memory(error, "the strata");
    if (status == SPLITDATA_OK)
        status = sd_r_cut(&(struct sd_r_numbers){values, making->size, strata->count}, probs,
                          bins + 1, breaks, making->stratum_of, &making->levels, error);
    sd_memory_free(values);
    return status;
}

static int make(struct making *making, double pool, const struct sd_draw *draw,
                struct splitdata_error *error)
{
    uint32_t distinct = 0;
    for (uint32_t c = 0; c < making->strata->count; c++)
        distinct += making->size[c] != 0;
    return making->strata->numbers && distinct > FEW_VALUES
               ? cut_numbers(making, draw, error)
               : pool_classes(making, pool, draw, error);
}

int sd_r_make_strata(const struct sd_codes *strata, const uint64_t *rows, uint64_t m, double pool,
                     const struct sd_draw *draw, uint32_t **stratum, uint32_t *levels,
                     struct splitdata_error *error)
{
    struct making making = {
        .strata = strata,
        .size = sd_memory_take(draw->memory, strata->count, sizeof *making.size),
        .stratum_of = sd_memory_take(draw->memory, strata->count, sizeof *making.stratum_of),
        .order = sd_memory_take(draw->memory, strata->count, sizeof *making.order),
        .rows = m,
    };
    *stratum = sd_memory_take(draw->memory, m + 1, sizeof **stratum);
    int status =
        making.size != NULL && making.stratum_of != NULL && making.order != NULL && *stratum != NULL
            ? SPLITDATA_OK
            : sd_fail_memory(error, "the strata");
    for (uint64_t i = 0; i < m && status == SPLITDATA_OK; i++)
        making.size[strata->code[rows != NULL ? rows[i] : i]]++;
    if (status == SPLITDATA_OK)
        status = make(&making, pool, draw, error);
    making.levels = making.levels != 0 ? making.levels : 1;
    for (uint64_t i = 0; i < m && status == SPLITDATA_OK; i++) {
        (*stratum)[i] = making.stratum_of[strata->code[rows != NULL ? rows[i] : i]];
        if ((*stratum)[i] == UINT32_MAX)
            (*stratum)[i] = (uint32_t)splitdata_r_index(&draw->random->state.r, making.levels);
    }
    *levels = making.levels;
    sd_memory_free(making.size);
    sd_memory_free(making.stratum_of);
    sd_memory_free(making.order);
    return status;
}
