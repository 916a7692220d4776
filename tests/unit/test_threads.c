/* SPDX-License-Identifier: MIT */
/* base/sequence.h, base/queue.h and base/threads.h. */
#include "base/queue.h"
#include "base/sequence.h"
#include "base/threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* --- sequence --------------------------------------------------------------------------------- */

enum { NUMBERS = 2000 };

struct joining {
    struct sd_sequence order;
    atomic_size_t next;
    size_t joined[NUMBERS], count; /* written in order, without a lock */
    size_t stop_at;
};

static int join_numbers(void *context, unsigned worker, struct splitdata_error *error)
{
    struct joining *joining = context;
    size_t number;
    (void)worker;
    (void)error;
    while ((number = atomic_fetch_add(&joining->next, 1)) < NUMBERS) {
        if (number == joining->stop_at) {
            sd_sequence_stop(&joining->order);
            break;
        }
        if (!sd_sequence_wait(&joining->order, number))
            break;
        joining->joined[joining->count++] = number;
        sd_sequence_advance(&joining->order, number + 1);
    }
    return SPLITDATA_OK;
}

static void numbers_are_joined_in_order(void **state)
{
    (void)state;
    static struct joining joining;
    struct splitdata_error error;
    static const size_t stops[] = {NUMBERS, 0, 1, 999};
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        joining.stop_at = stops[i];
        joining.count = 0;
        atomic_store(&joining.next, 0);
        sd_sequence_begin(&joining.order);
        assert_int_equal(sd_parallel(4, join_numbers, &joining, &error), SPLITDATA_OK);
        assert_in_range(joining.count, stops[i] == NUMBERS ? NUMBERS : 0, stops[i]);
        assert_int_equal(sd_sequence_stopped(&joining.order), stops[i] != NUMBERS);
        assert_true(sd_sequence_wait(&joining.order, joining.count));
        assert_true(stops[i] == NUMBERS || !sd_sequence_wait(&joining.order, joining.count + 1));
        sd_sequence_end(&joining.order);
        for (size_t n = 0; n < joining.count; n++)
            assert_int_equal(joining.joined[n], n);
    }
}

/* --- queue ------------------------------------------------------------------------------------ */

enum { SLOTS = 3 };

struct pipe {
    struct sd_queue queue;
    size_t pieces[SLOTS];
    size_t until, sum; /* of the thread: it fails at number `until` */
};

static int add_pieces(void *context, struct splitdata_error *error)
{
    struct pipe *pipe = context;
    size_t slot;
    while ((slot = sd_queue_next(&pipe->queue)) != SD_QUEUE_CLOSED) {
        if (pipe->pieces[slot] == pipe->until)
            return sd_fail(error, SPLITDATA_SYSTEM, "piece %zu", pipe->until);
        pipe->sum += pipe->pieces[slot];
        sd_queue_taken(&pipe->queue);
    }
    return SPLITDATA_OK;
}

static int make_pieces(void *context, struct splitdata_error *error)
{
    struct pipe *pipe = context;
    size_t slot;
    for (size_t n = 0; (slot = sd_queue_room(&pipe->queue)) != SD_QUEUE_CLOSED; n++) {
        if (n == pipe->until)
            return sd_fail(error, SPLITDATA_SYSTEM, "piece %zu", n);
        pipe->pieces[slot] = n;
        sd_queue_put(&pipe->queue);
    }
    return SPLITDATA_OK;
}

static void a_queue_to_the_thread(void **state)
{
    (void)state;
    struct splitdata_error error = {0};
    for (size_t until = 0; until <= 1000; until += 500) {
        struct pipe pipe = {.until = until};
        size_t slot = 0;
        assert_true(sd_queue_begin(&pipe.queue, SLOTS, add_pieces, &pipe));
        for (size_t n = 0; n < 1000; n++) {
            slot = sd_queue_room(&pipe.queue);
            if (slot == SD_QUEUE_CLOSED)
                break;
            pipe.pieces[slot] = n;
            sd_queue_put(&pipe.queue);
        }
        if (slot == SD_QUEUE_CLOSED)
            assert_int_equal(sd_queue_status(&pipe.queue, &error), SPLITDATA_SYSTEM);
        assert_int_equal(slot == SD_QUEUE_CLOSED, until < 1000);
        assert_int_equal(sd_queue_end(&pipe.queue, &error),
                         until < 1000 ? SPLITDATA_SYSTEM : SPLITDATA_OK);
        assert_int_equal(pipe.sum, until * (until - 1) / 2);
        assert_int_equal(sd_queue_end(&pipe.queue, &error), SPLITDATA_OK);
    }
    assert_string_equal(error.message, "piece 500");
}

static void a_queue_from_the_thread(void **state)
{
    (void)state;
    for (size_t until = 0; until <= 1000; until += 500) {
        struct splitdata_error error = {0};
        struct pipe pipe = {.until = until};
        size_t slot = 0, n = 0;
        assert_true(sd_queue_begin(&pipe.queue, SLOTS, make_pieces, &pipe));
        for (; n < 800 && (slot = sd_queue_next(&pipe.queue)) != SD_QUEUE_CLOSED; n++) {
            assert_int_equal(pipe.pieces[slot], n);
            sd_queue_taken(&pipe.queue);
        }
        assert_int_equal(n, until < 800 ? until : 800);
        assert_int_equal(sd_queue_end(&pipe.queue, &error),
                         until < 800 ? SPLITDATA_SYSTEM : SPLITDATA_OK);
    }
}

/* --- parallel loops --------------------------------------------------------------------------- */

struct marks {
    atomic_uchar times[1000];
    atomic_uint ranges;
    uint64_t count, step, fail_at;
};

static int mark(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    struct marks *marks = context;
    if (begin % marks->step != 0 || end > marks->count || end - begin > marks->step)
        return sd_fail(error, SPLITDATA_DATA, "a wrong range");
    atomic_fetch_add(&marks->ranges, 1);
    for (uint64_t i = begin; i < end; i++) {
        if (i == marks->fail_at)
            return sd_fail(error, SPLITDATA_SYSTEM, "number %u", (unsigned)i);
        atomic_fetch_add(&marks->times[i], 1);
    }
    return SPLITDATA_OK;
}

static void loops_take_each_number_once(void **state)
{
    (void)state;
    static const uint64_t steps[] = {1, 7, 999, 1000, 1001, UINT32_MAX};
    for (unsigned threads = 1; threads <= 4; threads++) {
        for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
            for (uint64_t count = 0; count <= 1000; count += 500) {
                struct marks marks = {.count = count, .step = steps[s], .fail_at = UINT64_MAX};
                struct splitdata_error error;
                assert_int_equal(sd_parallel_for(threads, count, steps[s], mark, &marks, &error),
                                 SPLITDATA_OK);
                assert_int_equal(marks.ranges, (count + steps[s] - 1) / steps[s]);
                for (uint64_t i = 0; i < 1000; i++)
                    assert_int_equal(marks.times[i], i < count);
            }
        }
    }
}

static void loops_stop_after_a_failure(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct marks marks = {.count = 1000, .step = 1, .fail_at = 3};
        struct splitdata_error error;
        assert_int_equal(sd_parallel_for(threads, 1000, 1, mark, &marks, &error), SPLITDATA_SYSTEM);
        assert_string_equal(error.message, "number 3");
        assert_true(threads > 1 || marks.ranges == 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_joined_in_order),
        cmocka_unit_test(a_queue_to_the_thread),
        cmocka_unit_test(a_queue_from_the_thread),
        cmocka_unit_test(loops_take_each_number_once),
        cmocka_unit_test(loops_stop_after_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
