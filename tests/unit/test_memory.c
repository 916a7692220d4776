/* SPDX-License-Identifier: MIT */
/* Arrays keep their contents, in private memory or in a file, and the limit is kept. */
#include "base/available.h"
#include "base/concurrent_array.h"
#include "base/memory.h"
#include "base/sort.h"
#include "base/spans.h"
#include "base/threads.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEGABYTE = 1 << 20 };

static void fill(uint64_t *array, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        array[i] = i * i;
}

static void check(const uint64_t *array, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        assert_true(array[i] == i * i);
}

static void bound_is_kept(void **state)
{
    struct sd_memory memory = {.bound = 4 * MEGABYTE, .directory = "/tmp"};
    uint8_t *a = sd_memory_take(&memory, 3 * MEGABYTE, 1);
    uint8_t *b = sd_memory_take(&memory, 2 * MEGABYTE, 1);
    (void)state;
    assert_non_null(a);
    assert_non_null(b);
    assert_false(sd_memory_is_file(a));
    assert_true(sd_memory_is_file(b));
    for (size_t i = 0; i < 2 * MEGABYTE; i++)
        assert_true(a[i] == 0 && b[i] == 0);
    assert_true(sd_memory_left(&memory) < MEGABYTE);
    sd_memory_free(a);
    assert_true(sd_memory_left(&memory) == memory.bound);
    a = sd_memory_take(&memory, MEGABYTE, 1);
    assert_false(sd_memory_is_file(a));
    sd_memory_free(a);
    sd_memory_free(b);
    sd_memory_free(NULL);
    assert_true(atomic_load(&memory.used) == 0);
}

/* From the heap to private memory to a file, and back to a smaller size. */
static void growing_keeps_content(void **state)
{
    struct sd_memory memories[] = {{.bound = 2 * MEGABYTE, .directory = "/tmp"},
                                   {.bound = 64 * MEGABYTE, .directory = "/tmp"},
                                   {.bound = 64 * MEGABYTE, .directory = "/tmp", .spill = true}};
    (void)state;
    for (size_t m = 0; m < 4; m++) {
        struct sd_memory *memory = m < 3 ? &memories[m] : NULL;
        uint64_t *array = NULL, count = 0;
        for (uint64_t more = 100; more < MEGABYTE; more += more / 2) {
            array = sd_memory_resize(memory, array, more, sizeof *array);
            assert_non_null(array);
            fill(array, count, more);
            check(array, more);
            count = more;
        }
        assert_true(sd_memory_is_file(array) == (m == 0 || m == 2));
        array = sd_memory_resize(memory, array, 1000, sizeof *array);
        assert_non_null(array);
        check(array, 1000);
        sd_memory_free(array);
        assert_true(memory == NULL || atomic_load(&memory->used) == 0);
    }
}

static void failures_leave_the_array(void **state)
{
    struct sd_memory memory = {.bound = MEGABYTE, .directory = "/nonexistent"};
    uint64_t *array = sd_memory_take(&memory, 1000, sizeof *array);
    (void)state;
    fill(array, 0, 1000);
    assert_null(sd_memory_take(&memory, 2 * MEGABYTE, 1));
    assert_int_equal(errno, ENOENT);
    assert_null(sd_memory_take(&memory, UINT64_MAX / 2, 8));
    assert_int_equal(errno, ENOMEM);
    assert_null(sd_memory_resize(&memory, array, MEGABYTE, sizeof *array));
    check(array, 1000);
    array = sd_memory_resize(&memory, array, 50000, sizeof *array);
    assert_non_null(array);
    check(array, 1000);
    assert_null(sd_memory_resize(&memory, array, MEGABYTE, sizeof *array));
    check(array, 1000);
    sd_memory_free(array);
    assert_true(atomic_load(&memory.used) == 0);
}

static void full_disk_is_reported(void **state)
{
    struct sd_memory memory = {.bound = 0, .directory = "/tmp"};
    (void)state;
    assert_null(sd_memory_take(&memory, UINT64_C(1) << 60, 1));
    assert_true(errno == ENOSPC || errno == EFBIG || errno == ENOMEM);
}

