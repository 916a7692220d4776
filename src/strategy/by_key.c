/* SPDX-License-Identifier: MIT */
/* The ways in which a record's own key says where it goes: no generator, no memory of other
 * records. */
#include "algorithm/distribute.h"
#include "algorithm/hashed.h"
#include "algorithm/predefined.h"
#include "split.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The general path of these ways, when a stream will not do: the part of each record, then the
 * plan. */
static int arrange_by_part(struct sd_run *run, struct splitdata_error *error)
{
    uint32_t *part_of = sd_memory_take(&run->memory, run->rows.count, sizeof *part_of);
    int status = part_of != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the parts of the records");
    for (uint64_t i = 0; i < run->rows.count && status == SPLITDATA_OK; i++) {
        struct sd_span span = sd_rows_span(&run->rows, i);
        status = run->way->part_of(run, run->input.data + span.start, (size_t)span.length,
                                   &part_of[i], error);
        if (status == SPLITDATA_DATA)
            error->offset = span.start;
    }
    if (status == SPLITDATA_OK)
        status = sd_distribute(&run->plan, part_of, NULL, error);
    sd_memory_free(part_of);
    return status;
}

/* --- hash ------------------------------------------------------------------------------------ */

/* The shares of the parts: a hash knows nothing of how many records there are. */
static int hash_shares(struct sd_run *run, uint64_t *limits, struct splitdata_error *error)
{
    const struct sd_parts *parts = &run->request.parts;
    struct sd_ratio *shares = calloc(parts->count, sizeof *shares);
    int status = shares != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the parts");
    for (size_t p = 0; p < parts->count && status == SPLITDATA_OK; p++) {
        const struct sd_size *size = &parts->part[p].size;
        size_t beside = 1 - (p & 1);
        const struct sd_size *other = &parts->part[beside].size;
        if (size->kind == SD_SIZE_SHARE)
            shares[p] = size->share;
        else if (run->request.train_test && size->kind == SD_SIZE_NONE &&
                 other->kind == SD_SIZE_SHARE)
            shares[p] = (struct sd_ratio){other->share.denominator - other->share.numerator,
                                          other->share.denominator};
        else
            status = sd_fail(error, SPLITDATA_USAGE,
                             "--hash: the size of %s must be a share: a record's part depends on "
                             "its key alone, not on how many there are",
                             parts->part[size->kind == SD_SIZE_NONE ? beside : p].name);
    }
    struct sd_ratio sum = {0, 1};
    for (size_t p = 0; p < parts->count && status == SPLITDATA_OK; p++) {
        if (!sd_ratio_add(sum, shares[p], &sum) ||
            (p + 1 == parts->count && sd_ratio_against_one(sum) != 0))
            status = sd_fail(error, SPLITDATA_USAGE, "--hash: the shares must sum to 1");
    }
    if (status == SPLITDATA_OK)
        status = sd_hash_limits(shares, parts->count, limits, error);
    free(shares);
    return status;
}

static int hash_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = sd_key_columns_choose(&run->key, &run->contents, &run->columns, "--hash",
                                       run->request.options->hash, false, error);
    if (status == SPLITDATA_OK)
        status = sd_share_begin(&run->share, run->seed, error);
    run->limits = calloc(run->request.parts.count, sizeof *run->limits);
    if (status == SPLITDATA_OK && run->limits == NULL)
        status = sd_fail_memory(error, "the parts");
    if (status == SPLITDATA_OK)
        status = hash_shares(run, run->limits, error);
    if (status == SPLITDATA_OK &&
        !sd_text_format(&run->strategy, "hashed by %s", run->request.options->hash))
        status = sd_fail_memory(error, "the summary");
    return status;
}

