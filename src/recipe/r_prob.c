/* SPDX-License-Identifier: MIT */
/*
 * R's labels, as scripts split a data frame:
 *
 *     part <- sample(c("train", "test"), nrow(d), replace = TRUE, prob = c(0.8, 0.2))
 *     train <- d[part == "train", ]; test <- d[part == "test", ]
 *
 * sample(c(TRUE, FALSE), ...) and sample(2, ...) draw the same. The labels are tried from the most
 * probable one on (src/main/random.c, read in R 4.2). The next repeat goes on with the generator.
 */
#include "recipe/permute.h"
#include "recipe/r_code.h"
#include "recipe/table.h"

#include "algorithm/distribute.h"

#include <inttypes.h>

enum { BATCH = 4096, LABELS = 200 };

/* Shares of all parts, of test what train leaves, whose sum is one: sample scales them to it. */
static int check(const struct sd_part *part, size_t parts, bool train_test,
                 struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    bool shares = parts <= LABELS;
    for (size_t p = 0; p < parts && shares; p++) {
        const struct sd_size *size = &part[p].size;
        if (train_test && p == 1 && size->kind == SD_SIZE_NONE)
            return SPLITDATA_OK;
        shares = size->kind == SD_SIZE_SHARE && sd_ratio_add(sum, size->share, &sum);
    }
    if (shares && sum.numerator == sum.denominator)
        return SPLITDATA_OK;
    return sd_fail(error, SPLITDATA_USAGE,
                   "--like r-prob: a draw decides where each record goes, so sizes are shares of "
                   "all records, of at most %d parts (--ratio, or --parts with shares alone)",
                   LABELS);
}

static void set_weights(const struct sd_sizes_asked *asked, double *weight)
{
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        weight[p] = size->kind == SD_SIZE_SHARE ? sd_ratio_double(size->share) : 1.0 - weight[0];
    }
}

static int draw_labels(struct sd_plan *plan, size_t parts, const double *weight,
                       const struct sd_draw *draw, uint32_t *part_of, struct splitdata_error *error)
{
    double work[2 * LABELS];
    uint64_t label[BATCH];
    int status = SPLITDATA_OK;
    for (uint64_t row = 0; row < plan->count && status == SPLITDATA_OK; row += BATCH) {
        const uint64_t left = plan->count - row, here = left < BATCH ? left : BATCH;
        const struct splitdata_choice choice = {
            .population = parts, .size = here, .replace = 1, .weights = weight, .work = work};
        status = splitdata_r_sample(&draw->random->state.r, &choice, label, error);
        for (uint64_t i = 0; i < here && status == SPLITDATA_OK; i++)
            part_of[row + i] = (uint32_t)label[i];
    }
    return status;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    double weight[LABELS];
    int status = check(asked->part, asked->parts, asked->train_test, error);
    if (status != SPLITDATA_OK)
        return status;
    set_weights(asked, weight);
    uint32_t *part_of = sd_memory_take(draw->memory, plan->count, sizeof *part_of);
    status = part_of != NULL ? draw_labels(plan, asked->parts, weight, draw, part_of, error)
                             : sd_fail_memory(error, "the parts of the records");
    if (status == SPLITDATA_OK)
        status = sd_distribute(plan, part_of, error);
    sd_memory_free(part_of);
    return status;
}

static const char *probabilities(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t p = 0; p < asked->parts && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        made = p == 0 || sd_text_add(&text, ", ");
        made = made &&
               (size->kind == SD_SIZE_SHARE
                    ? sd_text_add(&text, sd_code_size(code, size))
                    : sd_text_format(&text, "1 - %s", sd_code_size(code, &asked->part[0].size)));
    }
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    int status = check(asked->part, asked->parts, asked->train_test, error);
    if (status == SPLITDATA_OK)
        status = sd_r_code_read("r-prob", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_r_code_seed(asked, code, false);
    sd_r_code_open(asked, code);
    sd_code_line(code, "part <- sample(%zu, n, replace = TRUE, prob = c(%s))", asked->parts,
                 probabilities(asked, code));
    sd_r_code_parts(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_r_prob = {
    .name = "r-prob",
    .summary = "rows by R's sample(2, n, replace = TRUE, prob = c(0.8, 0.2))",
    .call = "set.seed(SEED); part <- sample(2, nrow(d), replace = TRUE, prob = c(0.8, 0.2)); "
            "train <- d[part == 1, ]; test <- d[part == 2, ]",
    .versions = "4.2.2",
    .of = "R",
    .checked = "golden vectors; beside R itself",
    .nearest = "rsample",
    .code = print_code,
    .generator = "r",
    .permute = sd_permute_own,
    .assign = assign,
};
