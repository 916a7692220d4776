/* SPDX-License-Identifier: MIT */
/*
 * NumPy's mask, as scripts split a table in a line: a draw for each row says where it goes, so the
 * sizes come out of the draws.
 *
 *     mask = numpy.random.RandomState(seed).rand(n) < ratio
 *     train, test = df[mask], df[~mask]
 *
 * numpy.random.seed(seed) and numpy.random.rand(n) draw the same. Part p of --parts has the rows
 * whose draw is below c, the sum of the shares up to its own as a double, and not below that of the
 * part before. The next repeat draws another n numbers from the same generator.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>

/* The sum of the shares of the parts up to number p; 1 for the last one. */
static double limit_of(const struct sd_sizes_asked *asked, size_t p)
{
    struct sd_ratio sum = {0, 1};
    for (size_t i = 0; i <= p; i++)
        sd_ratio_add(sum, asked->part[i].size.share, &sum); /* it fits: --parts has been checked */
    return p + 1 < asked->parts ? sd_ratio_double(sum) : 1.0;
}

/* Every part but the last one needs a share; the share of test follows from that of train. */
static int check_shares(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        bool rest = asked->train_test && p == 1;
        if (size->kind != (rest ? SD_SIZE_NONE : SD_SIZE_SHARE))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like numpy-mask: a draw decides where each record goes, so sizes are "
                           "shares (--ratio, or --parts with shares alone)");
    }
    return SPLITDATA_OK;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    int status = check_shares(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    double *limit = sd_memory_take(draw->memory, asked->parts, sizeof *limit);
    if (part_of == NULL || limit == NULL)
        status = sd_fail_memory(error, "the parts of the records");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts; p++)
        limit[p] = limit_of(asked, p);
    for (uint64_t row = 0; status == SPLITDATA_OK && row < plan->count; row++) {
        double drawn = splitdata_numpy_random_sample(&draw->random->state.numpy);
        uint32_t part = 0;
        while (drawn >= limit[part])
            part++;
        part_of[row] = part;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, NULL, error);
    sd_memory_free(part_of);
    sd_memory_free(limit);
    return status;
}

/* The limits of the parts but the last one, "0.7, 0.85". */
static const char *limits(const struct sd_code_asked *asked, struct sd_code *code)
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

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    sd_code_line(code, "import numpy as np");
    int status = check_shares(&sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "random = np.random.RandomState(%s)", sd_python_seed(code, asked->seed));
    if (asked->options->repeats != 0)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, asked->options->repeats != 0 ? 4 : 0);
    if (asked->parts == 2) {
        sd_code_line(code, "mask = random.rand(len(df)) < %s", limits(asked, code));
        sd_code_line(code, "parts = [df[mask], df[~mask]]");
    } else {
        sd_code_line(code, "part_of = np.searchsorted([%s], random.rand(len(df)), side=\"right\")",
                     limits(asked, code));
        sd_code_line(code, "parts = [df[part_of == p] for p in range(%zu)]", asked->parts);
    }
    sd_code_line(code, asked->options->repeats != 0 ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_numpy_mask = {
    .name = "numpy-mask",
    .summary = "rows by NumPy's RandomState(seed).rand(n) < ratio, in input order",
    .call =
        "mask = numpy.random.RandomState(SEED).rand(n) < 0.8; train, test = df[mask], df[~mask]",
    .versions = "2.5.5 2.4.6 1.24.2",
    .of = "NumPy",
    .checked = "golden vectors; beside NumPy itself in the tests",
    .code = print_code,
    .generator = "numpy",
    .permute = sd_permute_numpy,
    .assign = assign,
};
