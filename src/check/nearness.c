/* SPDX-License-Identifier: MIT */
#include "check/nearness.h"

#include "base/hash64.h"
#include "base/sort.h"
#include "check/stats.h"

#include <math.h>
#include <stdlib.h>

enum { WORDS_OF_TEXT = 3, FEW_VALUES = 50, WORDS_IN_RUN = 3 };

static uint64_t spread(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
    hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return hash ^ hash >> 33;
}

/* --- the columns ----------------------------------------------------------------------------- */

static int compare_hashes(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* What the samples show of a column. */
struct shown {
    double n, mean, squares; /* of numbers */
    uint64_t values, numbers, words, distinct, most;
};

static uint64_t count_words(const char *text, size_t length)
{
    uint64_t words = 0;
    for (size_t i = 0; i < length; i++)
        words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
    return words;
}

static void look_at(struct shown *shown, const struct sd_sample *sample, size_t column,
                    uint64_t *hash)
{
    for (uint64_t row = 0; row < sample->rows; row++) {
        size_t length;
        const char *text = sd_sample_cell(sample, column, row, &length);
        const struct sd_look_cell cell = sd_look_cell((const uint8_t *)text, length);
        hash[shown->values++] = sd_hash64(text, length, 0);
        if (cell.kind == SD_CELL_EMPTY || cell.kind == SD_CELL_MISSING)
            continue;
        shown->words += count_words(text, length);
        if (!sd_cell_is_number(cell.kind))
            continue;
        shown->numbers++;
        const double value = sd_cell_value(&cell), difference = value - shown->mean;
        shown->n++;
        shown->mean += difference / shown->n;
        shown->squares += difference * (value - shown->mean);
    }
}

static struct sd_near_column judge(const struct shown *shown)
{
    const double part = 0.02, nearly_all = 0.9;
    struct sd_near_column column = {.kind = SD_NEAR_EXACT};
    column.common = (double)shown->most > nearly_all * (double)shown->values;
    if (shown->words > WORDS_OF_TEXT * shown->values)
        column.kind = SD_NEAR_TEXT;
    if (shown->numbers == 0 || 2 * shown->numbers < shown->values || shown->distinct <= FEW_VALUES)
        return column;
    column.tolerance = part * sqrt(shown->squares / shown->n);
    if (column.tolerance > 0 && isfinite(column.tolerance))
        column.kind = SD_NEAR_NUMBER;
    return column;
}

/* False: no memory. */
static bool choose_column(struct sd_near_column *column, size_t number,
                          const struct sd_sample *samples, size_t count)
{
    struct shown shown = {0};
    uint64_t all = 0, same = 0;
    for (size_t s = 0; s < count; s++)
        all += samples[s].rows;
    uint64_t *hash = calloc(all + 1, sizeof *hash);
    if (hash == NULL)
        return false;
    for (size_t s = 0; s < count; s++)
        look_at(&shown, &samples[s], number, hash);
    const bool sorted = sd_sort(hash, shown.values, sizeof *hash, compare_hashes, NULL);
    for (uint64_t i = 0; i < shown.values; i++) {
        same = i != 0 && hash[i] == hash[i - 1] ? same + 1 : 1;
        shown.distinct += same == 1;
        shown.most = same > shown.most ? same : shown.most;
    }
    free(hash);
    *column = judge(&shown);
    return sorted;
}

/* --- the bands ------------------------------------------------------------------------------- */

double sd_near_band_p(size_t columns, size_t equal, size_t picks)
{
    return picks > equal ? 0 : exp(sd_log_choose(equal, picks) - sd_log_choose(columns, picks));
}

/* The number of bands that find a pair with a probability of 99 %, where each finds it with p. */
static double bands_for(double p)
{
    const double missed = 0.01;
    return p >= 1 ? 1 : p <= 0 ? INFINITY : ceil(log(missed) / log1p(-p));
}

static bool is_new(const struct sd_nearness *nearness, const size_t *pick)
{
    for (size_t band = 0; band < nearness->bands; band++) {
        size_t same = 0;
        while (same < nearness->picks && nearness->pick[band][same] == pick[same])
            same++;
        if (same == nearness->picks)
            return false;
    }
    return true;
}

static int compare_columns(const void *left, const void *right)
{
    const size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return a < b ? -1 : a > b;
}

/* Draws bands: different sets of columns, or, with texts, in which a column can come again. */
static void draw_bands(struct sd_nearness *nearness, size_t *useful, size_t count, size_t bands,
                       bool again)
{
    enum { TRIES = 1000 };
    uint64_t state = 1;
    for (int try = 0; try < TRIES && nearness->bands < bands && count != 0; try++) {
        size_t *pick = nearness->pick[nearness->bands];
        for (size_t i = 0; i < nearness->picks; i++) {
            state += UINT64_C(0x9e3779b97f4a7c15);
            const size_t left = again || count <= i ? count : count - i;
            const size_t at = (size_t)(spread(state) % left);
            const size_t column = useful[again ? at : i + at];
            if (!again) {
                useful[i + at] = useful[i];
                useful[i] = column;
            }
            pick[i] = column;
        }
        qsort(pick, nearness->picks, sizeof *pick, compare_columns);
        nearness->bands += again || is_new(nearness, pick);
    }
}

/* As many picks, so that few records share a key, as 16 bands allow. */
static void plan_bands(struct sd_nearness *nearness, size_t *useful, size_t count, bool texts)
{
    const size_t lost = nearness->counted - count;
    const size_t wanted = (size_t)ceil(nearness->share * (double)nearness->counted - 1e-9);
    const size_t equal = wanted > lost ? wanted - lost : 1;
    /* Of texts: what each column has in common on average, when just near enough. */
    const double alike =
        fmax(0.1, (nearness->share * (double)nearness->counted - (double)lost) / (double)count);
    double bands = SD_NEAR_BANDS;
    nearness->picks = 1;
    for (size_t picks = 1; picks <= SD_NEAR_PICKS && (texts || picks <= count); picks++) {
        const double p = texts ? pow(alike, (double)picks) : sd_near_band_p(count, equal, picks);
        if (bands_for(p) > SD_NEAR_BANDS)
            break;
        nearness->picks = picks;
        bands = bands_for(p);
    }
    draw_bands(nearness, useful, count, (size_t)bands, texts);
}

int sd_nearness_plan(struct sd_nearness *nearness, double share, const bool *in_key,
                     const struct sd_sample *samples, size_t count, struct splitdata_error *error)
{
    const size_t columns = samples[0].columns;
    *nearness = (struct sd_nearness){.share = share, .columns = columns};
    nearness->column = calloc(columns + 1, sizeof *nearness->column);
    size_t *useful = calloc(columns + 1, sizeof *useful), used = 0;
    bool room = nearness->column != NULL && useful != NULL, texts = false;
    for (size_t c = 0; c < columns && room; c++) {
        if (!in_key[c])
            continue;
        room = choose_column(&nearness->column[c], c, samples, count);
        nearness->counted++;
        nearness->sketch +=
            nearness->column[c].kind != SD_NEAR_TEXT && nearness->sketch < SD_NEAR_SKETCH;
        if (nearness->column[c].common)
            continue;
        texts = texts || nearness->column[c].kind == SD_NEAR_TEXT;
        useful[used++] = c;
    }
    for (size_t c = 0; c < columns && room && used == 0; c++) {
        if (in_key[c])
            useful[used++] = c;
    }
    if (room)
        plan_bands(nearness, useful, used, texts);
    free(useful);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the columns");
}

void sd_nearness_free(struct sd_nearness *nearness)
{
    free(nearness->column);
    *nearness = (struct sd_nearness){0};
}

/* --- records --------------------------------------------------------------------------------- */

bool sd_near_record_open(struct sd_near_record *record, const struct sd_nearness *nearness)
{
    *record = (struct sd_near_record){.nearness = nearness};
    record->cell = calloc(nearness->columns + 1, sizeof *record->cell);
    return record->cell != NULL;
}

void sd_near_record_close(struct sd_near_record *record)
{
    free(record->cell);
    free(record->run);
    *record = (struct sd_near_record){0};
}

static bool add_run(struct sd_near_record *record, uint64_t hash)
{
    if (record->runs == record->run_capacity) {
        const size_t capacity = 2 * record->run_capacity + 64;
        uint64_t *more = realloc(record->run, capacity * sizeof *more);
        if (more == NULL)
            return false;
        record->run = more;
        record->run_capacity = capacity;
    }
    record->run[record->runs++] = hash;
    return true;
}

/* The runs of three words of a text; of a shorter one, all of it. */
static bool add_text(struct sd_near_record *record, struct sd_near_cell *cell, const char *text,
                     size_t length)
{
    uint64_t word[WORDS_IN_RUN] = {0}, words = 0;
    bool room = true;
    cell->begin = record->runs;
    for (size_t i = 0; i < length && room;) {
        while (i < length && text[i] == ' ')
            i++;
        const size_t begin = i;
        while (i < length && text[i] != ' ')
            i++;
        if (begin == i)
            break;
        word[0] = word[1];
        word[1] = word[2];
        word[2] = sd_hash64(text + begin, i - begin, 0);
        if (++words >= WORDS_IN_RUN)
            room = add_run(record, spread(spread(spread(word[0]) + word[1]) + word[2]));
    }
    if (words < WORDS_IN_RUN)
        room = room && add_run(record, cell->hash);
    cell->end = record->runs;
    return room && (record->runs == cell->begin ||
                    sd_sort(record->run + cell->begin, cell->end - cell->begin, sizeof *record->run,
                            compare_hashes, NULL));
}

static bool take_field(void *context, size_t index, const char *bytes, size_t length)
{
    struct sd_near_record *record = context;
    const struct sd_side *side = record->side;
    const size_t column = index < side->width ? side->column[index] : SD_NO_COLUMN;
    if (column == SD_NO_COLUMN || record->nearness->column[column].kind == SD_NEAR_NONE)
        return true;
    struct sd_near_cell *cell = &record->cell[column];
    cell->hash = sd_hash64(bytes, length, 0);
    if (record->nearness->column[column].kind == SD_NEAR_TEXT)
        return add_text(record, cell, bytes, length);
    if (record->nearness->column[column].kind == SD_NEAR_NUMBER) {
        const struct sd_look_cell look = sd_look_cell((const uint8_t *)bytes, length);
        cell->number = sd_cell_is_number(look.kind);
        cell->value = cell->number ? sd_cell_value(&look) : 0;
        cell->number = cell->number && isfinite(cell->value);
    }
    return true;
}

int sd_near_record_read(struct sd_near_record *record, struct sd_cells *cells,
                        const struct sd_side *side, struct sd_span span,
                        struct splitdata_error *error)
{
    size_t length;
    const uint8_t *bytes = sd_side_record(side, span, &length);
    record->runs = 0;
    record->side = side;
    for (size_t c = 0; c < record->nearness->columns; c++)
        record->cell[c] = (struct sd_near_cell){0};
    if (!side->opened.dialect.lines)
        return sd_cells_walk(cells, bytes, length, take_field, record, error);
    return take_field(record, 0, (const char *)bytes, length) ? SPLITDATA_OK
                                                              : sd_fail_memory(error, "a field");
}

/* --- comparing ------------------------------------------------------------------------------- */

/* The value of a column in a band: `salt` makes grids and hashes of bands differ. */
static uint64_t pick_of(const struct sd_near_record *record, size_t column, uint64_t salt)
{
    const double grid = 8; /* tolerances in a cell: values within one are mostly in one cell */
    const struct sd_near_cell *cell = &record->cell[column];
    uint64_t least = UINT64_MAX;
    if (cell->number) {
        const double at = floor(cell->value / (grid * record->nearness->column[column].tolerance) +
                                (salt % 2 != 0 ? 0.5 : 0));
        return sd_hash64(&at, sizeof at, 0);
    }
    for (size_t i = cell->begin; i < cell->end; i++) {
        const uint64_t hash = spread(record->run[i] ^ spread(salt));
        least = hash < least ? hash : least;
    }
    return cell->begin < cell->end ? least : cell->hash;
}

uint64_t sd_near_key(const struct sd_near_record *record, size_t band)
{
    const struct sd_nearness *nearness = record->nearness;
    uint64_t key = band;
    for (size_t i = 0; i < nearness->picks; i++)
        key = spread(key + pick_of(record, nearness->pick[band][i], band + SD_NEAR_BANDS * i));
    return key;
}

/* What two sorted lists have in common, of what either has; a run that comes again counts again. */
static double jaccard(const struct sd_near_record *a, const struct sd_near_cell *in_a,
                      const struct sd_near_record *b, const struct sd_near_cell *in_b)
{
    size_t i = in_a->begin, j = in_b->begin, common = 0;
    while (i < in_a->end && j < in_b->end) {
        const uint64_t left = a->run[i], right = b->run[j];
        common += left == right;
        i += left <= right;
        j += right <= left;
    }
    const size_t all = (in_a->end - in_a->begin) + (in_b->end - in_b->begin) - common;
    return all != 0 ? (double)common / (double)all : 1;
}

void sd_near_sketch(const struct sd_near_record *record, uint8_t *sketch)
{
    const struct sd_nearness *nearness = record->nearness;
    size_t used = 0;
    for (size_t c = 0; c < nearness->columns && used < nearness->sketch; c++) {
        const struct sd_near_column *column = &nearness->column[c];
        const struct sd_near_cell *cell = &record->cell[c];
        if (column->kind == SD_NEAR_NONE || column->kind == SD_NEAR_TEXT)
            continue;
        /* Numbers within a tolerance have the same or neighbouring bytes. */
        sketch[used++] = cell->number
                             ? (uint8_t)(int)fmod(floor(cell->value / column->tolerance), 256)
                             : (uint8_t)cell->hash;
    }
}

bool sd_near_may_be(const struct sd_nearness *nearness, const uint8_t *a, const uint8_t *b)
{
    const double counted = (double)nearness->counted, rounding = 1e-9;
    size_t lost = 0;
    for (size_t i = 0; i < nearness->sketch; i++) {
        const uint8_t apart = (uint8_t)(a[i] - b[i] + 1);
        lost += apart > 2;
    }
    return (double)lost <= counted - nearness->share * counted + rounding;
}

bool sd_near_enough(const struct sd_near_record *a, const struct sd_near_record *b)
{
    const struct sd_nearness *nearness = a->nearness;
    const double counted = (double)nearness->counted, rounding = 1e-9;
    double lost = 0;
    const double most = counted - nearness->share * counted + rounding;
    for (size_t c = 0; c < nearness->columns && lost <= most; c++) {
        const struct sd_near_cell *left = &a->cell[c], *right = &b->cell[c];
        const struct sd_near_column *column = &nearness->column[c];
        if (column->kind == SD_NEAR_NONE || left->hash == right->hash)
            continue;
        if (column->kind == SD_NEAR_TEXT)
            lost += 1 - jaccard(a, left, b, right);
        else
            lost += !(left->number && right->number &&
                      fabs(left->value - right->value) <= column->tolerance);
    }
    return lost <= most;
}