static int hash_part_of(struct sd_run *run, const uint8_t *record, size_t length, uint32_t *part,
                        struct splitdata_error *error)
{
    uint64_t number = 0;
    bool empty = true;
    int status = sd_key_columns_read(&run->key, record, length, error);
    if (status == SPLITDATA_OK)
        status = sd_share_number(&run->share, run->key.values, run->key.count, &number, error);
    for (size_t c = 0; c < run->key.count; c++)
        empty = empty && run->key.values[c].length == 0;
    run->empty_keys += empty;
    *part = sd_hash_part(run->limits, run->request.parts.count, number);
    return status;
}

const struct sd_way sd_way_hash = {
    .name = "hash",
    .own = true,
    .prepare = hash_prepare,
    .arrange = arrange_by_part,
    .part_of = hash_part_of,
};

/* --- predefined ------------------------------------------------------------------------------ */

static int one_column(struct sd_run *run, struct splitdata_error *error)
{
    int status = sd_key_columns_choose(&run->key, &run->contents, &run->columns, "--predefined",
                                       run->request.options->predefined, false, error);
    if (status == SPLITDATA_OK && run->key.count != 1)
        status = sd_fail(error, SPLITDATA_USAGE, "--predefined takes one column");
    return status;
}

static int predefined_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = one_column(run, error);
    if (status == SPLITDATA_OK && !sd_text_format(&run->strategy, "as %s says", run->key.names[0]))
        status = sd_fail_memory(error, "the summary");
    return status;
}

static int predefined_part_of(struct sd_run *run, const uint8_t *record, size_t length,
                              uint32_t *part, struct splitdata_error *error)
{
    int status = sd_key_columns_read(&run->key, record, length, error);
    if (status != SPLITDATA_OK)
        return status;
    const struct sd_key_field *value = &run->key.values[0];
    run->empty_keys += value->length == 0;
    *part = sd_map_find(&run->request.map, value->bytes, value->length);
    if (*part != SD_NO_PART)
        return SPLITDATA_OK;
    *part = 0;
    int shown = value->length > 100 ? 100 : (int)value->length;
    return sd_fail(error, SPLITDATA_DATA, "--map does not say where %s '%.*s' goes (add %.*s=PART)",
                   run->key.names[0], shown, value->bytes, shown, value->bytes);
}

const struct sd_way sd_way_predefined = {
    .name = "predefined",
    .own = true,
    .prepare = predefined_prepare,
    .arrange = arrange_by_part,
    .part_of = predefined_part_of,
};

/* PredefinedSplit: the column holds the number of the fold in which the record is test; -1: none.
 */
static int predefined_folds_prepare(struct sd_run *run, struct splitdata_error *error)
{
    int status = one_column(run, error);
    if (status == SPLITDATA_OK) {
        run->key.columns[0].type = "float";
        status = sd_key_columns_number(&run->key, &run->rows, error);
    }
    bool text = status == SPLITDATA_DATA && run->key.classes.count == 0;
    if (text || (status == SPLITDATA_OK && run->key.classes.fractions))
        status =
            sd_fail(error, SPLITDATA_DATA,
                    "--predefined: %s holds %s, and folds have whole numbers (--map says which "
                    "value is which part)",
                    run->key.names[0], text ? "text" : "fractions");
    if (status == SPLITDATA_OK)
        status = sd_describe(run, "folds given", &run->key, "value", error);
    if (status == SPLITDATA_OK)
        status = sd_allocate_folds(run, error);
    uint32_t always_train = SD_NO_FOLD;
    char label[16];
    double value;
    for (uint32_t c = 0; status == SPLITDATA_OK && c < run->key.codes.count; c++) {
        sd_key_columns_label(&run->key, c, label, sizeof label);
        if (sd_read_double(label, strlen(label), SD_PANDAS_3, &value) && value == -1.0)
            always_train = c;
    }
    return status == SPLITDATA_OK
               ? sd_fold_predefined(&run->folds, &run->key.codes, always_train, error)
               : status;
}

const struct sd_way sd_way_predefined_folds = {
    .name = "predefined folds",
    .parts_are_read = true,
    .prepare = predefined_folds_prepare,
    .arrange = sd_already_arranged,
    .select_fold = sd_select_fold,
    .label_folds = sd_label_folds,
};
