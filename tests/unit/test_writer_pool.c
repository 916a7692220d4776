/* SPDX-License-Identifier: MIT */
/* Blocks on their way to an output: the order in which they are written and observed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/writer_pool.h"

enum { BLOCKS = 3 };

/* The numbers of the blocks written and observed. */
struct order {
    size_t written[BLOCKS], observed[BLOCKS];
    size_t writes, observations;
};

static int write_block(void *context, struct sd_block_buffer *buffer, struct splitdata_error *error)
{
    struct order *order = context;
    (void)error;
    order->written[order->writes++] = buffer->block;
    return SPLITDATA_OK;
}

static int show_block(void *context, struct sd_block_buffer *buffer, struct splitdata_error *error)
{
    struct order *order = context;
    (void)error;
    order->observed[order->observations++] = buffer->block;
    return SPLITDATA_OK;
}

/* Delivers the blocks of an output out of order, as threads do. */
static void bring(struct sd_output *output, struct order *order)
{
    static const size_t brought[BLOCKS] = {2, 0, 1};
    const struct sd_output_job job = {.output = output};
    struct sd_writer_pool pool = {.write = write_block, .observe = show_block, .context = order};
    struct splitdata_error error = {0};
    assert_int_equal(sd_writer_pool_begin(&pool, &job, 1, BLOCKS, &error), SPLITDATA_OK);
    for (size_t i = 0; i < BLOCKS; i++) {
        struct sd_block_buffer *buffer = sd_writer_pool_take(&pool);
        assert_non_null(buffer);
        buffer->job = 0;
        buffer->block = brought[i];
        assert_int_equal(sd_writer_pool_give(&pool, buffer, &error), SPLITDATA_OK);
    }
    sd_writer_pool_end(&pool);
}

static void in_order(const size_t *blocks, size_t count)
{
    assert_int_equal(count, BLOCKS);
    for (size_t i = 0; i < BLOCKS; i++)
        assert_int_equal(blocks[i], i);
}

/* A checksum needs the bytes in order, whichever are written first. */
static void observers_get_blocks_in_order(void **state)
{
    (void)state;
    static const struct sd_observer observer = {0};
    struct sd_output output = {.path = "out.csv", .fd = -1, .observer = &observer};
    struct order order = {0};
    bring(&output, &order);
    assert_int_equal(order.writes, BLOCKS);
    in_order(order.observed, order.observations);
}

/* Compressed outputs and streams can only take the block that follows the previous one. */
static void streams_take_blocks_in_order(void **state)
{
    (void)state;
    struct sd_output packed = {.path = "out.csv.gz", .fd = -1, .gzip_level = 6};
    struct sd_output stream = {.path = "-", .fd = -1, .stream = true};
    struct order order = {0};
    bring(&packed, &order);
    in_order(order.written, order.writes);
    order = (struct order){0};
    bring(&stream, &order);
    in_order(order.written, order.writes);
    assert_int_equal(order.observations, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(observers_get_blocks_in_order),
        cmocka_unit_test(streams_take_blocks_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
