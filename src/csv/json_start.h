/* SPDX-License-Identifier: MIT */
/* Whether an input is JSON, by its first bytes. */
#ifndef SD_CSV_JSON_START_H
#define SD_CSV_JSON_START_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sd_json_shape {
    SD_JSON_NONE,   /* not JSON */
    SD_JSON_LINES,  /* a value on each line */
    SD_JSON_ARRAY,  /* one array */
    SD_JSON_OBJECT, /* one object */
    SD_JSON_VALUES, /* objects or arrays one after another, not one on each line */
    SD_JSON_LONG,   /* the bytes end within an object of several lines */
    SD_JSON_LINE    /* the bytes end within the first line */
};

struct sd_json_start {
    enum sd_json_shape shape;
    uint8_t opening;    /* '{' or '[' of the first value */
    bool several_lines; /* the first value goes on after its first line */
    bool notebook;      /* it has the members of a Jupyter notebook */
    const char *list;   /* the first member of the first object that is a list of objects or lists
                           and whose name is a plain word, in the input; NULL: none was seen */
    size_t list_length;
};

/* Reads data[0..size-1], at most SD_START bytes; `whole`: the input ends there. A byte order mark
 * and blanks may come first. Values must be an object or an array. */
struct sd_json_start sd_json_look(const uint8_t *data, size_t size, bool whole);

#endif
