/* SPDX-License-Identifier: MIT */
#include "algorithm/strata.h"

uint32_t sd_strata_rarest(const struct sd_codes *strata, uint64_t least)
{
    uint32_t rarest = strata->count;
    for (uint32_t c = 0; c < strata->count; c++) {
        if (strata->sizes[c] < least) {
            least = strata->sizes[c];
            rarest = c;
        }
    }
    return rarest;
}

uint32_t sd_strata_rare(const struct sd_codes *strata, uint64_t least)
{
    uint32_t rare = 0;
    for (uint32_t c = 0; c < strata->count; c++)
        rare += strata->sizes[c] < least;
    return rare;
}

/* Gives all classes below `least` one common last code; the sizes array holds the new codes while
 * the rows are renumbered. Returns the number of rows with that code. */
static uint64_t renumber(struct sd_codes *strata, const struct sd_strata_arrays *arrays,
                         uint64_t least)
{
    uint32_t *code = arrays->code;
    uint64_t *sizes = arrays->sizes;
    uint32_t kept = 0, all = strata->count;
    uint64_t moved = 0;
    for (uint32_t c = 0; c < all; c++) {
        if (sizes[c] < least)
            moved += sizes[c];
        kept += sizes[c] >= least;
    }
    uint32_t next = 0;
    for (uint32_t c = 0; c < all; c++) {
        if (sizes[c] >= least)
            arrays->example[next] = arrays->example[c];
        sizes[c] = sizes[c] < least ? kept : next++;
    }
    for (uint64_t row = 0; row < strata->rows; row++)
        code[row] = (uint32_t)sizes[code[row]];
    for (uint32_t c = 0; c < all; c++)
        sizes[c] = 0;
    for (uint64_t row = 0; row < strata->rows; row++) {
        if (code[row] < all)
            sizes[code[row]]++;
    }
    strata->count = kept;
    return moved;
}

void sd_strata_set_aside(struct sd_codes *strata, const struct sd_strata_arrays *arrays,
                         uint64_t least)
{
    if (sd_strata_rare(strata, least) > 0)
        renumber(strata, arrays, least);
}

void sd_strata_merge(struct sd_codes *strata, const struct sd_strata_arrays *arrays, uint64_t least)
{
    uint32_t *code = arrays->code;
    if (sd_strata_rare(strata, least) == 0)
        return;
    uint64_t merged = renumber(strata, arrays, least);
    while (merged < least && strata->count > 0) {
        uint32_t smallest = sd_strata_rarest(strata, UINT64_MAX);
        for (uint64_t row = 0; row < strata->rows; row++) {
            if (code[row] == smallest)
                code[row] = strata->count;
            code[row] -= code[row] > smallest;
        }
        merged += arrays->sizes[smallest];
        strata->count--;
        for (uint32_t c = smallest; c < strata->count; c++) {
            arrays->sizes[c] = arrays->sizes[c + 1];
            arrays->example[c] = arrays->example[c + 1];
        }
    }
    arrays->example[strata->count] = SD_STRATA_JOINED;
    arrays->sizes[strata->count++] = merged;
}
