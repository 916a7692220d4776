/* SPDX-License-Identifier: MIT */
#include "base/sort.h"
#include "check/run.h"

#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    return sd_picture_text(text, strlen(text));
}

/* --- classes of the target ------------------------------------------------------------------- */

/* A class of one part. */
struct counted {
    uint64_t hash, count, offset;
    size_t side;
};

static int by_hash(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    return a->hash != b->hash ? (a->hash < b->hash ? -1 : 1)
                              : (a->side > b->side) - (a->side < b->side);
}

/* All parts have few values in it, all of which were counted. */
static bool has_classes(const struct sd_run *run, size_t *count)
{
    bool has = run->target != SD_NO_COLUMN && run->few[run->target];
    *count = 0;
    for (size_t s = 0; s < run->count && has; s++) {
        has = !run->readers[s].classes[run->target].many;
        *count += run->readers[s].classes[run->target].used;
    }
    return has;
}

/* The index of the smallest of the classes that are shown, or of a free place. */
static size_t place_for(const struct splitdata_check_picture *picture, const uint64_t *total,
                        uint64_t count)
{
    size_t smallest = 0;
    if (picture->class_count < SD_PICTURE_CLASSES - 1)
        return picture->class_count;
    for (size_t i = 1; i < SD_PICTURE_CLASSES - 1; i++)
        smallest = total[i] < total[smallest] ? i : smallest;
    return count > total[smallest] ? smallest : SD_PICTURE_CLASSES - 1;
}

static void move_to_others(struct splitdata_check_picture *picture, size_t place)
{
    const size_t others = SD_PICTURE_CLASSES - 1;
    for (size_t s = 0; s < picture->parts; s++) {
        picture->classes[others].count[s] += picture->classes[place].count[s];
        picture->classes[place].count[s] = 0;
    }
    free(picture->classes[place].name);
    picture->classes[place].name = NULL;
}

/* Adds the class of items[begin..end-1]; the smallest one joins the others if there is no room. */
static bool add_class(struct splitdata_check_picture *picture, struct sd_run *run,
                      const struct counted *item, size_t count, uint64_t *total)
{
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += item[i].count;
    const size_t place = place_for(picture, total, all), others = SD_PICTURE_CLASSES - 1;
    if (place != others && place == picture->class_count)
        picture->class_count++;
    else if (place != others)
        move_to_others(picture, place);
    for (size_t i = 0; i < count; i++)
        picture->classes[place].count[item[i].side] += item[i].count;
    if (place == others)
        return true;
    total[place] = all;
    picture->classes[place].name = sd_picture_cell(run, item[0].side, item[0].offset, run->target);
    return picture->classes[place].name != NULL;
}

