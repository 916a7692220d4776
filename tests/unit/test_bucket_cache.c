/* SPDX-License-Identifier: MIT */
/* Reading buckets back: a bucket that cannot be read gives no bytes to any thread. */
#define _POSIX_C_SOURCE 200809L /* fileno */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/bucket_cache.h"
#include "out/layout.h"

#include <stdio.h>
#include <string.h>

enum { RECORDS = 40000, LENGTH = 30 };

static uint8_t data[RECORDS * LENGTH], block[2 * SD_BLOCK];

/* The thread that meets the failure reports it; others, which may ask for the same bucket before
 * all are stopped, get no bytes. */
static void a_bucket_that_cannot_be_read(void **state)
{
    (void)state;
    struct sd_spans spans;
    FILE *empty = tmpfile();
    assert_non_null(empty);
    struct sd_output output = {.path = "out.csv", .fd = fileno(empty)};
    struct sd_memory memory = {.bound = 64 << 20, .directory = "/tmp"};
    struct sd_buckets buckets;
    struct sd_bucket_cache cache;
    struct sd_layout layout = {0};
    struct splitdata_error error = {0};
    size_t length;
    sd_spans_begin(&spans, sizeof data);
    for (size_t i = 0; i < RECORDS; i++)
        assert_true(sd_spans_push(&spans, i * LENGTH, LENGTH));
    struct sd_output_job job = {&output,
                                {.form = &sd_form_rows,
                                 .items = spans.packed,
                                 .count = RECORDS,
                                 .spans = &spans,
                                 .data = data,
                                 .size = sizeof data},
                                &layout};
    assert_true(sd_lay_out(&layout, &job.content));
    assert_int_equal(sd_buckets_begin(&buckets, &job, 1, &memory, &error), SPLITDATA_OK);
    assert_int_equal(sd_bucket_cache_begin(&cache, &buckets, &error), SPLITDATA_OK);
    /* The output is empty: there is nothing to read back. */
    assert_int_equal(sd_bucket_cache_fill(&cache, 0, 0, block, &length, &error), SPLITDATA_SYSTEM);
    assert_non_null(strstr(error.message, "out.csv: cannot be read back"));
    for (size_t b = 0; b < layout.blocks; b++) {
        length = 1;
        assert_int_equal(sd_bucket_cache_fill(&cache, 0, b, block, &length, &error), SPLITDATA_OK);
        assert_int_equal(length, 0);
        assert_int_equal(sd_bucket_cache_block_done(&cache, 0, b, &error), SPLITDATA_OK);
    }
    sd_bucket_cache_end(&cache);
    sd_buckets_end(&buckets);
    sd_layout_free(&layout);
    sd_spans_free(&spans);
    fclose(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_bucket_that_cannot_be_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
