/* SPDX-License-Identifier: MIT */
/* Pairs of records that findings are about, field by field; and the end of a picture's life. */
#include "check/run.h"

#include <stdlib.h>
#include <string.h>

/* Which findings show pairs, and how many of each at most. */
static const struct {
    const char *id;
    size_t most;
} shown[] = {{"L04", 3}, {"L03", 3}, {"L02", 3}, {"L01", 2}, {"L05", 2}};

static bool add_field(struct sd_picture_pair *pair, struct sd_run *run, size_t column)
{
    char own[SD_COLUMN_NAME];
    const char *name = sd_run_column(run, column, own);
    struct sd_picture_field field = {
        .name = sd_picture_text(name, strlen(name)),
        .value = sd_picture_cell(run, pair->part, pair->place.line, column),
        .other = sd_picture_cell(run, pair->against, pair->place.other_line, column)};
    const bool made = field.name != NULL && field.value != NULL && field.other != NULL;
    field.differs = made && strcmp(field.value, field.other) != 0;
    /* Fields that differ come first. */
    size_t at = pair->fields;
    while (field.differs && at > 0 && !pair->field[at - 1].differs)
        at--;
    if (pair->fields == SD_PICTURE_FIELDS || !made) {
        struct sd_picture_field *last = &pair->field[pair->fields - 1];
        struct sd_picture_field *out = made && at < pair->fields ? last : &field;
        pair->left_out += made;
        free(out->name);
        free(out->value);
        free(out->other);
        if (out == &field)
            return made;
        pair->fields--;
    }
    memmove(&pair->field[at + 1], &pair->field[at], (pair->fields - at) * sizeof field);
    pair->field[at] = field;
    pair->fields++;
    return true;
}

static bool add_pair(struct splitdata_check_picture *picture, struct sd_run *run,
                     const struct splitdata_check_result *result, size_t evidence)
{
    struct sd_picture_pair *pair = &picture->pair[picture->pairs++];
    *pair = (struct sd_picture_pair){.id = result->id,
                                     .part = result->part,
                                     .against = result->against,
                                     .place = result->evidence[evidence]};
    bool room = true;
    for (size_t c = 0; c < run->columns && room; c++) {
        if (run->common[c])
            room = add_field(pair, run, c);
    }
    return room;
}

bool sd_picture_pairs(struct splitdata_check_picture *picture, struct sd_run *run)
{
    const struct splitdata_checked *checked = run->results.checked;
    bool room = true;
    for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++) {
        size_t taken = 0;
        for (size_t i = 0; i < checked->result_count; i++) {
            const struct splitdata_check_result *result = &checked->results[i];
            if (strcmp(result->id, shown[k].id) != 0)
                continue;
            for (size_t e = 0; e < result->evidence_count && room; e++) {
                if (taken == shown[k].most || picture->pairs == SD_PICTURE_PAIRS ||
                    result->evidence[e].other_line == UINT64_MAX)
                    break;
                room = add_pair(picture, run, result, e);
                taken++;
            }
        }
    }
    return room;
}

void sd_picture_free(struct splitdata_check_picture *picture)
{
    if (picture == NULL)
        return;
    for (size_t i = 0; picture->classes != NULL && i < SD_PICTURE_CLASSES; i++) {
        free(picture->classes[i].name);
        free(picture->classes[i].count);
    }
    for (size_t s = 0; picture->range != NULL && s < picture->parts; s++) {
        free(picture->range[s].first);
        free(picture->range[s].last);
    }
    for (size_t c = 0; c < picture->columns; c++) {
        free(picture->column[c].name);
        free(picture->column[c].low);
        free(picture->column[c].high);
    }
    for (size_t p = 0; p < picture->pairs; p++) {
        for (size_t f = 0; f < picture->pair[p].fields; f++) {
            free(picture->pair[p].field[f].name);
            free(picture->pair[p].field[f].value);
            free(picture->pair[p].field[f].other);
        }
    }
    sd_origin_free(&picture->origin);
    free(picture->again);
    free(picture->target);
    free(picture->classes);
    free(picture->time);
    free(picture->range);
    free(picture->column);
    free(picture);
}