static void spans_may_lie_in_a_file(void **state)
{
    struct sd_memory memory = {.bound = 0, .directory = "/tmp", .spill = true};
    struct sd_spans spans;
    (void)state;
    sd_spans_begin(&spans, 1 << 30);
    spans.memory = &memory;
    for (uint64_t i = 0; i < 100000; i++)
        assert_true(sd_spans_push(&spans, 10 * i, i % 100 == 0 ? UINT64_C(1) << 30 : 10));
    assert_true(sd_memory_is_file(spans.packed));
    for (uint64_t i = 0; i < 100000; i++) {
        struct sd_span span = sd_spans_unpack(&spans, spans.packed[i]);
        assert_true(span.start == 10 * i && span.length == (i % 100 == 0 ? 1 << 30 : 10));
    }
    sd_spans_free(&spans);
}

struct thing {
    uint32_t key;
    uint32_t number;
    uint8_t more[5];
};

static int by_key(const void *left, const void *right)
{
    const struct thing *a = left, *b = right;
    return a->key < b->key ? -1 : a->key > b->key;
}

/* Threads that find it given up report the reason, like the one that met the failure. */
static void giving_up_is_reported_to_all(void **state)
{
    struct sd_memory memory = {.bound = 0, .directory = "/nonexistent"};
    struct sd_concurrent_array array = {
        .memory = &memory, .item_size = sizeof(uint64_t), .files = true};
    (void)state;
    assert_true(sd_concurrent_array_begin(&array, 0));
    for (uint64_t first = 0; first < 3 * MEGABYTE; first += MEGABYTE) {
        errno = 0;
        assert_null(sd_concurrent_array_place(&array, first, MEGABYTE, 4 * MEGABYTE));
        assert_int_equal(errno, ENOENT);
    }
    assert_null(sd_concurrent_array_take(&array));
    sd_concurrent_array_end(&array);
}

/* Sorted, with equal items in their original order; in memory, in a file, and for all counts. */
/* The lower halves number the items: a stable sort by the upper halves is one by all bits. */
static void many_numbers_are_sorted(void **state)
{
    enum { MANY = (1 << 21) + 3 };
    static const uint32_t masks[] = {UINT32_MAX, 0x000fffff, 0xf0000001, 0};
    uint64_t *items = malloc(2 * sizeof *items * MANY), word = 88172645463325252;
    (void)state;
    assert_non_null(items);
    for (size_t m = 0; m < sizeof masks / sizeof masks[0]; m++) {
        for (uint64_t i = 0; i < MANY; i++) {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            items[i] = ((word >> 32) & masks[m]) << 32 | i;
        }
        sd_sort_numbers(items, items + MANY, MANY, 32);
        for (uint64_t i = 1; i < MANY; i++)
            assert_true(items[i - 1] < items[i]);
    }
    free(items);
}

static void sorting_is_stable(void **state)
{
    enum { MOST = 3000 };
    static struct thing things[MOST];
    struct sd_memory memory = {.bound = MEGABYTE, .directory = "/tmp"};
    (void)state;
    for (uint32_t count = 0; count < MOST; count = count < 40 ? count + 1 : count * 3 / 2) {
        memory.spill = count % 2 == 1;
        for (uint32_t i = 0; i < count; i++)
            things[i] = (struct thing){.key = i * 7919 % 97, .number = i, .more = {(uint8_t)i}};
        assert_true(sd_sort(things, count, sizeof *things, by_key, &memory));
        for (uint32_t i = 1; i < count; i++) {
            assert_true(
                things[i - 1].key < things[i].key ||
                (things[i - 1].key == things[i].key && things[i - 1].number < things[i].number));
            assert_true(things[i].more[0] == (uint8_t)things[i].number &&
                        things[i].key == things[i].number * 7919 % 97);
        }
    }
    memory = (struct sd_memory){.bound = 0, .directory = "/nonexistent"};
    assert_false(sd_sort(things, MOST, 64, by_key, &memory));
}

static void something_is_available(void **state)
{
    (void)state;
    assert_true(sd_available_memory() > MEGABYTE);
    assert_in_range(sd_available_processors(), 1, sd_processors());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound_is_kept),
        cmocka_unit_test(growing_keeps_content),
        cmocka_unit_test(failures_leave_the_array),
        cmocka_unit_test(full_disk_is_reported),
        cmocka_unit_test(spans_may_lie_in_a_file),
        cmocka_unit_test(giving_up_is_reported_to_all),
        cmocka_unit_test(sorting_is_stable),
        cmocka_unit_test(many_numbers_are_sorted),
        cmocka_unit_test(something_is_available),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
