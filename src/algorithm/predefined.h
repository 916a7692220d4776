/* SPDX-License-Identifier: MIT */
/* The file determines the part of a record: --predefined COL with --map 'a=train,b=test'. */
#ifndef SD_ALGORITHM_PREDEFINED_H
#define SD_ALGORITHM_PREDEFINED_H

#include "algorithm/distribute.h"
#include "base/error.h"

/* One VALUE=PART of the map. */
struct sd_map_entry {
    const char *value; /* borrowed from the text, like all names here */
    size_t value_length;
    uint32_t part; /* an index into the part names */
};

struct sd_map {
    struct sd_map_entry *entry;
    size_t count;
    const char **part; /* part names in order of first mention, not NUL-terminated */
    size_t *part_length;
    size_t parts;
};

/* Parses the map; a value may contain anything but a comma or an equals sign. SPLITDATA_USAGE:
 * invalid syntax, or a value given twice. `text` must outlive the map. */
int sd_map_parse(struct sd_map *map, const char *text, struct splitdata_error *error);

/* The part of a value; SD_NO_PART if it is not in the map. */
uint32_t sd_map_find(const struct sd_map *map, const char *value, size_t length);

void sd_map_free(struct sd_map *map);

#endif
