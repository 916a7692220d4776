/* SPDX-License-Identifier: MIT */
#include "rng/rust_shuffle.h"

#include "rng/bits.h"
#include "rng/shuffle.h"

struct reader {
    sd_fill32 *fill;
    void *generator;
    struct sd_fetching fetching;
    uint32_t words[SD_WINDOW]; /* drawn ahead */
    size_t next, have;
    /* For rand 0.9: */
    uint32_t digits;    /* remainder of the last word, a mixed-radix number, */
    uint32_t positions; /* and the number of positions it still serves */
};

static void start(struct reader *reader, sd_fill32 *fill, void *generator)
{
    reader->fill = fill;
    reader->generator = generator;
    reader->next = 0;
    reader->have = 0;
    reader->positions = 0;
}

/* Draws words ahead, but never more than the `sure` ones that will be used. */
static void draw_ahead(struct reader *reader, size_t sure)
{
    reader->have = sure < SD_WINDOW ? sure : SD_WINDOW;
    reader->fill(reader->generator, reader->words, reader->have);
    reader->next = 0;
}

/* rand 0.8: a word times m; the low half must lie in the largest zone divisible by m, up to a power
 * of two. Each position takes at least one word, so one per position is drawn ahead; positions
 * whose m have the same number of bits are processed together. */
static void draw_08(void *generator, uint64_t *targets, size_t window, uint64_t position,
                    uint64_t count)
{
    (void)count;
    const struct sd_kernel *kernel = sd_kernel_best();
    struct reader *reader = generator;
    for (size_t done = 0; done < window;) {
        uint32_t m = (uint32_t)(position - done + 1);
        size_t batch = m - ((uint32_t)1 << (sd_bit_length(m) - 1)) + 1;
        if (batch > window - done)
            batch = window - done;
        if (reader->next == reader->have)
            draw_ahead(reader, m - 1);
        if (batch > reader->have - reader->next)
            batch = reader->have - reader->next;
        done += kernel->accept_products(targets + done, reader->words + reader->next, batch, m,
                                        32 - sd_bit_length(m), &reader->fetching);
        reader->next += batch;
    }
}

void sd_rust08_shuffle(sd_fill32 *fill, void *generator, void *items, uint64_t count,
                       size_t item_size)
{
    struct reader reader;
    start(&reader, fill, generator);
    reader.fetching = (struct sd_fetching){items, item_size};
    sd_shuffle_down_fetched(draw_08, &reader, items, count, item_size);
}

/* rand 0.9 takes its words one by one. */
static uint32_t next_word(struct reader *reader, size_t sure)
{
    if (reader->next == reader->have)
        draw_ahead(reader, sure);
    return reader->words[reader->next++];
}

/* A word times m, corrected by a second word where it can matter. At least `sure` words will be
 * used, including this one. */
static uint32_t canon(struct reader *reader, uint32_t m, size_t sure)
{
    uint64_t product = (uint64_t)next_word(reader, sure) * m;
    uint32_t high = (uint32_t)(product >> 32), low = (uint32_t)product;
    if (low > 0U - m) {
        uint64_t more = (uint64_t)next_word(reader, sure) * m >> 32;
        high += low + more > UINT32_MAX;
    }
    return high;
}

/* One draw serves as many positions as fit into 32 bits: a mixed-radix number whose digit for
 * position i is below i + 1. */
static uint64_t next_digit(struct reader *reader, uint32_t position)
{
    uint32_t radix = position + 1;
    if (position == 0)
        return 0;
    if (reader->positions == 0) {
        uint32_t bound = radix, next = radix + 1;
        while ((uint64_t)bound * next <= UINT32_MAX)
            bound *= next++;
        reader->digits = canon(reader, bound, 1);
        reader->positions = next - radix;
    }
    if (--reader->positions == 0)
        return reader->digits;
    uint32_t digit = reader->digits % radix;
    reader->digits /= radix;
    return digit;
}

static void draw_09(void *generator, uint64_t *targets, size_t window, uint64_t position,
                    uint64_t count)
{
    (void)count;
    struct reader *reader = generator;
    size_t k = 0;
    for (; k < window && (position + k <= UINT16_MAX || reader->positions > 0); k++)
        targets[k] =
            next_digit(reader, (uint32_t)(position + k)); /* positions are small: no prefetch */
    for (; k < window; k++) { /* from 2^16 on every position has a word of its own */
        targets[k] = canon(reader, (uint32_t)(position + k) + 1, window - k);
        sd_fetch(&reader->fetching, targets[k]);
    }
}

void sd_rust09_shuffle(sd_fill32 *fill, void *generator, void *items, uint64_t count,
                       size_t item_size)
{
    struct reader reader;
    start(&reader, fill, generator);
    reader.fetching = (struct sd_fetching){items, item_size};
    sd_shuffle_up_fetched(draw_09, &reader, items, count, item_size);
}
