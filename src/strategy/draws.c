/* SPDX-License-Identifier: MIT */
/* The ways to arrange records that draw from a generator, and the choice among all. */
#include "algorithm/balanced.h"
#include "algorithm/grouped.h"
#include "algorithm/holdout.h"
#include "algorithm/strata.h"
#include "algorithm/stratified.h"
#include "split.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- what ways have in common ---------------------------------------------------------------- */

const struct sd_draw *sd_run_draw(struct sd_run *run, struct sd_draw *draw)
{
    *draw = (struct sd_draw){run->request.recipe, &run->random, &run->memory};
    return run->request.options->no_shuffle ? NULL : draw;
}

int sd_run_sizes(struct sd_run *run, uint64_t n, const char *unit, struct splitdata_error *error)
{
    if (n == 1 && run->request.parts.count > 1)
        return sd_fail(error, SPLITDATA_DATA, "1 %s: a split needs at least 2 %ss", unit, unit);
    return sd_request_sizes(&run->request, n, unit, run->sizes, error);
}

int sd_run_codes(struct sd_run *run, struct sd_key_columns *key, const char *option,
                 const char *list, bool binned, struct splitdata_error *error)
{
    int status =
        sd_key_columns_choose(key, &run->contents, &run->columns, option, list, binned, error);
    return status == SPLITDATA_OK ? sd_key_columns_number(key, &run->rows, error) : status;
}

int sd_run_gather_fold(struct sd_run *run, const uint8_t *in_test, struct splitdata_error *error)
{
    uint64_t n = run->rows.count, train = 0, test = 0;
    if (run->scratch == NULL)
        run->scratch = sd_memory_take(&run->memory, n, sizeof *run->scratch);
    if (run->scratch == NULL)
        return sd_fail_memory(error, "a fold");
    for (uint64_t i = 0; i < n; i++) {
        train += in_test[i] == 0;
        test += in_test[i] == 1;
    }
    run->plan.cuts[0] = (struct sd_cut){0, train};
    run->plan.cuts[1] = (struct sd_cut){train, train + test};
    uint64_t next[2] = {0, train};
    for (uint64_t i = 0; i < n; i++) {
        if (in_test[i] < 2)
            run->scratch[next[in_test[i]]++] = run->items[i];
    }
    run->plan.items = run->scratch;
    return SPLITDATA_OK;
}

/* "stratified by sex, grouped by ticket": names come from the data and are escaped when shown. */
int sd_describe(struct sd_run *run, const char *how, const struct sd_key_columns *key,
                const char *unit, struct splitdata_error *error)
{
    bool added =
        sd_text_format(&run->strategy, "%s%s by ", run->strategy.length != 0 ? ", " : "", how);
    for (size_t c = 0; c < key->count && added; c++)
        added = sd_text_format(&run->strategy, "%s%s", c != 0 ? " and " : "", key->names[c]);
    uint32_t count = key->codes.count;
    added = added && sd_text_format(&run->strategy, " (%" PRIu32 " %s%s)", count, unit,
                                    count == 1                      ? ""
                                    : unit[strlen(unit) - 1] == 's' ? "es"
                                                                    : "s");
    return added ? SPLITDATA_OK : sd_fail_memory(error, "the summary");
}

static int read_strata(struct sd_run *run, struct splitdata_error *error)
{
    int status =
        sd_run_codes(run, &run->strata, "--stratify", run->request.options->stratify, true, error);
    return status == SPLITDATA_OK ? sd_describe(run, "stratified", &run->strata, "class", error)
                                  : status;
}

static int read_groups(struct sd_run *run, struct splitdata_error *error)
{
    int status =
        sd_run_codes(run, &run->groups, "--group", run->request.options->group, false, error);
    return status == SPLITDATA_OK ? sd_describe(run, "grouped", &run->groups, "group", error)
                                  : status;
}

/* --- rows ------------------------------------------------------------------------------------ */

static int rows_prepare(struct sd_run *run, struct splitdata_error *error)
{
    return sd_run_sizes(run, run->rows.count, "record", error);
}

static int rows_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_run_draw(run, &draw);
    sd_holdout_cut(&run->plan, run->sizes, drawn != NULL);
    if (drawn == NULL)
        return SPLITDATA_OK;
    if (run->request.input_order) /* what is shuffled will be put into another order */
        return sd_holdout_permute(&run->plan, drawn, NULL, error);
    int status = sd_measuring_begin(run, error);
    return status == SPLITDATA_OK
               ? sd_holdout_permute(&run->plan, drawn, &run->measuring.watermark, error)
               : status;
}

/* --- strata ---------------------------------------------------------------------------------- */

