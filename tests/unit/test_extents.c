/* SPDX-License-Identifier: MIT */
/* Files in one array with gaps: each byte is found where a slow walk over the files finds it, in
 * the array and in the joined file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/extents.h"
#include "csv/chunks.h"
#include "random_bytes.h"

#include <stdlib.h>

enum { FILES = 40 };

/* Some files, a few of them empty, on pages of their own or directly after the one before. */
static void make(struct sd_extents *extents, uint64_t *random)
{
    uint64_t at = 0, joined = 0;
    *extents =
        (struct sd_extents){.extent = calloc(FILES, sizeof *extents->extent), .count = FILES};
    assert_non_null(extents->extent);
    for (size_t e = 0; e < FILES; e++) {
        if (e != 0 && random_below(random, 3) != 0)
            at = (at + 2 + SD_EXTENT_PAGE - 1) / SD_EXTENT_PAGE * SD_EXTENT_PAGE +
                 random_below(random, 3 * SD_EXTENT_PAGE);
        uint64_t length = random_below(random, 4) == 0 ? 0 : random_below(random, 200000);
        extents->extent[e] = (struct sd_extent){.begin = at, .end = at + length, .joined = joined};
        at += length;
        joined += length;
    }
    assert_true(sd_extents_complete(extents));
}

static void each_byte_has_its_place(void **state)
{
    uint64_t random = 19;
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct sd_extents extents;
        make(&extents, &random);
        for (size_t e = 0; e < FILES; e++) {
            const struct sd_extent *extent = &extents.extent[e];
            for (uint64_t at = extent->begin; at < extent->end; at += 1 + (extent->end - at) / 2) {
                uint64_t joined = extent->joined + (at - extent->begin), length = UINT64_MAX;
                assert_true(sd_joined_offset(extents.gaps, at) == joined);
                assert_true(sd_extents_place(&extents, joined) == at);
                assert_true(sd_extents_run(&extents, joined, &length) == at);
                assert_true(length == extent->end - at);
                assert_true(sd_extents_find(&extents, at) == e);
            }
        }
        const struct sd_extent *last = &extents.extent[FILES - 1];
        assert_true(sd_extents_bytes(&extents, 0) == last->joined + (last->end - last->begin));
        sd_extents_free(&extents);
    }
}

static void one_file_has_no_gaps(void **state)
{
    uint64_t length = 100;
    (void)state;
    assert_true(sd_joined_offset(NULL, 7) == 7);
    assert_true(sd_extents_run(NULL, 7, &length) == 7 && length == 100);
    assert_true(sd_extents_bytes(NULL, 12) == 12);
    assert_true(sd_extents_first_end(NULL, 12) == 12);
    assert_null(sd_extents_gaps(NULL));
}

/* All chunks in turn are all bytes of all files after the first record, none of two files. */
static void chunks_end_with_their_file(void **state)
{
    uint64_t random = 23;
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct sd_extents extents;
        struct sd_chunks chunks;
        make(&extents, &random);
        sd_chunks_begin(&chunks, &extents, 0);
        while (extents.extent[chunks.first].begin == extents.extent[chunks.first].end)
            chunks.first++;
        chunks.begin = extents.extent[chunks.first].begin + 1;
        assert_true(sd_chunks_cut(&chunks, 1 + random_below(&random, 70000)));
        size_t number = 0;
        for (size_t e = chunks.first; e < FILES; e++) {
            uint64_t at = e == chunks.first ? chunks.begin : extents.extent[e].begin;
            for (bool first = true; at < extents.extent[e].end; number++, first = false) {
                struct sd_chunk chunk = sd_chunks_at(&chunks, number);
                assert_true(chunk.extent == e && chunk.begin == at && chunk.first == first);
                assert_true(chunk.end > at && chunk.end <= chunk.limit);
                assert_true(chunk.limit == extents.extent[e].end);
                at = chunk.end;
            }
        }
        assert_true(number == chunks.count);
        sd_chunks_end(&chunks);
        sd_extents_free(&extents);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_has_its_place),
        cmocka_unit_test(one_file_has_no_gaps),
        cmocka_unit_test(chunks_end_with_their_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
