/* SPDX-License-Identifier: MIT */
#include "check/places.h"

#include "base/sort.h"
#include "check/picture.h"
#include "csv/start.h"

#include <stdlib.h>

/* Where an offset is kept, and of which file it is. */
struct place {
    size_t side;
    uint64_t *offset;
};

static int compare(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->side != b->side)
        return a->side < b->side ? -1 : 1;
    return *a->offset < *b->offset ? -1 : *a->offset > *b->offset;
}

static size_t add(struct place *places, size_t count, size_t side, uint64_t *offset)
{
    if (side == SIZE_MAX || *offset == UINT64_MAX) {
        *offset = 0;
        return count;
    }
    places[count] = (struct place){side, offset};
    return count + 1;
}

/* Replaces sorted offsets by lines. */
static void count_lines(struct place *places, size_t count, const struct sd_side *sides)
{
    uint64_t line = 1, at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || places[i].side != places[i - 1].side) {
            line = 1;
            at = 0;
        }
        const uint64_t offset = *places[i].offset;
        line += sd_line_at(sides[places[i].side].job.records.data + at, offset - at) - 1;
        at = offset;
        *places[i].offset = line;
    }
}

bool sd_places_to_lines(struct splitdata_checked *checked, const struct sd_side *sides)
{
    size_t count = 0,
           most = 2 * SPLITDATA_CHECK_EVIDENCE * checked->result_count + 2 * SD_PICTURE_PAIRS;
    struct place *places = calloc(most + 1, sizeof *places);
    if (places == NULL)
        return false;
    for (size_t i = 0; i < checked->result_count; i++) {
        struct splitdata_check_result *result = &checked->results[i];
        for (size_t e = 0; e < result->evidence_count; e++) {
            count = add(places, count, result->part, &result->evidence[e].line);
            count = add(places, count, result->against, &result->evidence[e].other_line);
        }
    }
    for (size_t p = 0; p < checked->picture->pairs; p++) {
        struct sd_picture_pair *pair = &checked->picture->pair[p];
        count = add(places, count, pair->part, &pair->place.line);
        count = add(places, count, pair->against, &pair->place.other_line);
    }
    const bool sorted = sd_sort(places, count, sizeof *places, compare, NULL);
    if (sorted)
        count_lines(places, count, sides);
    free(places);
    return sorted;
}
