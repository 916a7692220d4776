/* SPDX-License-Identifier: MIT */
/*
 * Weka's unsupervised filter Resample without replacement: k = (int) (n * percent / 100) times, a
 * row is drawn from those that are left, by nextInt(left), and changes places with the last of
 * them. Train are the drawn rows as they stand then, the last one first; test, the filter with
 * inverted selection, are the others as they stand.
 */
#include "recipe/java_code.h"
#include "recipe/permute.h"
#include "recipe/table.h"
#include "recipe/weka.h"

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    struct sd_ratio share;
    if (asked->parts != 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like weka-resample: the filter makes two parts (--like weka makes more)");
    int status = sd_weka_share(asked, "weka-resample", 0, &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = asked->exact ? sd_ratio_floor(share, asked->n)
                            : (uint64_t)((double)asked->n * sd_weka_percent(share) / 100.0);
    sizes[1] = asked->n - sizes[0];
    return sd_sizes_check(asked, sizes, error);
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    uint64_t sizes[2], left = plan->count;
    int status = sd_java_check_count(asked->n, "weka-resample", error);
    if (status == SPLITDATA_OK)
        status = sizes_of(asked, sizes, error);
    if (status != SPLITDATA_OK)
        return status;
    for (uint64_t i = 0; i < sizes[0]; i++, left--) {
        const int32_t drawn =
            splitdata_java_next_int_below(&draw->random->state.java, (int32_t)left);
        const uint64_t kept = plan->items[drawn];
        plan->items[drawn] = plan->items[left - 1];
        plan->items[left - 1] = kept;
    }
    plan->cuts[0] = (struct sd_cut){left, plan->count};
    plan->cuts[1] = (struct sd_cut){0, left};
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *percent = sd_weka_percent_text(asked, code, "weka-resample", 0, error);
    if (percent == NULL)
        return (int)error->status;
    if (asked->parts != 2 || asked->options->repeats != 0 ||
        asked->options->order == SPLITDATA_ORDER_INPUT)
        return sd_code_refuse("weka-resample", "repeats, other order or more parts", error);
    int status = sd_weka_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "import weka.filters.Filter;\n"
                       "import weka.filters.unsupervised.instance.Resample;");
    sd_code_line(code, "Instances resample(boolean invert) throws Exception {");
    sd_code_line(code, "    Resample filter = new Resample();");
    sd_code_line(code, "    filter.setNoReplacement(true);");
    sd_code_line(code, "    filter.setRandomSeed(%s);", asked->seed);
    sd_code_line(code, "    filter.setSampleSizePercent(%s);", percent);
    sd_code_line(code, "    filter.setInvertSelection(invert);");
    sd_code_line(code, "    filter.setInputFormat(data);");
    sd_code_line(code, "    return Filter.useFilter(data, filter);\n}");
    sd_code_line(code, "Instances train = resample(false), test = resample(true);");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_weka_resample = {
    .name = "weka-resample",
    .summary = "Weka's filter Resample without replacement, and what it leaves",
    .call = "Resample -no-replacement -S SEED -Z 80, and the same with -V",
    .versions = "3.9.6",
    .of = "Weka",
    .checked = "golden vectors; 300 random cases beside Weka",
    .nearest = "weka",
    .code = print_code,
    .generator = "java",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .assign = assign,
};
