/* SPDX-License-Identifier: MIT */
/*
 * Weka: the percentage split of the Explorer and of -split-percentage (data.randomize(new
 * Random(seed)), then train is the first round(n * percent / 100)), and cross-validation
 * (data.randomize, with a nominal class data.stratify(k), then testCV(k, fold)); the filters
 * Randomize with RemovePercentage, RemoveFolds and StratifiedRemoveFolds make the same.
 *
 * Stratifying brings the rows of the first row's class to the front by swaps, then those of the
 * class that comes next, and so on; then every k-th row is taken, from the first on, from the
 * second on, and so on. Folds are runs of that order.
 */
#include "recipe/weka.h"

#include "recipe/java_code.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>

/* Math.round(n * percent / 100), half up. */
static uint64_t rounded(const struct sd_sizes_asked *asked, struct sd_ratio share)
{
    if (asked->exact)
        return sd_ratio_floor(share, asked->n) + (sd_ratio_floor(share, 2 * asked->n) & 1);
    const double size = (double)asked->n * sd_weka_percent(share) / 100.0;
    const uint64_t below = (uint64_t)size;
    return below + (size - (double)below >= 0.5);
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    uint64_t begin = 0;
    for (size_t p = 0; p < asked->parts; p++) {
        struct sd_ratio share;
        int status = sd_weka_share(asked, "weka", p, &share, error);
        if (status != SPLITDATA_OK)
            return status;
        const uint64_t end = p + 1 < asked->parts ? rounded(asked, share) : asked->n;
        sizes[p] = end - begin;
        begin = end;
    }
    return sd_sizes_check_filled(asked, sizes, error);
}

/* Instances.stratify: the swaps that bring the classes together. */
static void bring_together(uint32_t *order, uint32_t n, const struct sd_codes *strata)
{
    for (uint32_t next = 1; next < n; next++) {
        const uint32_t class = strata->code[order[next - 1]];
        for (uint32_t j = next; j < n; j++) {
            if (strata->code[order[j]] != class)
                continue;
            const uint32_t kept = order[next];
            order[next++] = order[j];
            order[j] = kept;
        }
    }
}

/* testCV: the first n mod k folds have a row more. `order` is by steps of k. */
static void cut_steps(struct sd_folds *folds, const uint32_t *order, uint32_t n)
{
    const uint32_t k = folds->count, size = n / k, longer = n % k;
    const uint32_t longs = longer * (size + 1);
    uint32_t place = 0;
    for (uint32_t first = 0; first < k; first++) {
        for (uint32_t i = first; i < n; i += k, place++)
            folds->fold_of[order[i]] =
                place < longs ? place / (size + 1) : longer + (place - longs) / size;
    }
}

static int fold_strata(struct sd_folds *folds, const struct sd_codes *strata,
                       const struct sd_draw *draw, struct splitdata_error *error)
{
    const uint64_t n = folds->rows;
    if (folds->count < 2 || folds->count > n || n > INT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "--folds %" PRIu32 ": Weka makes 2 to n of n records, and n is %" PRIu64,
                       folds->count, n);
    uint32_t *order = sd_memory_take(folds->memory, n, sizeof *order);
    int status = order != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
    for (uint32_t i = 0; status == SPLITDATA_OK && i < n; i++)
        order[i] = i;
    if (status == SPLITDATA_OK && draw != NULL)
        status = sd_draw_permute(draw, order, n, sizeof *order, error);
    if (status == SPLITDATA_OK) {
        bring_together(order, (uint32_t)n, strata);
        cut_steps(folds, order, (uint32_t)n);
    }
    sd_memory_free(order);
    return status;
}

static void print_folds(const struct sd_code_asked *asked, struct sd_code *code)
{
    const uint64_t folds = (uint64_t)asked->options->folds;
    if (asked->seed != NULL)
        sd_code_line(code, "data.randomize(random);");
    if (asked->options->stratify != NULL)
        sd_code_line(code, "data.stratify(%" PRIu64 ");", folds);
    sd_code_line(code, "for (int fold = 0; fold < %" PRIu64 "; fold++) {", folds);
    sd_code_line(code, "    Instances train = data.trainCV(%" PRIu64 ", fold);", folds);
    sd_code_line(code, "    Instances test = data.testCV(%" PRIu64 ", fold);\n}", folds);
}

static int print_parts(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    struct sd_text ends = {0};
    bool made = sd_text_add(&ends, "0");
    for (size_t p = 0; p < asked->parts && made; p++) {
        const char *percent = sd_weka_percent_text(asked, code, "weka", p, error);
        if (percent == NULL) {
            sd_text_free(&ends);
            return (int)error->status;
        }
        made = p + 1 == asked->parts
                   ? sd_text_add(&ends, ", n")
                   : sd_text_format(&ends, ", (int) Math.round(n * %s / 100)", percent);
    }
    sd_code_line(code, "int n = data.numInstances();");
    sd_code_line(code, "int[] ends = {%s};", sd_code_keep(code, &ends, made));
    if (asked->seed != NULL)
        sd_code_line(code, "data.randomize(random);");
    sd_code_line(code, "Instances[] parts = new Instances[%zu]; // %s", asked->parts,
                 sd_python_parts(asked, code));
    sd_code_line(code, "for (int p = 0; p < parts.length; p++)");
    sd_code_line(code, "    parts[p] = new Instances(data, ends[p], ends[p + 1] - ends[p]);");
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    if (asked->options->repeats != 0)
        return sd_code_refuse("weka", "repeats", error);
    if (asked->options->order == SPLITDATA_ORDER_INPUT && asked->options->folds == 0)
        return sd_code_refuse("weka", "order of the input", error);
    int status = sd_weka_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    if (asked->seed != NULL)
        sd_code_line(code, "java.util.Random random = new java.util.Random(%s);",
                     sd_java_seed(code, asked->seed));
    if (asked->options->folds == 0)
        return print_parts(asked, code, error);
    print_folds(asked, code);
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_weka = {
    .name = "weka",
    .summary = "Weka's percentage split and folds, also of a nominal class",
    .call = "data.randomize(new Random(SEED)), cut at Math.round(n * 80.0 / 100); data.stratify(k) "
            "and testCV(k, fold)",
    .versions = "3.9.6 3.6.14",
    .of = "Weka",
    .checked = "golden vectors; 300 random cases beside Weka 3.9.6",
    .code = print_code,
    .generator = "java",
    .two_parts = true,
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
    .fold_rows = sd_fold_rows,
    .fold_strata = fold_strata,
};
