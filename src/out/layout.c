/* SPDX-License-Identifier: MIT */
#include "out/layout.h"

#include <stdlib.h>

/* Items that are summed together: so few that finding a block's start among them takes no time, so
 * many that the sums are small beside the items. */
enum { STEP = 256 };

_Static_assert(SD_LAYOUT_RUN % STEP == 0, "no step is measured by two threads");

static uint64_t steps(const struct sd_content *content)
{
    return (content->count + STEP - 1) / STEP;
}

static uint64_t end_of_step(const struct sd_content *content, uint64_t step)
{
    uint64_t end = (step + 1) * STEP;
    return end < content->count ? end : content->count;
}

bool sd_layout_begin(struct sd_layout *layout, const struct sd_content *content)
{
    *layout = (struct sd_layout){0};
    layout->steps = calloc((size_t)steps(content) + 1, sizeof *layout->steps);
    return layout->steps != NULL;
}

void sd_layout_measure(struct sd_layout *layout, const struct sd_content *content, uint64_t from,
                       uint64_t to)
{
    for (uint64_t step = from / STEP; step * STEP < to; step++)
        layout->steps[step] =
            content->form->measure(content, step * STEP, end_of_step(content, step));
}

static void find_starts(struct sd_layout *layout, const struct sd_content *content)
{
    uint64_t at = content->prologue_length, next = 0;
    size_t b = 0;
    for (; next < at; next += SD_BLOCK)
        layout->starts[b++] = (struct sd_block_start){0, next};
    for (uint64_t step = 0, all = steps(content); step < all; step++) {
        uint64_t end = at + layout->steps[step];
        for (uint64_t k = step * STEP; next < end; k++) {
            uint64_t length = content->form->measure(content, k, k + 1);
            for (; next < at + length; next += SD_BLOCK)
                layout->starts[b++] = (struct sd_block_start){k + 1, next - at};
            at += length;
        }
        at = end;
    }
}

bool sd_layout_finish(struct sd_layout *layout, const struct sd_content *content)
{
    layout->size = content->prologue_length;
    for (uint64_t step = 0, all = steps(content); step < all; step++)
        layout->size += layout->steps[step];
    layout->blocks = (size_t)((layout->size + SD_BLOCK - 1) / SD_BLOCK);
    layout->starts = calloc(layout->blocks + 1, sizeof *layout->starts);
    if (layout->starts == NULL)
        return false;
    find_starts(layout, content);
    free(layout->steps);
    layout->steps = NULL;
    return true;
}

bool sd_lay_out(struct sd_layout *layout, const struct sd_content *content)
{
    if (!sd_layout_begin(layout, content))
        return false;
    sd_layout_measure(layout, content, 0, content->count);
    return sd_layout_finish(layout, content);
}

void sd_layout_free(struct sd_layout *layout)
{
    free(layout->starts);
    free(layout->steps);
    *layout = (struct sd_layout){0};
}