bool sd_too_many_classes(const struct sd_run *run, char *what, size_t size)
{
    enum { FEW_CLASSES = 10 };
    const struct sd_key_columns *strata = &run->strata;
    uint32_t classes = strata->classes.count;
    if (classes <= FEW_CLASSES || classes <= run->rows.count / 2)
        return false;
    int length =
        snprintf(what, size,
                 "%.100s%s has %" PRIu32 " values in %" PRIu64 " records, too many to be classes",
                 strata->names[0], strata->count > 1 ? " ..." : "", classes, run->rows.count);
    if (strata->classes.numbers < strata->count)
        snprintf(what + length, size - (size_t)length, " (numbers can be binned: %.100s:q10)",
                 strata->names[strata->classes.numbers]);
    else
        snprintf(what + length, size - (size_t)length, " (name a column of fewer values)");
    return true;
}

static int refuse_rare(const struct sd_run *run, uint32_t rarest, struct splitdata_error *error)
{
    char label[128], what[SD_MANY_CLASSES];
    bool binned = false;
    if (sd_too_many_classes(run, what, sizeof what))
        return sd_fail(error, SPLITDATA_DATA, "--stratify: %s", what);
    for (size_t c = 0; c < run->strata.count; c++)
        binned = binned || run->strata.columns[c].bins.kind != SD_BINS_NONE;
    sd_key_columns_label(&run->strata, rarest, label, sizeof label);
    return sd_fail(error, SPLITDATA_DATA,
                   "--stratify: the %s '%s' has 1 record, and a class needs 2 (--rare merge "
                   "joins rare classes, --rare train keeps them in %s)",
                   binned ? "bin of" : "class", label, run->request.parts.part[0].name);
}

/* scikit-learn wants two records of each class; a record for each part is what it takes here. */
static int treat_rare(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_codes *strata = &run->strata.codes;
    enum splitdata_rare rare = run->request.options->rare;
    uint64_t least = run->request.parts.count;
    uint32_t rarest = sd_strata_rarest(strata, 2);
    if (rare == SPLITDATA_RARE_ERROR && rarest == strata->count)
        return SPLITDATA_OK;
    if (rare == SPLITDATA_RARE_MERGE)
        sd_strata_merge(strata, run->strata.code, run->strata.classes.sizes, least);
    else if (rare == SPLITDATA_RARE_TRAIN)
        sd_strata_set_aside(strata, run->strata.code, run->strata.classes.sizes, least);
    if (rare != SPLITDATA_RARE_ERROR)
        return SPLITDATA_OK;
    return refuse_rare(run, rarest, error);
}

static int strata_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status =
        sd_run_codes(run, &run->strata, "--stratify", run->request.options->stratify, true, error);
    uint32_t classes = run->strata.codes.count;
    if (status == SPLITDATA_OK)
        status = treat_rare(run, error);
    if (status == SPLITDATA_OK)
        status = sd_describe(run, "stratified", &run->strata, "class", error);
    if (status == SPLITDATA_OK && classes != run->strata.codes.count &&
        !sd_text_format(&run->strategy, "; of %" PRIu32 " classes, the rare ones were %s", classes,
                        run->request.options->rare == SPLITDATA_RARE_MERGE ? "joined"
                                                                           : "kept in one part"))
        status = sd_fail_memory(error, "the summary");
    return status == SPLITDATA_OK ? rows_prepare(run, error) : status;
}

static int strata_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_draw draw;
    return sd_stratified(&run->plan, &run->strata.codes, run->sizes, sd_run_draw(run, &draw),
                         error);
}

/* --- groups ---------------------------------------------------------------------------------- */

static int groups_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = read_groups(run, error);
    if (status != SPLITDATA_OK)
        return status;
    return run->request.options->group_unit == SPLITDATA_GROUP_UNIT_ROWS
               ? sd_run_sizes(run, run->rows.count, "record", error)
               : sd_run_sizes(run, run->groups.codes.count, "group", error);
}

static int groups_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_draw draw;
    const struct sd_draw *drawn = sd_run_draw(run, &draw);
    return run->request.options->group_unit == SPLITDATA_GROUP_UNIT_ROWS
               ? sd_grouped_rows(&run->plan, &run->groups.codes, run->sizes, drawn, error)
               : sd_grouped(&run->plan, &run->groups.codes, run->sizes, drawn, error);
}

/* --- strata and groups ----------------------------------------------------------------------- */

static int balanced_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = read_strata(run, error);
    if (status == SPLITDATA_OK)
        status = read_groups(run, error);
    return status == SPLITDATA_OK ? rows_prepare(run, error) : status;
}

/* The summary tells the largest deviation of all rounds. */
static int describe_deviation(struct sd_run *run, double deviation, struct splitdata_error *error)
{
    if (run->described == 0)
        run->described = run->strategy.length;
    if (deviation > run->deviation)
        run->deviation = deviation;
    run->strategy.length = run->described;
    return sd_text_format(&run->strategy, "; class shares differ by %.2f %% at most",
                          100 * run->deviation)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the summary");
}

static int balanced_arrange(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_draw draw;
    struct sd_balanced balanced = {&run->strata.codes, &run->groups.codes, 0};
    int status = sd_balanced(&run->plan, &balanced, run->sizes, sd_run_draw(run, &draw), error);
    if (status != SPLITDATA_OK)
        return status;
    return describe_deviation(run, balanced.deviation, error);
}

