/* SPDX-License-Identifier: MIT */
#include "algorithm/members.h"

#include "algorithm/order.h"
#include "base/threads.h"

#include <string.h>

/* Row numbers, in pieces that threads share out. */
struct numbering {
    const struct sd_plan *plan;
    void *numbers; /* of 4 or 8 bytes */
    size_t size;
    uint8_t *parts; /* by row */
    uint8_t rest;   /* the part of all rows that no other part has; their number: none */
};

static uint64_t number_at(const struct numbering *numbering, uint64_t i)
{
    return numbering->size == sizeof(uint32_t) ? ((const uint32_t *)numbering->numbers)[i]
                                               : ((const uint64_t *)numbering->numbers)[i];
}

static int begin_piece(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct numbering *numbering = context;
    (void)error;
    memset(numbering->parts + begin, numbering->rest, (size_t)(end - begin));
    for (uint64_t i = begin; i < end; i++) {
        if (numbering->size == sizeof(uint32_t))
            ((uint32_t *)numbering->numbers)[i] = (uint32_t)i;
        else
            ((uint64_t *)numbering->numbers)[i] = i;
    }
    return SPLITDATA_OK;
}

/* The rows come in random order, so their places are asked for before they are written. */
static int label_piece(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    enum { AHEAD = 32 };
    const struct numbering *numbering = context;
    (void)error;
    for (size_t p = 0; p < numbering->plan->parts; p++) {
        struct sd_cut cut = numbering->plan->cuts[p];
        uint64_t from = cut.begin > begin ? cut.begin : begin;
        uint64_t to = cut.end < end ? cut.end : end;
        for (uint64_t i = from; i < to && p != numbering->rest; i++) {
            uint64_t coming = number_at(numbering, i + AHEAD < to ? i + AHEAD : i);
            __builtin_prefetch(numbering->parts + coming, 1, 3);
            numbering->parts[number_at(numbering, i)] = (uint8_t)p;
        }
    }
    return SPLITDATA_OK;
}

static int do_pieces(struct numbering *numbering, unsigned threads, sd_range_work *do_piece,
                     struct splitdata_error *error)
{
    enum { WORTH_A_THREAD = 1 << 18, PIECE = 1 << 16 };
    uint64_t count = numbering->plan->count;
    return sd_parallel_for(count < WORTH_A_THREAD ? 1 : threads, count, PIECE, do_piece, numbering,
                           error);
}

/* The part at the front needs no order: its rows are known when those of all others are. */
static uint64_t end_of_front(const struct sd_plan *plan)
{
    uint64_t end = 0;
    for (size_t p = 0; p < plan->parts; p++) {
        if (plan->cuts[p].begin == 0)
            end = plan->cuts[p].end;
    }
    return end;
}

static int permute(const struct numbering *numbering, const struct sd_draw *draw,
                   struct splitdata_error *error)
{
    const struct sd_plan *plan = numbering->plan;
    const struct sd_shuffle_progress progress = {.enough = end_of_front(plan)};
    return draw->permute(draw, numbering->numbers, plan->count, numbering->size, &progress, error);
}

int sd_members(const struct sd_plan *plan, const struct sd_draw *draw, unsigned threads,
               uint8_t *parts, struct splitdata_error *error)
{
    struct numbering numbering = {
        .plan = plan,
        .size = plan->count <= UINT32_MAX ? sizeof(uint32_t) : sizeof(uint64_t),
        .rest = (uint8_t)sd_plan_rest(plan),
    };
    numbering.parts = parts;
    numbering.numbers = sd_memory_take(draw->memory, plan->count, numbering.size);
    if (numbering.numbers == NULL)
        return sd_fail_memory(error, "the plan");
    int status = do_pieces(&numbering, threads, begin_piece, error);
    if (status == SPLITDATA_OK)
        status = permute(&numbering, draw, error);
    if (status == SPLITDATA_OK)
        status = do_pieces(&numbering, threads, label_piece, error);
    sd_memory_free(numbering.numbers);
    return status;
}
