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

/* Items that are measured together, of which the last one is number *end - 1: from a step's first
 * item all of the step, if they end before `to`, else all up to the next step or `to`. Returns
 * their bytes. */
static uint64_t measured(const struct sd_layout *layout, const struct sd_content *content,
                         uint64_t from, uint64_t to, uint64_t *end)
{
    uint64_t step = from / STEP;
    *end = end_of_step(content, step);
    if (from == step * STEP && *end <= to)
        return layout->steps[step];
    *end = *end < to ? *end : to;
    return content->form->measure(content, from, *end);
}

/* Of items from..to-1 alone. */
static void find_starts(struct sd_layout *made, const struct sd_layout *layout,
                        const struct sd_content *content, uint64_t from, uint64_t to)
{
    uint64_t at = content->prologue_length, next = 0, last;
    size_t b = 0;
    for (; next < at; next += SD_BLOCK)
        made->starts[b++] = (struct sd_block_start){0, next};
    for (uint64_t first = from; first < to; first = last) {
        uint64_t end = at + measured(layout, content, first, to, &last);
        for (uint64_t k = first; next < end; k++) {
            uint64_t length = content->form->measure(content, k, k + 1);
            for (; next < at + length; next += SD_BLOCK)
                made->starts[b++] = (struct sd_block_start){k - from + 1, next - at};
            at += length;
        }
        at = end;
    }
}

bool sd_layout_cut(const struct sd_layout *layout, const struct sd_content *content, uint64_t from,
                   uint64_t to, struct sd_layout *shard)
{
    uint64_t end;
    *shard = (struct sd_layout){.size = content->prologue_length};
    for (uint64_t k = from; k < to; k = end)
        shard->size += measured(layout, content, k, to, &end);
    shard->blocks = (size_t)((shard->size + SD_BLOCK - 1) / SD_BLOCK);
    shard->starts = calloc(shard->blocks + 1, sizeof *shard->starts);
    if (shard->starts == NULL)
        return false;
    find_starts(shard, layout, content, from, to);
    return true;
}

bool sd_layout_finish(struct sd_layout *layout, const struct sd_content *content)
{
    struct sd_layout all;
    if (!sd_layout_cut(layout, content, 0, content->count, &all))
        return false;
    free(layout->steps);
    *layout = all;
    return true;
}

uint64_t sd_layout_end_of(const struct sd_layout *layout, const struct sd_content *content,
                          uint64_t from, uint64_t bytes)
{
    uint64_t used = content->prologue_length, to = from, end;
    while (to < content->count) {
        uint64_t length = measured(layout, content, to, content->count, &end);
        if (used > bytes || length > bytes - used)
            break;
        used += length;
        to = end;
    }
    while (to < content->count) {
        uint64_t length = content->form->measure(content, to, to + 1);
        if (to != from && (used > bytes || length > bytes - used))
            break;
        used += length;
        to++;
    }
    return to;
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
