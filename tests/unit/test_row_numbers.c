/* SPDX-License-Identifier: MIT */
/* Row numbers, and those by file, are written as they would be printed one after another; a table
 * of files without rows among others gives each row's file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "out/layout.h"
#include "out/row_number.h"
#include "random_bytes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file by counting, the slow way. */
static size_t slow_file(const uint64_t *first, size_t files, uint64_t row)
{
    size_t file = 0;
    for (size_t i = 0; i < files; i++)
        file = first[i] <= row ? i : file;
    return file;
}

/* The whole content, block after block. */
static char *write_all(const struct sd_content *content, uint64_t *size)
{
    struct sd_layout layout = {0};
    assert_true(sd_lay_out(&layout, content));
    char *bytes = calloc(1, (size_t)layout.size + SD_BLOCK + 1);
    assert_non_null(bytes);
    *size = 0;
    for (size_t b = 0; b < layout.blocks; b++)
        *size += content->form->fill(content, &layout, b, (uint8_t *)bytes + *size);
    assert_true(*size == layout.size);
    sd_layout_free(&layout);
    return bytes;
}

static void check(const struct sd_form *form, const uint64_t *items, uint64_t count,
                  const uint64_t *first, size_t files)
{
    const struct sd_content content = {
        .form = form, .items = items, .count = count, .file_rows = {first, files}};
    char *should = calloc((size_t)count + 1, 48);
    uint64_t size;
    size_t used = 0;
    assert_non_null(should);
    for (uint64_t i = 0; i < count; i++) {
        size_t file = slow_file(first, files, items[i]);
        used += form == &sd_form_indices
                    ? (size_t)sprintf(should + used, "%" PRIu64 "\n", items[i])
                    : (size_t)sprintf(should + used, "%zu %" PRIu64 "\n", file,
                                      items[i] - (files > 0 ? first[file] : 0));
    }
    char *bytes = write_all(&content, &size);
    assert_int_equal(size, used);
    assert_string_equal(bytes, should);
    free(bytes);
    free(should);
}

static void numbers_are_printed(void **state)
{
    static const uint64_t items[] = {0, 9, 10, 99, 100, UINT64_C(18446744073709551615), 7, 1};
    static const uint64_t one[] = {0};
    (void)state;
    check(&sd_form_indices, items, 8, NULL, 0);
    check(&sd_form_indices_by_file, items, 8, NULL, 0);
    check(&sd_form_indices_by_file, items, 8, one, 1);
    check(&sd_form_indices_by_file, items, 0, one, 1);
}

static void each_row_has_its_file(void **state)
{
    static const uint64_t first[] = {0, 0, 3, 3, 3, 4, 100, 100};
    uint64_t items[120];
    (void)state;
    for (uint64_t i = 0; i < 120; i++)
        items[i] = 119 - i;
    for (size_t files = 1; files <= 8; files++)
        check(&sd_form_indices_by_file, items, 120, first, files);
    const struct sd_file_rows rows = {first, 8};
    assert_int_equal(sd_file_of_row(&rows, 0), 1);
    assert_int_equal(sd_file_of_row(&rows, 3), 4);
    assert_int_equal(sd_file_of_row(&rows, 99), 5);
    assert_int_equal(sd_file_of_row(&rows, 100), 7);
}

/* Several blocks, and many files. */
static void blocks_fit_together(void **state)
{
    enum { FILES = 3000, ROWS = 200000 };
    static uint64_t first[FILES], items[ROWS];
    uint64_t random = 11;
    (void)state;
    for (size_t i = 1; i < FILES; i++)
        first[i] = first[i - 1] + random_below(&random, 140);
    for (size_t i = 0; i < ROWS; i++)
        items[i] = random_below(&random, first[FILES - 1] + 1000);
    check(&sd_form_indices_by_file, items, ROWS, first, FILES);
    check(&sd_form_indices, items, ROWS, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_printed),
        cmocka_unit_test(each_row_has_its_file),
        cmocka_unit_test(blocks_fit_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
