/* SPDX-License-Identifier: MIT */
#include "check/sample.h"

#include "base/hash64.h"
#include "base/sort.h"
#include "csv/cells.h"

#include <stdlib.h>

static bool picked(struct sd_span span, unsigned level)
{
    return level == 0 ||
           (level < 64 && sd_hash64(&span.start, sizeof span.start, 0) << (64 - level) == 0);
}

static bool fits(const struct sd_picks *picks)
{
    return picks->count <= SD_SAMPLE_ROWS && picks->bytes <= SD_SAMPLE_BYTES;
}

/* Drops records until the sample fits. */
static void thin_out(struct sd_picks *picks)
{
    while (!fits(picks) && picks->count > 1) {
        uint64_t kept = 0;
        picks->level++;
        picks->bytes = 0;
        for (uint64_t i = 0; i < picks->count; i++) {
            if (!picked(picks->span[i], picks->level))
                continue;
            picks->bytes += picks->span[i].length;
            picks->span[kept++] = picks->span[i];
        }
        picks->count = kept;
    }
}

bool sd_picks_add(struct sd_picks *picks, struct sd_span span)
{
    if (!picked(span, picks->level))
        return true;
    if (picks->count == picks->capacity) {
        const uint64_t capacity = picks->capacity * 2 + 256;
        struct sd_span *more =
            sd_memory_resize(picks->memory, picks->span, capacity, sizeof *picks->span);
        if (more == NULL)
            return false;
        picks->span = more;
        picks->capacity = capacity;
    }
    picks->span[picks->count++] = span;
    picks->bytes += span.length;
    thin_out(picks);
    return true;
}

bool sd_picks_join(struct sd_picks *picks, const struct sd_picks *more)
{
    bool room = true;
    if (more->level > picks->level) {
        uint64_t kept = 0;
        picks->level = more->level;
        picks->bytes = 0;
        for (uint64_t i = 0; i < picks->count; i++) {
            if (!picked(picks->span[i], picks->level))
                continue;
            picks->bytes += picks->span[i].length;
            picks->span[kept++] = picks->span[i];
        }
        picks->count = kept;
    }
    for (uint64_t i = 0; i < more->count && room; i++)
        room = sd_picks_add(picks, more->span[i]);
    return room;
}

void sd_picks_free(struct sd_picks *picks)
{
    sd_memory_free(picks->span);
    *picks = (struct sd_picks){.memory = picks->memory};
}

/* --- cells ----------------------------------------------------------------------------------- */

struct taking {
    struct sd_sample *sample;
    const struct sd_side *side;
};

static bool take_field(void *context, size_t index, const char *bytes, size_t length)
{
    const struct taking *taking = context;
    const size_t column = index < taking->side->width ? taking->side->column[index] : SD_NO_COLUMN;
    return column == SD_NO_COLUMN || length == 0 ||
           sd_text_append(&taking->sample->column[column].bytes, bytes, length);
}

static int compare(const void *left, const void *right)
{
    const struct sd_span *a = left, *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

static bool begin(struct sd_sample *sample, uint64_t rows, size_t columns)
{
    bool room = true;
    *sample = (struct sd_sample){.rows = rows, .columns = columns};
    sample->column = calloc(columns + 1, sizeof *sample->column);
    for (size_t c = 0; c < columns && sample->column != NULL && room; c++) {
        sample->column[c].end = calloc(rows + 1, sizeof *sample->column[c].end);
        room = sample->column[c].end != NULL;
    }
    return room && sample->column != NULL;
}

int sd_sample_read(struct sd_sample *sample, const struct sd_side *side, struct sd_picks *picks,
                   size_t columns, struct splitdata_error *error)
{
    const struct taking taking = {sample, side};
    struct sd_cells cells;
    if (!begin(sample, picks->count, columns) ||
        !sd_sort(picks->span, picks->count, sizeof *picks->span, compare, picks->memory))
        return sd_fail_memory(error, "a sample of the records");
    int status = sd_cells_open(&cells, &side->opened.dialect, side->request->scanner, error);
    for (uint64_t row = 0; row < picks->count && status == SPLITDATA_OK; row++) {
        size_t length;
        const uint8_t *bytes = sd_side_record(side, picks->span[row], &length);
        if (!side->opened.dialect.lines)
            status = sd_cells_walk(&cells, bytes, length, take_field, (void *)&taking, error);
        else if (!take_field((void *)&taking, 0, (const char *)bytes, length))
            status = sd_fail_memory(error, "a sample of the records");
        for (size_t c = 0; c < columns; c++)
            sample->column[c].end[row] = sample->column[c].bytes.length;
    }
    sd_cells_close(&cells);
    return status;
}

void sd_sample_free(struct sd_sample *sample)
{
    for (size_t c = 0; sample->column != NULL && c < sample->columns; c++) {
        sd_text_free(&sample->column[c].bytes);
        free(sample->column[c].end);
    }
    free(sample->column);
    *sample = (struct sd_sample){0};
}
