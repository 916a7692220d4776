/* SPDX-License-Identifier: MIT */
#include "algorithm/tally.h"

#include "algorithm/contingency.h"
#include "base/sort.h"

#include <string.h>

/* --- which classes --------------------------------------------------------------------------- */

struct sized {
    uint64_t rows;
    uint32_t class;
};

static int by_size(const void *left, const void *right)
{
    const struct sized *a = left, *b = right;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return a->class < b->class ? -1 : a->class > b->class;
}

/* How many classes are shown. */
static size_t most_classes(const struct sd_tally *tally)
{
    const uint64_t sets = tally->sets < SD_TALLY_CELLS ? tally->sets : SD_TALLY_CELLS;
    const uint64_t room = SD_TALLY_CELLS / (sets * tally->parts);
    uint64_t most = tally->strata->count;
    most = most < SD_TALLY_CLASSES ? most : SD_TALLY_CLASSES;
    return (size_t)(most < room ? most : room);
}

static bool rank_classes(struct sd_tally *tally)
{
    const uint32_t classes = tally->strata->count;
    struct sized *sized = sd_memory_take(tally->memory, (uint64_t)classes + 1, sizeof *sized);
    bool done = sized != NULL;
    for (uint32_t c = 0; done && c < classes; c++) {
        sized[c] = (struct sized){tally->strata->sizes[c], c};
        tally->rank[c] = SD_TALLY_CLASSES;
    }
    done = done && sd_sort(sized, classes, sizeof *sized, by_size, tally->memory);
    for (size_t i = 0; done && i < tally->largest_count; i++) {
        tally->largest[i] = sized[i].class;
        tally->rank[sized[i].class] = (uint32_t)i;
    }
    sd_memory_free(sized);
    return done;
}

int sd_tally_begin(struct sd_tally *tally, const struct sd_codes *strata, size_t parts,
                   uint64_t sets, struct sd_memory *memory, struct splitdata_error *error)
{
    const uint64_t classes = strata->count;
    *tally = (struct sd_tally){.strata = strata, .memory = memory, .parts = parts, .sets = sets};
    if (classes >= SIZE_MAX / sizeof *tally->of_set / parts - 1)
        return sd_fail_memory(error, "the classes");
    tally->largest_count = most_classes(tally);
    tally->of_set = sd_memory_take(memory, classes * parts + 1, sizeof *tally->of_set);
    tally->lacking = sd_memory_take(memory, classes * parts + 1, sizeof *tally->lacking);
    tally->first_in = sd_memory_take(memory, classes * parts + 1, sizeof *tally->first_in);
    tally->rank = sd_memory_take(memory, classes + 1, sizeof *tally->rank);
    tally->largest = sd_memory_take(memory, tally->largest_count + 1, sizeof *tally->largest);
    tally->rows =
        sd_memory_take(memory, sets * parts * tally->largest_count + 1, sizeof *tally->rows);
    bool ready = tally->of_set != NULL && tally->lacking != NULL && tally->first_in != NULL &&
                 tally->rank != NULL && tally->largest != NULL && tally->rows != NULL;
    return ready && rank_classes(tally) ? SPLITDATA_OK : sd_fail_memory(error, "the classes");
}

/* --- one set --------------------------------------------------------------------------------- */

static uint64_t *shown_rows(const struct sd_tally *tally, uint64_t set, size_t part)
{
    return tally->rows + (set * tally->parts + part) * tally->largest_count;
}

/* Notes that the part has no row of the class in so many sets, the first of which is `set`. */
static void note_lack(struct sd_tally *tally, size_t part, uint32_t class, uint64_t set,
                      uint64_t sets)
{
    const size_t cell = part * tally->strata->count + class;
    if (tally->lacking[cell] == 0)
        tally->first_in[cell] = set;
    tally->lacking[cell] += sets;
}

void sd_tally_add(struct sd_tally *tally)
{
    const uint32_t classes = tally->strata->count;
    for (size_t p = 0; p < tally->parts; p++) {
        const uint64_t *of_part = tally->of_set + p * classes;
        uint64_t *shown = shown_rows(tally, tally->added, p);
        for (uint32_t c = 0; c < classes; c++) {
            if (of_part[c] == 0)
                note_lack(tally, p, c, tally->added, 1);
        }
        for (size_t i = 0; i < tally->largest_count; i++)
            shown[i] = of_part[tally->largest[i]];
    }
    tally->added++;
}

/* --- folds ----------------------------------------------------------------------------------- */

enum { TRAIN, TEST };

/* Until a fold is counted, all rows are train. */
static void begin_folds(struct sd_tally *tally, uint32_t folds)
{
    for (uint32_t f = 0; f < folds; f++) {
        uint64_t *train = shown_rows(tally, tally->added + f, TRAIN);
        uint64_t *test = shown_rows(tally, tally->added + f, TEST);
        for (size_t i = 0; i < tally->largest_count; i++) {
            train[i] = tally->strata->sizes[tally->largest[i]];
            test[i] = 0;
        }
    }
}

/* `rows` rows of the class are test in fold `fold` of this round. */
static void count_cell(struct sd_tally *tally, uint32_t fold, uint32_t class, uint64_t rows)
{
    const uint32_t rank = tally->rank[class];
    if (rows == tally->strata->sizes[class])
        note_lack(tally, TRAIN, class, tally->added + fold, 1);
    if (rank == SD_TALLY_CLASSES)
        return;
    shown_rows(tally, tally->added + fold, TEST)[rank] = rows;
    shown_rows(tally, tally->added + fold, TRAIN)[rank] -= rows;
}

/* In of_set: by class, the number of folds that test it, and how many of the first folds do so
 * without a gap. */
static void count_folds(struct sd_tally *tally, const struct sd_contingency *table)
{
    const uint32_t classes = tally->strata->count;
    uint64_t *tested = tally->of_set, *in_row = tally->of_set + classes;
    memset(tally->of_set, 0, 2 * (size_t)classes * sizeof *tally->of_set);
    for (uint32_t f = 0; f < table->groups; f++) {
        for (uint64_t i = table->begin[f]; i < table->begin[f + 1]; i++) {
            const uint32_t class = table->class[i];
            count_cell(tally, f, class, table->rows[i]);
            tested[class]++;
            in_row[class] += in_row[class] == f;
        }
    }
    for (uint32_t c = 0; c < classes; c++) {
        if (tested[c] < table->groups)
            note_lack(tally, TEST, c, tally->added + in_row[c], table->groups - tested[c]);
    }
}

int sd_tally_add_folds(struct sd_tally *tally, const struct sd_folds *folds,
                       struct splitdata_error *error)
{
    struct sd_contingency table;
    const struct sd_codes fold_of = {.code = folds->fold_of,
                                     .rows = folds->rows,
                                     .count = folds->count,
                                     .memory = folds->memory};
    int status = sd_contingency_build(&table, &fold_of, tally->strata, error);
    if (status != SPLITDATA_OK)
        return status;
    begin_folds(tally, folds->count);
    count_folds(tally, &table);
    sd_contingency_free(&table);
    tally->added += folds->count;
    return SPLITDATA_OK;
}

void sd_tally_end(struct sd_tally *tally)
{
    sd_memory_free(tally->of_set);
    sd_memory_free(tally->lacking);
    sd_memory_free(tally->first_in);
    sd_memory_free(tally->rank);
    sd_memory_free(tally->largest);
    sd_memory_free(tally->rows);
    *tally = (struct sd_tally){0};
}
