/* SPDX-License-Identifier: MIT */
/* What samples of the parts say of columns before all records are read: whether the target is a
 * class, and which columns are numbers of records (I01). */
#include "base/hash64.h"
#include "base/sort.h"
#include "check/run.h"

#include <math.h>
#include <stdlib.h>

/* What one column of a sample has. */
struct look {
    uint64_t values, distinct;
    uint64_t of[SD_CELL_KINDS];
    uint64_t words;
    size_t shortest, longest;
};

static int compare(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static uint64_t count_words(const char *text, size_t length)
{
    uint64_t words = 0;
    for (size_t i = 0; i < length; i++)
        words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
    return words;
}

/* False: no memory. */
static bool look_at(const struct sd_sample *sample, size_t column, struct look *look)
{
    uint64_t *hash = calloc(sample->rows + 1, sizeof *hash);
    *look = (struct look){.shortest = SIZE_MAX};
    for (uint64_t row = 0; hash != NULL && row < sample->rows; row++) {
        size_t length;
        const char *text = sd_sample_cell(sample, column, row, &length);
        const enum sd_cell_kind kind = sd_look_cell((const uint8_t *)text, length).kind;
        look->of[kind]++;
        if (kind == SD_CELL_EMPTY || kind == SD_CELL_MISSING)
            continue;
        hash[look->values++] = sd_hash64(text, length, 0);
        look->words += count_words(text, length);
        look->shortest = length < look->shortest ? length : look->shortest;
        look->longest = length > look->longest ? length : look->longest;
    }
    if (hash == NULL || !sd_sort(hash, look->values, sizeof *hash, compare, NULL)) {
        free(hash);
        return false;
    }
    for (uint64_t i = 0; i < look->values; i++)
        look->distinct += i == 0 || hash[i] != hash[i - 1];
    free(hash);
    return true;
}

/* Nearly every record has a value of its own, and these are integers, or texts of one length that
 * are not sentences. Decimals and dates are measured: equal ones are rare, too. */
static bool numbers_records(const struct look *look)
{
    const double own = 0.99;
    const uint64_t enough = 20;
    if (look->values < enough || (double)look->distinct <= own * (double)look->values)
        return false;
    if (look->of[SD_CELL_INTEGER] == look->values)
        return true;
    return look->of[SD_CELL_TEXT] == look->values && look->shortest == look->longest &&
           look->words <= 3 * look->values;
}

/* The part with the largest sample tells most. */
static const struct sd_sample *largest(const struct sd_run *run)
{
    size_t best = 1;
    for (size_t s = 2; s < run->count; s++)
        best = run->samples[s].rows > run->samples[best].rows ? s : best;
    return &run->samples[best];
}

static void tell_id(struct sd_run *run, size_t column, const struct look *look)
{
    char own[SD_COLUMN_NAME];
    const char *name = sd_run_column(run, column, own);
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "I01", SPLITDATA_CHECK_NOTE, SIZE_MAX, SIZE_MAX);
    sd_result_column(&run->results, result, name);
    sd_result_measure(result, "share of distinct values",
                      (double)look->distinct / (double)look->values, NAN, NAN);
    sd_result_say(&run->results, result,
                  "column %.100s has a value of its own in nearly every record: equal records are "
                  "looked for without it (L02), and no model should learn from it",
                  name);
}

/* A class has few values, and each comes several times. */
static bool is_class(const struct look *look)
{
    enum { MOST_CLASSES = 1000, MOST_NUMBERS = 50 };
    const bool numbers = look->of[SD_CELL_INTEGER] + look->of[SD_CELL_DECIMAL] == look->values;
    return look->distinct <= MOST_CLASSES &&
           (!numbers || (look->distinct <= MOST_NUMBERS && 2 * look->distinct <= look->values));
}

/* Which columns have few values that are categories: each comes twice on average. Numbers and dates
 * are measured. */
static void choose_few(struct sd_run *run, const struct look *look)
{
    for (size_t c = 0; c < run->columns; c++)
        run->few[c] = run->common[c] && !run->ignored[c] && !run->group[c] && c != run->time &&
                      c != run->target &&
                      look[c].of[SD_CELL_TEXT] + look[c].of[SD_CELL_BOOLEAN] == look[c].values &&
                      is_class(&look[c]) && look[c].values != 0 &&
                      2 * look[c].distinct <= look[c].values;
}

/* Leaves columns that are like numbers of records out of the key, unless no others are left. */
static void choose_key(struct sd_run *run, const struct look *look)
{
    size_t ids = 0, kept = 0;
    for (size_t c = 0; c < run->columns; c++) {
        run->id_like[c] = c != run->target && run->in_key[c] && numbers_records(&look[c]);
        ids += run->id_like[c];
        kept += c != run->target && run->in_key[c];
    }
    for (size_t c = 0; c < run->columns; c++) {
        run->id_like[c] = run->id_like[c] && ids < kept;
        run->in_key[c] = run->in_key[c] && !run->id_like[c];
        if (run->id_like[c])
            tell_id(run, c, &look[c]);
    }
    if (run->target != SD_NO_COLUMN && kept != 0 && is_class(&look[run->target])) {
        run->classes = run->few[run->target] = true;
        run->in_key[run->target] = false;
        run->key_columns.label = run->target;
    }
}

int sd_run_look(struct sd_run *run, struct splitdata_error *error)
{
    const struct sd_sample *sample = largest(run);
    struct look *look = calloc(run->columns + 1, sizeof *look);
    bool room = look != NULL;
    for (size_t c = 0; c < run->columns && room; c++)
        room = look_at(sample, c, &look[c]);
    if (room) {
        choose_few(run, look);
        choose_key(run, look);
    }
    free(look);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "a sample of the records");
}
