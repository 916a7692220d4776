/* SPDX-License-Identifier: MIT */
#include "algorithm/predefined.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool same(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && memcmp(a, b, a_length) == 0;
}

static uint32_t part_called(struct sd_map *map, const char *name, size_t length)
{
    for (size_t p = 0; p < map->parts; p++) {
        if (same(map->part[p], map->part_length[p], name, length))
            return (uint32_t)p;
    }
    map->part[map->parts] = name;
    map->part_length[map->parts] = length;
    return (uint32_t)map->parts++;
}

static int add(struct sd_map *map, const char *at, size_t length, struct splitdata_error *error)
{
    const char *equals = memchr(at, '=', length);
    int shown = length > 100 ? 100 : (int)length;
    if (equals == NULL || equals + 1 == at + length ||
        memchr(equals + 1, '=', length - (size_t)(equals + 1 - at)) != NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--map: '%.*s' is not VALUE=PART (a=train,b=test)",
                       shown, at);
    size_t value_length = (size_t)(equals - at);
    for (size_t i = 0; i < map->count; i++) {
        if (same(map->entry[i].value, map->entry[i].value_length, at, value_length))
            return sd_fail(error, SPLITDATA_USAGE, "--map: the value '%.*s' is given twice",
                           value_length > 100 ? 100 : (int)value_length, at);
    }
    map->entry[map->count++] = (struct sd_map_entry){
        .value = at,
        .value_length = value_length,
        .part = part_called(map, equals + 1, length - value_length - 1),
    };
    return SPLITDATA_OK;
}

int sd_map_parse(struct sd_map *map, const char *text, struct splitdata_error *error)
{
    size_t entries = 1;
    for (const char *c = text; *c != '\0'; c++)
        entries += *c == ',';
    *map = (struct sd_map){0};
    map->entry = calloc(entries, sizeof *map->entry);
    map->part = calloc(entries, sizeof *map->part);
    map->part_length = calloc(entries, sizeof *map->part_length);
    int status = SPLITDATA_OK;
    if (map->entry == NULL || map->part == NULL || map->part_length == NULL)
        status = sd_fail_memory(error, "the map");
    for (const char *at = text; status == SPLITDATA_OK; at++) {
        size_t length = strcspn(at, ",");
        status = add(map, at, length, error);
        at += length;
        if (*at == '\0')
            break;
    }
    if (status != SPLITDATA_OK)
        sd_map_free(map);
    return status;
}

uint32_t sd_map_find(const struct sd_map *map, const char *value, size_t length)
{
    for (size_t i = 0; i < map->count; i++) {
        if (!same(map->entry[i].value, map->entry[i].value_length, value, length))
            continue;
        return map->entry[i].part;
    }
    return SD_NO_PART;
}

void sd_map_free(struct sd_map *map)
{
    free(map->entry);
    free(map->part);
    free(map->part_length);
    *map = (struct sd_map){0};
}
