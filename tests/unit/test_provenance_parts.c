/* SPDX-License-Identifier: MIT */
/* Fingerprints, split ids, and paths of manifests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fingerprint.h"
#include "provenance/paths.h"
#include "provenance/split_id.h"

#include <stdlib.h>
#include <string.h>

/* FIPS 180-4's own examples. */
static void digests_are_sha256(void **state)
{
    static const struct {
        const char *text, *digest;
    } known[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct sd_digest digest = {0};
        struct splitdata_error error;
        char text[SD_DIGEST_TEXT];
        for (const char *c = known[i].text; *c != '\0'; c++)
            assert_int_equal(sd_digest_add(&digest, c, 1, &error), SPLITDATA_OK);
        assert_int_equal(sd_digest_text(&digest, text, &error), SPLITDATA_OK);
        assert_string_equal(text, known[i].digest);
        sd_digest_free(&digest);
    }
}

/* Those of xxHash's own library, version 0.8.1, for the bytes i * 7 + i / 256: each way in which it
 * reads short and long inputs. */
static void digests_are_xxh3(void **state)
{
    static const struct {
        size_t size;
        const char *digest;
    } known[] = {
        {0, "99aa06d3014798d86001c324468d497f"},    {3, "656e81c56e41fe02c3489259e968ad9e"},
        {16, "ddf6c1254d70f76794eaa17b20756f46"},   {17, "263f67af63088041735fe434ded90c3c"},
        {128, "dd9e5aa9bd51cc9cc6bd21ecc865f29f"},  {240, "89e3a0a2ee355d25d10beb4e0599e4b3"},
        {241, "75f4da43f23cce5a541b19226f0052e8"},  {1024, "a3da96fbd688736171bee625238addb4"},
        {4999, "92f3c6487a7bea3891baed057f6ceb56"},
    };
    enum { PIECE = 37 };
    uint8_t bytes[5000];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 + (i >> 8));
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        struct sd_digest digest = {.kind = SPLITDATA_DIGEST_XXH3_128};
        struct splitdata_error error;
        char text[SD_DIGEST_TEXT];
        for (size_t at = 0, piece; at < known[k].size; at += piece) {
            piece = known[k].size - at < PIECE ? known[k].size - at : PIECE;
            assert_int_equal(sd_digest_add(&digest, bytes + at, piece, &error), SPLITDATA_OK);
            assert_int_equal(sd_digest_text(&digest, text, &error), SPLITDATA_OK);
        }
        assert_int_equal(sd_digest_text(&digest, text, &error), SPLITDATA_OK);
        assert_string_equal(text, known[k].digest);
        sd_digest_free(&digest);
    }
}

/* The fingerprint of the bytes i * i mod 251, in pieces of `piece`. */
static struct sd_fingerprint fingerprint_of(size_t size, size_t piece)
{
    struct sd_fingerprint fingerprint = {0};
    struct splitdata_error error;
    uint8_t *bytes = malloc(size + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(i * i % 251);
    for (size_t at = 0; at < size; at += piece) {
        size_t length = size - at < piece ? size - at : piece;
        assert_int_equal(sd_fingerprint_add(&fingerprint, bytes + at, length, &error),
                         SPLITDATA_OK);
    }
    free(bytes);
    return fingerprint;
}

static void beginnings_do_not_depend_on_pieces(void **state)
{
    static const size_t sizes[] = {1,    63,   64,   65,    8191,  8192,
                                   8193, 8255, 8256, 16384, 16512, 100000};
    (void)state;
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct sd_fingerprint whole = fingerprint_of(sizes[s], sizes[s]);
        uint64_t step = SD_LEAST_STEP;
        while (sizes[s] / step > SD_BEGINNINGS)
            step *= 2;
        assert_int_equal(whole.step, step);
        assert_int_equal(whole.count, sizes[s] / step);
        assert_int_equal(strlen(whole.beginnings), whole.count * SD_BEGINNING_DIGITS);
        for (size_t piece = 1; piece < 200; piece += 33) {
            struct sd_fingerprint pieced = fingerprint_of(sizes[s], piece);
            assert_int_equal(pieced.step, whole.step);
            assert_string_equal(pieced.beginnings, whole.beginnings);
            sd_fingerprint_free(&pieced);
        }
        for (size_t i = 0; i < whole.count; i += 17) {
            struct splitdata_error error;
            char text[SD_DIGEST_TEXT];
            struct sd_fingerprint beginning = fingerprint_of((i + 1) * (size_t)step, 1000);
            assert_int_equal(sd_digest_text(&beginning.digest, text, &error), SPLITDATA_OK);
            assert_memory_equal(text, whole.beginnings + i * SD_BEGINNING_DIGITS,
                                SD_BEGINNING_DIGITS);
            sd_fingerprint_free(&beginning);
        }
        sd_fingerprint_free(&whole);
    }
}