/* --- folds ----------------------------------------------------------------------------------- */

int sd_allocate_folds(struct sd_run *run, struct splitdata_error *error)
{
    run->folds.rows = run->rows.count;
    run->folds.memory = &run->memory;
    run->folds.fold_of = sd_memory_take(&run->memory, run->rows.count, sizeof *run->folds.fold_of);
    return run->folds.fold_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the folds");
}

static int folds_prepare(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    int status = options->stratify != NULL ? read_strata(run, error) : SPLITDATA_OK;
    if (status == SPLITDATA_OK && options->group != NULL)
        status = read_groups(run, error);
    if (status == SPLITDATA_OK && options->stratify != NULL && run->strata.classes.fractions)
        status = sd_fail(error, SPLITDATA_DATA,
                         "--stratify: %s holds fractions, and scikit-learn makes folds of classes "
                         "only (bin it: --stratify %s:q10)",
                         run->strata.names[0], run->strata.names[0]);
    if (status == SPLITDATA_OK)
        status = sd_allocate_folds(run, error);
    return status;
}

static int folds_arrange(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    struct sd_draw draw;
    bool strata = options->stratify != NULL, groups = options->group != NULL;
    double deviation = 0.0;
    int status = sd_fold(&run->folds, strata ? &run->strata.codes : NULL,
                         groups ? &run->groups.codes : NULL, sd_run_draw(run, &draw), error);
    if (status != SPLITDATA_OK || !strata || !groups)
        return status;
    status = sd_folds_deviation(&run->folds, &run->strata.codes, &deviation, error);
    return status == SPLITDATA_OK ? describe_deviation(run, deviation, error) : status;
}

static int each_group_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = read_groups(run, error);
    if (status == SPLITDATA_OK)
        status = sd_allocate_folds(run, error);
    return status == SPLITDATA_OK ? sd_fold_each_group(&run->folds, &run->groups.codes, error)
                                  : status;
}

int sd_already_arranged(struct sd_run *run, struct splitdata_error *error)
{
    (void)run;
    (void)error;
    return SPLITDATA_OK;
}

int sd_select_fold(struct sd_run *run, uint32_t fold, struct splitdata_error *error)
{
    uint8_t *in_test = sd_memory_take(&run->memory, run->rows.count, sizeof *in_test);
    if (in_test == NULL)
        return sd_fail_memory(error, "a fold");
    for (uint64_t i = 0; i < run->rows.count; i++)
        in_test[i] = run->folds.fold_of[i] == fold;
    int status = sd_run_gather_fold(run, in_test, error);
    sd_memory_free(in_test);
    return status;
}

void sd_label_folds(const struct sd_run *run, uint32_t *labels)
{
    for (uint64_t i = 0; i < run->rows.count; i++) {
        uint32_t fold = run->folds.fold_of[i];
        labels[i] = fold == SD_NO_FOLD ? run->folds.count : fold;
    }
}

/* --- the table ------------------------------------------------------------------------------- */

static const struct sd_way by_rows = {.name = "rows",
                                      .cuts = true,
                                      .shuffles = true,
                                      .prepare = rows_prepare,
                                      .arrange = rows_arrange};
static const struct sd_way by_strata = {
    .name = "strata", .shuffles = true, .prepare = strata_prepare, .arrange = strata_arrange};
static const struct sd_way by_groups = {
    .name = "groups", .shuffles = true, .prepare = groups_prepare, .arrange = groups_arrange};
static const struct sd_way by_both = {.name = "strata and groups",
                                      .shuffles = true,
                                      .own = true,
                                      .prepare = balanced_prepare,
                                      .arrange = balanced_arrange};
static const struct sd_way by_folds = {.name = "folds",
                                       .shuffles = true,
                                       .prepare = folds_prepare,
                                       .arrange = folds_arrange,
                                       .select_fold = sd_select_fold,
                                       .label_folds = sd_label_folds};
static const struct sd_way by_each_group = {.name = "each group",
                                            .parts_are_read = true,
                                            .prepare = each_group_prepare,
                                            .arrange = sd_already_arranged,
                                            .select_fold = sd_select_fold,
                                            .label_folds = sd_label_folds};

const struct sd_way *sd_way_of(const struct splitdata_options *options)
{
    const struct {
        bool asked;
        const struct sd_way *way;
    } ways[] = {
        {options->predefined && options->map, &sd_way_predefined},
        {options->predefined, &sd_way_predefined_folds},
        {options->hash, &sd_way_hash},
        {options->time && options->folds, &sd_way_time_folds},
        {options->time, &sd_way_time},
        {options->leave_one_group_out, &by_each_group},
        {options->folds, &by_folds},
        {options->stratify && options->group, &by_both},
        {options->stratify, &by_strata},
        {options->group, &by_groups},
        {true, &by_rows},
    };
    size_t w = 0;
    while (!ways[w].asked)
        w++;
    return ways[w].way;
}