static int by_name(const void *left, const void *right)
{
    const struct sd_picture_class *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static bool draw_classes(struct splitdata_check_picture *picture, struct sd_run *run)
{
    char own[SD_COLUMN_NAME];
    uint64_t total[SD_PICTURE_CLASSES] = {0};
    size_t count, used = 0;
    if (!has_classes(run, &count))
        return true;
    struct counted *item = calloc(count + 1, sizeof *item);
    picture->classes = calloc(SD_PICTURE_CLASSES, sizeof *picture->classes);
    picture->target = copy(sd_run_column(run, run->target, own));
    bool room = item != NULL && picture->classes != NULL && picture->target != NULL;
    for (size_t i = 0; i < SD_PICTURE_CLASSES && room; i++) {
        picture->classes[i].count = calloc(run->count, sizeof *picture->classes[i].count);
        room = picture->classes[i].count != NULL;
    }
    for (size_t s = 0; s < run->count && room; s++) {
        const struct sd_census *census = &run->readers[s].classes[run->target];
        for (size_t i = 0; i < census->used; i++)
            item[used++] = (struct counted){census->class[i].hash, census->class[i].count,
                                            census->class[i].first.start, s};
    }
    room = room && sd_sort(item, used, sizeof *item, by_hash, NULL);
    for (size_t i = 0, end; i < used && room; i = end) {
        for (end = i; end < used && item[end].hash == item[i].hash;)
            end++;
        room = add_class(picture, run, &item[i], end - i, total);
    }
    room = room &&
           sd_sort(picture->classes, picture->class_count, sizeof *picture->classes, by_name, NULL);
    free(item);
    return room;
}

/* --- times ----------------------------------------------------------------------------------- */

static double seconds_of(const struct sd_stamp *stamp)
{
    return (double)stamp->seconds + stamp->nanos / 1e9;
}

static bool draw_range(struct sd_picture_range *range, struct sd_run *run, size_t side,
                       uint64_t first, uint64_t last)
{
    range->first = sd_picture_cell(run, side, first, run->time);
    range->last = sd_picture_cell(run, side, last, run->time);
    return range->first != NULL && range->last != NULL;
}

static bool draw_part_range(struct sd_picture_range *range, struct sd_run *run, size_t side)
{
    const struct sd_stamps *stamps = &run->stamps[side];
    uint64_t first = 0, last = 0;
    for (uint64_t row = 1; row < stamps->rows; row++) {
        first = stamps->key[row] < stamps->key[first] ? row : first;
        last = stamps->key[row] > stamps->key[last] ? row : last;
    }
    range->begin = (double)sd_stamps_first(stamps);
    range->end = (double)sd_stamps_last(stamps);
    return draw_range(range, run, side, sd_side_span(&run->sides[side], first).start,
                      sd_side_span(&run->sides[side], last).start);
}

static bool draw_times(struct splitdata_check_picture *picture, struct sd_run *run)
{
    char own[SD_COLUMN_NAME];
    const struct sd_latest *train = &run->latest;
    if (run->time == SD_NO_COLUMN || run->no_stamps != NULL || train->offset == UINT64_MAX)
        return true;
    picture->time = copy(sd_run_column(run, run->time, own));
    picture->range = calloc(run->count, sizeof *picture->range);
    if (picture->time == NULL || picture->range == NULL)
        return false;
    picture->range[0].begin = seconds_of(&train->earliest);
    picture->range[0].end = seconds_of(&train->stamp);
    bool room = draw_range(&picture->range[0], run, 0, train->earliest_offset, train->offset);
    for (size_t s = 1; s < run->count && room; s++)
        room = draw_part_range(&picture->range[s], run, s);
    return room;
}

/* --- columns --------------------------------------------------------------------------------- */

static int by_effect(const void *left, const void *right)
{
    const struct sd_picture_column *a = left, *b = right;
    if (a->effect < b->effect || a->effect > b->effect)
        return a->effect > b->effect ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void free_column(struct sd_picture_column *column)
{
    free(column->name);
    free(column->low);
    free(column->high);
}

/* Takes the columns that the check of distributions has drawn, sorted. */
static bool draw_columns(struct splitdata_check_picture *picture, struct sd_run *run)
{
    char own[SD_COLUMN_NAME];
    bool room = true;
    picture->column = run->drawn;
    run->drawn = NULL;
    for (size_t c = 0; c < run->columns; c++) {
        if (picture->column[c].bins == 0)
            continue;
        picture->column[picture->columns] = picture->column[c];
        picture->column[picture->columns].name = copy(sd_run_column(run, c, own));
        room = room && picture->column[picture->columns].name != NULL;
        picture->columns++;
    }
    picture->all_columns = picture->columns;
    room = room &&
           sd_sort(picture->column, picture->columns, sizeof *picture->column, by_effect, NULL);
    for (; picture->columns > SD_PICTURE_COLUMNS; picture->columns--)
        free_column(&picture->column[picture->columns - 1]);
    return room;
}

/* --- all of it ------------------------------------------------------------------------------- */

int sd_picture_draw(struct sd_run *run, struct splitdata_error *error)
{
    struct splitdata_check_picture *picture = calloc(1, sizeof *picture);
    run->results.checked->picture = picture;
    if (picture == NULL)
        return sd_fail_memory(error, "the report");
    picture->parts = run->count;
    picture->again = sd_origin_again(run);
    const struct sd_of_manifest *of = run->of_manifest;
    return picture->again != NULL &&
                   (of == NULL ||
                    sd_origin_of_manifest(&picture->origin, &of->manifest, of->path)) &&
                   draw_classes(picture, run) && draw_times(picture, run) &&
                   draw_columns(picture, run) && sd_picture_pairs(picture, run)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the report");
}