/* Computed with the program in docs/reproducibility.md. */
static void split_ids_are_the_specified_ones(void **state)
{
    char text[SD_SPLIT_ID_TEXT];
    uint64_t sum = 0;
    (void)state;
    static const uint64_t starts[] = {8, 0, 23, UINT64_C(1) << 40};
    for (uint64_t k = 0; k < 4; k++)
        sum += sd_split_place(starts[k], k);
    const struct sd_split_part train = {0, 0, "train", 4, sum}, test = {2, 3, "test", 0, 0};
    uint64_t id = sd_split_id_add(sd_split_id_add(0, &train), &test);
    sd_split_id_text(id, text);
    assert_string_equal(text, "2ff8-2386-8707-f376");
}

/* The sum of many records at once equals that of each record, for any start and number. */
static void sums_are_those_of_each_record(void **state)
{
    enum { MOST = 1000, BITS = 24 };
    uint64_t packed[MOST], pairs[2 * MOST], random = 1;
    (void)state;
    for (size_t i = 0; i < MOST; i++) {
        random = sd_split_mix(random + SD_GOLDEN);
        packed[i] = random >> i % 64;
        pairs[2 * i] = random;
        pairs[2 * i + 1] = packed[i];
    }
    for (size_t round = 0; round < 2000; round++) {
        size_t begin = round % 19, count = round % (MOST - 19);
        uint64_t k = round % 2 == 0 ? round : UINT64_C(1) << (round % 62), sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += sd_split_place(packed[begin + i] >> BITS, k + i);
        assert_true(sd_split_sum(packed + begin, count, BITS, k, NULL) == sum);
        assert_true(sd_split_sum_pairs(pairs + 2 * begin, count, BITS, k, NULL) == sum);
    }
}

static void paths_are_seen_from_the_manifest(void **state)
{
    static const struct {
        const char *directory, *file, *relative;
    } cases[] = {
        {".", "data.csv", "data.csv"},          {"parts", "data.csv", "../data.csv"},
        {"parts", "parts/x.csv", "x.csv"},      {"a/b", "a/c/x.csv", "../c/x.csv"},
        {"a/b/", "./a//b/./x.csv", "x.csv"},    {"ab", "a/x.csv", "../a/x.csv"},
        {"a", "ab/x.csv", "../ab/x.csv"},       {"../up", "../up/x.csv", "x.csv"},
        {"/one/two", "/one/x.csv", "../x.csv"}, {"/one/two", "/one/two/three/x.csv", "three/x.csv"},
        {"/one", "/two/x.csv", "x.csv"}, /* only the root in common */
        {"/", "/two/x.csv", "two/x.csv"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct splitdata_error error;
        char *relative = NULL;
        assert_int_equal(sd_path_relative(cases[i].directory, cases[i].file, &relative, &error),
                         SPLITDATA_OK);
        assert_string_equal(relative, cases[i].relative);
        assert_true(sd_path_is_tidy(relative));
        free(relative);
    }
}

static void untidy_paths_are_told(void **state)
{
    static const char *const untidy[] = {"",      "/",    "/x",  "a/../x", "..",
                                         "../..", "a//x", "./x", "x/.",    "x/",
                                         "../",   ".",    "//x", "x/..",   "../../"};
    static const char *const tidy[] = {"x",   "a/x", "../x", "../../a/x",
                                       "..x", "x..", "...",  "a/.x"};
    (void)state;
    for (size_t i = 0; i < sizeof untidy / sizeof untidy[0]; i++)
        assert_false(sd_path_is_tidy(untidy[i]));
    for (size_t i = 0; i < sizeof tidy / sizeof tidy[0]; i++)
        assert_true(sd_path_is_tidy(tidy[i]));
    assert_true(sd_path_climbs("../x"));
    assert_false(sd_path_climbs("..x"));
}

static void paths_join(void **state)
{
    static const struct {
        const char *directory, *path, *joined;
    } cases[] = {
        {".", "x", "x"},           {"parts", "../x", "x"}, {"parts", "../../x", "../x"},
        {"/a/b", "../x", "/a/x"},  {"/", "x", "/x"},       {"../a", "../x", "../x"},
        {"a/b", "c/x", "a/b/c/x"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *joined = sd_path_join(cases[i].directory, cases[i].path);
        assert_string_equal(joined, cases[i].joined);
        free(joined);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_sha256),
        cmocka_unit_test(digests_are_xxh3),
        cmocka_unit_test(beginnings_do_not_depend_on_pieces),
        cmocka_unit_test(split_ids_are_the_specified_ones),
        cmocka_unit_test(sums_are_those_of_each_record),
        cmocka_unit_test(paths_are_seen_from_the_manifest),
        cmocka_unit_test(untidy_paths_are_told),
        cmocka_unit_test(paths_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
