/* SPDX-License-Identifier: MIT */
#include "recipe/uniform.h"

#include "algorithm/distribute.h"
#include "splitdata/random.h"

#include <string.h>

/* The sum of the shares of the parts up to number p; 1 for the last one. */
static double limit_of(const struct sd_sizes_asked *asked, size_t p)
{
    struct sd_ratio sum = {0, 1};
    for (size_t i = 0; i <= p; i++)
        sd_ratio_add(sum, asked->part[i].size.share, &sum); /* it fits: --parts has been checked */
    return p + 1 < asked->parts ? sd_ratio_double(sum) : 1.0;
}

int sd_uniform_check(const char *recipe, const struct sd_sizes_asked *asked,
                     struct splitdata_error *error)
{
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        bool rest = asked->train_test && p == 1;
        if (size->kind != (rest ? SD_SIZE_NONE : SD_SIZE_SHARE))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like %s: a draw decides where each record goes, so sizes are shares "
                           "(--ratio, or --parts with shares alone)",
                           recipe);
    }
    return SPLITDATA_OK;
}

int sd_uniform_assign(const char *recipe, struct sd_plan *plan, const struct sd_sizes_asked *asked,
                      const struct sd_draw *draw, sd_uniform_next *next,
                      struct splitdata_error *error)
{
    int status = sd_uniform_check(recipe, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    double *limit = sd_memory_take(draw->memory, asked->parts, sizeof *limit);
    if (part_of == NULL || limit == NULL)
        status = sd_fail_memory(error, "the parts of the records");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts; p++)
        limit[p] = limit_of(asked, p);
    for (uint64_t row = 0; status == SPLITDATA_OK && row < plan->count; row++) {
        const double drawn = next(draw->random);
        uint32_t part = 0;
        while (part + 1 < asked->parts && drawn >= limit[part])
            part++;
        part_of[row] = part;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    sd_memory_free(limit);
    return status;
}

const char *sd_uniform_limits(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_sizes_asked sizes = {.part = asked->part, .parts = asked->parts};
    struct sd_text text = {0};
    char limit[SPLITDATA_DOUBLE_TEXT];
    bool made = true;
    for (size_t p = 0; p + 1 < asked->parts && made; p++) {
        splitdata_format_double(limit, limit_of(&sizes, p));
        made = sd_text_format(&text, "%s%s", p != 0 ? ", " : "", limit);
    }
    return sd_code_keep(code, &text, made);
}

const char *sd_uniform_choice(const struct sd_code_asked *asked, struct sd_code *code)
{
    const char *limits = sd_uniform_limits(asked, code);
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const int length = (int)strcspn(limits, ",");
        if (p + 1 < asked->parts)
            made = sd_text_format(&text, "u < %.*s ? \"%s.csv\" : ", length, limits,
                                  asked->part[p].name);
        else
            made = sd_text_format(&text, "\"%s.csv\"", asked->part[p].name);
        limits += length + (limits[length] != '\0' ? 2 : 0);
    }
    return sd_code_keep(code, &text, made);
}
