/* SPDX-License-Identifier: MIT */
#include "provenance/split_id.h"

#include <string.h>

static uint64_t chain(uint64_t id, uint64_t value)
{
    return sd_split_mix(id + value + SD_GOLDEN);
}

uint64_t sd_split_id_add(uint64_t id, const struct sd_split_part *part)
{
    size_t length = strlen(part->name);
    id = chain(id, part->repeat);
    id = chain(id, part->fold);
    id = chain(id, length);
    for (size_t i = 0; i < length; i++)
        id = chain(id, (unsigned char)part->name[i]);
    id = chain(id, part->rows);
    return chain(id, part->sum);
}

void sd_split_id_text(uint64_t id, char text[SD_SPLIT_ID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    size_t used = 0;
    for (unsigned i = 0; i < 16; i++) {
        if (i != 0 && i % 4 == 0)
            text[used++] = '-';
        text[used++] = digits[id >> (60 - 4 * i) & 15];
    }
    text[used] = '\0';
}
