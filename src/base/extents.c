/* SPDX-License-Identifier: MIT */
#include "base/extents.h"

#include <stdlib.h>

/* Whether a page that begins at `offset`, after the pages of the extents before, is the extent's.
 */
static bool is_of(const struct sd_extent *extent, uint64_t offset)
{
    return offset <= extent->begin || offset < extent->end;
}

bool sd_extents_complete(struct sd_extents *extents)
{
    const struct sd_extent *last = &extents->extent[extents->count - 1];
    const size_t pages = (size_t)(last->end >> SD_EXTENT_PAGE_BITS) + 2;
    size_t page = 0;
    extents->gaps = calloc(pages, sizeof *extents->gaps);
    if (extents->gaps == NULL)
        return false;
    for (size_t e = 0; e < extents->count; e++) {
        const struct sd_extent *extent = &extents->extent[e];
        while (page < pages && is_of(extent, (uint64_t)page << SD_EXTENT_PAGE_BITS))
            extents->gaps[page++] = extent->begin - extent->joined;
    }
    for (; page < pages; page++)
        extents->gaps[page] = last->begin - last->joined;
    return true;
}

size_t sd_extents_find(const struct sd_extents *extents, uint64_t offset)
{
    size_t low = 0, high = extents->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (extents->extent[middle].begin <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The extent of byte `joined` of the joined file. */
static const struct sd_extent *extent_at(const struct sd_extents *extents, uint64_t joined)
{
    size_t low = 0, high = extents->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (extents->extent[middle].joined <= joined)
            low = middle;
        else
            high = middle;
    }
    return &extents->extent[low];
}

uint64_t sd_extents_run(const struct sd_extents *extents, uint64_t joined, uint64_t *length)
{
    if (extents == NULL)
        return joined;
    const struct sd_extent *extent = extent_at(extents, joined);
    const uint64_t at = extent->begin + (joined - extent->joined);
    if (*length > extent->end - at)
        *length = extent->end - at;
    return at;
}

uint64_t sd_extents_place(const struct sd_extents *extents, uint64_t joined)
{
    const struct sd_extent *extent = extent_at(extents, joined);
    const uint64_t within = joined - extent->joined, length = extent->end - extent->begin;
    return extent->begin + (within < length ? within : length);
}

uint64_t sd_extents_bytes(const struct sd_extents *extents, uint64_t size)
{
    if (extents == NULL)
        return size;
    const struct sd_extent *last = &extents->extent[extents->count - 1];
    return last->joined + (last->end - last->begin);
}

uint64_t sd_extents_first_end(const struct sd_extents *extents, uint64_t size)
{
    size_t e = 0;
    if (extents == NULL)
        return size;
    while (e + 1 < extents->count && extents->extent[e].end == 0)
        e++;
    return extents->extent[e].end;
}

void sd_extents_free(struct sd_extents *extents)
{
    free(extents->extent);
    free(extents->gaps);
    free(extents->first_row);
    *extents = (struct sd_extents){0};
}
