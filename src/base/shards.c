/* SPDX-License-Identifier: MIT */
#include "base/shards.h"

#include "base/exact.h"

#include <inttypes.h>
#include <string.h>

/* The power of two that a unit stands for; 0: it is none. */
static unsigned shift_of(char unit)
{
    static const char units[] = "KMGT";
    const char *found = unit != '\0' ? strchr(units, unit) : NULL;
    return found != NULL ? 10 * (unsigned)(found - units + 1) : 0;
}

int sd_shards_parse(struct sd_shards *shards, const char *text, struct splitdata_error *error)
{
    size_t length = strlen(text);
    int shown = length > 100 ? 100 : (int)length;
    unsigned shift = length > 1 ? shift_of(text[length - 1]) : 0;
    uint64_t number = 0;
    *shards = (struct sd_shards){0};
    if (!sd_parse_integer(text, length - (shift != 0), &number) || number == 0 ||
        number > UINT64_MAX >> shift)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--shards %.*s: not a number of shards (8) or a size in bytes (100M, 1G)",
                       shown, text);
    if (shift == 0 && number > SD_MOST_SHARDS)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--shards %.*s: more than %d shards (a size has a unit: 100M, 1G)", shown,
                       text, SD_MOST_SHARDS);
    *(shift != 0 ? &shards->bytes : &shards->count) = number << shift;
    return SPLITDATA_OK;
}
